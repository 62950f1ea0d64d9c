"""What contradictory sources leave of an answer: other base years beside its numbers, and the other side of contradictions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.study.answer import other_readings
from monazite.study.answer.number import Number
from monazite.study.answer.other_base_years import MIDDLE, Spread
from monazite.study.answer.sections import section
from monazite.study.answer.terms import Terms


def base_year_doubt(numbers: Mapping[str, Mapping[str, Number]], left: Spread, terms: Terms, rival: str) -> list[str]:
    """One sentence on what other base years that the reports allow leave of the rival's headline; none without draws."""
    gain, late = f"welfare_{terms.home}", terms.years[-2]
    if (rival, gain) not in left.ends:
        return []
    value, (low, high) = float(numbers[rival][gain].value or 0.0), left.ends[rival, gain]
    kept, (least, most) = float(numbers[rival][f"kept_by_{late}"].value or 0.0), left.ends[rival, f"kept_by_{late}"]
    same = round(left.count * left.share_of_sign(rival, gain, value))
    return [
        f"The base year is one of many that the reports allow. On it and {left.count} others '{rival}' gains {value + low:+,.0f} to {value + high:+,.0f} million "
        f"USD and keeps {kept + least:,.0f} to {kept + most:,.0f} t of {terms.element} oxide by the end of {late} (the middle {MIDDLE:.0%}); the sign "
        f"of the gain is the same on {same} of the {left.count}."
    ]


def contradiction_sections(contradicted: list[dict[str, Any]], rival: str) -> list[dict[str, Any]]:
    """What the other side of each contradiction would do; none without readings."""
    if not contradicted:
        return []
    return [section("contradictions", other_readings.TITLE, other_readings.note(rival), other_readings.COLUMNS, contradicted)]
