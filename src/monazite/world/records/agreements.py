"""Contracts between two parties, and the dated states they pass through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract that moves a commodity from one hand to another, within volumes, at a price rule.

    ``commodity`` leaves ``origin`` and arrives as ``delivered_as`` in ``destination``. A linked leg delivers
    ``ratio`` kt for each kt of the agreement named in ``linked_to``. ``price`` is the price itself (fixed), what is added
    to the index or to the cost (indexed, cost plus), or the value at which goods given in kind are reckoned (equal value).
    Below the share ``take_or_pay`` of the maximum the buyer pays ``deficiency_price`` for what it does not take; the
    seller pays ``penalty`` for what it owes and does not deliver.
    """

    agreement: str
    name: str
    seller: str
    buyer: str
    commodity: str
    origin: str
    delivered_as: str
    destination: str
    minimum: float
    maximum: float
    price_rule: str
    price: float
    start: date
    end: date | None = None
    notice_months: float = 0.0
    penalty: float = 0.0
    linked_to: str = ""
    ratio: float = 0.0
    base_delivery: float = 0.0
    index_commodity: str = ""
    index_region: str = ""
    index_share: float = 0.0
    price_floor: float | None = None
    price_cap: float | None = None
    take_or_pay: float = 0.0
    deficiency_price: float = 0.0


@dataclass(frozen=True, slots=True)
class AgreementState:
    """From ``start`` an agreement is in a state; its volumes go from ``share_start`` to ``share_end`` until ``end``.

    A renegotiated agreement may have another ``price_rule`` and ``price`` from then on; empty means as before. The change
    may ``cost`` MUSD once, which ``cost_by`` (seller or buyer) pays to ``cost_to``.
    """

    agreement: str
    state: str
    start: date
    end: date | None
    share_start: float
    share_end: float
    price_rule: str = ""
    price: float | None = None
    cost: float = 0.0
    cost_by: str = ""
    cost_to: str = ""
