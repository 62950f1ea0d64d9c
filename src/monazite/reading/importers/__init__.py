"""Trade records as their publishers distribute them, streamed into one tidy table; one file for each publisher."""

from monazite.reading.importers.baci import read_baci
from monazite.reading.importers.trade import COLUMNS, Trade, Wanted, outliers, write_trade

__all__ = ["COLUMNS", "Trade", "Wanted", "outliers", "read_baci", "write_trade"]
