"""Equal answers are equal bytes, whatever the order in which records, families and axes were written down."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from monazite.labels import Axis, Index
from monazite.program import CompiledProgram, Draft
from monazite.results.canonical import canonical


@dataclass(frozen=True)
class Answer:
    """A programme with made-up quantities and duals."""

    program: CompiledProgram
    x: np.ndarray
    y: np.ndarray


def answer(ports, days, *, swapped=False, families=("ship", "load")):
    """Columns by port and day, in either order of axes, and a row for each port; values follow from the labels alone."""
    port, day = Axis("port", ports), Axis("day", days)
    draft = Draft()
    for family in families:
        draft.columns(family, Index.product(day, port) if swapped else Index.product(port, day))
    draft.rows("quay", Index.product(port))
    program = draft.compile()

    def value(labels):
        return float(sum(map(ord, labels))) + 0.5

    x = [value(block.name + p + d) for block in program.columns for p, d in _pairs(block.index)]
    y = [-value(p) for p in program.row("quay").index.labels("port")]
    return Answer(program, np.array(x), np.array(y))


def _pairs(index):
    return zip(index.labels("port"), index.labels("day"), strict=True)


def test_order_leaves_no_trace():
    """Proves: other orders of ports, days, axes and families give the same labels, bytes and digest.
    Without it: a sorted spreadsheet would give another digest for the same answer.
    """
    one = canonical(answer(("cochin", "aden"), ("mon", "fri", "tue")))
    other = canonical(answer(("aden", "cochin"), ("fri", "tue", "mon"), swapped=True, families=("load", "ship")))

    assert one.labels == other.labels
    assert one.to_bytes() == other.to_bytes()
    assert one.digest == other.digest


def test_columns_stand_before_rows_sorted_by_family_and_label():
    """Proves: load before ship, aden before cochin, roles by name; the duals of the rows come last.
    Without it: the table could not be read or compared by hand.
    """
    table = canonical(answer(("cochin", "aden"), ("mon", "fri"))).frame()

    assert table["label"].to_list() == [
        *(
            f"column {f}[day={d}, port={p}]"
            for f in ("load", "ship")
            for d in ("fri", "mon")
            for p in ("aden", "cochin")
        ),
        "row quay[port=aden]",
        "row quay[port=cochin]",
    ]
    assert table["value"].iloc[0] == pytest.approx(sum(map(ord, "loadadenfri")) + 0.5)
    assert (table["value"].iloc[-2:] < 0.0).all()


def test_one_changed_number_or_label_is_another_digest():
    """Proves: a quantity that moves by one part in 1e15, a dual, or a port's name each give another digest; minus zero
    does not.
    Without it: "the same bytes" would be said of answers that are not the same.
    """
    first = answer(("cochin", "aden"), ("mon",))
    zero = Answer(first.program, first.x * 0.0, first.y)
    moved = Answer(first.program, np.nextafter(first.x, np.inf), first.y)
    dearer = Answer(first.program, first.x, first.y * 2.0)
    digests = [canonical(a).digest for a in (first, moved, dearer, answer(("cochin", "basra"), ("mon",)), zero)]

    assert len(set(digests)) == 5
    assert canonical(Answer(first.program, -zero.x, first.y)).digest == digests[-1]


def test_a_real_outcome_is_told_in_full(shipped):
    """Proves: the table of 'keep' has each column and each row of its programme once, and each value is under its label.
    Without it: a family could be left out and two different answers be called equal.
    """
    outcome = shipped.outcome("june-2025", "keep")
    table = canonical(outcome)
    values = dict(zip(table.labels, table.values.tolist(), strict=True))
    ship, balance = outcome.program.column("ship"), outcome.program.row("commodity_balance")
    lane = {"lane": "ind_jpn_ndpr_oxide", "lane_step": "1", "period": outcome.system.grid.names[4]}
    place = {"commodity": "ndpr_oxide", "period": outcome.system.grid.names[4], "region": "JPN"}

    assert len(values) == outcome.program.c.size + outcome.program.row_lower.size
    assert values[f"column ship[{said(lane)}]"] == float(outcome.values("ship")[ship.index.where(**lane)][0])
    assert values[f"row commodity_balance[{said(place)}]"] == float(
        outcome.y[balance.slice][balance.index.where(**place)][0]
    )


def said(labels):
    """Labels as the canonical table tells them: by role, in the order of the alphabet."""
    return ", ".join(f"{role}={label}" for role, label in sorted(labels.items()))
