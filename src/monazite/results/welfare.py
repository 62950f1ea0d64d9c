"""Who gains and who pays: the objective split by region and party, with transfers put back where they belong.

    social welfare = objective (as a gain) + duty and tax revenue - incentives paid

The total is exact; the split follows prices, which are not unique, and is told as differences from a reference option.
Fitted calibration costs stand on a line of their own: they are no cash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np

from monazite.formulation.controls import lanes_in_scope
from monazite.formulation.incentives import rate
from monazite.formulation.system import System
from monazite.results.outcome import Floats, Outcome

Account = dict[tuple[str, str], float]

PARTIES = ("users", "producers", "traders", "licence holders", "stockholders", "government", "unexplained margin")


def welfare_account(outcome: Outcome) -> Account:
    """Gain in MUSD, discounted, by (region, party).

    Producers are booked where their owner is at home, traders and their margins where the cargo arrives, the worth of
    export licences with those who make what is exported, stockholders where the store stands, agreements and reserved
    volumes at their own prices. Reported costs only; fitted margins are the party "unexplained margin".
    """
    account: Account = defaultdict(float)
    weight = outcome.system.weight

    def add(region: str, party: str, rates: Floats) -> None:
        account[region, party] += float(weight @ rates)

    _users(outcome, add)
    _producers(outcome, add)
    _traders(outcome, add)
    _licence_holders(outcome, add)
    _stockholders(outcome, account)
    _agreements(outcome, add)
    _reserved(outcome, add)
    _state_and_plants(outcome, account)
    return dict(account)


def social_welfare(account: Account, region: str) -> float:
    """All parties of a region together, MUSD discounted, without the unexplained margin."""
    return sum(v for (r, party), v in account.items() if r == region and party != "unexplained margin")


def closing_error(outcome: Outcome, account: Account) -> float:
    """Relative gap between the account's total and objective plus transfers; zero but for rounding."""
    transfers = outcome.cost("duty") + outcome.cost("export_tax") + outcome.cost("incentive")
    total = -outcome.objective + transfers
    scale = sum(abs(outcome.cost(t)) for t in outcome.program.costs)
    return abs(sum(account.values()) - total) / max(scale, 1.0)


Add = Callable[[str, str, Floats], None]


def _by_first(outcome: Outcome, block: str, axis: str, values: Floats) -> Floats:
    """Sums of a value per column by (label of the axis, period); shape (labels, periods)."""
    family = outcome.program.column(block)
    shape = (len(family.index.axes[axis]), len(outcome.system.grid))
    flat = np.ravel_multi_index((family.index.codes[axis], family.index.codes["period"]), shape)
    return np.bincount(flat, values, shape[0] * shape[1]).reshape(shape)


def _charge(outcome: Outcome, term: str, block: str) -> Floats:
    """What a cost term charges each column of a family, MUSD discounted; shape (columns of the family,)."""
    family = outcome.program.column(block)
    whole = np.zeros(outcome.program.c.size)
    entry = outcome.program.costs.get(term)
    if entry is not None:
        whole[entry.positions] = entry.coefficients
    return whole[family.slice] * outcome.values(block)


def _users(outcome: Outcome, add: Add) -> None:
    benefit = -_by_first(outcome, "serve", "demand", _charge(outcome, "consumer_benefit", "serve"))
    for i, d in enumerate(outcome.system.widest.demands):
        paid = outcome.total("serve", demand=d.demand) * outcome.price(d.commodity, d.region)
        add(d.region, "users", benefit[i] / outcome.system.weight - paid)
    for commodity, region in outcome.system.widest.keyed("disposals"):
        cost = outcome.system.world.keyed("disposals")[commodity, region].cost
        # Whoever throws away gets minus the price for it and pays the disposal.
        add(
            region,
            "producers",
            outcome.total("discard", commodity=commodity, region=region) * (-cost - outcome.price(commodity, region)),
        )


def _producers(outcome: Outcome, add: Add) -> None:
    w = outcome.system.widest
    owner = {u.unit: u.owner_region for u in w.units}
    reported = _by_first(outcome, "run", "activity", _charge(outcome, "operating", "run"))
    fitted = _by_first(outcome, "run", "activity", _charge(outcome, "unexplained_margin", "run"))
    for i, a in enumerate(w.activities):
        run = outcome.total("run", activity=a.activity)
        sold = sum(
            x * outcome.price(c, w.region_of_unit[a.unit]) for c, x in outcome.system.book[a.process].amounts.items()
        )
        add(owner[a.unit], "producers", run * sold - reported[i] / outcome.system.weight)
        add(owner[a.unit], "unexplained margin", -fitted[i] / outcome.system.weight)


def _traders(outcome: Outcome, add: Add) -> None:
    weight = outcome.system.weight
    charged = {
        t: _by_first(outcome, "ship", "lane", _charge(outcome, t, "ship"))
        for t in ("transport", "duty", "export_tax", "unexplained_margin")
    }
    for i, lane in enumerate(outcome.system.widest.lanes):
        gap = outcome.price(lane.commodity, lane.destination) - outcome.price(lane.commodity, lane.origin)
        cash = outcome.total("ship", lane=lane.lane) * gap - sum(
            charged[t][i] / weight for t in ("transport", "duty", "export_tax")
        )
        add(lane.destination, "traders", cash)
        add(lane.destination, "unexplained margin", -charged["unexplained_margin"][i] / weight)
        add(lane.destination, "government", charged["duty"][i] / weight)
        add(lane.origin, "government", charged["export_tax"][i] / weight)


