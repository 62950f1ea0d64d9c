"""``monazite compare RUN``: the options of a run side by side, each with its difference from the reference."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from monazite.cli.ending import document, ending
from monazite.cli.names import run_folder
from monazite.cli.progress import progress
from monazite.errors import BadInput, Fault, nearest

if TYPE_CHECKING:
    from monazite.results.archive import SavedRun


def compare(
    run_or_study: Annotated[str, typer.Argument(help="A run folder, a study folder, or the name of a shipped study.")],
    options: Annotated[str, typer.Option(help="Options to show, separated by commas [default: all].")] = "",
    stacks: Annotated[list[str] | None, typer.Option("--with", help="Scenarios to stack on an option, separated by commas; "
                                                     "repeat it for other stacks.")] = None,
    on: Annotated[str, typer.Option(help="The option on which --with stacks [default: the reference].")] = "",
    as_of: Annotated[str, typer.Option(help="The date as of which --with or --payoffs is solved [default: the last].")] = "",
    years: Annotated[str, typer.Option(help="Years that --with tells, separated by commas.")] = "",
    fine: Annotated[bool, typer.Option("--fine/--draft", help="Resolution of --with and --payoffs.")] = False,
    payoffs: Annotated[bool, typer.Option("--payoffs", help="Solve every combination of the strategies of the study's "
                                          "parties: payoffs, equilibria, regret.")] = False,
    by_period: Annotated[bool, typer.Option("--by-period", help="Tell who gains and who pays by years as well.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Print the options of a run side by side, with differences from the reference option.

    For a study the run of its present inputs is taken; if there is none, the study is run at draft resolution first.
    With --with nothing is taken from a run: the option is solved with and without each stack of scenarios. With --payoffs
    every combination of the strategies of the study's parties is solved, or read if that was done for the same inputs.
    """
    with ending(as_json):
        if payoffs:
            from monazite.cli.payoffs import payoffs_of
            from monazite.cli.printing.page import page
            from monazite.cli.printing.payoffs import print_payoffs

            unused = {"--options": bool(options), "--with": bool(stacks), "--on": bool(on), "--years": bool(years),
                      "--by-period": by_period}
            found = payoffs_of(run_or_study, as_of=as_of, resolution="fine" if fine else "draft", unused=unused)
            return document(found) if as_json else print_payoffs(page(), found)
        if stacks:
            from monazite.cli.stacks import print_stacks, stacks_of

            if by_period:
                raise BadInput([Fault("--by-period means nothing beside --with", way_out="leave it out")])
            found = stacks_of(run_or_study, stacks, on=on, as_of=as_of, years=years, resolution="fine" if fine else "draft")
            return document(found) if as_json else print_stacks(found)
        saved = _run_of(run_or_study)
        wanted = _wanted(saved.answer, [name.strip() for name in options.split(",") if name.strip()])
        if as_json:
            document({"study": saved.answer["study"], "folder": str(saved.folder), "reference": saved.answer["reference"],
                      "answers": [{"as_of": part["as_of"], "numbers": differences(part, saved.answer["reference"], wanted),
                                   "gains": _gains(saved, part, wanted, by_period)} for part in saved.answer["answers"]]})
            return
        _print(saved, wanted, by_period)


