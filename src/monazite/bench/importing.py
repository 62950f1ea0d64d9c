"""A made-up year of world trade, filtered to a few codes by monazite and by pandas, which reads all of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from monazite.bench.trade_years import BACI, CODES, COMTRADE_CSV, COMTRADE_JSON, year_file
from monazite.reading.importers import Wanted, read_baci, read_comtrade

FORMS = (BACI, COMTRADE_CSV, COMTRADE_JSON)


def importing(contender: str, form: str, rows: int) -> dict[str, Any]:
    """Seconds to keep the wanted rows of a file, how many are kept, and their value in thousand USD, by which both agree."""
    with TemporaryDirectory(prefix="monazite-bench-") as folder:
        file = year_file(Path(folder), form, rows)
        began = time.perf_counter()
        if contender == "pandas":
            kept, value = WHOLE[form](file)
        else:
            read = read_baci if form == BACI else read_comtrade
            trade = read([file], Wanted(CODES))
            kept, value = trade.table.num_rows, float(sum(trade.table.column("value_kusd").to_pylist()))
        return {"seconds": time.perf_counter() - began, "kept": kept, "value": value}


def _baci(file: Path) -> tuple[int, float]:
    whole = pd.read_csv(file)
    wanted = whole[whole["k"].isin([int(code) for code in CODES])]
    return len(wanted), float(wanted["v"].sum())


def _comtrade_csv(file: Path) -> tuple[int, float]:
    return _of_records(pd.read_csv(file, dtype={"cmdCode": str}))


def _comtrade_json(file: Path) -> tuple[int, float]:
    return _of_records(pd.DataFrame(json.loads(file.read_text(encoding="utf-8"))["data"]))


def _of_records(whole: pd.DataFrame) -> tuple[int, float]:
    wanted = whole[whole["cmdCode"].isin(CODES)]
    return len(wanted), float(wanted["primaryValue"].sum() / 1000.0)


WHOLE: dict[str, Callable[[Path], tuple[int, float]]] = {
    BACI: _baci, COMTRADE_CSV: _comtrade_csv, COMTRADE_JSON: _comtrade_json,
}  # fmt: skip
