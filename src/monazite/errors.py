"""What can go wrong, sorted by who has to act: the author of a study, the modeller, or nobody but us.

    MonaziteError
    ├── BadInput          a study folder or a command says something that cannot be true; all faults of a stage at once
    ├── UnitMismatch      two amounts on different bases were added or compared
    ├── ModelFault        a world is well-formed but no programme can be made of it
    │   ├── ProgramFault      a block of columns or rows contradicts itself
    │   └── PatternChanged    two programmes are not variants of one another
    └── SolveFault        the programme was handed over and no trustworthy answer came back
        ├── Infeasible        some rows contradict each other; the message names them
        └── Unbounded         some columns earn without limit; the message names them

Every message names the fault, the place, the rule and the way out.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


class MonaziteError(Exception):
    """Root of all errors that monazite raises on purpose; ``exit_code`` is what the command line returns."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in the input, with its place, the rule it breaks and the way out.

    ``file`` is relative to the study folder, ``line`` counts from 1 with the header as line 1.
    """

    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    way_out: str = ""

    def __str__(self) -> str:
        place = self.file
        if self.line is not None:
            place += f", line {self.line}"
        if self.column:
            place += f", column {self.column}" if place else f"column {self.column}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} -> {self.way_out}" if self.way_out else text


class BadInput(MonaziteError):
    """The input contradicts the data dictionary or itself; carries every fault found at this stage."""

    exit_code = 2

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        head = f"{count} fault{'s' if count != 1 else ''} in the input; nothing was written:"
        super().__init__("\n".join([head, *(f"  {fault}" for fault in self.faults)]))

    def __reduce__(self):  # type: ignore[no-untyped-def]
        # Exceptions cross process borders by their arguments; ours are the faults, not the text.
        return (type(self), (self.faults,))


class UnitMismatch(MonaziteError):
    """Two amounts on different bases (for example t REO and t metal) cannot be added or compared."""

    exit_code = 2


class ModelFault(MonaziteError):
    """The records are well-formed, but what they say together cannot be formulated."""

    exit_code = 2


class ProgramFault(ModelFault):
    """A block of columns or rows is not well-defined: duplicate label, crossed bounds, not-a-number."""


class PatternChanged(ModelFault):
    """Two programmes differ in labels or sparsity, so that one is no variant of the other."""


class SolveFault(MonaziteError):
    """No trustworthy optimum came back from the solver."""

    exit_code = 3


class Infeasible(SolveFault):
    """No plan satisfies all rows at once; the message lists those that give way first."""


class Unbounded(SolveFault):
    """The objective improves for ever along some columns; the message lists them."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Say which known name the user probably meant, or list the known ones when none is near.

    Returns a phrase such as ``did you mean 'oscom'?`` for use as a way out.
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean {close[0]!r}?"
    if not names:
        return "no such names are defined"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"known are: {shown}"
