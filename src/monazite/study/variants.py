"""Many stacks of policies on one compiled programme: each is a patch of the base and a warm start from its solution.

A variant knows all its policies from the first period on: one solve, where an option of the study is solved again for each
surprise. Ensembles, searches and the page on which policies are moved by hand need thousands of answers, and each must be
a pure function of its inputs. So every variant starts from the base solution and from nothing that was asked before; some
are solved cold as well and compared; and one that cannot be solved is kept, with the reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from monazite.errors import MonaziteError, PatternChanged, SolveFault
from monazite.formulation.formulate import formulate
from monazite.formulation.system import Floats, System
from monazite.program import CompiledProgram, Patch, apply, difference
from monazite.results.outcome import Outcome
from monazite.solving import NEARBY, Session, Solution, SolveOptions, solve
from monazite.study.pattern import reaching
from monazite.study.study import Study
from monazite.world.policies import Policy

AGREE = 1e-9
"""How far two solves of one programme may differ in the objective, relative to it."""


@dataclass(frozen=True)
class VariantOptions:
    """How variants are solved.

    ``compared`` is the share of variants that are solved cold as well, chosen by a hash of what they change.
    ``solving`` is made for short ways from the base; what is solved cold is solved as everywhere else.
    ``sale_price``, by (commodity, region) with shape (periods,), are the prices on which incentives and royalties that
    follow prices are reckoned, the same for all variants; base-year prices where there is none.
    """

    compared: float = 0.01
    sale_price: Mapping[tuple[str, str], Floats] | None = None
    solving: SolveOptions = NEARBY


@dataclass(frozen=True)
class Variant:
    """What a stack of policies leads to; without an ``outcome`` the ``failure`` says why.

    ``changed`` counts the numbers in which its programme differs from the base. ``recompiled`` says that it left the
    pattern and was solved cold on its own. ``gap`` is the relative distance to a cold solve, None where none was made.
    """

    policies: tuple[str, ...]
    outcome: Outcome | None
    route: str = ""
    changed: int = 0
    recompiled: bool = False
    gap: float | None = None
    failure: str = ""


class Variants:
    """An option of a study compiled and solved once, for variants of it.

    The pattern is the widest that any policy of the study needs. Raises what the solver raises if the base has no
    optimum. A pickle holds study and options; what comes out of it compiles and solves the base again, to the same bytes.
    """

    def __init__(self, study: Study, option: str | None = None, options: VariantOptions = VariantOptions()) -> None:
        self.study = study
        self.option = study.reference if option is None else option
        self.options = options
        self.pattern = reaching(study.widest, study.folder.policies.values())
        self.program = formulate(self._system(study, ()))
        self._session = Session(self.program, options.solving)
        self.base: Solution = self._session.solve()

    def __reduce__(self) -> tuple[type[Variants], tuple[Study, str, VariantOptions]]:
        return (Variants, (self.study, self.option, self.options))

    def solve(self, policies: Sequence[Policy] = (), *, study: Study | None = None) -> Variant:
        """The outcome of these policies on top of the option's own, in their order.

        ``study`` is the same study with other numbers, for example those of a draw; default is the study itself. What
        goes wrong with the variant (an edit of a row that does not exist, no optimum) stands in its ``failure``.
        """
        names = tuple(policy.policy for policy in policies)
        try:
            system = self._system(study or self.study, policies)
            program = formulate(system)
            try:
                patch = difference(self.program, program)
            except PatternChanged:
                return self._made(names, system, program, solve(program, options=self.options.solving), recompiled=True)
            variant = apply(self.program, patch)
            solution = self._session.solve(variant, start=self.base.basis)
            gap = None
            if chosen(patch, self.options.compared):
                solution, gap = settled(solution, self._session.solve(variant), lambda: self._by_ipx(variant))
            return self._made(names, system, variant, solution, changed=patch.size(), gap=gap)
        except MonaziteError as error:
            return Variant(names, None, failure=str(error))

    def _system(self, study: Study, policies: Sequence[Policy]) -> System:
        system = study.system((*study.policies(self.option), *policies), pattern=self.pattern)
        return system if self.options.sale_price is None else replace(system, sale_price=self.options.sale_price)

    def _by_ipx(self, variant: CompiledProgram) -> Solution:
        return solve(variant, options=replace(self.options.solving, method="ipx"))

    def _made(
        self,
        names: tuple[str, ...],
        system: System,
        program: CompiledProgram,
        solution: Solution,
        *,
        changed: int = 0,
        recompiled: bool = False,
        gap: float | None = None,
    ) -> Variant:
        residuals = dict(zip(("primal", "dual", "gap"), solution.residuals, strict=True))
        outcome = Outcome(
            "+".join((self.option, *names)), system, program, solution.x, solution.y,
            residuals=residuals, seconds=solution.seconds, solves=1 if gap is None else 2, basis=solution.basis,
        )  # fmt: skip
        return Variant(names, outcome, solution.route, changed, recompiled, gap)


def chosen(patch: Patch, share: float) -> bool:
    """Whether a variant is among the share that is solved cold as well: by what it changes, not by when it is asked."""
    total = hashlib.sha256()
    for where, values in (*patch.vectors.values(), patch.entries):
        total.update(np.asarray(where, dtype="<i8").tobytes() + values.astype("<f8").tobytes())
    return int.from_bytes(total.digest()[:8]) < share * 2.0**64


def settled(warm: Solution, cold: Solution, third: Callable[[], Solution]) -> tuple[Solution, float]:
    """The warm solution if a cold one agrees, else whichever of the two a third road agrees with; and their distance.

    Raises ``SolveFault`` if all three differ by more than ``AGREE``.
    """
    gap = _distance(warm, cold)
    if gap <= AGREE:
        return warm, gap
    judge = third()
    for solution in (cold, warm):
        if _distance(solution, judge) <= AGREE:
            return solution, gap
    raise SolveFault(
        f"warm, cold and interior point find {warm.objective:.12g}, {cold.objective:.12g} and {judge.objective:.12g} "
        f"-> look at the units and bounds of the variant; the three should agree to {AGREE:g}"
    )


def _distance(one: Solution, other: Solution) -> float:
    return abs(one.objective - other.objective) / max(1.0, abs(other.objective))
