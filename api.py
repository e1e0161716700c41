"""The public functions: what the commands do, for a script or a service.

They may be called from several threads at once and in forked processes, change nothing that they are given, and may be
interrupted at any place without harm to later calls. Modules that a call needs are loaded by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .cases.loader import Case, check_readings, load_case, read_case
from .cases.rulebook import rulebook
from .cases.vocabulary import vocabulary
from .engine.answer import ENGINES
from .engine.law.rulebook import Rulebook
from .engine.why.answer_record import Answer
from .engine.why.assessment import assess as assess_facts
from .engine.why.results import Assessment, Subject
from .interview.question import Question as Question
from .reading.errors import BadInput, Problem
from .reading.values import Unreadable, day
from .rules.law_on import law_record

#: The days that a timeline covers where nobody says which: from before the Code applied until after the last act known.
SPAN = (date(2019, 1, 1), date(2028, 12, 31))

if TYPE_CHECKING:
    from .batch.run import Job, Result
    from .cases.matter.loader import Matter
    from .duties.calendar import Calendar
    from .engine.case.facts import View
    from .engine.change.answers import Answer as ChangeAnswer
    from .engine.days.timeline import Timeline
    from .engine.why.readings import Divergence
    from .interview.question import Beside, Part
    from .lessons.answer import LessonAnswer
    from .lessons.diagnose import Diagnosis
    from .lessons.lesson import Lesson
    from .lessons.neighbour import Neighbour
    from .lessons.posed import Posed
    from .lessons.result import LessonResult
    from .lessons.taken import Taken
    from .memo.dossier import Heads
    from .memo.letter import LetterHeads, Whom
    from .reading.document import Document
    from .records.replay import Replayed
    from .reports.check import CheckResult
    from .rules.authorities import Authority
    from .rules.cited import Cited
    from .rules.graph import Graph
    from .rules.variants.answered import VariantAnswer
    from .rules.variants.compared import Comparer, Comparison
    from .rules.variants.model import Variant
    from .showing.assessment_json import AssessmentJson
    from .showing.change_json import ChangeJson
    from .showing.diff_record import DiffRecord, OvertakenFinding
    from .showing.document import Document as Memo
    from .showing.matter_json import MatterAssessmentJson
    from .showing.matter_record import MatterRecord
    from .showing.rulebooks_record import RulebookDiff
    from .showing.whole_record import Whole


def read_profile(text: str | bytes, name: str = "<text>") -> Case:
    """Read a profile from YAML or JSON text; ``name`` is what errors call it. Raises :class:`BadInput`."""
    return read_case(text, name)


def load_profile(path: str | Path) -> Case:
    """Read a profile from a YAML or JSON file; raises :class:`BadInput` with file, line and path of each defect."""
    return load_case(path)


def load_matter(path: str | Path) -> Matter:
    """Read a matter from a YAML or JSON file: its ``features`` are cases. Raises :class:`BadInput`."""
    from .cases.matter.loader import load_matter as load

    return load(path, rulebook())


def load_cases(path: str | Path) -> dict[str, Case]:
    """The cases in a file: of a matter, each feature by its id; of a profile the one case, under the name ``""``.

    Raises :class:`BadInput`.
    """
    from .cases.loader import case_of
    from .cases.matter.loader import is_matter
    from .reading.document import read_file

    document, files = read_file(path), Path(path).parent
    return dict(matter_from(document, files).features) if is_matter(document) else {"": case_of(document, files)}


def matter_from(document: Document, files: Path | None = None) -> Matter:
    """A document as a matter that may name report files in the folder ``files``; raises :class:`BadInput`."""
    from .cases.matter.loader import matter_of

    return matter_of(document, rulebook(), files)


def assess(
    case: Case,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> Assessment:
    """Assess a case on a day (default: the case's own, else today), by both engines.

    ``standpoint`` is a party's name, in any case of letters; ``on_the_record`` applies the burden of proof;
    ``readings`` maps a reading to the choice to take; ``engines=["evaluator"]`` leaves the check by the second engine
    out, and the answer says so. Raises :class:`BadInput` for a party, reading, choice or engine that does not exist
    and a day outside 1900 to 2099, and :class:`EngineDisagreement` if the two engines differ.
    """
    check_readings(case, rulebook(), readings)
    found = _assessed(rulebook(), case, on, standpoint, on_the_record, readings, engines)
    return replace(found, law=law_record(found.on))


def _assessed(
    book: Rulebook,
    case: Case,
    on: date | None,
    standpoint: str | None,
    on_the_record: bool,
    readings: Mapping[str, str] | None,
    engines: Sequence[str],
) -> Assessment:
    """A case under one rulebook, with whom and what it is about; raises :class:`BadInput` for days and engines."""
    _check_engines(engines)
    _check_days(on)
    found = assess_facts(
        book,
        case.engine_facts(),
        on or case.profile.assess_on or date.today(),
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=readings,
        engines=engines,
    )
    return replace(found, subject=subject_of(case))


def assess_under(
    case: Case,
    variant: Variant,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> VariantAnswer:
    """What the outcome of a case would be under a draft or hypothesis, on its own days.

    ``rules.variants.load_variant`` reads one. Outcomes have names of their own (``would_be_not_eligible``). Raises
    what :func:`assess` raises, and :class:`BadRulebook` for a variant that changes what does not exist.
    """
    from .rules.variants.answered import answer_under

    supposed = rulebook_under(variant)
    check_readings(case, rulebook())
    check_readings(case, supposed, readings, own=False)
    return answer_under(variant, _assessed(supposed, case, on, standpoint, on_the_record, readings, engines))


@lru_cache(maxsize=8)
def rulebook_under(variant: Variant) -> Rulebook:
    """The rulebook of a draft or hypothesis; raises :class:`BadRulebook`."""
    from .rules.variants.applied import under

    return under(variant, vocabulary())


def law_comparer(a: Variant | None, b: Variant | None, *, own_days: bool = False) -> Comparer:
    """Compares two laws case by case with :func:`compare_laws`; ``None`` is the law as it stands in the program.

    Drafts are taken to apply as long as the act, so that what they say is compared and not how long they would have
    lasted; with ``own_days`` they apply on their own days only.
    """
    from .rules.variants.compared import Comparer

    return Comparer(a, b, vocabulary(), own_days)


def compare_laws(
    comparer: Comparer,
    case: Case,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Comparison:
    """Two laws on one case, each difference reduced to the changed rules that make it; by the evaluator alone.

    Raises :class:`BadInput` for a party, reading or choice that neither law has.
    """
    check_readings(case, rulebook())
    _check_days(on)
    known = comparer.mixture(frozenset(comparer.changed))
    before = comparer.mixture(frozenset())
    ours = {name: choice for name, choice in (readings or {}).items() if name in known.readings}
    check_readings(case, known, ours, own=False)
    check_readings(case, before, {n: c for n, c in (readings or {}).items() if n not in ours}, own=False)
    return comparer.compare(
        case.engine_facts(),
        on or case.profile.assess_on or date.today(),
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=readings,
    )


def assess_matter(
    matter: Matter,
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    engines: Sequence[str] = ENGINES,
) -> dict[str, Assessment]:
    """Assess every feature of a matter, by its id; the arguments and errors are those of :func:`assess`."""
    taken = {name: party_of(case, standpoint) for name, case in matter.features.items()}
    return {
        name: assess(case, on, taken[name], on_the_record=on_the_record, readings=readings, engines=engines)
        for name, case in matter.features.items()
    }


def matter_json(matter: Matter, found: Mapping[str, Assessment]) -> MatterAssessmentJson:
    """The assessments of a matter's features as the JSON contract ``derogation/matter-assessment/1``."""
    from .showing.matter_json import matter_data

    cited = {name: authorities_of(result) for name, result in found.items()}
    return matter_data(matter_record(matter), found, cited)


def matter_record(matter: Matter) -> MatterRecord:
    """What is shown of a matter besides its features' assessments."""
    from .cases.matter.expand import words
    from .showing.matter_record import MatterRecord, Overridden

    overridden = (
        Overridden(each.feature, each.path, words(each.shared), words(each.own), each.because)
        for each in matter.overrides
    )
    summary = " ".join(matter.file.summary.split())
    return MatterRecord(matter.name, matter.file.provider.name, summary, matter.digest, tuple(overridden))


def party_of(case: Case, name: str | None) -> str | None:
    """The party that takes a position in a case under this name, in any case of letters; ``None`` for none.

    Raises :class:`BadInput` naming the parties that there are.
    """
    return None if name is None else case.engine_facts().party(name)


def _check_days(*days: date | None) -> None:
    """The days that a profile and an option take; at the ends of Python's calendar no day comes before or after."""
    try:
        for each in days:
            if each is not None:
                day(each)
    except Unreadable as refused:
        raise BadInput(Problem(str(refused), hint=refused.cure)) from None


def _check_engines(engines: Sequence[str]) -> None:
    if isinstance(engines, str) or ENGINES[0] not in engines or not set(engines) <= set(ENGINES):
        hint = f"Name a list of {' and '.join(ENGINES)}; the first is never left out."
        raise BadInput(Problem(f"{engines!r} is not a choice of engines", hint=hint))


def answer_json(result: Assessment, *, authorities: tuple[Authority, ...] = ()) -> AssessmentJson:
    """An assessment as the JSON contract ``derogation/assessment/1`` has it; plain data, keys in a fixed order.

    ``authorities`` are a user's own, beside those of the program and of the profile. Raises :class:`BadInput` for one
    that is attached to what does not exist.
    """
    from .showing.assessment_json import assessment_data

    return assessment_data(result, authorities_of(result, authorities))


def answer_record(result: Assessment, authorities: tuple[Authority, ...] = ()) -> Answer:
    """The answer to the client's question: the record of which page, memo and JSON are views."""
    from .showing.answer_record import answer_of

    return answer_of(result, authorities_of(result, authorities))


def cited_as(result: Assessment, style: str) -> Assessment:
    """The same assessment, of which every view cites provisions in another style: ``oj``, ``oscola``, ``de`` or ``fr``.

    Raises :class:`BadInput` for a style that does not exist.
    """
    from .rules.citation_styles import STYLES

    if style not in STYLES:
        raise BadInput(Problem(f"no style of citation is called {style!r}", hint=f"Styles: {', '.join(STYLES)}."))
    return replace(result, rulebook=replace(result.rulebook, cite=STYLES[style]))


def authorities_of(result: Assessment, own: tuple[Authority, ...] = ()) -> tuple[Cited, ...]:
    """The authorities that bear on an assessment: the program's, the profile's and the user's own.

    Raises :class:`BadInput` for one that is attached to what does not exist.
    """
    from .rules.authorities import refuse_unattached
    from .rules.cited import cited_in

    refuse_unattached(own, result.rulebook)
    return cited_in(result, (*cast("tuple[Authority, ...]", result.subject.authorities), *own))


def page_for_colleagues(case: Case, result: Assessment, own: tuple[Authority, ...] = ()) -> str:
    """An assessment of this case as one HTML file: the answer, and every condition down to its evidence, proof and law.

    The file asks nothing of any network and runs no script but its own. ``own`` are the user's authorities.
    """
    from .showing.html import html
    from .showing.whole_page import whole_document

    return html(whole_document(_whole(case, result, own)))


def matter_page_for_colleagues(matter: Matter, found: Mapping[str, Assessment]) -> str:
    """The assessments of a matter's features as one HTML file, each feature a part that opens."""
    from .showing.html import html
    from .showing.whole_page import whole_matter

    return html(
        whole_matter(
            matter_record(matter), {name: _whole(matter.features[name], result) for name, result in found.items()}
        )
    )


def _whole(case: Case, result: Assessment, own: tuple[Authority, ...] = ()) -> Whole:
    """What stands on the page of an answer; its timeline is on the readings and from the standpoint of the answer."""
    from .showing.contract import digest_of
    from .showing.whole_record import OnFile, Whole

    first, last = min(SPAN[0], result.on), max(SPAN[1], result.on)
    return Whole(
        result,
        answer_record(result, own),
        authorities_of(result, own),
        timeline(
            case,
            first,
            last,
            result.standpoint,
            on_the_record=result.on_the_record,
            readings=result.derivation.question.readings,
        ),
        tuple(
            OnFile(key, each.title, each.by, each.on.isoformat() if each.on else "", each.reference, each.url,
                   each.grade or "", each.note)
            for key, each in case.profile.sources.items()
        ),
        digest_of(answer_json(result, authorities=own)),
    )  # fmt: skip


def subject_of(case: Case) -> Subject:
    """Whom and what a case is about, for the record."""
    service = case.profile.service
    named = ", ".join(part for part in (service.name, service.feature) if part)
    notes = tuple(" ".join(note.split()) for note in case.profile.notes)
    return Subject(case.profile.provider.name, named, case.digest, case.authorities, notes)


def timeline(
    case: Case,
    first_day: date,
    last_day: date,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Timeline:
    """The outcome on every day from ``first_day`` to ``last_day``, both included, as intervals with their causes.

    Raises :class:`BadInput` for a party, reading or choice, in the profile or given, that does not exist.
    """
    from .engine.days.timeline import timeline as derive_timeline
    from .rules.law_on import eras

    _check_days(first_day, last_day)
    check_readings(case, rulebook(), readings)
    return derive_timeline(
        rulebook(),
        case.engine_facts(),
        first_day,
        last_day,
        party_of(case, standpoint),
        on_the_record=on_the_record,
        readings=dict(readings or {}),
        eras=eras(),
    )


def divergence(case: Case, result: Assessment, readings: Mapping[str, str] | None = None) -> Divergence:
    """Which readings of the law, and which disputes, turn the outcome of an assessment of this case.

    ``readings`` are those that the assessment was made on, where some were chosen.
    """
    from .engine.why.readings import divergence as divergence_of

    parties = {
        party: assess(case, result.on, party, on_the_record=result.on_the_record, readings=readings)
        for party in result.by_party
    }
    return divergence_of(result, parties)


def calendar(
    case: Case,
    first_day: date,
    last_day: date,
    standpoint: str | None = None,
    *,
    others: bool = False,
    readings: Mapping[str, str] | None = None,
) -> Calendar:
    """The duties of the provider in these days; ``others`` adds those of the Commission and of the Member States.

    Raises :class:`BadInput` for a party, reading or choice that does not exist.
    """
    from .duties.calendar import calendar_of

    _check_days(first_day, last_day)
    return calendar_of(
        rulebook(),
        case,
        first_day,
        last_day,
        others=others,
        standpoint=party_of(case, standpoint),
        readings=dict(readings or {}),
    )


def change(
    case: Case,
    goals: Sequence[tuple[str, bool]],
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    limit: int = 10,
    every_fact: bool = False,
) -> ChangeAnswer:
    """What cures each failing condition, from which day on the case could pass, and the smallest sets for each goal.

    A goal is an outcome with true (to be reached) or false (to be ruled out). ``limit`` sets of each are given in full;
    ``every_fact`` also proposes to change what the service is. Raises :class:`BadInput` for an outcome, party, reading
    or choice that does not exist.
    """
    from .engine.change.answers import answer

    for outcome, _ in goals:
        if outcome not in rulebook().verdicts.order:
            known = ", ".join(rulebook().verdicts.order)
            raise BadInput(Problem(f"no outcome is called {outcome!r}", hint=f"Outcomes: {known}."))
    result = assess(case, on, standpoint, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])
    return answer(result.derivation, goals, limit=limit, every_fact=every_fact)


def generate_case(condition: str, status: str, *, difficulty: int = 1, seed: int = 0, number: int = 1) -> Case:
    """A made-up case in which a condition or gate has a status (docs/teaching.md).

    ``condition`` is a provision (``3(1)(c)``) or a rule's name; ``difficulty`` goes from 1 to 5. The same seed and
    number give the same case, and two numbers of one seed never the same facts. Its profile has the facts in a
    paragraph (``summary``), ``expect`` and ``lesson``. Raises :class:`BadInput` where no case can have the status.
    """
    from .lessons.making.generated import generated, kind_of

    return generated(rulebook(), kind_of(rulebook(), condition, status, difficulty), assess, seed=seed, number=number)


def load_lesson(name_or_path: str | Path) -> Lesson:
    """A lesson of the course by its name (``lessons.lesson_file.course`` lists them), or one's own by its file.

    Raises :class:`BadInput` with every defect.
    """
    from .lessons.lesson_file import load_lesson as load

    return load(name_or_path, rulebook())


def pose_lesson(lesson: Lesson, *, seed: int = 0, number: int = 1) -> tuple[Posed, ...]:
    """The cases of a lesson for the ``number``-th learner of a class whose seed is ``seed``; made-up ones differ from
    learner to learner. Raises :class:`BadInput` for a case that cannot be read or made."""
    from .lessons.posed import posed

    return posed(lesson, rulebook(), assess, seed=seed, number=number)


def assess_posed(posed: Posed) -> Assessment:
    """Assess a case as a lesson poses it; under a draft the outcomes have names of their own."""
    case, on, party = posed.case, posed.on, posed.standpoint
    if posed.under:
        from .rules.variants.model import load_variant

        under = load_variant(posed.under)
        return assess_under(
            case, under, on, party, on_the_record=posed.on_the_record, readings=posed.readings
        ).assessment
    return assess(case, on, party, on_the_record=posed.on_the_record, readings=posed.readings)


def mark_lesson(
    lesson: Lesson,
    answers: Mapping[int, LessonAnswer],
    *,
    learner: str = "",
    seed: int = 0,
    number: int = 1,
    cases: tuple[Posed, ...] | None = None,
) -> Taken:
    """Grade a learner's answers to the cases of a lesson, by their numbers from 1, and say whether that passes.

    ``cases`` are those of :func:`pose_lesson`, posed anew where they are not given. ``lessons.taken_json.taken_data``
    makes the contract ``derogation/lesson-taken/1`` of it. Raises :class:`BadInput` for what a case does not have.
    """
    from .lessons.taken import take

    given = cases if cases is not None else pose_lesson(lesson, seed=seed, number=number)
    return take(lesson, given, answers, assess_posed, learner=learner, seed=seed, number=number)


def mark_sheet(document: Document, folder: Path | None = None) -> Taken:
    """Grade a sheet of answers to a lesson (``derogation/lesson-answers/1``).

    ``folder`` is where a lesson that it names by a file lies. Raises :class:`BadInput` with every defect of the sheet,
    and for a lesson that cannot be read.
    """
    from .lessons.lesson_file import course
    from .lessons.sheet import sheet_answers, sheet_head
    from .lessons.taken import take

    head = sheet_head(document)
    lesson = load_lesson(head.lesson if head.lesson in course() or folder is None else folder / head.lesson)
    cases = pose_lesson(lesson, seed=head.seed, number=head.number)
    assessed = {each.at: assess_posed(each) for each in cases}
    answers = sheet_answers(document, {at: found.rulebook for at, found in assessed.items()})
    return take(
        lesson, cases, answers, lambda posed: assessed[posed.at],
        learner=head.learner, seed=head.seed, number=head.number,
    )  # fmt: skip


def hearing(
    case: Case,
    on: date | None = None,
    names: tuple[str, str] | None = None,
    *,
    readings: Mapping[str, str] | None = None,
    solution: bool = False,
) -> Memo:
    """A mock hearing of a case as a document: two parties (``names``, else the provider and one opposed to it), what
    each has to show, what the record shows; with ``solution`` what the bench should find.

    Raises :class:`BadInput` for a party, reading or choice that does not exist.
    """
    from .lessons.hearing import hearing_of
    from .lessons.hearing_page import hearing_document

    found = hearing_of(case, rulebook(), assess, on, names, readings)
    return hearing_document(found, answer_record(found.assessment), solution=solution)


def change_json(
    case: Case,
    goals: Sequence[tuple[str, bool]] = (),
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
    limit: int = 10,
    every_fact: bool = False,
) -> ChangeJson:
    """What :func:`change` finds as the JSON contract ``derogation/change/1``; without goals what is worth asking: each
    way to settle an open case, else the other side of it."""
    from .engine.change.answers import worth_asking
    from .showing.change_json import change_data

    party = party_of(case, standpoint)
    result = assess(case, on, party, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])
    wanted = goals or worth_asking(result.derivation)
    found = change(
        case, wanted, on, party, on_the_record=on_the_record, readings=readings, limit=limit, every_fact=every_fact
    )
    return change_data(case.profile.name, result.derivation, found, party)


