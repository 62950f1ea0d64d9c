"""What is measured: a made-up chain of a size, or the reference option of a study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from monazite.formulation.formulate import formulate
from monazite.program import CompiledProgram
from monazite.study.study import open_study

RESOLUTION = "draft"


@dataclass(frozen=True)
class Case:
    """A chain of about so many columns, or a study by name or folder."""

    columns: int = 0
    study: str = ""

    @property
    def name(self) -> str:
        return f"{self.study}, {RESOLUTION}" if self.study else f"chain of {self.columns:,} columns"

    def arguments(self) -> dict[str, Any]:
        """The case as JSON has it."""
        return asdict(self)


def rebuilding(case: Case) -> Callable[[], CompiledProgram]:
    """Formulates the reference option of a study, as known last; the study has been read and its base year balanced."""
    study = open_study(case.study, resolution=RESOLUTION)
    policies = study.policies(study.reference)
    study.system(policies)
    return lambda: formulate(study.system(policies))


def finished(case: Case) -> CompiledProgram:
    """The programme of the reference option of a study."""
    return rebuilding(case)()
