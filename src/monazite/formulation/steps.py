"""Supply, transport and demand curves cut into steps: how far each step reaches and what it costs or is worth.

A supplier or a lane has a corner exactly at its base flow, between two narrow steps, so that the base year stays put and its
prices are known to a thousandth; a demand has a step centred on its base quantity, worth exactly the base price. Steps
grow geometrically away from the base. A demand is isoelastic, a straight line, or a fixed amount; what is fixed is one step,
exactly as wide as the amount.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from monazite.errors import ModelFault
from monazite.labels import read_only

Floats = NDArray[np.float64]

FIRST_STEP = 0.05
"""How far the first step of a curve reaches from its base, or the second where the first is narrow, as a share of it."""
SUPPLY_REACH = 2.0
"""A supply or transport curve reaches to this many times the base flow above it."""
NARROW = 0.001
"""Width of the steps next to the base flow of a supplier or a lane, as a share of it, from six steps on."""
LONGEST_REACH = 10.0
"""A lane that a tenth of the price leads beyond that curve reaches farther, up to this; one that needs more costs the same
at any flow, for all that matters, and has the usual reach."""
TENTH = 0.1
"""The change of a price at which a lane in few steps answers like its curve."""
DEMAND_CENTRE = 0.005
"""Half the width of the step around the base quantity: 1 % of it in all."""
DEMAND_REACH = 1.0
"""A demand curve reaches this far above its base quantity, as a share of it."""
FIXED, LINEAR, ISOELASTIC = "fixed", "linear", "isoelastic"
"""Shapes that a demand may have (``demands.shape``)."""


# Many demands share a curve, and every world of a study has the same: each is cut once.
_CURVES = 4096


@dataclass(frozen=True, slots=True)
class Resolution:
    """How many steps stand for each curve: two or more for lanes and activities, so that there is a corner at the base
    flow; an odd number from three for demands, one of them being the centre. Raises ``ModelFault`` for anything else.
    """

    lanes: int = 8
    activities: int = 8
    demands: int = 9

    def __post_init__(self) -> None:
        for curve, steps in (("lanes", self.lanes), ("activities", self.activities)):
            if steps < 2:
                raise ModelFault(f"resolution: {steps} step for {curve} has no corner at the base flow -> give 2 or more")
        if self.demands < 3 or self.demands % 2 == 0:
            raise ModelFault(f"resolution: {self.demands} steps for demands have none centred on the base quantity "
                             "-> give an odd number, 3 or more")


@lru_cache(_CURVES)
def supply_edges(steps: int) -> Floats:
    """Edges of a supply or transport curve in multiples of the base flow: 0 ... 1 ... 1 + reach; shape (steps + 1,)."""
    below = steps // 2
    return _around_base(_from_base(below, 1.0), _from_base(steps - below, SUPPLY_REACH))


@lru_cache(_CURVES)
def lane_edges(steps: int, elasticity: float) -> Floats:
    """Edges of a transport curve: those of a supply curve, but one on each side stands exactly where a tenth of the price
    at the destination leads, so that from six steps on a lane answers to it as its elasticity says, and the curve reaches
    twice as far if that is beyond 3; (steps + 1,).
    """
    below, tenth = steps // 2, TENTH * elasticity
    reach = 2.0 * tenth if SUPPLY_REACH < 2.0 * tenth <= LONGEST_REACH else SUPPLY_REACH
    return _around_base(_through(_from_base(below, 1.0), tenth), _through(_from_base(steps - below, reach), tenth))


def _from_base(count: int, reach: float) -> Floats:
    """Distances of the edges on one side of a base flow: a narrow one first, if there are three, then outward."""
    return np.concatenate([[NARROW], _outward(count - 1, reach)]) if count >= 3 else _outward(count, reach)


def _around_base(down: Floats, up: Floats) -> Floats:
    """Edges from distances below the base and above it."""
    return read_only(np.concatenate([1.0 - down[::-1], [1.0], 1.0 + up]))


def _through(distances: Floats, wanted: float) -> Floats:
    """Distances with the one nearest to ``wanted`` put there. The first and the last stay: the first is how closely the
    base is told, the last is the reach."""
    if distances.size < 3 or not distances[0] < wanted < distances[-1]:
        return distances
    nearest = 1 + int(np.abs(np.log(distances[1:-1] / wanted)).argmin())
    return np.concatenate([distances[:nearest], [wanted], distances[nearest + 1 :]])


@lru_cache(_CURVES)
def demand_edges(steps: int) -> Floats:
    """Edges of a demand curve in multiples of the base quantity, the base in the middle of one; shape (steps + 1,)."""
    side = steps // 2
    low, high = 1.0 - DEMAND_CENTRE, 1.0 + DEMAND_CENTRE
    edges = [low - low * _outward(side, 1.0)[::-1], [low, high], high + _outward(side, DEMAND_REACH)]
    return read_only(np.concatenate(edges))


@lru_cache(_CURVES)
def demand_widths(steps: int, shape: str) -> Floats:
    """Width of each step of a demand in multiples of the base quantity; a fixed one is all in the first; (steps,)."""
    if shape == FIXED:
        return read_only(np.eye(1, steps)[0])
    return read_only(np.diff(demand_edges(steps)))


@lru_cache(_CURVES)
def demand_worth(steps: int, shape: str, elasticity: float | None, choke: float) -> Floats:
    """Mean willingness to pay over each step of a demand in multiples of the base price, in the middle step the base price
    itself; shape (steps,).

    Whoever wants a fixed amount pays the choke for all of it. Raises ``ModelFault`` for a shape that is not known, and
    for a curve without elasticity.
    """
    if shape == FIXED:
        return read_only(np.full(steps, choke))
    mean = {ISOELASTIC: isoelastic_worth, LINEAR: linear_worth}.get(shape)
    if mean is None or elasticity is None:
        raise ModelFault(f"a demand of shape {shape!r} with elasticity {elasticity} is no curve -> name one of "
                         f"{ISOELASTIC}, {LINEAR}, {FIXED}, and give the first two their elasticity")
    worth = mean(demand_edges(steps), elasticity, choke)
    worth[steps // 2] = min(1.0, choke)  # the mean of a bent curve is a little above: an offer at the base price to buy more
    return read_only(worth)


def _outward(count: int, reach: float) -> Floats:
    """Distances from the base of ``count`` edges, growing geometrically up to ``reach``."""
    if count == 1:
        return np.array([reach])
    first = min(FIRST_STEP, reach / 4.0)
    return first * (reach / first) ** (np.arange(count) / (count - 1))


def linear_premium(edges: Floats) -> Floats:
    """Mean of (x / base - 1) over each step: times price / elasticity it is the step's cost over the base cost."""
    return 0.5 * (edges[1:] + edges[:-1]) - 1.0


