"""Which characters may show, and how the others are written out."""

from __future__ import annotations

import json
import sys
import unicodedata

import pytest
from derogation.reading.safe_text import hidden, json_escaped, one_line, shown
from hypothesis import given
from hypothesis import strategies as st

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
KEPT = {
    "accents, typed or composed": "Garçon, e\u0301t\u00e9",
    "typographic marks": "\u201cL\u2019\u00c9tat\u201d \u2013 \u2026 \u20ac \u2717",
    "Hebrew and Arabic": "\u05e9\u05dc\u05d5\u05dd \u0627\u0644\u0639",
    "Persian, a non-joiner in a word": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Persian, a plural after Latin letters": "PDF\u200c\u0647\u0627",
    "Persian, a joiner at the end": "\u0647\u200d",
    "Hindi, an explicit half form": "\u0915\u094d\u200d\u0937",
    "Sinhala": "\u0dc1\u0dca\u200d\u0dbb\u0dd3",
    "a family": FAMILY,
    "a heart on fire": "\u2764\ufe0f\u200d\U0001f525",
    "a tone of skin, a profession": "\U0001f469\U0001f3fd\u200d\u2696\ufe0f",
    "a nod, with an arrow": "\U0001f642\u200d\u2194\ufe0f",
    "a rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a flag of two letters": "\U0001f1ea\U0001f1fa",
    "a flag of tags": "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "a variant of an ideograph": "\u845b\U000e0100",
    "an ideographic space": "\u4e2d\u3000\u6587",
    "four marks on a letter": "e" + "\u0301" * 4,
}
WRITTEN_OUT = {
    "a terminal command": ("\x1b[31mred", "<U+001B>[31mred"),
    "a C1 command": ("a\x9b2J", "a<U+009B>2J"),
    "NUL, bell, backspace, delete": ("\x00\x07\x08\x7f", "<U+0000><U+0007><U+0008><U+007F>"),
    "an override of direction": ("\u202egnp.exe", "<U+202E>gnp.exe"),
    "an isolate": ("\u2066x\u2069", "<U+2066>x<U+2069>"),
    "marks of direction": ("a\u200e\u200f\u061cb", "a<U+200E><U+200F><U+061C>b"),
    "separators": ("a\u2028b\u2029c\x85d", "a<U+2028>b<U+2029>c<U+0085>d"),
    "a feed of lines or pages": ("a\x0bb\x0cc", "a<U+000B>b<U+000C>c"),
    "nothing of width": ("pay\u200bpal\u2060\ufeff", "pay<U+200B>pal<U+2060><U+FEFF>"),
    "a soft hyphen": ("co\u00adop", "co<U+00AD>op"),
    "a joiner between Latin letters": ("pay\u200dpal", "pay<U+200D>pal"),
    "a non-joiner between Latin letters": ("pay\u200cpal", "pay<U+200C>pal"),
    "joiners in a row": ("\u0645\u200c\u200c\u062e", "\u0645<U+200C><U+200C>\u062e"),
    "a joiner after one emoji only": ("\U0001f469\u200dx", "\U0001f469<U+200D>x"),
    "a joiner alone": ("\u200d", "<U+200D>"),
    "tags that spell a secret": ("a\U000e0068\U000e0069", "a<U+E0068><U+E0069>"),
    "a tagged flag that is none": (
        "\U0001f3f4\U000e0061\U000e007f",
        "\U0001f3f4<U+E0061><U+E007F>",
    ),
    "variation selectors in a row": ("a\ufe00\ufe01", "a\ufe00<U+FE01>"),
    "a variation of nothing": (" \ufe0f", " <U+FE0F>"),
    "fillers": ("\u3164\uffa0\u115f", "<U+3164><U+FFA0><U+115F>"),
    "an invisible joiner of graphemes": ("a\u034fb", "a<U+034F>b"),
    "half of a pair": ("\ud800", "<U+D800>"),
    "no character": ("\ufffe\ufdd0\U0001ffff", "<U+FFFE><U+FDD0><U+1FFFF>"),
    "private use": ("\ue000", "<U+E000>"),
    "a pile of marks": ("e" + "\u0301" * 6, "e" + "\u0301" * 4 + "<U+0301>" * 2),
    "a pile that starts again after a joiner": (
        "\u0628" + "\u064b" * 4 + "\u200c" + "\u064b",
        "\u0628" + "\u064b" * 4 + "\u200c<U+064B>",
    ),
}


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_a_language_or_an_emoji_needs_stays(text: str) -> None:
    """Letters of every script, their joiners, and emoji sequences are shown as they are."""
    assert shown(text) == text
    assert hidden(text) == []


@pytest.mark.parametrize(("text", "form"), WRITTEN_OUT.values(), ids=WRITTEN_OUT)
def test_what_may_not_show_is_written_out(text: str, form: str) -> None:
    """Controls, marks of direction and what has no glyph stand as their code points, in every function the same."""
    assert shown(text) == form
    assert one_line(f"x{text}x").replace("x", "") == form.replace("x", "") or text[0] in " \u200d"
    assert all(f"<{name}>" in form for name in hidden(text))
    assert len(hidden(text)) > 0


def test_lines_stay_or_become_one() -> None:
    """``shown`` keeps lines, ``one_line`` makes one of them; blanks of typing never become code points."""
    assert shown("one\r\n\ttwo\nthree") == "one\n two\nthree"
    assert one_line(" one\r\n\ttwo  three\n") == "one two three"


def test_a_cut_is_said_and_takes_no_half_of_an_emoji() -> None:
    """What is cut off is counted; no joiner, half of a flag or letter without its accent is left behind at the cut."""
    assert one_line("x" * 12, 10) == "xxxxxxxxxx… (2 more characters)"
    assert one_line("x" * 10, 10) == "x" * 10
    assert one_line("🇪🇺🇫🇷🇩🇪", 3) == "🇪🇺… (4 more characters)"
    assert one_line("🇪🇺🇫🇷🇩🇪", 4) == "🇪🇺🇫🇷… (2 more characters)"
    assert one_line("cafe\u0301 au lait", 4) == "caf… (10 more characters)"
    assert one_line(FAMILY, 2) == f"{FAMILY[0]}… (6 more characters)"


@pytest.mark.parametrize("text", ["plain", "\u202e", "\U000e0041", "é\u0301", "\ud800", "line\nbreak", FAMILY])
def test_escaped_json_reads_back(text: str) -> None:
    """Escaping changes no value, and what may show is not escaped."""
    written = json_escaped(json.dumps({"a": text}, ensure_ascii=False))
    assert json.loads(written) == {"a": text}
    assert ("\\u" in written) is bool(hidden(text))


def test_no_control_of_any_plane_passes() -> None:
    """Of all code points, alone between letters, none passes that turns, breaks or hides text."""
    for code in range(sys.maxunicode + 1):
        char = chr(code)
        category = unicodedata.category(char)
        if category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"):
            assert shown(f"a{char}b") in (f"a<U+{code:04X}>b", f"a{char}b" if char == "\n" else "", "a b"), hex(code)


@given(st.text())
def test_written_out_once_is_enough(text: str) -> None:
    """Whatever the text, nothing may hide in what is shown of it, and showing that again changes nothing."""
    once = shown(text)
    assert shown(once) == once
    assert hidden(once) == []
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not turning.intersection(map(unicodedata.bidirectional, once))
