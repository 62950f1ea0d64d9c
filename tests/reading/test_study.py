"""A study folder becomes a world: values in internal units, policies, options and settings."""

from __future__ import annotations

import os
from datetime import date

from monazite.world.policies import apply


def test_the_world_is_in_internal_units(starter):
    """Proves: 100,000 t/yr are 100 kt/yr, 14 USD/kg are 14 MUSD/kt, and shares stay shares.
    Without it: the programme would be a thousand times out of scale.
    """
    world = starter.read().world

    assert world.keyed("units")["mine"].capacity == 100.0
    assert world.keyed("prices")["nickel_oxide", "east"].price == 14.0
    assert world.keyed("compositions")["concentrate", "Ni"].share == 0.12
    assert (world.base_year, world.price_year, world.discount_rate) == (2024, 2024, 0.07)


def test_a_record_knows_its_line(starter):
    """Proves: the second lane stands on line 3 of lanes.csv.
    Without it: later stages could not say where a fault comes from.
    """
    assert starter.read().lines["lanes", "cobalt_east_west"] == ("lanes.csv", 3)


def test_an_option_is_a_list_of_policies(starter):
    """Proves: the option 'ban' adds one control in internal units, from files alone.
    Without it: options would be code.
    """
    study = starter.read()
    ban = next(option for option in study.options if option.name == "ban")

    world = apply(study.world, [study.policies[name] for name in ban.policies])

    assert world.keyed("controls")["export_ban"].destinations == ("west",)
    assert world.keyed("controls")["export_ban"].start == date(2026, 1, 1)


def test_an_edit_is_written_in_the_units_of_its_table(starter):
    """Proves: capacity = 120000 in a policy is 120 kt/yr, and an empty text clears a date.
    Without it: a policy would build a thousand mines.
    """
    starter.append(
        "scenarios/export-ban.toml",
        "[[set]]",
        'table = "units"',
        'key = "mine"',
        "values = { capacity = 120000 }",
        "[[set]]",
        'table = "disposals"',
        'key = ["cobalt_oxide", "east"]',
        "values = { cost = 1.5 }",
    )

    study = starter.read()
    world = apply(study.world, [study.policies["export-ban"]])

    assert world.keyed("units")["mine"].capacity == 120.0
    assert world.keyed("disposals")["cobalt_oxide", "east"].cost == 1.5


def test_a_policy_may_set_what_another_adds(starter):
    """Proves: a later policy eases the ban that an earlier one brings, in whatever order the option lists them.
    Without it: easing would have to repeat the whole ban.
    """
    starter.write(
        "scenarios/easing.toml",
        'title = "easing"\nannounced = 2026-06-30\n[[set]]\ntable = "controls"\n'
        'key = "export_ban"\nvalues = { share = 0.5, end = 2027-01-01 }\n',
    )
    starter.replace("study.toml", '["export-ban"]', '["easing", "export-ban"]')

    study = starter.read()
    world = apply(study.world, [study.policies[name] for name in ("export-ban", "easing")])

    assert world.keyed("controls")["export_ban"].share == 0.5


def test_events_hold_once_they_are_announced(starter):
    """Proves: an event announced on 30 June is there as of that day, and not the day before.
    Without it: the answer as of June would know of July.
    """
    starter.replace("study.toml", "[study]", 'events = ["export-ban"]\n\n[study]')
    starter.replace("study.toml", 'policies = ["export-ban"]', "policies = []")

    assert starter.read(date(2025, 6, 30)).events == ("export-ban",)
    assert starter.read(date(2025, 6, 29)).events == ()


def test_settings_come_with_dates_and_the_answer_as_it_stands(starter):
    """Proves: dates are dates whether quoted or not; [answer] is handed on untouched.
    Without it: each user of the settings would parse them again.
    """
    starter.replace("study.toml", "start = 2025-01-01", 'start = "2025-01-01"')
    starter.append("study.toml", "[answer]", 'show = ["prices"]')

    settings = starter.read().settings

    assert settings["periods"]["start"] == date(2025, 1, 1)
    assert settings["resolution"]["draft"] == {"lanes": 8, "activities": 8, "demands": 9}
    assert settings["answer"] == {"show": ["prices"]}


def test_the_digest_changes_with_any_input_and_with_nothing_else(starter):
    """Proves: one byte of any table, of the settings or of a policy changes it; dates of files and other files do not.
    Without it: a run could not prove from which inputs it came.
    """
    before = starter.read().digest
    os.utime(starter.root / "lanes.csv", (0, 0))
    starter.write("README.md", "other words")

    assert starter.read().digest == before

    digests = {before}
    for file in ("lanes.csv", "study.toml", "scenarios/export-ban.toml", "sources.csv"):
        starter.append(file, "")
        digests.add(starter.read().digest)

    assert len(digests) == 5
