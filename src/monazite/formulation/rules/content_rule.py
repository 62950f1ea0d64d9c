"""Of what a region uses no more than a share may come from the origins that a rule names, or a fine is paid."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.content import ruled
from monazite.formulation.recipe_coefficients import recipe_coefficients
from monazite.formulation.system import Floats, System
from monazite.labels import Index
from monazite.program import Coefficients, Draft
from monazite.world.records import Lane
from monazite.world.scope import EVERYWHERE, covered


def content_rule(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the most that may come from the origins of each rule.

        sum_(l from origins into region, s) ship_lst - excess_qct
            <= (1 - v_qt (1 - share_q)) (sum_(d in region) serve_dst + sum_(a in region) max(-r_ac, 0) run_ast
                                         - switch_vt of what is replaced + ratio_v switch_vt of what is taken instead)

    with v the part of the period in which the rule holds; where it does not hold nothing is limited.

    Rows: rule, commodity, period: each commodity by itself.
    Unit: kt/yr of the commodity.
    Dual: minus what one more kg from these origins would be worth, USD/kg times discount and length; at most the fine.
    Source: local-content clauses, and caps on one supplier such as 65 % in the EU's Critical Raw Materials Act.
    """
    index = columns.excess.index
    pairs, periods = ruled(system), len(system.grid)
    own = system.world.keyed("content_rules")
    force = np.array([_force(system, rule) for rule, _ in pairs]).reshape(len(pairs), periods)
    covers = np.array([rule in own and c in covered(system.world, own[rule]) for rule, c in pairs], dtype=bool)
    holds = (force > 0.0) & covers[:, None]
    rows = draft.rows("content_rule", index, upper=np.where(holds, 0.0, np.inf).ravel(), unit="kt/yr",
                      dual="minus worth of one more kg from these origins, USD/kg, times discount and length")
    rows.add(columns.excess, -1.0, on=("rule", "commodity", "period"))
    rows.add(columns.ship, _arriving(system, columns), on=("rule", "commodity", "period"), through=("lane",))
    share = np.array([own[rule].share if rule in own else 1.0 for rule, _ in pairs])
    part = (1.0 - force * (1.0 - share[:, None])).ravel()
    place = Index({"rule": index.axes["rule"], "commodity": system.commodity, "period": system.period, "region": system.region},
                  {**{k: index.codes[k] for k in ("rule", "commodity", "period")}, "region": index.codes["region"]}, len(index))
    used = Coefficients(place, -part)
    rows.add(columns.serve, used, on=("rule", "commodity", "period"), through=("region", "commodity", "period"))
    rows.add(columns.run, _taken_in(system, place, part), on=("rule", "commodity", "period"), through=("process", "region", "period"))
    rows.add(columns.switch, _switched(system, columns, place, part), on=("rule", "commodity", "period"),
             through=("substitution", "period"), roles={"commodity": "ruled"})


def _force(system: System, rule: str) -> Floats:
    record = system.world.keyed("content_rules").get(rule)
    return np.zeros(len(system.grid)) if record is None else system.grid.share(record.start, record.end)


def _comes_from(origins: tuple[str, ...], region: str, lane: Lane) -> bool:
    return lane.destination == region and (EVERYWHERE in origins or lane.origin in origins)


def _arriving(system: System, columns: Columns) -> Coefficients:
    """One for each lane that leads from a rule's origins into its region; zero where only another option names it."""
    own = system.world.keyed("content_rules")
    held = [
        (wide.rule, lane.lane, float(wide.rule in own and _comes_from(own[wide.rule].origins, wide.region, lane)))
        for wide in system.widest.content_rules
        for lane in system.widest.lanes
        if lane.commodity in covered(system.widest, wide) and _comes_from(wide.origins, wide.region, lane)
    ]
    rule, lane_axis = columns.excess.index.axes["rule"], columns.ship.index.axes["lane"]
    index = Index({"rule": rule, "lane": lane_axis}, {"rule": rule.codes([r for r, _, _ in held]),
                  "lane": lane_axis.codes([x for _, x, _ in held])}, len(held))
    return Coefficients(index, np.array([x for _, _, x in held]))


def _taken_in(system: System, place: Index, part: Floats) -> Coefficients:
    """Minus the allowed share of what plants of the region take in, per kt of driver; ``place`` are the rows with regions."""
    recipe = recipe_coefficients(system)
    taken = np.flatnonzero(recipe.values < 0.0)
    row, entry = np.nonzero(place.codes["commodity"][:, None] == recipe.index.codes["commodity"][taken][None, :])
    entry = taken[entry]
    index = Index({**place.axes, "process": system.process},
                  {**{k: place.codes[k][row] for k in place.axes}, "process": recipe.index.codes["process"][entry]}, row.size)
    return Coefficients(index, part[row] * recipe.values[entry])


def _switched(system: System, columns: Columns, place: Index, part: Floats) -> Coefficients:
    """What substitutions take away from the use of a commodity, and add to that of another."""
    demands = system.widest.keyed("demands")
    found: dict[tuple[int, str], float] = {}
    for v in system.widest.substitutions:
        region = system.region.code(demands[v.demand].region)
        for commodity, sign in ((demands[v.demand].commodity, 1.0), (v.commodity, -v.ratio)):
            if commodity:
                same = (place.codes["commodity"] == system.commodity.code(commodity)) & (place.codes["region"] == region)
                for row in np.flatnonzero(same).tolist():
                    found[row, v.substitution] = found.get((row, v.substitution), 0.0) + sign
    axis = columns.switch.index.axes["substitution"]
    row = np.array([r for r, _ in found], dtype=np.int64)
    index = Index({"rule": place.axes["rule"], "ruled": system.commodity, "period": system.period, "substitution": axis},
                  {"rule": place.codes["rule"][row], "ruled": place.codes["commodity"][row],
                   "period": place.codes["period"][row], "substitution": axis.codes([v for _, v in found])}, row.size)
    return Coefficients(index, part[row] * np.array(list(found.values())))
