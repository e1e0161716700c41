"""The reader of YAML and JSON: what it reads, where it says things stand, and what it refuses."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from derogation.reading import document as source
from derogation.reading.document import MAX_BYTES, MAX_DEPTH, MAX_NODES, Document, path_text, read_file, read_text
from derogation.reading.errors import BadInput, BadRulebook, Problem
from fuzz.mutate import mutated
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.fixture(params=["libyaml", "pure"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both of PyYAML's parsers: the C one where it is there, and the pure Python one."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return request.param


both_parsers = pytest.mark.usefixtures("parser")


def refused(text: str | bytes, file: str = "keeper.yaml") -> tuple[Problem, ...]:
    with pytest.raises(BadInput) as caught:
        read_text(text, file)
    assert all(problem.file == file for problem in caught.value.problems)
    return caught.value.problems


# --- what is read ---------------------------------------------------------------------------------

GOOD = """\
# A keeper of a lighthouse
name: Anna Ström
on: yes
lamp:
  lit: true
  height_m: 41.5
  keepers: 3
  first_lit_on: 1899-05-01
  last_lit_on:
logs:
  - {night: 1, seen: [ship, "no"]}
  -
    night: 2
    remark: |
      Fog; horn sounded.
      Twice.
"""


@both_parsers
def test_plain_data_in_the_order_of_the_file() -> None:
    """Mappings, lists and scalars become plain data, and keys keep their order."""
    data = read_text(GOOD, "keeper.yaml").data
    assert data == {
        "name": "Anna Ström",
        "on": "yes",
        "lamp": {
            "lit": True,
            "height_m": 41.5,
            "keepers": 3,
            "first_lit_on": date(1899, 5, 1),
            "last_lit_on": None,
        },
        "logs": [
            {"night": 1, "seen": ["ship", "no"]},
            {"night": 2, "remark": "Fog; horn sounded.\nTwice.\n"},
        ],
    }
    assert list(data) == ["name", "on", "lamp", "logs"]


@both_parsers
def test_every_key_and_item_has_its_line() -> None:
    """The line of a key is where the key stands, the line of an item where the item begins."""
    document = read_text(GOOD, "keeper.yaml")
    assert dict(document.lines) == {
        (): 2,
        ("name",): 2,
        ("on",): 3,
        ("lamp",): 4,
        ("lamp", "lit"): 5,
        ("lamp", "height_m"): 6,
        ("lamp", "keepers"): 7,
        ("lamp", "first_lit_on"): 8,
        ("lamp", "last_lit_on"): 9,
        ("logs",): 10,
        ("logs", 0): 11,
        ("logs", 0, "night"): 11,
        ("logs", 0, "seen"): 11,
        ("logs", 0, "seen", 0): 11,
        ("logs", 0, "seen", 1): 11,
        ("logs", 1): 13,
        ("logs", 1, "night"): 13,
        ("logs", 1, "remark"): 14,
    }


def test_line_of_a_missing_path_is_that_of_its_deepest_part() -> None:
    """Asked for a place that is absent, the document gives the line of what is there of it."""
    document = read_text(GOOD, "keeper.yaml")
    assert document.line(("lamp", "colour", "name")) == 4
    assert document.line(["logs", 1, "seen"]) == 13
    assert document.line(("harbour",)) == 2
    assert Document("x", None, {}).line(("a",)) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[(word, word) for word in ("yes", "No", "on", "OFF", "y", "tRUE", "nil", "None", "NaN", "inf")],
        *[(word, True) for word in ("true", "True", "TRUE")],
        *[(word, False) for word in ("false", "False", "FALSE")],
        *[(word, None) for word in ("null", "Null", "NULL", "~", "")],
        *[("0", 0), ("-7", -7), ("+7", 7), ("1234567890123456789012", 1234567890123456789012)],
        *[(word, word) for word in ("007", "0o17", "0x1F", "0b1", "1_000", "1:30", "12:30:45", "1.2.3", "1.", "-x")],
        *[("1.5", 1.5), ("-0.25", -0.25), (".5", 0.5), ("1e3", 1000.0), ("1.0E+16", 1e16)],
        ("2021-08-02", date(2021, 8, 2)),
        *[(word, word) for word in ("2021-8-2", "02.08.2021", "2021-08", "2021-08-02 to 2024-04-03")],
        *[('"2021-08-02"', "2021-08-02"), ("'12'", "12"), ('"null"', "null"), ('""', "")],
        *[("32021R1232", "32021R1232"), ("3(1)(c)", "3(1)(c)"), ("lamp.lit_on before assessed_on",) * 2],
        *[("=", "="), ("٣", "٣"), ('"a\\tb\\u00e9"', "a\tbé")],
    ],
)
@both_parsers
def test_scalars_mean_what_yaml_1_2_says(written: str, meant: object) -> None:
    """Only true and false are booleans, integers are decimal, ISO days are dates, and the rest is text."""
    value = read_text(f"- {written}\n", "x.yaml").data[0]
    assert (type(value), value) == (type(meant), meant)


@pytest.mark.parametrize("text", ["a: 1\r\nb:\r\n- c\r\n", "a: 1\rb:\r- c\r", "a: 1\nb:\n- c"])
def test_every_kind_of_line_break_counts_once(text: str) -> None:
    """Windows, old Mac and Unix line ends give the same data and lines."""
    document = read_text(text, "x.yaml")
    assert document.data == {"a": 1, "b": ["c"]}
    assert document.lines[("b", 0)] == 3


def test_a_byte_order_mark_at_the_start_is_accepted() -> None:
    """Editors on Windows begin UTF-8 files with a byte order mark: it is not part of the data."""
    assert read_text(b"\xef\xbb\xbfname: Anna\n", "x.yaml").data == {"name": "Anna"}
    assert read_text("\ufeff[1]", "x.json").data == [1]


@pytest.mark.parametrize("text", ["%YAML 1.2\n---\na: 1\n", "--- # begin\na: 1\n...\n", "? a\n: 1\n", "'a': 1"])
@both_parsers
def test_one_document_may_be_marked_as_such(text: str) -> None:
    """Markers around a single document and explicit keys are plain YAML."""
    assert read_text(text, "x.yaml").data == {"a": 1}


@both_parsers
def test_a_quoted_merge_sign_is_an_ordinary_key() -> None:
    """Only the unquoted sign asks for a merge."""
    assert read_text('"<<": 1', "x.yaml").data == {"<<": 1}


def test_a_document_cannot_be_reassigned() -> None:
    """What was read stays as it was read."""
    document = read_text("a: 1", "x.yaml")
    with pytest.raises(AttributeError):
        document.file = "y.yaml"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("technologies", 0, "scans", "text"), "technologies[0].scans.text"),
        ((0, 1), "[0][1]"),
        ((2, "name"), "[2].name"),
    ],
)
def test_path_text(path: tuple[str | int, ...], text: str) -> None:
    """Paths are shown with dots before keys and brackets around positions."""
    assert path_text(path) == text


# --- JSON -----------------------------------------------------------------------------------------


@both_parsers
def test_json_and_yaml_of_the_same_data_read_the_same() -> None:
    """One set of facts gives the same data in either notation."""
    as_json = '{"name": "Anna", "lit": true, "height": 1.5e1, "last": null, "logs": [1, {"seen": ["ship"]}]}'
    as_yaml = "name: Anna\nlit: true\nheight: 15.0\nlast:\nlogs:\n- 1\n- seen: [ship]\n"
    assert read_text(as_json, "x.json").data == read_text(as_yaml, "x.yaml").data


@both_parsers
@pytest.mark.parametrize("file", ["keeper.json", "<stdin>"])
@both_parsers
def test_json_that_yaml_parsers_refuse_is_read_with_its_lines(file: str) -> None:
    """Tabs, surrogate pairs, escaped slashes and very long keys are valid JSON under any file name."""
    long_key = "k" * 3000
    text = '\t{\n\t"a":\t["\\ud83d\\ude00",\r\n\t\t"\\/ \\"q\\" [,]"],\n\n\t"' + long_key + '" :-0.5e-1\n}\n'
    document = read_text(text, file)
    assert document.data == {"a": ["😀", '/ "q" [,]'], long_key: -0.05}
    assert dict(document.lines) == {(): 1, ("a",): 2, ("a", 0): 2, ("a", 1): 3, (long_key,): 5}


def test_dates_in_json_stay_text() -> None:
    """JSON has no dates: a quoted day is text, as a quoted day is in YAML."""
    assert read_text('{"on": "2021-08-02"}', "x.json").data == {"on": "2021-08-02"}


@pytest.mark.parametrize(
    ("text", "words", "line", "path"),
    [
        ('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', "in line 2 and again in line 3", 3, "b.c"),
        ('{"a": 1,}', "not valid JSON", 1, ""),
        ("{'a': 1}", "not valid JSON", 1, ""),
        ('{"a": 1}\n{"b": 2}', "not valid JSON", 2, ""),
        ('{"a":\n [1, NaN]}', '"NaN" is not a number', 2, "a[1]"),
        ('{"a": -Infinity}', '"-Infinity" is not a number', 1, "a"),
        ('{"a": 1e999}', "too large", 1, "a"),
        ('{"a": "\\u0000"}', "control character (U+0000)", 1, "a"),
        ('["ok",\n"\\ud800"]', "control character (U+D800)", 2, "[1]"),
        ("[" * 100_000, "more than 40 deep", 1, "[0]" * MAX_DEPTH),
        ("[" * 900 + "]" * 900, "more than 40 deep", 1, "[0]" * MAX_DEPTH),
        (" \n", "empty", 1, ""),
    ],
)
def test_json_with_a_defect_is_refused(text: str, words: str, line: int, path: str) -> None:
    """A file named .json is held to JSON, and problems carry line and path as in YAML."""
    (problem,) = refused(text, "keeper.json")
    assert words in problem.message
    assert (problem.line, problem.path) == (line, path)
    assert problem.hint


# --- what is refused ------------------------------------------------------------------------------

MALFORMED = {
    "duplicate key": ("a: 1\nb: 2\na: 3", '"a" stands twice: in line 1 and again in line 3', 3, "a"),
    "nested duplicate": ("x:\n- k: 1\n  k: 2", "in line 2 and again in line 3", 3, "x[0].k"),
    "integer key": ("lamp:\n  12: on", "the key 12 is not text", 2, "lamp.12"),
    "boolean key": ("false: on", "the key false is not text", 1, "false"),
    "null key": ("a: 1\nnull: on", "the key null is not text", 2, "null"),
    "date key": ("2021-08-02: on", "the key 2021-08-02 is not text", 1, "2021-08-02"),
    "missing key": ("a:\n  ?\n  : on", "a key is missing", 2, "a"),
    "mapping as key": ("a:\n  {b: 1}: c", "where a key should be", 2, "a"),
    "template braces": ("name: {{keeper}}", "where a key should be", 1, "name"),
    "anchor on text": ("a: &x lamp", "an anchor (&x)", 1, "a"),
    "anchor on list": ("a:\n- 1\n- &x [1]", "an anchor (&x)", 3, "a[1]"),
    "anchor on mapping": ("a: &x {b: 1}", "an anchor (&x)", 1, "a"),
    "alias": ("a: 1\nb: *x", "an alias (*x)", 2, "b"),
    "stars for emphasis": ("a: **bold**", "an alias (*) is not read", 1, ""),
    "ampersand": ("a: & b", "an anchor (&) is not read", 1, ""),
    "python tag": ("a: !!python/object/apply:os.system ['ls']", "a tag (!!python/object/apply:os.", 1, "a"),
    "standard tag": ("a:\n- !!str 12", "a tag (!!str)", 2, "a[0]"),
    "local tag": ("a: !lamp {b: 1}", "a tag (!lamp)", 1, "a"),
    "bare tag": ("a: ! 12", "a tag (!)", 1, "a"),
    "undefined tag handle": ("a: !x!y 1", "a tag is not read", 1, ""),
    "merge key": ("a:\n  <<: {b: 1}", "merge keys", 2, "a.<<"),
    "tab indents a key": ("a:\n\tb: 1", "a tab stands", 2, ""),
    "tab indents a list": ("a:\n\t- b", "a tab stands", 2, ""),
    "tab after spaces": ("a:\n  b: 1\n\tc: 2", "a tab stands", 3, ""),
    "tab indents a text block": ("a: |\n\ttext", "a tab stands", 2, ""),
    "second document": ("a: 1\n---\nb: 2", "a second document begins", 2, ""),
    "text after the end": ('"Anna" Ström', "after the end of the document", 1, ""),
    "no document": ("", "the document is empty", 1, ""),
    "comments only": ("# nothing\n\n", "the document is empty", 1, ""),
    "null document": ("---\n~\n", "the document is empty", 1, ""),
    "impossible day": ("a:\n  on: 2021-02-30", "no such day as 2021-02-30", 2, "a.on"),
    "impossible month": ("- 2021-13-01", "no such day", 1, "[0]"),
    "date-time": ("a: 2021-08-02T10:00:00Z", "is a time of day", 1, "a"),
    "date and minutes": ("a: 2021-08-02 10:00", "is a time of day", 1, "a"),
    "infinity": ("a: 1\nb: -.INF", '"-.INF" is not a number', 2, "b"),
    "not a number": ("a: [1, .nan]", '".nan" is not a number', 1, "a[1]"),
    "number too large": ("a: 1e400", "too large", 1, "a"),
    "number too long": ("a: " + "9" * 5000, "5,000 digits is too long", 1, "a"),
    "NUL": ("a: 1\nb: x\0y", "NUL character (U+0000)", 2, ""),
    "control character": ("a: \x1b[31mred", "control character (U+001B)", 1, ""),
    "delete character": ("a: 1\n\nb: \x7f", "control character (U+007F)", 3, ""),
    "escaped control character": ('a: "\\e[31mred"', "control character (U+001B)", 1, "a"),
    "invisible line separator": ("a: 1\nb: x\u2028y", "invisible line separator (U+2028)", 2, ""),
    "byte order mark inside": ("a: x\ufeffy", "byte order mark (U+FEFF)", 1, ""),
    "half a surrogate pair": ("a: \ud800", "control character (U+D800)", 1, ""),
    "invalid UTF-8": (b"a: 1\nb: caf\xe9\n", "byte 12 (0xE9) is not valid UTF-8", 2, ""),
    "UTF-16": ("a: 1".encode("utf-16"), "UTF-16", 1, ""),
    "colon in text": ("a: 1\ntitle: Lamp: a history", '": " stands where no key can be', 2, ""),
    "indented too far": ("a: 1\n  b: 2", '": " stands where no key can be', 2, ""),
    "indented too little": ("a:\n    b: 1\n  c: 2", "does not line up", 3, ""),
    "list beside keys": ("a: 1\n- b", "does not line up", 2, ""),
    "key beside items": ("- a\nb: 1", "does not line up", 2, ""),
    "text after quote": ("a: 'x' y", "does not line up", 1, ""),
    "line without colon": ("a: 1\nb", "neither `key: value` nor a list item", 2, ""),
    "list on the key's line": ("a: - b", "a list cannot begin", 1, ""),
    "quote not closed": ('a: 1\nb: "x\nc: 2', "a quotation mark is not closed", 2, ""),
    "bracket not closed": ("a: 1\nb: [1, 2\nc: 3", "a bracket or comma is missing", 2, ""),
    "brace not closed": ("{a: 1\n", "a bracket or comma is missing", 1, ""),
    "stray bracket": ("a: ]", "a value is missing or begins with a bracket", 1, ""),
    "unknown escape": ('a: "C:\\lamp\\q"', "a backslash begins an escape", 1, ""),
    "at sign": ("a: 1\nb: @anna", 'a value cannot begin with "@"', 2, ""),
    "percent sign": ("a: %5", 'a value cannot begin with "%"', 1, ""),
    "text block header": ("a: |3x\n    y", "not laid out as a block", 1, ""),
    "unknown YAML version": ("%YAML 3.0\n---\na: 1", "begins with % is not understood", 1, ""),
    "too deep in brackets": ("a: " + "[" * 100_000, "nested more than 40 deep", 1, "a" + "[0]" * 39),
    "too deep in dashes": ("- " * 100_000 + "a", "nested more than 40 deep", 1, "[0]" * 40),
    "too deep in braces": ("{a: " * 50_000, "nested more than 40 deep", 1, ".".join("a" * 40)),
}


@pytest.mark.parametrize(("text", "words", "line", "path"), MALFORMED.values(), ids=MALFORMED)
@both_parsers
def test_a_defect_is_named_with_its_line_and_what_to_do(text: str | bytes, words: str, line: int, path: str) -> None:
    """Each defect gives one problem: plain words, file, line, path and a hint, by either parser."""
    (problem,) = refused(text)
    assert words in problem.message
    assert (problem.line, problem.path) == (line, path)
    assert problem.hint


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("12: x", 'Quote it: "12"'),
        ("a: !!python/name:os.system", "No code runs from a file"),
        ("a: 2021-08-02T10:00:00", "Write the day only"),
        ("a:\n\tb: 1", "Indent with spaces"),
        ("a: 1\n---\nb: 1", "one document in a file"),
    ],
)
def test_hints_say_what_to_do(text: str, word: str) -> None:
    """The hint is an instruction that a lawyer at an editor can follow."""
    (problem,) = refused(text)
    assert word in problem.hint


@both_parsers
def test_all_problems_of_a_document_come_in_one_error() -> None:
    """Duplicates, tags, dates, aliases and a later syntax error are listed together, in order."""
    problems = refused("a: 1\na: 2\na: 3\nb: !x 1\nc: 2021-02-30\nd: *e\nf: [\n")
    assert [problem.line for problem in problems] == [2, 3, 4, 5, 6, 7]
    assert "in line 1 and again in line 3" in problems[1].message


def test_the_list_of_problems_ends_somewhere() -> None:
    """A file of ten thousand aliases is told so about fifty times, not ten thousand."""
    problems = refused("".join("- *x\n" for _ in range(10_000)))
    assert len(problems) == source.MAX_PROBLEMS + 1
    assert "reading stopped after 50 problems" in problems[-1].message


def test_an_alias_bomb_is_refused_unexpanded() -> None:
    """Nine levels of nine aliases would make a thousand million values; none is made."""
    levels = ["a0: &a0 [x, x]"]
    levels += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    assert all("anchor" in problem.message or "alias" in problem.message for problem in refused("\n".join(levels))[:-1])


@pytest.mark.parametrize(
    ("text", "file"),
    [("a: *b", "x.yaml"), ("{a: 1}", "x.json"), ("", "x.yaml"), (b"\xff", "x.yaml"), ("\0", "x.yaml")],
)
def test_the_caller_chooses_the_error(text: str | bytes, file: str) -> None:
    """A rule file that cannot be read is a bad rulebook, not bad input."""
    with pytest.raises(BadRulebook) as caught:
        read_text(text, file, error=BadRulebook)
    assert str(caught.value).startswith(f"{file}:1: ")


# --- limits ---------------------------------------------------------------------------------------


@both_parsers
def test_depth_up_to_the_limit_is_read() -> None:
    """Forty levels are read, forty-one are not, in either notation."""
    for file in ("x.yaml", "x.json"):
        assert read_text("[" * MAX_DEPTH + "]" * MAX_DEPTH, file).data
        assert "deep" in refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), file)[0].message


def test_values_up_to_the_limit_are_read() -> None:
    """The number of values is bounded, the containers included."""
    assert len(read_text(json.dumps([1] * (MAX_NODES - 1)), "x.json").data) == MAX_NODES - 1
    (problem,) = refused(json.dumps([1] * MAX_NODES), "x.json")
    assert "more than 200,000 values" in problem.message


@pytest.mark.parametrize("text", ["x" * (MAX_BYTES + 1), b"x" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)])
def test_size_is_counted_in_bytes(text: str | bytes) -> None:
    """A text over the limit is refused before it is parsed, however its characters are stored."""
    (problem,) = refused(text)
    assert "more than 2,000,000 bytes" in problem.message
    assert problem.line is None


# --- files ----------------------------------------------------------------------------------------


def test_read_file_shows_the_path_or_the_name_given(tmp_path: Path) -> None:
    """The user sees the file as named on the command line, unless the caller gives it another name."""
    path = tmp_path / "keeper.yaml"
    path.write_bytes("name: Ström\n".encode())
    assert read_file(path) == Document(str(path), {"name": "Ström"}, {(): 1, ("name",): 1})
    assert read_file(str(path), name="library/keeper").file == "library/keeper"


def file_problem(path: str | Path) -> Problem:
    with pytest.raises(BadRulebook) as caught:
        read_file(path, error=BadRulebook, name="shown.yaml")
    (problem,) = caught.value.problems
    assert problem.file == "shown.yaml"
    assert problem.hint
    return problem


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    """A wrong name gives the name and how names are looked up."""
    assert "no such file" in file_problem(tmp_path / "absent.yaml").message


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    """A folder is told from a file, and so is a file used as a folder."""
    assert "folder" in file_problem(tmp_path).message
    (tmp_path / "keeper.yaml").write_text("a: 1")
    assert "cannot be read" in file_problem(tmp_path / "keeper.yaml" / "x").message


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file without the right to read it is refused with advice."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    assert "may not read" in file_problem(tmp_path / "keeper.yaml").message


def test_a_name_no_system_accepts_is_refused() -> None:
    """A NUL in a file name is an error message, not a traceback."""
    assert "cannot be read" in file_problem("a\0b").message


def test_an_oversized_file_is_refused_by_its_size(tmp_path: Path) -> None:
    """The size is looked at before the file is read, and is stated."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)
    assert "has 50,000,000,000 bytes" in file_problem(path).message


