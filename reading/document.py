"""The one strict reader for every YAML and JSON document of the program.

A document becomes plain data (dict, list, str, int, float, bool, date, None) and the line of every key and
item, in one pass over parser events; no object is made from a tag and nothing in a file is run.

Scalars follow YAML 1.2, not 1.1: only ``true`` and ``false`` are booleans (``yes``, ``no``, ``on``, ``off``
are text), integers are decimal, ``007`` and ``1_000`` are text. An unquoted ``2021-08-02`` is a date. What
could be read in two ways or hides something from a reviewer (duplicate keys, anchors, tags, merge keys) is
refused.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import yaml
from msgspec import Struct
from msgspec.structs import replace

from .errors import BadInput, DerogationError, Problem
from .safe_text import NOT_IN_FILE, NOT_IN_TEXT
from .scalars import ScalarError, plain_value, short
from .yaml_syntax import BREAK, TAG_HINT, syntax_problem

MAX_BYTES = 2_000_000  # a profile has a few thousand bytes, the longest rule file far below 100,000
MAX_DEPTH = 40  # conditions and profiles nest about ten deep; deeper data would strain recursive readers later on
MAX_NODES = 200_000  # bounds memory where a short text holds very many values ("[1,1,1,...")
MAX_PROBLEMS = 50  # more than anyone reads at once

Place = tuple[str | int, ...]


class Document(Struct, frozen=True):
    """One document read: plain ``data``, and in ``lines`` the line (from 1) of every key and item by path.

    ``file`` is the name shown to the user (``<stdin>`` for standard input). Dicts keep the order of the file.
    The path of the document itself is ``()``.
    """

    file: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, path: Sequence[str | int]) -> int | None:
        """The line of the deepest part of ``path`` that the document has."""
        for length in range(len(path), -1, -1):
            found = self.lines.get(tuple(path[:length]))
            if found is not None:
                return found
        return None


_PATH_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)((?:\[[0-9]+\])*)")


def path_text(path: Sequence[str | int]) -> str:
    """A path as people write it: ``("technologies", 0, "scans")`` becomes ``technologies[0].scans``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def path_steps(text: str) -> tuple[str | int, ...]:
    """The steps of a path as people write it, as :func:`path_text` makes it. Raises ``ValueError`` for other text."""
    found: list[str | int] = []
    for part in text.split("."):
        match = _PATH_STEP.fullmatch(part)
        if match is None:
            raise ValueError(f"{text!r} is no path; one is written as technologies[0].scans")
        found.append(match[1])
        found += [int(index) for index in re.findall(r"\d+", match[2])]
    return tuple(found)


def read_file(path: str | Path, *, error: type[DerogationError] = BadInput, name: str | None = None) -> Document:
    """Read one YAML or JSON file, shown to the user as ``name`` (default: the path as given).

    Raises ``error`` when there is no such file, it cannot be read, or ``read_text`` refuses what it holds.
    """
    shown = str(path) if name is None else name
    return read_text(read_bytes(path, error=error, name=shown), shown, error=error)


def read_bytes(
    path: str | Path, most: int = MAX_BYTES, *, error: type[DerogationError] = BadInput, name: str | None = None
) -> bytes:
    """What a file holds, at most ``most`` bytes; ``name`` is what messages call it.

    Raises ``error`` where there is no such file, it cannot be read, or it is longer.
    """
    shown = str(path) if name is None else name
    try:
        with Path(path).open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            # A pipe or device reports size 0, so the read is bounded as well.
            raw = b"" if size > most else stream.read(most + 1)
    except (OSError, ValueError) as failure:
        raise error(_unreadable(Path(path), shown, failure)) from None
    if max(size, len(raw)) > most:
        raise error(_too_big(shown, f"has {size:,} bytes" if size > most else f"has more than {most:,} bytes", most))
    return raw


def decoded(raw: bytes, file: str, *, error: type[DerogationError] = BadInput) -> str:
    """UTF-8 as text; raises ``error`` with the first byte that is none."""
    try:
        return raw.decode()
    except UnicodeDecodeError as failure:
        raise error(_not_utf8(raw, failure, file)) from None