def next_question(
    case: Case,
    on: date | None = None,
    *,
    asked: Collection[str] = (),
    part: Part | None = None,
    everything: bool = False,
    shortest: bool = False,
) -> Question | None:
    """The question that the interview would put next, in the words it would use; ``None`` where none is left.

    Answer it with :func:`with_answer`, or by writing the fact at its path into the profile, and ask again. ``asked``
    are the paths of questions that were put and skipped or stayed unknown; they are not put again, and end nothing.
    The client's questions come first, by subject, then counsel's; ``part`` asks one of them only, ``everything`` asks
    on whatever is settled. ``shortest`` asks anyone whatever decides soonest. Raises :class:`BadInput`.
    """
    from .interview.step import questions_of, way_of

    way = way_of(part, everything=everything, shortest=shortest)
    return next(questions_of(case, rulebook(), on, asked, way), None)


def questions(
    case: Case,
    on: date | None = None,
    *,
    asked: Collection[str] = (),
    part: Part | None = None,
    everything: bool = False,
    shortest: bool = False,
) -> tuple[Question, ...]:
    """All questions that are left, in their order; the arguments and errors are those of :func:`next_question`."""
    from .interview.step import questions_of, way_of

    way = way_of(part, everything=everything, shortest=shortest)
    return tuple(questions_of(case, rulebook(), on, asked, way))