# --- properties -----------------------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT


def containers(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(children, max_size=4) | st.dictionaries(TEXT, children, max_size=4)


PLAIN = containers(st.recursive(SCALARS, containers, max_leaves=20))


class QuotingDumper(yaml.SafeDumper):
    """Writes every text in double quotes and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')


QuotingDumper.add_representer(str, quoted)


def paths(data: Any, here: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [here, *(path for step, value in entries for path in paths(value, (*here, step)))]


def same(left: Any, right: Any) -> bool:
    """Equal in value and in type, so that true is not 1 and 1 is not 1.0."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    return left == right and (not isinstance(left, float) or math.copysign(1, left) == math.copysign(1, right))


@settings(max_examples=60, deadline=None)
@given(PLAIN)
def test_plain_data_survives_both_notations(data: Any) -> None:
    """Data written as JSON or YAML reads back the same, and every path in it has a line inside the text."""
    for file, text in (
        ("x.json", json.dumps(data)),
        ("x.json", json.dumps(data, indent="\t")),
        ("x.yaml", yaml.dump(data, Dumper=QuotingDumper, sort_keys=False)),
    ):
        document = read_text(text, file)
        assert same(document.data, data)
        assert set(document.lines) == set(paths(data))
        assert all(1 <= line <= text.count("\n") + 1 for line in document.lines.values())


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=40) | st.text("ab:-[]{}&*!|>\"'#%@,? \t\n01.\\<~", max_size=40))
def test_no_input_ends_in_a_traceback(text: bytes | str) -> None:
    """Whatever is handed in, the answer is a document or a refusal with a file and a message."""
    try:
        document = read_text(text, "x.yaml")
    except BadInput as caught:
        problems = caught.problems
    else:
        problems = ()
        assert document.data is not None
        assert document.lines[()] >= 1
    assert all(problem.file == "x.yaml" and problem.message and problem.hint for problem in problems)


# --- without libyaml ------------------------------------------------------------------------------

ODD = (
    *(b"a:\tb\n", b"a: b\t\n", b"- a\n-\tb\n", b"a: 'x'\n", b'{a: b,\n\tc: "d"}\n', b"? a\n: b\n", b"a: |\n\tb\n"),
    *(b"%YAML 1.2\n---\na: b\n", b"a: >-\n b\n c\n", b"a: b # c\n", b"a: b\n...\n", b"a: {b: c, ?foo: bar}\n"),
)


def _read(data: bytes) -> Any:
    try:
        document = read_text(data, "keeper.yaml")
    except BadInput as refused:
        return refused
    return repr(document.data), document.lines


def test_without_libyaml_a_text_says_the_same_or_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text means something else to the slow parser; where it refuses more, what is missing is named."""
    texts = [*ODD, *(mutated(ODD[at % len(ODD)], Random(at)) for at in range(1000))]
    with_libyaml = [_read(text) for text in texts]
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    for text, before in zip(texts, with_libyaml, strict=True):
        after = _read(text)
        if isinstance(after, BadInput):
            assert isinstance(before, BadInput) or "without libyaml" in after.problems[0].hint, text
        else:
            assert isinstance(before, BadInput) or after == before, text
