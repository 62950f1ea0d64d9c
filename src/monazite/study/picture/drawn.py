"""Other base years that the reports of a study allow, as a table: a row a draw, a column a flow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from monazite.balance import draws
from monazite.study.picture.adjustments import picture
from monazite.study.study import Study

if TYPE_CHECKING:
    import pandas as pd

TONNES = 1000.0


def drawn_flows(study: Study, count: int, seed: int = 0, left_out: Sequence[str] = ()) -> pd.DataFrame:
    """``count`` balanced base years in t/yr on each commodity's own basis; columns are ``table.record``, then what reports count
    besides. Every balance of every place holds in each. Raises ``ModelFault`` if one cannot balance.
    """
    import pandas as pd

    balance = picture(study, left_out).balance
    names = [f"{f.table}.{f.key if isinstance(f.key, str) else '.'.join(f.key)}" for f in balance.flows]
    names += [f"besides.{name}" for name in balance.besides]
    rows = draws(balance.found, count, seed) * TONNES
    return pd.DataFrame(rows, columns=names, index=pd.RangeIndex(count, name="draw"))