def isoelastic_worth(edges: Floats, elasticity: float, choke: float) -> Floats:
    """Mean willingness to pay over each step in multiples of the base price, capped at ``choke``; shape (steps,).

    The inverse of q = p^elasticity is p = q^(1/elasticity); its mean over [a, b] is taken in closed form, with the part
    below the quantity at which the price reaches the choke counted at the choke.
    """
    power = 1.0 / elasticity
    floor = choke**elasticity
    return np.diff(np.array([_area(q, power, floor, choke) for q in edges])) / np.diff(edges)


def linear_worth(edges: Floats, elasticity: float, choke: float) -> Floats:
    """Mean willingness to pay over each step of a straight demand curve, in base prices, capped at ``choke``; (steps,).

    The line p = 1 + (q - 1) / elasticity touches the isoelastic curve at the base and goes on below zero: beyond the
    quantity that is taken for nothing users have to be paid. Its mean over a step is its value in the middle, but where
    the choke cuts it.
    """
    knee = max(1.0 + elasticity * (choke - 1.0), 0.0)
    capped, below = np.minimum(edges, knee), np.maximum(edges, knee)
    area = choke * capped + (below - knee) * (1.0 + (0.5 * (below + knee) - 1.0) / elasticity)
    return np.diff(area) / np.diff(edges)


def _area(q: float, power: float, floor: float, choke: float) -> float:
    """Area under the capped inverse demand from 0 to q."""
    if q <= floor:
        return q * choke
    if abs(power + 1.0) < 1e-12:
        return floor * choke + float(np.log(q / floor))
    return floor * choke + (q ** (power + 1.0) - floor ** (power + 1.0)) / (power + 1.0)
