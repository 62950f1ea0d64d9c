"""The chain, and a study, as monazite writes them down and hands them to the solver."""

from __future__ import annotations

import numpy as np

from monazite.bench.chain import COMMODITIES, DISCARDED, LEGS, RECIPES, STEPS, STORED, USED, Chain
from monazite.errors import SolveFault
from monazite.labels import Axis, Index
from monazite.program import Block, Coefficients, CompiledProgram, Draft
from monazite.solving import SolveOptions
from monazite.solving.highs import Highs

PACKAGES = ("monazite", "highspy")


def build(chain: Chain) -> CompiledProgram:
    """The labelled programme of a chain."""
    region, period, step, lane = (
        Axis("region", chain.regions), Axis("period", chain.periods), _numbered("step", STEPS),
        Axis("lane", chain.lanes),
    )  # fmt: skip
    commodity, process = Axis("commodity", COMMODITIES), Axis("process", tuple(RECIPES))
    used, stored = Axis("commodity", tuple(USED)), Axis("commodity", STORED)
    draft = Draft()
    run = draft.columns("run", Index.product(process, region, step, period), upper=chain.run_upper.ravel())
    ship = draft.columns("ship", Index.product(lane, _numbered("leg", LEGS), period), upper=chain.ship_upper.ravel())
    serve = draft.columns("serve", Index.product(used, region, step, period), upper=chain.serve_upper.ravel())
    discard = draft.columns("discard", Index.product(Axis("commodity", tuple(DISCARDED)), region, period))
    stores = Index.product(stored, region, period)
    level = draft.columns("level", _with_next(stores, period), upper=np.repeat(chain.capacity, len(period)))
    release = draft.columns("release", stores, lower=-np.inf)

    here = ("commodity", "region", "period")
    balance = draft.rows("commodity_balance", Index.product(commodity, region, period), lower=0.0, upper=0.0)
    takes = np.flatnonzero(chain.recipe)
    recipe = Index({"process": process, "commodity": commodity}, dict(zip(
        ("process", "commodity"), np.unravel_index(takes, chain.recipe.shape), strict=True)))  # fmt: skip
    balance.add(run, Coefficients(recipe, chain.recipe.ravel()[takes]), on=here, through=("process",))
    balance.add(ship, _ends(chain, lane, commodity, region), on=here, through=("lane",))
    balance.add(serve, -1.0, on=here)
    balance.add(discard, -1.0, on=here)
    balance.add(release, 1.0, on=here)
    _stock_balance(draft, chain, level, release)

    weight = chain.weight
    draft.cost("operating", run, np.multiply.outer(chain.run_cost, weight).ravel())
    draft.cost("transport", ship, np.multiply.outer(chain.ship_cost, weight).ravel())
    draft.cost("consumer_benefit", serve, -np.multiply.outer(chain.worth, weight).ravel())
    burden = np.array(list(DISCARDED.values()))
    draft.cost("disposal", discard, np.multiply.outer(burden, np.tile(weight, len(region))).ravel())
    draft.cost("holding", level, np.tile(chain.holding * weight, chain.capacity.size))
    return draft.compile()


def hand_over(program: CompiledProgram) -> tuple[Highs, CompiledProgram]:
    """The programme in the solver, ready to be solved cold."""
    highs = Highs()
    if not highs.load(program, "cold", SolveOptions()):
        raise SolveFault("the solver refuses the programme")
    return highs, program


def solve(handed: tuple[Highs, CompiledProgram]) -> float:
    """Solve what was handed over; the least cost."""
    highs, program = handed
    answer = highs.answer()
    if answer.x is None or answer.status != "optimal":
        raise SolveFault(f"no optimum: {answer.status}")
    return float(program.c @ answer.x) + program.offset


def size(program: CompiledProgram) -> tuple[int, int]:
    """Columns and rows."""
    return program.c.size, program.row_lower.size


def _stock_balance(draft: Draft, chain: Chain, level: Block, release: Block) -> None:
    """What is in store at the end of a period: what was there before, less decay, less what was released."""
    here = ("commodity", "region", "period")
    period = release.index.codes["period"]
    start = np.where(period == 0, np.repeat(chain.initial, len(chain.periods)), 0.0)
    stock = draft.rows("stock_balance", release.index, lower=start, upper=start)
    stock.add(level, 1.0, on=here)
    following = np.minimum(period + 1, len(chain.periods) - 1)
    stock.add(level, -((1.0 - chain.decay) ** chain.lengths[following]), on=here, roles={"period": "next"})
    stock.add(release, chain.lengths[period], on=here)


def _with_next(stores: Index, period: Axis) -> Index:
    """Each row with the period after its own, none after the last."""
    code = stores.codes["period"]
    return stores.with_attribute(period, np.where(code + 1 < len(period), code + 1, -1), "next")


def _ends(chain: Chain, lane: Axis, commodity: Axis, region: Axis) -> Coefficients:
    """A lane takes its commodity where it begins and brings what is kept where it ends."""
    count = len(lane)
    ends = {
        "lane": np.tile(np.arange(count), 2),
        "commodity": np.tile(chain.goods, 2),
        "region": np.concatenate([chain.origin, chain.destination]),
    }
    index = Index({"lane": lane, "commodity": commodity, "region": region}, ends)
    return Coefficients(index, np.repeat([-1.0, chain.kept], count))


def _numbered(name: str, count: int) -> Axis:
    return Axis(name, tuple(map(str, range(count))))