def with_answer(
    case: Case,
    path: str,
    stated: Any,
    *,
    everyone: bool = False,
    sources: Mapping[str, Any] | None = None,
    parties: Mapping[str, Any] | None = None,
) -> Case:
    """The case with a question answered as a profile writes it: ``True``, ``{"value": True, "source": "terms"}``,
    ``{"unknown": "not_disclosed"}``, a list of items.

    ``everyone`` says it of every technology; ``sources`` and ``parties`` are new entries. The case that was given
    stays as it is. Raises :class:`BadInput` where the answer cannot stand.
    """
    from .interview.step import with_answer as answered

    return answered(case, path, stated, rulebook(), everyone=everyone, sources=sources, parties=parties)


def facts_beside(case: Case, path: str) -> tuple[Beside, ...]:
    """The plain facts that bear on a conclusion (a finding, an element of a definition), as they stand in the case, and
    which way each points. Raises :class:`BadInput` where no conclusion stands at ``path``.
    """
    from .engine.case.standpoint import seen_from
    from .interview.step import beside_of

    facts = case.engine_facts()
    return beside_of(seen_from(facts.entity, facts.parties, None, rulebook().series), path, rulebook())


@dataclass(frozen=True, slots=True)
class Onward:
    """Where a learner goes on: the ``neighbour`` one fact away from the mistake, else the name of a shipped ``case``;
    neither where nothing was wrong."""

    neighbour: Neighbour | None = None
    case: str | None = None


