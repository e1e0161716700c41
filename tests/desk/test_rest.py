"""The web service gives the command line's bytes, takes unknown everywhere, and lets no key do what it may not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from derogation.cases.catalogue import shipped, shipped_matters
from derogation.commands.group import derogation
from derogation.contracts import contract_schema
from derogation.desk.models import Proposed
from derogation.desk.rest.limits import TookTooLong, within
from derogation.desk.rest.service import service
from derogation.desk.services import keys
from derogation.reading.document import read_file
from derogation.reading.errors import BadInput
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from removing import stated, without

HOST = "127.0.0.1:8765"
ALL = ("assess", "read", "write", "findings")
EMPTY = {"profile": "derogation/profile/1", "name": "A case"}
FINDING = {**EMPTY, "provider": {"redress": {"appropriate": True}}}
Ask = Callable[..., Any]


@pytest.fixture
def ask() -> Ask:
    """Asks the service with a key of these scopes (default: all)."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    user, _ = get_user_model().objects.get_or_create(username="you")
    made: dict[tuple[str, ...], str] = {}

    def asked(path: str, body: Any = None, scopes: tuple[str, ...] = ALL, **more: Any) -> Any:
        if scopes and scopes not in made:
            made[scopes] = keys.make(user, "key", scopes)[1]
        headers = {"HTTP_AUTHORIZATION": f"Bearer {made.get(scopes, 'none')}", "HTTP_HOST": HOST, **more}
        if body is None:
            return Client().get(f"/api/v1{path}", **headers)
        text = body if isinstance(body, str) else json.dumps(body)
        return Client().post(f"/api/v1{path}", data=text, content_type="application/json", **headers)

    return asked


def printed(*arguments: str) -> bytes:
    result = CliRunner().invoke(derogation, [*arguments, "--format", "json"])
    assert result.exit_code == 0, result.output
    return result.stdout_bytes


# --- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*sorted(shipped())[::15], "skype"])
def test_a_case_gives_the_bytes_of_the_command_line(name: str, ask: Ask) -> None:
    """By its name, and sent as data by a caller who has no file."""
    expected = printed("assess", name)
    assert ask("/assess", {"case": name}).content == expected
    file = {**shipped(), **shipped_matters()}[name]
    data = json.loads(json.dumps(read_file(file, error=BadInput).data, default=str))
    sent = ask("/assess", {"profile": data})
    assert sent.status_code == 200, sent.content
    assert sent.content == expected


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_case_gives_the_bytes_of_the_command_line_whatever_is_asked(name: str, ask: Ask) -> None:
    """The assessment, the timeline, what would change it, and its readings."""
    for command in ("assess", "timeline", "change", "readings"):
        assert ask(f"/{command}", {"case": name}).content == printed(command, name), command


def test_options_mean_what_they_mean_on_the_command_line(ask: Ask) -> None:
    """Day, party, record, reading."""
    given = {
        "on": "2022-01-01",
        "standpoint": "TikTok",
        "on_the_record": True,
        "readings": {"ancillary_test": "article"},
    }
    expected = printed("assess", "tiktok-direct-messages", "--on", "2022-01-01", "--as", "TikTok", "--on-the-record",
                       "--reading", "ancillary_test=article")  # fmt: skip
    assert ask("/assess", {"case": "tiktok-direct-messages", **given}).content == expected


@pytest.mark.parametrize(
    ("path", "body", "command"),
    [
        ("/timeline", {"case": "skypeout"}, ["timeline", "skypeout"]),
        ("/change", {"case": "skypeout"}, ["change", "skypeout"]),
        ("/readings", {"case": "skypeout"}, ["readings", "skypeout"]),
        ("/reports/check", {"library": "google-2025"}, ["report", "check", "google-2025"]),
        ("/law/status?on=2024-01-01", None, ["law", "status", "2024-01-01"]),
        ("/law/rules", None, ["rules", "list"]),
        ("/law/facts", None, ["facts"]),
    ],
)
def test_other_questions_give_the_bytes_of_their_commands(path: str, body: Any, command: list[str], ask: Ask) -> None:
    """What a command prints with --format json."""
    assert ask(path, body).content == printed(*command)


# --- who may say what ------------------------------------------------------------------------------------------------