def _licence_holders(outcome: Outcome, add: Add) -> None:
    """What a control keeps scarce abroad is worth its rent, which goes to whoever may ship and not to whoever buys.

    Licences are handed out by past output: the rent of a lane is shared among the owners of the plants that make the
    commodity at its origin, as they made it in the base year; where nobody did, it stays at the origin.
    """
    system = outcome.system
    rows = outcome.program.row("export_control")
    rents = -outcome.y[rows.slice] / system.weight[rows.index.codes["period"]]
    lanes = system.widest.keyed("lanes")
    for control in system.world.controls:
        for commodity, names in lanes_in_scope(system, control).items():
            rent = rents[rows.index.where(control=control.control, commodity=commodity)]
            for name in names:
                worth = rent * outcome.total("ship", lane=name)
                add(lanes[name].destination, "traders", -worth)
                for region, share in _makers(system, commodity, lanes[name].origin).items():
                    add(region, "licence holders", share * worth)


def _makers(system: System, commodity: str, origin: str) -> dict[str, float]:
    """Who made a commodity at a place in the base year, by region of the owner, as shares; the place if nobody did."""
    units, made = system.widest.keyed("units"), dict[str, float]()
    for a in system.widest.activities:
        amount = system.book[a.process].amounts.get(commodity, 0.0) * system.baseline.run.get(a.activity, 0.0)
        if units[a.unit].region == origin and amount > 0.0:
            made[units[a.unit].owner_region] = made.get(units[a.unit].owner_region, 0.0) + amount
    total = sum(made.values())
    return {region: amount / total for region, amount in made.items()} if total else {origin: 1.0}


def _stockholders(outcome: Outcome, account: Account) -> None:
    weight = outcome.system.weight
    for k in outcome.system.widest.stockpiles:
        net = outcome.total("draw", stockpile=k.stockpile) - outcome.total("fill", stockpile=k.stockpile)
        held = outcome.program.column("level").index.where(stockpile=k.stockpile)
        charges = sum(float(np.sum(_charge(outcome, t, "level")[held])) for t in ("holding", "terminal_value"))
        account[k.region, "stockholders"] += float(weight @ (net * outcome.price(k.commodity, k.region))) - charges


def _agreements(outcome: Outcome, add: Add) -> None:
    """The gap between what a delivery is worth where it arrives and where it leaves, shared by the contract price.

    The seller gets the contract price less the worth at origin, the buyer the worth on arrival less the contract price.
    A linked leg is paid in kind: its gap goes to the two sides of the leg alike as seller and buyer of that leg.
    """
    homes = {u.owner: u.owner_region for u in outcome.system.widest.units}
    for g in outcome.system.widest.agreements:
        volume = outcome.total("deliver", agreement=g.agreement)
        there, here = outcome.price(g.delivered_as, g.destination), outcome.price(g.commodity, g.origin)
        add(homes.get(g.seller, g.origin), "producers", volume * (g.price - here))
        add(homes.get(g.buyer, g.destination), "producers", volume * (there - g.price))


def _reserved(outcome: Outcome, add: Add) -> None:
    """Reserved volume changes hands at the administered price: who uses it gains what who makes it forgoes.

    Of the volume in force no more is booked than is used in the region, shared among its users as they use it and
    among its makers as they make it; what lies in store keeps its market price.
    """
    system = outcome.system
    owner = {a.activity: system.widest.keyed("units")[a.unit].owner_region for a in system.widest.activities}
    for r in system.world.reservations:
        uses = {("users", r.region): np.zeros(len(system.grid))}
        for d in system.widest.demands:
            if (d.commodity, d.region) == (r.commodity, r.region):
                uses["users", r.region] += outcome.total("serve", demand=d.demand)
        for activity, taken in outcome.amounts(r.commodity, r.region, -1).items():
            uses["producers", owner[activity]] = uses.get(("producers", owner[activity]), 0.0) + taken
        made: dict[str, Floats] = {}
        for activity, given in outcome.amounts(r.commodity, r.region, 1).items():
            made[owner[activity]] = made.get(owner[activity], 0.0) + given
        used, output = sum(uses.values()), sum(made.values(), np.zeros(len(system.grid)))
        in_force = r.volume * system.grid.share(r.start, r.end) - outcome.total("shortfall", reservation=r.reservation)
        booked = np.clip(in_force, 0.0, np.minimum(used, output))
        relief = booked * (outcome.price(r.commodity, r.region) - r.price)
        for (party, region), taken in uses.items():
            add(region, party, relief * taken / np.maximum(used, 1e-12))
        for region, amount in made.items():
            add(region, "producers", -relief * amount / np.maximum(output, 1e-12))


def _state_and_plants(outcome: Outcome, account: Account) -> None:
    system = outcome.system
    place = system.widest.region_of_unit
    owner = {u.unit: u.owner_region for u in system.widest.units}
    built = outcome.program.column("build")
    charge = _charge(outcome, "investment", "build")
    for i, u in enumerate(system.widest.units):
        account[owner[u.unit], "producers"] -= float(np.sum(charge[built.index.codes["unit"] == i]))
    for s in system.widest.subsidies:
        for c in s.commodities:
            paid = float(
                system.weight @ (rate(system, s.subsidy, c) * outcome.total("eligible", subsidy=s.subsidy, commodity=c))
            )
            account[owner[s.unit], "producers"] += paid
            account[place[s.unit], "government"] -= paid
    for r in system.widest.reservations:
        record = system.world.keyed("reservations").get(r.reservation)
        if record is not None:
            missing = outcome.total("shortfall", reservation=r.reservation)
            account[r.region, "producers"] -= float(system.weight @ (missing * record.shortfall_cost))
