"""The client's questions as a file to fill in: the client's part of the interview, without any conclusion of law.

A questionnaire is one table: where the answer belongs in the profile, the question, the provisions it bears on, how to
answer, and room for answer, source and note. Where the case lists no technology or no report yet, its questions are
asked once for every one, and answered for all or for each by name. The formats are only ways of writing and reading
rows (:mod:`.questionnaire_files`); :mod:`.questionnaire_answers` reads what was filled in.
"""

from __future__ import annotations

import copy

from msgspec import Struct

from ..cases.loader import Case
from ..cases.places import EVERYONE, UNITS, Data, complete, members
from ..engine.case.vocabulary import FactSpec, ListSpec
from ..engine.law.rulebook import Rulebook
from ..showing.words import sentence, topic
from .choosing.in_parts import in_parts
from .choosing.open_questions import OpenQuestion
from .rows import fields_of
from .session import HERE, State
from .words import KINDS, LISTS, subject

HEADER = ("Place", "Question", "Bears on", "How to answer", "Answer", "Source", "Note")
PRIVILEGE = "Privileged and confidential: prepared for the purpose of legal advice."
HELP = (
    "Answer what you know; write unknown, not disclosed or does not apply where that is so, and leave the rest empty. "
    "Leave the first column as it is. Under Source name the document, under Note whatever else should be known. "
    "A question on every technology or every report is answered once for all; where they differ, write each with its "
    "name, such as: hashes: yes; words: no."
)
#: The lists whose items may not be known yet, and how the place of a fact of every item begins.
EVERY: dict[str, str] = {UNITS: EVERYONE, "reports": "every_report"}


class Asked(Struct, frozen=True):
    """One row: ``place`` in the profile, the question, what it bears on, and how it may be answered."""

    place: str
    subject: str
    question: str
    bears_on: str
    how: str

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.place, self.question, self.bears_on, self.how, "", "", "")


def questions(case: Case, rulebook: Rulebook) -> tuple[Asked, ...]:
    """The client's questions that a case leaves open, whatever is settled, in the order of the interview."""
    data, imagined = _with_one_each(case.document.data)
    state = State(rulebook, data, frozenset(), folder=case.files or HERE)
    left = in_parts(state.derivation, state.askable, everything=True, part="client")
    listed = {f"{rulebook.vocabulary.lists[name].item}.{key}" for name in imagined for key in fields_of(name)}
    return tuple(_row(question, state, imagined) for question in left if question.spec.path not in listed)


def _with_one_each(data: Data) -> tuple[Data, tuple[str, ...]]:
    """The case with one technology and one report where none is listed and some may be, and the lists concerned."""
    data = copy.deepcopy(data)
    imagined = tuple(name for name in EVERY if not members(data.get(name)) and not complete(data.get(name)))
    for name in imagined:
        data[name] = {"known": [{"id": "every"}], "complete": False}
    return data, imagined


def _row(question: OpenQuestion, state: State, imagined: tuple[str, ...]) -> Asked:
    spec, place = question.spec, question.path
    about = subject(place, state)
    for name in imagined:
        if place.startswith(f"{name}[0]."):
            place = f"{EVERY[name]}.{place.partition('].')[2]}"
            about = EVERY[name].replace("_", " ")
    name = topic(spec.path)
    cited = "; ".join(state.rulebook.cite(provision) for provision in spec.provisions)
    return Asked(place, f"{about}: {name}" if about else name, spec.question, cited, how(spec))


def how(spec: FactSpec | ListSpec) -> str:
    """How a question may be answered in writing."""
    if isinstance(spec, ListSpec):
        return f"{LISTS[spec.path]}; ... at the end if there may be more"
    if spec.choices:
        choices = ", ".join(choice.replace("_", " ") for choice in spec.choices)
        return f"any of: {choices}, or none" if spec.type == "set" else f"one of: {choices}"
    unit = f" ({spec.unit})" if spec.unit else ""
    return f"{KINDS[spec.type]}{unit}{f', or never ({spec.never})' if spec.never else ''}"


def title_of(case: Case) -> str:
    """What the questionnaire is called."""
    return sentence(f"Questions on {case.profile.name}").rstrip(".")
