"""The answer to the client's question as a record: text, Markdown, HTML, memo and JSON are views of it.

Each part is told once: what the sentence says no reason repeats, what stands among indicators no question asks again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..engine.why.answer_record import Answer, ExceptionAnswer, LimbAnswer, Resting
from ..engine.why.exceptions import ExceptionResult, Limb, exceptions_of
from ..engine.why.indicators import Indications
from ..engine.why.reasons import FactUse
from ..engine.why.results import Assessment, PositionResult, RuleResult
from ..engine.why.verdict import condition_groups, conditions_count, verdict_of
from ..rules.arguments import arguments_of
from ..rules.cited import Cited
from .answer_asks import asked
from .answer_findings import signings
from .answer_reasons import SHORT_NOTE, Told, indicators_in_words, limb_indications, reasons
from .answer_sentence import consequence_of, sentence_of
from .positions import STANDING, views
from .words import clause, listed, sentence


def answer_of(assessment: Assessment, cited: Iterable[Cited] = ()) -> Answer:
    """The answer of an assessment; ``cited`` are the authorities that bear on it."""
    verdict = verdict_of(assessment)
    exceptions = mattering(assessment)
    told = Told(assessment)
    groups = condition_groups(assessment)
    sentence_ = sentence_of(assessment, verdict, exceptions, told)
    tables = tuple(_exception(assessment, each, told) for each in exceptions)
    because = tuple(reasons(assessment, verdict, told))
    arguments_for, arguments_against = arguments_of(assessment, exceptions, cited)
    rests_on = tuple(_rests_on(assessment, told))
    ask = tuple(asked(assessment, exceptions, told)) if verdict.needed != "no" else ()
    return Answer(
        covered=verdict.covered,
        covered_on_record=verdict.on_record,
        needed=verdict.needed,
        sentence=sentence_,
        consequence=consequence_of(assessment, verdict, exceptions),
        conditions=groups,
        because=because,
        exceptions=tables,
        arguments_for=arguments_for,
        arguments_against=arguments_against,
        ask=ask,
        rests_on=rests_on,
        findings=tuple(signings(assessment)),
        consistency=tuple(_told(assessment, assessment.consistency)),
        split=tuple(_told(assessment, [each for each in assessment.other_rules if each.kind == "split" and each.said])),
    )


def mattering(assessment: Assessment) -> tuple[ExceptionResult, ...]:
    """The exceptions on which the answer turns: open where no gate has decided and the outcomes differ,
    made out where that decides, or claimed and not shown. What decides only that nothing covers, decides no need."""
    unneeded = assessment.rulebook.verdicts.unneeded
    open_still = len({outcome in unneeded for outcome in assessment.possible_outcomes}) > 1
    decided = any(node.truth is True for _, node in assessment.gates) and not open_still
    return tuple(each for each in exceptions_of(assessment) if _matters(each, decided=decided))


def _matters(exception: ExceptionResult, *, decided: bool) -> bool:
    if exception.truth is True:
        return decided
    if decided:
        return False
    if exception.truth is None:
        on_file = any(
            limb.positions or any(use.value is not None for use in limb.result.facts) for limb in exception.limbs
        )
        settling = exception.settling
        turns = settling is not None and any(settling.one_fails != left for left in settling.all_hold.values())
        return turns or (exception.shown and on_file)
    return any(limb.positions for limb in exception.limbs)


def _exception(assessment: Assessment, exception: ExceptionResult, told: Told) -> ExceptionAnswer:
    chosen = assessment.derivation.question.readings.get(exception.reading, "")
    found = {id(limb): limb_indications(assessment, limb) for limb in exception.limbs}
    limbs: list[LimbAnswer] = []
    for limb in exception.limbs:
        indications = found[id(limb)]
        told.add(*limb.paths)
        limbs.append(
            LimbAnswer(
                limb_name(limb),
                limb.result.rule.provision,
                dict(limb.needed),
                limb.result.proofs[1].truth if limb.result.proofs and not limb.result.not_shown else None,
                _said(limb.positions, limb.result),
                _count(indications) if indications is not None else "none",
            )
        )
    known = [each for each in found.values() if each is not None]
    return ExceptionAnswer(
        exception.term.title, exception.reading, chosen, tuple(limbs), indicators_in_words(assessment, known, told)
    )


def _count(found: Indications) -> str:
    said = tuple(use for use in found.unknown if use.standing in ("disputed", "uncorroborated"))
    ways = ((found.to_yes, "for yes"), (found.to_no, "for no"), (found.besides, "neutral"), (said, "unconfirmed"))
    parts = [f"{len(uses)} {way}" for uses, way in ways if uses]
    return ", ".join(parts) or "none"


def limb_name(limb: Limb) -> str:
    """The limb in a word or two, as the facts are called: "intrinsically linked"."""
    return ", ".join(path.rpartition(".")[2].replace("_", " ") for path in limb.paths)


def _said(positions: tuple[PositionResult, ...], result: RuleResult) -> str:
    """Who says what of a limb, or how it is answered on file."""
    if positions:
        by: dict[str, list[str]] = {}
        for each in positions:
            value = {True: "yes", False: "no"}.get(each.value, str(each.value)) if isinstance(each.value, bool) else ""
            by.setdefault(f"{value or each.value}{' (inferred)' if each.inferred else ''}", []).append(each.by)
        return "; ".join(f"{listed(names)}: {value}" for value, names in by.items())
    known = [use for use in result.facts if use.value is not None]
    noted = [use.own_note for use in result.facts if use.value is None and use.own_note]
    if known:
        return "; ".join(_with_evidence(use) for use in known)
    if noted:
        return f"open: {noted[0]}"
    return next((STANDING[use.standing] for use in result.facts if use.standing in STANDING), "silence")


def _with_evidence(use: FactUse) -> str:
    """A known fact in a word, with how it counts and a note that is short."""
    mark = {"assumed": "assumed", "admitted": "admitted", "claimed": "claimed"}.get(use.standing, "")
    behind = "; ".join(part for part in (mark, use.own_note if len(use.own_note) <= SHORT_NOTE else "") if part)
    return f"{use.text}{f' ({behind})' if behind else ''}"


# --- what rests on a party's word ------------------------------------------------------------------------------------

ORDER = ("disputed", "uncorroborated", "admitted", "own_word", "claimed")


def _rests_on(assessment: Assessment, told: Told) -> Iterator[Resting]:
    """By standing and party, what bears on the answer and is not told elsewhere."""
    if not (conditions_count(assessment) or assessment.missing_facts):
        return
    groups: dict[tuple[str, tuple[str, ...]], list[tuple[str, str]]] = {}
    for fact in assessment.disputed_facts:
        if fact.standing in ORDER and fact.path not in told.paths:
            spec = told.spec(fact.path)
            who = assessment.standpoint if fact.standing == "claimed" else None
            heard = tuple(each for each in fact.positions if who is None or each.by == who) or fact.positions
            by = tuple(dict.fromkeys(position.by for position in heard))
            words = clause(spec, heard[0].value) if spec is not None else fact.question
            if fact.standing == "disputed":
                words = f"“{fact.question}” {views(fact.positions, spec)}"
            elif len({str(each.value) for each in fact.positions}) > 1:
                words = f"{words} ({views([each for each in fact.positions if each not in heard], spec)})"
            groups.setdefault((fact.standing, by), []).append((words, fact.path))
            told.add(fact.path)
    for standing in ORDER:
        for (each, by), facts in groups.items():
            if each == standing:
                words = "; ".join(dict.fromkeys(text for text, _ in facts))
                yield Resting(standing, by, words, tuple(path for _, path in facts))


def _told(assessment: Assessment, found: Iterable[RuleResult]) -> Iterator[str]:
    """Rules that have something to say of the file: facts that do not fit together, features mixed."""
    for result in found:
        title = sentence(f"{result.rule.title} ({assessment.rulebook.cite(result.rule.provision)})")
        yield f"{title} {' '.join(result.rule.note.split())}".strip()
