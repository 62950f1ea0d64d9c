"""The kinds of questions: what answers each, and which words of it must name what in the study."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from monazite.study.questions import (
    break_even,
    by_methods,
    by_products,
    clearances,
    confidence,
    contract_worth,
    controlled_elements,
    kept_material,
    limits,
    package_deal,
    partner_loss,
    price_or_flow,
)
from monazite.study.questions.desk import Desk
from monazite.study.questions.reply import Reply


@dataclass(frozen=True)
class Kind:
    """How a kind of question is answered, what its terms must be, and whether it needs ``[answer]`` in study.toml."""

    answer: Callable[[Desk, dict[str, Any]], Reply]
    needs: Mapping[str, str]
    asks_study: bool = True


KINDS: Mapping[str, Kind] = {
    "kept-material": Kind(kept_material.kept_material, kept_material.NEEDS),
    "break-even": Kind(break_even.break_even, break_even.NEEDS),
    "limits": Kind(limits.limits, limits.NEEDS),
    "clearances": Kind(clearances.clearances, clearances.NEEDS),
    "by-products": Kind(by_products.by_products, by_products.NEEDS),
    "contract-worth": Kind(contract_worth.contract_worth, contract_worth.NEEDS),
    "partner-loss": Kind(partner_loss.partner_loss, partner_loss.NEEDS),
    "package-deal": Kind(package_deal.package_deal, package_deal.NEEDS),
    "controlled-elements": Kind(controlled_elements.controlled_elements, controlled_elements.NEEDS),
    "price-or-flow": Kind(price_or_flow.price_or_flow, price_or_flow.NEEDS, asks_study=False),
    "by-methods": Kind(by_methods.by_methods, by_methods.NEEDS, asks_study=False),
    "confidence": Kind(confidence.confidence, confidence.NEEDS),
}
"""By the name that ``questions.toml`` uses."""
