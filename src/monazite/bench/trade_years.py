"""Made-up years of world trade as their publishers write them: BACI's rows, and UN Comtrade's records as CSV and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

SEED = 2024
CODES = ("280530", "284610", "284690", "850511")
BACI, COMTRADE_CSV, COMTRADE_JSON = "BACI", "UN Comtrade, CSV", "UN Comtrade, JSON"
COUNTRIES, GOODS, CHUNK = 230, 5_000, 50_000
FEW_GOODS = 400
"""Codes of a year of Comtrade: with four wanted ones a hundredth of the records is kept."""
FREE = 1_000
"""Numbers from here on are no country's and no group's: groups and the world are left out when records are read."""
NAME = "BACI_HS92_{letter}2024_V202601.csv"
RECORD = {
    "typeCode": "C", "freqCode": "A", "refPeriodId": 20240101, "refYear": 2024, "refMonth": 52, "period": "2024",
    "reporterCode": 0, "reporterISO": "", "reporterDesc": "made up", "flowCode": "", "flowDesc": "", "partnerCode": 0,
    "partnerISO": "", "partnerDesc": "made up", "partner2Code": 0, "partner2ISO": "W00", "classificationCode": "H6",
    "classificationSearchCode": "HS", "isOriginalClassification": True, "cmdCode": "", "cmdDesc": "a made-up good of some kind",
    "aggrLevel": 6, "isLeaf": True, "customsCode": "C00", "mosCode": "0", "motCode": 0, "qtyUnitCode": 8, "qtyUnitAbbr": "kg",
    "qty": 0.0, "isQtyEstimated": False, "netWgt": 0.0, "isNetWgtEstimated": False, "grossWgt": 0.0, "cifvalue": None,
    "fobvalue": None, "primaryValue": 0.0, "legacyEstimationFlag": 0, "isReported": False, "isAggregate": True,
}  # fmt: skip


def year_file(folder: Path, form: str, rows: int) -> Path:
    """A file of so many rows in a publisher's form, about one in a hundred of them of the wanted codes."""
    return {BACI: _baci, COMTRADE_CSV: _comtrade_csv, COMTRADE_JSON: _comtrade_json}[form](folder, rows)


def _baci(folder: Path, rows: int) -> Path:
    """With the table of countries beside it."""
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


def _comtrade_csv(folder: Path, rows: int) -> Path:
    file = folder / "comtrade.csv"
    with file.open("w") as stream:
        stream.write(",".join(RECORD) + "\n")
        stream.writelines(",".join("" if cell is None else str(cell) for cell in record.values()) + "\n" for record in _records(rows))
    return file


def _comtrade_json(folder: Path, rows: int) -> Path:
    file = folder / "comtrade.json"
    with file.open("w") as stream:
        stream.write(f'{{"elapsedTime": "0 secs", "count": {rows}, "data": [')
        for n, record in enumerate(_records(rows)):
            stream.write((", " if n else "") + json.dumps(record))
        stream.write('], "error": ""}')
    return file


def _records(rows: int) -> Iterator[dict[str, object]]:
    """Records of both customs of a flow, each once: pairs of places go round, and with each round to the next code."""
    draw = np.random.default_rng(SEED)
    goods = [*CODES, *(f"{code:06d}" for code in 100_000 + 2_000 * np.arange(FEW_GOODS - len(CODES)))]
    pairs = COUNTRIES * (COUNTRIES - 1)
    for n in range(rows):
        both, flow = divmod(n, 2)
        turn, pair = divmod(both, pairs)
        reporter, step = divmod(pair, COUNTRIES - 1)
        partner = (reporter + 1 + step) % COUNTRIES
        weight, value = (round(float(draw.lognormal(mean, 2.0)), 1) for mean in (8.0, 10.0))
        yield RECORD | {
            "reporterCode": FREE + reporter, "reporterISO": _letters(reporter), "partnerCode": FREE + partner, "partnerISO": _letters(partner),
            "flowCode": "MX"[flow], "flowDesc": ("Import", "Export")[flow],
            "cmdCode": goods[(pair + 97 * turn) % FEW_GOODS], "qty": weight, "netWgt": weight,
            ("cifvalue", "fobvalue")[flow]: value, "primaryValue": value,
        }  # fmt: skip


def _letters(number: int) -> str:
    first, rest = divmod(number, 26 * 26)
    return "".join(chr(65 + part) for part in (first, *divmod(rest, 26)))