def grade_answer(case: Case, answer: LessonAnswer) -> LessonResult:
    """Grade a learner's answer to a case, condition by condition, reasons included (docs/teaching.md).

    ``lessons.answer`` has the answer's types, ``read_answer`` and ``load_answer``. The day is the answer's, else the
    case's own. Raises :class:`BadInput` for conditions, technologies, facts and provisions that are not there.
    """
    from .lessons.grade import grade

    return grade(assess(case, answer.on, engines=ENGINES[:1]), answer)


def next_lesson(case: Case, answer: LessonAnswer, graded: LessonResult) -> Onward:
    """The case one fact away from the mistake in a graded answer: the same, but the status of that condition turns.

    Where no one fact turns it, the name of a shipped case in which it is as the learner said, or any other.
    """
    from .lessons.neighbour import mistake, neighbour, shipped_with

    at = mistake(graded)
    if at is None:
        return Onward()
    near = neighbour(case, assess(case, answer.on, engines=ENGINES[:1]), at)
    return Onward(near) if near is not None else Onward(case=shipped_with(at))


def diagnose_answers(answers: Sequence[tuple[Case, LessonAnswer]]) -> tuple[Diagnosis, str | None]:
    """Which rules a learner misreads, from the answers to several cases, or that it cannot be told; and the name of the
    case, not among them, that would tell most.

    Of several answers to one case on one day the last counts. Raises what :func:`grade_answer` raises.
    """
    from .lessons.answered import answered, once
    from .lessons.catalogue import catalogue
    from .lessons.diagnose import diagnose, next_case
    from .lessons.tables import pool

    known = catalogue()
    given = once(answered(case, grade_answer(case, answer), known, answer.case) for case, answer in answers)
    return diagnose(given, known, rulebook()), next_case(given, pool(), known, rulebook())


