"""Run a study: every option, as known on every date, and put the answer together."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monazite.errors import BadInput, Fault, nearest
from monazite.results.run import StudyRun
from monazite.results.tables import tables
from monazite.study.answer.assemble import assemble, keys_of
from monazite.study.answer.bottlenecks import coalitions
from monazite.study.answer.other_base_years import DRAWS
from monazite.study.answer.other_readings import readings
from monazite.study.answer.plain import assemble_plain
from monazite.study.answer.rests_on import candidates
from monazite.study.answer.work import (
    OptionWork,
    Parts,
    asked,
    draw_work,
    free_work,
    influence_work,
    leak_work,
    reading_work,
    solve_work,
    terms_of,
)
from monazite.study.study import Study, as_of_dates, find_study, open_study

if TYPE_CHECKING:
    import pandas as pd

PACKAGES = ("monazite", "highspy", "numpy", "scipy", "pandas")
WEAKEST: dict[str, int | None] = {"draft": 6, "fine": None}
"""How many estimates are tried for their influence, by resolution; None for all of them."""
SEARCH = "draft"
"""Resolution of what is solved many times: bottleneck sets, leaks, influence."""


def run_study(
    folder: str | Path,
    *,
    resolution: str = "fine",
    as_of: Sequence[str] | None = None,
    options: Sequence[str] | None = None,
    workers: int = 2,
    progress: Callable[[str], None] | None = None,
    foresight: str | None = None,
) -> StudyRun:
    """Solve every option of a study at every as-of date and put the answer together.

    ``options`` limits the options (the reference is always solved, and counterparts of those named); ``as_of`` the dates.
    ``foresight`` is "surprise" or "perfect", by default what study.toml says.
    Raises ``BadInput`` for unknown names and faulty folders, ``SolveFault`` when an option has no trustworthy optimum.
    """
    began = time.perf_counter()
    root = find_study(folder)
    names = _chosen(as_of, list(as_of_dates(root)), "as-of date")
    tell = progress or (lambda _: None)
    answers, frames, solved = [], [], {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {}
        for name in names:
            study = open_study(root, name, resolution, foresight)
            waiting[name] = (study, _submit(pool, study, root, name, resolution, options))
        try:
            for name, (study, jobs) in waiting.items():
                tell(f"{name}: solving {len(jobs.options)} options")
                parts = _gather(jobs, tell, name)
                answers.append(
                    assemble(study, terms_of(study), name, parts)
                    if asked(study)
                    else assemble_plain(study, name, parts.options)
                )
                frames += [(name, option, tables(work.outcome, work.ledger_at_most)) for option, work in parts.options.items()]
                solved[name] = parts.options
        except BaseException:
            # What is still queued would only delay the news.
            pool.shutdown(cancel_futures=True)
            raise
    study = waiting[names[0]][0]
    answer = {
        "study": study.name,
        "title": study.folder.settings["study"]["title"],
        "question": study.folder.settings["study"]["question"],
        "reference": study.reference,
        "digest": study.folder.digest,
        "resolution": resolution,
        "foresight": study.foresight,
        "answers": answers,
        "keys": keys_of(answers),
    }
    return StudyRun(answer, _stacked(frames), _record(study, solved, time.perf_counter() - began, resolution), root)


@dataclass(frozen=True)
class Jobs:
    """Work handed to the pool, by what it is for."""

    options: dict[str, Future]
    freed: dict[tuple[str, ...], Future]
    leaks: list[Future]
    influences: list[Future]
    readings: list[Future]
    draws: list[Future]


def _submit(
    pool: ProcessPoolExecutor, study: Study, root: Path, name: str, resolution: str, options: Sequence[str] | None
) -> Jobs:
    where = (str(root), name)
    if not asked(study):
        chosen = _with_company(study, {}, _chosen(options, list(study.options), "option"))
        return Jobs({o: pool.submit(solve_work, *where, resolution, o, study.foresight) for o in chosen}, {}, [], [], [], [])
    terms = terms_of(study)
    chosen = _with_company(study, terms.counterparts, _chosen(options, list(study.options), "option"))
    rivals = [o for o in chosen if o != study.reference]
    draft = open_study(root, name, SEARCH)
    return Jobs(
        {o: pool.submit(solve_work, *where, resolution, o, study.foresight) for o in chosen},
        {c: pool.submit(free_work, *where, SEARCH, c) for c in coalitions(terms, every=resolution != SEARCH)}
        if terms.stages
        else {},
        [
            pool.submit(leak_work, *where, SEARCH, i, o, terms.years[-2], study.foresight)
            for i in range(len(terms.leaks))
            for o in (study.reference, *dict.fromkeys(terms.counterparts.values()))
        ],
        [
            pool.submit(influence_work, *where, SEARCH, rivals[0], c)
            for c in candidates(draft, terms, rivals[0])[: WEAKEST[resolution]]
        ]
        if rivals
        else [],
        [pool.submit(reading_work, *where, SEARCH, rivals[0], r.reading) for r in readings(draft)] if rivals else [],
        [pool.submit(draw_work, *where, SEARCH, tuple(_drawn(study, chosen, resolution)), i) for i in range(DRAWS[resolution])]
        if rivals
        else [],
    )


def _drawn(study: Study, chosen: Sequence[str], resolution: str) -> list[str]:
    """The options that are solved on other base years: all of them, or in a draft the reference and the one in question."""
    if resolution != SEARCH:
        return list(chosen)
    rival = next(o for o in chosen if o != study.reference)
    return [o for o in chosen if o in (study.reference, rival)]


def _with_company(study: Study, counterparts: Any, chosen: list[str]) -> list[str]:
    """The options asked for, with the reference and the counterparts they are compared with, in the study's order."""
    wanted = {study.reference, *chosen, *(counterparts[o] for o in chosen if o in counterparts)}
    return [o for o in study.options if o in wanted]


