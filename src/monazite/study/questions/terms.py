"""Whether the terms of a question name what the study has: options, scenarios, evidence, places, years."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from monazite.errors import Fault, nearest
from monazite.reading.observed import FILE as OBSERVED
from monazite.reading.questions import FILE, Question
from monazite.study.study import Study, shipped_studies


def term_faults(study: Study, question: Question, needs: Mapping[str, str]) -> Iterator[Fault]:
    """A fault for each word that is missing, unknown, of the wrong form, or names what the study has not."""
    for word in question.terms:
        if word not in needs:
            yield _fault(
                question,
                word,
                f"the word {word!r} means nothing in a question of kind {question.kind!r}",
                nearest(word, needs),
            )
    for word, what in needs.items():
        if word not in question.terms:
            yield _fault(
                question,
                word,
                f"the word {word!r} is missing",
                f"a question of kind {question.kind!r} needs it: {what}",
            )
        else:
            yield from _CHECKS[what](study, question, word, question.terms[word])


def _fault(question: Question, word: str, message: str, way_out: str) -> Fault:
    return Fault(f"question {question.name}: {message}", FILE, None, f"questions.{word}", way_out)


Check = Callable[[Study, Question, str, Any], Iterator[Fault]]


def _among(names: Callable[[Study], Collection[str]], what: str) -> Check:
    """One name, or a list of names, out of those that the study has."""

    def check(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
        listed = given if isinstance(given, list) else [given]
        for name in listed:
            if not isinstance(name, str) or name not in names(study):
                yield _fault(question, word, f"{name!r} is no {what} of the study", nearest(str(name), names(study)))
        if not listed:
            yield _fault(question, word, "the list is empty", f"name a {what}")

    return check


def _pairs(*parts: Check) -> Check:
    """A list of lists, each with one entry for each of these checks."""

    def check(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
        if (
            not isinstance(given, list)
            or not given
            or not all(isinstance(p, list) and len(p) == len(parts) for p in given)
        ):
            yield _fault(
                question, word, f"{given!r} is no list of lists of {len(parts)}", 'write [["one", "other"], ...]'
            )
            return
        for pair in given:
            for part, entry in zip(parts, pair, strict=True):
                yield from part(study, question, word, entry)

    return check


def _text(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    if not isinstance(given, str) or not given:
        yield _fault(question, word, f"{given!r} is no text", "give a text")


def _scenario(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    known = set(study.folder.policies) - set(study.folder.events)
    if given != "" and given not in known:
        yield _fault(question, word, f"{given!r} is no scenario of the study", nearest(str(given), known))


def _numbers(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    if (
        not isinstance(given, list)
        or not given
        or not all(isinstance(x, int | float) and not isinstance(x, bool) for x in given)
    ):
        yield _fault(question, word, f"{given!r} is no list of numbers", "write [30, 60, 90]")


def _years(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    whole = study.grid.whole_years
    for year in given if isinstance(given, list) else [given]:
        if year not in whole:
            yield _fault(
                question,
                word,
                f"{year!r} is no whole year of the horizon",
                f"give years from {whole[0]} to {whole[-1]}",
            )


def _evidence(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    """Evidence with a value; what becomes known only later is refused when it is asked for."""
    known = {e.id: e for e in study.folder.evidence}
    for name in given if isinstance(given, list) else [given]:
        if name not in known:
            yield _fault(question, word, f"{name!r} is no evidence as of {study.as_of}", nearest(str(name), known))
        elif known[name].value is None:
            yield _fault(question, word, f"{name} tells no number", "name evidence with a value")


def _count(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    if not isinstance(given, int) or isinstance(given, bool) or given < 1:
        yield _fault(question, word, f"{given!r} is no whole number above 0", "write 6")


def _sum(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    """A sum of the claim that the question names."""
    claim = question.terms.get("claim")
    labels = [s.label for s in study.folder.claim_sums if s.claim == claim]
    if given not in labels:
        message = f"{given!r} is no sum of claim {claim!r} in claim_sums.csv"
        yield _fault(question, word, message, nearest(str(given), labels))


def _records(study: Study, question: Question, word: str, given: Any) -> Iterator[Fault]:
    """Shipped studies that say what was observed; none is allowed."""
    known = [name for name, folder in shipped_studies().items() if (folder / OBSERVED).exists()]
    for name in given if isinstance(given, list) else [given]:
        if name not in known:
            yield _fault(question, word, f"{name!r} is no shipped study with {OBSERVED}", nearest(str(name), known))


_OPTION = _among(lambda s: s.options, "option")
_REGION = _among(lambda s: [r.region for r in s.folder.world.regions], "region")
_COMMODITY = _among(lambda s: [c.commodity for c in s.folder.world.commodities], "commodity")
_ELEMENT = _among(lambda s: [e.symbol for e in s.folder.world.elements], "element")
_CHECKS: Mapping[str, Check] = {
    "option": _OPTION,
    "option pairs": _pairs(_OPTION, _OPTION),
    "years": _years,
    "evidence": _evidence,
    "numbers": _numbers,
    "text": _text,
    "scenario pairs": _pairs(_text, _scenario),
    "sum pairs": _pairs(_text, _sum),
    "count": _count,
    "records": _records,
    "claim": _among(lambda s: [c.id for c in s.folder.claims], "claim"),
    "elements": _ELEMENT,
    "element pairs": _pairs(_ELEMENT, _COMMODITY),
    "region": _REGION,
    "commodity": _COMMODITY,
    "places": _pairs(_COMMODITY, _REGION),
    "agreement": _among(lambda s: list(s.folder.world.keyed("agreements")), "agreement"),
    "controls": _among(lambda s: [c.control for c in s.widest.controls], "control"),
}
"""How each kind of term is checked."""
