"""What stands in a cell of a Mineral Commodity Summary: a number, a bound, a mark of the legend, or a sentence.

Nothing becomes zero that the publisher does not print as zero: by its legend a dash is zero, and NA, W and XX are not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monazite.reading.faults import Refused
from monazite.reading.numbers import decimal_of

MARKS = {
    "NA": "not available", "N/A": "not available", "W": "withheld by the publisher", "XX": "not applicable",
    "E": "net exporter", "S": "not meaningful",
}  # fmt: skip
"""Marks of the legend that stand instead of a number."""
DASHES = ("\u2014", "\u2013", "-", "--")

_SUPERSCRIPT = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]+")
_HALF = re.compile(r"less than (1/2|\u00bd|0?\.5|one-half)( of a)? unit\.?", re.IGNORECASE)
_BOUND = re.compile(r"(>|<|more than |less than )\s*", re.IGNORECASE)
_RANGE = re.compile(r"([0-9][0-9,.]*)\s?(?:–|—|-| to )\s?([0-9][0-9,.]*)")
_GLUED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+[0-9]{1,2}")


@dataclass(frozen=True)
class Printed:
    """A cell as read: value with its bounds, whether the publisher estimated it, and what has to be said of it.

    ``mark`` is why there is no value, empty if there is one; ``kind`` sorts what is told at the end.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    estimated: bool = False
    note: str = ""
    kind: str = "number"


def printed(text: str) -> Printed:
    """What a cell says; the empty cell is of kind ``empty``."""
    text = " ".join(text.split())
    if not text:
        return Printed(kind="empty")
    if text in DASHES:
        return Printed(0.0, note="printed as a dash, which is zero in the publisher's legend", kind="dash")
    if meaning := MARKS.get(text.upper() if len(text) > 1 else text):
        return Printed(note=f"printed as {text}: {meaning}", kind=text.upper())
    if _HALF.fullmatch(text):
        return Printed(0.5, 0.0, 0.5, note=f"printed as {text!r}: an upper bound", kind="bound")
    plain = _SUPERSCRIPT.sub("", text)
    estimated = re.fullmatch(r"e\s?[<>0-9].*|.*[0-9]\s?e", plain) is not None
    plain = plain.strip("e ") if estimated else plain.strip()
    bound = _BOUND.match(plain)
    try:
        if ends := _RANGE.fullmatch(plain):
            low, high = (float(decimal_of(end, "a number")) for end in ends.groups())
            if low <= high:
                return Printed(
                    0.5 * (low + high),
                    low,
                    high,
                    estimated,
                    f"printed as {text!r}: the value is the middle of the range",
                    "range",
                )
        value = float(decimal_of(plain[bound.end() :] if bound else plain, "a number"))
    except Refused:
        why = ": a footnote may be glued to it" if _GLUED.fullmatch(plain) else ""
        return Printed(note=f"printed as {text[:300]!r}{why}", kind="sentence")
    note = f"printed as {text!r}" if bound or plain != text else ""
    if bound and bound[1].lower() in (">", "more than "):
        return Printed(value, low=value, estimated=estimated, note=f"{note}: a lower bound", kind="bound")
    if bound:
        return Printed(value, low=0.0, high=value, estimated=estimated, note=f"{note}: an upper bound", kind="bound")
    return Printed(value, estimated=estimated, note=note)