def test_without_the_scope_a_finding_is_a_proposal_and_counts_as_unknown(ask: Ask) -> None:
    """The answer is that of the profile without it, within a contract that says what did not count."""
    answer = ask("/assess", {"profile": FINDING}, ("assess",)).json()
    assert answer["schema"] == "derogation/proposed/1"
    assert [(each["path"], each["because"]) for each in answer["proposals"]] == [
        ("provider.redress.appropriate", "finding")
    ]
    without = ask("/assess", {"profile": {**EMPTY, "provider": {"redress": {}}}}).json()
    assert {**answer["answer"], "profile_digest": ""} == {**without, "profile_digest": ""}
    assert list(Draft202012Validator(contract_schema("proposed")).iter_errors(answer)) == []
    assert ask("/assess", {"profile": FINDING}).json()["schema"] == "derogation/assessment/1"


@pytest.mark.parametrize("path", ["/timeline", "/next-question"])
def test_no_question_lets_a_finding_in_by_another_door(path: str, ask: Ask) -> None:
    """Whatever is asked of a profile, the same function decides what of it counts; text is no way around."""
    early = {"on": "2019-06-01"}
    assert ask(path, {"profile": FINDING, **early}, ("assess",)).json()["schema"] == "derogation/proposed/1"
    text = "profile: derogation/profile/1\nname: A case\nprovider: {redress: {appropriate: {value: yes}}}\n"
    assert ask(path, {"text": text, **early}, ("assess",)).json()["schema"] == "derogation/proposed/1"


def test_rows_of_a_batch_have_no_findings_either(ask: Ask) -> None:
    """Nested and flat; the places that fell away are counted."""
    rows = [
        {"name": "a", "provider_redress_appropriate": True},
        {"name": "b", "provider": {"redress": {"appropriate": True}}},
    ]
    answer = ask("/batch", {"rows": rows}, ("assess",)).json()
    assert answer["proposals"] == {"provider_redress_appropriate": 1, "provider.redress.appropriate": 1}
    assert ask("/batch", {"rows": rows}).json()["proposals"] == {}
    assert [row["name"] for row in answer["rows"]] == ["a", "b"]


def test_a_key_does_what_its_scopes_say_and_nothing_else(ask: Ask) -> None:
    """None without a key; no matter for one that may only assess; nothing written by one that may only read."""
    assert ask("/assess", {"case": "skypeout"}, ()).status_code == 401
    assert ask("/matters", None, ("assess",)).status_code == 403
    made = ask("/matters", {"profile": EMPTY}).json()
    assert ask("/assess", {"matter": made["matter"]}, ("assess",)).status_code == 403
    assert ask("/assess", {"matter": made["matter"]}, ("assess", "read")).status_code == 200
    assert ask("/matters", {"profile": EMPTY}, ("read",)).status_code == 403
    said = {"base": 1, "facts": [{"path": "service.users_in_union", "stated": False}]}
    assert ask(f"/matters/{made['matter']}/facts", said, ("read",)).status_code == 403


# --- matters ---------------------------------------------------------------------------------------------------------


def test_facts_become_a_version_and_a_finding_stays_a_proposal(ask: Ask) -> None:
    """A plain fact is saved; the finding beside it is not, and the answer says so."""
    made = ask("/matters", {"profile": EMPTY}, ("write",)).json()
    signed = {"value": True, "signed": {"by": "A. Partner", "why": "b"}}
    said = {"base": 1, "note": "from the letter", "facts": [
        {"path": "service.users_in_union", "stated": {"value": False}},
        {"path": "provider.redress.appropriate", "stated": signed}]}  # fmt: skip
    answer = ask(f"/matters/{made['matter']}/facts", said, ("write",)).json()
    assert [each["path"] for each in answer["proposals"]] == ["provider.redress.appropriate"]
    assert answer["answer"]["version"] == 2
    (kept,) = Proposed.objects.all()
    assert (str(kept.matter_id), kept.path, kept.via) == (made["matter"], "provider.redress.appropriate", "key")
    assert answer["answer"]["document"] == {**EMPTY, "service": {"users_in_union": {"value": False}}}
    assert ask("/assess", {"matter": made["matter"]}).json()["outcome"] == "not_needed"
    assert ask("/assess", {"matter": made["matter"], "version": 1}).json()["outcome"] != "not_needed"
    listed = ask(f"/matters/{made['matter']}/versions").json()["versions"]
    assert [(each["version"], each["note"]) for each in listed] == [(1, ""), (2, "from the letter")]


