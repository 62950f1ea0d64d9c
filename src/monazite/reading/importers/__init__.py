"""Records as their publishers distribute them, made into tidy tables; one file for each publisher."""

from monazite.reading.importers.baci import read_baci
from monazite.reading.importers.comtrade import read_comtrade
from monazite.reading.importers.mirrors import mirror_gaps
from monazite.reading.importers.trade import COLUMNS, Trade, Wanted, outliers, write_table, write_trade
from monazite.reading.importers.usgs import Evidence, read_usgs
from monazite.reading.importers.wgi import Governance, read_wgi

__all__ = [
    "COLUMNS", "Evidence", "Governance", "Trade", "Wanted", "mirror_gaps", "outliers", "read_baci", "read_comtrade", "read_usgs",
    "read_wgi", "write_table", "write_trade",
]  # fmt: skip
