"""Matters: features that share facts, what one means for another, presets, and errors with their places."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from derogation import api
from derogation.cases.catalogue import check_case, shipped_matters
from derogation.cases.facts import ELSEWHERE
from derogation.cases.loader import read_case
from derogation.cases.matter.loader import read_matter
from derogation.cases.presets import presets
from derogation.cases.schema import matter_json_schema
from derogation.commands.group import derogation as program
from derogation.engine.why.results import Assessment
from derogation.interview.write import profile_text
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput
from jsonschema import Draft202012Validator

CHAT = "{id: hashing, periods_of_use: [{since: 2021-01-01, until: 2022-06-01}]}"
TWO = """\
matter: derogation/matter/1
name: Quayline
assess_on: 2024-06-03
service: {{users_in_union: true, publicly_available: true, communications: {{remunerated: true}}}}
every_technology:
  scans: {{images: true, audio: false}}
  detects: {{known_material: true, new_material: false, solicitation: false}}
reports: []
features:
  - id: chat
    preset: messenger
    {chat}
    technologies: [{hashing}]
  - id: feed
    preset: direct-messages
    service: {{ancillary_exception: {{minor: false}}}}
    technologies: [{{id: hashes, same_as: {same}, periods_of_use: [{{since: 2024-01-01, until: never}}]}}]