def memo(
    case: Case,
    result: Assessment,
    heads: Heads,
    readings: Mapping[str, str] | None = None,
    *,
    full: bool = False,
    since: Case | None = None,
    since_what: str = "the earlier draft",
) -> Memo:
    """The memo on an assessment as a document; ``memo.formats.rendered`` makes Word, HTML, PDF or Markdown of it.

    ``readings`` are those that the assessment was made on, where some were chosen; ``full`` lists also the conditions
    on which nothing is on file. ``since`` adds a page with what changed since that draft, called ``since_what``, each
    draft measured as the assessment was, on its own day where the assessment is on that of the case. Raises
    :class:`BadInput` for a party that the earlier draft does not have.
    """
    from .memo.sections.since import Since
    from .memo.write import memo_of

    changed: Since | None = None
    if since is not None:
        on = None if result.on == case.profile.assess_on else result.on
        record = result.on_the_record
        old, new = {"": since}, {"": case}
        (diff,) = compare_drafts(old, new, on, result.standpoint, on_the_record=record, readings=readings)
        changed = Since(since_what, diff)
    return memo_of(case, result, assess, heads, dict(readings or {}), full=full, since=changed)


def letter(result: Assessment, heads: LetterHeads, whom: Whom = "provider") -> Memo:
    """A letter with what to ask the provider, the ``authority`` or ``others``: the questions on which the answer turns,
    with provisions and what each answer decides. ``memo.formats.rendered`` makes Word, HTML, PDF or Markdown of it.
    """
    from .memo.letter import letter_of

    return letter_of(result, answer_record(result), heads, whom)


