"""The client's questions as a file to fill in, and the filled one back: plain facts and indicators, no conclusion.

A questionnaire is one table: where the answer belongs in the profile, the question, the provisions it bears on, how to
answer, and room for answer, source and note. The formats are only ways of writing and reading rows
(:mod:`.questionnaire_files`).
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..cases.loader import Case
from ..engine.case.vocabulary import FactSpec
from ..engine.law.rulebook import Rulebook
from ..engine.why.assessment import statements
from ..reading.errors import BadInput, Problem
from ..showing.words import sentence, topic
from .answer import Refused
from .places import EVERYONE, UNITS, Data, get, put
from .script import generic
from .typed import ABSENCES, clean, value
from .words import KINDS

HEADER = ("Place", "Question", "Bears on", "How to answer", "Answer", "Source", "Note")
PRIVILEGE = "Privileged and confidential: prepared for the purpose of legal advice."
HELP = (
    "Answer what you know; write unknown, not disclosed or does not apply where that is so, and leave the rest empty. "
    "Leave the first column as it is. Under Source name the document, under Note whatever else should be known."
)
#: Elements of a definition that read like plain questions and are answered by counsel.
OF_COUNSEL = frozenset(
    f"service.{name}"
    for name in (
        *(f"communications.{each}" for each in ("direct", "interpersonal", "via_networks", "interactive")),
        *(f"communications.{each}" for each in ("recipients_chosen", "with_provider_alone")),
        "numbering.connects", "internet_access", "conveys_signals", "mixes",
    )
) | {"technology.oversight.human_intervention"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One row: ``place`` in the profile, the question, what it bears on, and how it may be answered."""

    place: str
    subject: str
    question: str
    bears_on: str
    how: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.place, self.question, self.bears_on, self.how, "", "", "")


@dataclass(frozen=True, slots=True)
class Filled:
    """A row as it came back: its number in the file, and its cells."""

    number: int
    cells: tuple[str, ...]


def is_plain(spec: FactSpec) -> bool:
    """Whether a client can answer it: no judgement, no element of a legal definition, and the provider's to know."""
    return not (spec.finding or spec.indicators or spec.who != "provider" or spec.path in OF_COUNSEL)


def questions(case: Case, rulebook: Rulebook) -> tuple[Asked, ...]:
    """The client's questions that a case leaves open, by subject."""
    stated = {each.path for each in statements(case.facts) if each.standing != "not_asked"}
    found: list[Asked] = []
    for spec in case_facts(rulebook):
        for place, name in _places(spec, case):
            shared = f"{EVERYONE}.{place.partition('].')[2]}" if place.startswith(f"{UNITS}[") else ""
            if place not in stated and shared not in stated:
                subject = f"{name}: {topic(spec.path)}" if name else topic(spec.path)
                cited = "; ".join(rulebook.cite(provision) for provision in spec.provisions)
                found.append(Asked(place, subject, spec.question, cited, _how(spec)))
    order = list(dict.fromkeys(each.subject for each in found))
    return tuple(sorted(found, key=lambda each: order.index(each.subject)))


def case_facts(rulebook: Rulebook) -> Iterator[FactSpec]:
    """The plain facts of the case, of technologies and of reports."""
    for spec in rulebook.vocabulary.facts.values():
        scope, _ = rulebook.vocabulary.split(spec.path)
        if scope in ("", "technology", "report") and is_plain(spec):
            yield spec


def _places(spec: FactSpec, case: Case) -> Iterator[tuple[str, str]]:
    """Where a fact stands in this case, with the name of the thing: once, or for each technology or report listed."""
    head, _, rest = spec.path.partition(".")
    listed = {"technology": case.profile.technologies, "report": case.profile.reports}
    if head not in listed:
        yield spec.path, ""
        return
    items = listed[head]
    known = items.known if items is not None else ()
    for at, item in enumerate(known):
        yield f"{'technologies' if head == 'technology' else 'reports'}[{at}].{rest}", item.id or str(at + 1)
    if head == "technology" and not known:
        yield f"{EVERYONE}.{rest}", "every technology"


def _how(spec: FactSpec) -> str:
    if spec.choices:
        return f"{'any of' if spec.type == 'set' else 'one of'}: {', '.join(spec.choices)}"
    unit = f" ({spec.unit})" if spec.unit else ""
    return f"{KINDS[spec.type]}{unit}{f', or never ({spec.never})' if spec.never else ''}"


def answered(case: Case, rows: Sequence[Filled], file: str, rulebook: Rulebook) -> Data:
    """The data of the case with the answers of a filled questionnaire; what is left empty stays open.

    Raises :class:`BadInput` naming row and place of every answer that cannot be read.
    """
    data: Data = {key: copy.deepcopy(each) for key, each in case.document.data.items() if key != "expect"}
    problems: list[Problem] = []
    seen = False
    for row in rows:
        cells = (*(clean_cell(cell) for cell in row.cells), *[""] * len(HEADER))[: len(HEADER)]
        place, answer, source, note = cells[0], cells[4], cells[5], cells[6]
        spec = rulebook.vocabulary.facts.get(generic(place, rulebook.vocabulary)) if place else None
        if spec is None:
            if place and answer and place != HEADER[0]:
                hint = "Leave the first column as it was written."
                problems.append(Problem(f"no question has the place {place!r}", file, row.number, hint=hint))
            continue
        seen = True
        if not answer:
            if source or note:
                hint = "Write the answer too, or unknown."
                problems.append(Problem("has a source or a note and no answer", file, row.number, place, hint))
            continue
        try:
            told = ABSENCES.get(answer.casefold())
            stated: Data = dict(told) if told is not None else {"value": value(clean(answer), spec)}
        except Refused as refused:
            problems.append(Problem(f"{answer!r} is no answer", file, row.number, place, str(refused)))
            continue
        stated |= {"source": _source(source, data)} if source else {}
        stated |= {"note": note} if note else {}
        if place.startswith((f"{UNITS}[", "reports[")) and get(data, place.partition("].")[0] + "]") is None:
            hint = "Read it back into the case that it was made from."
            problems.append(Problem("the case lists no such item", file, row.number, place, hint))
            continue
        put(data, place, stated["value"] if stated.keys() == {"value"} else stated)
    if not seen and not problems:
        hint = "Name the file that `derogation ask CASE --questionnaire FILE` wrote, filled in."
        problems.append(Problem("holds no questions", file, hint=hint))
    if problems:
        raise BadInput(*problems)
    return data


def clean_cell(cell: str) -> str:
    """A cell without breaks and blanks around it."""
    return " ".join(cell.split())


def _source(title: str, data: Data) -> str:
    """The key of a source by its key or title; a new one is listed."""
    sources: Data = data.setdefault("sources", {})
    for key, entry in sources.items():
        if title in (key, entry.get("title")):
            return key
    slug = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:40] or "source"
    key, number = slug, 2
    while key in sources:
        key, number = f"{slug}_{number}", number + 1
    sources[key] = {"title": title}
    return key


def title_of(case: Case) -> str:
    """What the questionnaire is called."""
    return sentence(f"Questions on {case.profile.name}").rstrip(".")
