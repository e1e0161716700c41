"""A case told in sentences."""

from __future__ import annotations

import pytest
from derogation.api import load_profile, read_profile
from derogation.cases.catalogue import find, shipped
from derogation.cases.loader import load_case
from derogation.cases.vocabulary import vocabulary
from derogation.engine.why.assessment import statements
from derogation.lessons.prose import merged, told
from derogation.showing.words import wording

HEAD = "profile: derogation/profile/1\nname: x\n"


def text(profile: str) -> str:
    return " ".join(each.text for each in told(read_profile(HEAD + profile)))


def test_every_fact_of_the_vocabulary_has_a_clause() -> None:
    """No case is told in the words of a form."""
    assert not [path for path in vocabulary().facts if path not in wording().facts]
    assert not [path for path in vocabulary().lists if path not in wording().none_listed]


def test_clauses_that_begin_alike_share_their_beginning() -> None:
    """Lists of yes are joined by and, lists of no by or, and what follows "the" keeps it."""
    alike = ["the technology scans images", "it scans videos", "it does not scan text", "it does not scan audio"]
    assert merged(alike) == ["the technology scans images and videos", "it does not scan text or audio"]
    assert merged(["it gives the number of cases", "it gives the retention policy"]) == [
        "it gives the number of cases and the retention policy"
    ]


def test_clauses_of_other_meaning_are_not_joined() -> None:
    """A no does not become a yes by the company it is in."""
    apart = ["the service is publicly available", "the service is not an internet access service"]
    assert merged(apart) == apart


def test_who_says_what_is_told_as_said() -> None:
    """A position stands as a position, with its reason; what was not disclosed is not told as a no."""
    found = text(
        "service:\n  publicly_available: {positions: [{by: A, value: true, because: anybody may join}, "
        "{by: B, value: false}]}\n  users_in_union: {unknown: not_disclosed}\n"
    )
    assert "A says that the service is publicly available (anybody may join)." in found
    assert "B says that the service is not publicly available." in found
    assert "It was asked, and not disclosed, whether the service is provided to users in the Union." in found


def test_an_empty_list_and_an_unknown_one_are_told_apart() -> None:
    """No report made is one thing, a file that is silent about reports another."""
    assert "No annual report has been made." in text("reports: []\n")
    assert "annual report" not in text("provider: {name: A}\n")
    open_list = "reports: {known: [{id: a, year: 2021}], complete: false}\n"
    assert "More reports may exist than are listed." in text(open_list)


@pytest.mark.parametrize("name", ["tiktok-direct-messages", "model-messenger", "two-views-of-one-fact"])
def test_no_fact_of_a_shipped_case_is_left_out(name: str) -> None:
    """What the file says of the service is in the sentences."""
    case = load_profile(find(name))
    sentences = " ".join(each.text for each in told(case)).casefold()
    for statement in statements(case.facts):
        if statement.value is True and statement.path in wording().facts:
            words = wording().facts[statement.path]["is"].casefold()
            assert " ".join(words.split()[-2:]) in sentences, statement.path


def test_every_shipped_case_can_be_told() -> None:
    """In sentences with capital letters and full stops, without a word of the program."""
    for path in shipped().values():
        for each in told(load_case(path)):
            assert each.text[0].isupper() or each.text[0].isdigit(), each
            assert each.text.endswith((".", "!", "?", "…", ")")), each
            assert not [word for word in ("True", "None", "{}") if word in each.text]


def test_a_part_of_a_case_leaves_no_pronoun_without_what_it_stands_for() -> None:
    """Where the fact before is left out, the clause names its subject."""
    case = load_profile(find("model-messenger"))
    (only,) = told(case, lambda path: path == "technology.suspicions.no_longer_than_necessary")
    assert only.text == "The data of suspected cases are stored no longer than strictly necessary for the purpose."
