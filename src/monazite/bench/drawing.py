"""Other base years of a study: drawn from one reconciliation of its reports, and each begun again from the reports."""

from __future__ import annotations

import time
from typing import Any

from monazite.bench.cases import RESOLUTION
from monazite.study.study import Study, open_study


def drawing(contender: str, study: str, draws: int) -> dict[str, Any]:
    """Seconds for a base year's flows, prices and margins, the mean of a few draws; kt/yr that move in them, by which both agree."""
    opened = open_study(study, resolution=RESOLUTION)
    nearest = opened.baseline
    seconds, moved = 0.0, sum(nearest.flow.values())
    for draw in range(draws):
        began = time.perf_counter()
        if contender == "anew":
            other = Study(opened.folder, opened.resolution, opened.foresight, draw).baseline
        else:
            other = opened.on_draw(draw).baseline
        seconds += time.perf_counter() - began
        moved += sum(other.flow.values())
    return {"seconds": seconds / draws, "value": moved}
