"""The command line leaves the cores to its own processes."""

from __future__ import annotations

import os

from monazite.cli import THREADS, main


def test_dense_libraries_start_no_threads_of_their_own(monkeypatch, capsys):
    """Proves: after `monazite --help` each library for dense matrices is told to use one thread, unless somebody said 4.
    Without it: two processes with two threads each share two cores, and a base year takes three times as long.
    """
    for name in THREADS:
        monkeypatch.setenv(name, "4")
    monkeypatch.delenv(THREADS[0])

    main(["--help"])

    assert [os.environ[name] for name in THREADS] == ["1", "4", "4"]
