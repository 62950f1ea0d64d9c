"""A number as people and spreadsheets write it, read as an exact decimal.

Thousands may stand apart by commas, blanks or apostrophes. Where cells are not separated by commas, a comma may also be
the decimal sign, as spreadsheets write it in much of the world; what could be either is refused, never guessed.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum

from monazite.reading.faults import Refused

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_COMMAS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]*)?")
_BLANKS = re.compile(r"[+-]?[1-9][0-9]{0,2}([ \u00a0\u2009\u202f'\u2019][0-9]{3})+([.,][0-9]*)?")
_DECIMAL_COMMA = re.compile(r"[+-]?([0-9]+|[1-9][0-9]{0,2}(\.[0-9]{3})+)?,[0-9]*([eE][+-]?[0-9]{1,4})?")
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}[,.][0-9]{3}")
_NOT_FINITE = ("nan", "inf", "infinity", "na", "n/a", "none", "null")


class Comma(Enum):
    """What a comma in the numbers of a file is; ``UNKNOWN`` where only single numbers can tell."""

    THOUSANDS = "between thousands"
    DECIMAL = "before decimals"
    UNKNOWN = "not known"


def decimal_of(text: str, wanted: str, comma: Comma = Comma.THOUSANDS) -> Decimal:
    """The number that ``text`` says; ``wanted`` tells in words what is expected, for the message.

    Raises `Refused` for what is no number, and for what could be two.
    """
    either = _EITHER.fullmatch(text) is not None
    if comma is Comma.UNKNOWN and either and "," in text:
        raise Refused(f"{shown(text)} may be a decimal comma or thousands", _ONE_SIGN)
    if comma is Comma.DECIMAL and either and "." in text:
        raise Refused(f"{shown(text)} may be thousands, for other numbers of the file have a decimal comma", _ONE_SIGN)
    if is_plain(text):
        return Decimal(text)
    if comma is not Comma.DECIMAL and _COMMAS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if comma is not Comma.THOUSANDS and (has_decimal_comma(text) or (either and "," in text)):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _BLANKS.fullmatch(text) and (comma is not Comma.THOUSANDS or "," not in text):
        return Decimal(re.sub(r"[\s'\u2019]", "", text).replace(",", "."))
    if text.startswith(("=", "@")):
        raise Refused(f"{shown(text)} is a formula", "write its value; the formula belongs into derivations.csv")
    if text.lower().lstrip("+-") in _NOT_FINITE:
        raise Refused(
            f"{shown(text)} is not a finite number", f"leave the cell empty if a default will do, or give {wanted}"
        )
    raise Refused(f"{shown(text)} is not a number", f"give {wanted}")


_ONE_SIGN = "write all decimals of the file with one sign, and no sign between thousands"


def is_plain(text: str) -> bool:
    """Whether a text is a number with a point, or none, and nothing between its digits."""
    return _PLAIN.fullmatch(text) is not None


def has_decimal_comma(text: str) -> bool:
    """Whether the comma of a number can only be its decimal sign: ``0,05`` and ``1.234,5``, but not ``1,234``."""
    found = _DECIMAL_COMMA.fullmatch(text)
    return found is not None and any(sign.isdigit() for sign in text) and not _EITHER.fullmatch(text)


def shown(text: str) -> str:
    """A text as quoted in messages: cut short, escapes made visible."""
    return repr(text if len(text) <= 60 else text[:57] + "...")
