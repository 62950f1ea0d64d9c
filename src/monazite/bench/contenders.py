"""Who is measured: monazite, and three open libraries in which such a programme can be written down as well.

The libraries are not needed by monazite; they come with ``pip install 'monazite[bench]'``.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from monazite.errors import BadInput, Fault, nearest

OURS = "monazite"
MODULES = {
    OURS: "monazite.bench.direct",
    "linopy": "monazite.bench.in_linopy",
    "pyomo": "monazite.bench.in_pyomo",
    "pypsa": "monazite.bench.in_pypsa",
}
"""The module of each contender; it is loaded in the process that measures it, and nowhere else."""
PEERS = tuple(name for name in MODULES if name != OURS)
NETWORK_ONLY = "pypsa"
"""The peer that knows networks of buses and links and can be given no finished programme."""
NONE = "none"


def chosen_peers(names: Sequence[str]) -> tuple[str, ...]:
    """The peers named, in the order of this file; all for no name, nobody for ``none``.

    Raises ``BadInput`` for names that are no peers and for peers that are not installed, all at once.
    """
    if list(names) == [NONE]:
        return ()
    wanted = set(names or PEERS)
    faults = [
        Fault(f"there is no peer {name!r}", way_out=nearest(name, [*PEERS, NONE])) for name in sorted(wanted - {*PEERS})
    ]
    absent = [name for name in PEERS if name in wanted and not installed(name)]
    if absent:
        there = [name for name in PEERS if installed(name)]
        faults.append(Fault(
            f"{', '.join(absent)} {'is' if len(absent) == 1 else 'are'} not installed",
            way_out=f"pip install 'monazite[bench]', or --peers {','.join(there) or NONE}",
        ))  # fmt: skip
    if faults:
        raise BadInput(faults)
    return tuple(name for name in PEERS if name in wanted)


def installed(name: str) -> bool:
    """Whether a library can be loaded, without loading it."""
    return find_spec(name) is not None
