"""Two reports of one flow beside each other: what the importer says came in, and what the exporter says went out.

Imports are mostly valued with freight and insurance, exports without; goods under way at the end of a year, transit trade
and another code on the other side of the border do the rest. A gap of a factor of ten is often a slip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from monazite.reading.importers.trade import Trade, whole_sums

if TYPE_CHECKING:
    import pandas as pd

FAR = 1.5
"""Reports further apart than this ratio are told."""


def mirror_gaps(trade: Trade, most: int = 10) -> dict[str, object]:
    """How many flows both sides report, how many only one of two reporters does, and the widest gaps.

    Flows are of one year or month and one code, whatever its revision; ``ratio`` is what the importer says over what the exporter
    says, in tonnes, or in thousand USD where a side has no tonnes. The widest are those where most value is at stake: the larger
    report, times the logarithm of the ratio.
    """
    rows = trade.table.select(
        ["year", "month", "exporter", "importer", "reporter", "flow", "hs_code", "value_kusd", "quantity_t"]
    ).to_pandas()
    rows["month"] = rows["month"].fillna(0).astype(int)
    key = ["year", "month", "hs_code", "exporter", "importer"]
    rows = rows.rename(columns={"quantity_t": "t", "value_kusd": "kusd"})
    sides = [
        whole_sums(rows[(rows["flow"] == flow) & (rows["reporter"] == rows[side])], key, ["t", "kusd"])
        for flow, side in (("import", "importer"), ("export", "exporter"))
    ]
    both = sides[0].join(sides[1], how="outer", lsuffix="_in", rsuffix="_out", sort=True).reset_index()
    said = [both[[f"kusd_{way}", f"t_{way}"]].notna().any(axis=1) for way in ("in", "out")]
    able = [_reports(both, here, name) for here, name in zip(said, ("importer", "exporter"), strict=True)]
    one_only = (said[0] ^ said[1]) & able[0] & able[1]
    tonnes = (both["t_in"] > 0) & (both["t_out"] > 0)
    pairs = both.assign(
        unit=np.where(tonnes, "t", "thousand USD"),
        importer_says=both["t_in"].where(tonnes, both["kusd_in"]), exporter_says=both["t_out"].where(tonnes, both["kusd_out"]),
    )[said[0] & said[1]]  # fmt: skip
    pairs = pairs[(pairs["importer_says"] > 0) & (pairs["exporter_says"] > 0)]
    pairs = pairs.assign(ratio=pairs["importer_says"] / pairs["exporter_says"])
    wide = np.abs(np.log(pairs["ratio"]))
    far = pairs.assign(stake=wide * pairs[["kusd_in", "kusd_out"]].max(axis=1).fillna(0.0))[wide > np.log(FAR)]
    far = far.sort_values("stake", ascending=False, kind="stable")
    gaps = far.head(most)[[*key, "unit", "importer_says", "exporter_says", "ratio"]].to_dict("records")
    return {
        "both_report": len(pairs), "one_reports": int(one_only.sum()), "far_apart": len(far),
        "gaps": [{**gap, "month": gap["month"] or None} for gap in gaps],
    }  # fmt: skip


def _reports(both: pd.DataFrame, said: pd.Series, side: str) -> pd.Series:
    """Whether the country on a side reports anything of the same year or month and code."""
    key = ["year", "month", "hs_code", side]
    return both.assign(said=said).groupby(key)["said"].transform("any")
