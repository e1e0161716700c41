"""What the interview says: the question, why it is asked, how far it has come, and how it ends."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import cast

from ..cases.checks import INTERESTS
from ..cases.places import UNITS, Data, for_everyone, get, members
from ..engine.case.facts import NEVER
from ..engine.case.standpoint import count
from ..engine.case.vocabulary import FactSpec, ListSpec
from ..engine.case.words import words as in_words
from ..engine.law.rulebook import SHOWN, Rule, Rulebook
from ..engine.why.assessment import statements
from ..engine.why.relevance import bearing, unknown_facts
from ..engine.why.results import FindingResult
from ..reading.safe_text import shown
from ..showing.words import clause, topic
from .beside import beside
from .choosing.in_parts import in_parts, part_of
from .choosing.next_question import answers_to_try, outcomes_after
from .choosing.open_questions import OpenQuestion
from .question import Part, Points
from .session import Asking, Given, Session, State

WIDTH = 96
PART_NAMES: dict[Part, str] = {"client": "THE CLIENT'S QUESTIONS", "counsel": "COUNSEL'S FINDINGS"}
OPENING_HELP = {
    "text": "Enter to leave it out",
    "day": "a day such as 2021-09-02; Enter for today",
    "parties": f"each as Acme: provider, with commas between ({', '.join(INTERESTS)}); Enter to leave it out",
}
POINTING: dict[Points, str] = {
    "to_yes": "On file, for it",
    "to_no": "On file, against it",
    "both_ways": "On file, pointing both ways",
    "neither_way": "On file besides",
}
KINDS = {
    "bool": "yes or no",
    "date": "a day such as 2021-09-02",
    "number": "a number",
    "text": "a few words",
}
LISTS = {
    "technologies": "how many there are, or a short name for each with commas between, or none",
    "reports": "the years that they cover, with commas between, or none",
    "technology.periods_of_use": "each as 2021-08-02 to 2022-03-01 (or to never, if still in use), or none",
    "uses_elsewhere": "each as 2021-08-02 to 2022-03-01 (or to never, if still in use), or none",
    "technology.suspicions.recorded": "each as identified to deleted: 2023-01-05 to 2023-06-01 (or to never), or none",
}
HELP = """\
u     not known          nd    asked, not disclosed      na    does not apply (the question stays open)
d     disputed: say which party says what
b     back to the question before      q     stop here; everything is kept
w     why this is asked, and what hangs on it          p     how far the interview has come
After an answer: +source KEY, +note TEXT, +assumed (taken as notorious), +all (for every technology).
Example: yes +source terms +note clause 2"""


def question_lines(asking: Asking, session: Session) -> Iterator[str]:
    """The question as it is put: what is asked, about what, why, and what may be written."""
    if asking.opening is not None:
        yield from _wrapped(asking.opening.question)
        yield from _wrapped(OPENING_HELP[asking.opening.kind], "   ")
        return
    question, state = _open(asking), session.state
    spec = question.spec
    about = subject(question.path, state)
    yield from _wrapped(f"{session.number}. {spec.question}{f' [{about}]' if about else ''}")
    yield from _wrapped(because(question, state.rulebook), "   ")
    if isinstance(spec, FactSpec) and not spec.plain:
        yield from conclusion_lines(spec, question, state)
    several = for_everyone(question.path) is not None and len(members(state.data.get(UNITS))) > 1
    everyone = "; +all answers for every technology" if several else ""
    yield from _wrapped(f"Answer: {expects(spec)}; u, nd, d, b, q, w, ?{everyone}", "   ")


def heading(asking: Asking, session: Session) -> tuple[str, str]:
    """The part of the interview and the subject that a question belongs to; empty for what is asked about the case."""
    if asking.open is None:
        return "", ""
    about = subject(asking.path, session.state)
    name = topic(asking.open.spec.path)
    return PART_NAMES[part_of(asking.open.spec)], f"{about}: {name}" if about and about != "all" else name


def conclusion_lines(spec: FactSpec, question: OpenQuestion, state: State) -> Iterator[str]:
    """That a person concludes it, with the plain facts that bear on it."""
    kind = "A finding" if spec.finding else "A conclusion of law"
    yield f"   {kind}: a person decides it and can give reasons (+note)."
    case, book = state.derivation.case, state.rulebook
    found = list(beside(spec, case.at(question.holders[0]), case, book))
    for points, words in POINTING.items():
        uses = [each.fact for each in found if each.points == points]
        if uses:
            clauses = (clause(book.vocabulary.facts[use.fact], use.value) for use in uses)
            yield from _wrapped(f"{words}: {'; '.join(clauses)}.", "   ")
    unknown = [each.fact for each in found if each.points == "unknown"]
    if unknown and len(unknown) < len(found):
        yield f"   Not known: {len(unknown)} of the {len(found)} plain facts that bear on it."
    elif found:
        yield (
            f"   Of the {len(found)} plain facts that bear on it none is known."
            if len(found) > 1
            else ("   The plain fact that bears on it is not known.")
        )


def expects(spec: FactSpec | ListSpec) -> str:
    """What may be written."""
    if isinstance(spec, ListSpec):
        return LISTS[spec.path]
    if spec.type == "choice":
        return ", ".join(f"{place} {name.replace('_', ' ')}" for place, name in enumerate(spec.choices, 1))
    if spec.type == "set":
        names = ", ".join(f"{place} {name.replace('_', ' ')}" for place, name in enumerate(spec.choices, 1))
        return f"one or more of {names}, or none; ... at the end if there may be more"
    never = f", or never ({spec.never})" if spec.never else ""
    unit = f" of {spec.unit}" if spec.unit and spec.unit != "year" else ""
    return f"{KINDS[spec.type]}{unit}{never}"


def subject(path: str, state: State) -> str:
    """Which technology, report or other item a question is about; empty for the case as a whole."""
    names: list[str] = []
    walked = ""
    for part in path.split("."):
        walked = f"{walked}.{part}" if walked else part
        name, bracket, index = part.partition("[")
        if bracket:
            item = get(state.data, walked)
            known = cast("Data", item).get("id") if isinstance(item, dict) else None
            names.append(str(known or f"{name} {int(index.rstrip(']')) + 1}"))
    return shown(", ".join(names)).replace("_", " ") if names else "all" if path.startswith("every_") else ""


def because(question: OpenQuestion, rulebook: Rulebook) -> str:
    """Why a question is asked, in one sentence with the provision."""
    if question.bears_on:
        return f"Why: it bears on what counsel concludes: “{question.bears_on[0].question}”"
    if not question.rules:
        if isinstance(question.spec, ListSpec) and question.path == rulebook.verdicts.units:
            return f"Why: each technology is assessed by itself ({rulebook.cite('3(1)')})."
        return f"Why: only a technology in use on that day is assessed ({rulebook.cite('3(1)')})."
    rule = question.rules[0][0]
    others = len({known.id for known, _ in question.rules}) - 1
    more = f" {others} more rule{'s' if others > 1 else ''} wait for it (w)." if others else ""
    return f"Why: {rulebook.cite(rule.provision)}. {rule.title}: {_role(rule, rulebook)}.{more}"


def why_lines(asking: Asking, session: Session) -> Iterator[str]:
    """Everything that hangs on a question: the rules that wait for it, and what each answer would leave."""
    if asking.opening is not None:
        yield "   It names the case, and the day decides which law is measured."
        return
    question, state = _open(asking), session.state
    book = state.rulebook
    for rule in {rule.id: rule for rule, _ in question.rules}.values():
        yield from _wrapped(f"- {book.cite(rule.provision)}: {rule.title} ({_role(rule, book)})", "   ")
    if not question.rules:
        yield from _wrapped(because(question, book), "   ")
    cited = ", ".join(book.cite(provision) for provision in question.spec.provisions)
    if cited:
        yield from _wrapped(f"Provisions: {cited}.", "   ")
    for answer, outcomes in effects(question, state):
        yield from _wrapped(f"If {answer}: {outcomes}", "   ")
    if isinstance(question.spec, FactSpec):
        for indicator in question.spec.indicators:
            asked = book.vocabulary.facts[indicator.fact].question
            speaks = "for" if indicator.supports else "against"
            yield from _wrapped(f"Speaks {speaks} it: {asked} {_plainly(indicator.value)}", "   ")
    yield f"   Fact: {shown(question.path)}"


def effects(question: OpenQuestion, state: State) -> Iterator[tuple[str, str]]:
    """What the answers that stand for all others would leave of the outcome."""
    if not isinstance(question.spec, FactSpec) or question.spec.type not in ("bool", "choice", "date"):
        return
    for answer in answers_to_try(state.derivation, question):
        if question.spec.type == "date" and answer != NEVER:
            continue
        outcomes = outcomes_after(state.derivation, question, answer)
        said = in_words(answer, question.spec, "supplied")  # pyright: ignore[reportArgumentType]
        yield said, possible(outcomes, state.rulebook)


def possible(outcomes: tuple[str, ...], rulebook: Rulebook) -> str:
    """The outcomes that are left, in words."""
    if len(outcomes) == 1:
        return f"{rulebook.verdicts.titles[outcomes[0]]}."
    return f"still open ({', '.join(outcome.replace('_', ' ') for outcome in outcomes)})."


def own_word(given: Given, session: Session) -> str:
    """What to say of an answer that does not count by default, because an interested party alone gives it."""
    facts = session.state.case.engine_facts()
    shared = for_everyone(given.path) if given.answer.everyone else None
    for statement in statements(facts.entity):
        if statement.path == (shared or given.path) and count(statement, facts.parties, None)[1] in (
            "disputed",
            "uncorroborated",
        ):
            who = [position.by for position in statement.positions] or [facts.parties.authors[statement.source]]
            names = " and ".join(dict.fromkeys(who))
            return f"   Kept as the word of {names}: it counts as theirs, and by default stays open."
    return ""


def progress_lines(session: Session) -> Iterator[str]:
    """How far the interview has come, and how many questions there may still be."""
    left = session.state.questions
    lists = [question for question in left if isinstance(question.spec, ListSpec)]
    more = ", and those on whatever you list" if lists else ""
    counsel = sum(part_of(question.spec) == "counsel" for question in left)
    parts = f" ({len(left) - counsel} for the client, {counsel} for counsel)" if counsel else ""
    yield f"   {session.number - 1} answered; at most {len(left)} more{parts}{more}."
    yield from _wrapped(f"Outcome now: {possible(session.state.derivation.possible, session.rulebook)}", "   ")


def ending_lines(session: Session, outcome: str, outcomes: tuple[str, ...]) -> Iterator[str]:
    """How the interview ends: the outcome, or that no question left can settle it, and what keeps it open."""
    book = session.rulebook
    asked = session.number - 1
    yield ""
    count = f"{asked} question{'' if asked == 1 else 's'}"
    if outcome != book.verdicts.open:
        yield from _wrapped(f"Determined after {count}: {book.verdicts.titles[outcome]} ({outcome}).")
        return
    yield from _wrapped(f"Open after {count}: {book.verdicts.titles[outcome]} ({outcome}).")
    yield from _wrapped(f"Possible: {', '.join(outcomes)}.")
    left = session.state.asked_by(in_parts).questions
    if left:
        who = "counsel" if part_of(left[0].spec) == "counsel" else "the client"
        yield from _wrapped(f"{len(left)} question{' is' if len(left) == 1 else 's are'} left for {who}.")
        return
    yield from _wrapped("No question that is left can settle it. It turns on what is not known or disputed:")
    waiting = list(unknown_facts(bearing(session.state.derivation)).values())
    answered = {given.path for given in session.given}
    shown = [use for use, _ in waiting if use.path in answered or use.standing != "not_asked"]
    for use in shown[:10]:
        spec = book.vocabulary.facts.get(use.fact)
        state = in_words(None, spec, use.standing) if spec is not None else "not known in full"
        about = subject(use.path, session.state)
        yield from _wrapped(f"- {use.question}{f' [{about}]' if about else ''} {state}", "   ")
    if len(shown) > 10:
        yield f"   - and {len(shown) - 10} more"


def signature_lines(findings: Iterable[FindingResult]) -> Iterator[str]:
    """How many findings on file nobody has signed, or were signed before a fact that they rest on."""
    found = list(findings)
    unsigned, overtaken = sum(each.unsigned for each in found), sum(bool(each.overtaken_by) for each in found)
    if unsigned:
        yield from _wrapped(f"Findings that nobody has signed yet: {unsigned}.")
    if overtaken:
        yield from _wrapped(f"Findings overtaken by a fact of a later day than their signature: {overtaken}.")


def _role(rule: Rule, rulebook: Rulebook) -> str:
    if rule.kind == "gate":
        return f"if so, {rulebook.verdicts.titles[rule.outcome]}"
    if rule.kind in SHOWN:
        return "told beside the verdict, which it does not change"
    return "a condition, without which the processing is not covered"


def _plainly(value: object) -> str:
    return (
        {True: "Yes", False: "No"}.get(value, str(value).replace("_", " ")) if isinstance(value, bool) else str(value)
    )


def _open(asking: Asking) -> OpenQuestion:
    if asking.open is None:
        raise TypeError(f"no fact is asked for: {asking.path}")
    return asking.open


def _wrapped(text: str, indent: str = "") -> Iterable[str]:
    return textwrap.wrap(shown(text), WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ") or [""]
