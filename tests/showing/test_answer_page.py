"""The answer on a page: short, true of the file, nothing twice, in the order and words that are asked for."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from beside import BESIDE
from derogation import Assessment, assess, load_profile, read_profile
from derogation.api import answer_record
from derogation.cases.catalogue import shipped
from derogation.cases.loader import read_case
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput
from derogation.showing.answer_page import COLUMNS, LINES, page_of
from derogation.showing.terminal import terminal

#: Services kept beside the project, where they are; each is one more case for the tests of the page.
OTHERS = {path.stem: path for path in sorted((BESIDE / "failing" / "services").glob("*.yaml"))}
MISSING = pytest.param("", marks=pytest.mark.skip(reason="no services are kept beside the project"))
TIKTOK = "tiktok-direct-messages"
INDICATOR = "service.ancillary_exception.indicators"


def page(result: Assessment) -> str:
    return terminal(page_of(result, answer_record(result)), width=COLUMNS, colour=False)


def tiktok() -> Any:
    """The data of the case, without what is expected of it."""
    data: dict[str, Any] = dict(read_file(shipped()[TIKTOK], error=BadInput, name="tiktok.yaml").data)
    del data["expect"]
    return json.loads(json.dumps(data, default=str))


def flat(result: Assessment) -> str:
    return " ".join(page(result).split())


#: In a short run each third case; what a page is long for stands in the TikTok case.
TRIED = [
    pytest.param(name, marks=pytest.mark.long if at % 3 and name != TIKTOK else ())
    for at, name in enumerate([*shipped(), *OTHERS])
]


@pytest.mark.parametrize("name", [*TRIED, *(() if OTHERS else [MISSING])])
def test_every_answer_fits_a_page_and_says_nothing_twice(name: str) -> None:
    """By default, as each party and on the record: at most 45 lines of 100 columns; no question, fact or argument
    occurs twice."""
    case = load_profile({**shipped(), **OTHERS}[name])
    parties = case.engine_facts().all_parties()
    for options in ({}, {"on_the_record": True}, *({"standpoint": party} for party in parties)):
        result = assess(case, engines=["evaluator"], **options)
        lines = page(result).splitlines()
        assert len(lines) <= LINES, options
        assert max(map(len, lines)) <= COLUMNS, options
        answer = answer_record(result)
        asked = [each.path for each in answer.ask]
        resting = [path for each in answer.rests_on for path in each.paths]
        assert len({*asked, *resting}) == len(asked) + len(resting), options
        assert len({each.question for each in answer.ask}) == len(answer.ask), options
        if answer.conditions:
            rules = {each.rule.provision for each in result.conditions}
            assert {provision for group in answer.conditions for provision in group.provisions} == rules
        assert answer.covered != "yes" or result.outcome == "eligible"
        can_be = {"eligible", "partly_eligible"} & set(result.possible_outcomes)
        assert bool(can_be) == (answer.covered in ("yes", "in_part", "open")), options


def test_the_deciding_provision_stands_in_the_sentence() -> None:
    """A refusal names the point that fails, with its reason, in its first sentence."""
    result = assess(load_profile(shipped()["started-2023-without-report"]), engines=["evaluator"])
    sentence = answer_record(result).sentence
    assert sentence.startswith("Not covered: ")
    assert "report due 31 January 2024), point (g)(vii), and with it (g)(vii)(1) to (9)" in sentence


def test_an_open_answer_says_what_the_record_alone_gives() -> None:
    """Where the record alone excludes cover, both are said; on the record, only that it is not shown."""
    case = load_profile(shipped()[TIKTOK])
    answer = answer_record(assess(case, engines=["evaluator"]))
    assert (answer.covered, answer.covered_on_record, answer.needed) == ("open", "not_shown", "open")
    assert "open on facts that could still be supplied" in answer.sentence
    record = answer_record(assess(case, on_the_record=True, engines=["evaluator"]))
    assert record.covered == "not_shown"
    assert "whatever else is found" in record.sentence


def test_questions_ask_for_plain_facts_instead_of_findings() -> None:
    """Of the exception, a client is asked for the indicators, not for the limbs."""
    asked = [each.path for each in answer_record(assess(load_profile(shipped()[TIKTOK]), engines=["evaluator"])).ask]
    assert f"{INDICATOR}.barely_used" in asked[:6]
    assert "technologies" in asked[:6]
    assert not any(path.startswith("service.ancillary_exception.") and INDICATOR not in path for path in asked)


@pytest.mark.parametrize(
    ("given", "words", "never"),
    [
        ({}, "silence none", "plain fact"),
        ({"barely_used": False}, "one plain fact points to no: end-users use the feature more than barely", "to yes"),
        ({"barely_used": True}, "one plain fact points to yes: end-users in reality barely use the feature", "to no:"),
        ({"users_share": 8}, "one plain fact points neither way alone: 8 % of the users", "to no:"),
    ],
)
def test_words_follow_the_indicators(given: dict[str, object], words: str, never: str) -> None:
    """With indicators added or taken away the page says what is on file, and nothing that is not."""
    data = tiktok()
    data["service"]["ancillary_exception"]["indicators"] = given
    result = assess(read_profile(json.dumps(data)), engines=["evaluator"])
    text = flat(result)
    assert words.casefold() in text.casefold()
    assert never not in text
    asked = {each.path for each in answer_record(result).ask}
    assert not any(f"{INDICATOR}.{name}" in asked for name in given)


def test_what_a_party_says_against_itself_decides_and_is_marked() -> None:
    """An admission stands in the sentence with its words, first letter untouched."""
    data: dict[str, Any] = dict(read_file(shipped()["model-messenger"], error=BadInput, name="model.yaml").data)
    data["parties"] = {"Lanternfold": {"interest": "provider"}}
    data["sources"]["own"] = {"title": "Report to the Commission", "by": "Lanternfold"}
    said = {"value": False, "source": "own", "note": "We also use the hits to rank advertising"}
    data["technologies"][0]["processing"]["sole_purpose"] = said
    del data["expect"]
    result = assess(read_case(json.dumps(data, default=str)), engines=["evaluator"])
    assert result.outcome == "not_eligible"
    sentence = answer_record(result).sentence
    assert re.search(r"\(admitted; We also use the hits to rank advertising\), point \(a\)\(i\)", sentence)


def test_nothing_needs_the_derogation_where_only_that_is_left() -> None:
    """A service that may be unprotected, and scans nothing, is told so in the first words."""
    data = tiktok()
    data["technologies"] = []
    data.pop("every_technology")
    answer = answer_record(assess(read_profile(json.dumps(data)), engines=["evaluator"]))
    assert (answer.covered, answer.needed) == ("no", "no")
    assert answer.sentence.startswith("Nothing here needs the derogation")
    assert "no permission to scan" in answer.consequence
    assert answer.ask == ()


def test_a_profile_that_mixes_features_is_told_to_split() -> None:
    """Calls to numbers beside messages from account to account: the page says which part is a case of its own."""
    profile = {
        "profile": "derogation/profile/1",
        "name": "Calls and chat",
        "assess_on": "2022-06-01",
        "service": {"mixes": ["public_feed"], "numbering": {"reaches_numbers": True}},
    }
    text = " ".join(page(assess(read_case(json.dumps(profile)))).split())
    assert "A case of its own: Calls or messages to telephone numbers are a case of their own (recital 10" in text
    assert "The profile takes in a feed or posts that anyone can read" in text
    profile["service"]["numbering"]["feature_of_its_own"] = True
    assert "telephone numbers are a case of their own" not in page(assess(read_case(json.dumps(profile))))
