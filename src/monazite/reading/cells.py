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

LONGEST_CELL = 64 * 1024
"""Characters that a cell may have; longer ones are refused before they are read on."""

_PLAIN = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?")
_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")
_SPACES = re.compile(r"[+-]?[0-9]{1,3}([ \u00a0\u2009\u202f][0-9]{3})+(\.[0-9]*)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_FORMULA_STARTS = ("=", "+", "-", "@")
_NOT_IN_NAMES = "/\\|{},;\"'"
_LINE_SIGNS = "\n\r\t"


class Refused(Exception):
    """A cell that cannot be read: what is wrong with it and the way out; its place is added by the reader."""

    def __init__(self, message: str, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out


def value_of(column: Column, text: str, *, semicolons: bool = False) -> object:
    """The value of a cell in internal units; an empty cell gives the column's default.

    ``semicolons`` says that cells are separated by semicolons, so that a single comma in a number is ambiguous.
    Raises `Refused` for anything that the dictionary does not allow.
    """
    text = text.strip()
    _check_signs(text)
    if not text.isascii():
        # The same letters may be composed in two ways; a name must be found whichever editor wrote it.
        text = unicodedata.normalize("NFC", text)
    if not text:
        if column.needed:
            raise Refused("the cell is empty", f"give {in_type(column)}")
        return column.absent
    return _READERS[column.type](column, text, semicolons)


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
    return neutral(str(value))


def edge_of(column: Column, value: float) -> Decimal:
    """A number in the unit in which the study writes it."""
    return Decimal(repr(float(value))) / column.factor


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe in front of = + - @, which ``value_of`` takes off."""
    return f"'{text}" if text.lstrip("'").startswith(_FORMULA_STARTS) and not _PLAIN.fullmatch(text) else text


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


def _text(column: Column, text: str, _: bool) -> str:
    if text.startswith("'") and text.lstrip("'").startswith(_FORMULA_STARTS):
        return text[1:]
    if text.startswith(_FORMULA_STARTS) and not _PLAIN.fullmatch(text):
        raise Refused(
            f"{_shown(text)} would be taken for a formula by a spreadsheet",
            "put an apostrophe in front, or begin with another sign",
        )
    return text


def _name(column: Column, text: str, _: bool) -> str:
    if text == "*" and column.wildcard:
        return text
    if text.startswith(_FORMULA_STARTS) or text in ("*", ".", ".."):
        raise Refused(f"{_shown(text)} is no name", "begin a name with a letter or a digit")
    for sign in text:
        if sign.isspace() or sign in _NOT_IN_NAMES or unicodedata.category(sign) in ("Cc", "Cf"):
            raise Refused(
                f"the name {_shown(text)} holds {_shown(sign)}",
                "use letters, digits, '_', '-' and '.'; names become parts of lists and of file names",
            )
    return text


def _names(column: Column, text: str, _: bool) -> tuple[str, ...]:
    names = tuple(_name(column, part, False) for part in text.split())
    if "*" in names and len(names) > 1:
        raise Refused("'*' stands beside other names", "write '*' alone for all of them, or list the names")
    for name in names:
        if names.count(name) > 1:
            raise Refused(f"{name!r} stands twice in the list", "name it once")
    return names


def _number(column: Column, text: str, semicolons: bool) -> float:
    edge = _decimal(column, text, semicolons)
    if abs(edge) > LARGEST:
        raise Refused(f"{_shown(text)} is larger than {LARGEST:.0e}", f"check the unit: {in_type(column)}")
    if column.whole and edge != edge.to_integral_value():
        raise Refused(f"{_shown(text)} is not whole", f"give {in_type(column)}")
    below = (column.lower is not None and edge < column.lower) or (column.above is not None and edge <= column.above)
    if below or (column.upper is not None and edge > column.upper):
        raise Refused(f"{_shown(text)} is out of bounds", f"give {in_type(column)}")
    value = float(edge * column.factor)
    return int(value) if column.whole else value


def _decimal(column: Column, text: str, semicolons: bool) -> Decimal:
    if _PLAIN.fullmatch(text):
        return Decimal(text)
    if _COMMAS.fullmatch(text):
        if semicolons and text.count(",") == 1 and "." not in text:
            raise Refused(
                f"{_shown(text)} may be a decimal comma or thousands",
                "write a point for decimals and no sign between thousands",
            )
        return Decimal(text.replace(",", ""))
    if _SPACES.fullmatch(text):
        return Decimal(re.sub(r"\s", "", text))
    if text.startswith(("=", "@")):
        raise Refused(f"{_shown(text)} is a formula", "write its value; the formula belongs into derivations.csv")
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity", "na", "n/a", "none", "null"):
        raise Refused(
            f"{_shown(text)} is not a finite number", "leave the cell empty if a default will do, or give a number"
        )
    hint = "write a percentage as a fraction" if text.endswith("%") else f"give {in_type(column)}"
    raise Refused(f"{_shown(text)} is not a number", hint)


def _date(column: Column, text: str, _: bool) -> date:
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise Refused(f"{_shown(text)} is not a date", "write it as YYYY-MM-DD, such as 2025-06-14") from None
    if not 1800 <= day.year <= 2200:
        raise Refused(f"{_shown(text)} lies outside 1800 to 2200", "check the year")
    return day


def _flag(column: Column, text: str, _: bool) -> bool:
    if text.lower() not in _FLAGS:
        raise Refused(f"{_shown(text)} is neither yes nor no", "write yes or no")
    return _FLAGS[text.lower()]


def _choice(column: Column, text: str, _: bool) -> str:
    if text not in column.choices:
        raise Refused(f"{_shown(text)} is not a known {column.name}", nearest(text, column.choices))
    return text


_READERS = {
    "text": _text,
    "name": _name,
    "names": _names,
    "number": _number,
    "date": _date,
    "flag": _flag,
    "choice": _choice,
}


def _number_text(edge: Decimal) -> str:
    if not edge:
        return "0"
    plain = edge.normalize()
    return f"{plain:f}" if -7 <= plain.adjusted() <= 15 else str(plain)


def _shown(text: str) -> str:
    """The text as quoted in messages: cut short, escapes made visible."""
    return repr(text if len(text) <= 60 else text[:57] + "...")
