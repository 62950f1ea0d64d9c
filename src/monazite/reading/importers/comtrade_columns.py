"""What UN Comtrade calls the columns of its records: the portal, the bulk files, the API of today and the one before it.

Names are compared without capitals, blanks and signs, so that ``Trade Value (US$)`` and ``tradevalueus`` are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from monazite.errors import Fault, nearest

NAMES = {
    "year": ("refyear", "year", "yr"),
    "period": ("period",),
    "reporter_code": ("reportercode", "rtcode"),
    "reporter_iso": ("reporteriso", "rt3iso"),
    "partner_code": ("partnercode", "ptcode"),
    "partner_iso": ("partneriso", "pt3iso"),
    "flow": ("flowcode", "tradeflowcode", "rgcode"),
    "flow_name": ("flowdesc", "tradeflow", "rgdesc"),
    "code": ("cmdcode", "commoditycode"),
    "revision": ("classificationcode", "classification", "pfcode"),
    "second": ("partner2code", "2ndpartnercode", "ptcode2"),
    "customs": ("customscode", "customsproccode", "cstcode"),
    "transport": ("motcode", "modeoftransportcode"),
    "supply": ("moscode",),
    "weight": ("netwgt", "netweightkg", "netweight"),
    "weight_estimated": ("isnetwgtestimated",),
    "quantity": ("qty", "tradequantity"),
    "unit": ("qtyunitabbr", "qtyunit"),
    "unit_code": ("qtyunitcode", "qtcode"),
    "quantity_estimated": ("isqtyestimated",),
    "flag": ("legacyestimationflag", "flag", "estcode"),
    "value": ("primaryvalue", "tradevalueus", "tradevalue"),
    "cif": ("cifvalue", "ciftradevalueus"),
    "fob": ("fobvalue", "fobtradevalueus"),
}  # fmt: skip
"""Our name of a field, and what it may be called, plainly written."""

NEEDED = (
    ("year", "period"),
    ("reporter_code", "reporter_iso"),
    ("partner_code", "partner_iso"),
    ("flow", "flow_name"),
    ("code",),
    ("value",),
)
"""One of each group must be there."""


def plain(name: str) -> str:
    """A column name without capitals, blanks and signs."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


def fields(header: Sequence[str]) -> dict[str, str]:
    """Our name of each field that a header has -> the header's own name of it."""
    there = {plain(name): name for name in reversed(header)}
    return {field: there[name] for field, names in NAMES.items() for name in names[::-1] if name in there}


def missing(header: Sequence[str], file: str) -> list[Fault]:
    """A fault for each needed field that no column of a header gives."""
    found = fields(header)
    if not found:
        way_out = "it needs columns such as period, reporterCode, partnerCode, flowCode, cmdCode, primaryValue"
        return [Fault("this is no table of UN Comtrade", file, 1, way_out=way_out)]
    faults = []
    for group in NEEDED:
        if not any(field in found for field in group):
            names = [name for field in group for name in NAMES[field]]
            faults.append(
                Fault(
                    f"no column says the {group[0].replace('_', ' ').removesuffix(' code')}",
                    file,
                    1,
                    way_out=f"it is called {' or '.join(names)}; {nearest(names[0], map(plain, header))}",
                )
            )
    return faults
