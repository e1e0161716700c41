"""The words of memos: every fact, outcome and status has some, and citations take the Official Journal's form."""

from __future__ import annotations

import re

import pytest
from derogation import rulebook
from derogation.cases.profile import Source
from derogation.cases.vocabulary import vocabulary
from derogation.memo.authorities import Authorities, celex_of
from derogation.memo.exhibits import Exhibits, initials
from derogation.rules.citation_styles import OJ
from derogation.showing.words import clause, listed, open_clause, sentence, wording


def test_every_fact_and_list_has_words() -> None:
    """A fact added to the profile model needs words in showing/wording.yaml; none is left that no longer exists."""
    assert set(wording().facts) == set(vocabulary().facts), "words stand in showing/wording.yaml"
    assert set(wording().lists) == set(vocabulary().lists)


def test_the_words_of_a_fact_fit_its_type() -> None:
    """Yes-or-no facts have both answers, others a place for the value, days that may not come words for it."""
    for path, spec in vocabulary().facts.items():
        words = wording().facts.get(path)
        assert words is not None, f"showing/wording.yaml has no words for {path}"
        if spec.type == "bool":
            assert {"is", "not"} <= set(words), path
        else:
            assert "{}" in words["is"], path
            assert "open" in words, path
        assert bool(spec.never) == ("never" in words), path


def test_a_letter_speaks_to_whom_it_asks() -> None:
    """Every question about the provider or the authority has words that say "you" to it, and no other question has."""
    known = {**vocabulary().facts, **vocabulary().lists}
    about = {
        "provider": r"\b(?:this|the) provider\b|\bHas it established\b|\bDoes it report\b",
        "authority": r"\bthe authority\b",
    }
    wanted = {
        path
        for path, spec in known.items()
        if re.search(about.get(getattr(spec, "who", "provider"), "$^"), spec.question)
    }
    assert set(wording().addressed) == wanted, "words for letters stand under addressed: in showing/wording.yaml"
    for path, question in wording().addressed.items():
        assert re.search(r"\byou(?:r|rself)?\b", question), path
        assert not re.search(about[getattr(known[path], "who", "provider")], question), path


def test_every_outcome_and_choice_has_words() -> None:
    """Outcomes of the rulebook, members of sets and choices."""
    verdicts = rulebook().verdicts
    assert set(wording().outcomes) == {*verdicts.order, verdicts.open}
    choices = {choice for spec in vocabulary().facts.values() for choice in spec.choices}
    assert choices <= set(wording().members)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("service.publicly_available", True, "the service is publicly available"),
        ("service.publicly_available", False, "the service is not publicly available"),
        ("report.published_on", "2022-02-03", "it was published on 3 February 2022"),
        ("report.published_on", "never", "it has not been published"),
        ("technology.quality.error_rate", 22, "human review found 22 % of automatic hits to be wrong"),
        ("technology.suspicions.longest_months", 9, "the longest storage, counted from identification, is 9 months"),
        ("technology.quality.risk_factors_used", [], "it uses no indicators or risk factors"),
        (
            "technology.end_to_end_encryption",
            "some",
            "end-to-end encryption applies to some of the communications it scans",
        ),
    ],
)
def test_a_fact_is_told_as_a_clause(path: str, value: bool | int | str | list[str], words: str) -> None:
    """The value stands in the words, days and units written out."""
    assert clause(vocabulary().facts[path], value) == words


def test_an_unknown_fact_is_told_as_a_question_inside_a_sentence() -> None:
    """Whether, when, which."""
    assert open_clause(vocabulary().facts["service.publicly_available"]) == "whether the service is publicly available"
    assert open_clause(vocabulary().facts["report.published_on"]) == "when the report was published"


@pytest.mark.parametrize(
    ("provisions", "cited"),
    [
        (["3(1)(b)", "3(1)(e)", "3(1)(f)"], "Article 3(1), points (b), (e) and (f)"),
        (["3(1)(c)"], "Article 3(1), point (c)"),
        (["EECC 2(4)", "EECC 2(5)"], "Article 2, points (4) and (5), of Directive (EU) 2018/1972"),
        (["rec.7", "rec.8"], "recitals 7 and 8"),
        (["3(1)(c)", "rec.31"], "Article 3(1), point (c) and recital 31"),
    ],
)
def test_citations_of_one_article_are_taken_together(provisions: list[str], cited: str) -> None:
    """As the Official Journal writes them."""
    assert Authorities(OJ).cite_all(provisions).text == cited


@pytest.mark.parametrize(
    ("act", "celex"),
    [("", "32021R1232"), ("GDPR", "32016R0679"), ("ePD", "32002L0058"), ("EECC", "32018L1972"),
     ("1182/71", "31971R1182"), ("2024/2916", "32024R2916")],
)  # fmt: skip
def test_celex_numbers_follow_from_kind_year_and_number(act: str, celex: str) -> None:
    """Sector 3, year, letter of the kind, number with four digits."""
    assert celex_of(act) == celex


def test_exhibit_marks_are_initials_and_serial_in_order_of_time() -> None:
    """The older document of an author has the lower number."""
    from datetime import date

    marks = Exhibits(
        {
            "late": Source(title="Report", by="European Commission", on=date(2025, 11, 27)),
            "early": Source(title="Letter", by="European Commission", on=date(2021, 8, 26)),
            "mail": Source(title="E-mail", by="TikTok"),
            "none": Source(title="Note"),
        }
    )
    assert {key: exhibit.mark for key, exhibit in marks.by_key.items()} == {
        "early": "EC-01", "late": "EC-02", "mail": "TIK-01", "none": "DOC-01",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("author", "letters"), [("Commission of the Union", "CU"), ("Ørsted", "RST"), ("", "DOC"), ("一", "DOC")]
)
def test_initials_are_plain_letters_for_any_author(author: str, letters: str) -> None:
    """Small words do not count; what has no plain letters is DOC."""
    assert initials(author) == letters


def test_small_tools() -> None:
    """Lists and sentences."""
    assert listed(["a", "b", "c"], "or") == "a, b or c"
    assert sentence("it is so") == "It is so."
    assert sentence("is it?") == "Is it?"
