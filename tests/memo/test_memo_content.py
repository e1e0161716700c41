"""What a memo says: the parts that a lawyer looks for, each with what belongs there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from derogation import assess, load_profile
from derogation.cases.catalogue import shipped
from derogation.cases.loader import read_case
from derogation.memo.dossier import Heads
from derogation.memo.write import memo_of
from derogation.showing.document import Document, Figure, Heading, Table, text_of
from derogation.showing.markdown import markdown

BODY = ["Question presented", "Brief answer", "What would change the answer", "Assumptions and limits"]
ANNEXES = [
    "Facts", "Law applied", "Conditions by technology", "Discussion", "Evidence index",
    "Table of authorities", "Replay",
]  # fmt: skip
Words = Callable[[Document], str]
Under = Callable[[Document, str], str]


def headings(memo: Document, level: int) -> list[str]:
    return [text_of(block.text) for block in memo.blocks if isinstance(block, Heading) and block.level == level]


def test_a_note_stands_as_it_was_written() -> None:
    """A name at its beginning keeps its capital: what is quoted is not rewritten."""
    head = "profile: derogation/profile/1\nname: X\nassess_on: 2024-06-03\n"
    facts = "publicly_available: {value: true, note: Google says}, users_in_union: {value: true, note: Their own terms}"
    case = read_case(f"{head}service: {{{facts}}}\n")
    written = markdown(memo_of(case, assess(case), assess, Heads(dated=date(2024, 6, 3))))
    assert "(Google says)" in written
    assert "(Their own terms)" in written


def test_the_parts_come_in_the_order_in_which_a_memo_is_read(tiktok: Document) -> None:
    """The answer first, then annexes with letters, each part under a heading of its own."""
    assert headings(tiktok, 1) == [*BODY, *ANNEXES]
    numbers = [block.number for block in tiktok.blocks if isinstance(block, Heading) and block.level == 1]
    assert numbers == ["1", "2", "3", "4", *(f"Annex {letter}" for letter in "ABCDEFG")]


def test_the_brief_answer_on_tiktok_names_the_exception_and_what_is_not_shown(tiktok: Document, under: Under) -> None:
    """The memo opens with the page: not shown on the record, three limbs claimed by inference, three met by silence."""
    answer = under(tiktok, "Brief answer")
    assert "Not shown to be covered on this record; open on facts that could still be supplied." in answer
    assert answer.count("TikTok: yes (inferred)") == 3
    assert answer.count("silence") == 3
    assert "On the word of TikTok\nno derogation needed" in answer


def test_the_brief_answer_on_the_mixed_case_is_told_by_technology(mixed: Document, under: Under) -> None:
    """Fingerprints are covered; the classifier is not, with the points that it fails and the readings that count."""
    answer = under(mixed, "Brief answer")
    assert "Covered in part: image_hashes is covered; text_classifier is not: " in answer
    assert "text_classifier: (b), (e), (f)" in answer
    assert "all of a provider's technologies stand and fall together\nnot covered" in answer


def test_facts_are_kept_apart_by_how_they_are_known(tiktok: Document) -> None:
    """Supplied, assumed, disputed and unknown facts have headings of their own."""
    assert headings(tiktok, 2)[:4] == ["Supplied", "Assumed", "Disputed", "Unknown"]


def rows_of_positions(memo: Document) -> list[str]:
    """What parties say, whether it counts or not."""
    captions = ("Facts in dispute", "Positions that count")
    tables = [block for block in memo.blocks if isinstance(block, Table) and block.caption in captions]
    return [" ".join(text_of(cell) for cell in row) for table in tables for row in table.rows]


def test_what_a_party_says_of_technologies_not_listed_is_among_the_disputed_facts(tiktok: Document) -> None:
    """That TikTok reports to NCMEC is its own word on its own practice, so it is shown with its positions."""
    rows = rows_of_positions(tiktok)
    assert any("organisations acting in the public interest" in row and "NCMEC" in row for row in rows)


def test_what_a_party_says_in_numbers_has_its_unit(memo: Callable[..., Document]) -> None:
    """Google's 24 are months."""
    assert any("Google: 24 months" in row for row in rows_of_positions(memo("google-2025")))


SHARED_DISPUTE = """
profile: derogation/profile/1
name: Shared dispute
assess_on: 2022-06-01
parties: {Tower: {interest: provider}}
sources: {letter: {title: Letter of Tower, by: Tower}}
service: {users_in_union: true, publicly_available: true}
every_technology:
  scans:
    text: {positions: [{by: Tower, value: false, because: We read no words.}]}
    audio: {value: false, source: letter, note: We listen to none.}
"""


