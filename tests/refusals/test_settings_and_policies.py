"""``study.toml`` and policies that are not what the dictionary says, or name what is not there."""

from __future__ import annotations

from datetime import date

import pytest

POLICY = "scenarios/export-ban.toml"


def test_settings_that_are_missing(study):
    """Proves: a folder without study.toml is told so.
    Without it: a folder of tables would be a study without a question.
    """
    (study.root / "study.toml").unlink()

    assert study.only_fault().file == "study.toml"


@pytest.mark.parametrize(
    ("old", "new", "column", "message"),
    [
        ('name = "starter"', "", "study", "'name' is missing"),
        ("base_year = 2024", "base_yaer = 2024", "study.base_yaer", "unknown key"),
        ("base_year = 2024", "base_year = 2024.5", "study.base_year", "is not whole"),
        ("base_year = 2024", 'base_year = "recent"', "study.base_year", "is not a number"),
        ("discount_rate = 0.07", "discount_rate = 7", "study.discount_rate", "out of bounds"),
        ("discount_rate = 0.07", "discount_rate = nan", "study.discount_rate", "not a finite number"),
        ('reference = "trade"', 'reference = "trad"', "study.reference", "the reference 'trad' is no option"),
        ("base_year = 2024", "base_year = 2026", "periods.start", "before the base year 2026"),
        ("quarters_until = 2027-01-01", "quarters_until = 2024-01-01", "periods.quarters_until", "lies before start"),
        ("printed_until = 2032-01-01", "printed_until = 2040-01-01", "periods.printed_until", "the horizon ends on"),
        ("[resolution.draft]", "[resolution.daft]", "resolution.daft", "unknown resolution"),
        ("lanes = 8", "lanes = 1", "resolution.draft.lanes", "out of bounds"),
        ("demands = 9", "demands = 8", "resolution.draft", "none centred on the base quantity"),
        ('name = "ban"', 'name = "trade"', "options.name", "'trade' stands twice"),
        ('policies = ["export-ban"]', 'policies = ["export-bna"]', "options.2.policies", "no policy 'export-bna'"),
        ("[study]", 'events = ["war"]\n[study]', "events", "there is no policy 'war'"),
        ("[periods]", "[period]", "period", "unknown section"),
        ("[[as_of]]", "[as_of]", "as_of", "must be a list of tables"),
    ],
)
def test_a_setting_that_cannot_be(study, old, new, column, message):
    """Proves: the setting is named by its path and its line, and what is wrong with it is said.
    Without it: a KeyError would name a word and no file.
    """
    study.replace("study.toml", old, new)

    found = [fault for fault in study.faults() if fault.file == "study.toml" and fault.column == column]

    assert message in found[0].message
    # How a curve is cut is the formulation's to say, which knows no files.
    assert found[0].line is not None or found[0].message.startswith("resolution: ")
    assert found[0].way_out


def test_a_file_that_is_not_toml(study):
    """Proves: the line of the mistake is named.
    Without it: the parser's own exception would reach the user.
    """
    study.replace("study.toml", 'title = "Nickel and cobalt from Eastland"', "title = Nickel and cobalt")

    fault = study.only_fault()

    assert (fault.file, fault.line) == ("study.toml", 5)
    assert "not TOML" in fault.message


def test_a_policy_that_is_not_utf_8(study):
    """Proves: byte and line are named.
    Without it: a UnicodeDecodeError would reach the user.
    """
    study.write(POLICY, 'announced = 2025-06-30\ntitle = "Östland"\n'.encode("latin-1"))

    fault = next(fault for fault in study.faults() if fault.file == POLICY)

    assert (fault.line, fault.message) == (2, "byte 0xD6 is not UTF-8")


@pytest.mark.parametrize(
    ("old", "new", "column", "message", "way_out"),
    [
        ("[[add]]", "[[ad]]", "ad", "unknown key 'ad'", "known are"),
        ('table = "controls"', 'table = "control"', "add 1.table", "no table 'control'", "did you mean 'controls'?"),
        ("share = 0", "shar = 0", "add 1.shar", "unknown key 'shar'", "did you mean 'share'?"),
        (", share = 0", "", "add 1", "'share' is missing", "flow"),
        ("share = 0", "share = 20", "add 1.share", "out of bounds", "at most 10"),
        ("share = 0", "share = true", "add 1.share", "true stands where", "value"),
        ("start = 2026-01-01", "start = 2026-01-01, end = 2025-01-01", "add 1.end", "lies before start", "exchange"),
        (
            '"cobalt_oxide"]',
            '"cobalt_oxid"]',
            "add 1.commodities",
            "'cobalt_oxid' is not in",
            "did you mean 'cobalt_oxide'?",
        ),
        ('["west"]', '"* west"', "add 1.destinations", "beside other names", "alone"),
        ("announced = 2025-06-30", "announced = 30", "announced", "'30' is not a date", "YYYY-MM-DD"),
    ],
)
def test_an_edit_that_cannot_be_made(study, old, new, column, message, way_out):
    """Proves: file, number of the edit and field are named.
    Without it: the author of ten policies would not know which one to open.
    """
    study.replace(POLICY, old, new)

    found = [fault for fault in study.faults() if fault.file == POLICY and fault.column == column]

    assert message in found[0].message
    assert way_out in found[0].way_out


def test_an_edit_is_told_with_the_line_of_its_header(study):
    """Proves: the second [[set]] of the file is found on line 12.
    Without it: only its number would be known, to be counted by hand.
    """
    study.append(
        POLICY,
        "",
        "[[set]]",
        'table = "units"',
        'key = "mine"',
        "values = { capacity = 120000 }",
        "[[set]]",
        'table = "units"',
        'key = "mien"',
        "values = { capacity = 120000 }",
    )

    fault = study.only_fault()

    assert (fault.line, fault.column) == (12, "set 2.key")
    assert fault.way_out == "did you mean 'mine'?"


def test_a_key_of_another_length(study):
    """Proves: prices are keyed by two columns; one is refused with their names.
    Without it: no price would be changed, in silence.
    """
    study.append(POLICY, "[[set]]", 'table = "prices"', 'key = "nickel_oxide"', "values = { price = 15 }")

    assert study.only_fault().way_out == "prices is keyed by commodity, region"


def test_a_policy_under_a_name_that_no_option_could_use(study):
    """Proves: a file name with a blank is refused.
    Without it: the policy could never be listed.
    """
    study.write("scenarios/export ban.toml", study.text(POLICY))

    assert study.only_fault().file == "scenarios/export ban.toml"


def test_an_option_that_needs_a_row_not_yet_known(study):
    """Proves: a policy on a unit that is first known in 2026 is refused in an answer as of 2025, and read as of 2026.
    Without it: the answer as known in 2025 would rest on a plant nobody had heard of.
    """
    study.replace("units.csv", "owner_region,capacity", "owner_region,capacity,known_on")
    study.replace("units.csv", "Eastland Mining,east,100000", "Eastland Mining,east,100000,")
    study.replace("units.csv", "Eastland Refining,east,100000", "Eastland Refining,east,100000,")
    study.append("units.csv", "second,Second mine,east,mining,O,east,100000,2026-01-01")
    study.append(POLICY, "[[set]]", 'table = "units"', 'key = "second"', "values = { capacity = 120000 }")

    fault = study.only_fault(date(2025, 6, 30))

    assert "option ban" in fault.message
    assert "'second'" in fault.message
