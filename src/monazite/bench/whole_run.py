"""The options of a study, as known on each of its dates, one after the other in one process."""

from __future__ import annotations

import time
from typing import Any

from monazite.bench.cases import RESOLUTION
from monazite.solving.highs import Highs
from monazite.study.foresight import solve_option
from monazite.study.study import as_of_dates, find_study, open_study


def whole_run(study: str) -> dict[str, Any]:
    """Seconds from the folder to the outcome of the last option: reading, base year, formulating, solving, checking.

    ``solves`` are programmes that went to the solver: what two options share is solved, and counted, once.
    """
    began = time.perf_counter()
    root = find_study(study)
    before, columns, outcomes = Highs.solved, 0, 0
    for date in as_of_dates(root):
        opened = open_study(root, date, RESOLUTION)
        for option in opened.options:
            outcome = solve_option(opened, option)
            columns = max(columns, int(outcome.program.c.size))
            outcomes += 1
    return {
        "seconds": time.perf_counter() - began,
        "solves": Highs.solved - before,
        "columns": columns,
        "outcomes": outcomes,
    }