@pytest.mark.parametrize(
    "listed", ["", "technologies: {complete: false}", "technologies: [{id: a}]", "technologies: [{id: a}, {id: b}]"]
)
def test_a_dispute_about_every_technology_is_one_row(listed: str, memo_of_text: Callable[[str], Document]) -> None:
    """A party's position, and its word in a source of its own, are told once, however many are listed."""
    found = memo_of_text(SHARED_DISPUTE + listed)
    rows = rows_of_positions(found)
    for said in ("We read no words.", "We listen to none."):
        assert sum(said in row for row in rows) == 1, rows
    assert len(rows) == 2
    assert all("Tower" in row for row in rows)


def test_facts_are_told_as_statements_and_not_as_questions(mixed: Document, under: Under) -> None:
    """A fact reads as a sentence, with days in words."""
    facts = under(mixed, "Facts")
    assert "the prior consultation was completed on 15 November 2021" in facts
    assert "?" not in facts


def test_the_law_is_told_with_version_and_identifiers(
    memo: Callable[[str], Document], mixed: Document, under: Under
) -> None:
    """The version that governs the day, its CELEX number and ELI; a consolidated text is called no authentic one."""
    law = under(mixed, "Law applied")
    assert "32021R1232" in law
    assert "http://data.europa.eu/eli/reg/2021/1232/oj" in law
    assert "from 2 August 2021 to 14 May 2024" in law
    later = under(memo("google-2025"), "Law applied")
    assert "02021R1232-20240515" in later
    assert "not the authentic text" in later


def test_the_matrix_has_every_condition_on_file_in_every_column(mixed: Document, under: Under) -> None:
    """In the order of the Article but for what does not apply, technologies across, a sign and a word in each cell."""
    table = next(
        block for block in mixed.blocks if isinstance(block, Table) and block.caption == "Conditions of Article 3(1)"
    )
    assert table.header == (
        "Provision", "Condition", "Fingerprints of known images and videos", "Classifier that reads messages",
    )  # fmt: skip
    points = [text_of(row[0]) for row in table.rows]
    assert points[:5] == ["Point (a)(i)", "Point (a)(ii)", "Point (a)(iii)", "Point (a)(iv)", "Point (b)"]
    measured = assess(load_profile(shipped()["hash-passes-classifier-fails"])).conditions
    assert len(points) == len({each.rule.provision for each in measured if each.status != "not_applicable"})
    assert "Not applicable: points " in under(mixed, "Conditions by technology")
    cells = {text_of(cell) for row in table.rows for cell in row[2:]}
    assert cells == {"✓ met", "✗ not met", "– not applicable"}


def test_every_issue_has_rule_application_counter_argument_and_conclusion(mixed: Document, tiktok: Document) -> None:
    """No issue is left with a part missing."""
    for memo_ in (mixed, tiktok):
        parts: dict[str, list[str]] = {}
        issue, inside = "", False
        for block in memo_.blocks:
            if isinstance(block, Heading):
                inside = inside if block.level > 1 else text_of(block.text) == "Discussion"
                issue = text_of(block.text) if block.level == 2 and inside else ""
            elif issue and not isinstance(block, Figure | Table):
                runs = [block.text] if hasattr(block, "text") else []
                parts.setdefault(issue, []).extend(span.text.strip() for run in runs for span in run if span.bold)
        assert parts
        for title, found in parts.items():
            assert found[0] == "Rule.", title
            assert {"Rule.", "Application.", "Counter-argument.", "Conclusion."} == set(found), title


def test_a_failing_condition_is_quoted_applied_and_answered(mixed: Document, under: Under) -> None:
    """The rule in the Regulation's words, the failing facts, what points the other way, and what would cure it."""
    text = under(mixed, "Discussion")
    assert "“relevant key indicators and objectively identified risk factors”" in text
    assert "On file besides: human review found 22 % of automatic hits to be wrong" in text
    assert "A fact on file points the other way: its indicators and risk factors include age difference." in text
    assert "Not met by “Classifier that reads messages”, which for that reason alone is not covered." in text


def test_alternatives_of_a_cure_are_told_as_such(mixed: Document, under: Under) -> None:
    """A classifier is cured of its failing limb on text by reading none, or by both parts of the limb."""
    text = under(mixed, "What would change the answer")
    assert "either it does not scan text in communications or it is unable to deduce the substance" in text


def test_both_arguments_of_a_turning_reading_are_given(mixed: Document, under: Under) -> None:
    """Each choice with its argument, its answer and who takes it."""
    text = under(mixed, "Discussion")
    assert "Supervisory authority takes this reading: Paragraph 1 asks that all of its points hold." in text
    assert "the other reading reverses it" in text


