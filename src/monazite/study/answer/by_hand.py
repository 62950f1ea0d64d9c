"""The headline numbers by pencil and paper, from evidence alone, beside what the model says, and why they differ."""

from __future__ import annotations

from typing import Any

from monazite.reading import StudyFolder
from monazite.world.derivations import value


def by_hand(folder: StudyFolder, model: dict[str, float | str | None]) -> list[dict[str, Any]]:
    """One row for each line of by_hand.csv: its formula's value, the model's number of the same key, and the gap's reason.

    ``model`` maps ``option.number`` (or ``common.number``) to the printed value.
    """
    known = {e.id: e for e in folder.evidence}
    return [
        {
            "key": row.key,
            "label": row.label,
            "unit": row.unit,
            "by_hand": value(row.formula, known),
            "model": model.get(row.key),
            "gap": row.gap,
        }
        for row in folder.by_hand
    ]