def test_two_who_change_one_fact_are_told(ask: Ask) -> None:
    """Who read an older version is told the field where somebody saved another value, and nothing is overwritten."""
    matter = ask("/matters", {"profile": EMPTY}).json()["matter"]
    fact = {"path": "service.users_in_union"}
    assert ask(f"/matters/{matter}/facts", {"base": 1, "facts": [{**fact, "stated": True}]}).status_code == 200
    late = ask(f"/matters/{matter}/facts", {"base": 1, "facts": [{**fact, "stated": False}]})
    assert late.status_code == 409
    assert late.json()["error"]["path"] == "service.users_in_union"
    other = {"base": 1, "facts": [{"path": "service.publicly_available", "stated": True}]}
    assert ask(f"/matters/{matter}/facts", other).json()["version"] == 3


def test_a_matter_that_one_may_not_see_does_not_exist(ask: Ask, team: Any) -> None:
    """A closed matter of somebody else: the same answer as for none."""
    from derogation.desk.services import matters

    owner = team("ana", role="author").user
    secret = matters.create(owner, json.dumps(EMPTY), "x", closed=True)
    for path in (f"/matters/{secret.pk}", "/matters/00000000-0000-0000-0000-000000000000"):
        answer = ask(path, HTTP_HOST="testserver")
        assert (answer.status_code, answer.json()["detail"]) == (404, "there is no such matter for this key")
    assert ask("/assess", {"matter": str(secret.pk)}, HTTP_HOST="testserver").status_code == 404


