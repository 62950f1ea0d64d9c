"""What stands in one cell: its text turned into a value in internal units, or refused with the way out; and back again.

A number is read as an exact decimal before the factor to the internal unit is applied, so that writing and reading give
back the same bits.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

from monazite.errors import nearest
from monazite.reading.dictionary import LARGEST, Column, in_type
from monazite.reading.faults import Refused
from monazite.reading.numbers import Comma, decimal_of, is_plain, shown

LONGEST_CELL = 64 * 1024
"""Characters that a cell may have; longer ones are refused before they are read on."""

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FORMULA_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the beginning of a formula, the wide signs of East Asia included."""

SHARES = ("fraction", "1/yr")
"""Units of columns in which a number may also be written as a percentage."""

LONGEST_NAME = 100
"""Characters that a name may have: it becomes part of file names."""

# Nearly every name is of this kind, and one look says that it is good; the others are looked at sign by sign.
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_NOT_IN_NAMES = "/\\|{},;\"'"
_LINE_SIGNS = "\n\r\t"


def value_of(column: Column, text: str, comma: Comma = Comma.THOUSANDS) -> object:
    """The value of a cell in internal units; an empty cell gives the column's default.

    ``comma`` says what a comma is in the numbers of the cell's file. Raises `Refused` for anything that the dictionary
    does not allow.
    """
    text = one_line_end(text.strip())
    _check_signs(text)
    if not text.isascii():
        # The same letters may be composed in two ways; a name must be found whichever editor wrote it.
        text = unicodedata.normalize("NFC", text)
    if not text:
        if column.needed:
            raise Refused("the cell is empty", f"give {in_type(column)}")
        return column.absent
    return _READERS[column.type](column, text, comma)


def text_of(column: Column, value: object) -> str:
    """The text of a cell, in the edge unit, from which ``value_of`` reads the same value again."""
    if value is None:
        return ""
    match column.type:
        case "number":
            return _number_text(edge_of(column, value))
        case "flag":
            return "yes" if value else "no"
        case "names":
            return " ".join(value)
        case "date":
            return value.isoformat()
    return neutral(one_line_end(str(value)))


def edge_of(column: Column, value: float) -> Decimal:
    """A number in the unit in which the study writes it."""
    return Decimal(repr(float(value))) / column.factor


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front of = + - @, which ``value_of`` takes off."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) and not is_plain(text) else text


def one_line_end(text: str) -> str:
    """A text whose lines end alike; a carriage return within a cell would end the row for some readers of CSV."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _check_signs(text: str) -> None:
    """Refuse what a text file may not hold; the common case costs one call."""
    if len(text) > LONGEST_CELL:
        raise Refused(f"the cell has {len(text):,} characters, more than {LONGEST_CELL:,}", "shorten it")
    if text.isprintable():
        return
    for sign in text:
        if "\udc80" <= sign <= "\udcff":
            raise Refused(f"byte 0x{ord(sign) - 0xDC00:02X} is not UTF-8", "save the file as 'CSV UTF-8'")
        if unicodedata.category(sign) == "Cc" and sign not in _LINE_SIGNS:
            raise Refused(f"control character U+{ord(sign):04X} (NUL is U+0000)", "remove it")


def _text(column: Column, text: str, _: Comma) -> str:
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS):
        return text[1:]
    if text.startswith(_FORMULA_STARTS) and not is_plain(text):
        raise Refused(
            f"{shown(text)} would be taken for a formula by a spreadsheet",
            "put an apostrophe in front, or begin with another sign",
        )
    return text


def _name(column: Column, text: str, _: Comma) -> str:
    if (text == "*" and column.wildcard) or (len(text) <= LONGEST_NAME and _PLAIN_NAME.fullmatch(text)):
        return text
    if len(text) > LONGEST_NAME:
        raise Refused(f"the name {shown(text)} has {len(text):,} characters, more than {LONGEST_NAME}", "shorten it")
    if text.startswith((*_FORMULA_STARTS, ".")) or text == "*":
        raise Refused(f"{shown(text)} is no name", "begin a name with a letter or a digit")
    for sign in text:
        if sign.isspace() or sign in _NOT_IN_NAMES or unicodedata.category(sign) in ("Cc", "Cf"):
            raise Refused(
                f"the name {shown(text)} holds {shown(sign)}",
                "use letters, digits, '_', '-' and '.'; names become parts of lists and of file names",
            )
    return text


def _names(column: Column, text: str, _: Comma) -> tuple[str, ...]:
    names = tuple(_name(column, part, Comma.THOUSANDS) for part in text.split())
    if "*" in names and len(names) > 1:
        raise Refused("'*' stands beside other names", "write '*' alone for all of them, or list the names")
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"{name!r} stands twice in the list", "name it once")
    return names


def _number(column: Column, text: str, comma: Comma) -> float:
    edge = _percent(column, text, comma) if text.endswith("%") else decimal_of(text, in_type(column), comma)
    if abs(edge) > LARGEST:
        raise Refused(f"{shown(text)} is larger than {LARGEST:.0e}", f"check the unit: {in_type(column)}")
    if column.whole and edge != edge.to_integral_value():
        raise Refused(f"{shown(text)} is not whole", f"give {in_type(column)}")
    below = (column.lower is not None and edge < column.lower) or (column.above is not None and edge <= column.above)
    if below or (column.upper is not None and edge > column.upper):
        raise Refused(f"{shown(text)} is out of bounds", f"give {in_type(column)}")
    value = float(edge * column.factor)
    return int(value) if column.whole else value


def _percent(column: Column, text: str, comma: Comma) -> Decimal:
    """A share that a spreadsheet shows as a percentage; amounts and prices have none."""
    if column.unit not in SHARES:
        raise Refused(f"{shown(text)} is a percentage", f"give {in_type(column)}")
    return decimal_of(text.removesuffix("%").rstrip(), in_type(column), comma) / 100


def _date(column: Column, text: str, _: Comma) -> date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{shown(text)} is not a date", "write it as YYYY-MM-DD, such as 2025-06-14") from None
    if not 1800 <= day.year <= 2200:
        raise Refused(f"{shown(text)} lies outside 1800 to 2200", "check the year")
    return day


def _flag(column: Column, text: str, _: Comma) -> bool:
    if text.lower() not in _FLAGS:
        raise Refused(f"{shown(text)} is neither yes nor no", "write yes or no")
    return _FLAGS[text.lower()]


def _choice(column: Column, text: str, _: Comma) -> str:
    if text not in column.choices:
        raise Refused(f"{shown(text)} is not a known {column.name}", nearest(text, column.choices))
    return text


_READERS = {
    "text": _text,
    "name": _name,
    "names": _names,
    "number": _number,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
    "unit": _text,
}


def _number_text(edge: Decimal) -> str:
    if not edge:
        return "0"
    plain = edge.normalize()
    return f"{plain:f}" if -7 <= plain.adjusted() <= 15 else str(plain)
