from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import derogation
import jsonschema
import pytest
from click.testing import CliRunner, Result
from derogation.commands.timeline import timeline
from derogation.showing.pictures.shapes import PATTERNS
from derogation.showing.pictures.timeline import patterns_of
from derogation.showing.timeline_json import timeline_schema

HOSTILE = "<script>alert('&')</script>\u202e \"quoted\""
PROFILE = """
profile: derogation/profile/1
name: NAME
service: {users_in_union: true, publicly_available: true, conveys_signals: false, internet_access: false}
technologies:
  - id: hashes
    periods_of_use: [{since: 2020-03-01, until: 2021-12-31}]
  - id: words
    periods_of_use: [{since: 2021-10-01, until: never}]
"""
SVG = "{http://www.w3.org/2000/svg}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(timeline, list(arguments))


@pytest.fixture
def profile(tmp_path: Path) -> str:
    file = tmp_path / "profile.yaml"
    file.write_text(PROFILE.replace("NAME", json.dumps(HOSTILE)), encoding="utf-8")
    return str(file)


def test_text_has_one_line_for_each_interval() -> None:
    """Days in words, the outcome, and the cause with its provision; law known second-hand is pointed out."""
    result = run("messenger")
    text = re.sub(r"\s+", " ", result.output)
    assert result.exit_code == 0
    assert "1. 1 January 2019 to 20 December 2020: not needed." in text
    assert "21 December 2020 to 1 August 2021: not in force. Because: Directive (EU) 2018/1972 applies" in text
    assert "ceased to apply; 3 April 2026 was its last day (Article 10, second paragraph)." in text
    assert "Known at second hand only, so provisional: 2026/1881, second-hand (31 July 2026 to 3 April 2028)" in text
    assert "Facts without a date are taken to be the same on every day." in text


def test_json_follows_its_schema(profile: str) -> None:
    """Every case and standpoint gives a document that the published schema accepts, twice the same."""
    schema = timeline_schema(derogation.rulebook())
    jsonschema.Draft202012Validator.check_schema(schema)
    for arguments in (("messenger",), (profile,), ("tiktok-direct-messages", "--as", "TikTok", "--on-the-record")):
        output = run(*arguments, "--format", "json").output
        jsonschema.validate(json.loads(output), schema)
        assert run(*arguments, "--format", "json").output == output


def test_json_says_what_each_technology_does(profile: str) -> None:
    """A technology out of use has no outcome, and the day of its last use is the cause of the change."""
    data = json.loads(run(profile, "--format", "json").output)
    assert data["schema"] == "derogation/timeline/1"
    assert [data["intervals"][0]["first_day"], data["intervals"][-1]["last_day"]] == ["2019-01-01", "2028-12-31"]
    interval = next(each for each in data["intervals"] if each["first_day"] == "2022-01-01")
    assert interval["technologies"][0] == {"id": "hashes", "in_use": False, "outcome": None, "possible_outcomes": []}
    assert [(cause["kind"], cause["path"], cause["value"]) for cause in interval["causes"]] == [
        ("fact", "technologies[0].periods_of_use[0].until", "2021-12-31")
    ]
    assert [era["second_hand"] for era in data["law"]] == [False] * 5 + [True, True]


def test_the_span_is_the_one_asked_for() -> None:
    """From and to are both included, and only the law of those days is listed."""
    data = json.loads(run("gmail", "--from", "2021-08-01", "--to", "2021-08-02", "--format", "json").output)
    assert [(each["first_day"], each["days"]) for each in data["intervals"]] == [("2021-08-01", 1), ("2021-08-02", 1)]
    assert [era["name"] for era in data["law"]] == ["protected, no derogation", "2021/1232 as adopted"]


def test_readings_and_standpoints_reach_the_answer() -> None:
    """As TikTok the exception is made out on every day, so the derogation is never needed."""
    data = json.loads(run("tiktok-direct-messages", "--as", "tiktok", "--format", "json").output)
    assert {each["outcome"] for each in data["intervals"]} == {"not_needed"}
    assert data["standpoint"] == "TikTok"
    chosen = json.loads(run("gmail", "--reading", "late_report=never", "--format", "json").output)
    assert chosen["readings"]["late_report"] == "never"


def test_the_picture_is_well_formed_and_has_a_text_alternative(profile: str) -> None:
    """Title and description carry every interval; there is no script, no link, no colour."""
    output = run(profile, "--format", "svg").output
    root = ElementTree.fromstring(output)
    assert root.get("role") == "img"
    title, description = root.findtext(f"{SVG}title", ""), root.findtext(f"{SVG}desc", "")
    assert title.startswith("<script>alert")
    data = json.loads(run(profile, "--format", "json").output)
    for number in range(1, len(data["intervals"]) + 1):
        assert f"{number}. " in description
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "defs", "pattern", "rect", "polyline", "circle", "text")
    }
    names = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in names if name.startswith("on") or name.endswith("href")}
    colours = set(re.findall(r"#([0-9a-f]{3,6})\b", output))
    assert all(len(set(re.findall("..", c) if len(c) == 6 else c)) == 1 for c in colours)


def test_nothing_hostile_stays_hidden_in_the_picture(profile: str) -> None:
    """Markup in a name stays text, and a mark that reverses letters is shown as an escape."""
    output = run(profile, "--format", "svg").output
    assert "<script" not in output
    assert "\u202e" not in output
    assert "&lt;U+202E&gt;" in output


def test_patterns_tell_all_outcomes_apart() -> None:
    """Every outcome has a pattern of its own, so that a grey print can be read."""
    verdicts = derogation.rulebook().verdicts
    patterns = patterns_of(verdicts)
    assert {*verdicts.order, verdicts.open, ""} == set(patterns)
    drawn = [PATTERNS[name] for name in (*patterns.values(), "pale", "relayed")]
    assert len(set(drawn)) == len(drawn)


def test_the_output_can_go_to_a_file(profile: str, tmp_path: Path) -> None:
    """The file holds what would have been printed."""
    target = tmp_path / "timeline.svg"
    result = run(profile, "--format", "svg", "-o", str(target))
    assert (result.exit_code, result.output) == (0, "")
    assert target.read_text(encoding="utf-8") == run(profile, "--format", "svg").output


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("gmail", "--from", "2022-01-02", "--to", "2022-01-01"), "exchange --from and --to"),
        (("gmail", "--from", "soon"), "expects a day written as 2021-09-02, not 'soon'"),
        (("gmail", "--reading", "late_report=perhaps"), "no choice 'perhaps'"),
        (("tiktok-direct-messages", "--as", "Nobody"), "'Nobody' takes no position"),
    ],
)
def test_what_cannot_be_done_is_a_usage_error(arguments: tuple[str, ...], complaint: str) -> None:
    """Exit code 2, with what is wrong and what to do."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert complaint in result.output


def test_a_span_of_one_day_has_one_interval() -> None:
    """No cause is given for it, since nothing came before."""
    day = date(2022, 1, 1).isoformat()
    data = json.loads(run("gmail", "--from", day, "--to", day, "--format", "json").output)
    assert [(each["days"], each["causes"]) for each in data["intervals"]] == [(1, [])]
