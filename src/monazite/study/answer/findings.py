"""The answer in sentences: what is gained, from when, what is lost, and what limits."""

from __future__ import annotations

from typing import Any

from monazite.study.answer.number import Number
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place
from monazite.study.study import Study


def findings(
    study: Study, terms: Terms, numbers: dict[str, dict[str, Number]], shared: dict[str, Number], rival: str
) -> list[str]:
    """Sentences for the option in question, each built from printed numbers only."""
    now, ref = numbers[rival], numbers[study.reference]
    year, late = terms.years[0], terms.years[-2]
    home, partner = (place(study.folder.world, r) for r in (terms.home, terms.partner))
    transit = ", ".join(place(study.folder.world, r) for r in terms.transit)

    def v(key: str, of: dict[str, Number] = now) -> float:
        return float(of[key].value or 0.0)

    made = [
        f"'{rival}' keeps {v(f'kept_by_{late}'):z,.0f} t of {terms.element} oxide in {home} by the end of {late}; "
        f"{v(f'used_at_home_by_{late}'):z,.0f} t of it are used there by then. First use of what is kept: {now['first_use'].value}.",
        f"It makes {v(f'extra_magnets_{late}'):z,.0f} t more magnets in {late}. Without it {v(f'magnets_{late}', ref):z,.0f} t are made, "
        f"against a use of {v(f'need_{late}', shared):z,.0f} t.",
        f"The world price of {terms.element} oxide moves by {v(f'world_price_{year}'):+z.1f} % in {year}; {partner} pays "
        f"{v(f'extra_cost_{terms.partner}'):z,.1f} and {transit} "
        f"{sum(v(f'extra_cost_{r}') for r in terms.transit):z,.1f} million USD a year more for what they still buy.",
        f"Magnets used in {home} need {v('scarce_need', shared):z,.0f} t of {' and '.join(terms.scarce)} oxide a year; what {home} "
        f"mines contains {v('scarce_in_ore', shared):z,.1f} t, and none of it is recovered: keeping {terms.element} does not relieve it.",
    ]
    for option, other in terms.counterparts.items():
        if option in numbers and other in numbers:
            both = numbers[option]
            made.append(
                f"With the plants built, '{option}' makes {v(f'magnets_{late}', both):z,.0f} t of magnets in {late} and '{other}' "
                f"{v(f'magnets_{late}', numbers[other]):z,.0f} t; first use of what is kept: {both['first_use'].value}. The incentive costs "
                f"{v('incentive', both):z,.0f} million USD in all; in {terms.years[-1]}, after it has ended, {v(f'magnets_{terms.years[-1]}', both):z,.0f} t are made."
            )
    return made


def bottleneck(rows: list[dict[str, Any]], terms: Terms, home: str) -> list[str]:
    """One sentence on what limits home: the stage that gives magnets when it is freed alone, or that none does."""
    if not rows:
        return []
    first, *others = sorted(rows, key=lambda row: -row["magnets_alone"])
    rest = max((row["magnets_alone"] for row in others), default=0.0)
    year = terms.years[-2]
    if first["magnets_alone"] < 1.0:
        return [
            f"Beside '{terms.bottleneck_option}' no stage alone, freed, gives {home} more magnets in {year}: they do not pay."
        ]
    return [
        f"The bottleneck in {home} is the stage '{first['stage']}': freed alone it gives {first['magnets_alone']:z,.0f} t more magnets in "
        f"{year}, any other stage alone at most {rest:z,.0f} t."
    ]