"""


def two(chat: str = "summary: A messenger", hashing: str = CHAT, same: str = "chat/hashing") -> str:
    return TWO.format(chat=chat, hashing=hashing, same=same)


def assessed(text: str, feature: str) -> Assessment:
    return api.assess(read_matter(text, api.rulebook()).features[feature])


def status(result: Assessment, rule: str) -> str:
    return next(each.status for each in result.conditions if each.rule.id == rule)


def refused(text: str) -> list[tuple[int | None, str, str]]:
    with pytest.raises(BadInput) as error:
        read_matter(text, api.rulebook())
    return [(each.line, each.path, each.message) for each in error.value.problems]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


# --- what one feature means for another ------------------------------------------------------------------------------


def test_processing_on_one_feature_makes_the_report_owed_for_the_other() -> None:
    """The feed began in 2024; because the chat processed in 2021 and 2022, reports for these years are owed for it."""
    result = assessed(two(), "feed")
    assert (result.outcome, status(result, "annual_report")) == ("not_eligible", "not_met")
    reason = next(each.because for each in result.conditions if each.rule.id == "annual_report")
    assert "For the report due 31 January 2023" in reason
    assert "For the report due 31 January 2024" not in reason


MINOR = "features[1].service.ancillary_exception.minor"
NORWAY = "overrides: {service.users_in_union: Norway}\n    service: {users_in_union: false}"


@pytest.mark.parametrize("chat", ["service: {numbering: {reaches_numbers: true}}", NORWAY])
def test_a_feature_that_the_derogation_does_not_reach_makes_no_report_owed(chat: str) -> None:
    """What runs on calls to numbers, or for users elsewhere, is no processing under the Regulation."""
    assert status(assessed(two(chat), "feed"), "annual_report") == "not_applicable"


def test_audio_alone_makes_no_report_owed() -> None:
    """Scanning that Article 1(2) leaves out does not oblige to report on another feature either."""
    silent = ", ".join(f"{kind}: false" for kind in ("images", "videos", "text", "traffic_data", "other_files"))
    audio = CHAT.replace("periods", f"scans: {{audio: true, {silent}}}, periods")
    text = two(hashing=audio).replace("  scans: {images: true, audio: false}\n", "")
    assert status(assessed(text, "feed"), "annual_report") == "not_applicable"


@pytest.mark.parametrize("hashing", ["{id: hashing}", "{id: hashing, periods_of_use: {known: [], complete: false}}"])
def test_where_it_is_open_what_ran_the_report_owed_is_open(hashing: str) -> None:
    """Unknown periods of use on one feature turn neither into a report owed nor into none."""
    result = assessed(two(hashing=hashing), "feed")
    assert status(result, "annual_report") == "undetermined"
    assert "uses_elsewhere" in [each.path for each in result.missing_facts]


def test_the_providers_conditions_come_out_once() -> None:
    """Each feature that reaches the conditions has the same status for each condition on the provider."""
    text = two().replace("until: 2022-06-01", "until: never")
    found = [assessed(text, name) for name in ("chat", "feed")]
    statuses = [{each.rule.id: each.status for each in result.conditions if not each.subject.unit} for result in found]
    assert statuses[0] == statuses[1]
    assert statuses[0]["annual_report"] == "not_met"


def test_the_same_technology_is_as_new_on_one_feature_as_on_another() -> None:
    """Used on the chat, for users in the Union, since January 2021, the technology is not new on the feed in 2024."""
    result = assessed(two(), "feed")
    assert status(result, "report_back_on_advice") == "not_applicable"
    other = assessed(two().replace("same_as: chat/hashing, ", ""), "feed")
    assert status(other, "report_back_on_advice") == "undetermined"


def test_use_after_the_regulation_leaves_newness_open() -> None:
    """Where the earliest use known is of 2022, somebody may have used it before: neither new nor old."""
    text = two(hashing=CHAT.replace("since: 2021-01-01", "since: 2022-01-01"))
    assert status(assessed(text, "feed"), "report_back_on_advice") == "undetermined"


def test_a_first_use_stated_once_holds_of_the_same_technology() -> None:
    """What the chat states of the first use is a fact of the feed; stated twice and otherwise it is refused."""
    stated = CHAT.replace("periods", "first_use: {by_anyone_in_union_on: 2019-05-05}, periods")
    case = read_matter(two(hashing=stated), api.rulebook()).features["feed"]
    assert str(case.profile.technologies.known[0].first_use.by_anyone_in_union_on.value) == "2019-05-05"  # type: ignore[union-attr]
    again = two(hashing=stated).replace("same_as:", "first_use: {by_anyone_in_union_on: 2020-05-05}, same_as:")
    (problem,) = refused(again)
    assert problem[1] == "features[1].technologies[0].first_use.by_anyone_in_union_on"
    assert "the same technology (line 13)" in problem[2]


# --- overriding ------------------------------------------------------------------------------------------------------


def test_a_shared_fact_is_overridden_only_by_naming_it_and_why() -> None:
    """Stated again without a word it is refused with its line and both places; named, both values are shown."""
    again = "service: {publicly_available: false}"
    assert refused(two(again)) == [
        (12, "features[0].service.publicly_available", "is stated for all features in line 4, and again here")
    ]
    named = two(f"overrides: {{service.publicly_available: closed beta}}\n    {again}")
    matter = read_matter(named, api.rulebook())
    page = api.matter_record(matter)
    assert [(each.path, each.shared, each.own, each.because) for each in page.overrides] == [
        ("service.publicly_available", "yes", "no", "closed beta")
    ]
    result = api.assess(matter.features["chat"])
    assert result.outcome == "not_needed"
    assert "Here service.publicly_available is no, for the matter yes: closed beta" in result.subject.notes


def test_a_technology_that_goes_against_what_is_said_of_all_names_it_too() -> None:
    """What the matter says of every technology is a shared fact."""
    said = CHAT.replace("periods", "scans: {images: false}, periods")
    assert [each[1] for each in refused(two(hashing=said))] == ["features[0].technologies[0].scans.images"]
    read_matter(two("overrides: {every_technology.scans.images: text only}", said), api.rulebook())


def test_an_override_of_nothing_is_refused() -> None:
    """A name that the feature, or the matter, does not state is a slip."""
    (line, path, _), *_ = refused(two("overrides: {service.publicly_availabel: why}"))
    assert (line, path) == (12, "features[0].overrides.service.publicly_availabel")
    text = two("overrides: {service.internet_access: why}\n    service: {internet_access: false}")
    assert "nothing is overridden" in refused(text)[0][2]


@pytest.mark.parametrize(
    ("change", "line", "path"),
    [
        (("preset: messenger", "preset: mesenger"), 11, "features[0].preset"),
        (("same_as: chat/hashing", "same_as: chat/hashin"), 17, "features[1].technologies[0].same_as"),
        (("id: feed", "id: chat"), 9, "features"),
        (("since: 2024-01-01", "since: 2024-13-01"), 17, "features[1].technologies[0].periods_of_use[0].since"),
        (("minor: false", "minor: false, miner: true"), 16, f"{MINOR[:-2]}er"),
        (("until: 2022-06-01", "until: 2020-06-01"), 13, "features[0].technologies[0].periods_of_use[0].until"),
        (("minor: false", "minor: {value: false, source: terms}"), 16, f"{MINOR}.source"),
        (("reports: []", "reports: []\nprovidr: {}"), 9, "providr"),
    ],
)  # fmt: skip
def test_every_defect_has_its_line_and_path_in_the_matter(change: tuple[str, str], line: int, path: str) -> None:
    """A defect of a feature is told where it stands in the matter's file, not in the profile made of it."""
    found = refused(two().replace(*change))
    assert (line, path) in [(at, where) for at, where, _ in found], found


