"""One block of UN Comtrade's records in our words: who, which way, which code, how much, for how much, and how sure.

A weight of nothing is a weight that is not reported. A quantity counted in kilograms stands in for it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from monazite.errors import Fault
from monazite.reading.faults import Faults
from monazite.reading.importers.comtrade_places import place
from monazite.reading.importers.trade import Wanted
from monazite.reading.numbers import shown

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

FLOWS = {
    "M": "import", "X": "export", "RM": "re-import", "RX": "re-export", "FM": "foreign import", "DX": "domestic export",
    "MIP": "import for inward processing", "MOP": "import after outward processing",
    "XIP": "export after inward processing", "XOP": "export for outward processing",
    "1": "import", "2": "export", "3": "re-export", "4": "re-import",
    "IMPORT": "import", "EXPORT": "export", "RE-IMPORT": "re-import", "RE-EXPORT": "re-export",
}  # fmt: skip
"""What the publisher calls a flow, by letter, number or name."""
ENTERS = ("import", "re-import", "foreign import", "import for inward processing", "import after outward processing")
"""Flows that the importer reports."""
REVISIONS = {
    "H0": "HS92",
    "H1": "HS96",
    "H2": "HS02",
    "H3": "HS07",
    "H4": "HS12",
    "H5": "HS17",
    "H6": "HS22",
    "HS": "HS",
    "": "HS",
}
"""Revisions of the Harmonised System; ``HS`` where the record does not say which."""
TOTALS = {"customs": ("", "C00", "0"), "transport": ("", "0"), "supply": ("", "0"), "second": ("", "0")}
"""What stands where a record is the total over customs procedures, means of transport, modes of supply, second partners."""

_NOTHING = ("", "NA", "N/A", "null", "None", "nan", "NaN")
_YES = ("true", "1", "yes")


@dataclass(frozen=True)
class Block:
    """Where a block is from: its file, and whether the file has lines."""

    file: str
    has_lines: bool

    def fault(self, record: int, column: str, message: str, way_out: str) -> Fault:
        """A fault of a record, counted from 0."""
        number = record + 1
        if self.has_lines:
            return Fault(message, self.file, number + 1, column, way_out)
        return Fault(f"record {number:,}: {message}", self.file, None, column, way_out)


def records(block: pa.Table, where: Block, wanted: Wanted, left_out: Counter[str], faults: Faults) -> pd.DataFrame:
    """The wanted records of a block; what cannot be read in them is added to ``faults``."""
    rows = _chosen(block, wanted, left_out)
    faulty = _Faulty(where, rows["at"].to_numpy(), faults)
    year, month = _period(rows, faulty)
    value, weight, quantity = (_numbers(rows[name], name, faulty) for name in ("value", "weight", "quantity"))
    cif, fob = (_numbers(rows[name], name, faulty) for name in ("cif", "fob"))
    flow = rows["flow"].where(rows["flow"] != "", rows["flow_name"]).str.upper().str.removesuffix("S")
    known = {name.removesuffix("S"): said for name, said in FLOWS.items()}
    faulty.add(~flow.isin(list(known)), flow, "flow", "is no flow of goods", "M, X, RM and RX are flows")
    revision = rows["revision"].str.upper()
    faulty.add(
        ~revision.isin(list(REVISIONS)),
        revision,
        "classification",
        "is not the Harmonised System",
        "download HS codes, as reported",
    )
    flow = flow.map(known)
    tonnes, estimated = _tonnes(rows, weight, quantity)
    return rows.assign(
        year=year, month=month, flow=flow, revision=revision.map(REVISIONS),
        hs_code=rows["code"], numbers=rows["reporter_code"] + "/" + rows["partner_code"],
        reporter=_places(rows["reporter_code"], rows["reporter_iso"]), partner=_places(rows["partner_code"], rows["partner_iso"]),
        value_kusd=value / 1e3, valuation=_valuation(flow, value, cif, fob),
        quantity_t=tonnes, quantity_estimated=estimated, file=where.file,
        **{name: rows[name].isin(totals).map({True: "", False: "x"}).where(rows[name].isin(totals), rows[name])
           for name, totals in TOTALS.items()},
    )[["year", "month", "reporter", "partner", "flow", "revision", "hs_code", "numbers", *TOTALS, "value_kusd", "valuation", "quantity_t",
       "quantity_estimated", "file"]]  # fmt: skip


class _Faulty:
    """Adds a fault for each record of a block that a mask marks."""

    def __init__(self, where: Block, at: np.ndarray, faults: Faults) -> None:
        self._where, self._at, self._faults = where, at, faults

    def add(self, wrong: pd.Series, texts: pd.Series, column: str, message: str, way_out: str) -> None:
        for i in np.flatnonzero(wrong.to_numpy()):
            self._faults.add(self._where.fault(int(self._at[i]), column, f"{shown(texts.iloc[i])} {message}", way_out))


def _chosen(block: pa.Table, wanted: Wanted, left_out: Counter[str]) -> pd.DataFrame:
    """The records of wanted codes and years; codes whose leading zero was lost have it again."""
    import pyarrow as pa
    import pyarrow.compute as pc

    code = pc.utf8_trim_whitespace(block.column("code"))
    code = pc.replace_substring_regex(code, r"\.0$", "")
    digits = pc.match_substring_regex(code, "^[0-9]{1,6}$")
    odd = pc.and_(digits, pc.equal(pc.bit_wise_and(pc.utf8_length(code), 1), 1))
    code = pc.if_else(odd, pc.binary_join_element_wise("0", code, ""), code)
    keep = digits
    if wanted.codes:
        keep = pc.match_substring_regex(code, f"^({'|'.join(wanted.codes)})[0-9]*$")
    else:
        left_out["codes that are no digits, such as TOTAL"] += block.num_rows - int(pc.sum(digits).as_py() or 0)
    if wanted.years:
        year = pc.utf8_slice_codeunits(_first(block, "period", "year"), 0, 4)
        keep = pc.and_(keep, pc.is_in(year, pa.array([str(year) for year in sorted(wanted.years)])))
    kept = block.set_column(block.column_names.index("code"), "code", code).filter(keep)
    columns = {
        name: kept.column(name) if name == "at" else pc.utf8_trim_whitespace(kept.column(name))
        for name in kept.column_names
    }
    return pa.table(columns).to_pandas()


def _first(block: pa.Table, *names: str) -> pa.ChunkedArray:
    """The first of some columns that says anything, row by row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = [pc.utf8_trim_whitespace(block.column(name)) for name in names]
    return pc.coalesce(*(pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text) for text in texts), "")


