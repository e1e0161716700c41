"""What the facts of a memo say of parties' words is so."""

from __future__ import annotations

import json
from collections.abc import Callable

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
