"""The one rule for characters that may not show: what could move, hide or colour the text around it is written out.

Everything that came from a file or was typed passes :func:`shown` or :func:`one_line` before it stands in an output
made for people, and :func:`json_escaped` before it stands in JSON. Written out, as ``<U+202E>``, are

- controls (also of terminals), marks that turn the direction of writing, separators of lines and paragraphs;
- characters without a glyph: zero-width and filler characters, tags, variation selectors where nothing varies;
- private and unassigned code points, noncharacters and halves of surrogate pairs, which no font is bound to show;
- combining marks after the fourth on one letter, since they would run over the lines around.

What the orthography of a language or an emoji needs stays: a joiner or non-joiner beside a letter of a script that
joins (Persian, Hindi, Sinhala ...), a joiner between two emoji, one variation selector after what it varies, the three
flags spelt with tags. Categories are those of the Unicode Character Database; UTS 51 defines emoji sequences, RFC 5892
(appendix A) where joiners are more than a way to make two names look the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

#: What no value may hold, however it is written down: controls but tab and line breaks, and what is no character.
NOT_IN_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
#: What no text file may hold unescaped: that, and what ends a line or marks an encoding without being seen.
NOT_IN_FILE = re.compile(NOT_IN_TEXT.pattern[:-1] + "\u2028\u2029\ufeff]")

#: The longest text taken over from a file into one place of a document; what is cut is said.
LONGEST = 1_500

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_MOST_MARKS = 4
#: Printable to Python and yet without a glyph of their own: fillers, the grapheme joiner, vowels that are never drawn.
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
#: Reserved for characters that will have no glyph.
_RESERVED = re.compile("[\u2065\ufff0-\ufff8\U000e0000-\U000e0fff]")
_VARIATION = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_TAGGED_FLAG = re.compile(
    "\U0001f3f4(?:"
    + "|".join("".join(chr(0xE0000 + ord(letter)) for letter in name) for name in ("gbeng", "gbsct", "gbwls"))
    + ")\U000e007f"
)
#: Blocks of scripts in which letters join or stack: Hebrew to Myanmar, Philippine scripts to Mongolian, and so on.
_JOINING = re.compile(
    "[\u0590-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb1d-\ufdff\ufe70-\ufefc"
    "\U00010a00-\U00010fff\U00011000-\U00011fff\U0001e900-\U0001e95f]"
)
#: Two of these are one flag.
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_EMOJI_BLOCKS = re.compile("[\U0001f000-\U0001faff]")
#: Where none of these occurs, printable text is safe as it is; most text passes here.
_LOOK_CLOSER = re.compile("[^\x00-\u02ff\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u27ff]")
_BLANKS = re.compile(r"[\t\n\r ]+")


def shown(text: str) -> str:
    """``text`` with what may not show written out; line breaks stay, a tab becomes a space."""
    if "\t" in text or "\r" in text:
        text = text.replace("\r\n", "\n").replace("\t", " ")
    return "\n".join(_rewritten(line, _form) for line in text.split("\n"))


def one_line(text: str, limit: int = 0) -> str:
    """``text`` in one line, as :func:`shown`, cut after ``limit`` characters (0: never), which is then said."""
    text = _BLANKS.sub(" ", text).strip(" ")
    left = len(text) - limit if limit else 0
    if left <= 0:
        return _rewritten(text, _form)
    kept = _whole(text, limit)
    return f"{_rewritten(kept, _form)}… ({len(text) - len(kept):,} more characters)"


def _whole(text: str, limit: int) -> str:
    """The first ``limit`` characters, without what would be the half of one that is seen: a letter without its marks,
    one letter of a flag, a sequence that goes on."""
    end = limit
    while end > 0 and limit - end <= _MOST_MARKS and unicodedata.category(text[end]) in ("Mn", "Mc", "Me"):
        end -= 1
    kept = text[:end]
    letters = len(kept) - len(kept.rstrip(_FLAG_LETTERS))
    if letters % 2 and text[end] in _FLAG_LETTERS:
        kept = kept[:-1]
    return kept.rstrip(_ZWNJ + _ZWJ)


def hidden(text: str) -> list[str]:
    """The characters of ``text`` that may not show, each once, as ``U+202E``; line breaks are none of them."""
    found: set[str] = set()

    def note(char: str) -> str:
        found.add(f"U+{ord(char):04X}")
        return char

    _rewritten(text.replace("\n", " "), note)
    return sorted(found)


def json_escaped(json_text: str) -> str:
    """JSON text with what may not show as escapes, which JSON reads back unchanged."""
    return "\n".join(_rewritten(line, _json_form) for line in json_text.split("\n"))


def _form(char: str) -> str:
    return f"<U+{ord(char):04X}>"


def _json_form(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def _rewritten(line: str, form: Callable[[str], str]) -> str:
    if line.isprintable() and not _LOOK_CLOSER.search(line):
        return line
    flags = {at for match in _TAGGED_FLAG.finditer(line) for at in range(match.start() + 1, match.end())}
    written: list[str] = []
    marks = 0
    for at, char in enumerate(line):
        if unicodedata.category(char) in ("Mn", "Me"):
            marks += 1
        elif char not in (_ZWNJ, _ZWJ):
            marks = 0
        safe = at in flags or (marks <= _MOST_MARKS and _may_show(line, at))
        written.append(char if safe else form(char))
    return "".join(written)


def _may_show(line: str, at: int) -> bool:
    char = line[at]
    before, after = line[at - 1 : at], line[at + 1 : at + 2]
    if _VARIATION.match(char):
        return bool(before) and not before.isspace() and not _VARIATION.match(before) and _may_show(line, at - 1)
    if char in (_ZWNJ, _ZWJ):
        if before in (_ZWNJ, _ZWJ) or after in (_ZWNJ, _ZWJ):
            return False
        return _joins(before) or _joins(after) or (char == _ZWJ and _symbol_before(line, at) and _symbol(after))
    if char in _FILLERS or _RESERVED.match(char):
        return False
    if _EMOJI_BLOCKS.match(char):
        return True  # also where this Python does not know it yet
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _joins(char: str) -> bool:
    return bool(_JOINING.match(char)) and unicodedata.category(char)[0] in "LM"


def _symbol(char: str) -> bool:
    """Whether this may be part of an emoji sequence: a pictograph, or an arrow as in a nod."""
    return char > "\u2100" and (unicodedata.category(char) in ("So", "Sm") or bool(_EMOJI_BLOCKS.match(char)))


def _symbol_before(line: str, at: int) -> bool:
    """Whether an emoji ends before ``at``: a symbol, perhaps with a tone of skin or a variation selector."""
    at -= 1
    while at > 0 and (line[at] == "\ufe0f" or unicodedata.category(line[at]) == "Sk"):
        at -= 1
    return at >= 0 and _symbol(line[at])
