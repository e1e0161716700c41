"""What a document holds besides facts: names, the day, the kind of service, sources and parties."""

from __future__ import annotations

from typing import Any, cast, get_args

from msgspec import Struct

from ...cases import places
from ...cases.presets import presets
from ...cases.profile import Grade
from ...reading import values
from ...reading.errors import BadInput, Problem
from .documents import Data
from .items import OF_FEATURE, with_text

INTERESTS = ("provider", "authority", "users", "victims", "organisation", "other")
GRADES: tuple[str, ...] = get_args(Grade)


class Text(Struct, frozen=True):
    """One text: its place, what it is called, its value; ``kind`` is ``line``, ``lines``, ``day`` or ``choice``."""

    path: str
    title: str
    kind: str
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class Entry(Struct, frozen=True):
    """A source or a party, with its fields in order, as name, title and value."""

    kind: str
    key: str
    fields: tuple[tuple[str, str, str], ...]


_SHARED = (
    ("name", "Name of the file", "line", ""),
    ("assess_on", "Day assessed", "day", "Without it, today."),
    ("summary", "Summary", "lines", ""),
    ("provider.name", "Provider", "line", ""),
    ("provider.competent_authority", "Competent authority", "line", ""),
)
_OWN = (
    ("service.name", "Service", "line", ""),
    ("service.feature", "Feature", "line", "For example direct messages."),
    ("service.description", "Description", "lines", ""),
    ("preset", "Kind of service", "choice", "Its notorious facts are taken as known, and marked so."),
)


def texts(data: Data, feature: str) -> tuple[Text, ...]:
    """The texts of a document and of one feature."""
    own = next((each for each in data.get("features", []) if each["id"] == feature), data)
    kinds = (("", "None"), *((name, f"{each.title} ({name})") for name, each in presets().items()))
    named = (("feature.name", "Name of the feature", "line", ""),) if feature else ()
    found: list[Text] = []
    for path, title, kind, hint in (*_SHARED, *named, *_OWN):
        of_own = path.split(".")[0] in OF_FEATURE or path.startswith("feature.")
        value = places.get(own if of_own else data, path.removeprefix("feature."))
        choices = kinds if path == "preset" else ()
        found.append(Text(path, title, kind, str(value or ""), hint, choices))
    return tuple(found)


def with_texts(data: Data, feature: str, given: dict[str, str]) -> Data:
    """The document with texts put in. Raises :class:`BadInput` for a day or a kind that is none, and an empty name."""
    for each in texts(data, feature):
        if each.path not in given or given[each.path] == each.value:
            continue
        text = given[each.path]
        if each.path == "name" and not text:
            raise BadInput(Problem("the file needs a name", path="name", hint="Write one."))
        if each.kind == "day" and text:
            try:
                text = values.day(text).isoformat()
            except values.Unreadable as refused:
                raise BadInput(Problem(str(refused), path=each.path, hint=refused.cure)) from None
        if each.kind == "choice" and text not in dict(each.choices):
            raise BadInput(Problem(f"no preset is called {text!r}", path=each.path, hint="Choose one of the list."))
        data = with_text(data, feature, each.path, text)
    return data


def entries(data: Data) -> tuple[Entry, ...]:
    """The sources and the parties of a document."""
    sources = cast("dict[str, Data]", data.get("sources", {}))
    parties = cast("dict[str, Data]", data.get("parties", {}))
    return (
        *(Entry("sources", key, _fields(each, SOURCE)) for key, each in sources.items()),
        *(Entry("parties", key, _fields(each, PARTY)) for key, each in parties.items()),
    )


SOURCE = (
    ("title", "Title"),
    ("by", "Author"),
    ("on", "Day"),
    ("reference", "Reference"),
    ("url", "Address"),
    ("grade", "How near to the original"),
    ("note", "Note"),
)
PARTY = (("interest", "Interest"), ("note", "Note"))


def _fields(entry: Data, named: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple((name, title, str(entry[name])) for name, title in named if entry.get(name))


def entry_of(kind: str, given: dict[str, Any]) -> Data:
    """A source or a party as a document holds it. Raises :class:`BadInput` for what it cannot hold."""
    names = [name for name, _ in (SOURCE if kind == "sources" else PARTY)]
    entry: Data = {name: str(given[name]) for name in names if given.get(name)}
    if kind == "sources" and not entry.get("title"):
        raise BadInput(Problem("a source needs a title", hint="Write what the document is called."))
    if entry.get("on"):
        try:
            entry["on"] = values.day(entry["on"]).isoformat()
        except values.Unreadable as refused:
            raise BadInput(Problem(str(refused), path="on", hint=refused.cure)) from None
    for name, known in (("grade", GRADES), ("interest", INTERESTS)):
        if entry.get(name) and entry[name] not in known:
            raise BadInput(Problem(f"{entry[name]!r} is no {name}", hint=f"Choose one of {', '.join(known)}."))
    return entry
