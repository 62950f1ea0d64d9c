"""What is paid for a kilogramme under an agreement: its price rule, evaluated on the prices and costs of an outcome.

A price between two parties moves money and no material, so it is reckoned after the programme is solved, on the prices
that were realised; no fixed point is needed.
"""

from __future__ import annotations

import numpy as np

from monazite.formulation.agreements import in_force
from monazite.formulation.technology import extra_cost
from monazite.results.outcome import Floats, Outcome
from monazite.world.agreement_life import IN_KIND, Priced, price_terms
from monazite.world.records import Agreement

LITTLE = 1e-9
"""Weight of a share in force where none is: which price would then hold, without moving the average where some is."""


def contract_price(outcome: Outcome, agreement: Agreement) -> Floats:
    """USD/kg paid in each period for what is delivered; shape (periods,).

        fixed        price
        indexed      index_share * price of index_commodity in index_region + price     between floor and cap
        cost plus    unit cost of the makers + price                                    between floor and cap
        equal value  price: the value at which goods that pay in kind are reckoned

    Where rule or price change within a period each counts by the volume in force in its days. What another leg answers in
    kind is paid in its goods: ratio * their value for each kilogramme, for the share of the period that leg is in force.
    """
    system = outcome.system
    paid, weights = np.zeros(len(system.grid)), np.zeros(len(system.grid))
    for term in price_terms(system.world, agreement):
        weight = in_force(system, agreement.agreement, term.start, term.end)
        weight = weight + LITTLE * system.grid.share(term.start, term.end)
        paid, weights = paid + weight * _by_rule(outcome, agreement, term), weights + weight
    price = np.where(weights > 0.0, paid / np.where(weights > 0.0, weights, 1.0), agreement.price)
    for leg in system.world.agreements:
        if leg.price_rule == IN_KIND and leg.linked_to == agreement.agreement:
            answered = np.minimum(in_force(system, leg.agreement), 1.0)
            price = (1.0 - answered) * price + answered * leg.ratio * leg.price
    return price


def _by_rule(outcome: Outcome, agreement: Agreement, term: Priced) -> Floats:
    """The price by one rule, USD/kg, by period."""
    if term.rule == "indexed":
        price = term.price + agreement.index_share * outcome.price(agreement.index_commodity, agreement.index_region)
    elif term.rule == "cost plus":
        price = term.price + unit_cost(outcome, agreement.commodity, agreement.origin)
    else:
        return np.full(len(outcome.system.grid), term.price)
    least = -np.inf if agreement.price_floor is None else agreement.price_floor
    most = np.inf if agreement.price_cap is None else agreement.price_cap
    return np.clip(price, least, most)


def unit_cost(outcome: Outcome, commodity: str, region: str) -> Floats:
    """What a kilogramme of a commodity costs its makers in a region by report, USD/kg; shape (periods,).

    Reported cost of the processes that make it, with what their inputs cost and less what their other products bring at
    the prices of the place; averaged over the activities as they make it, in the base year where nobody does, and evenly
    where nobody did. No capital charge and no fitted margin. Raises ``KeyError`` if no activity there makes it.
    """
    system = outcome.system
    output, cost = np.zeros(len(system.grid)), np.zeros(len(system.grid))
    for a in system.widest.activities:
        recipe = system.book[a.process].amounts
        given = recipe.get(commodity, 0.0)
        if given <= 0.0 or system.widest.region_of_unit[a.unit] != region:
            continue
        running = system.world.keyed("activities")[a.activity].cost * (1.0 + extra_cost(system.world, system.grid, a))
        rest = sum(x * outcome.price(c, region) for c, x in recipe.items() if c != commodity)
        base = system.baseline.run.get(a.activity, 0.0)
        made = given * (outcome.total("run", activity=a.activity) + LITTLE * base + LITTLE**2)
        output, cost = output + made, cost + made * (running - rest) / given
    if not output.any():
        raise KeyError((commodity, region))
    return cost / output
