"""A linear programme whose every row and column has a name, a unit and a meaning; it knows nothing of any field.

    draft = Draft()
    run = draft.columns("run", units, upper=5.0, unit="kt/yr")
    capacity = draft.rows("capacity", units, upper=4.0, dual="MUSD per kt/yr of capacity")
    capacity.add(run, 1.0, on=("unit",))
    draft.cost("mining", run, 2.5)
    program = draft.compile()
"""

from monazite.program.amounts import Coefficients
from monazite.program.block import Block, holding, named
from monazite.program.compiled import CompiledProgram, CostTerm
from monazite.program.draft import Draft
from monazite.program.patch import Patch, apply, difference, require_same_pattern
from monazite.program.rows import Rows

__all__ = [
    "Block",
    "Coefficients",
    "CompiledProgram",
    "CostTerm",
    "Draft",
    "Patch",
    "Rows",
    "apply",
    "difference",
    "holding",
    "named",
    "require_same_pattern",
]
