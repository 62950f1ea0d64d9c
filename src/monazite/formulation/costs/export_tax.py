"""Export duty, royalty, or value added tax that the seller's state does not refund."""

from __future__ import annotations

import numpy as np

from monazite.formulation.columns import Columns
from monazite.formulation.royalties import export_charge
from monazite.formulation.system import System
from monazite.formulation.tariffs import tariff_charges
from monazite.program import Draft


def export_tax(draft: Draft, system: System, columns: Columns) -> None:
    """Charge export tax as a fixed amount per kg, royalty as a share of the price less freight, and export tariffs.

    Term: sum_(l,s,t) weight_t (export_tax_l + royalty_l (price_lt - freight_l) + tariff_lt) ship_lst, with the price at
        destination
    Unit: MUSD, discounted. A transfer: social welfare adds it back to the exporting region.
    Source: ``lanes.export_tax`` and ``royalty`` and ``tariffs`` of the study; the price by fixed point, as for incentives.
    """
    tax = np.array([export_charge(system, x.lane) for x in system.widest.lanes]).reshape(-1, len(system.grid))
    tariff, none = tariff_charges(system, "export"), np.zeros(len(system.grid))
    tax = tax + np.array([tariff.get(x.lane, none) for x in system.widest.lanes]).reshape(-1, len(system.grid))
    at = columns.ship.index.codes
    draft.cost("export_tax", columns.ship, tax[at["lane"], at["period"]] * system.weight[at["period"]])
