"""A letter to the other side: it asks what the answer asks, says truly what each answer decides, and tells no more."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.commands.group import derogation as program
from derogation.engine.answer import derive
from derogation.engine.why.results import Assessment
from derogation.memo.decides import decides
from derogation.memo.formats import FORMATS, rendered
from derogation.memo.letter import LetterHeads, addressed, asked_of
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput
from derogation.showing.markdown import markdown
from derogation.showing.words import wording

HEADS = LetterHeads(date(2026, 3, 2), sender="Counsel", by=date(2026, 3, 31))
#: Cases that ask much, of several parties, about several technologies, and of reports.
LONG = pytest.mark.long
ASKING = [
    "tiktok-direct-messages",
    pytest.param("google-2025", marks=LONG),
    pytest.param("whatsapp", marks=LONG),
    "earlier-use-unknown",
]


def assessed(name: str, **options: Any) -> Assessment:
    return api.assess(api.load_profile(shipped()[name]), engines=["evaluator"], **options)


def plain(text: str) -> str:
    """Markdown without the escapes before signs."""
    return re.sub(r"\\(?=[^\w\s])", "", text)


@pytest.mark.parametrize("name", ASKING)
def test_the_letter_asks_every_question_of_the_answer_once_and_numbers_them_through(name: str) -> None:
    result = assessed(name)
    asked = asked_of(api.answer_record(result), "provider")
    text = plain(markdown(api.letter(result, HEADS)))
    assert [int(number) for number in re.findall(r"^\*\*(\d+)\. ", text, re.MULTILINE)] == list(
        range(1, len(asked) + 1)
    )
    for each in asked:
        assert text.count(plain(addressed(result, each))) >= 1, each.question
    assert len({addressed(result, each) for each in asked}) == len(asked)
    assert "the provider" not in text.lower()
    assert "by 31 March 2026" in text


def test_a_question_about_several_technologies_names_them_and_says_you() -> None:
    """The words of a letter stand for those of the question, not for the things of which it is asked."""
    data = json.loads(json.dumps(read_file(shipped()["relief-under-3-2"]).data, default=str))
    del data["technologies"][0]["prior_consultation"]["duly_cooperates"], data["expect"]
    data["technologies"].append({**data["technologies"][0], "id": "second"})
    result = api.assess(api.read_profile(json.dumps(data)), engines=["evaluator"])
    (asked,) = api.answer_record(result).ask
    assert addressed(result, asked) == (
        "Do you duly cooperate with the authority in the procedure? (image_hashes, second)"
    )


def test_questions_on_periods_of_use_stand_under_their_own_heading() -> None:
    """A list is its own subject, and so is what its items are asked."""
    text = plain(markdown(api.letter(assessed("messenger"), HEADS)))
    under = text.split("## Periods of use")[1].split("## ")[0]
    assert "Until which day was it used" in under
    assert "In which periods did the technology run" in under
    assert "## Encryption" not in text  # under which they stood, though nothing of it is asked


@pytest.mark.parametrize("name", ASKING)
def test_what_an_answer_is_said_to_decide_it_decides(name: str) -> None:
    """Where an answer is said to satisfy a condition or not to, or to settle the outcome, the case with that answer
    comes out so."""
    result = assessed(name)
    book, before = result.rulebook, result.derivation
    said = 0
    for asked in asked_of(api.answer_record(result), "provider"):
        for each in decides(result, asked):
            address = book.vocabulary.address(asked.path)
            value = {"yes": True, "no": False}.get(each.answer, each.answer)
            after = derive(book, before.case.with_values({address: value}), before.question)
            told = {wording().outcomes[outcome].clause: outcome for outcome in book.verdicts.order}
            if each.what in told:
                assert after.sound == (told[each.what],)
                said += 1
                continue
            for rule in book.of_kind("condition"):
                named = re.search(rf"{re.escape(book.cite(rule.provision))} is (not )?satisfied", each.what)
                if named and rule.in_force_on(result.on):
                    units = after.units if book.about_unit(rule) else (None,)
                    assert (named[1] is None) in {after.truth(rule.satisfied, unit) for unit in units}
                    said += 1
    assert said > 2


def test_the_letter_tells_nothing_of_the_file_or_the_answer() -> None:
    """No outcome, argument, source, note or name of another party; the page for the own side has them."""
    result = assessed("tiktok-direct-messages")
    answer, text = api.answer_record(result), markdown(api.letter(result, HEADS))
    assert not any(word in text for word in ("Covered", "covered", "NCMEC", "COM(2022)", "inferred", "on file"))
    assert not any(argument.text[:40] in text for argument in (*answer.arguments_for, *answer.arguments_against))


@pytest.mark.parametrize("ending", FORMATS)
def test_the_letter_is_written_in_every_format_of_a_memo(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"letter{ending}"
    options = ["--letter", "--from", "Counsel", "--dated", "2026-03-02", "-o", str(file)]
    done = CliRunner().invoke(program, ["memo", "tiktok-direct-messages", *options])
    assert done.exit_code == 0, done.output
    assert re.search(r"\b\d+ questions; 1 for others: --asking others", done.output)
    assert file.stat().st_size > 2000


def test_the_letter_follows_the_style_of_citation() -> None:
    result = api.cited_as(assessed("tiktok-direct-messages"), "de")
    assert "Concerns Erwägungsgrund 17 der Richtlinie (EU) 2018/1972" in plain(markdown(api.letter(result, HEADS)))


def test_where_nothing_is_asked_of_a_party_no_letter_is_written(tmp_path: Path) -> None:
    file = tmp_path / "letter.md"
    done = CliRunner().invoke(program, ["memo", "whatsapp", "--letter", "--asking", "authority", "-o", str(file)])
    assert done.exit_code == 2
    assert "asks nothing of the authority; try --asking provider" in done.output
    assert not file.exists()


def test_a_memo_says_what_changed_since_an_earlier_draft(tmp_path: Path) -> None:
    """The outcome and what turned it, and the facts; the same draft has no changes."""
    file = tmp_path / "memo.md"
    assert CliRunner().invoke(program, ["memo", "skype-in-app", "--since", "skypeout", "-o", str(file)]).exit_code == 0
    text = plain(file.read_text(encoding="utf-8"))
    assert "## 3 Changes since the draft in skypeout" in text
    assert "One change alone turns it: the feature does not enable communication with numbers" in text
    case = api.load_profile(shipped()["skypeout"])
    from derogation.memo.dossier import Heads

    same = api.memo(case, api.assess(case), Heads(date(2026, 3, 2)), since=case, since_what="Monday's draft")
    assert "Changes since Monday's draft" in plain(rendered(same, ".md").decode())
    assert "Nothing is stated otherwise." in markdown(same)


def test_the_earlier_draft_is_measured_as_the_memo_is(tmp_path: Path) -> None:
    """On the same day and standpoint; a party that the earlier draft does not have is refused."""
    case = api.load_profile(shipped()["tiktok-direct-messages"])
    drafts = ({"": case}, {"": case})
    (default,), (theirs,) = api.compare_drafts(*drafts), api.compare_drafts(*drafts, standpoint="TikTok")
    assert (default.after, theirs.after) == ("undetermined", "not_needed")
    with pytest.raises(BadInput, match="takes no position"):
        api.compare_drafts({"": api.load_profile(shipped()["gmail"])}, {"": case}, standpoint="TikTok")


def test_no_answer_is_asked_by_a_day_before_the_letter() -> None:
    result = api.assess(api.load_profile(shipped()["gmail"]))
    heads = LetterHeads(date(2024, 1, 1), by=date(1999, 1, 1))
    with pytest.raises(BadInput, match="before the day of the letter"):
        api.letter(result, heads)
