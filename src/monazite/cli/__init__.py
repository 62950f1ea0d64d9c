"""The command line: ask a study its question, check it, compare its options, begin a new one.

One verb is one module of this package, and ``app`` lists them. Exit codes: 0 done, 1 something went wrong, 2 the input
has to be mended, 3 no trustworthy solution.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""Where libraries for dense matrices look how many threads they may start."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, by default that of the process, and return its exit code."""
    from monazite.cli.app import app

    for name in THREADS:
        # Matrices here are small and options are solved in processes of their own: threads would only wait for each other.
        os.environ.setdefault(name, "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a letter gets a question mark instead of ending the run.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(args=arguments, prog_name="monazite")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
