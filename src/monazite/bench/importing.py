"""A made-up year of world trade in BACI's form, filtered to a few codes by monazite and by pandas, which reads all of it."""

from __future__ import annotations

import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd

from monazite.reading.importers import Wanted, read_baci

SEED = 2024
CODES = ("280530", "284610", "284690", "850511")
COUNTRIES, GOODS, CHUNK = 230, 5_000, 50_000
NAME = "BACI_HS92_{letter}2024_V202601.csv"


def year_file(folder: Path, rows: int) -> Path:
    """A file of so many rows, about one in a hundred of them of the wanted codes, with the table of countries beside it."""
    draw = np.random.default_rng(SEED)
    goods = draw.integers(10_110, 970_600, GOODS)
    goods[:50] = [int(code) for code in CODES for _ in range(13)][:50]
    places = "".join(f"{n},place,xx,{_letters(n)}\n" for n in range(COUNTRIES))
    (folder / "country_codes_V202601.csv").write_text(f"country_code,country_name,country_iso2,country_iso3\n{places}")
    file = folder / NAME.format(letter=chr(89))
    with file.open("w") as stream:
        stream.write("t,i,j,k,v,q\n")
        for start in range(0, rows, CHUNK):
            size = min(CHUNK, rows - start)
            i, j = draw.integers(0, COUNTRIES, (2, size))
            k, v, q = draw.choice(goods, size), draw.lognormal(3.0, 2.0, size), draw.lognormal(1.0, 2.0, size)
            stream.writelines(f"2024,{a},{b},{c},{d:.3f},{e:.3f}\n" for a, b, c, d, e in zip(i, j, k, v, q, strict=True))
    return file


def importing(contender: str, rows: int) -> dict[str, Any]:
    """Seconds to keep the wanted rows of a file, how many are kept, and their value, which shows that both agree."""
    with TemporaryDirectory(prefix="monazite-bench-") as folder:
        file = year_file(Path(folder), rows)
        began = time.perf_counter()
        if contender == "pandas":
            whole = pd.read_csv(file)
            table = whole[whole["k"].isin([int(code) for code in CODES])]
            kept, value = len(table), float(table["v"].sum())
        else:
            trade = read_baci([file], Wanted(CODES))
            kept, value = trade.table.num_rows, float(sum(trade.table.column("value_kusd").to_pylist()))
        return {"seconds": time.perf_counter() - began, "kept": kept, "value": value}


def _letters(number: int) -> str:
    first, rest = divmod(number, 26 * 26)
    return "".join(chr(65 + part) for part in (first, *divmod(rest, 26)))
