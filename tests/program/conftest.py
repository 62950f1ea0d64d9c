"""A small mine-to-metal programme that the tests of the programme layer write down in different ways."""

from __future__ import annotations

import pytest

from monazite.labels import Axis, Index
from monazite.program import Coefficients, Draft


class Chain:
    """Two units (a mine and a plant) in two periods; the mine makes ore, the plant makes metal out of it."""

    unit = Axis("unit", ("mine", "plant"))
    commodity = Axis("commodity", ("ore", "metal"))
    period = Axis("period", ("1", "2"))

    def __init__(self):
        self.units = Index.product(self.unit, self.period)
        self.balances = Index.product(self.commodity, self.period)
        self.recipe = Coefficients(
            Index.from_frame({"unit": ["mine", "plant", "plant"], "commodity": ["ore", "ore", "metal"]},
                             [self.unit, self.commodity]),
            [1.0, -4.0, 0.9],
        )  # fmt: skip

    def draft(self, *, capacity=5.0, price=30.0, recipe=None, reverse=False):
        """Written forwards, or with families and terms in the opposite order."""
        draft = Draft()
        declare = {
            "run": lambda: draft.columns("run", self.units, unit="kt/yr"),
            "sell": lambda: draft.columns("sell", self.balances, upper=[0.0, 0.0, 9.0, 9.0], unit="kt/yr"),
        }
        columns = {name: declare[name]() for name in sorted(declare, reverse=reverse)}
        rows = {}
        for name in sorted(["balance", "capacity"], reverse=reverse):
            if name == "balance":
                rows[name] = draft.rows(name, self.balances, lower=0.0, unit="kt/yr", dual="MUSD per kt")
            else:
                rows[name] = draft.rows(name, self.units, upper=capacity, unit="kt/yr", dual="MUSD per kt/yr")
        place, recipe = ("commodity", "period"), recipe or self.recipe
        terms = [
            lambda: rows["balance"].add(columns["run"], recipe, on=place, through=("unit",)),
            lambda: rows["balance"].add(columns["sell"], -1.0, on=("commodity", "period")),
            lambda: rows["capacity"].add(columns["run"], on=("unit", "period")),
            lambda: draft.cost("mining", columns["run"], [1.0, 1.0, 2.0, 2.0]),
            lambda: draft.cost("revenue", columns["sell"], [0.0, 0.0, -price, -price]),
        ]
        for term in reversed(terms) if reverse else terms:
            term()
        return draft


@pytest.fixture
def chain():
    return Chain()
