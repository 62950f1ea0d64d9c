"""No element is made or lost unseen: every option conserves every element, and no more leaves than ever came in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from monazite.results.element_balance import element_balance_error
from monazite.study.answer.material import WHERE, kept, leaving, total_leaving
from monazite.study.answer.work import terms_of

DATES = ("june-2025", "today")
OPTIONS = ("keep", "suspend", "suspend-japan-only", "wind-down", "swap", "keep+build", "suspend+build")
EACH = [(date, option) for date in DATES for option in OPTIONS]


@pytest.mark.parametrize(("date", "option"), EACH)
def test_every_element_adds_up_in_every_option(shipped, date, option):
    """Proves: mined and in store at first = used, lost, thrown away and in store at last, for ten elements, to 1e-9.
    Without it: a recipe could make neodymium out of lanthanum.
    """
    errors = element_balance_error(shipped.outcome(date, option))

    assert set(errors) == {e.symbol for e in shipped.study(date).folder.world.elements}
    assert max(errors.values()) < 1e-9


def test_a_tonne_that_nobody_mined_is_found(shipped):
    """Proves: one thousandth more of all that is used breaks the balance by more than 1e-6.
    Without it: a measure that is always zero would pass every outcome.
    """
    outcome = shipped.outcome("june-2025", "keep")
    x = outcome.x.copy()
    x[outcome.program.column("serve").slice] *= 1.001

    assert max(element_balance_error(replace(outcome, x=x)).values()) > 1e-6


@pytest.mark.parametrize(("date", "option"), EACH)
def test_no_more_leaves_than_indian_ore_gave_and_imports_brought(shipped, date, option):
    """Proves: up to each period, NdPr that left <= NdPr in monazite that was mined, in what lay in store and in imports.
    Without it: exports could live on a store that never empties.
    """
    outcome, terms = shipped.outcome(date, option), terms_of(shipped.study(date))
    came = mined(outcome, terms) + arrived(outcome, terms)
    bound = np.cumsum(outcome.system.lengths * came) + found(outcome, terms)

    assert np.all(np.cumsum(outcome.system.lengths * total_leaving(outcome, terms)) <= bound + 1e-9)


@pytest.mark.parametrize(("date", "option"), EACH)
def test_oxide_that_leaves_passed_cracking_and_separation(shipped, date, option):
    """Proves: oxide that left, up to each period, <= content of what was mined x recovery of cracking x recovery of
    separation, plus what lay in store: 0.86 x 0.96 of 513 t a year, 424 t, could leave, and 235 t do.
    Without it: own-make lanes could re-export imports, or the losses could be forgotten.
    """
    outcome, terms = shipped.outcome(date, option), terms_of(shipped.study(date))
    share = outcome.system.world.keyed("recoveries")
    best = (share["crack_monazite_ind", "monazite_ind", "*", "chloride_ind"].recovery
            * share["separate_chloride_trei", "chloride_trei", "NdPr", "ndpr_oxide"].recovery)
    oxide = sum((v for (_, form), v in leaving(outcome, terms).items() if form == "oxide"), np.zeros(len(outcome.system.grid)))
    bound = best * (np.cumsum(outcome.system.lengths * mined(outcome, terms))) + found(outcome, terms)

    assert best == pytest.approx(0.86 * 0.96)
    assert np.all(np.cumsum(outcome.system.lengths * oxide) <= bound + 1e-9)


@pytest.mark.parametrize(("date", "option"), EACH)
def test_the_six_places_hold_all_that_was_kept(shipped, date, option):
    """Proves: not mined, three stores, used at home and lost in processing sum to what did not leave, to 1e-6 t.
    Without it: "kept 1,249 t" would not say whether it lies in a store or was never dug.
    """
    study = shipped.study(date)
    terms = terms_of(study)
    other = terms.counterparts.get(option, study.reference)
    places = kept(shipped.outcome(date, option), shipped.outcome(date, other), terms)

    np.testing.assert_allclose(sum(places[w] for w in WHERE), places["kept"], rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("date", DATES)
def test_what_is_kept_and_what_leaves_add_up_to_what_would_have_left(shipped, date):
    """Proves: kept under 'suspend' + leaving under 'suspend' = leaving under 'keep', up to each period.
    Without it: material could be counted as kept and shipped.
    """
    terms = terms_of(shipped.study(date))
    keep, stop = shipped.outcome(date, "keep"), shipped.outcome(date, "suspend")
    left = [np.cumsum(o.system.lengths * total_leaving(o, terms)) for o in (keep, stop)]

    np.testing.assert_allclose(kept(stop, keep, terms)["kept"] + left[1], left[0], rtol=0.0, atol=1e-9)


@pytest.mark.parametrize("date", DATES)
def test_kept_material_is_measured_where_it_lies(shipped, date):
    """Proves: with nobody to use it, nine tenths or more of what 'suspend' keeps lies as mixed chloride, and the rest,
    told as loss, is the separation loss that it did not suffer: between 0 and 10 % of what was kept, with the sign of a gain.
    Without it: the last place, a remainder, could hide anything.
    """
    terms = terms_of(shipped.study(date))
    places = kept(shipped.outcome(date, "suspend"), shipped.outcome(date, "keep"), terms)
    total = places["kept"][-1]

    assert places["in store as mixed compound"][-1] > 0.9 * total
    assert -0.1 * total < places["lost in processing"][-1] <= 1e-9


def mined(outcome, terms):
    rates = sum(outcome.amounts(terms.ore, terms.home, 1).values())
    return rates * outcome.oxide(terms.ore, terms.element)


def arrived(outcome, terms):
    by_lane = sum((outcome.oxide(x.commodity, terms.element) * outcome.total("ship", lane=x.lane)
                   for x in outcome.system.widest.lanes if x.destination == terms.home), np.zeros(len(outcome.system.grid)))
    by_swap = sum((outcome.oxide(g.delivered_as, terms.element) * outcome.total("deliver", agreement=g.agreement)
                   for g in outcome.system.widest.agreements if g.destination == terms.home != g.origin), np.zeros(len(outcome.system.grid)))
    return by_lane + by_swap


def found(outcome, terms):
    return sum(outcome.oxide(k.commodity, terms.element) * k.initial
               for k in outcome.system.world.stockpiles if k.region == terms.home)
