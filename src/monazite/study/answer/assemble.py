"""Put the answer of one as-of date together: verdict, findings, numbers, tables, by-hand column, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monazite.study.answer import sections as tables
from monazite.study.answer.by_hand import by_hand
from monazite.study.answer.doubt import base_year_doubt, contradiction_sections
from monazite.study.answer.findings import bottleneck, findings
from monazite.study.answer.frame import common_numbers
from monazite.study.answer.number import Number
from monazite.study.answer.option_numbers import Solved, option_numbers, option_series
from monazite.study.answer.other_base_years import MIDDLE, spread, with_other_base_years
from monazite.study.answer.other_readings import contradiction_rows, most_moving
from monazite.study.answer.prices import prices_section
from monazite.study.answer.rests_on import Influence, estimates, summary
from monazite.study.answer.terms import Terms
from monazite.study.answer.told import place, title_of, told_date
from monazite.study.answer.verdict import Gain, doubt_of, judge
from monazite.study.answer.work import Parts, other_need
from monazite.study.study import Study


def assemble(
    study: Study,
    terms: Terms,
    name: str,
    parts: Parts,
) -> dict[str, Any]:
    """The answer as known on one date, as plain data (see docs/reference/answer.md)."""
    works = parts.options
    solved = {o: Solved(w.outcome, w.account, w.account_at_most) for o, w in works.items()}
    reference = solved[study.reference]
    need = other_need(study, terms)
    numbers: dict[str, dict[str, Number]] = {}
    for option, one in solved.items():
        other = solved[terms.counterparts.get(option, study.reference)] if option != study.reference else one
        if option in terms.counterparts.values():
            other = one
        numbers[option] = option_numbers(one, other, reference, terms, need)
        numbers[option] |= tables.price_numbers(works[option].intervals, works[study.reference].intervals, terms)
    shared = common_numbers(reference.outcome, terms)
    until = sum(p.end <= study.folder.settings["periods"]["printed_until"] for p in study.grid.periods)
    rival, left = _rival(study, solved), spread(parts.draws)
    verdict = (
        judge(
            gains_of(numbers, terms),
            rival,
            study.reference,
            place(study.folder.world, terms.home),
            doubt_of(ends_of(study, parts.influences), left.count, left.ends.get((rival, f"welfare_{terms.home}"))),
        )
        if len(solved) > 1
        else None
    )
    sections = [
        *prices_section(study, {option: work.prices for option, work in works.items()}),
        *tables.sections(study, terms, solved, parts.freed, parts.leaks),
    ]
    contradicted = contradiction_rows(study, parts.readings)
    sections += contradiction_sections(contradicted, rival)
    model = {f"{option}.{key}": n.value for option, found in numbers.items() for key, n in found.items()}
    model |= {f"common.{key}": n.value for key, n in shared.items()}
    return {
        "as_of": told_date(study, name),
        "verdict": {"decided": verdict.decided, "sentence": verdict.sentence, "reasons": list(verdict.reasons)}
        if verdict
        else {"decided": False, "sentence": "Only the reference was solved: nothing to decide.", "reasons": []},
        "findings": [
            *(findings(study, terms, numbers, shared, rival) if len(solved) > 1 else []),
            *bottleneck(_rows(sections, "bottlenecks"), terms, place(study.folder.world, terms.home)),
            *base_year_doubt(numbers, left, terms, rival),
            *most_moving(contradicted, float(numbers[rival][f"welfare_{terms.home}"].value or 0.0), rival),
        ],
        "common": {"numbers": {k: n.told() for k, n in shared.items()}},
        "ranges": {"other_base_years": left.count, "middle": MIDDLE, "of": list(dict.fromkeys(o for o, _ in left.ends))},
        "options": {
            option: {
                "title": title_of(study, option),
                "numbers": {k: n.told() for k, n in found.items()},
                "series": option_series(solved[option].outcome, terms, until),
                "prices": [p.told() for p in works[option].prices],
            }
            for option, found in with_other_base_years(numbers, left).items()
        },
        "sections": sections,
        "by_hand": by_hand(study.folder, model),
        "rests_on": _rests_on(study, parts.influences, rival if len(solved) > 1 else ""),
    }


def _rows(sections: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return next((found["rows"] for found in sections if found["key"] == key), [])


def _rival(study: Study, solved: Mapping[str, Solved]) -> str:
    """The option that the question is about: the first that is not the reference."""
    return next((o for o in solved if o != study.reference), study.reference)


def gains_of(numbers: dict[str, dict[str, Number]], terms: Terms) -> list[Gain]:
    """Home's gain of each option over the reference, from its headline numbers."""
    gains = []
    for option, found in numbers.items():
        welfare = found[f"welfare_{terms.home}"]
        other = welfare.high if welfare.value == welfare.low else welfare.low
        gains.append(
            Gain(
                option,
                float(welfare.value or 0.0),
                float(other or 0.0),
                float(found[f"unexplained_{terms.home}"].value or 0.0),
            )
        )
    return gains


def ends_of(study: Study, influences: list[Influence]) -> list[tuple[float, float]]:
    """What each estimate can do to the headline; the worth of captive stock is told apart, as the range itself."""
    apart = {i for i, used in estimates(study).items() if all(e.column == "terminal_share" for e in used)}
    return [i.ends for i in influences if i.id not in apart]


def _rests_on(study: Study, influences: list[Influence], rival: str) -> dict[str, Any]:
    counted = summary(study)
    known = {e.id: e for e in study.folder.evidence}
    weakest = sorted(influences, key=lambda i: (-abs(i.effect), i.id))
    return {
        **counted,
        "sentence": f"{counted['inputs']:,} inputs are derived from {counted['evidence']} pieces of evidence, of which "
        f"{counted['estimates']} are our own estimates. {len(influences)} were moved to the far end of their range, all "
        f"announcements foreseen; the weakest, by what that does to the gain of '{rival}':",
        "weakest": [
            {
                "input": f"{known[i.id].subject}: {known[i.id].quantity}",
                "value": known[i.id].value,
                "moved_to": i.moved_to,
                "low": known[i.id].low,
                "high": known[i.id].high,
                "unit": known[i.id].unit,
                "grade": known[i.id].grade,
                "effect": i.effect,
                "other_end": i.other_end,
                "other_effect": i.other_effect,
                "impossible": i.impossible,
                "effect_unit": "USD million, discounted",
                "evidence": [i.id],
            }
            for i in weakest
        ],
    }


def keys_of(answers: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Every number and series key with its label and unit, so that answer.json explains itself."""
    found: dict[str, dict[str, str]] = {}
    for answer in answers:
        for key, number in answer["common"]["numbers"].items():
            found.setdefault(
                f"common.numbers.{key}", {"label": number["label"], "unit": number["unit"], "meaning": number["note"]}
            )
        for option in answer["options"].values():
            for key, number in option["numbers"].items():
                found.setdefault(
                    f"options.*.numbers.{key}",
                    {"label": number["label"], "unit": number["unit"], "meaning": number["note"]},
                )
            for key, path in option["series"].items():
                found.setdefault(
                    f"options.*.series.{key}", {"label": path["label"], "unit": path["unit"], "meaning": ""}
                )
    return found
