"""The answer of a study that asks no particular question: what each option is worth to each region, and what moves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.results.welfare import PARTIES, Account, social_welfare
from monazite.study.answer.by_hand import by_hand
from monazite.study.answer.number import TONNES, Number, series
from monazite.study.answer.prices import prices_section
from monazite.study.answer.rests_on import summary
from monazite.study.answer.sections import base_year_section, leak_section, section
from monazite.study.answer.told import title_of, told_date
from monazite.study.study import Study


def assemble_plain(study: Study, name: str, works: Mapping[str, Any]) -> dict[str, Any]:
    """The answer as known on one date, as plain data, for a study without ``[answer]``."""
    reference = works[study.reference].account
    until = sum(p.end <= study.folder.settings["periods"]["printed_until"] for p in study.grid.periods)
    numbers = {option: _numbers(study, work, reference, until) for option, work in works.items()}
    model = {f"{option}.{key}": n.value for option, found in numbers.items() for key, n in found.items()}
    rows = [
        {
            "option": option,
            "region": r.region,
            **{p: work.account.get((r.region, p), 0.0) - reference.get((r.region, p), 0.0) for p in PARTIES},
        }
        for option, work in works.items()
        if option != study.reference
        for r in study.folder.world.regions
    ]
    counted = summary(study)
    return {
        "as_of": told_date(study, name),
        "verdict": {
            "decided": False,
            "sentence": "Not decided: [answer] in study.toml does not say for whom; below is who gains and who pays.",
            "reasons": [],
        },
        "findings": [],
        "common": {"numbers": {}},
        "options": {
            option: {
                "title": title_of(study, option),
                "numbers": {k: n.told() for k, n in found.items()},
                "series": _prices(study, works[option], until),
                "prices": [p.told() for p in works[option].prices],
            }
            for option, found in numbers.items()
        },
        "sections": [
            *prices_section(study, {option: work.prices for option, work in works.items()}),
            section(
                "welfare",
                "Who gains and who pays, against the reference",
                "the split between parties follows prices and is soft",
                [("option", "option", ""), ("region", "region", ""), *((p, p, "MUSD") for p in PARTIES)],
                rows,
            ),
            *leak_section(study, {o: w.outcome for o, w in works.items()}, {}, study.grid.whole_years[:6:5]),
            base_year_section(study),
        ],
        "by_hand": by_hand(study.folder, model),
        "rests_on": {
            **counted,
            "weakest": [],
            "sentence": f"{counted['inputs']:,} inputs are derived from {counted['evidence']} pieces of "
            f"evidence, of which {counted['estimates']} are estimates.",
        },
    }


def _numbers(study: Study, work: Any, reference: Account, until: int) -> dict[str, Number]:
    """Welfare of each region against the reference, what is shipped in all and what that costs, and the prices of the
    last printed period; keys end in the code of the region or lane.
    """
    found = {
        f"welfare_{r.region}": Number(
            f"social welfare of {r.region}",
            social_welfare(work.account, r.region) - social_welfare(reference, r.region),
            "USD million, discounted",
            decimals=1,
            group="money",
        )
        for r in study.folder.world.regions
    }
    length = work.outcome.system.lengths
    for lane in study.folder.world.lanes:
        found[f"shipped_{lane.lane}"] = Number(
            f"shipped on {lane.lane}, whole horizon",
            float(length @ work.outcome.total("ship", lane=lane.lane)) * TONNES,
            "t",
            group="trade",
        )
    if study.folder.world.lanes:
        found["transport"] = Number(
            "cost of transport, whole horizon",
            work.outcome.cost("transport"),
            "USD million, discounted",
            decimals=3,
            group="trade",
        )
    for key, path in _prices(study, work, until).items():
        if until:
            found[key.replace(".", "_")] = Number(
                f"{path['label']}, {path['periods'][-1]}", path["values"][-1], path["unit"], decimals=3, group="prices"
            )
    return found


def _prices(study: Study, work: Any, until: int) -> dict[str, dict[str, Any]]:
    """Prices of headline commodities, or of all that have a reported price, over the printed periods."""
    headline = {c.commodity for c in study.folder.world.commodities if c.headline}
    return {
        f"price.{p.commodity}.{p.region}": series(
            f"{p.commodity} in {p.region}", "USD/kg", study.grid, work.outcome.price(p.commodity, p.region), until
        )
        for p in study.folder.world.prices
        if not headline or p.commodity in headline
    }
