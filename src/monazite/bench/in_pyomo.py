"""The chain in Pyomo: a rule for each group of equations, and its persistent interface to HiGHS.

A study is given to it finished, row by row, so that Pyomo has no joins to work out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
from pyomo.contrib.solver.solvers.highs import Highs
from pyomo.core.expr import LinearExpression

from monazite.bench.chain import COMMODITIES, DISCARDED, LEGS, STEPS, STORED, USED, Chain
from monazite.bench.solver_options import PEER_OPTIONS
from monazite.program import CompiledProgram

PACKAGES = ("pyomo",)
_CHANGES = (
    "check_for_new_or_removed_constraints", "check_for_new_or_removed_vars", "check_for_new_or_removed_params",
    "check_for_new_objective", "update_constraints", "update_vars", "update_parameters", "update_named_expressions",
    "update_objective",
)  # fmt: skip
"""What Pyomo would look for before each solve."""


def build(chain: Chain) -> pyo.ConcreteModel:
    """The model of a chain; sets are numbered, and each sum runs over what there is, not over all combinations."""
    model = pyo.ConcreteModel()
    regions, periods, steps, legs = (range(n) for n in (len(chain.regions), len(chain.periods), STEPS, LEGS))
    upper = {
        "run": chain.run_upper, "ship": chain.ship_upper, "serve": chain.serve_upper,
        "level": np.repeat(chain.capacity[:, :, None], len(periods), axis=2),
    }  # fmt: skip
    for name, array in upper.items():
        _declare(model, name, array)
    model.discard = pyo.Var(range(len(DISCARDED)), regions, periods, bounds=(0.0, None))
    model.release = pyo.Var(range(len(STORED)), regions, periods)

    leaving: dict[tuple[int, int], list[int]] = {}
    coming: dict[tuple[int, int], list[int]] = {}
    for lane, (good, origin, destination) in enumerate(zip(chain.goods, chain.origin, chain.destination, strict=True)):
        leaving.setdefault((int(good), int(origin)), []).append(lane)
        coming.setdefault((int(good), int(destination)), []).append(lane)
    makers = [[(p, float(a)) for p, a in enumerate(chain.recipe[:, c]) if a] for c in range(len(COMMODITIES))]
    place = [{name: i for i, name in enumerate(names)} for names in (USED, DISCARDED, STORED)]

    def balance(model: Any, c: int, r: int, t: int) -> Any:
        name = COMMODITIES[c]
        used, discarded, stored = (names.get(name) for names in place)
        flow = sum(a * model.run[p, r, s, t] for p, a in makers[c] for s in steps)
        flow += sum(chain.kept * model.ship[x, g, t] for x in coming.get((c, r), ()) for g in legs)
        flow -= sum(model.ship[x, g, t] for x in leaving.get((c, r), ()) for g in legs)
        flow -= sum(model.serve[used, r, s, t] for s in steps) if used is not None else 0.0
        flow -= model.discard[discarded, r, t] if discarded is not None else 0.0
        flow += model.release[stored, r, t] if stored is not None else 0.0
        return flow == 0.0

    def stock_balance(model: Any, h: int, r: int, t: int) -> Any:
        change = model.level[h, r, t] + float(chain.lengths[t]) * model.release[h, r, t]
        if t == 0:
            return change == float(chain.initial[h, r])
        return change - float((1.0 - chain.decay) ** chain.lengths[t]) * model.level[h, r, t - 1] == 0.0

    model.balance = pyo.Constraint(range(len(COMMODITIES)), regions, periods, rule=balance)
    model.stock_balance = pyo.Constraint(range(len(STORED)), regions, periods, rule=stock_balance)
    _price(model, chain)
    return model


def build_finished(program: CompiledProgram) -> pyo.ConcreteModel:
    """A finished programme as a model: one variable for each column, one constraint for each row with entries."""
    model = pyo.ConcreteModel()
    lower, upper = ([_finite(bound) for bound in array.tolist()] for array in (program.lower, program.upper))
    model.x = pyo.Var(range(program.c.size), bounds=lambda _, j: (lower[j], upper[j]))
    variables = list(model.x.values())
    by_row = program.A.tocsr()
    starts, columns, values = (array.tolist() for array in (by_row.indptr, by_row.indices, by_row.data))
    low, high = ([_finite(bound) for bound in array.tolist()] for array in (program.row_lower, program.row_upper))

    def row(_: Any, i: int) -> Any:
        here = slice(starts[i], starts[i + 1])
        if starts[i] == starts[i + 1] or (low[i] is None and high[i] is None):
            return pyo.Constraint.Skip
        left = LinearExpression(linear_coefs=values[here], linear_vars=[variables[j] for j in columns[here]])
        return left == low[i] if low[i] == high[i] else pyo.inequality(low[i], left, high[i])

    model.rows = pyo.Constraint(range(len(low)), rule=row)
    model.cost = pyo.Objective(expr=LinearExpression(linear_coefs=program.c.tolist(), linear_vars=variables))
    return model


def hand_over(model: pyo.ConcreteModel) -> tuple[Highs, pyo.ConcreteModel]:
    """The model in HiGHS by Pyomo's persistent interface; later solves need not look for changes."""
    solver = Highs()
    solver.config.load_solutions = False
    solver.config.raise_exception_on_nonoptimal_result = False
    solver.config.solver_options = dict(PEER_OPTIONS)
    solver.set_instance(model)
    for kind in _CHANGES:
        setattr(solver.config.auto_updates, kind, False)
    return solver, model


def solve(handed: tuple[Highs, pyo.ConcreteModel]) -> float:
    """Solve what was handed over; the least cost."""
    solver, model = handed
    return float(solver.solve(model).incumbent_objective)


def size(model: pyo.ConcreteModel) -> tuple[int, int]:
    """Columns and rows."""
    columns = sum(1 for _ in model.component_data_objects(pyo.Var))
    return columns, sum(1 for _ in model.component_data_objects(pyo.Constraint))


def _declare(model: pyo.ConcreteModel, name: str, upper: np.ndarray) -> None:
    bounds = dict(np.ndenumerate(upper))
    model.add_component(name, pyo.Var(*map(range, upper.shape), bounds=lambda _, *at: (0.0, float(bounds[at]))))


def _price(model: pyo.ConcreteModel, chain: Chain) -> None:
    """Cost less benefit, as one linear expression."""
    burden = np.multiply.outer(list(DISCARDED.values()), np.ones(len(chain.regions)))
    terms = (
        (model.run, chain.run_cost), (model.ship, chain.ship_cost), (model.serve, -chain.worth),
        (model.discard, burden), (model.level, chain.holding * np.ones(chain.capacity.shape)),
    )  # fmt: skip
    prices = np.concatenate([np.multiply.outer(cost, chain.weight).ravel() for _, cost in terms]).tolist()
    variables = [variable for family, _ in terms for variable in family.values()]
    model.cost = pyo.Objective(expr=LinearExpression(linear_coefs=prices, linear_vars=variables))


def _finite(bound: float) -> float | None:
    return bound if abs(bound) < np.inf else None
