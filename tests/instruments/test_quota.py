"""A quota lets a fixed tonnage through, and the gap in price goes to whoever may ship."""

from __future__ import annotations

from datetime import date

import pytest

from monazite.results.welfare import closing_error, welfare_account
from monazite.world.records import Control

QUOTA = Control("quota", "quota", ("oxide",), ("east",), ("*",), date(2025, 1, 1), None, share=0.0, tonnes=2.5)


def test_a_quota_in_tonnes_lets_its_tonnes_through(small):
    """Proves: of 8.02 kt/yr wanted 2.5 pass: gain 10. The rent of the last kg is 4 USD, what trade gained on it.
    Without it: 8.02 pass, gain 32.08.
    """
    bound = small.add("controls", QUOTA).solve()

    assert [bound.rate("ship"), bound.gain] == pytest.approx([2.5, 10.0])
    assert bound.duals("export_control") == pytest.approx([-4.0])
    assert small.solve().gain == pytest.approx(32.08)


def test_a_quota_may_be_a_share_of_the_base_flow(small):
    """Proves: a quarter of the base flow of 4 kt/yr is 1: gain 4.
    Without it: a share of what is asked for would let 2.005 pass.
    """
    shared = small.add("controls", QUOTA).set("controls", "quota", tonnes=0.0, share=0.25)

    assert shared.solve().gain == pytest.approx(4.0)


def test_a_negative_share_is_refused(small, tmp_path):
    """Proves: ``share = -0.1`` in a scenario is refused with file and column; see also tests/refusals.
    Without it: a quota below nothing would make the programme infeasible.
    """
    from monazite.errors import BadInput
    from monazite.reading import new_study, read_study

    root = tmp_path / "study"
    new_study(root)
    file = root / "scenarios" / "export-ban.toml"
    file.write_text(file.read_text().replace("share = 0", "share = -0.1"))

    with pytest.raises(BadInput) as refused:
        read_study(root, date(2025, 6, 30))
    (fault,) = refused.value.faults
    assert (fault.file, fault.column) == ("scenarios/export-ban.toml", "add 1.share")


def test_a_chinese_quota_holds_its_tonnage_form_by_form_and_makes_rents(stacks):
    """Proves: in 2027 China ships at most seven tenths of its usual NdPr as oxide and as metal, though magnets go on;
    licence holders gain and the account closes.
    Without it: a quota on one form would leak into the other unseen.
    """
    before, after = stacks.outcome(), stacks.outcome("china-oxide-quota")
    at = before.system.grid.names.index("2027Q3")
    base, found = welfare_account(before), welfare_account(after)

    for form in ("ndpr_oxide", "ndpr_metal"):
        assert after.total("ship", origin="CHN", commodity=form)[at] < before.total("ship", origin="CHN", commodity=form)[at]
    assert after.total("ship", origin="CHN", commodity="magnet_light")[at] > 0.99 * before.total(
        "ship", origin="CHN", commodity="magnet_light")[at]
    assert found["CHN", "licence holders"] > base["CHN", "licence holders"] + 5.0
    assert closing_error(after, found) < 1e-9
