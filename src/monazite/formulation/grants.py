"""What the state pays of an investment: a share of it, in the years in which the plant is paid off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from monazite.formulation.annuity import annuity
from monazite.formulation.system import Floats, System
from monazite.formulation.technology import opening


def granted(system: System) -> Iterator[tuple[str, str, Floats]]:
    """For each grant the unit, its region, and MUSD by period, discounted; shape (periods,).

        share * capex * built * yearly charge of a plant that stands, as ``investment`` reckons it

    cut so that share * capex * size * delivery factor is at most ``most``. Projects are given, so that a grant moves money
    and no tonne: what it does to a plant's break-even is on its page.
    """
    projects, region = system.world.keyed("projects"), system.world.region_of_unit
    for grant in system.world.grants:
        project = projects.get(grant.project)
        if project is None:
            continue
        size = project.size * project.delivery_factor
        whole = grant.share * project.capex * size
        part = min(1.0, grant.most / whole) if grant.most > 0.0 and whole > 0.0 else 1.0
        stands = system.grid.share(opening(system.world, project), None)
        built = size * np.diff(stands, prepend=0.0)
        yield project.unit, region[project.unit], part * grant.share * project.capex * built * annuity(system)
