"""The balanced base year: which flows and which prices come nearest to all reports and still add up.

Two least-squares problems on the same chain, first of flows, then of prices; the remainders are the fitted margins.
"""

from monazite.study.base_year.balancing import base_year, nearest_base_year
from monazite.study.base_year.common_doubt import CommonDoubt, common_doubt
from monazite.study.base_year.flows import FlowBalance, balance_flows
from monazite.study.base_year.posterior import drawn_base_year
from monazite.study.base_year.room import with_room

__all__ = ["CommonDoubt", "FlowBalance", "balance_flows", "base_year", "common_doubt", "drawn_base_year", "nearest_base_year", "with_room"]
