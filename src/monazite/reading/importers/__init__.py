"""Records as their publishers distribute them, made into tidy tables; one file for each publisher."""

from monazite.reading.importers.baci import read_baci
from monazite.reading.importers.comtrade import read_comtrade
from monazite.reading.importers.mirrors import mirror_gaps
from monazite.reading.importers.trade import COLUMNS, Trade, Wanted, outliers, write_table, write_trade

__all__ = ["COLUMNS", "Trade", "Wanted", "mirror_gaps", "outliers", "read_baci", "read_comtrade", "write_table", "write_trade"]
