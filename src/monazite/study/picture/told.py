"""A study's balanced base year as plain data: sentences, totals by element, adjustments, sources, and the calibration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from monazite.errors import BadInput, Fault, nearest
from monazite.study.picture.adjustments import Adjustment, Picture, by_source, picture
from monazite.study.picture.filled_in import filled_in
from monazite.study.picture.margins import doubtful_margins, without_history
from monazite.study.picture.returned import CLOSE, NEAR, Returned, along_the_years, in_one_year
from monazite.study.picture.totals import totals
from monazite.study.study import Study

TONNES = 1000.0


def told(study: Study, left_out: Sequence[str] = ()) -> dict[str, Any]:
    """All of it for `monazite balance STUDY`; amounts in t/yr on the commodity's own basis, elements as oxides.

    Raises ``BadInput`` for reports that the study does not have or that do not count, ``ModelFault`` if nothing balances.
    """
    _require(study, left_out)
    found = picture(study, left_out)
    home = study.folder.settings["answer"].get("home", "")
    regions = ["", *([home] if home else [])]
    return {
        "study": study.name,
        "as_of": str(study.as_of),
        "base_year": study.folder.world.base_year,
        "left_out": list(left_out),
        "chi_square": found.balance.found.objective,
        "surplus": found.sure.freedom,
        "chance": found.sure.chance if found.sure.freedom > 0 else None,
        "concentrated": found.concentrated,
        "carried_by": found.carried_by,
        "critical": found.sure.critical(),
        "imbalance": found.balance.found.imbalance,
        "sentences": sentences(found),
        "totals": {region or "world": _in_tonnes(totals(found, region)) for region in regions},
        "reports": [_row(a) for a in found.adjustments if a.table == "reports"],
        "records": [_row(a) for a in found.adjustments if a.table != "reports"],
        "sources": by_source(found.adjustments),
        "besides": _besides(found),
        "filled_in": [{**row, "amount": row["amount"] * TONNES} for row in filled_in(study)],
        "calibration": calibration(study),
    }


def _require(study: Study, left_out: Sequence[str]) -> None:
    known = [r.report for r in study.folder.world.reports if r.counts]
    faults = [
        Fault(f"the study has no report {name!r} that counts", "reports.csv", way_out=nearest(name, known) or "see `monazite balance`")
        for name in left_out
        if name not in known
    ]
    if faults:
        raise BadInput(faults)


def sentences(found: Picture) -> list[str]:
    """What the numbers of the balance say: whether reports agree, who was moved, what nobody reports."""
    sure, said = found.sure, []
    objective = found.balance.found.objective
    if sure.freedom > 0:
        verdict = "agree within their doubt" if sure.chance >= 0.05 else "contradict each other beyond their doubt"
        said.append(
            f"chi-square {objective:.4g} with {sure.freedom} surplus numbers: they {verdict} "
            f"(honest ones would do so or worse in {100.0 * sure.chance:.3g} % of cases)"
        )
    else:
        said.append("nothing is reported twice over: nothing can be tested")
    counted = [a for a in found.adjustments if a.counts]
    if found.moved.any():
        where = "concentrated on few" if found.concentrated else "spread over many"
        order = sorted(counted, key=lambda a: -abs(a.moved))[:3]
        share = sum(a.moved**2 for a in order) / float((found.moved**2).sum())
        names = ", ".join(f"{a.name} ({a.moved:+.1f})" for a in order)
        said.append(
            f"adjustments are {where}: as if {found.carried_by:.0f} of {len(counted)} numbers carried them all alike; "
            f"{100.0 * share:.0f} % of the squares are those of {names}, in standard deviations"
        )
    doubted = [a for a in counted if a.test is not None and abs(a.test) > sure.critical()]
    if doubted:
        worst = max(doubted, key=lambda a: abs(a.test or 0.0))
        said.append(
            f"{len(doubted)} of them cannot be right beside the others (test beyond {sure.critical():.1f}), first of all "
            f"{worst.name}: {worst.reported * TONNES:,.0f} reported, {worst.balanced * TONNES:,.0f} balanced"
        )
    else:
        said.append(f"no test is beyond {sure.critical():.1f}: no single number has to be wrong")
    far = [a for a in found.adjustments if not a.counts and abs(a.moved) > 2.0]
    if far:
        names = ", ".join(f"{a.name} ({a.moved:+.1f})" for a in far)
        said.append(f"set aside, and far from this picture: {names}")
    return said


def _besides(found: Picture) -> list[dict[str, Any]]:
    """What reports count and nobody reports by itself, t/yr with its standard deviation."""
    n = len(found.balance.flows)
    rows = []
    for i, name in enumerate(found.balance.besides, n):
        of = [r.report for r in found.balance.reports if r.besides == name]
        deviation = float(found.sure.deviation[i])
        rows.append({
            "name": name,
            "amount": float(found.balance.found.values[i]) * TONNES,
            "sd": deviation * TONNES if np.isfinite(deviation) else None,
            "reports": of,
        })  # fmt: skip
    return rows


def _in_tonnes(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {key: cell if isinstance(cell, str) else {"value": cell[0] * TONNES, "sd": cell[1] * TONNES} for key, cell in row.items()}
        for row in rows
    ]


def _row(a: Adjustment) -> dict[str, Any]:
    return {
        "table": a.table, "name": a.name, "sources": list(a.sources), "reported": a.reported * TONNES,
        "balanced": a.balanced * TONNES, "moved": a.moved, "test": a.test, "counts": a.counts, "scope": a.scope,
    }  # fmt: skip


def calibration(study: Study) -> dict[str, Any]:
    """Whether the programme gives the base year back, how lanes respond, and which margins are hard to believe."""
    year, later = in_one_year(study), along_the_years(study)
    responses = {dearer: list(by_lane.values()) for dearer, by_lane in year.responses.items() if by_lane}
    kinds = ("activities", "lanes", "demands", "prices")
    return {
        "one_year": {kind: _given_back(year.numbers, kind, CLOSE) for kind in kinds},
        "insisting": max(year.insisting, 0.0),
        "along_the_years": {kind: _given_back(later, kind, NEAR) for kind in kinds},
        "responses": [
            {"dearer": dearer, "least": min(shares), "most": max(shares)} for dearer, shares in responses.items()
        ],
        "doubtful_margins": doubtful_margins(study),
        "without_history": without_history(study),
    }


def _given_back(numbers: Sequence[Returned], kind: str, within: float) -> dict[str, Any]:
    """How many numbers of a kind come back within a share of the base, and the three that miss by most."""
    own = [n for n in numbers if n.kind == kind]
    worst = sorted((n for n in own if n.miss > within), key=lambda n: -n.miss)[:3]
    return {
        "count": len(own),
        "within": within,
        "given_back": sum(n.miss <= within for n in own),
        "worst": [{"name": n.name, "base": n.base, "found": n.found} for n in worst],
    }
