"""A production incentive pays for eligible tonnes, within a cap per kilogramme, per share of sales, tonnes, years and budget."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.errors import BadInput
from monazite.reading import new_study, read_study
from monazite.results.welfare import closing_error, welfare_account
from monazite.study.foresight import realise
from monazite.world.records import Subsidy

SCHEME = Subsidy("scheme", "plant", ("oxide",), rate=3.0, sales_share=0.4, tonnes=3.0, budget=0.0, start=date(2025, 1, 1), years=5.0)


def test_the_lower_of_the_two_caps_is_paid(small):
    """Proves: 40 % of a price of 5 USD/kg are 2, less than 3: 3 kt/yr get 6 MUSD, gain 38.08; at 80 % the 3 USD/kg bind: 9.
    Without it: 32.08.
    """
    by_sales, by_rate = (small.add("subsidies", SCHEME).set("subsidies", "scheme", sales_share=s).solve() for s in (0.4, 0.8))

    assert [-by_sales.cost("incentive"), by_sales.gain] == pytest.approx([6.0, 38.08])
    assert [-by_rate.cost("incentive"), small.solve().gain] == pytest.approx([9.0, 32.08])


def test_a_negative_rate_is_refused(tmp_path):
    """Proves: a rate below nothing in a scenario is refused with file and column.
    Without it: an incentive would be a tax under another name.
    """
    root = tmp_path / "study"
    new_study(root)
    (root / "scenarios" / "aid.toml").write_text(
        'title = "aid"\nannounced = 2026-01-01\n\n[[add]]\ntable = "subsidies"\nrow = { subsidy = "aid", unit = "refinery", '
        'commodities = "nickel_oxide", rate = -1, sales_share = 0.4, tonnes = 100, budget = 0, start = 2026-01-01, years = 5 }\n'
    )

    with pytest.raises(BadInput) as refused:
        read_study(root, date(2025, 6, 30))
    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("scenarios/aid.toml", "add 1.rate")


def test_the_indian_scheme_makes_magnets_and_costs_the_state(stacks):
    """Proves: with the scheme 2,000 t or more are made in 2030 and a fraction of that in 2035, when it has ended; the state pays over a
    hundred million USD, the fixed point is settled to 0.5 % and the account closes.
    Without it: what happens after an incentive would not be told.
    """
    study = stacks.study
    scheme = study.folder.policies["magnet-scheme"]
    after = realise(study, "keep", tuple(sorted((*study.policies("keep"), scheme), key=lambda p: p.announced)))
    names = after.system.grid.names
    made = after.total("run", unit="magnet_ind")
    account, base = welfare_account(after), welfare_account(stacks.outcome())

    assert made[names.index("2030")] > 2.0 > 0.5 > made[names.index("2035")]
    assert account["IND", "government"] < base["IND", "government"] - 100.0
    assert 0.0 < after.incentive_residual < 0.005
    assert closing_error(after, account) < 1e-9
