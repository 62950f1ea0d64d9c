"""The report of a comparison as tables of text, the same on a terminal and on a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monazite.bench.aims import patch_ratio, run_ratio
from monazite.bench.contenders import NETWORK_ONLY, OURS

ABSENT = "-"

HOW_AIMS = ("Ratios of medians; of several single instruments, or stacks, the median ratio.",)
HOW_READY = (
    (
        "Each measurement is a process of its own, in which a small chain has loaded everything; it builds "
        "and hands over three times, and the median counts. Build: from numbers in memory (for monazite on a "
        "study: from its records) to the library's model. Hand-over: from there to a solver that can begin. "
        "The solver and its options are the same for all."
    ),
    (
        "On a study, linopy and Pyomo are given the finished programme row by row: what each of them would "
        "need to join records is not counted. PyPSA writes bounds as rows."
    ),
    (
        "Times ours: build and hand-over together, against those of monazite. Peak: of the whole process, its "
        "libraries included. Apart: relative difference of the least cost from that of monazite."
    ),
)
HOW_PATCHED = (
    (
        "Patched: the kept difference is applied to the base programme, which is then solved from the base's "
        "basis. Rebuilt: the variant is written down again and solved cold. Both answers are verified, and "
        "their objectives agree to 1e-9."
    ),
    (
        "Numbers: how many change. The difference is found once for each variant, which has to be written "
        "down once for it."
    ),
    (
        "Nothing changed: the base itself on the same road. It is handed over whole, started from its basis, found "
        "optimal without a pivot, read back and verified; its ratio is the highest that any variant of that size can "
        "reach. What a variant takes beyond it are pivots, 10 to 60 microseconds each. An aim above what these two "
        "leave cannot be met with this solver; decision 0007 has the profile, and what was tried."
    ),
)
HOW_QUICK = "A quick run: it shows that everything works, and its figures mean little."
HOW_RUN = (
    "Every option, as known on every date, each announcement a surprise, one after the other in one process: "
    "reading the folder, base year, formulating, solving and checking."
)
HOW_NETWORK = (
    "The programme of a study (agreements, content shares, incentives) is no network of buses and links. "
    "PyPSA is therefore given a chain of about as many columns: network, model, solver, results read back. "
    "What one such programme takes is multiplied by the number of programmes that monazite solved; what "
    "several options share is solved, and counted, once."
)


@dataclass(frozen=True)
class Table:
    """A title, what has to be known to read it, and cells; the first ``words`` columns are words, the rest numbers."""

    title: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


def tables(report: Mapping[str, Any]) -> list[Table]:
    """All tables of a report, in the order in which they are read."""
    return [
        _aims(report), _cases(report), _variants(report), _run(report), _reconciling(report), _drawing(report),
        _importing(report), _made(report),
    ]  # fmt: skip


def _aims(report: Mapping[str, Any]) -> Table:
    said = {True: "yes", False: "no", None: "not measured"}
    rows = tuple((aim["aim"], _measured(aim), said[aim["met"]]) for aim in report["aims"])
    return Table("Aims", HOW_AIMS, ("aim", "measured", "met"), rows)


def _measured(aim: Mapping[str, Any]) -> str:
    if aim["unit"] in ("s", "MB"):
        return ABSENT if aim["measured"] is None else f"{aim['measured']:,.3g} {aim['unit']}"
    return f"{aim['measured']:.1%}" if aim["unit"] == "share" else _times(aim["measured"])


def _cases(report: Mapping[str, Any]) -> Table:
    rows = [
        (
            f"{case['case']}: {row['contender']}", f"{case['columns']:,}", f"{row['rows']:,}", _seconds(row["build"]),
            _seconds(row["hand_over"]), _seconds(row["solve"]), _times(row["times_ours"]),
            ABSENT if row["peak"] is None else f"{row['peak']:,.0f}", f"{row['apart']:.0e}",
        )
        for case in report["cases"] for row in case["contenders"]
    ]  # fmt: skip
    left = [
        f"Left out: {name} on {case['case']}: {why}."
        for case in report["cases"]
        for name, why in case["left_out"].items()
    ]
    heads = ("case and contender", "columns", "rows", "build [s]", "hand-over [s]", "cold solve [s]", "times ours",
             "peak [MB]", "apart")  # fmt: skip
    return Table("Build and hand-over", (*HOW_READY, *left), heads, tuple(rows))


def _variants(report: Mapping[str, Any]) -> Table:
    rows = [
        (
            f"{case['case']}: {row['name']}", f"{row['instruments']}", f"{row['numbers']:,}", f"{row['pivots']:,}",
            _milliseconds(row["rebuild"]), _milliseconds(row["cold"]), _milliseconds(row["difference"]),
            _milliseconds(row["patched"]), _times(patch_ratio(row)),
        )
        for case in report["variants"] for row in case["variants"]
    ]  # fmt: skip
    heads = ("case and variant", "instruments", "numbers", "pivots", "rebuild [ms]", "cold solve [ms]",
             "difference [ms]", "patched [ms]", "ratio")  # fmt: skip
    return Table("Patched against rebuilt", HOW_PATCHED, heads, tuple(rows))


def _run(report: Mapping[str, Any]) -> Table:
    run, network = report["run"], report["run"]["network"]
    each = run["seconds"] / run["solves"]
    rows = [(
        f"{OURS}: {run['study']}", f"{run['columns']:,}", f"{run['solves']:,}", _seconds(each),
        _seconds(run["seconds"]), "1",
    )]  # fmt: skip
    if network:
        rows.append((
            f"{NETWORK_ONLY}: chain", f"{network['columns']:,}", f"{run['solves']:,}", _seconds(network["seconds"]),
            _seconds(run["solves"] * network["seconds"]), _times(run_ratio(run)),
        ))  # fmt: skip
    notes = (
        f"{OURS}: {run['outcomes']} outcomes. {HOW_RUN}",
        HOW_NETWORK if network else f"{NETWORK_ONLY}: {run['left_out']}.",
    )
    heads = ("contender and programme", "columns", "programmes", "each [s]", "all [s]", "times ours")
    return Table("A whole run", notes, heads, tuple(rows))


def _reconciling(report: Mapping[str, Any]) -> Table:
    found = report["reconciling"]
    ours = found["contenders"][OURS]
    rows = tuple(
        (f"{name}", _seconds(row["values"]), _seconds(row["covariance"]),
         ABSENT if row["floors"] is None else _seconds(row["floors"]), _times(row["covariance"] / ours["covariance"]))
        for name, row in found["contenders"].items()
    )  # fmt: skip
    size = found["size"]
    notes = (
        f"{size['processes']:,} processes, {size['flows']:,} flows, each with a report. The closed form of textbooks in dense "
        f"matrices knows no bounds; with every flow at least zero {ours['held']:,} flows are held there.",
    )
    heads = ("contender", "values [s]", "with covariance [s]", "values, at least zero [s]", "times ours")
    return Table("Reconciliation", notes, heads, rows)


def _importing(report: Mapping[str, Any]) -> Table:
    rows = tuple(
        (f"{found['size']['form']}: {name}", f"{found['size']['rows']:,}", f"{row['kept']:,.0f}", _seconds(row["seconds"]),
         ABSENT if row["peak"] is None else f"{row['peak']:,.0f}", _times(row["seconds"] / found["contenders"][OURS]["seconds"]))
        for found in report["importing"] for name, row in found["contenders"].items()
    )  # fmt: skip
    notes = (
        "A made-up year of world trade in the form of its publishers, filtered to four codes; pandas reads the whole file and "
        "checks nothing: it joins no repeated records, names no countries, finds no fault.",
    )
    heads = ("form and contender", "rows", "kept", "seconds", "peak [MB]", "times ours")
    return Table("A year of trade", notes, heads, rows)


def _drawing(report: Mapping[str, Any]) -> Table:
    found = report["drawing"]
    ours = found["contenders"][OURS]
    rows = tuple(
        (name, f"{found['size']['draws']}", _seconds(row["seconds"]), _times(row["seconds"] / ours["seconds"]))
        for name, row in found["contenders"].items()
    )
    notes = (
        f"Other base years that the reports of {found['size']['study']} allow: flows, prices and margins of each. Anew: each begins "
        "with the reports, weighs them and what they have in common, and reconciles before it draws.",
    )
    return Table("Another base year", notes, ("contender", "draws", "each [s]", "times ours"), rows)


def _made(report: Mapping[str, Any]) -> Table:
    made = report["made"]
    rows = [*made["versions"].items(), ("Python", made["python"]), ("system", made["system"]),
            ("processors", f"{made['processors']}"), ("measured on", made["on"])]  # fmt: skip
    turns = (
        "Measured once."
        if made["repeats"] == 1
        else f"Medians of {made['repeats']} repeats, the contenders taking turns."
    )
    notes = (f"{turns} A measurement of a peer is given up after {made['limit']:g} s.",)
    return Table("Versions", (HOW_QUICK, *notes) if made["quick"] else notes, ("what", "which"), tuple(rows), words=2)


def _seconds(value: float) -> str:
    return f"{value:.4f}" if value < 0.1 else f"{value:,.2f}"


def _milliseconds(value: float) -> str:
    return f"{1000.0 * value:,.1f}"


def _times(value: float | None) -> str:
    return ABSENT if value is None else f"{value:,.1f}" if value < 100.0 else f"{value:,.0f}"