def read_text(text: str | bytes, file: str, *, error: type[DerogationError] = BadInput) -> Document:
    """Read one YAML or JSON document; ``file`` is the name that messages show.

    A name ending in ``.json`` must hold JSON. Raises ``error`` with every problem found, each with its line.
    """
    if len(text) > MAX_BYTES or (isinstance(text, str) and len(text.encode(errors="replace")) > MAX_BYTES):
        raise error(_too_big(file, f"has more than {MAX_BYTES:,} bytes", MAX_BYTES))
    if isinstance(text, bytes):
        text = decoded(text, file, error=error)
    text = text.removeprefix("\ufeff")
    unprintable = [_unprintable(text, match, file) for match in islice(NOT_IN_FILE.finditer(text), MAX_PROBLEMS)]
    if unprintable:
        raise error(*unprintable)
    builder = _Builder(file)
    try:
        if not _feed_json(builder, text):
            _feed_yaml(builder, text)
    except _StopReading:
        pass
    if builder.root is None and not builder.problems:
        hint = "Write at least one `key: value` line."
        builder.problems.append(Problem("the document is empty", file, 1, hint=hint))
    if builder.problems:
        raise error(*builder.problems)
    return Document(file, builder.root, builder.lines)


# --- files and characters -------------------------------------------------------------------------


def _line_at(text: str, position: int) -> int:
    return len(BREAK.findall(text, 0, position)) + 1


def _too_big(file: str, size: str, most: int) -> Problem:
    hint = f"At most {most:,} bytes are read. Is this the right file? If so, split it."
    return Problem(f"the document {size}", file, hint=hint)


def _unreadable(path: Path, shown: str, failure: Exception) -> Problem:
    if isinstance(failure, FileNotFoundError):
        hint = "Check the spelling; a relative name is looked up from the folder you are in."
        return Problem("there is no such file", shown, hint=hint)
    if isinstance(failure, OSError) and path.is_dir():
        return Problem("this is a folder, not a file", shown, hint="Name one file inside it.")
    if isinstance(failure, PermissionError):
        hint = "Ask for the right to read it, or copy it to a place where you have it."
        return Problem("you may not read this file", shown, hint=hint)
    reason = failure.strerror if isinstance(failure, OSError) and failure.strerror else str(failure)
    return Problem(f"the file cannot be read ({reason})", shown, hint="Check the name and the file.")


def _not_utf8(raw: bytes, failure: UnicodeDecodeError, file: str) -> Problem:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = "the document is UTF-16, not UTF-8 (byte 1)"
    else:
        message = f"byte {failure.start + 1} (0x{raw[failure.start]:02X}) is not valid UTF-8"
    line = _line_at(raw[: failure.start].decode(), failure.start)
    return Problem(message, file, line, hint='Save the file as "UTF-8" in your editor.')


def _unprintable(text: str, match: re.Match[str], file: str) -> Problem:
    code = f"U+{ord(match[0]):04X}"
    line = _line_at(text, match.start())
    if match[0] in "\x85\u2028\u2029":
        hint = "Use an ordinary line break, or write it as an escape in double quotes."
        return Problem(f"there is an invisible line separator ({code})", file, line, hint=hint)
    if match[0] == "\ufeff":
        hint = "A byte order mark may stand at the very start only: delete this one."
        return Problem(f"there is an invisible byte order mark ({code}) inside the text", file, line, hint=hint)
    what = "NUL character" if match[0] == "\0" else "control character"
    return Problem(f"there is a {what} ({code})", file, line, hint="Delete it. Is this file plain text?")


# --- building data and lines ----------------------------------------------------------------------


class _StopReading(Exception):
    """What follows cannot be understood."""


