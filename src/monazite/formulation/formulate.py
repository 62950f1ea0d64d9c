"""All families of the programme in their order: this list is the table of contents of the model."""

from __future__ import annotations

from collections.abc import Callable

from monazite.formulation.balances.capacity_chain import capacity_chain
from monazite.formulation.balances.commodity_balance import commodity_balance
from monazite.formulation.balances.stock_balance import stock_balance
from monazite.formulation.columns import Columns, declare
from monazite.formulation.costs.consumer_benefit import consumer_benefit
from monazite.formulation.costs.difference_payment import difference_payment
from monazite.formulation.costs.disposal import disposal
from monazite.formulation.costs.duty import duty
from monazite.formulation.costs.export_tax import export_tax
from monazite.formulation.costs.fine import fine
from monazite.formulation.costs.holding import holding
from monazite.formulation.costs.incentive import incentive
from monazite.formulation.costs.investment import investment
from monazite.formulation.costs.missed_volume import missed_volume
from monazite.formulation.costs.operating import operating
from monazite.formulation.costs.public_purchase_price import public_purchase_price
from monazite.formulation.costs.release_price import release_price
from monazite.formulation.costs.shortfall import shortfall
from monazite.formulation.costs.switching import switching
from monazite.formulation.costs.terminal_value import terminal_value
from monazite.formulation.costs.transport import transport
from monazite.formulation.costs.unexplained_margin import unexplained_margin
from monazite.formulation.limits.eligible_tonnes import eligible_tonnes
from monazite.formulation.limits.public_purchase import public_purchase
from monazite.formulation.limits.reserve_depletion import reserve_depletion
from monazite.formulation.limits.stock_mandate import stock_mandate
from monazite.formulation.limits.substitution import substitution
from monazite.formulation.limits.unit_capacity import unit_capacity
from monazite.formulation.limits.working_minimum import working_minimum
from monazite.formulation.rules.agreement_volume import agreement_volume
from monazite.formulation.rules.content_rule import content_rule
from monazite.formulation.rules.export_control import export_control
from monazite.formulation.rules.must_run import must_run
from monazite.formulation.rules.own_make import own_make
from monazite.formulation.rules.reservation import reservation
from monazite.formulation.rules.shared_quota import shared_quota
from monazite.formulation.rules.take_or_pay import take_or_pay
from monazite.formulation.system import System
from monazite.program import CompiledProgram, Draft

Family = Callable[[Draft, System, Columns], None]

ROWS: tuple[Family, ...] = (
    commodity_balance, stock_balance, capacity_chain,
    unit_capacity, reserve_depletion, working_minimum, eligible_tonnes, substitution, public_purchase, stock_mandate,
    agreement_volume, take_or_pay, export_control, shared_quota, content_rule, reservation, must_run, own_make,
)
"""Families of rows: balances, then limits, then rules."""

COSTS: tuple[Family, ...] = (
    operating, transport, duty, export_tax, fine, disposal, holding, investment, shortfall, missed_volume, switching, incentive, difference_payment,
    public_purchase_price, release_price,
    unexplained_margin, consumer_benefit, terminal_value,
)
"""Terms of the objective, each an entry of the cost breakdown; benefits are negative costs."""


def formulate(system: System) -> CompiledProgram:
    """The labelled programme of a world: minimise costs less benefits, discounted, subject to all families."""
    draft = Draft()
    columns = declare(draft, system)
    for family in (*ROWS, *COSTS):
        family(draft, system, columns)
    return draft.compile()
