"""Contracts between two parties, and the dated states they pass through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract that moves a commodity from one hand to another, within volumes, at a price rule.

    ``commodity`` leaves ``origin`` and arrives as ``delivered_as`` in ``destination``. A linked leg delivers
    ``ratio`` kt for each kt of the agreement named in ``linked_to``.
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


@dataclass(frozen=True, slots=True)
class AgreementState:
    """From ``start`` an agreement is in a state; its volumes go from ``share_start`` to ``share_end`` until ``end``."""

    agreement: str
    state: str
    start: date
    end: date | None
    share_start: float
    share_end: float
