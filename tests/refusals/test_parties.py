"""Parties and strategies that cannot be: told by place and way out, before anything is solved."""

from __future__ import annotations

import pytest

PARTIES = """
[[parties]]
name = "east"
title = "Eastland"
region = "east"

[[parties]]
name = "west"
title = "Westland"
region = "west"

[[strategies]]
party = "east"
name = "trade"
title = "sells"
policies = []

[[strategies]]
party = "east"
name = "stop"
title = "sells nothing"
policies = ["export-ban"]

[[strategies]]
party = "west"
name = "free"
title = "buys"
policies = []

[[strategies]]
party = "west"
name = "tax"
title = "taxes what it buys"
policies = ["import-tax"]
"""
TAX = """title = "a duty on cobalt oxide"
announced = 2025-06-30

[[set]]
table = "lanes"
key = "cobalt_east_west"
values = { duty = 2 }
"""


@pytest.fixture
def two(study):
    """The starter study with two parties of two strategies each."""
    study.append("study.toml", PARTIES)
    study.write("scenarios/import-tax.toml", TAX)
    return study


def test_two_parties_with_a_choice_each_are_taken(two):
    """Proves: two parties with two strategies each pass the check.
    Without it: the refusals below could come from anything.
    """
    assert two.is_taken(), two.faults()


@pytest.mark.parametrize(
    ("old", "new", "column", "message", "way_out"),
    [
        ('region = "west"', 'region = "wets"', "parties.2.region", "no region 'wets'", "did you mean 'west'?"),
        (
            'name = "west"\ntitle = "Westland"',
            'name = "east"\ntitle = "Westland"',
            "parties.name",
            "'east' stands twice",
            "its own",
        ),
        (
            'policies = ["import-tax"]',
            'policies = ["import-tx"]',
            "strategies.4.policies",
            "no policy 'import-tx'",
            "'import-tax'",
        ),
        (
            'party = "west"\nname = "tax"',
            'party = "wets"\nname = "tax"',
            "strategies.4.party",
            "no party 'wets'",
            "'west'",
        ),
        (
            'party = "west"\nname = "tax"',
            'party = "east"\nname = "tax"',
            "parties.2",
            "has one strategy only",
            "two or more",
        ),
        ('name = "tax"', 'name = "free"', "strategies.4.name", "two strategies 'free'", "its own"),
        (
            'region = "east"\n',
            'region = "east"\ndecides = ["war"]\n',
            "parties.1.decides",
            "'war' is no event",
            "events",
        ),
        ('region = "east"\n', 'region = "east"\nends = "gain"\n', "parties.1.ends", "unknown key 'ends'", "known are"),
    ],
)
def test_a_party_or_strategy_that_cannot_be(two, old, new, column, message, way_out):
    """Proves: it is named by its place in study.toml and its line, with what is wrong and the way out.
    Without it: a misspelt policy would leave a strategy without effect, and a payoff of nothing would look like a
    result.
    """
    two.replace("study.toml", old, new)

    found = [fault for fault in two.faults() if fault.file == "study.toml" and fault.column == column]

    assert message in found[0].message
    assert way_out in found[0].way_out
    assert found[0].line is not None


def test_a_party_without_strategies_and_one_alone_are_told_at_once(study):
    """Proves: one party without a strategy gives both faults in one message.
    Without it: the author would add a strategy and be refused again.
    """
    study.append("study.toml", PARTIES.split('[[parties]]\nname = "west"')[0])

    told = [fault.message for fault in study.faults()]

    assert told == ["one party alone has nobody to reckon with", "party 'east' has no strategy"]


def test_strategies_of_two_parties_that_cannot_stack_are_refused(two):
    """Proves: both parties would add the same ban: refused with the first profile in which they do, and what a policy
    does twice.
    Without it: the run would stop after many solved combinations.
    """
    two.replace("study.toml", 'policies = ["import-tax"]', 'policies = ["second-ban"]')
    two.write("scenarios/second-ban.toml", two.text("scenarios/export-ban.toml"))

    fault = two.only_fault()

    assert fault.message.startswith("under east stop, west tax: policy second-ban adds")
    assert "exists already" in fault.message


def test_one_policy_that_both_parties_may_take_is_done_once(two):
    """Proves: where both strategies name the same policy the profile has it once, and nothing is refused.
    Without it: two parties could not agree on anything.
    """
    two.replace("study.toml", 'policies = ["import-tax"]', 'policies = ["export-ban"]')

    assert two.is_taken(), two.faults()


def test_two_parties_cannot_decide_one_event(two):
    """Proves: an event that both call their own is refused where the second does.
    Without it: whose strategies take its place would depend on their order.
    """
    two.replace("study.toml", "[study]", 'events = ["import-tax"]\n[study]')
    two.replace("study.toml", 'region = "east"\n', 'region = "east"\ndecides = ["import-tax"]\n')
    two.replace("study.toml", 'region = "west"\n', 'region = "west"\ndecides = ["import-tax"]\n')

    fault = two.only_fault()

    assert (fault.column, fault.message) == ("parties.2.decides", "another party decides 'import-tax' as well")


def test_more_combinations_than_anybody_would_solve_are_refused(two):
    """Proves: 2 x 130 strategies make 260 combinations: refused before one is solved.
    Without it: a slip in a script that writes studies would keep a machine busy for days.
    """
    more = "".join(
        f'[[strategies]]\nparty = "west"\nname = "tax{i}"\ntitle = "tax"\npolicies = []\n' for i in range(128)
    )
    two.append("study.toml", more)

    assert "make 260 combinations, more than 250" in two.only_fault().message
