"""An exception limb by limb: both tests, what is claimed, what is missing, and which plain facts would speak to it."""

from __future__ import annotations

from collections.abc import Iterator

from ...engine.case.vocabulary import FactSpec
from ...engine.law.rulebook import Choice
from ...engine.why.exceptions import ExceptionResult, Limb
from ...engine.why.results import PositionResult
from ...showing.answer_reasons import limb_indications
from ...showing.document import Block, Inline, Listing, Paragraph, Span, Table, inline, joined
from ...showing.foreign import said
from ...showing.words import listed, lower_first, number, of_reading, open_clause, sentence, worded
from ..dossier import Dossier

ANSWERS = {True: "✓ yes", False: "✗ no", None: "? open"}


def short_limb(title: str) -> str:
    """The limb without its number: "it is purely ancillary"."""
    return title.partition(": ")[2] or lower_first(title)


def claims_of(exception: ExceptionResult) -> list[tuple[str, bool, list[str]]]:
    """Who claims which limbs, and whether only by inference."""
    found: dict[tuple[str, bool], list[str]] = {}
    for limb in exception.limbs:
        for position in limb.positions:
            if position.value is True:
                found.setdefault((position.by, position.inferred), []).append(short_limb(limb.result.rule.title))
    return [(by, inferred, limbs) for (by, inferred), limbs in found.items()]


def exception_issue(dossier: Dossier, exception: ExceptionResult) -> Iterator[Block]:
    """The exception as an issue: rule, limbs, application, counter-argument, conclusion."""
    assessment = dossier.assessment
    reading = assessment.rulebook.readings.get(exception.reading)
    chosen = assessment.derivation.question.readings.get(exception.reading, "")
    yield dossier.heading(2, exception.term.title)
    provisions = dict.fromkeys(limb.result.rule.provision for limb in exception.limbs)
    yield Paragraph(
        inline(
            Span("Rule. ", bold=True),
            "The exception rests on ",
            dossier.cites(provisions),
            ".",
            f" {reading.question}" if reading is not None else "",
        )
    )
    if reading is not None:
        yield Listing(tuple(_test(dossier, choice, chosen) for choice in reading.choices))
    yield _limbs(dossier, exception)
    yield Paragraph(inline(Span("Application. ", bold=True), *_application(dossier, exception)))
    yield Paragraph(inline(Span("Counter-argument. ", bold=True), *_counter(dossier, exception, chosen)))
    yield Paragraph(inline(Span("Conclusion. ", bold=True), *_conclusion(dossier, exception)))


def _test(dossier: Dossier, choice: Choice, chosen: str) -> Inline:
    taken = " (taken here)" if choice.id == chosen else ""
    return inline(
        Span(f"{choice.title}{taken}: ", italic=True),
        f"{sentence(' '.join(choice.argument.split()))} See ",
        dossier.cites(choice.authority),
        ".",
    )


def _limbs(dossier: Dossier, exception: ExceptionResult) -> Table:
    rulebook = dossier.assessment.rulebook
    reading = rulebook.readings.get(exception.reading)
    choices = list(exception.limbs[0].needed)
    heads = [f"Needed on {of_reading(choice)}" if reading else "Needed" for choice in choices]
    rows = tuple(
        (
            inline(f"{number}. {sentence(short_limb(limb.result.rule.title))[:-1]}"),
            *(inline("✓ needed" if limb.needed[choice] else "– not needed") for choice in choices),
            inline("✗ not shown" if limb.result.not_shown else ANSWERS[_truth(limb)]),
            _on_file(dossier, limb),
        )
        for number, limb in enumerate(exception.limbs, 1)
    )
    widths = (0.3, *(0.13 for _ in choices), 0.1, 0.6 - 0.13 * len(choices)) if reading else (0.36, 0.14, 0.1, 0.4)
    return Table("The limbs of the exception", ("Limb", *heads, "Shown", "On file"), rows, widths)


def _on_file(dossier: Dossier, limb: Limb) -> Inline:
    if limb.positions:
        return joined(
            [position_words(dossier, position, limb.result.rule.provision) for position in limb.positions], "; "
        )
    known = [use for use in limb.result.facts if use.value is not None]
    if not known:
        found = limb_indications(dossier.assessment, limb)
        if found is not None and found.on_file:
            return inline(f"No answer; {number(len(found.on_file))} plain fact{'s' if len(found.on_file) > 1 else ''}")
        return inline("Nothing")
    return joined(
        [inline(f"Stated ({use.standing})", _mark(dossier, use.source, limb.result.rule.provision)) for use in known],
        "; ",
    )


def position_words(
    dossier: Dossier, position: PositionResult, provision: str = "", spec: FactSpec | None = None
) -> Inline:
    """What one party says, why, and on what: "TikTok: yes, by inference (quotes the Article) [TIK-01]"."""
    plain = {True: "yes", False: "no"}[position.value] if isinstance(position.value, bool) else str(position.value)
    value = said(plain if spec is None else worded(position.value, spec))
    because = inline(" – ", said(position.because)) if position.because else inline()
    return inline(
        said(position.by, limit=120),
        ": ",
        value,
        ", by inference" if position.inferred else "",
        because,
        _mark(dossier, position.source, provision),
    )


