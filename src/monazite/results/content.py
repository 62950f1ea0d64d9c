"""How much of an element is in a commodity, told as its oxide, the way the trade counts."""

from __future__ import annotations

from monazite.world.world import World


def oxide_equivalent(world: World, commodity: str, element: str) -> float:
    """Kt of the element's oxide that one kt of the commodity holds (kt metal is turned into the oxide it came from)."""
    metal = {e.symbol: e.metal_in_oxide for e in world.elements}
    return world.content.get((commodity, element), 0.0) / metal[element]
