"""One measurement in a process of its own: memory is that of one contender, and nothing was warmed up by another.

    python -m monazite.bench.measurement TASK FILE

``TASK`` is a JSON document with ``kind`` and its arguments; the result is written to ``FILE`` as JSON.
"""

from __future__ import annotations

import gc
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from monazite.bench.cases import Case, finished, rebuilding
from monazite.bench.chain import FEWEST, chain, chain_of
from monazite.bench.contenders import MODULES, OURS
from monazite.bench.drawing import drawing
from monazite.bench.importing import importing
from monazite.bench.reconciling import reconciling
from monazite.bench.variants import variants
from monazite.bench.whole_run import whole_run
from monazite.errors import MonaziteError

try:
    import resource
except ImportError:  # not on every system
    resource = None  # type: ignore[assignment]

Result = dict[str, Any]

ROUNDS = 3
"""How often a process builds and hands over; the median counts, since the first time pages are still being fetched."""


class NotMeasured(MonaziteError):
    """A measurement did not end in time, or ended with an error."""


def measured(task: Mapping[str, Any], limit: float | None = None) -> Result:
    """Do a task in a process of its own and return its result; ``NotMeasured`` after ``limit`` seconds or an error."""
    with TemporaryDirectory(prefix="monazite-bench-") as folder:
        file = Path(folder) / "result.json"
        command = [sys.executable, "-W", "ignore", "-m", __name__, json.dumps(task), str(file)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
        except subprocess.TimeoutExpired:
            raise NotMeasured(f"not finished in {limit:g} s") from None
        if done.returncode or not file.exists():
            last = (done.stderr.strip().splitlines() or [f"ended with code {done.returncode}"])[-1]
            raise NotMeasured(f"failed: {last}")
        return json.loads(file.read_text(encoding="utf-8"))


def contend(contender: str, case: Mapping[str, Any]) -> Result:
    """Build and hand over a few times, then solve, after a small chain has loaded everything that is loaded late."""
    module = import_module(MODULES[contender])
    module.solve(module.hand_over(module.build(chain(FEWEST))))
    what = Case(**case)
    build: Callable[[], Any]
    offset = 0.0
    if what.study and contender == OURS:
        build = rebuilding(what)
    elif what.study:
        program = finished(what)
        offset = program.offset
        build = lambda: module.build_finished(program)
    else:
        data = chain_of(what.columns)
        build = lambda: module.build(data)
    built, handed = [], []
    model = ready = None
    for _ in range(ROUNDS):
        del model, ready
        gc.collect()
        began = time.perf_counter()
        model = build()
        known = time.perf_counter()
        ready = module.hand_over(model)
        handed.append(time.perf_counter() - known)
        built.append(known - began)
    began = time.perf_counter()
    objective = module.solve(ready) + offset
    solved = time.perf_counter() - began
    columns, rows = module.size(model)
    return {
        "build": statistics.median(built), "hand_over": statistics.median(handed), "solve": solved,
        "objective": objective,
        "columns": columns, "rows": rows, "peak": peak_memory(),
        "versions": {name: version(name) for name in module.PACKAGES},
    }  # fmt: skip


def network_whole(columns: int) -> Result:
    """A chain through PyPSA from its numbers to its result: network, model, solver, results read back."""
    module = import_module(MODULES["pypsa"])
    module.whole(chain(FEWEST))
    data = chain_of(columns)
    gc.collect()
    began = time.perf_counter()
    objective = module.whole(data)
    return {"seconds": time.perf_counter() - began, "objective": objective, "columns": data.columns}


def imported(contender: str, form: str, rows: int) -> Result:
    """A year of trade, and the most memory that this process has held meanwhile."""
    return importing(contender, form, rows) | {"peak": peak_memory()}


KINDS: dict[str, Callable[..., Result]] = {
    "contend": contend, "network_whole": network_whole, "variants": variants, "whole_run": whole_run,
    "reconciling": reconciling, "importing": imported, "drawing": drawing,
}  # fmt: skip


def peak_memory() -> float | None:
    """The most memory that this process has held, in MB, with all libraries that it has loaded."""
    try:
        # Of this process alone: the counter of `resource` may begin with what the parent held.
        status = Path("/proc/self/status").read_text(encoding="utf-8")
        found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
        if found:
            return int(found[1]) / 1024.0
    except OSError:
        pass
    if resource is None:
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / (1024.0**2 if sys.platform == "darwin" else 1024.0)


if __name__ == "__main__":
    task = json.loads(sys.argv[1])
    Path(sys.argv[2]).write_text(json.dumps(KINDS[task.pop("kind")](**task)), encoding="utf-8")
