"""PyYAML's complaints about the layout of a file, in plain words and with what to do."""

from __future__ import annotations

import re

import yaml

from .errors import Problem

BREAK = re.compile(r"\r\n?|\n")
TAG_HINT = "No code runs from a file: delete the tag, or quote text that begins with !."
_LAYOUT_HINT = "Align the keys of a mapping, and the dashes of a list; nothing may follow a closing quote."
_COLON_HINT = 'Quote text that contains ": "; otherwise align this line with its neighbours.'
_DASH_HINT = 'Begin the list on the next line, or quote text that begins with "- ".'
_BLOCK_HINT = "Put nothing but | or > on its line, and indent the text below it with spaces."
_ESCAPE_HINT = "Use single quotes for text with backslashes, or double each backslash."

# What either PyYAML parser says (its context and problem), what we say, what to do; True where the line to
# name is the one where the construct began, not the one where the parser gave up.
_SYNTAX = (
    ("quoted.*(end of stream|document sep)", "a quotation mark is not closed", "Close the quote.", True),
    ("escape|hexdecimal", "a backslash begins an escape that does not exist", _ESCAPE_HINT, False),
    ("flow (sequence|mapping)", "a bracket or comma is missing", "Check [ ], { } and the commas.", True),
    ("mapping values are", 'a ": " stands where no key can be', _COLON_HINT, False),
    ("sequence entries are", 'a list cannot begin with "- " here', _DASH_HINT, False),
    ("expected ':'", "this is neither `key: value` nor a list item", "Add the colon, or indent it.", True),
    ("block (mapping|collection)", "this does not line up with what is around it", _LAYOUT_HINT, False),
    ("scanning an alias", "an alias (*) is not read", "Quote text that begins with *.", False),
    ("scanning an anchor", "an anchor (&) is not read", "Quote text that begins with &.", False),
    (r"\btag\b", "a tag is not read", TAG_HINT, False),
    ("<document start>", "text goes on after the end of the document", "Quote the whole value.", False),
    ("block scalar", "the text after | or > is not laid out as a block", _BLOCK_HINT, False),
    ("node content", "a value is missing or begins with a bracket", "Write it, or quote it.", False),
    ("YAML document|directive", "the line that begins with % is not understood", "Delete it.", False),
)


def syntax_problem(failure: yaml.MarkedYAMLError, text: str, file: str) -> Problem:
    """PyYAML's complaint in plain words."""
    lines = BREAK.split(text.rstrip())  # a construct without an end is found out on the last line
    said = f"{failure.context or ''}: {failure.problem or ''}"
    mark = failure.problem_mark or failure.context_mark
    number, column = (mark.line, mark.column) if mark else (0, 0)
    row = lines[number] if number < len(lines) else ""
    if "\t" in row[: len(row) - len(row.lstrip())] or row[column : column + 1] == "\t":
        hint = "Indent with spaces: YAML does not allow tabs there."
        return Problem("a tab stands where spaces should be", file, number + 1, hint=hint)
    if "cannot start any token" in said:
        message = f'a value cannot begin with "{row[column : column + 1]}"'
        return Problem(message, file, number + 1, hint="Quote the value.")
    message, hint = (
        f"this is not well-formed YAML ({said.strip(': ')})",
        "Compare it with the lines around it.",
    )
    for pattern, plain_words, what_to_do, at_start in _SYNTAX:
        if re.search(pattern, said):
            message, hint = plain_words, what_to_do
            if at_start and failure.context_mark:
                number = failure.context_mark.line
            break
    return Problem(message, file, min(number + 1, len(lines)), hint=hint)
