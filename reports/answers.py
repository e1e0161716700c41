"""The answers of a report, each read by the type that the form gives its field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from ..reading.document import Place
from . import values
from .form import Field, FieldType, load_form
from .model import ABSENCE_WORDS, NOT_ANSWERED, Absence, Answer, Technology, Value, figure
from .reading import Reading, clip, suggest

_ANSWER = ("value", "absent", "reason", "note", "raw", "legal_duty", "parts", "by_technology")
_PART = ("value", "absent", "reason", "note", "raw")


def read_answers(reading: Reading, raw: object, technologies: tuple[Technology, ...] | None) -> dict[str, Answer]:
    """The answers by field id, in the form's order; an unknown id is a problem that names the nearest."""
    form, found = load_form(), dict[str, Answer]()
    for key, entry in reading.mapping(raw, ("answers",), None).items():
        if (row := form.fields.get(key)) is None:
            nearest = form.nearest(key)
            hint = f"Did you mean {' or '.join(nearest)}?" if nearest else "`report template` lists the fields."
            reading.wrong(("answers", key), f'the form has no field "{clip(key)}"', hint)
        else:
            found[key] = _answer(reading, row, entry, [one.id for one in technologies or ()])
    return {key: found[key] for key in form.fields if key in found and found[key] != NOT_ANSWERED}


def _answer(reading: Reading, row: Field, raw: object, technologies: Sequence[str]) -> Answer:
    path: Place = ("answers", row.id)
    if not isinstance(raw, dict):
        return _plain(reading, raw, row.type, path)
    entry = reading.mapping(cast("object", raw), path, _ANSWER)
    parts: dict[str, Answer] = {}
    allowed = [part.key for part in row.parts]
    if entry.get("parts") is not None and not allowed:
        reading.wrong((*path, "parts"), "this field has no parts", "Put the details into the note.")
    else:
        for key, value in reading.mapping(entry.get("parts"), (*path, "parts"), allowed).items():
            if (part := row.part(key)) is not None:
                answer = _part(reading, value, part.type, (*path, "parts", key))
                if answer != NOT_ANSWERED:
                    parts[key] = answer
    split = _by_technology(reading, row, entry.get("by_technology"), technologies)
    answer = _entry(reading, entry, row.type, path)
    number = parts["number"].value if "number" in parts else None
    if answer.absent not in (None, "not_answered") and (number is not None or split):
        where = "parts" if number is not None else "by_technology"
        message = f"it is called {ABSENCE_WORDS[answer.absent]}, and a figure is given"
        reading.wrong((*path, where), message, "Keep one of the two.")
    if number is not None and answer.value is None:
        answer = answer.model_copy(update={"value": number})
    elif number is not None and answer.value is not None and number != answer.value:
        message = f"the value ({figure(answer.value)}) and its part number ({figure(number)}) differ"
        reading.wrong((*path, "parts", "number"), message, "Keep one of the two.")
    if split and row.type == "count" and answer.value is None:
        answer = answer.model_copy(update={"value": sum(v for v in split.values() if isinstance(v, int))})
    given = answer.value is not None or bool(split) or any(part.given for part in parts.values())
    return answer.model_copy(
        update={
            "parts": {key: parts[key] for key in allowed if key in parts},  # in the form's order, not the file's
            "by_technology": split,
            "absent": None if given and answer.absent == "not_answered" else answer.absent,
        }
    )


def _part(reading: Reading, raw: object, kind: FieldType, path: Place) -> Answer:
    if isinstance(raw, dict):
        return _entry(reading, reading.mapping(cast("object", raw), path, _PART), kind, path)
    return _plain(reading, raw, kind, path)


def _plain(reading: Reading, raw: object, kind: FieldType, path: Place) -> Answer:
    if (missing := values.absence(raw)) is not None:
        return Answer(absent=missing, raw=raw if isinstance(raw, str) else "")
    value: Value | None = reading.read(raw, path, lambda entry: values.parse(entry, kind))
    return Answer(value=value)


def _entry(reading: Reading, entry: Mapping[str, Any], kind: FieldType, path: Place) -> Answer:
    """An answer written as a mapping: a value, or the kind of absence, with what belongs to it."""
    words = Answer(
        reason=reading.text(entry.get("reason"), (*path, "reason")),
        note=reading.text(entry.get("note"), (*path, "note")),
        raw=reading.text(entry.get("raw"), (*path, "raw")),
        legal_duty=reading.text(entry.get("legal_duty"), (*path, "legal_duty")),
    )
    absent: Absence | None = reading.choice(entry.get("absent"), (*path, "absent"), tuple(ABSENCE_WORDS))
    raw = entry.get("value")
    implied = values.absence(raw)
    if absent is not None and implied is None:
        reading.wrong(path, "there is both a value and the kind of its absence", "Keep one of the two.")
    if implied is not None:
        return words.model_copy(update={"absent": absent or implied, "raw": words.raw or str(raw or "")})
    value: Value | None = reading.read(raw, (*path, "value"), lambda one: values.parse(one, kind))
    return words.model_copy(update={"value": value})


def _by_technology(reading: Reading, row: Field, raw: object, technologies: Sequence[str]) -> dict[str, Value]:
    path: Place = ("answers", row.id, "by_technology")
    found: dict[str, Value] = {}
    if raw is not None and row.type not in ("count", "ratio"):
        reading.wrong(path, "only figures can be split by technology", "Put the details into the note.")
        return found
    for key, entry in reading.mapping(raw, path, None).items():
        if key not in technologies:
            hint = suggest(key, technologies) if technologies else "List it under technologies first."
            reading.wrong((*path, key), f'no technology has the id "{clip(key)}"', hint)
        elif (value := _plain(reading, entry, row.type, (*path, key)).value) is not None:
            found[key] = value
    return {key: found[key] for key in technologies if key in found}
