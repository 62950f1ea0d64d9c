"""A study opened at a date: its world, base year, calendar and options, ready to be asked."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from monazite.calendar import Grid, quarters_then_years
from monazite.errors import BadInput, Fault, nearest
from monazite.formulation.steps import Resolution
from monazite.formulation.system import System
from monazite.reading import StudyFolder, read_study
from monazite.study.base_year import base_year
from monazite.world.baseline import Baseline
from monazite.world.policies import Policy, apply
from monazite.world.world import TABLES, World, key_of

WIDENED = ("agreements", "controls", "subsidies", "reservations")
"""Tables whose records options may add; the widest world holds them all, so that all programmes share one pattern."""


@dataclass(frozen=True)
class Study:
    """A study folder as of a date, with its base year balanced."""

    folder: StudyFolder
    resolution: Resolution

    @property
    def name(self) -> str:
        return self.folder.settings["study"]["name"]

    @property
    def as_of(self) -> date:
        return self.folder.as_of

    @property
    def reference(self) -> str:
        """The option against which differences are told."""
        return self.folder.settings["study"]["reference"]

    @property
    def options(self) -> tuple[str, ...]:
        """Names of the options, in the order of the study."""
        return tuple(option.name for option in self.folder.options)

    @cached_property
    def grid(self) -> Grid:
        """Quarters, then years, over the whole horizon."""
        periods = self.folder.settings["periods"]
        return quarters_then_years(periods["start"], periods["quarters_until"], periods["years_until"])

    @cached_property
    def baseline(self) -> Baseline:
        """The balanced base year, the same for all options."""
        return base_year(self.folder.world)

    def policies(self, option: str) -> tuple[Policy, ...]:
        """Events known by the as-of date, then the option's own policies, in the order of their announcement."""
        for candidate in self.folder.options:
            if candidate.name == option:
                named = (*self.folder.events, *candidate.policies)
                return tuple(sorted((self.folder.policies[n] for n in named), key=lambda p: p.announced))
        raise BadInput([Fault(f"the study has no option {option!r}", way_out=nearest(option, self.options))])

    @cached_property
    def widest(self) -> World:
        """The world with every record that any option or event may bring."""
        world = self.folder.world
        for name in self.options:
            world = _widened(world, apply(self.folder.world, self.policies(name)))
        return world

    def system(
        self, policies: Sequence[Policy], captive_terminal_share: float | None = None, to_come: Sequence[Policy] = ()
    ) -> System:
        """The world after these policies, made ready for formulation on the study's one pattern.

        ``to_come`` are policies not yet announced; what they will bring already has its place in the pattern.
        """
        world = apply(self.folder.world, policies)
        later = apply(self.folder.world, [*policies, *to_come]) if to_come else world
        widest = _with_numbers_of(_widened(_widened(self.widest, world), later), world)
        return System(world, widest, self.baseline, self.grid, self.resolution, captive_terminal_share)


def _widened(widest: World, world: World) -> World:
    """The widest world with the records that another world has beyond it: none may be left out without a word."""
    for table in WIDENED:
        have = {key_of(table, row) for row in widest.table(table)}
        new = [row for row in world.table(table) if key_of(table, row) not in have]
        if new:
            widest = replace(widest, **{table: (*widest.table(table), *new)})
    return widest


def _with_numbers_of(widest: World, world: World) -> World:
    """The widest world with this world's numbers: labels and pattern are the study's, a policy's figures are the option's."""
    for table in TABLES:
        own = world.keyed(table)
        if own != {key: row for key, row in widest.keyed(table).items() if key in own}:
            rows = tuple(_numbered(row, own.get(key_of(table, row), row)) for row in widest.table(table))
            widest = replace(widest, **{table: rows})
    return widest


def _numbered(row: Any, own: Any) -> Any:
    return (
        row
        if own == row
        else replace(
            row, **{f.name: getattr(own, f.name) for f in fields(row) if type(getattr(row, f.name)) in (int, float)}
        )
    )


def find_study(name_or_path: str | Path) -> Path:
    """The folder of a shipped study by name, or the path itself. Raises ``BadInput`` with the nearest shipped name."""
    path = Path(name_or_path)
    if path.is_dir():
        return path
    shipped = shipped_studies()
    if str(name_or_path) in shipped:
        return shipped[str(name_or_path)]
    raise BadInput(
        [
            Fault(
                f"there is no study {str(name_or_path)!r}, neither shipped nor as a folder",
                way_out=nearest(str(name_or_path), shipped),
            )
        ]
    )


def shipped_studies() -> dict[str, Path]:
    """The studies that come with the package, by name."""
    root = Path(str(files("monazite"))) / "studies"
    return {p.name: p for p in sorted(root.iterdir()) if (p / "study.toml").is_file()}


def open_study(name_or_path: str | Path, as_of: str | date | None = None, resolution: str = "fine") -> Study:
    """Open a study as known on a date, by default the last of its as-of dates.

    ``as_of`` is the name of one of the study's dates, or a date. ``resolution`` is "draft" or "fine". Raises
    ``BadInput`` with every fault of the folder, or for a name that does not exist.
    """
    root = find_study(name_or_path)
    dates = as_of_dates(root)
    if as_of is None:
        when = list(dates.values())[-1]
    elif isinstance(as_of, date):
        when = as_of
    elif as_of in dates:
        when = dates[as_of]
    else:
        raise BadInput([Fault(f"the study has no as-of date {as_of!r}", way_out=nearest(as_of, dates))])
    folder = read_study(root, when)
    steps = folder.settings["resolution"]
    if resolution not in steps:
        raise BadInput([Fault(f"there is no resolution {resolution!r}", way_out=nearest(resolution, steps))])
    return Study(folder, Resolution(**steps[resolution]))


def as_of_dates(root: Path) -> dict[str, date]:
    """The as-of dates of a study by name, read without reading its tables."""
    try:
        settings = tomllib.loads((root / "study.toml").read_text("utf-8-sig"))
        return {entry["name"]: entry["date"] for entry in settings["as_of"]}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError):
        # Whatever is wrong with the file, the reader says it with file and line.
        return {"today": date.max}
