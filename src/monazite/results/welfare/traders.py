"""What moving goods earns: the price gap less freight and duties, and the rent of whoever holds an export licence."""

from __future__ import annotations

from monazite.formulation.controls import lanes_in_scope
from monazite.formulation.system import System
from monazite.results.welfare.ledger import Book


def traders(book: Book) -> None:
    """Book each lane's price gap less what it costs where the cargo arrives; duties go to the states at both ends."""
    out = book.outcome
    charged = {t: book.charges(t, "ship", "lane") for t in ("transport", "duty", "export_tax", "unexplained_margin")}
    for lane in out.system.widest.lanes:
        gap = out.price(lane.commodity, lane.destination) - out.price(lane.commodity, lane.origin)
        book.rates(lane.destination, "traders", out.total("ship", lane=lane.lane) * gap)
        for term in ("transport", "duty", "export_tax"):
            book.amounts(lane.destination, "traders", -charged[term][lane.lane])
        book.amounts(lane.destination, "unexplained margin", -charged["unexplained_margin"][lane.lane])
        book.amounts(lane.destination, "government", charged["duty"][lane.lane])
        book.amounts(lane.origin, "government", charged["export_tax"][lane.lane])


def fines(book: Book) -> None:
    """Book what is paid for cargo beyond a content rule: traders of the region pay, its state gets."""
    charged = book.charges("fine", "excess", "rule")
    for rule in book.outcome.system.widest.content_rules:
        book.amounts(rule.region, "traders", -charged[rule.rule])
        book.amounts(rule.region, "government", charged[rule.rule])


def licence_holders(book: Book) -> None:
    """What a control keeps scarce abroad is worth its rent, which goes to whoever may ship and not to whoever buys.

    Licences are handed out by past output: the rent of a lane is shared among the owners of the plants that make the
    commodity at its origin, as they made it in the base year; where nobody did, it stays at the origin.
    """
    out, system = book.outcome, book.outcome.system
    lanes = system.widest.keyed("lanes")
    for control in system.world.controls:
        rows = out.program.row("shared_quota" if control.together else "export_control")
        rents = -out.y[rows.slice] / system.weight[rows.index.codes["period"]]
        for commodity, names in lanes_in_scope(system, control).items():
            form = {} if control.together else {"commodity": commodity}
            rent = rents[rows.index.where(control=control.control, **form)]
            for name in names:
                worth = rent * out.total("ship", lane=name)
                book.rates(lanes[name].destination, "traders", -worth)
                for region, share in _makers(system, commodity, lanes[name].origin).items():
                    book.rates(region, "licence holders", share * worth)


def _makers(system: System, commodity: str, origin: str) -> dict[str, float]:
    """Who made a commodity at a place in the base year, by region of the owner, as shares; the place if nobody did."""
    units, made = system.widest.keyed("units"), dict[str, float]()
    for a in system.widest.activities:
        amount = system.book[a.process].amounts.get(commodity, 0.0) * system.baseline.run.get(a.activity, 0.0)
        if units[a.unit].region == origin and amount > 0.0:
            made[units[a.unit].owner_region] = made.get(units[a.unit].owner_region, 0.0) + amount
    total = sum(made.values())
    return {region: amount / total for region, amount in made.items()} if total else {origin: 1.0}
