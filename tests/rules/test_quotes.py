from __future__ import annotations

import pytest
from derogation.rules.quotes import missing_quotes, normalise, too_long

PAGE = """Keepers of light-
houses shall keep a log. The log is to hold every ship and its cargo of mat
erial, and the “keeper’s” name.

30.7.2021

EN

Official Journal of the European Union

L 274/45

The log shall be kept by hand (1). Other material stays out."""


def test_normalising_gives_one_line_of_plain_text() -> None:
    """Line breaks, page headers, typographic quotes and broken words are gone, all else is kept."""
    assert normalise(PAGE) == (
        "Keepers of lighthouses shall keep a log. The log is to hold every ship and its cargo of material, "
        'and the "keeper\'s" name. The log shall be kept by hand (1). Other material stays out.'
    )


def test_a_page_header_on_one_line_is_dropped() -> None:
    """Copies differ in how they lay out the header of a page."""
    header = "L 274/42 EN Official Journal of the European Union 30.7.2021"
    assert normalise(f"kept\n{header}\nby hand") == "kept by hand"


def test_words_are_not_joined_across_a_line_end_without_reason() -> None:
    """Two words that happen to make a third stay apart when either of them stands elsewhere in the text."""
    text = "to pay in\nform and in substance, with a form, and to inform"
    assert normalise(text) == "to pay in form and in substance, with a form, and to inform"


@pytest.mark.parametrize(
    "phrase",
    [
        "keepers of lighthouses",
        "Keepers of Light-houses",
        "its cargo of material",
        "the log is",
        "the “keeper's” name. The log shall be kept by hand",
        "ship   and\nits cargo",
    ],
)
def test_a_phrase_is_found_whatever_the_layout(phrase: str) -> None:
    """Case, spaces, hyphens, quotation marks and page breaks do not hide a phrase."""
    assert missing_quotes([("rule", phrase)], PAGE) == []


@pytest.mark.parametrize(
    "phrase",
    [
        "kept by machine",
        "keep a lo",
        "eepers of lighthouses",
        "the log; shall be kept",
        "its cargo of materials",
        "",
        " - ",
    ],
)
def test_a_phrase_that_is_not_there_is_reported(phrase: str) -> None:
    """Another word, a part of a word, another mark or no word at all does not pass for a quotation."""
    assert missing_quotes([("rule", phrase)], PAGE) == [("rule", phrase)]


def test_missing_quotes_come_back_with_their_place_and_in_order() -> None:
    """Only what is missing comes back, so that each can be shown with the rule it belongs to."""
    quotes = [("b", "by steam"), ("a", "by hand"), ("a", "by wind")]
    assert missing_quotes(iter(quotes), PAGE) == [("b", "by steam"), ("a", "by wind")]


def test_a_quotation_of_fifteen_words_is_too_long() -> None:
    """Fourteen words pass, one more does not; the limit can be set lower."""
    fourteen, fifteen = " ".join(["word"] * 14), " ".join(["word"] * 15)
    assert too_long([("a", fourteen), ("b", fifteen)]) == [("b", fifteen)]
    assert too_long([("a", "one two three")], limit=2) == [("a", "one two three")]
