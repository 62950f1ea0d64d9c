"""A balance folder reconciled and told: amounts with their doubt, reports with their adjustments, what cannot be right."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd

from monazite.balance import CLASSES, GrossError, Reconciled, Uncertainty, draws, gross_errors, uncertainty, without
from monazite.balance import reconcile as nearest_picture
from monazite.errors import BadInput, Fault, nearest
from monazite.reading.balances import BalanceFolder, read_balance
from monazite.study.study import shipped_studies

LEVEL = 0.05
"""How often honest reports may be doubted, all of them together."""
SPREAD = 0.5
"""Adjustments are concentrated if fewer than this share of what chance would do carries them."""


@dataclass(frozen=True, eq=False)
class Balance:
    """``amounts``: unit, value, standard deviation, low, high, what is known of it; ``reports``: measures, value, balanced
    value, adjustment in its standard deviations, test z, source; ``doubted``: reports that cannot be right, worst first."""

    folder: BalanceFolder
    found: Reconciled
    sure: Uncertainty
    amounts: pd.DataFrame
    reports: pd.DataFrame
    doubted: pd.DataFrame

    @property
    def carried_by(self) -> float:
        """How many reports, if all were moved alike, would carry the adjustments: (sum a^2)^2 / sum a^4."""
        squares = self.reports["adjustment"].to_numpy() ** 2
        return float(squares.sum() ** 2 / (squares**2).sum()) if squares.any() else 0.0

    @property
    def concentrated(self) -> bool:
        """Whether few reports carry the adjustments: fewer than half of those that honest errors would involve.

        Of n normal errors (sum a^2)^2 / sum a^4 is about n / 3.
        """
        return self.carried_by < SPREAD * self.sure.freedom / 3.0

    def draws(self, count: int, seed: int = 0) -> pd.DataFrame:
        """``count`` pictures that the reports allow too, a row each, a column for each amount; balances hold in each."""
        names = list(self.folder.amounts)
        return pd.DataFrame(draws(self.found, count, seed), columns=names, index=pd.RangeIndex(count, name="draw"))

    def document(self) -> dict:
        """All of it as plain values, for JSON; what is not known is None."""
        return {
            "folder": self.folder.root.name,
            "chi_square": self.found.objective,
            "freedom": self.sure.freedom,
            "chance": _or_none(self.sure.chance),
            "carried_by": self.carried_by,
            "concentrated": self.concentrated,
            "kkt": self.found.kkt,
            "imbalance": self.found.imbalance,
            "optima": list(self.found.objectives),
            "critical_z": self.sure.critical(LEVEL),
            "laws": dict(zip(self.folder.laws, self.found.worth.tolist(), strict=True)),
            "amounts": _records(self.amounts),
            "reports": _records(self.reports),
            "doubted": _records(self.doubted),
        }


def reconcile(folder: str | Path, *, starts: int = 5, seed: int = 0, left_out: Sequence[str] = ()) -> Balance:
    """Read and reconcile a balance folder; where amounts multiply each other, the best of ``starts`` tries.

    ``left_out`` are reports that shall not count, by name.

    ``folder`` is a path, or the name of a shipped balance. Raises `BadInput` with all faults of the folder, `ModelFault` if nothing balances (it names the law or report).
    """
    root = find_balance(folder)
    if starts < 1:
        raise BadInput([Fault(f"{starts} starts find nothing", way_out="ask for one or more")])
    read = _without(read_balance(root), left_out)
    found = nearest_picture(read.problem, starts=starts, seed=seed, names=read.laws)
    sure = uncertainty(found)
    return Balance(read, found, sure, _amounts(read, found, sure), _reports(read, found, sure), _doubted(read))


def _without(read: BalanceFolder, left_out: Sequence[str]) -> BalanceFolder:
    """The folder as if some reports had never been made."""
    faults = [
        Fault(f"there is no report {name!r}", "reports.csv", way_out=nearest(name, read.reports))
        for name in left_out
        if name not in read.reports
    ]
    if faults:
        raise BadInput(faults)
    problem, stay = without(read.problem, np.array([read.reports.index(name) for name in left_out], dtype=np.int64))
    kept = {
        name: tuple(getattr(read, name)[i] for i in stay) for name in ("reports", "measures", "sources", "scopes")
    }
    return replace(read, problem=problem, **kept)


def find_balance(name_or_path: str | Path) -> Path:
    """The folder of a shipped balance by name, or the path itself; raises `BadInput` with the nearest shipped name, of
    studies too, whose base year is balanced by the same command."""
    path = Path(name_or_path)
    if path.is_dir():
        return path
    shipped = {p.parent.name: p.parent for p in sorted((Path(str(files("monazite"))) / "studies").glob("*/amounts.csv"))}
    if str(name_or_path) in shipped:
        return shipped[str(name_or_path)]
    message = f"there is no balance or study {str(name_or_path)!r}, neither shipped nor as a folder"
    raise BadInput([Fault(message, way_out=nearest(str(name_or_path), [*shipped, *shipped_studies()]))])


def _amounts(read: BalanceFolder, found: Reconciled, sure: Uncertainty) -> pd.DataFrame:
    low, high = found.values - 2.0 * sure.deviation, found.values + 2.0 * sure.deviation
    return pd.DataFrame(
        {
            "unit": read.units,
            "value": found.values,
            "sd": sure.deviation,
            "low": np.fmax(low, read.problem.low),
            "high": np.fmin(high, read.problem.high),
            "known": [CLASSES[c] for c in sure.classes],
        },
        index=pd.Index(read.amounts, name="amount"),
    )


def _reports(read: BalanceFolder, found: Reconciled, sure: Uncertainty) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "measures": read.measures,
            "value": read.problem.reported,
            "balanced": read.problem.measured.value(found.values),
            "sd": np.where(read.problem.by_factor, read.problem.reported, 1.0) * read.problem.total_deviation,
            "adjustment": found.adjustment,
            "z": sure.z,
            "source": read.sources,
            "scope": read.scopes,
        },
        index=pd.Index(read.reports, name="report"),
    )


def _doubted(read: BalanceFolder) -> pd.DataFrame:
    found: list[GrossError] = gross_errors(read.problem, level=LEVEL)
    by_factor = read.problem.by_factor
    return pd.DataFrame(
        {
            "z": [one.z for one in found],
            "error": [
                math.expm1(one.size) * read.problem.reported[one.report] if by_factor[one.report] else one.size
                for one in found
            ],
            "gain": [one.gain for one in found],
            "or": [" ".join(read.reports[other] for other in one.alike) for one in found],
        },
        index=pd.Index([read.reports[one.report] for one in found], name="report"),
    )


def _records(table: pd.DataFrame) -> list[dict]:
    return [{name: _or_none(cell) for name, cell in row.items()} for row in table.reset_index().to_dict("records")]


def _or_none(cell: object) -> object:
    return None if isinstance(cell, float) and not math.isfinite(cell) else cell
