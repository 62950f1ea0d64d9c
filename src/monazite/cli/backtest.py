"""``monazite backtest STUDY``: the model's numbers beside what was observed, and beside guesses that need no model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monazite.cli.ending import document, ending
from monazite.cli.progress import progress

if TYPE_CHECKING:
    from monazite.cli.printing.columns import Row
    from monazite.study.backtest import Compared, Score

WORDS = {"model": "the model", "nothing_changes": "nothing changes", "pro_rata": "pro rata", "pro_rata_buyer": "pro rata, buyer"}


def backtest(
    study: Annotated[str, typer.Argument(help="A study folder with observed.csv, or the name of a shipped study.")],
    draft: Annotated[bool, typer.Option("--draft/--fine", help="Coarser curves, or those of the printed answer.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Set the model's numbers beside what was observed, with scores against guesses that need no model."""
    with ending(as_json):
        from monazite.study.backtest import backtest as run
        from monazite.study.backtest import document as told

        with progress(f"solving what {study} compares with observations"):
            compared = run(study, "draft" if draft else "fine")
        document(told(study, compared)) if as_json else _print(study, compared)


def _print(study: str, compared: list[Compared]) -> None:
    from monazite.cli.printing.columns import Column
    from monazite.cli.printing.page import page
    from monazite.study.backtest import scores, worst

    paper = page()
    paper.heading(f"{study}: {len(compared)} series against what was observed")
    paper.paragraph("Errors are in per cent: of the sum, over all series of a group together; mean and median, of each series. Skill "
                    "is one less the error over that of the guess that nothing changes: 1 is perfect, 0 no better than the "
                    "guess, below 0 worse. Right side: of the series that moved, those that were foretold to move that way.")  # fmt: skip
    paper.blank()
    paper.section("Scores")
    paper.table([Column("said by"), Column("of the sum [%]", True), Column("mean [%]", True), Column("median [%]", True),
                 Column("skill", True), Column("right side", True)], _by_group(scores(compared)))  # fmt: skip
    paper.blank()
    paper.section("Worst misses")
    paper.table([Column("series"), Column("group"), Column("observed", True), Column("model", True), Column("miss [%]", True)],
                [_missed(one) for one in worst(compared)])  # fmt: skip
    paper.blank()
    paper.section("Series by series")
    for group in dict.fromkeys(one.observation.group for one in compared):
        members = [one for one in compared if one.observation.group == group]
        guesses = [g for g in list(WORDS)[1:] if any(getattr(one.observation, g) is not None for one in members)]
        paper.blank()
        paper.paragraph(group, "bold")
        paper.table([Column("series"), Column("observed", True), Column("model", True), Column("miss [%]", True),
                     *(Column(WORDS[g], True) for g in guesses)], [_series(one, guesses) for one in members])  # fmt: skip


def _series(one: Compared, guesses: list[str]) -> Row:
    from monazite.cli.printing.columns import Row

    seen = one.observation
    told = (getattr(seen, guess) for guess in guesses)
    return Row((seen.label, _number(seen.observed), _number(one.model), _miss(one), *("-" if g is None else _number(g) for g in told)))


def _missed(one: Compared) -> Row:
    from monazite.cli.printing.columns import Row

    seen = one.observation
    return Row((seen.label, seen.group, _number(seen.observed), _number(one.model), _miss(one)))


def _miss(one: Compared) -> str:
    return f"{100.0 * one.miss / one.observation.observed:+,.0f}" if one.observation.observed else "-"


def _by_group(scored: list[Score]) -> list[Row]:
    from monazite.cli.printing.columns import Row

    rows = []
    for group in dict.fromkeys(score.group for score in scored):
        rows += [Row(title=group), *(_scored(score) for score in scored if score.group == group)]
    return rows


def _scored(score: Score) -> Row:
    from monazite.cli.printing.columns import Row

    errors = ("-" if share is None else f"{100.0 * share:,.0f}" for share in (score.weighted, score.mean, score.median))
    skill = "-" if score.skill is None else f"{score.skill:+.2f}"
    side = "-" if score.by == "nothing_changes" else f"{score.hits} of {score.moved}"
    return Row((WORDS[score.by], *errors, skill, side))


def _number(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 1000.0 else f"{number:.3g}"