def law_graph() -> Graph:
    """Provisions, rules, definitions, facts, questions, readings, authorities, shipped cases and mutants, and how each
    is linked with the rest; takes some two seconds the first time. ``rules.graph.around`` takes a part of it."""
    return _law_graph()


@cache
def _law_graph() -> Graph:
    from .cases.links import case_parts
    from .rules.graph.model import graph_of
    from .rules.graph.of_law import law_links, law_nodes
    from .rules.graph.of_mutants import mutant_parts

    book = rulebook()
    cases, mutants = case_parts(book), mutant_parts(book)
    return graph_of((*law_nodes(book), *cases[0], *mutants[0]), (*law_links(book), *cases[1], *mutants[1]))


def batch(job: Job) -> Result:
    """Assess every profile of a table, folder or stream of lines; raises :class:`BadInput` for what cannot be read."""
    from .batch.run import run

    return run(rulebook(), job)


def check_report(file: str | Path) -> CheckResult:
    """Check an annual report (YAML, JSON, CSV, XLSX, or a report of the library) against point (g)(vii).

    Raises :class:`BadInput` where it cannot be read as a report.
    """
    from .reports.check import check_report as check
    from .reports.files import load_report

    return check(load_report(file))


def record(
    case: Case,
    result: Assessment,
    key_file: str | Path,
    *,
    readings: Mapping[str, str] | None = None,
    previous: Mapping[str, Any] | None = None,
    files: Path | None = None,
    recorded_at: str = "",
    answer: AssessmentJson | None = None,
) -> bytes:
    """A signed decision record of an assessment of this case, as the bytes of its file (docs/records.md).

    ``readings`` are those that the assessment was given; ``previous`` is the record before it in a chain, as
    :func:`read_record` gives it; ``files`` the folder of report files that the case names; ``recorded_at`` the time in
    UTC (default: now); ``answer`` what :func:`answer_json` gives, where that is at hand. Raises :class:`BadInput` for a
    key that is none, and :class:`MissingPackage` without the extra ``records``.
    """
    from datetime import UTC, datetime

    from .records.keys import private_key
    from .records.make import Asked, record_of

    now = recorded_at or datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return record_of(
        case,
        result,
        answer if answer is not None else answer_json(result),
        Asked(readings or {}),
        private_key(Path(key_file)),
        recorded_at=now,
        files=files,
        previous=dict(previous) if previous is not None else None,
    )


