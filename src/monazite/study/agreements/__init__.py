"""What an agreement is worth to each of its parties, and whether they could agree on a change of it."""

from __future__ import annotations

from monazite.study.agreements.bargaining import Bargain, bargain, bargaining_range
from monazite.study.agreements.values import YearOfContract, breach_cost, contract_value

__all__ = ["Bargain", "YearOfContract", "bargain", "bargaining_range", "breach_cost", "contract_value"]
