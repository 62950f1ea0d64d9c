"""The two questions asked from Python: what does this option lead to, and how do options differ?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monazite.results.outcome import Outcome
from monazite.results.welfare import PARTIES, welfare_account
from monazite.study.foresight import solve_option
from monazite.study.study import Study

if TYPE_CHECKING:
    import pandas as pd


def solve(study: Study, option: str, foresight: str | None = None) -> Outcome:
    """The realised outcome of one option of a study; ``foresight`` is "surprise" or "perfect", by default the study's own.

    Raises ``BadInput`` for an unknown option or foresight, ``Infeasible`` with the labels of conflicting rows, ``SolveFault``
    when no trustworthy optimum comes back.
    """
    return solve_option(study, option, foresight=foresight)


def compare(study: Study, options: Sequence[str] | None = None) -> pd.DataFrame:
    """Gains of options over the reference by region and party, MUSD discounted; one column per option."""
    import pandas as pd

    names = list(options or study.options)
    reference = welfare_account(solve(study, study.reference))
    columns = {}
    for name in names:
        account = reference if name == study.reference else welfare_account(solve(study, name))
        columns[name] = {key: account.get(key, 0.0) - reference.get(key, 0.0) for key in {*account, *reference}}
    # A party that only one option knows, such as the holders of licences, has nothing in the others.
    frame = pd.DataFrame(columns).fillna(0.0)
    order = [(r.region, p) for r in study.folder.world.regions for p in PARTIES if (r.region, p) in frame.index]
    frame = frame.loc[order, names]
    frame.index = pd.MultiIndex.from_tuples(order, names=["region", "party"])
    return frame
