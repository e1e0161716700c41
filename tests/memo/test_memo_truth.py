"""What the facts of a memo say of parties' words is so."""

from __future__ import annotations

import json
from collections.abc import Callable

from derogation import assess
from derogation.cases.loader import read_case
from derogation.showing.document import Document
from derogation.showing.markdown import markdown
from derogation.tests.strategies import as_data, good_profile


def test_what_a_party_admits_is_not_said_to_be_unknown(memo_of_text: Callable[[str], Document]) -> None:
    """An admission stands among positions that count, marked, and not among facts in dispute."""
    data = as_data(good_profile())
    data["parties"] = {"Tower": {"interest": "provider"}}
    data["technologies"][0]["suspicions"]["longest_months"] = {"positions": [{"by": "Tower", "value": 18}]}
    data["assess_on"] = "2023-06-01"
    text = markdown(memo_of_text(json.dumps(data, default=str)))
    assert "is 18 months (admitted)" in text
    assert "Positions that count" in text
    assert "Such facts count as not known" not in text


def test_what_is_merely_not_shown_is_not_said_to_be_so(memo: Callable[..., Document]) -> None:
    """On the record an assessment of which nothing is on file fails by burden; no reason and no memo says that it was
    not complete."""
    text = """
profile: derogation/profile/1
name: Open consultation
assess_on: 2022-06-01
technologies: [{id: hashing, scans: {images: true}, periods_of_use: [{since: 2021-09-01, until: never}]}]
"""
    case = read_case(text)
    result = assess(case, on_the_record=True, engines=["evaluator"])
    (point_c,) = [each for each in result.conditions if each.rule.provision == "3(1)(c)"]
    assert (point_c.status, point_c.not_shown, point_c.own_sentence) == ("not_met", True, "")
    assert "not complete" not in point_c.because
    assert not any("were not complete" in each.because for each in result.conditions)
    stated = text.replace(
        "images: true}", "images: true}, prior_consultation: {started_on: never, completed_on: never}"
    )
    (point_c,) = [each for each in assess(read_case(stated)).conditions if each.rule.provision == "3(1)(c)"]
    assert point_c.because.startswith("The impact assessment, the prior consultation or both were not complete")
    assert "were not complete" not in markdown(memo("unknown-everything", on_the_record=True))
