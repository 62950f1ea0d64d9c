"""A world for pencil and paper: an ore with two elements, two oxides, a metal and an alloy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from monazite.elements import Element
from monazite.world.records import (
    Activity,
    Agreement,
    AgreementState,
    Commodity,
    Composition,
    Control,
    Demand,
    Lane,
    Process,
    Recovery,
    ReferencePrice,
    Region,
    Unit,
)
from monazite.world.world import World

ELEMENTS = (Element("A", "first", "A2O3", 0.8), Element("B", "second", "BO", 0.5))
SHARES = {
    "ore": (("A", 0.10, "oxide"), ("B", 0.04, "oxide")),
    "oxide_a": (("A", 1.0, "oxide"),),
    "oxide_b": (("B", 1.0, "oxide"),),
    "metal_a": (("A", 1.0, "element"),),
    "metal_b": (("B", 1.0, "element"),),
    "alloy": (("A", 0.30, "element"), ("B", 0.02, "element")),
    "captive_a": (("A", 1.0, "oxide"),),
}


@pytest.fixture
def world() -> World:
    """Ore is mined at home, split into two oxides, and one oxide is shipped abroad; no fault is in it."""
    return World(
        regions=(Region("home", "Home"), Region("abroad", "Abroad")),
        elements=ELEMENTS,
        commodities=tuple(Commodity(name, name, "any", "gross", captive=name == "captive_a") for name in SHARES),
        compositions=tuple(Composition(name, *row) for name, rows in SHARES.items() for row in rows),
        processes=(
            Process("mining", "mining", "mine", "ore", ""),
            Process("split", "split", "plant", "ore", "tailings"),
        ),
        recoveries=(Recovery("split", "ore", "A", "oxide_a", 0.9), Recovery("split", "ore", "B", "oxide_b", 0.5)),
        units=(
            Unit("mine", "mine", "home", "mine", "o", "home", 10.0),
            Unit("plant", "plant", "home", "plant", "o", "home", 9.0),
        ),
        activities=(
            Activity("mine", "mine", "mining", 8.0, 0.05, 1.0),
            Activity("split", "plant", "split", 8.0, 0.05, 1.0),
        ),
        lanes=(Lane("a_out", "oxide_a", "home", "abroad", 0.5, 0.05, 0.1),),
        demands=(Demand("a_abroad", "abroad", "cars", "oxide_a", 0.5, 0.05, -0.3, 0.0, 8.0),),
        prices=(ReferencePrice("oxide_a", "home", 50.0, 0.05, "works"),),
    )


@pytest.fixture
def contract() -> Callable[..., Agreement]:
    """An agreement on oxide from home to abroad; fields may be changed by name."""

    def make(**changes: object) -> Agreement:
        fields = {
            "agreement": "contract",
            "name": "contract",
            "seller": "s",
            "buyer": "b",
            "commodity": "oxide_a",
            "origin": "home",
            "delivered_as": "oxide_a",
            "destination": "abroad",
            "minimum": 0.0,
            "maximum": 1.0,
            "price_rule": "fixed",
            "price": 50.0,
            "start": date(2020, 1, 1),
        }
        return Agreement(**{**fields, **changes})

    return make


@pytest.fixture
def state() -> Callable[..., AgreementState]:
    """A state of that agreement from a day on."""
    return lambda start, end=None: AgreementState("contract", "running", start, end, 1.0, 1.0)


@pytest.fixture
def ban() -> Callable[..., Control]:
    """A ban on oxide from home to abroad; fields may be changed by name."""

    def make(**changes: object) -> Control:
        fields = {
            "control": "ban",
            "kind": "ban",
            "commodities": ("oxide_a",),
            "origins": ("home",),
            "destinations": ("abroad",),
            "start": date(2025, 1, 1),
            "end": None,
            "share": 0.0,
        }
        return Control(**{**fields, **changes})

    return make
