"""A finished run: the answer, its tables, and the record of how it was made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class StudyRun:
    """What ``monazite run`` writes. ``answer`` is plain data under documented keys; ``tables`` are long, their first
    columns ``as_of`` and ``option``; ``record`` holds versions, digests, seconds and residuals; ``root`` is the study."""

    answer: dict[str, Any]
    tables: dict[str, pd.DataFrame]
    record: dict[str, Any]
    root: Path