def _chosen(asked: Iterable[str] | None, known: list[str], what: str) -> list[str]:
    """The names asked for, in the order of the study; every unknown one is told."""
    if not asked:
        return known
    wanted = list(asked)
    faults = [
        Fault(f"the study has no {what} {name!r}", way_out=nearest(name, known)) for name in wanted if name not in known
    ]
    if faults:
        raise BadInput(faults)
    return [name for name in known if name in wanted]


def _gather(jobs: Jobs, tell: Callable[[str], None], name: str) -> Parts:
    options = {}
    for option, job in jobs.options.items():
        options[option] = job.result()
        tell(f"{name}: {option} solved")
    freed = {c: job.result() for c, job in jobs.freed.items()}
    tell(f"{name}: bottlenecks found")
    leaks = [row for job in jobs.leaks for row in job.result()]
    influences, believed = [job.result() for job in jobs.influences], [job.result() for job in jobs.readings]
    tell(f"{name}: estimates and contradictions tried")
    return Parts(options, freed, leaks, influences, believed, [job.result() for job in jobs.draws])


def _stacked(frames: list[tuple[str, str, dict[str, pd.DataFrame]]]) -> dict[str, pd.DataFrame]:
    """The tables of all options and dates, one below the other, with the columns ``as_of`` and ``option`` in front."""
    import pandas as pd

    stacked = {}
    for table in frames[0][2]:
        parts = []
        for name, option, made in frames:
            part = made[table].copy()
            part.insert(0, "option", option)
            part.insert(0, "as_of", name)
            parts.append(part)
        stacked[table] = pd.concat(parts, ignore_index=True)
    return stacked


def _record(study: Study, solved: dict[str, dict[str, OptionWork]], seconds: float, resolution: str) -> dict[str, Any]:
    """How the run was made: versions, sizes, times, and how far each outcome is from a perfect proof."""
    return {
        "versions": {p: version(p) for p in PACKAGES} | {"python": platform.python_version()},
        "digest": study.folder.digest,
        "resolution": resolution,
        "foresight": study.foresight,
        "seconds": round(seconds, 3),
        "outcomes": [
            {
                "as_of": name,
                "option": option,
                "columns": int(work.outcome.program.c.size),
                "rows": int(work.outcome.program.row_lower.size),
                "solves": work.outcome.solves,
                "seconds": round(work.outcome.seconds, 3),
                "objective": work.outcome.objective,
                **work.outcome.residuals,
                "welfare_closing": work.closing,
                "element_balance": work.conservation,
                "incentive_residual": work.outcome.incentive_residual,
            }
            for name, options in solved.items()
            for option, work in options.items()
        ],
    }