def _period(rows: pd.DataFrame, faulty: _Faulty) -> tuple[pd.Series, pd.Series]:
    """Year, and month where the record is about one."""
    import pandas as pd

    text = rows["period"].where(rows["period"] != "", rows["year"]).str.removesuffix(".0")
    wrong = ~text.str.fullmatch(r"(19|20|21)\d\d(0[1-9]|1[0-2])?")
    faulty.add(wrong, text, "period", "is no year and no month", "a period is 2024 or 202405")
    text = text.mask(wrong, "1900")
    month = pd.to_numeric(text.str[4:].replace("", None)).astype("Int32")
    return text.str[:4].astype("int32"), month


def _numbers(texts: pd.Series, column: str, faulty: _Faulty) -> pd.Series:
    """Amounts, missing where nothing stands; what is no amount is told."""
    import pandas as pd

    nothing = texts.isin(_NOTHING)
    found = pd.to_numeric(texts.mask(nothing), errors="coerce").astype(float)
    wrong = ~nothing & ~(np.isfinite(found) & (found >= 0.0))
    faulty.add(
        wrong, texts, column, "is no amount", "an amount is a number from zero up, without signs between its digits"
    )
    return found.mask(wrong)


def _places(numbers: pd.Series, letters: pd.Series) -> list[str]:
    return [place(number, name) for number, name in zip(numbers, letters, strict=True)]


def _tonnes(rows: pd.DataFrame, weight: pd.Series, quantity: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Tonnes, and whether the publisher estimated them; both missing where neither weight nor kilograms are reported."""
    import pandas as pd

    weighed = weight > 0.0
    kilograms = (
        ~weighed
        & (quantity > 0.0)
        & (rows["unit"].str.lower().isin(("kg", "weight in kilograms")) | (rows["unit_code"] == "8"))
    )
    tonnes = weight.where(weighed, quantity.where(kilograms)) / 1e3
    flags = []
    for column, marks in (("weight_estimated", ("4", "6")), ("quantity_estimated", ("2", "6"))):
        said = (rows[column] != "") | (rows["flag"] != "")
        yes = rows[column].str.lower().isin(_YES) | rows["flag"].isin(marks)
        flags.append(yes.astype("boolean").where(said))
    estimated = flags[0].where(~kilograms, flags[1])
    return tonnes, estimated.where(weighed | kilograms, pd.NA)


def _valuation(flow: pd.Series, value: pd.Series, cif: pd.Series, fob: pd.Series) -> pd.Series:
    """CIF or FOB: which of the two the value is; where the record does not say, what its flow mostly is."""
    usual = flow.isin(ENTERS).map({True: "CIF", False: "FOB"})
    is_cif, is_fob = (np.isclose(value, other, rtol=1e-6, atol=0.5) & (other > 0.0) for other in (cif, fob))
    return usual.mask(is_fob & ~is_cif, "FOB").mask(is_cif & ~is_fob, "CIF")
