"""A reserved volume is made available to users at home first; what is missing of it has a price."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.recipe_coefficients import recipe_coefficients
from monazite.formulation.system import Floats, System
from monazite.labels import Index
from monazite.program import Coefficients, Draft, Rows
from monazite.world.records import Reservation


def reservation(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the minimum service of each reservation.

        sum_(a in region) max(r_ac, 0) run_at + level_c(t-1) / length_t - exports_ct + sum_(q up to r) shortfall_qt
            >= sum_(q up to r) volume_q * share of the period in force,    level_0 = initial

    with q the reservations of the same commodity and region up to r's tier, and exports what leaves the region on lanes
    and under agreements, counted for reservations that serve home first. The holder makes the reserved commodity, or has
    it in store when the period begins, or falls short and pays. What is drawn is not counted: a store that is filled and
    drawn in one period would serve any volume from nothing. A shortfall of a lower tier costs less, so it comes first.

    Rows: reservation, period.
    Unit: kt/yr.
    Dual: what one less kt/yr reserved would save, USD/kg times discount and length.
    Source: assured-supply clauses for domestic processors (minimum service at an administered price).
    """
    axis = system.axis("reservation", "reservations")
    held = [system.world.keyed("reservations").get(r.reservation) for r in system.widest.reservations]
    zero = np.zeros(len(system.grid))
    volume = np.array([zero if r is None else r.volume * system.grid.share(r.start, r.end) for r in held])
    volume = _up_to_tier(system) @ volume.reshape(len(axis), len(system.grid))
    volume[:, 0] -= np.array([_found(system, r) for r in system.widest.reservations]) / system.lengths[0]
    index = Index.product(axis, system.period)
    index = index.with_attribute(system.period, index.codes["period"], "next_period")
    rows = draft.rows("reservation", index, lower=volume.ravel(), unit="kt/yr",
                      dual="saving from a smaller reservation, USD/kg, times discount and length")
    recipe = recipe_coefficients(system)
    out = recipe.values > 0.0
    codes = recipe.index.codes
    for record in system.widest.reservations:
        made = np.flatnonzero(out & (codes["commodity"] == system.commodity.code(record.commodity)))
        index = Index(
            {"reservation": axis, "process": system.process, "region": system.region},
            {"reservation": np.full(made.size, axis.code(record.reservation)), "process": codes["process"][made],
             "region": np.full(made.size, system.region.code(record.region))}, made.size)
        rows.add(columns.run, Coefficients(index, recipe.values[made]), on=("reservation", "period"),
                 through=("process", "region"))
    rows.add(columns.level, _in_store(system), on=("reservation", "next_period"),
             through=("commodity", "region", "next_period"))
    _exports(rows, system, columns)
    _shortfalls(rows, system, columns)


def _up_to_tier(system: System) -> Floats:
    """One where a reservation of the column is served no later than that of the row; shape (reservations, reservations).

    One that only another option brings is served by nobody, and its shortfall, which costs nothing here, is nobody's.
    """
    own = system.world.keyed("reservations")
    held = [own.get(r.reservation) for r in system.widest.reservations]

    def before(late: Reservation | None, early: Reservation | None) -> bool:
        if late is None or early is None:
            return False
        return (early.commodity, early.region) == (late.commodity, late.region) and early.tier < late.tier

    reach = [[float(i == j or before(late, early)) for j, early in enumerate(held)] for i, late in enumerate(held)]
    return np.array(reach).reshape(len(held), len(held))


def _shortfalls(rows: Rows, system: System, columns: Columns) -> None:
    """What is missing of a tier is missing for every later one too."""
    axis, reach = columns.shortfall.index.axes["reservation"], _up_to_tier(system)
    at, missing = np.meshgrid(np.arange(len(axis)), np.arange(len(axis)), indexing="ij")
    pairs = Index({"served": axis, "reservation": axis}, {"served": at.ravel(), "reservation": missing.ravel()}, at.size)
    rows.add(columns.shortfall, Coefficients(pairs, reach.ravel()), on=("reservation", "period"), through=("reservation",),
             roles={"reservation": "served"})


def _exports(rows: Rows, system: System, columns: Columns) -> None:
    """Minus what leaves the region, for reservations that serve home first; agreements within the region are no exports."""
    axis, lanes = columns.shortfall.index.axes["reservation"], columns.ship.index.axes["lane"]
    contracts = columns.deliver.index.axes["agreement"]
    own = system.world.keyed("reservations")
    leaving = [(r.reservation, x.lane) for r in system.widest.reservations for x in system.widest.lanes
               if (x.commodity, x.origin) == (r.commodity, r.region)]
    handed = [(r.reservation, g.agreement) for r in system.widest.reservations for g in system.widest.agreements
              if (g.commodity, g.origin) == (r.commodity, r.region) and g.destination != r.region]
    for block, name, other, pairs in ((columns.ship, "lane", lanes, leaving),
                                      (columns.deliver, "agreement", contracts, handed)):
        counted = np.array([-float(r in own and own[r].home_first) for r, _ in pairs])
        index = Index({"reservation": axis, name: other},
                      {"reservation": axis.codes([r for r, _ in pairs]), name: other.codes([x for _, x in pairs])}, len(pairs))
        rows.add(block, Coefficients(index, counted), on=("reservation", "period"), through=(name,))


def _found(system: System, reservation: Reservation) -> float:
    """Kt of the reserved commodity that lie in the region's stores before the first period."""
    return sum(k.initial for k in system.world.stockpiles
               if (k.commodity, k.region) == (reservation.commodity, reservation.region))


def _in_store(system: System) -> Coefficients:
    """Kt per year that one kt in store at the end of a period can give throughout the next one."""
    held, axis, periods = system.widest.reservations, system.axis("reservation", "reservations"), len(system.grid)
    index = Index(
        {"reservation": axis, "commodity": system.commodity, "region": system.region, "next_period": system.period},
        {"reservation": np.repeat(np.arange(len(axis), dtype=np.int32), periods),
         "commodity": np.repeat(system.commodity.codes([r.commodity for r in held]), periods),
         "region": np.repeat(system.region.codes([r.region for r in held]), periods),
         "next_period": np.tile(np.arange(periods, dtype=np.int32), len(axis))}, len(axis) * periods)
    return Coefficients(index, np.tile(1.0 / system.lengths, len(axis)))
