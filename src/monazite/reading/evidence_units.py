"""Units of a study's evidence: each can be read, and formulas add only what is counted in the same.

The study itself says which words are a basis of mass beside those of ``monazite.units``: its elements, their oxides,
and its commodities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from monazite.errors import BadInput, Fault
from monazite.reading.dictionary import dictionary
from monazite.reading.faults import Faults
from monazite.reading.tables import Key, Row, RowSet
from monazite.units import UNSTATED, Declared, Unit, parse
from monazite.world.formula_units import misfit, mismatches

SENTENCE = "text"
"""The unit of evidence that gives a sentence instead of a number."""

_MASS = re.compile(r"(kt|t|kg|g|lb)\s")
_ELEMENT = re.compile(r"([A-Z][a-z]?)[0-9.]*")


def words_of(tables: Mapping[str, RowSet]) -> Declared:
    """The words of a study that stand for a basis of mass: elements, oxides and commodities of every vintage.

    Of an element alone is not said whether oxide or metal is weighed, unless it is never an oxide.
    """
    words: dict[str, str] = {}
    for row in tables["elements"].rows:
        oxide = row.values.get("oxide") or ""
        for formula in filter(None, [oxide, *oxide.split("+")]):
            words[formula] = "oxide"
            words |= {symbol: UNSTATED for symbol in _ELEMENT.findall(formula) if symbol != "O"}
        words[row.values.get("symbol", "")] = UNSTATED if oxide else "metal"
    for row in tables["commodities"].rows:
        try:
            basis = basis_of(row.values.get("basis", ""), frozenset(words.items()))
        except BadInput:
            continue  # told by check_units
        words[row.values.get("commodity", "")] = basis.expression.removeprefix("t_")
    return frozenset((word, basis) for word, basis in words.items() if word)


def basis_of(text: str, words: Declared) -> Unit:
    """The unit of one tonne of a commodity, from a basis such as ``oxide`` or ``t oxide``; raises `BadInput`."""
    unit = parse(text if _MASS.match(f"{text} ") else f"t {text}", words)
    if not re.fullmatch(r"t_\w+", unit.expression):
        raise BadInput([Fault(f"{text!r} is no basis of mass", way_out="write a basis such as 'oxide' or 't gross'")])
    return unit


def check_units(tables: Mapping[str, RowSet], faults: Faults) -> None:
    """Every unit can be read; a number of evidence has one."""
    words = words_of(tables)
    for table in dictionary().values():
        for column in (column for column in table.columns.values() if column.type == "unit"):
            for row in tables[table.name].rows:
                for fault in _unit_faults(table.name, column.name, row, words):
                    faults.add(Fault(fault.message, tables[table.name].file, row.line, column.name, fault.way_out))


def check_formula_units(tables: Mapping[str, RowSet], chosen: Mapping[str, Mapping[Key, Row]], faults: Faults) -> None:
    """Formulas over evidence add what is on one basis only, and yield what their column counts.

    Formulas that cannot be read at all, and evidence that is not there, are told elsewhere.
    """
    words = words_of(tables)
    known = {
        row.values["id"]: parse(row.values["unit"], words)
        for row in chosen["evidence"].values()
        if row.values.get("unit") and row.values["unit"] != SENTENCE and not _is_nothing(row)
    }
    for name in ("derivations", "by_hand", "claim_sums", "readings"):
        for row in chosen[name].values():
            for message, way_out in _wrong_sums(name, row, known, words):
                faults.add(Fault(message, tables[name].file, row.line, "formula", way_out))


def _wrong_sums(name: str, row: Row, known: Mapping[str, Unit], words: Declared) -> Iterator[tuple[str, str]]:
    """What a formula adds and must not, and why its result is no number of its column, each with the way out."""
    formula = row.values["formula"]
    try:
        for message, way_out in mismatches(formula, known):
            yield f"the formula {formula!r} {message}", way_out
        # What is worked out by hand may hold plain numbers that stand for a price or a yield.
        column = dictionary().get(row.values["table"]) if name == "derivations" else None
        target = column.columns.get(row.values["column"]) if column else None
        if target is not None and target.unit and (why := misfit(formula, known, parse(target.unit))):
            yield (
                f"the formula {formula!r} is no number of {row.values['table']}.{target.name}: {why}",
                "mend the formula or the unit of its evidence; a plain number that has a unit becomes evidence",
            )
        elif name == "claim_sums" and (why := misfit(formula, known, parse(row.values["unit"], words))):
            unit = row.values["unit"]
            yield f"the sum {formula!r} is no number in {unit!r}: {why}", "mend the formula or the unit of the result"
        elif name == "readings" and (own := known.get(row.values["evidence"])) and (why := misfit(formula, known, own)):
            yield (
                f"the reading {formula!r} is no number in the unit of {row.values['evidence']}: {why}",
                "bring it to the same goods and basis by a grade, a price or a yield that is evidence",
            )
    except BadInput:
        return  # no formula at all: told where its value is worked out


def _is_nothing(row: Row) -> bool:
    """Whether a number is zero whatever happens: nothing is nothing in every unit."""
    return row.values.get("value") == 0 and not row.values.get("low") and not row.values.get("high")


def _unit_faults(table: str, column: str, row: Row, words: Declared) -> Iterator[Fault]:
    text, number = row.values.get(column), row.values.get("value")
    if text is None or (text in ("", SENTENCE) and number is None and table == "evidence"):
        return
    try:
        if not text:
            yield Fault(
                "the number has no unit", way_out="write its unit with its basis; a plain number is a 'fraction'"
            )
        elif text == SENTENCE and table == "evidence":
            yield Fault(
                f"{text!r} is the unit of a sentence, and a number stands beside it",
                way_out="write the unit of the number, or leave the number out",
            )
        elif (table, column) == ("commodities", "basis"):
            basis_of(text, words)
        else:
            parse(text, words)
    except BadInput as error:
        yield from error.faults