class _Builder:
    """Takes scalars, openings and closings in the order of the text; makes data, lines and problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.lines: dict[Place, int] = {}
        self.problems: list[Problem] = []
        self._container: dict[str, Any] | list[Any] | None = None
        self._path: Place = ()  # of the container
        self._key: str | None = None  # read, its value still to come
        self._outer: list[tuple[dict[str, Any] | list[Any] | None, Place]] = []
        self._nodes = 0

    def report(self, message: str, line: int | None, hint: str, path: Place | None = None) -> None:
        where = path_text(self.next_path() if path is None else path)
        self.problems.append(Problem(message, self.file, line, where, hint))
        if len(self.problems) >= MAX_PROBLEMS:
            self.problems.append(Problem(f"reading stopped after {MAX_PROBLEMS} problems", self.file, line))
            raise _StopReading

    def stop(self, message: str, line: int, hint: str) -> None:
        self.report(message, line, hint)
        raise _StopReading

    def next_path(self) -> Place:
        """The path of the value to come; where a key is to come, the path of its mapping."""
        if isinstance(self._container, list):
            return (*self._path, len(self._container))
        return self._path if self._key is None else (*self._path, self._key)

    def scalar(self, text: str, line: int, *, plain: bool, escapes: bool) -> None:
        """``plain``: unquoted, so it may be a number, a date and so on; ``escapes``: may hold escapes."""
        if escapes and (match := NOT_IN_TEXT.search(text)):
            code = f"U+{ord(match[0]):04X}"
            self.report(f"an escape stands for a control character ({code})", line, "Delete it.")
        value: Any = text
        if plain:
            try:
                value = plain_value(text)
            except ScalarError as refused:
                message, hint = refused.args
                self.report(message, line, hint)
        if isinstance(self._container, dict) and self._key is None:
            self._take_key(text, value, line, plain=plain)
        else:
            self._put(value, line)

    def open(self, container: dict[str, Any] | list[Any], line: int) -> None:
        if isinstance(self._container, dict) and self._key is None:
            message = "a mapping or list stands where a key should be"
            self.stop(message, line, "Quote text that begins with { or [.")
        if len(self._outer) >= MAX_DEPTH:
            self.stop(f"the document is nested more than {MAX_DEPTH} deep", line, "Make it flatter.")
        outer = (self._container, self._path)
        self._path = self._put(container, line)
        self._container = container
        self._outer.append(outer)

    def close(self) -> None:
        self._container, self._path = self._outer.pop()

    def _put(self, value: Any, line: int) -> Place:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self.stop(f"the document has more than {MAX_NODES:,} values", line, "Split it.")
        path = self.next_path()
        self.lines.setdefault(path, line)  # an entry of a mapping keeps the line of its key
        if isinstance(self._container, list):
            self._container.append(value)
        elif self._container is None:
            self.root = value
        elif self._key is not None:
            self._container[self._key] = value
            self._key = None
        return path

    def _take_key(self, text: str, value: Any, line: int, *, plain: bool) -> None:
        if plain and text == "true":  # programs of YAML 1.1 read the key on as true, and write it back so
            text = value = "on"
        path = (*self._path, text)
        if text == "<<" and plain:
            hint = "Write the entries out, or quote the key if it is meant literally."
            self.report('merge keys ("<<") are not read', line, hint, path)
        elif not text and plain:
            self.report("a key is missing before the colon", line, "Write the key, or quote the colon.")
        elif not isinstance(value, str):
            message = f"the key {short(text)} is not text (it reads as a number, date, null, true or false)"
            self.report(message, line, f'Quote it: "{short(text)}".', path)
        first = self.lines.setdefault(path, line)
        if isinstance(self._container, dict) and text in self._container:
            message = f'the key "{short(text)}" stands twice: in line {first} and again in line {line}'
            self.report(message, line, "Keep one of the two.", path)
        self._key = text


# --- JSON -----------------------------------------------------------------------------------------

_LOOKS_LIKE_JSON = re.compile(r"\s*[{\[]")
_JSON_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|\r\n?|\n|[{}\[\]]|[^\s{}\[\],:"]+')


def _feed_json(builder: _Builder, text: str) -> bool:
    """Feed a JSON document and return True; return False, having fed nothing, where YAML should be tried.

    YAML's own parser refuses some valid JSON (surrogate pairs as escapes, keys over 1,024 characters).
    """
    named_json = builder.file.lower().endswith(".json") and bool(text.strip())
    if not named_json and not _LOOKS_LIKE_JSON.match(text):
        return False
    try:
        json.loads(text, parse_int=len, parse_float=len)  # the grammar only
    except RecursionError:
        return False  # far too deep: the YAML events stop at the limit, with its line
    except json.JSONDecodeError as failure:
        if not named_json:
            return False
        line, column = _line_at(text, failure.pos), failure.colno
        hint = "JSON wants double quotes, no comments, no comma after the last entry, nothing after the end."
        builder.stop(f"this is not valid JSON (column {column}: {failure.msg.lower()})", line, hint)
    line = 1
    for match in _JSON_TOKEN.finditer(text):
        token = match[0]
        if token[0] == '"':
            escapes = "\\" in token
            builder.scalar(json.loads(token) if escapes else token[1:-1], line, plain=False, escapes=escapes)
        elif token[0] in "\r\n":
            line += 1
        elif token == "{":
            builder.open({}, line)
        elif token == "[":
            builder.open([], line)
        elif token in "}]":
            builder.close()
        elif token in ("NaN", "Infinity", "-Infinity"):
            builder.stop(f'"{token}" is not a number that can be measured', line, "Write a number, or null.")
        else:
            builder.scalar(token, line, plain=True, escapes=False)
    return True


# --- YAML -----------------------------------------------------------------------------------------


def _events(text: str) -> Iterator[Any]:
    """The parser events of a text. Raises ``yaml.MarkedYAMLError``."""
    # libyaml reads 100 KB in about 7 ms. Without it PyYAML's own parser gives the same events, slowly, or refuses
    # the text: it takes no tab after a value.
    loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    given = 0
    try:
        for event in yaml.parse(text, loader_class):
            yield event
            given += 1
    except yaml.MarkedYAMLError as failure:
        if "nesting" not in str(failure.problem):
            raise
        # From 0.2.6 libyaml refuses deep nesting itself, looking ahead of the events that it has given. The parser
        # without that limit goes on from there, so that the refusal, its place and its words are our own.
        yield from islice(yaml.parse(text, yaml.SafeLoader), given, None)


_WITHOUT_LIBYAML = "(This PyYAML was installed without libyaml, which takes some files that are refused here.)"


def _feed_yaml(builder: _Builder, text: str) -> None:
    documents = 0
    try:
        for event in _events(text):
            line: int = event.start_mark.line + 1
            if isinstance(event, yaml.ScalarEvent):
                _refuse_labels(builder, event.anchor, event.tag, line)
                builder.scalar(event.value, line, plain=event.implicit[0], escapes=event.style == '"')
            elif isinstance(event, yaml.MappingStartEvent):
                _refuse_labels(builder, event.anchor, event.tag, line)
                builder.open({}, line)
            elif isinstance(event, yaml.SequenceStartEvent):
                _refuse_labels(builder, event.anchor, event.tag, line)
                builder.open([], line)
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                builder.close()
            elif isinstance(event, yaml.AliasEvent):
                hint = "Write the value out again, or quote text that begins with *."
                builder.report(f"an alias (*{short(str(event.anchor))}) is not read", line, hint)
                builder.scalar("*", line, plain=False, escapes=False)
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    hint = "Keep one document in a file: delete the `---` line or split the file."
                    builder.stop("a second document begins here", line, hint)
    except yaml.MarkedYAMLError as failure:
        problem = syntax_problem(failure, text, builder.file)
        if not hasattr(yaml, "CSafeLoader"):
            problem = replace(problem, hint=f"{problem.hint} {_WITHOUT_LIBYAML}")
        builder.problems.append(problem)


def _refuse_labels(builder: _Builder, anchor: str | None, tag: str | None, line: int) -> None:
    if anchor is not None:
        hint = "Delete it and write shared values out, or quote text that begins with &."
        builder.report(f"an anchor (&{short(anchor)}) is not read", line, hint)
    if tag is not None:
        shown = short(tag.replace("tag:yaml.org,2002:", "!!"))
        builder.report(f"a tag ({shown}) is not read", line, TAG_HINT)
