"""The state of the law, and a file held against it, as documents and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..engine.case.words import long_date
from ..rules.law_state import ActState, LawState
from ..rules.verify import Verification
from .authorities import GRADE_WORDS
from .document import Block, Document, Heading, Listing, Paragraph, Table

STATUS, VERIFY = "derogation/law-status/1", "derogation/law-verify/1"
STATE_WORDS = {
    "to_come": "to come",
    "in_force": "applies",
    "ended": "has ended",
    "replaced": "replaced by a later version",
}


def law_data(schema: str, record: LawState | Verification) -> dict[str, Any]:
    """A record as JSON, under the name of its schema."""
    from pydantic import TypeAdapter

    data: dict[str, Any] = TypeAdapter(type(record)).dump_python(record, mode="json")
    equal = {"equal": record.equal} if isinstance(record, Verification) else {}
    return {"schema": schema, **data, **equal}


def law_schema(schema: str) -> dict[str, Any]:
    """The JSON Schema of ``derogation/law-status/1`` or ``derogation/law-verify/1``; keys may be added."""
    from pydantic import TypeAdapter

    found = TypeAdapter(LawState if schema == STATUS else Verification).json_schema()
    extra: dict[str, Any] = {"schema": {"const": schema}}
    if schema == VERIFY:
        extra["equal"] = {"type": "boolean", "description": "something was compared, and all of it is as expected"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema,
        **found,
        "properties": {**extra, **found["properties"]},
        "required": [*extra, *found["required"]],
    }


def status_document(state: LawState) -> Document:
    """The state of the law on a day."""
    return Document(f"The law on {long_date(state.on)}: {state.regime}", tuple(_status(state)))


def _status(state: LawState) -> Iterator[Block]:
    applies = "A derogation can be relied on." if state.derogation else "No derogation can be relied on."
    yield Paragraph(f"{applies} {state.note} {_span(state.first_day, state.last_day)}")
    if state.begins:
        yield Paragraph(f"On the first of these days: {state.begins}.")
    if state.next_change is not None:
        yield Paragraph(f"Next change known, {long_date(state.next_change)}: {state.next_begins}.")
    yield Heading("What an answer on this day rests on")
    rests = [
        f"{each.act}: {len(each.rules)} {'rules' if len(each.rules) > 1 else 'rule'}, {GRADE_WORDS[each.grade]}"
        + (f"; {each.hashed} of {each.quotes} quotations in sentences known by hash" if each.quotes else "")
        for each in state.rests_on
    ]
    yield Listing(tuple(rests))
    yield Paragraph(
        f"The conditions measured are those of {state.measured}, which was read."
        if state.conditions_decide
        else f"{state.measured} was not read: the conditions of 2021 stand in provisionally and decide nothing."
    )
    if state.relayed or state.not_read:
        yield Heading("Known of that act without the act")
        yield Listing(state.relayed)
        yield Heading("Not seen by anyone here")
        yield Listing(state.not_read)
    yield Heading("Acts and versions")
    yield Table("", ("Act", "CELEX", "State", "Read"), tuple(_row(act) for act in state.acts))
    rows = [
        (f"{act.act} {act.version}".strip(), each.event.replace("_", " "), each.day.isoformat(), _grade(each.grade),
         each.sentence_sha256[:12] or "none known")
        for act in state.acts for each in act.dates
    ]  # fmt: skip
    yield Table("", ("Act", "Date", "Day", "Grade", "Hash of its sentence"), tuple(rows))


def _row(act: ActState) -> tuple[str, ...]:
    name = f"{act.act} {act.version}".strip()
    return name, act.celex, STATE_WORDS[act.state], "yes" if act.read else "no"


def _grade(grade: str) -> str:
    return grade.replace("_", " ")


def _span(first: date | None, last: date | None) -> str:
    start = long_date(first) if first is not None else "the beginning"
    if last is None:
        return f"From {start} on."
    days = f" ({(last - first).days + 1} days)" if first is not None else ""
    return f"From {start} to {long_date(last)}{days}."


def verify_document(found: Verification) -> Document:
    """A file held against an act."""
    return Document(f"{found.act} ({found.celex}): {found.file}", tuple(_verified(found)))


def _verified(found: Verification) -> Iterator[Block]:
    whole = {
        True: "This is the very file of the Publications Office: its hash is the one known.",
        False: "This is not the file whose hash is known: another packaging of the text, or another text.",
        None: "No hash of the whole file is known.",
    }
    yield Paragraph(f"{whole[found.whole]} SHA-256 {found.file_sha256}.")
    if not found.known:
        yield Paragraph(f"{found.celex} is not in rules/law/acts.yaml; docs/new-law.md says how an act comes in.")
    yield Heading("Sentences known by hash")
    if found.sentences:
        places = [
            f"{each.id}: found in {each.part}, place {each.at} (official file: {each.expected_at})"
            if each.found
            else f"{each.id}: NOT FOUND. The sentence that the rulebook relies on is not in this file as it was."
            for each in found.sentences
        ]
        yield Listing(tuple(places))
    else:
        yield Paragraph("None is known for this act.")
    if not found.quotes:
        return
    yield Heading("Rule by rule")
    yield Paragraph(f"The quotations compared are those of {found.compared_with}.")
    counted = {each.to_do: 0 for each in found.quotes}
    for each in found.quotes:
        counted[each.to_do] += 1
    yield Listing(tuple(f"{number}: {to_do}" for to_do, number in counted.items()))
    rows = [
        (each.citation, ", ".join(each.rules) or "ledger only", each.quote, each.to_do)
        for each in found.quotes
        if each.found != "same"
    ]
    if rows:
        yield Table("", ("Provision", "Rules", "Quotation", "What to do"), tuple(rows))
    if found.unquoted:
        yield Paragraph(f"Without a quotation, so to be read by hand: {', '.join(found.unquoted)}.")
