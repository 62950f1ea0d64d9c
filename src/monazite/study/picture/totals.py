"""What the balanced base year holds from ore to use, element by element, in oxide, for the world and for one region."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from monazite.balance import covariance
from monazite.results.content import oxide_equivalent
from monazite.study.picture.adjustments import Picture
from monazite.world.recipes import recipes

USED = "used"
"""The last step of the table: what final users take."""


def totals(picture: Picture, region: str = "") -> list[dict[str, Any]]:
    """Kt of each element's oxide that each stage puts out and users take, with standard deviations; a row an element.

    ``region`` empty is the world. What is traded is not counted again; imports of a stage are what the next one takes
    beyond what the region makes itself.
    """
    world = picture.study.folder.world
    place = {(f.table, f.key): i for i, f in enumerate(picture.balance.flows)}
    spread = covariance(picture.balance.found)
    values = picture.balance.found.values
    stages = list(dict.fromkeys(c.stage for c in world.commodities))
    rows = []
    for element in world.elements:
        row: dict[str, Any] = {"element": element.symbol}
        for stage in (*stages, USED):
            weight = np.zeros(values.size)
            for record, kt in _counted(picture, stage, element.symbol, region):
                if record in place:
                    weight[place[record]] += kt
            amount = float(weight @ values)
            if amount > 0.0:
                row[stage] = (amount, float(np.sqrt(max(weight @ spread @ weight, 0.0))))
        if len(row) > 1:
            rows.append(row)
    return rows


def _counted(picture: Picture, stage: str, element: str, region: str) -> Iterator[tuple[tuple[str, str], float]]:
    """Records, and kt of the element's oxide for each kt of their flow, that a stage puts out or users take."""
    world = picture.study.folder.world
    book, where = recipes(world), world.region_of_unit
    kind = {c.commodity: c.stage for c in world.commodities}
    if stage == USED:
        for d in world.demands:
            if region in ("", d.region):
                yield ("demands", d.demand), oxide_equivalent(world, d.commodity, element)
        return
    for a in world.activities:
        if region in ("", where[a.unit]):
            for commodity, x in book[a.process].amounts.items():
                if x > 0.0 and kind[commodity] == stage:
                    yield ("activities", a.activity), x * oxide_equivalent(world, commodity, element)