def test_the_exception_is_taken_limb_by_limb(tiktok: Document) -> None:
    """Six limbs, which test needs which, and what is on file for each."""
    table = next(
        block for block in tiktok.blocks if isinstance(block, Table) and block.caption == "The limbs of the exception"
    )
    rows = [tuple(text_of(cell) for cell in row) for row in table.rows]
    assert [row[1] for row in rows] == ["✓ needed"] * 6
    assert [row[2] for row in rows] == ["✓ needed"] * 3 + ["– not needed"] * 3
    assert [row[4] == "Nothing" for row in rows] == [False] * 3 + [True] * 3


def test_exhibit_marks_are_unique_and_every_mark_used_is_listed(memo: Callable[[str], Document], words: Words) -> None:
    """Marks in the text lead to rows of the index."""
    google = memo("google-2025")
    index = next(block for block in google.blocks if isinstance(block, Table) and block.caption == "Exhibits")
    marks = [text_of(row[0]) for row in index.rows]
    assert len(set(marks)) == len(marks)
    used = set(re.findall(r"\[([A-Z]+(?:-\d\d)?)\]", words(google)))
    assert used <= set(marks)
    assert "GOO-01" in used
    targets = {span.target for block in google.blocks if isinstance(block, Table) for row in block.rows for cell in row
               for span in cell if span.target}  # fmt: skip
    assert targets <= set(index.anchors)


def test_every_authority_cited_has_an_identifier(mixed: Document) -> None:
    """Acts with CELEX and ELI; every provision with a link and the headings that cite it."""
    acts = next(block for block in mixed.blocks if isinstance(block, Table) and block.caption == "Acts")
    assert [text_of(row[2]) for row in acts.rows] == ["32021R1232", "32018L1972", "32002L0058", "32016R0679"]
    cited = next(block for block in mixed.blocks if isinstance(block, Table) and block.caption.startswith("Provisions"))
    by_name = {text_of(row[0]): row for row in cited.rows}
    (points,) = [row for name, row in by_name.items() if name.startswith("Article 3(1), points (a)(i), ")]
    assert "(e), (f)" in text_of(points[0])
    assert text_of(points[2]) == "http://data.europa.eu/eli/reg/2021/1232/art_3/par_1"
    assert {"2", "C", "D.2"} <= set(text_of(points[1]).split(", "))
    assert all(cell[2][0].href.startswith("http://data.europa.eu/eli/") for cell in cited.rows)


def test_every_figure_is_repeated_by_a_table(tiktok: Document, mixed: Document) -> None:
    """What a picture shows stands in words; there is no picture of conditions all of which are open."""
    figures = [block for block in tiktok.blocks if isinstance(block, Figure)]
    assert len(figures) == 1
    assert "2 September 2021, is marked" in figures[0].alternative
    assert "Matrix of" in next(block for block in mixed.blocks if isinstance(block, Figure)).alternative


KEYS = re.compile(
    r"not_eligible|partly_eligible|not_met|not_asked|undetermined|technology\.[a-z]|service\.[a-z]+_|_on\b"
)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if at % 4 else ()) for at, name in enumerate(sorted(shipped()))]
)
def test_a_memo_can_be_written_on_every_shipped_case(name: str, memo: Callable[[str], Document], words: Words) -> None:
    """Whatever the outcome, the memo has a brief answer and ends with digests; no placeholder is left in it, and no
    name of a fact, an outcome or a standing in the program stands in its prose."""
    text = words(memo(name))
    assert "Brief answer" in text
    assert len(re.findall(r"^[0-9a-f]{64}$", text, re.MULTILINE)) == 2
    assert "{}" not in text
    assert [key for line in text.split("\n") if f"{name}:" not in line for key in KEYS.findall(line)] == []


def test_a_standpoint_is_named_and_its_facts_are_set_apart(memo: Callable[..., Document], under: Under) -> None:
    """As TikTok the exception is made out; its word stands under a heading of its own."""
    seen = memo("tiktok-direct-messages", standpoint="TikTok")
    assert "Nothing here needs the derogation" in under(seen, "Brief answer")
    assert "Taken as TikTok states them" in headings(seen, 2)
    assert "so that all six limbs count. Then three of them would still have to be shown." in under(seen, "Discussion")


def test_on_the_record_a_condition_is_called_not_shown(memo: Callable[..., Document], under: Under) -> None:
    """Where the burden decides, the memo says that a condition is not shown, not that it fails."""
    seen = memo("on-the-record", on_the_record=True)
    assert "not shown" in under(seen, "Discussion")


def test_the_second_derogation_is_marked_as_second_hand(memo: Callable[..., Document], under: Under) -> None:
    """On a day of Regulation (EU) 2026/1881 the memo says that its text was not read, and what was not seen."""
    from datetime import date

    law = under(memo("hash-passes-classifier-fails", on=date(2026, 9, 1)), "Law applied")
    assert "Known at second hand." in law
    assert "Article 3(1): the wording of the conditions" in law
