"""The starter study with two parties: Eastland may stop its exports, Westland may tax what it buys."""

from __future__ import annotations

from pathlib import Path

import pytest

from monazite.reading import new_study

TAX = """title = "a duty on cobalt oxide"
announced = 2025-06-30

[[set]]
table = "lanes"
key = "cobalt_east_west"
values = { duty = 2 }
"""
PARTIES = """
[[parties]]
name = "east"
title = "Eastland"
region = "east"

[[parties]]
name = "west"
title = "Westland"
region = "west"
decides = ["westland-tax"]

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
policies = ["westland-tax"]
"""


@pytest.fixture(scope="session")
def two_parties(tmp_path_factory) -> Path:
    """A study folder in which the tax is an event of the study, and Westland's own choice."""
    root = tmp_path_factory.mktemp("parties") / "study"
    new_study(root)
    (root / "scenarios" / "westland-tax.toml").write_text(TAX, encoding="utf-8")
    settings = (root / "study.toml").read_text(encoding="utf-8")
    settings = settings.replace("[study]\n", 'events = ["westland-tax"]\n\n[study]\n', 1)
    (root / "study.toml").write_text(settings + PARTIES, encoding="utf-8")
    return root
