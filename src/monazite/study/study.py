"""A study opened at a date: its world, base year, calendar and options, ready to be asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from monazite.calendar import Grid, quarters_then_years
from monazite.errors import BadInput, Fault, ModelFault, nearest
from monazite.formulation.steps import Resolution
from monazite.formulation.system import System
from monazite.reading import StudyFolder, inputs, read_study
from monazite.reading.settings import dates_of
from monazite.reading.study_files import check_folder
from monazite.study.base_year import (
    CommonDoubt,
    FlowBalance,
    balance_flows,
    common_doubt,
    drawn_base_year,
    nearest_base_year,
    with_room,
)
from monazite.study.pattern import on_pattern, require_same_places, widened
from monazite.world.baseline import Baseline
from monazite.world.evidence import Input
from monazite.world.policies import Policy, apply, as_announced
from monazite.world.recipes import recipes
from monazite.world.world import World

SURPRISE, PERFECT = "surprise", "perfect"
FORESIGHTS = (SURPRISE, PERFECT)
"""What agents may know: what was announced so far, or all announcements from the first period on."""
SEED = 2012
"""Other base years are drawn from this seed: the same for all options, dates and machines."""


@dataclass(frozen=True)
class Study:
    """A study folder as of a date, with its base year balanced; ``foresight`` is one of ``FORESIGHTS``.

    ``draw`` is the number of another base year that the same reports allow; None is the one nearest to them.
    """

    folder: StudyFolder
    resolution: Resolution
    foresight: str = SURPRISE
    draw: int | None = None

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
    def inputs(self) -> tuple[Input, ...]:
        """Every number that the model uses, in tables and policies, with its range, grade, formula and evidence ids."""
        return inputs(self.folder)

    @cached_property
    def baseline(self) -> Baseline:
        """The balanced base year, the same for all options."""
        if self.draw is None:
            return nearest_base_year(self.folder.world, self.flow_balance)
        return drawn_base_year(self.folder.world, self.flow_balance, self.draw, SEED)

    @cached_property
    def flow_balance(self) -> FlowBalance:
        """The flows of the base year reconciled: the picture nearest to all reports, from which others are drawn."""
        return balance_flows(self.folder.world, recipes(self.folder.world), self.common_doubt)

    @cached_property
    def common_doubt(self) -> CommonDoubt:
        """Which numbers of the base year rest on the same evidence, and how far."""
        return common_doubt(self.inputs, self.folder.evidence)

    def on_draw(self, draw: int) -> Study:
        """The study on another base year; what does not depend on the base year is handed over."""
        return self._handing(replace(self, draw=draw), "grid", "inputs", "common_doubt", "flow_balance")

    def on_folder(self, folder: StudyFolder) -> Study:
        """The study with other numbers in the tables of its folder; which of them rest on the same evidence stays as it was,
        and so does how far, which is worked out over what was reported."""
        return self._handing(replace(self, folder=folder), "grid", "common_doubt")

    def _handing(self, other: Study, *known: str) -> Study:
        for name in known:
            other.__dict__[name] = getattr(self, name)
        return other

    @cached_property
    def world(self) -> World:
        """What is true before any policy: the tables, with room for the balanced base year."""
        return with_room(self.folder.world, self.baseline)

    def policies(self, option: str) -> tuple[Policy, ...]:
        """Events known by the as-of date, then the option's own policies, in the order of their announcement."""
        for candidate in self.folder.options:
            if candidate.name == option:
                named = (*self.folder.events, *candidate.policies)
                return as_announced(self.folder.policies[n] for n in named)
        raise BadInput([Fault(f"the study has no option {option!r}", way_out=nearest(option, self.options))])

    @cached_property
    def widest(self) -> World:
        """The world with every record that any option or event may bring."""
        world = self.world
        for name in self.options:
            world = widened(world, apply(self.world, self.policies(name)))
        return world

    def system(
        self,
        policies: Sequence[Policy],
        captive_terminal_share: float | None = None,
        to_come: Sequence[Policy] = (),
        pattern: World | None = None,
    ) -> System:
        """The world after these policies, made ready for formulation on the study's one pattern.

        ``to_come`` are policies not yet announced; what they will bring already has its place in the pattern, and
        ``BadInput`` is raised if they move a record of the same name elsewhere. ``pattern`` is a wider world than the
        study's ``widest``, for policies that no option has.
        """
        world = apply(self.world, policies)
        later = apply(self.world, [*policies, *to_come]) if to_come else world
        require_same_places(world, later)
        widest = on_pattern(widened(self.widest if pattern is None else pattern, later), world)
        return System(world, widest, self.baseline, self.grid, self.resolution, captive_terminal_share)


def find_study(name_or_path: str | Path) -> Path:
    """The folder of a shipped study by name, or the path itself. Raises ``BadInput`` with the nearest shipped name."""
    path = Path(name_or_path)
    if os.path.isdir(path):
        check_folder(path)
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


def open_study(
    name_or_path: str | Path,
    as_of: str | date | None = None,
    resolution: str = "fine",
    foresight: str | None = None,
) -> Study:
    """Open a study as known on a date, by default the last of its as-of dates.

    ``as_of`` is the name of one of the study's dates, or a date. ``resolution`` is "draft" or "fine"; ``foresight`` is
    "surprise" or "perfect", by default what study.toml says. Raises ``BadInput`` with every fault of the folder, or for a
    name that does not exist.
    """
    if foresight is not None:
        require_foresight(foresight)
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
    try:
        return Study(folder, Resolution(**steps[resolution]), foresight or folder.settings["study"]["foresight"])
    except ModelFault as fault:
        message, _, way_out = str(fault).partition(" -> ")
        raise BadInput([Fault(message, "study.toml", None, f"resolution.{resolution}", way_out)]) from None


def require_foresight(name: str) -> None:
    """Refuse, with ``BadInput``, a kind of foresight that there is none of."""
    if name not in FORESIGHTS:
        raise BadInput([Fault(f"there is no foresight {name!r}", way_out=nearest(name, FORESIGHTS))])


def as_of_dates(root: Path) -> dict[str, date]:
    """The as-of dates of a study by name, read without reading its tables; whatever is wrong with them, the reader says."""
    return dates_of(root)
