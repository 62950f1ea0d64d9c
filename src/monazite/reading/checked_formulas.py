"""Formulas beside the model, of claims and of readings: each can be worked out, at the latest when its evidence is known.

A claim is judged with what is known now, and so is the other side of a contradiction. As of an earlier day some of their
formulas wait for evidence; that is no fault, as it is with a number of the model: nothing is decided with them.
"""

from __future__ import annotations

from collections.abc import Mapping

from monazite.errors import BadInput, Fault
from monazite.reading.faults import Faults
from monazite.reading.inputs import Known
from monazite.reading.tables import Key, Row
from monazite.world.derivations import ids, value


def check_formulas(table: str, rows: Mapping[Key, Row], known: Known, faults: Faults) -> None:
    """Every formula can be read, names evidence that exists, and yields a number once all of it is known."""
    for row in rows.values():
        formula = row.values["formula"]
        try:
            if not any(name in known.later for name in ids(formula)):
                value(formula, known.evidence)
        except BadInput as error:
            for fault in error.faults:
                faults.add(Fault(fault.message, f"{table}.csv", row.line, "formula", fault.way_out))
