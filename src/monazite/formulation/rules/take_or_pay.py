"""What a buyer has promised to take, it takes or pays for."""

from __future__ import annotations

from monazite.formulation.agreements import volumes
from monazite.formulation.columns import Columns
from monazite.formulation.system import System
from monazite.program import Draft


def take_or_pay(draft: Draft, system: System, columns: Columns) -> None:
    """Declare the take-or-pay volume of each agreement.

        deliver_gt + untaken_gt >= take_or_pay_g maximum_g f_gt

    with f the share of the volumes in force. What is not taken is paid for at the deficiency price (missed_volume), so it
    is taken unless it is worth less than it costs by more than that price.

    Rows: agreement, period.
    Unit: kt/yr of the commodity handed over.
    Dual: what one more kg of the duty costs both parties together, the deficiency price at most; USD/kg times discount
        and length.
    Source: take-or-pay clauses of offtake agreements (deficiency payments).
    """
    rows = draft.rows("take_or_pay", columns.untaken.index, lower=volumes(system).taken.ravel(), unit="kt/yr",
                      dual="cost of one more kg that has to be taken, USD/kg, times discount and length")
    rows.add(columns.deliver, 1.0, on=("agreement", "period"))
    rows.add(columns.untaken, 1.0, on=("agreement", "period"))
