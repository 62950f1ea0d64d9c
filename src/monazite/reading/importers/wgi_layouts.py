"""The Worldwide Governance Indicators in each of their shapes, as one list of numbers as printed.

A file for each indicator with a column for each year; DataBank's table with a series in each row; the long data set with
estimate and deviation side by side; and tables with a column for each indicator.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from monazite.errors import BadInput, Fault
from monazite.reading.importers.downloads import BROKEN, Download
from monazite.reading.sheets import Unreadable, open_sheet

INDICATORS = {
    "va": "voice_accountability", "pv": "political_stability", "ge": "government_effectiveness",
    "rq": "regulatory_quality", "rl": "rule_of_law", "cc": "control_of_corruption",
}  # fmt: skip
"""The publisher's two letters of each dimension, and its name in the table."""
ESTIMATE, ERROR = "estimate", "standard_error"

_NAMED = {
    "voice": "va",
    "stability": "pv",
    "stabili": "pv",
    "effectiveness": "ge",
    "regulatory": "rq",
    "rule_of_law": "rl",
    "ruleoflaw": "rl",
    "corruption": "cc",
}
_SERIES = re.compile(r"(?:gov_wgi_)?(va|pv|ge|rq|rl|cc)\.(est|std\.err|se)")
_YEAR = re.compile(r"((?:19|20)\d\d)(?: \[YR\1\])?")
_UPDATED = re.compile(r"last updated:?\s*(\S+)", re.IGNORECASE)


@dataclass(frozen=True)
class Number:
    """One cell: where it stands, which country, year, indicator and measure it is of, and its text."""

    file: str
    line: int
    column: str
    country: str
    year: str
    indicator: str
    measure: str
    text: str


@dataclass(frozen=True)
class Numbers:
    """What a file holds, and the day of its update if it says one."""

    cells: tuple[Number, ...]
    updated: str = ""


def numbers(one: Download) -> Numbers:
    """All estimates and standard errors of a file.

    Raises `BadInput` for a file that breaks off, is in none of the shapes, or does not say which indicator it is about.
    """
    try:
        with one.opened() as stream:
            sheet = open_sheet(stream, one.name, set())
            if sheet is None:
                raise BadInput([Fault("the file is empty", one.name, way_out="download it again")])
            shape = _shape(one, sheet.header)
            found: list[Number] = []
            updated = ""
            for line, row in sheet.rows:
                if said := _UPDATED.search(row[0]):
                    updated = said[1]
                elif len(row) > 1 and any(cell.strip() for cell in row[1:]):
                    values = {name.casefold(): cell.strip() for name, cell in zip(sheet.header, row, strict=False)}
                    found += shape(line, values)
            return Numbers(tuple(found), updated)
    except Unreadable as error:
        raise BadInput([error.fault]) from None
    except BROKEN as error:
        raise BadInput([one.broken(error)]) from None


Shape = Callable[[int, Mapping[str, str]], Iterator[Number]]


def _shape(one: Download, header: Sequence[str]) -> Shape:
    lower = [name.casefold() for name in header]
    years = {name.casefold(): match[1] for name in header if (match := _YEAR.fullmatch(name.strip()))}
    country = next((name for name in ("country code", "code", "iso3", "iso3c", "countrycode") if name in lower), "")
    series = next((name for name in ("series code", "indicator code") if name in lower), "")
    columns = {name: key for name in lower if (key := _indicator(name))}
    if country and years and series:
        return lambda line, values: _databank(one, line, values, country, series, years)
    if country and years:
        indicator = _indicator(one.label.casefold())
        if not indicator:
            way_out = f"give the file a name with one of {', '.join(INDICATORS.values())} in it"
            raise BadInput([Fault("it does not say which indicator it is about", one.name, 1, way_out=way_out)])
        measure = ERROR if re.search(r"std|stderr|standard|error|_se\b", one.label.casefold()) else ESTIMATE
        return lambda line, values: (
            Number(one.name, line, name, values.get(country, ""), year, indicator, measure, values.get(name, ""))
            for name, year in years.items()
        )
    if country and {"year", "indicator", "estimate"} <= set(lower):
        return lambda line, values: _long(one, line, values, country)
    if country and "year" in lower and columns:
        return lambda line, values: (
            Number(
                one.name,
                line,
                name,
                values.get(country, ""),
                values.get("year", ""),
                key,
                ESTIMATE,
                values.get(name, ""),
            )
            for name, key in columns.items()
        )
    way_out = (
        "it needs a column with country codes, and years as columns, or columns such as year, indicator and estimate"
    )
    raise BadInput([Fault("this is no table of the Worldwide Governance Indicators", one.name, 1, way_out=way_out)])


def _databank(
    one: Download, line: int, values: Mapping[str, str], country: str, series: str, years: Mapping[str, str]
) -> Iterator[Number]:
    if said := _SERIES.fullmatch(values.get(series, "").casefold()):
        measure = ESTIMATE if said[2] == "est" else ERROR
        for name, year in years.items():
            yield Number(
                one.name, line, name, values.get(country, ""), year, INDICATORS[said[1]], measure, values.get(name, "")
            )


def _long(one: Download, line: int, values: Mapping[str, str], country: str) -> Iterator[Number]:
    indicator = _indicator(values["indicator"].casefold()) or values["indicator"]
    year = values["year"].removesuffix(".0")
    for measure, names in ((ESTIMATE, ("estimate",)), (ERROR, ("stddev", "stderr", "standard_error"))):
        name = next((name for name in names if name in values), "")
        if name:
            yield Number(one.name, line, name, values.get(country, ""), year, indicator, measure, values[name])


def _indicator(text: str) -> str:
    """The dimension that a name speaks of; empty if none."""
    if text in INDICATORS:
        return INDICATORS[text]
    plain = re.sub(r"[\s-]+", "_", text)
    return next((INDICATORS[letters] for word, letters in _NAMED.items() if word in plain), "")
