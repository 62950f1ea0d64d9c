"""``monazite balance FOLDER``: contradictory reports become one picture that adds up, and each says how far it moved.

A folder of reports is reconciled as it is; of a study it is the base year from which all options start.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.files import require_places, written

if TYPE_CHECKING:
    from monazite.study.balanced import Balance


def balance(
    folder: Annotated[str, typer.Argument(help="A folder with amounts.csv and reports.csv, a study, or the name of a shipped one.")],
    left_out: Annotated[str, typer.Option("--without", help="Reports that shall not count, by name, with commas.")] = "",
    draws: Annotated[int, typer.Option(min=0, help="Write this many other pictures that the reports allow to --out.")] = 0,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="CSV file for the draws.")] = None,
    starts: Annotated[int, typer.Option(min=1, help="Tries, where amounts multiply each other.")] = 5,
    seed: Annotated[int, typer.Option(min=0, help="Seed of tries and draws.")] = 0,
    as_of: Annotated[str, typer.Option(help="The date of a study as of which its base year is balanced [default: the last].")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Reconcile reports that contradict each other; print amounts, adjustments, tests, and reports that cannot be right."""
    with ending(as_json):
        from monazite.errors import BadInput, Fault
        from monazite.study.balanced import reconcile

        if bool(draws) != (out is not None):
            missing = "a place for the draws" if draws else "the number of draws"
            raise BadInput([Fault(f"{missing} is missing", way_out="give --draws and --out together")])
        require_places([out] if out else [])
        names = [name.strip() for name in left_out.split(",") if name.strip()]
        if _is_study(folder):
            _base_year(folder, as_of, names, draws, seed, out, as_json)
            return
        if as_of:
            raise BadInput([Fault("a folder of reports has no dates", "--as-of", way_out="leave it out, or name a study")])
        found = reconcile(folder, starts=starts, seed=seed, left_out=names)
        if out:
            with written(out) as (place,):
                found.draws(draws, seed).to_csv(place, lineterminator="\n")
        if as_json:
            document(found.document())
        else:
            _print(found)


def _is_study(folder: str) -> bool:
    """Whether a folder, or the name of a shipped one, is a study; what is both a study and a folder of reports is neither."""
    from monazite.study.study import shipped_studies

    return (Path(folder) / "study.toml").is_file() if Path(folder).is_dir() else folder in shipped_studies()


def _base_year(
    folder: str, as_of: str, left_out: list[str], draws: int, seed: int, out: Path | None, as_json: bool
) -> None:
    from monazite.cli.names import require_names
    from monazite.cli.printing.base_year import print_base_year
    from monazite.study.picture.drawn import drawn_flows
    from monazite.study.picture.told import told
    from monazite.study.study import find_study, open_study

    require_names(find_study(folder), [as_of] if as_of else [], [])
    study = open_study(folder, as_of or None, "draft")
    found = told(study, left_out)
    if out:
        with written(out) as (place,):
            drawn_flows(study, draws, seed, left_out).to_csv(place, lineterminator="\n")
    document(found) if as_json else print_base_year(found)


def _print(found: Balance) -> None:
    from monazite.cli.printing.columns import Column, Row
    from monazite.cli.printing.page import page

    paper = page()
    sizes = f"{len(found.amounts)} amounts, {len(found.reports)} reports, {len(found.folder.laws)} laws"
    paper.heading(f"{found.folder.root.name}: {sizes}")
    paper.points(_sentences(found))
    paper.blank()
    paper.section("Amounts")
    paper.table(
        [Column("amount"), Column("unit"), Column("balanced", True), Column("sd", True), Column("known as")],
        [Row((str(name), row["unit"], _number(row["value"]), _number(row["sd"]), row["known"]))
         for name, row in found.amounts.iterrows()])
    paper.blank()
    paper.section("Reports, and how far each was moved")
    paper.table(
        [Column("report"), Column("reported", True), Column("balanced", True), Column("moved, sd", True),
         Column("test z", True), Column("source")],
        [Row((str(name), _number(row["value"]), _number(row["balanced"]), f"{row['adjustment']:+.2f}",
              "untested" if math.isnan(row["z"]) else f"{row['z']:+.2f}", row["source"]))
         for name, row in found.reports.iterrows()])
    if len(found.doubted):
        paper.blank()
        paper.section("Reports that cannot be right, worst first")
        paper.table(
            [Column("report"), Column("test z", True), Column("off by", True), Column("or it is")],
            [Row((str(name), f"{row['z']:+.2f}", _number(row["error"]), row["or"]))
             for name, row in found.doubted.iterrows()])


def _sentences(found: Balance) -> list[str]:
    sure, said = found.sure, []
    if sure.freedom > 0:
        agree = sure.chance >= 0.05
        verdict = "the reports agree within their doubt" if agree else "they contradict each other beyond their doubt"
        said.append(f"chi-square {found.found.objective:.4g} with {sure.freedom} surplus reports: {verdict} "
                    f"(honest ones would do so in {100.0 * sure.chance:.3g} % of cases)")
        where = "concentrated" if found.concentrated else "spread"
        said.append(f"adjustments are {where}: as if {found.carried_by:.1f} reports carried them all alike")
    else:
        said.append("nothing is reported twice over, so nothing can be tested")
    said.append(f"balances hold to {found.found.imbalance:.1e}, the optimum to {found.found.kkt:.1e} per standard deviation")
    if len(found.found.objectives) > 1:
        best = sum(one <= found.found.objectives[0] * (1.0 + 1e-6) + 1e-9 for one in found.found.objectives)
        said.append(f"{best} of {len(found.found.objectives)} starts that settled ended in this picture")
    return said


def _number(value: float) -> str:
    return "unknown" if math.isnan(value) else f"{value:,.6g}"
