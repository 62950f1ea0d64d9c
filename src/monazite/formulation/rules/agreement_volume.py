"""An agreement is delivered within its volumes while it runs, and a linked leg follows the leg it answers."""

from __future__ import annotations

import numpy as np

from monazite.formulation.agreements import volumes
from monazite.formulation.columns import Columns
from monazite.formulation.system import Floats, System
from monazite.labels import Index
from monazite.program import Coefficients, Draft


def agreement_volume(draft: Draft, system: System, columns: Columns) -> None:
    """Declare what each agreement obliges and allows.

        minimum_g f_gt <= deliver_gt + undelivered_gt <= maximum_g f_gt       volumes
        undelivered_gt = 0 where no penalty is agreed, or nothing is owed
        deliver_gt - ratio_g f_gt deliver_ht = 0                              for a leg g linked to h (rows linked_legs)

    with f the share of the volumes in force: the average over the period of the profile of the agreement's states. What is
    not delivered of the minimum is paid for (missed_volume).

    Rows: agreement, period; linked_legs: the linked agreements, period.
    Unit: kt/yr of the commodity handed over.
    Dual: where the maximum holds, minus what one more kg of allowed volume is worth to both parties together; where the
        minimum holds, plus what one more kg of duty costs them; USD/kg times discount and length. For linked legs minus
        the worth of one kg more than the link gives.
    Source: take-or-pay volumes and countertrade clauses of offtake agreements.
    """
    owed = volumes(system)
    rows = draft.rows("agreement_volume", columns.deliver.index, lower=owed.least.ravel(), upper=owed.most.ravel(),
                      unit="kt/yr",
                      dual="minus worth of volume (at a minimum: plus its cost), USD/kg, times discount and length")
    rows.add(columns.deliver, 1.0, on=("agreement", "period"))
    rows.add(columns.undelivered, 1.0, on=("agreement", "period"))
    _linked_legs(draft, system, columns, owed.force)


def _linked_legs(draft: Draft, system: System, columns: Columns, force: Floats) -> None:
    """Tie each linked leg to the leg it answers; ``leg`` is the answering agreement. One that only other options link
    is free."""
    agreements = system.widest.agreements
    linked = [i for i, g in enumerate(agreements) if g.linked_to]
    own = [system.world.keyed("agreements").get(agreements[i].agreement, agreements[i]) for i in linked]
    axis, periods = system.axis("agreement", "agreements"), len(system.grid)
    leg = np.repeat(axis.codes([agreements[i].agreement for i in linked]), periods)
    answered = np.repeat(axis.codes([agreements[i].linked_to for i in linked]), periods)
    when = np.tile(np.arange(periods, dtype=np.int32), len(linked))
    free = np.repeat([0.0 if g.linked_to == agreements[i].linked_to else np.inf for g, i in zip(own, linked, strict=True)],
                     periods)
    index = Index({"leg": axis, "period": system.period}, {"leg": leg, "period": when}, leg.size)
    rows = draft.rows("linked_legs", index, lower=-free, upper=free, unit="kt/yr",
                      dual="minus worth of more than the link gives, USD/kg, times discount and length")
    rows.add(columns.deliver, 1.0, on=("leg", "period"), roles={"leg": "agreement"})
    pairs = Index({"agreement": axis, "leg": axis, "period": system.period},
                  {"agreement": answered, "leg": leg, "period": when}, leg.size)
    ratio = np.array([g.ratio * force[i] for g, i in zip(own, linked, strict=True)]).ravel()
    rows.add(columns.deliver, Coefficients(pairs, -ratio), on=("leg", "period"), through=("agreement", "period"))
