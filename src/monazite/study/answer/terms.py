"""The words of a study's question: who is at home, who the partner is, which material and which stages are meant.

The code of the answer knows none of them; they stand in ``[answer]`` of study.toml and are checked against the tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from monazite.errors import BadInput, Fault, nearest
from monazite.world.world import World


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the chain at home that may be the bottleneck, and what freeing it by a like amount means.

    ``unit`` and ``added`` (t of the unit's activity per year): capacity that is added from ``since``; or ``control``:
    a control that falls away.
    """

    name: str
    unit: str = ""
    added: float = 0.0
    control: str = ""


@dataclass(frozen=True, slots=True)
class Leak:
    """A stop that is narrower than it sounds: a name and the policies that make it."""

    name: str
    policies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Terms:
    """What a study's answer is about. Regions, commodities and elements are names in the study's tables."""

    element: str
    home: str
    partner: str
    transit: tuple[str, ...]
    agreement: str
    world_price: tuple[str, str]
    partner_price: tuple[str, str]
    ore: str
    mixed: tuple[str, ...]
    captive: tuple[str, ...]
    oxide: str
    metal: str
    magnets: tuple[str, ...]
    scarce: tuple[str, ...]
    years: tuple[int, ...]
    other_need: str
    incentive: str = ""
    bottleneck_option: str = ""
    relaxed_from: int = 0
    counterparts: Mapping[str, str] = field(default_factory=dict)
    stages: tuple[Stage, ...] = ()
    leaks: tuple[Leak, ...] = ()


def read_terms(given: Mapping[str, Any], world: World) -> Terms:
    """The terms from ``[answer]``. Raises ``BadInput`` for missing or unknown words and names that no table has."""
    faults: list[Fault] = []
    known = {f.name for f in fields(Terms)}
    for word in given:
        if word not in known:
            faults.append(Fault(f"unknown word {word!r}", "study.toml", None, "answer", nearest(word, known)))
    required = {f.name for f in fields(Terms)} - {
        "incentive",
        "bottleneck_option",
        "relaxed_from",
        "counterparts",
        "stages",
        "leaks",
    }
    for word in sorted(required - set(given)):
        faults.append(Fault(f"the word {word!r} is missing", "study.toml", None, "answer", "the answer needs it"))
    if not faults:
        faults = _unknown_names(given, world)
    if faults:
        raise BadInput(faults)
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in given.items()}
    values["stages"] = tuple(Stage(**s) for s in given.get("stages", ()))
    values["leaks"] = tuple(Leak(x["name"], tuple(x["policies"])) for x in given.get("leaks", ()))
    return Terms(**values)


def _unknown_names(given: Mapping[str, Any], world: World) -> list[Fault]:
    regions = {r.region for r in world.regions}
    commodities = {c.commodity for c in world.commodities}
    elements = {e.symbol for e in world.elements}
    checks = [
        ("home", [given["home"]], regions),
        ("partner", [given["partner"]], regions),
        ("transit", given["transit"], regions),
        ("element", [given["element"]], elements),
        ("scarce", given["scarce"], elements),
        ("ore", [given["ore"]], commodities),
        ("mixed", given["mixed"], commodities),
        ("captive", given["captive"], commodities),
        ("oxide", [given["oxide"]], commodities),
        ("metal", [given["metal"]], commodities),
        ("magnets", given["magnets"], commodities),
        ("world_price", given["world_price"][:1], commodities),
        ("partner_price", given["partner_price"][:1], commodities),
    ]
    return [
        Fault(f"{name!r} is in no table", "study.toml", None, f"answer.{word}", nearest(str(name), have))
        for word, names, have in checks
        for name in names
        if name not in have
    ]
