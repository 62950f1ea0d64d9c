"""How much of a reported amount is what it is said to be? Several methods side by side, worked out from evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monazite.study.checked_claims import WorkedSum, checked_claims
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply, table
from monazite.world.derivations import reported_range

NEEDS = {"claimed": "evidence", "best": "evidence", "claim": "claim", "methods": "sum pairs"}


def by_methods(desk: Desk, terms: dict[str, Any]) -> Reply:
    """The sums of a claim as methods, each with its range and its share of the claimed amount, beside the best
    estimate.

    Nothing is solved. A method whose evidence is not known yet as of the study's date is named, not shown.
    """
    known = {e.id: e for e in desk.study.folder.evidence}
    claimed, best = known[terms["claimed"]], known[terms["best"]]
    low, high = reported_range(best)
    whole, amount = desk.value(claimed.id), desk.value(best.id)
    checked = next(c for c in checked_claims(desk.study.folder) if c.claim.id == terms["claim"])
    rows, waiting = _methods({s.label: s for s in checked.sums}, terms["methods"], whole)
    rows.append(
        {
            "group": "best",
            "method": f"{best.subject}, {best.quantity} [{best.id}]",
            "estimate": amount,
            "low": low,
            "high": high,
            "share": 100.0 * amount / whole,
            "numbers": f"{amount:,.10g}",
        }
    )
    ids = [claimed.id, best.id, *(name for name in checked.evidence if name in known)]
    spread = "".join(
        f"; {group} {_ends([r['estimate'] for r in rows if r['group'] == group])}"
        for group in dict.fromkeys(r["group"] for r in rows[:-1])
    )
    what = f" The figure of {claimed.period} counts another quantity." if high < whole else ""
    unit = best.unit.removesuffix("/yr")
    return Reply(
        f"About {amount:,.0f} of {whole:,.0f} t are, {100.0 * amount / whole:,.1f} % ({low:,.0f} to {high:,.0f} t); by "
        f"method: {spread[2:]}.{what}",
        (
            table(
                "methods",
                "Estimates by method",
                "worked out from evidence; ranges as of derivations, one number moved at a time",
                [
                    ("group", "kind", "", 0),
                    ("method", "method", "", 0),
                    ("estimate", "estimate", unit, 0),
                    ("low", "low", unit, 0),
                    ("high", "high", unit, 0),
                    ("share", "of the figure", "%", 1),
                    ("numbers", "worked out as", "", 0),
                ],
                rows,
            ),
        ),
        {
            "best": amount,
            "low": low,
            "high": high,
            "share": 100.0 * amount / whole,
            **{f"method_{n}": row["estimate"] for n, row in enumerate(rows[:-1], 1)},
        },
        ("no option is solved: evidence alone", f"evidence: {', '.join(dict.fromkeys(ids))}"),
        tuple(waiting),
    )


def _methods(
    sums: Mapping[str, WorkedSum], methods: Sequence[tuple[str, str]], whole: float
) -> tuple[list[dict[str, Any]], list[str]]:
    """A row for each method, and what the others still wait for."""
    rows, waiting = [], []
    for group, label in methods:
        worked = sums[label]
        if worked.value is None:
            waiting.append(f"{label}: waits for {', '.join(worked.later)}")
            continue
        rows.append(
            {
                "group": group,
                "method": label,
                "estimate": worked.value,
                "low": worked.low,
                "high": worked.high,
                "share": 100.0 * worked.value / whole,
                "numbers": worked.numbers,
            }
        )
    return rows, waiting


def _ends(numbers: list[float]) -> str:
    """Least and largest of some numbers, or the one there is."""
    return f"{min(numbers):,.0f}" + (f" to {max(numbers):,.0f}" if len(numbers) > 1 else "")