def differences(part: Mapping[str, Any], reference: str, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Each number of one date's answer: its value under the wanted options, and the difference from the reference.

    A difference is None where either value is missing or is not a number.
    """
    numbers = {name: part["options"][name]["numbers"] for name in wanted}
    labels = {key: entry for name in wanted for key, entry in numbers[name].items()}
    values = {key: {name: numbers[name].get(key, {}).get("value") for name in wanted} for key in labels}
    base = {key: part["options"][reference]["numbers"].get(key, {}).get("value") for key in labels}
    return [
        {"key": key, "label": entry["label"], "unit": entry.get("unit", ""), "values": values[key],
         "differences": {name: _less(value, base[key]) for name, value in values[key].items()}}
        for key, entry in labels.items()
    ]


def _less(value: object, base: object) -> float | None:
    numbers = all(isinstance(x, int | float) and not isinstance(x, bool) for x in (value, base))
    return value - base if numbers else None  # type: ignore[operator]


def _run_of(name: str) -> SavedRun:
    """The run that is meant: a run folder, the run of a study's present inputs, or a draft made now and kept."""
    from monazite.results.archive import is_run, read_run, require_free, write_run
    from monazite.study.run import run_study
    from monazite.study.study import find_study

    if is_run(name):
        return read_run(name)
    root = find_study(name)
    if not os.path.isfile(root / "study.toml"):
        raise BadInput([Fault("this is neither a run folder nor a study", name,
                              way_out="name a folder that 'monazite run' or 'monazite new' wrote")])
    for folder in (run_folder(root), run_folder(root, draft=True)):
        if is_run(folder):
            return read_run(folder)
    require_free(folder)
    with progress(f"reading {name}") as tell:
        made = run_study(root, resolution="draft", progress=tell)
    write_run(made, folder)
    typer.echo(f"There was no run of {name}; a draft was made and lies in {folder}.", err=True)
    return read_run(folder)


def _wanted(answer: Mapping[str, Any], names: Sequence[str]) -> list[str]:
    """The options to show, the reference first; refuses names that the run does not hold."""
    known, reference = list(answer["answers"][0]["options"]), answer["reference"]
    faults = [Fault(f"the run has no option {name!r}", way_out=nearest(name, known)) for name in names if name not in known]
    if reference not in known:
        faults.append(Fault(f"the run does not hold the reference option {reference!r}", way_out="run the study with it"))
    if faults:
        raise BadInput(faults)
    return list(dict.fromkeys([reference, *(names or known)]))


def _gains(saved: SavedRun, part: Mapping[str, Any], wanted: Sequence[str], by_period: bool) -> list[dict[str, Any]]:
    """Who gains and who pays at one date, from the account in the run; empty where the run holds none by period."""
    from monazite.results.gains import COLUMNS, gain_rows

    account = saved.tables.get("account")
    if account is None or not set(account.columns) >= COLUMNS:
        return []
    return gain_rows(account, part["as_of"]["name"], saved.answer["reference"], wanted, by_period=by_period)


def _print(saved: SavedRun, wanted: Sequence[str], by_period: bool) -> None:
    from monazite.cli.printing.answer import print_numbers, print_opening, print_options
    from monazite.cli.printing.gains import print_gains, print_gains_by_years
    from monazite.cli.printing.page import page

    paper, reference = page(), saved.answer["reference"]
    for part in saved.answer["answers"]:
        shown = {name: part["options"][name] for name in wanted}
        print_opening(paper, saved.answer, part)
        print_options(paper, reference, shown)
        paper.blank()
        print_numbers(paper, shown, _with_differences(shown, reference))
        paper.blank()
        paper.paragraph(f"A second line is the difference from '{reference}'; = means none.")
        paper.blank()
        gains = _gains(saved, part, wanted, by_period)
        if gains:
            print_gains(paper, gains, reference)
        else:
            paper.paragraph("This run holds no account by period: run the study again to see who gains and who pays.")
        if by_period:
            print_gains_by_years(paper, gains, reference)
        paper.blank()
    paper.paragraph(f"From {saved.folder}.")


def _with_differences(options: Mapping[str, Any], reference: str) -> Callable[[str, str], str]:
    """Prints each number with its difference from the reference below."""
    from monazite.cli.printing.figures import figure, signed

    def cell(option: str, key: str) -> str:
        entry, base = options[option]["numbers"][key], options[reference]["numbers"].get(key, {})
        value, decimals = entry.get("value"), entry.get("decimals")
        change = None if option == reference else _less(value, base.get("value"))
        return figure(value, decimals) + ("" if change is None else f"\n{signed(change, decimals)}")

    return cell
