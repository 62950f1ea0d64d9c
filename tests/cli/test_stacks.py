"""``monazite compare STUDY --with SCENARIO``: instruments at will, from the command line."""

from __future__ import annotations

import json


def test_a_stack_is_told_with_its_scenarios_gains_and_checks(monazite_says, here):
    """Proves: scenario, who gains, prices and trade stand on the page, and that the account closes.
    Without it: a user who stacks instruments would see nothing of what they do.
    """
    said = monazite_says("compare", "starter", "--with", "export-ban").stdout

    for expected in ("export-ban", "Who gains and who pays", "Prices that change most", "Trade that changes most", "closes to"):
        assert expected in said


def test_the_same_as_json(monazite_says, here):
    """Proves: sections, scenarios and residuals come as one JSON document.
    Without it: other programs would have to read the page.
    """
    found = json.loads(monazite_says("compare", "starter", "--with", "export-ban", "--json").stdout)

    assert found["stacks"][0]["scenarios"][0]["name"] == "export-ban"
    assert found["stacks"][0]["checks"]["closing_error"] < 1e-9
    assert {s["key"] for s in found["sections"]} >= {"gains", "prices", "trade", "production", "use"}


def test_unknown_scenarios_years_and_options_end_with_code_2(monazite_says, here):
    """Proves: each is refused by name and nothing is solved.
    Without it: a traceback, or a table of something else.
    """
    for words, told in (
        (("--with", "export-bann"), "'export-ban'"),
        (("--with", "export-ban", "--years", "20x"), "'20x' is no year"),
        (("--with", "export-ban", "--years", "2090"), "2090"),
        (("--with", "export-ban", "--on", "nothing"), "'nothing'"),
    ):
        result = monazite_says("compare", "starter", *words)
        assert result.exit_code == 2 and told in result.stderr
