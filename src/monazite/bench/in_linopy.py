"""The chain in linopy: arrays of variables over named dimensions, one group of equations for each commodity.

A study is given to it finished, family by family, so that linopy has no joins to work out.
"""

from __future__ import annotations

from typing import Any

import linopy
import numpy as np
import pandas as pd
import scipy.sparse as sp
import xarray as xr

from monazite.bench.chain import COMMODITIES, DISCARDED, LEGS, RECIPES, STEPS, STORED, USED, Chain
from monazite.bench.solver_options import PEER_OPTIONS
from monazite.program import CompiledProgram

PACKAGES = ("linopy", "xarray", "polars")


def build(chain: Chain) -> linopy.Model:
    """The model of a chain."""
    model = linopy.Model()
    region, period = pd.Index(chain.regions, name="region"), pd.Index(chain.periods, name="period")
    step, leg, lane = (
        pd.RangeIndex(STEPS, name="step"),
        pd.RangeIndex(LEGS, name="leg"),
        pd.Index(chain.lanes, name="lane"),
    )
    process, used, stored, discarded = (
        pd.Index(list(names), name=axis)
        for axis, names in (("process", RECIPES), ("use", USED), ("store", STORED), ("waste", DISCARDED))
    )
    run = model.add_variables(0.0, xr.DataArray(chain.run_upper, [process, region, step, period]), name="run")
    ship = model.add_variables(0.0, xr.DataArray(chain.ship_upper, [lane, leg, period]), name="ship")
    serve = model.add_variables(0.0, xr.DataArray(chain.serve_upper, [used, region, step, period]), name="serve")
    discard = model.add_variables(0.0, coords=[discarded, region, period], name="discard")
    full = xr.DataArray(np.repeat(chain.capacity[:, :, None], len(period), axis=2), [stored, region, period])
    level = model.add_variables(0.0, full, name="level")
    release = model.add_variables(coords=[stored, region, period], name="release")

    made, carried = run.sum("step"), ship.sum("leg")
    place = {
        name: xr.DataArray(region[codes], coords={"lane": lane}, name="region")
        for name, codes in (("origin", chain.origin), ("destination", chain.destination))
    }
    for c, commodity in enumerate(COMMODITIES):
        recipe = xr.DataArray(chain.recipe[:, c], coords={"process": process})
        busy = recipe[recipe != 0.0]
        flow = (busy * made.sel(process=busy["process"])).sum("process")
        mine = chain.goods == c
        if mine.any():
            some = carried.isel(lane=np.flatnonzero(mine))
            flow = flow - some.groupby(place["origin"][mine]).sum().reindex(region=region).fillna(0)
            flow = flow + (chain.kept * some).groupby(place["destination"][mine]).sum().reindex(region=region).fillna(0)
        if commodity in USED:
            flow = flow - serve.sel(use=commodity).sum("step")
        if commodity in DISCARDED:
            flow = flow - discard.sel(waste=commodity)
        if commodity in STORED:
            flow = flow + release.sel(store=commodity)
        model.add_constraints(flow == 0.0, name=f"balance {commodity}")
    length = xr.DataArray(chain.lengths, coords={"period": period})
    start = 0.0 * full
    start[:, :, 0] = chain.initial
    before = (1.0 - chain.decay) ** length * level.shift(period=1).fillna(0)
    model.add_constraints(level - before + length * release == start, name="stock balance")

    weight = xr.DataArray(chain.weight, coords={"period": period})
    run_cost = xr.DataArray(chain.run_cost, coords=[process, region, step])
    ship_cost = xr.DataArray(chain.ship_cost, coords=[lane, leg])
    worth = xr.DataArray(chain.worth, coords=[used, region, step])
    burden = xr.DataArray(list(DISCARDED.values()), coords=[discarded])
    model.add_objective(
        (run_cost * weight * run).sum() + (ship_cost * weight * ship).sum() - (worth * weight * serve).sum()
        + (burden * weight * discard).sum() + (chain.holding * weight * level).sum()
    )  # fmt: skip
    return model


def build_finished(program: CompiledProgram) -> linopy.Model:
    """A finished programme as a model: one variable for each family of columns, a group for each family of rows."""
    model = linopy.Model()
    families = []
    for block in program.columns:
        where = pd.RangeIndex(len(block), name=f"in {block.name}")
        bounds = program.lower[block.slice], program.upper[block.slice]
        families.append(model.add_variables(*bounds, [where], name=block.name))
    labels = np.concatenate([family.labels.values for family in families])
    by_row = program.A.tocsr()
    for rows in program.rows:
        low, high = program.row_lower[rows.slice], program.row_upper[rows.slice]
        equal, dim = low == high, f"of {rows.name}"
        for sign, bound, some in (("=", low, equal), (">=", low, ~equal), ("<=", high, ~equal)):
            chosen = np.flatnonzero(some & np.isfinite(bound))
            if chosen.size:
                left = _terms(model, labels, by_row[rows.start + chosen], dim)
                model.add_constraints(left, sign, xr.DataArray(bound[chosen], dims=dim), name=f"{rows.name} {sign}")
    prices = [program.c[block.slice] for block in program.columns]
    cost: Any = linopy.merge([(c * x).sum() for c, x in zip(prices, families, strict=True)])
    model.add_objective(cost)
    return model


def _terms(model: linopy.Model, labels: np.ndarray, inside: sp.csr_array, dim: str) -> linopy.LinearExpression:
    """Rows of a matrix as expressions; short rows are filled up with terms of no variable, as linopy has it."""
    counts = np.diff(inside.indptr)
    place = np.repeat(np.arange(counts.size), counts), np.arange(inside.nnz) - np.repeat(inside.indptr[:-1], counts)
    shape = (counts.size, max(1, counts.max()))
    variables, coefficients = np.full(shape, -1), np.full(shape, np.nan)
    variables[place], coefficients[place] = labels[inside.indices], inside.data
    dims = (dim, "_term")
    return linopy.LinearExpression(xr.Dataset({"vars": (dims, variables), "coeffs": (dims, coefficients)}), model)


def hand_over(model: linopy.Model) -> Any:
    """The model in HiGHS by linopy's direct interface, which is faster than its files; names are left out."""
    highs = model.to_highspy(set_names=False)
    for option, value in PEER_OPTIONS.items():
        highs.setOptionValue(option, value)
    return highs


def solve(highs: Any) -> float:
    """Solve what was handed over; the least cost."""
    highs.run()
    return float(highs.getInfo().objective_function_value)


def size(model: linopy.Model) -> tuple[int, int]:
    """Columns and rows."""
    return int(model.nvars), int(model.ncons)