# --- presets ---------------------------------------------------------------------------------------------------------


def test_presets_are_assumed_with_their_authority_and_give_way() -> None:
    """Every fact of every preset is marked as assumed and names its authority; what the profile says prevails."""
    assert set(presets()) == {
        "messenger",
        "direct-messages",
        "e-mail",
        "game-chat",
        "marketplace-messages",
        "video-calls",
    }
    for name in presets():
        case = read_case(f"profile: derogation/profile/1\nname: A\npreset: {name}\n")
        for statement in case.facts.statements.values():
            assert statement.standing == "assumed", (name, statement.path)
            assert statement.note.startswith(f"Preset {name}: "), statement
            assert "EECC" in statement.note, statement
    own = "profile: derogation/profile/1\nname: A\npreset: messenger\nservice: {numbering: {connects: true}}\n"
    stated = read_case(own).facts.statements["service.numbering.connects"]
    assert (stated.value, stated.standing) == (True, "supplied")


def test_a_preset_that_is_not_there_is_named_with_its_line() -> None:
    """The cure is the nearest name."""
    with pytest.raises(BadInput, match="Did you mean 'messenger'"):
        read_case("profile: derogation/profile/1\nname: A\npreset: messengr\n")


# --- shipped matters, commands, schema -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", shipped_matters())
def test_shipped_matters_do_what_they_expect_and_stand_by_themselves(name: str) -> None:
    """Each feature comes out as expected, one not available for its numbers; its profile alone gives the same."""
    matter = api.load_matter(shipped_matters()[name])
    outcomes = {feature: api.assess(case).outcome for feature, case in matter.features.items()}
    assert sorted(outcomes.values()) == ["not_available", "undetermined"]
    for case in matter.features.values():
        assert check_case(case, api.assess) == []
        again = read_case(profile_text(case.profile))
        assert api.answer_json(api.assess(again))["answer"] == api.answer_json(api.assess(case))["answer"]
    Draft202012Validator(matter_json_schema()).validate(
        json.loads(json.dumps(read_file(shipped_matters()[name]).data, default=str))
    )


def test_what_crosses_over_stands_in_the_profile() -> None:
    """The profile of a feature, written out and read back, is assessed as the feature is."""
    case = read_matter(two(), api.rulebook()).features["feed"]
    again = read_case(profile_text(case.profile))
    assert [str(use.since.value) for use in again.profile.uses_elsewhere.known] == ["2021-01-01"]  # type: ignore[union-attr]
    assert api.answer_json(api.assess(again))["conditions"] == api.answer_json(api.assess(case))["conditions"]
    assert ELSEWHERE[0] in api.rulebook().series


def test_commands_take_a_feature_and_assess_the_whole(tmp_path: Path) -> None:
    """MATTER#FEATURE is a case to every command; a matter by itself only to assess, others name its features."""
    assert "number-calls" in run("assess", "skype").output
    data = json.loads(run("assess", "skype", "--format", "json").output)
    assert [(each["id"], each["assessment"]["outcome"]) for each in data["features"]] == [
        ("in-app", "undetermined"),
        ("number-calls", "not_available"),
    ]
    for command in (["timeline", "skype#in-app"], ["readings", "skype#number-calls"], ["change", "skype#number-calls"],
                    ["calendar", "skype#in-app"], ["memo", "skype#in-app", "-o", str(tmp_path / "m.md")]):  # fmt: skip
        assert run(*command).exit_code == 0, command
    alone = run("timeline", "skype")
    assert isinstance(alone.exception, BadInput)
    assert "skype#in-app, skype#number-calls" in str(alone.exception)
    assert "Did you mean 'in-app'?" in str(run("assess", "skype#inapp").exception)
    assert run("assess", "skype", "--require", "eligible").exit_code == 2
    assert "skype#number-calls" in run("cases", "list").output
    assert run("cases", "test", "skype", "imessage").exit_code == 0
    assert "uses" not in run("cases", "show", "skype#in-app").output


def test_a_page_of_a_matter_keeps_its_bounds() -> None:
    """The table, and at most 45 lines a feature at 100 columns."""
    for name in shipped_matters():
        lines = run("assess", name).output.splitlines()
        assert max(map(len, lines)) <= 120
        assert len(lines) <= 25 + 2 * 47