def read_record(file: str | Path) -> dict[str, Any]:
    """A record as data, its form checked and nothing else. Raises :class:`BadInput`."""
    from .records.files import read_record as read

    return read(Path(file))


def verify_records(
    files: Sequence[str | Path], key_file: str | Path | None = None, head: str | None = None, *, chained: bool = False
) -> tuple[tuple[str, str, str], ...]:
    """Verify records; (file, property, what was found) for each property that was checked.

    ``key_file`` holds the public key of whom they are to be signed by; ``chained`` says that they are a chain, which
    ends with ``head`` where that is given. Raises :class:`BadInput` naming the property that does not hold.
    """
    from .records.files import verified

    return verified([Path(file) for file in files], Path(key_file) if key_file else None, head, chained=chained)


def replay(record: Mapping[str, Any]) -> Replayed:
    """Derive a record's answer anew and name what is not as it was. Raises :class:`BadInput` for a redacted record."""
    from .records.replay import replayed

    def derive(case: Case, question: dict[str, Any], rules: Rulebook) -> AssessmentJson:
        found = assess_facts(
            rules,
            case.engine_facts(),
            date.fromisoformat(question["on"]),
            question["standpoint"],
            on_the_record=question["on_the_record"],
            readings=question["readings"],
            engines=question["engines"],
        )
        return answer_json(replace(found, law=law_record(found.on), subject=subject_of(case)))

    return replayed(dict(record), derive, rulebook())