# --- problems and limits ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status", "path"),
    [
        ({"profile": {**EMPTY, "service": {"nmae": 1}}}, 422, "service.nmae"),
        ({"profile": {**EMPTY, "service": {"users_in_union": "perhaps"}}}, 422, "service.users_in_union"),
        ({"case": "gmail", "on": "2021-13-01"}, 422, "on"),
        ({"case": "gmail", "on": 0}, 422, "on"),
        ({"case": "gmail", "colour": "red"}, 422, "colour"),
        ({"case": "../../etc/passwd"}, 422, "case"),
        ({"case": "gmail", "profile": EMPTY}, 422, None),
        ('{"case": "gmail", "case": "outlook"}', 400, "case"),
        ("{", 400, None),
        ('{"case": NaN}', 400, None),
        ("[" * 100_000, 400, None),
    ],
)
def test_a_problem_says_what_where_and_what_to_do(body: Any, status: int, path: str | None, ask: Ask) -> None:
    """RFC 9457, with the object of the command line inside."""
    answer = ask("/assess", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    data = answer.json()
    assert data["status"] == status
    assert data["detail"] == data["error"]["message"]
    assert list(Draft202012Validator(contract_schema("error")).iter_errors(data["error"])) == []
    assert data["error"]["cure"]
    if path:
        assert data["error"]["path"] == path


def test_what_another_part_refuses_is_a_problem_too(ask: Ask) -> None:
    """Addresses and verbs that do not exist, and hosts that are not the desk's."""
    for answer in (ask("/nothing"), ask("/assess"), ask("/cases", HTTP_HOST="evil.example")):
        assert answer.status_code in (400, 404, 405)
        assert answer["Content-Type"] == "application/problem+json"


def test_a_request_that_is_too_long_is_refused_unread(ask: Ask) -> None:
    """More than the service takes is no crash."""
    answer = ask("/assess", json.dumps({"text": "x" * (5 << 20)}))
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


def test_what_takes_too_long_is_given_up() -> None:
    """The time of a request ends, in whichever step it is, and nothing is raised afterwards."""

    def spin() -> None:
        while True:
            pass

    before = threading.active_count()
    for _ in range(3):
        with pytest.raises(TookTooLong), within(0.05):
            spin()
    for _ in range(100):
        with within(60):
            pass
    for thread in threading.enumerate()[before:]:
        thread.join(5)
    assert threading.active_count() <= before


def test_no_answer_of_a_script_makes_a_session(ask: Ask) -> None:
    """A key is asked for every time; nothing is set in the caller's cookie jar."""
    from django.contrib.sessions.models import Session

    before = Session.objects.count()
    assert not ask("/cases").cookies
    assert Session.objects.count() == before


# --- the description -------------------------------------------------------------------------------------------------


def test_the_description_is_openapi_31_and_every_reference_leads_somewhere() -> None:
    """Answers are described by the published contracts; a profile by its schema, in which every fact may be null."""
    document = json.loads(json.dumps(service.get_openapi_schema(path_prefix="/api/v1/")))
    assert document["openapi"].startswith("3.1")
    text = json.dumps(document)
    names = document["components"]["schemas"]
    for reference in {part.partition('"')[0] for part in text.split('"$ref": "')[1:]}:
        assert reference.removeprefix("#/components/schemas/") in names, reference
    assert "assessment" in names
    assert "profile" in names
    assert "x-answers" not in text
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["description"]
            assert "422" in operation["responses"]


FACT = st.sampled_from(["service.users_in_union", "service.publicly_available", "provider.redress.established",
                        "service.communications.direct", "service.numbering.connects"])  # fmt: skip
VALUE = st.one_of(
    st.none(), st.booleans(), st.sampled_from([{"unknown": "not_disclosed"}, {"value": True, "note": "n"}])
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(facts=st.dictionaries(FACT, VALUE, max_size=5))
def test_whatever_a_profile_leaves_unknown_is_answered_by_the_contract(facts: dict[str, Any], ask: Ask) -> None:
    """Facts that are null, not disclosed or left out: the answer keeps its schema."""
    profile = json.loads(json.dumps(EMPTY))
    for path, value in facts.items():
        here = profile
        *way, last = path.split(".")
        for step in way:
            here = here.setdefault(step, {})
        here[last] = value
    answer = ask("/assess", {"profile": profile, "on": "2022-01-01"})
    assert answer.status_code == 200
    assert list(Draft202012Validator(contract_schema("assessment")).iter_errors(answer.json())) == []


@pytest.mark.long
def test_thousands_of_generated_profiles_have_the_command_lines_bytes(ask: Ask) -> None:
    """Cases with facts left out at random, sent as data: what the command line would print of such a file."""
    from random import Random

    from derogation import answer_json, assess, read_profile
    from derogation.showing.contract import json_text

    chance, names = Random(14), sorted(shipped())
    for number in range(2_000):
        data = json.loads(
            json.dumps(read_file(shipped()[names[number % len(names)]], error=BadInput).data, default=str)
        )
        data = without(data, [place for place in stated(data) if chance.random() < 0.3])
        answer = ask("/assess", {"profile": data})
        try:
            expected = json_text(answer_json(assess(read_profile(json.dumps(data))))) + "\n"
        except BadInput as refused:
            expected = refused.problems[0].message
            answer.content = answer.json()["detail"].encode()
        assert answer.content == expected.encode()


@pytest.mark.parametrize(
    ("name", "times"),
    [("hash-passes-classifier-fails", 3), ("tiktok-direct-messages", 3)]
    + [pytest.param(name, 40, marks=pytest.mark.long) for name in sorted(shipped())],
)
def test_facts_taken_away_never_decide_what_the_whole_contradicts(name: str, times: int, ask: Ask) -> None:
    """Whatever of a case is not said, the outcome of the whole stays possible, and no condition fails that is satisfied
    in the whole (met, relieved or not applicable), nor the other way round."""
    from random import Random

    chance = Random(name)
    data = json.loads(json.dumps(read_file(shipped()[name], error=BadInput).data, default=str))
    whole = ask("/assess", {"profile": data}).json()
    statuses = {(each["rule"], each["subject"]): each["status"] for each in whole["conditions"]}
    for _ in range(times):
        share = chance.random()
        pruned = without(data, [place for place in stated(data) if chance.random() < share])
        answer = ask("/assess", {"profile": pruned})
        if answer.status_code != 200:  # a party that says nothing any more, say
            assert answer.status_code == 422, answer.content
            continue
        part = answer.json()
        assert set(whole["possible_outcomes"]) <= set(part["possible_outcomes"])
        for each in part["conditions"]:
            was = statuses.get((each["rule"], each["subject"]), each["status"])
            if "undetermined" not in (each["status"], was):
                assert (each["status"] == "not_met") is (was == "not_met"), (each["rule"], pruned)
