"""The programme that is solved is the programme that was meant: two other roads lead to the same least cost.

linopy is told only what the families said (labels, coefficients, on which axes), and joins it with pandas; and the MPS
file is read back by the solver itself.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

import highspy
import linopy
import numpy as np
import pandas as pd
import pytest
import xarray as xr

import monazite.formulation.formulate as formulation
from monazite.program import Coefficients, Draft
from monazite.program.mps import write_mps
from monazite.solving import solve
from monazite.study.study import open_study, shipped_studies

PRECISE = {
    "output_flag": False,
    "threads": 1,
    "primal_feasibility_tolerance": 1e-10,
    "dual_feasibility_tolerance": 1e-10,
}


@dataclass
class Told:
    """Everything that families say to a draft, word for word."""

    columns: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)
    terms: list = field(default_factory=list)
    costs: list = field(default_factory=list)
    constants: list = field(default_factory=list)


def listening(told):
    """A draft that works as ever and writes down what it is told."""

    class Listening(Draft):
        def columns(self, name, index, *, lower=0.0, upper=np.inf, **words):
            told.columns[name] = (index, lower, upper)
            return super().columns(name, index, lower=lower, upper=upper, **words)

        def rows(self, name, index, *, lower=-np.inf, upper=np.inf, **words):
            told.rows[name] = (index, lower, upper)
            rows = super().rows(name, index, lower=lower, upper=upper, **words)
            add = rows.add

            def heard(block, coefficient=1.0, on=(), through=(), *, roles=None, required=False):
                told.terms.append((name, block.name, coefficient, on, through, roles or {}))
                add(block, coefficient, on, through, roles=roles, required=required)

            rows.add = heard
            return rows

        def cost(self, name, block, coefficient):
            told.costs.append((block.name, coefficient))
            super().cost(name, block, coefficient)

        def constant(self, name, amount):
            told.constants.append(amount)
            super().constant(name, amount)

    return Listening


def cases():
    """Of each shipped study the reference option, and the first that has a policy which the reference has not."""
    for name, root in shipped_studies().items():
        settings = tomllib.loads((root / "study.toml").read_text(encoding="utf-8"))
        options = {option["name"]: set(option.get("policies", ())) for option in settings["options"]}
        reference = settings["study"]["reference"]
        yield name, reference
        yield from [(name, option) for option, policies in options.items() if policies - options[reference]][:1]


@pytest.fixture(params=cases(), ids=" ".join)
def system(request):
    """The world of an option of a shipped study, as known last, at draft resolution."""
    name, option = request.param
    study = open_study(name, resolution="draft")
    return study.system(study.policies(option))


def test_most_studies_have_an_option_that_changes_something():
    """Proves: at least four of the cases below are of options beside the reference.
    Without it: a new word for policies in study.toml would leave half of the comparison out unseen.
    """
    listed = list(cases())

    assert len(listed) - len(shipped_studies()) >= 4


def test_linopy_finds_the_same_least_cost(system, monkeypatch):
    """Proves: what the families say, joined by pandas over label texts and assembled by linopy, has the same
    coefficients at the same labels, and the same least cost to 1e-9.
    Without it: a slip in our joins would be solved without complaint, with the right labels on the wrong numbers.
    """
    told = Told()
    monkeypatch.setattr(formulation, "Draft", listening(told))
    program = formulation.formulate(system)
    cells = joined(told)

    ours = program.A.tocoo()
    columns, rows = texts(program.columns), texts(program.rows)
    here = pd.DataFrame({"row": rows[ours.row], "column": columns[ours.col], "value": ours.data})
    both = here.merge(cells, on=["row", "column"], how="outer", suffixes=("", "_told"), indicator=True)
    least = least_cost(told, cells)

    assert len(cells) == program.A.nnz > 0
    assert (both["_merge"] == "both").all()
    assert both["value_told"].to_numpy() == pytest.approx(both["value"].to_numpy(), rel=1e-12)
    assert least == pytest.approx(solve(program).objective, rel=1e-9)


def test_the_file_read_back_has_the_same_least_cost(system, tmp_path):
    """Proves: written as MPS and read by HiGHS on its own, the programme has the same size and the same least cost to
    1e-9.
    Without it: who checks an answer with another solver would check another programme.
    """
    program = formulation.formulate(system)
    write_mps(program, tmp_path / "programme.mps")
    highs = highspy.Highs()
    for option, value in PRECISE.items():
        highs.setOptionValue(option, value)

    assert highs.readModel(str(tmp_path / "programme.mps")) == highspy.HighsStatus.kOk
    highs.run()

    assert highs.getNumCol() == program.c.size
    assert highs.getInfo().objective_function_value == pytest.approx(solve(program).objective, rel=1e-9)


def texts(blocks):
    """The label of every column, or row, of a programme."""
    return np.array([block.label(i) for block in blocks for i in range(len(block))], dtype=object)


def labelled(name, index):
    """An index as a table of texts, with the label that people read in ``member``."""
    frame = index.frame()
    inside = (
        [
            ", ".join(f"{role}={label}" for role, label in zip(index.keys, row, strict=True))
            for row in zip(*(frame[role] for role in index.keys), strict=True)
        ]
        if index.keys
        else [""] * index.size
    )
    return frame.assign(member=[f"{name}[{text}]" for text in inside])


def joined(told):
    """Every cell of the matrix by the labels of its row and column: terms joined as their words say, and summed."""
    columns = {name: labelled(name, index) for name, (index, _, _) in told.columns.items()}
    rows = {name: labelled(name, index) for name, (index, _, _) in told.rows.items()}
    found = []
    for row, column, coefficient, on, through, roles in told.terms:
        left = columns[column].rename(columns={"member": "column"})
        if isinstance(coefficient, Coefficients):
            entries = coefficient.index.frame().assign(value=coefficient.values)
            left = meet(left, entries, list(through))
        else:
            left = left.assign(value=coefficient)
        seen = pd.DataFrame({axis: left[roles.get(axis, axis)] for axis in on}, index=left.index)
        seen[["column", "value"]] = left[["column", "value"]]
        right = rows[row].rename(columns={"member": "row"})[[*on, "row"]]
        found.append(meet(seen, right, list(on))[["row", "column", "value"]])
    return pd.concat(found).groupby(["row", "column"], as_index=False)["value"].sum()


def meet(left, right, on):
    """Pairs of rows that agree; what has no label agrees with nothing."""
    if not on:
        return left.merge(right, how="cross")
    return left.dropna(subset=on).merge(right.dropna(subset=on), on=on)


def least_cost(told, cells):
    """The least cost that linopy finds: a variable for each family, a group of equations for each family of rows."""
    model = linopy.Model()
    variables = {}
    for name, (index, lower, upper) in told.columns.items():
        members = pd.Index(labelled(name, index)["member"], name="column")
        bounds = (xr.DataArray(np.broadcast_to(bound, index.size).astype(float), [members]) for bound in (lower, upper))
        variables[name] = model.add_variables(*bounds, name=name)
    for name, (index, lower, upper) in told.rows.items():
        low, high = (np.broadcast_to(bound, index.size).astype(float) for bound in (lower, upper))
        bounds = pd.DataFrame({"low": low, "high": high}, index=pd.Index(labelled(name, index)["member"], name="row"))
        mine = cells[cells["row"].str.startswith(f"{name}[")]
        bare = bounds.drop(index=mine["row"].unique())
        assert ((bare["low"] <= 0.0) & (bare["high"] >= 0.0)).all(), "a row without entries that nothing can satisfy"
        if len(mine):
            constrain(model, variables, name, mine, bounds.loc[mine["row"].unique()])
    costs = [
        (
            xr.DataArray(np.broadcast_to(c, variables[name].shape).astype(float), variables[name].coords)
            * variables[name]
        ).sum()
        for name, c in told.costs
    ]
    model.add_objective(linopy.merge(costs))
    model.solve("highs", io_api="direct", **PRECISE)
    return model.objective.value + sum(told.constants)


def constrain(model, variables, name, mine, bounds):
    """The equations and inequalities of one family of rows."""
    parts = []
    for family, variable in variables.items():
        some = mine[mine["column"].str.startswith(f"{family}[")]
        if len(some):
            cell = {"cell": range(len(some))}
            picked = variable.sel(column=xr.DataArray(some["column"].to_numpy(), cell, dims="cell"))
            group = xr.DataArray(some["row"].to_numpy(), cell, dims="cell", name="row")
            sums = (xr.DataArray(some["value"].to_numpy(), cell, dims="cell") * picked).groupby(group).sum()
            parts.append(sums.reindex(row=bounds.index).fillna(0))
    left = linopy.merge(parts, dim="_term") if len(parts) > 1 else parts[0]
    for sign, side in ((">=", "low"), ("<=", "high")):
        real = np.isfinite(bounds[side].to_numpy())
        if real.any():
            right = xr.DataArray(bounds[side].to_numpy()[real], {"row": bounds.index[real]}, dims="row")
            model.add_constraints(left.isel(row=np.flatnonzero(real)), sign, right, name=f"{name} {sign}")