def compare_drafts(
    old: Mapping[str, Case],
    new: Mapping[str, Case],
    on: date | None = None,
    standpoint: str | None = None,
    *,
    on_the_record: bool = False,
    readings: Mapping[str, str] | None = None,
) -> tuple[DiffRecord, ...]:
    """What two drafts differ by and what that did, feature by feature, as :func:`load_cases` gives them.

    Both are assessed on ``on``, or each on its own day, by the evaluator alone, and so is all that lies between them.
    Raises :class:`BadInput` for a party, reading or choice that one of them does not have.
    """
    from .engine.answer import derive
    from .engine.case.standpoint import seen_from
    from .engine.why.assessment import question_of
    from .records.compare import compared
    from .showing.diff_record import DiffRecord

    def measure(case: Case) -> Assessment:
        return assess(case, on, standpoint, on_the_record=on_the_record, readings=readings, engines=ENGINES[:1])

    def outcome_of(case: Case) -> str:
        facts, book = case.engine_facts(), rulebook()
        party = party_of(case, standpoint)
        view = seen_from(facts.entity, facts.parties, party, book.series)
        day = on or case.profile.assess_on or date.today()
        asked = question_of(book, facts, day, party, on_the_record=on_the_record, readings=readings)
        return derive(book, view, asked).outcome

    found: list[DiffRecord] = []
    for name in dict.fromkeys([*new, *old]):
        if name in old and name in new:
            found.append(compared(old[name], new[name], measure, outcome_of, name))
            continue
        case = new.get(name) or old[name]
        outcome = outcome_of(case)
        before, after = ("", outcome) if name in new else (outcome, "")
        found.append(DiffRecord(name, case.profile.name, before, after, (), ()))
    return tuple(found)


def rulebook_in(source: str | Path) -> Rulebook:
    """The rulebook of a folder of rule files, or the one that a decision record holds.

    Raises :class:`BadRulebook` for rules that cannot be read, :class:`BadInput` for a file that is no record.
    """
    from .records.rulebooks import recorded_rules
    from .rules import load

    if Path(source).is_dir():
        return load(vocabulary(), Path(source))
    with recorded_rules(read_record(source)["body"]) as found:
        return found


def compare_rulebooks(old: Rulebook, new: Rulebook, cases: Mapping[str, Case], on: date | None = None) -> RulebookDiff:
    """Which rules two versions of the rulebook have otherwise, and in which of these cases that shows.

    Each case is assessed on ``on``, or on its own day, by the evaluator.
    """
    from .records.rulebooks import compared

    def measure(book: Rulebook, case: Case) -> Assessment:
        return _assessed(book, case, on, None, False, None, ENGINES[:1])

    return compared(old, new, cases, measure)


def overtaken_findings(old: Mapping[str, Case], new: Mapping[str, Case]) -> dict[str, tuple[OvertakenFinding, ...]]:
    """The findings of each feature (a profile is one, under ``""``) made before a fact on which they rest changed.

    They and their signatures are the same in both drafts, and such a fact is not. Nothing is assessed to learn it.
    What a later source overtakes within one draft, an assessment says itself (``overtaken_by`` of its ``findings``).
    """
    from .engine.case.standpoint import seen_from
    from .records.compare import overtaken_of

    book = rulebook()

    def view(case: Case) -> View:
        facts = case.engine_facts()
        return seen_from(facts.entity, facts.parties, None, book.series)

    return {name: tuple(overtaken_of(view(old[name]), view(new[name]), book)) for name in new if name in old}


def sign_finding(
    document: Mapping[str, Any],
    path: str,
    by: str,
    on: date,
    why: str = "",
    *,
    finding: bool | None = None,
    feature: str = "",
) -> dict[str, Any]:
    """A profile or matter, as data, with the finding at ``path`` signed; what is given stays as it is.

    ``finding`` is what is found; without it, what is on file is signed. ``feature`` says of which of a matter. Raises
    :class:`BadInput` for a path of no finding, where nothing is found yet, and what reading the new document raises.
    """
    from .cases.loader import case_of
    from .cases.matter.loader import is_matter
    from .engine.case.facts import Signature
    from .interview.signing import with_signature
    from .reading.document import Document

    signed = with_signature(document, path, Signature(by, on, why), finding=finding, feature=feature)
    as_read = Document("<signed>", signed, {})
    _ = matter_from(as_read) if is_matter(as_read) else case_of(as_read)
    return signed


def document_text(document: Mapping[str, Any]) -> str:
    """A profile or matter, as data, as the YAML text of its file; a profile with each fact under its question."""
    from .interview.write import document_text as text_of

    return text_of(document)