def _mark(dossier: Dossier, source: str, provision: str) -> Inline:
    mark = dossier.exhibits.cite(source, (provision,) if provision else ()) if source else None
    return inline(" ", mark) if mark is not None else inline()


def _application(dossier: Dossier, exception: ExceptionResult) -> Iterator[str | Span | Inline]:
    for who, inferred, limbs in claims_of(exception):
        how = ", as is inferred from its words" if inferred else ""
        yield inline("By ", said(who), f" it is claimed {listed(f'that {limb}' for limb in limbs)}{how}. ")
    silent = [limb for limb in exception.limbs if _silent(dossier, limb)]
    if silent:
        whether = listed((f"whether {short_limb(each.result.rule.title)}" for each in silent), "or")
        yield f"Nothing on file speaks to {whether}. "
    for each in dossier.answer.exceptions:
        if each.title == exception.term.title and each.indicators:
            yield f"{each.indicators} "
    helpful = _indicators(dossier, exception)
    if helpful:
        yield f"Plain facts that would speak to these judgements and are not on file: {listed(helpful)}."


def _silent(dossier: Dossier, limb: Limb) -> bool:
    """Whether nothing on file speaks to a limb: no position, no answer, no indicator."""
    found = limb_indications(dossier.assessment, limb)
    stated = any(use.value is not None or use.own_note for use in limb.result.facts)
    return not limb.positions and not stated and (found is None or not found.on_file)


def _truth(limb: Limb) -> bool | None:
    return limb.result.proofs[1].truth if limb.result.proofs else None


def _indicators(dossier: Dossier, exception: ExceptionResult) -> list[str]:
    """The plain facts, not on file, that support or undercut a limb."""
    facts = dossier.assessment.rulebook.vocabulary.facts
    found: dict[str, None] = {}
    for limb in exception.limbs:
        indications = limb_indications(dossier.assessment, limb)
        for use in indications.unknown if indications is not None else ():
            found[open_clause(facts[use.fact])] = None
    return list(found)


def _counter(dossier: Dossier, exception: ExceptionResult, chosen: str) -> Iterator[str | Span | Inline]:
    reading = dossier.assessment.rulebook.readings.get(exception.reading)
    others = [choice for choice in reading.choices if choice.id != chosen] if reading is not None else []
    asked = sum(limb.needed.get(chosen, False) for limb in exception.limbs)
    for choice in others:
        needed = [limb for limb in exception.limbs if limb.needed[choice.id]]
        is_open = [limb for limb in needed if _truth(limb) is not True]
        takers = _takers(dossier, exception.reading, choice.id)
        who = (
            inline("By ", said(takers[0][0]), " the exception is read")
            if takers
            else inline("The exception may be read")
        )
        how = " in another way, as is inferred from its words: " if takers and takers[0][1] else " in another way: "
        limbs = (
            f"{number(len(needed))} limbs suffice" if len(needed) < asked else f"all {number(len(needed))} limbs count"
        )
        yield inline(who, how, f"{lower_first(choice.title)}, so that {limbs}. ")
        if is_open:
            yield (
                f"Even so evidence is needed for {_how_many(len(is_open), len(needed))}; to quote the provision is not "
                "to show that its terms are fulfilled. "
                if exception.truth is None
                else f"Then {_how_many(len(is_open), len(needed))} would still have to be shown. "
            )
    burden = next((limb.result.rule.burden for limb in exception.limbs if limb.result.rule.burden), "")
    if burden and exception.truth is None:
        yield "Who relies on an exception has to make it out; the provider bears that burden."


def _how_many(count: int, of: int) -> str:
    return f"all {number(of)}" if count == of else f"{number(count)} of them"


def _takers(dossier: Dossier, reading: str, choice: str) -> list[tuple[str, bool]]:
    stated = dossier.profile.readings.get(reading)
    return [(each.by, each.inferred) for each in stated.positions if each.choice == choice] if stated else []


def _conclusion(dossier: Dossier, exception: ExceptionResult) -> Iterator[str | Span | Inline]:
    if exception.truth is True:
        yield "The exception is made out on the view taken. "
    elif exception.truth is False:
        yield "The exception does not apply. "
    elif exception.shown:
        yield "The exception has not been shown and is not made out. "
    else:
        yield "The exception is open. "
        settling = exception.settling
        if settling is not None:
            yield (
                f"If one of its limbs is answered in the negative, it falls away; then possible: "
                f"{dossier.outcome_words(settling.one_fails)}."
            )
    for party, outcome in sorted(dossier.assessment.by_party.items()):
        if exception.truth is None and party != dossier.assessment.standpoint:
            yield inline(" On the word of ", said(party, limit=120), f": {dossier.outcome_word(outcome)}.")
