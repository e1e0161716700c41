"""The working page: a fact stated, its evidence, what the answer becomes, what cannot be read, what is tried."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any

import pytest
from derogation.cases.catalogue import find
from derogation.desk.models import Attachment, Draft, Matter, Version
from derogation.desk.services import asked, documents, matters
from derogation.desk.services.reported import names
from derogation.interview.questionnaire import HEADER
from derogation.reading.errors import BadInput, Problem

HTMX = {"HX-Request": "true"}


def begun(client: Any, case: str = "tiktok-direct-messages", feature: str = "-") -> str:
    """The address of the working page of a shipped case."""
    answer = client.post("/matters/new", {"way": "case", "case": case})
    return f"{answer.headers['Location']}feature/{feature}/"


def matter(address: str) -> Matter:
    return Matter.objects.get(pk=address.split("/")[2])


def draft(address: str) -> dict[str, Any]:
    return json.loads(Draft.objects.get(matter=matter(address)).document)


def page(client: Any, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_a_fact_stated_is_in_the_draft_and_the_answer_says_what_it_changed(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    before = page(local, address)
    form = {"path": "service.users_in_union", "kind": "no", "quick": "1"}
    told = local.post(f"{address}fact", form, headers=HTMX).content.decode()
    assert draft(address)["service"]["users_in_union"] is False
    assert 'id="verdict"' in told
    assert "Changed by this answer" in told
    assert "hx-swap-oob" in told
    assert "Covered" in words(before)
    assert len(told) < 40_000  # the row, the answer, the draft, and nothing else
    assert "Changed since version 1" in page(local, address)


def test_what_changed_names_each_condition_with_its_status_before_and_after_and_the_reason(local: Any) -> None:
    address = begun(local, "model-messenger")
    form = {"path": "technologies[0].processing.proportionate", "kind": "no", "quick": "1"}
    told = words(local.post(f"{address}fact", form, headers=HTMX).content.decode())
    assert "Article 3(1), point (a)(ii)" in told
    assert re.search(r"met → to not met", told)
    assert "Is the processing proportionate? No" in told


def test_without_scripts_the_same_form_leads_back_to_the_page_at_the_fact(local: Any) -> None:
    address = begun(local)
    answer = local.post(f"{address}fact", {"path": "service.users_in_union", "kind": "no"})
    assert answer.headers["Location"] == f"{address}?subject=service#f-service-users_in_union"


@pytest.mark.parametrize(
    ("path", "form", "stated"),
    [
        ("service.users_in_union", {"kind": "not_asked"}, None),
        ("service.users_in_union", {"kind": "not_disclosed"}, {"unknown": "not_disclosed"}),
        ("service.users_in_union", {"kind": "does_not_apply", "note": "n"}, {"unknown": "does_not_apply", "note": "n"}),
        (
            "service.users_in_union",
            {"kind": "known", "value": "yes", "assumed": "1", "source": "email", "note": "p. 2"},
            {"value": True, "assumed": True, "source": "email", "note": "p. 2"},
        ),
        ("provider.organisations_listed_on", {"kind": "known", "value": "2021-09-03"}, "2021-09-03"),
        ("provider.organisations_listed_on", {"kind": "never"}, "never"),
        ("provider.established_in", {"value": "IE"}, "IE"),
        ("service.ancillary_exception.indicators.users_share", {"value": "12.5"}, 12.5),
        ("service.mixes", {"kind": "known", "value": ["other", "public_feed"]}, ["other", "public_feed"]),
        ("service.mixes", {"kind": "known"}, []),
        ("service.mixes", {"kind": "known", "value": ["other"], "more": "1"}, {"known": ["other"], "complete": False}),
        (
            "service.publicly_available",
            {"kind": "disputed", "by0": "TikTok", "said0": "no", "inferred0": "1", "by1": "BfDI", "said1": "yes",
             "because1": "letter", "said_in1": "email", "by2": "", "said2": ""},
            {"positions": [{"by": "TikTok", "value": False, "inferred": True},
                           {"by": "BfDI", "value": True, "because": "letter", "source": "email"}]},
        ),
    ],
)  # fmt: skip
def test_every_way_of_stating_a_fact_is_kept_as_its_file_would_have_it(
    local: Any, path: str, form: dict[str, Any], stated: Any
) -> None:
    address = begun(local)
    assert local.post(f"{address}fact", {"path": path, **form}).status_code == 302
    here: Any = draft(address)
    for step in path.split("."):
        here = here.get(step) if isinstance(here, dict) else None
    assert here == stated
    assert local.post(f"{matter(address).id and address.split('feature')[0]}save", {"note": ""}).status_code == 302


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("provider.organisations_listed_on", "3 September", "2021-09-02"),
        ("service.ancillary_exception.indicators.users_share", "250", "100 percent"),
        ("provider.established_in", "ZZ", "none of the answers"),
    ],
)
def test_what_cannot_be_read_is_said_beside_the_fact_and_not_kept(local: Any, path: str, value: str, said: str) -> None:
    address = begun(local)
    form = {"path": path, "kind": "known", "value": value}
    quick = local.post(f"{address}fact", {**form, "quick": "1"}, headers=HTMX)
    assert said in words(quick.content.decode())
    assert 'role="alert"' in quick.content.decode()
    assert local.post(f"{address}fact", form).status_code == 422
    assert not Draft.objects.exists()


def test_facts_that_exclude_one_another_leave_the_answer_before_and_name_the_fact(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    before = page(local, address)
    path = "technologies[0].periods_of_use[0].until"
    told = local.post(f"{address}fact", {"path": path, "kind": "known", "value": "2001-01-01"}, headers=HTMX)
    assert "As of before" in told.content.decode()
    whole = page(local, address, subject="technology-0")
    assert "As of before" in whole
    assert "cannot be read as it stands" in words(whole)
    assert 'class="wrong"' in whole
    sentence = re.search(r'class="lead">([^<]+)', before)
    assert sentence is not None
    assert sentence[1] in whole
    assert local.post(f"{address.split('feature')[0]}save").status_code == 422


def test_a_finding_shows_what_bears_on_it_and_a_signature_falls_with_a_change(local: Any) -> None:
    address = begun(local)
    local.post(f"{address}fact", {"path": "service.ancillary_exception.indicators.own_tools", "kind": "yes"})
    shown = words(page(local, address, subject="exception"))
    assert "Points to no" in shown
    assert "not signed" not in shown.partition("minor feature?")[0]
    form = {"path": "service.ancillary_exception.minor", "kind": "known", "value": "no", "note": "Used by most users"}
    local.post(f"{address}fact", form)
    kept = draft(address)
    kept["service"]["ancillary_exception"]["minor"]["signed"] = {"by": "A. B.", "on": "2026-01-02", "why": "so"}
    Draft.objects.update(document=json.dumps(kept))
    assert "A. B." in page(local, address, subject="exception")
    local.post(f"{address}fact", form)
    assert "signed" in draft(address)["service"]["ancillary_exception"]["minor"]
    local.post(f"{address}fact", {**form, "note": "Another reason"})
    assert "signed" not in draft(address)["service"]["ancillary_exception"]["minor"]


def test_a_technology_added_leaves_open_whether_it_is_the_only_one_until_somebody_says_so(local: Any) -> None:
    address = begun(local)
    local.post(f"{address}list", {"path": "technologies", "do": "add", "title": "Hash matching"})
    assert draft(address)["technologies"] == {
        "complete": False,
        "known": [{"id": "hash-matching", "title": "Hash matching"}],
    }
    local.post(f"{address}list", {"path": "technologies", "do": "all"})
    local.post(
        f"{address}list",
        {"path": "technologies[0].periods_of_use", "do": "add", "since": "2021-08-03", "until.never": "1"},
    )
    assert draft(address)["technologies"] == [
        {
            "id": "hash-matching",
            "title": "Hash matching",
            "periods_of_use": {"complete": False, "known": [{"since": "2021-08-03", "until": "never"}]},
        }
    ]
    local.post(f"{address}list", {"path": "technologies[0]", "do": "remove"})
    assert draft(address)["technologies"] == []


def test_sources_parties_and_texts_are_put_in_and_taken_away(local: Any) -> None:
    address = begun(local)
    local.post(f"{address}entry", {"kind": "sources", "title": "Terms of use", "on": "2021-01-01", "grade": "primary"})
    local.post(f"{address}entry", {"kind": "parties", "key": "BfDI", "interest": "authority"})
    local.post(f"{address}texts", {"name": "TikTok, again", "assess_on": "2021-09-03", "service.feature": "chat"})
    kept = draft(address)
    assert kept["sources"]["terms-of-use"] == {"title": "Terms of use", "on": "2021-01-01", "grade": "primary"}
    assert kept["parties"]["BfDI"] == {"interest": "authority"}
    assert (kept["name"], kept["assess_on"], kept["service"]["feature"]) == ("TikTok, again", "2021-09-03", "chat")
    local.post(f"{address}entry", {"kind": "parties", "key": "BfDI", "do": "remove"})
    assert "BfDI" not in draft(address)["parties"]


def test_a_profile_becomes_a_matter_when_a_feature_is_added_and_shares_what_belongs_to_the_provider(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    whole = address.split("feature")[0]
    local.post(f"{whole}features", {"do": "add", "title": "Video calls"})
    kept = draft(address)
    assert kept["matter"] == "derogation/matter/1"
    assert [each["id"] for each in kept["features"]][1] == "video-calls"
    assert "provider" in kept
    assert "service" not in kept
    table = words(page(local, whole))
    assert "Video calls" in table
    local.post(f"{whole}feature/video-calls/fact", {"path": "provider.redress.established", "kind": "yes"})
    assert draft(address)["provider"]["redress"]["established"] is True


def test_a_matter_of_two_features_shows_its_table_and_each_feature_by_its_address(local: Any) -> None:
    whole = local.post("/matters/new", {"way": "case", "case": "skype"}).headers["Location"]
    table = words(page(local, whole))
    assert "cannot be said yet" in table
    assert "derogation not available" in table
    assert "shared by all features" in page(local, f"{whole}feature/in-app/", subject="service")
    assert local.get(f"{whole}feature/none/").status_code == 404


def test_two_people_changing_one_fact_are_shown_both_and_decide(team: Any) -> None:
    ana, ben = team("ana", "author"), team("ben", "author")
    whole = ana.post("/matters/new", {"way": "case", "case": "relief-missed-by-a-day"}).headers["Location"]
    ana.post(f"{whole}feature/-/fact", {"path": "service.users_in_union", "kind": "no"})
    ben.post(f"{whole}feature/-/fact", {"path": "service.users_in_union", "kind": "not_disclosed"})
    assert ana.post(f"{whole}save", {"note": "none here"}).status_code == 302
    conflict = ben.post(f"{whole}save", {"note": "asked"})
    assert conflict.status_code == 409
    told = words(conflict.content.decode())
    assert "service.users_in_union" in told
    assert "Mine: unknown (not disclosed)" in told
    assert "Version 2: no" in told
    assert Version.objects.count() == 2
    ben.post(f"{whole}save", {"note": "asked", "stands:service.users_in_union": "mine"})
    last = json.loads(Version.objects.order_by("-number")[0].document)
    assert last["service"]["users_in_union"] == {"unknown": "not_disclosed"}


def test_readings_and_disputes_are_tried_and_nothing_is_stored(local: Any) -> None:
    address = begun(local)
    limb = "service.ancillary_exception."
    tried = {f"fact:{limb}{name}": "yes" for name in ("minor", "ancillary", "intrinsically_linked")}
    told = words(page(local, f"{address}readings", **tried, **{"reading-ancillary_test": "article"}))
    assert "This is a trial" in told
    assert "Nothing here needs the derogation" in told
    assert "This is a trial" not in words(page(local, f"{address}readings"))
    assert words(page(local, f"{address}readings", record="1")).count("on the record") >= 1
    assert not Draft.objects.exists()
    assert local.get(f"{address}readings", {"party": "Nobody"}).status_code == 422


def test_any_cell_of_the_matrix_opens_its_proof_and_its_law(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    cells = re.findall(r'href="([^"]+/conditions/[^"]+)"', page(local, f"{address}conditions"))
    assert len(cells) > 20
    failing = next(each for each in cells if "impact_assessment" in each)
    proof = words(page(local, failing))
    assert "Article 3(1), point (c)" in proof
    assert "a prior data protection impact assessment" in proof
    assert "all of" in proof


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exception", "needed"),
        ("change", "What would change it"),
        ("timeline", "21 December 2020"),
        ("calendar", "2021-09-03"),
        ("authorities", "C-142/18"),
        ("questionnaire", "Does it scan images?"),
        ("reports", "No report is on file"),
        ("history", "None has been made"),
    ],
)
def test_each_page_of_a_feature_says_what_it_is_for(local: Any, name: str, said: str) -> None:
    address = begun(local)
    assert said in words(page(local, f"{address}{name}"))


def test_a_memo_is_what_the_command_line_writes_and_cannot_leave_unsigned_where_four_eyes_are_asked(team: Any) -> None:
    ana = team("ana", "author")
    address = begun(ana, "relief-missed-by-a-day")
    memo = ana.get(f"{address}memo.docx", {"to": "The partner"})
    assert memo.headers["Content-Disposition"].endswith('.docx"')
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(memo.content)).namelist()
    assert "Question presented" in words(page(ana, f"{address}memo", to="The partner"))
    assert "The partner" in ana.get(f"{address}memo.md", {"to": "The partner"}).content.decode()
    assert ana.get(f"{address}memo.exe").status_code == 422
    Matter.objects.update(four_eyes=True)
    assert ana.get(f"{address}memo.docx").status_code == 403
    assert ana.get(f"{address}page.html").status_code == 403


def test_a_letter_asks_the_other_side_and_tells_no_outcome(local: Any) -> None:
    address = begun(local)
    letter = local.get(f"{address}letter.md", {"whom": "provider", "by": "2026-12-24"}).content.decode()
    assert "24 December 2026" in letter
    assert "barely used" in letter
    assert "not shown" not in letter.casefold()
    assert local.get(f"{address}letter.md", {"whom": "nobody"}).status_code == 422


def test_a_report_uploaded_is_checked_named_by_the_draft_and_read_with_it(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    report = find("google-2025").parents[2] / "reports" / "library" / "google-2025.yaml"
    with report.open("rb") as file:
        answer = local.post(f"{address}reports/upload", {"file": file})
    assert answer.status_code == 302, words(answer.content.decode())
    assert "The nine points" in page(local, answer.headers["Location"])
    assert draft(address)["reports"]["known"][0]["file"] == "google-2025.yaml"
    assert Attachment.objects.get().kind == "report"
    told = words(page(local, address, subject="reports"))
    assert "from the report" in told
    assert local.post(f"{address.split('feature')[0]}save").status_code == 302
    bad = io.BytesIO(b"a: [")
    bad.name = "bad.yaml"
    assert local.post(f"{address}reports/upload", {"file": bad}).status_code == 422
    assert Attachment.objects.count() == 1


def test_a_report_that_no_draft_comes_to_name_is_not_kept(local: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept and named in one transaction, so that nobody takes it off in between."""
    address = begun(local, "relief-missed-by-a-day")
    report = find("google-2025").parents[2] / "reports" / "library" / "google-2025.yaml"

    def refused(*_: object) -> None:
        raise BadInput(Problem("no"))

    monkeypatch.setattr("derogation.desk.services.matters.edit", refused)
    with report.open("rb") as file:
        assert local.post(f"{address}reports/upload", {"file": file}).status_code == 422
    assert not Attachment.objects.exists()


def test_a_report_is_taken_off_where_nothing_names_it(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    report = find("google-2025").parents[2] / "reports" / "library" / "google-2025.yaml"
    with report.open("rb") as file:
        local.post(f"{address}reports/upload", {"file": file})
    removal = f"{address}reports/of/google-2025.yaml/remove"
    refused = local.post(removal)
    assert refused.status_code == 422
    assert "a version or a draft of the matter names" in words(refused.content.decode()).casefold()
    assert "Take off" not in page(local, f"{address}reports")
    assert names({"reports": {"known": [{"id": "r", "file": "./google-2025.yaml"}]}}, "google-2025.yaml")  # by a way
    local.post(f"{address}list", {"path": "reports[0]", "do": "remove"})
    assert "Take off" in page(local, f"{address}reports")
    assert local.post(removal).headers["Location"] == f"{address}reports"
    assert not Attachment.objects.exists()
    assert local.post(removal).status_code == 404


ESTABLISHED = "provider.redress.established"
_CELLS = (ESTABLISHED, "", "", "", "yes", "Client's e-mail", "by telephone")
#: A questionnaire of one question, filled in.
FILLED = f"<table><tr><td>{'</td><td>'.join(_CELLS)}</td></tr></table>".encode()


def test_a_source_removed_while_a_questionnaire_is_read_in_does_not_come_back(local: Any) -> None:
    text = documents.text_of(documents.data_of(find("gmail").read_bytes(), "gmail"))
    filled = asked.filled_in(documents.cases_of(text, "gmail")[""], "filled.html", FILLED)
    meanwhile = {"name": "Gmail", "sources": {}}
    assert list(asked.with_filled(meanwhile, "", filled)["sources"]) == ["client_s_e_mail"]


def test_a_filled_questionnaire_goes_into_the_draft_of_the_feature_it_came_from(local: Any) -> None:
    whole = local.post("/matters/new", {"way": "case", "case": "skype"}).headers["Location"]
    address = f"{whole}feature/in-app/"
    out = local.get(f"{address}questionnaire.html").content.decode()
    assert ESTABLISHED in out
    assert len(_CELLS) == len(HEADER)
    filled = io.BytesIO(FILLED)
    filled.name = "filled.html"
    assert local.post(f"{address}questionnaire/filled", {"file": filled}).status_code == 302
    kept = draft(address)
    assert kept["provider"]["redress"]["established"] == {
        "value": True,
        "source": "client_s_e_mail",
        "note": "by telephone",
    }
    assert kept["sources"]["client_s_e_mail"] == {"title": "Client's e-mail"}


def test_a_matter_begins_from_nothing_a_kind_of_service_a_file_and_a_filled_questionnaire(local: Any) -> None:
    for form, said in (
        ({"way": "empty", "name": "Quayline"}, "recipients"),
        ({"way": "preset", "preset": "messenger", "name": "Quayline"}, "Quayline"),
    ):
        made = local.post("/matters/new", form)
        assert made.status_code == 302
        assert said in page(local, f"{made.headers['Location']}feature/-/", subject="service")
    wrong = local.post("/matters/new", {"way": "empty"})
    assert wrong.status_code == 422
    assert "a matter needs a name" in wrong.content.decode()
    filled = io.BytesIO(
        b"<table><tr><td>service.users_in_union</td><td></td><td></td><td></td><td>no</td></tr></table>"
    )
    filled.name = "filled.html"
    made = local.post("/matters/new", {"way": "questionnaire", "name": "From answers", "file": filled})
    assert json.loads(matters.version(matter(made.headers["Location"])).document)["service"] == {
        "users_in_union": False
    }


def test_shipped_cases_are_offered_by_what_they_are_called(local: Any) -> None:
    called = "TikTok direct messages (tiktok-direct-messages)"
    for room in ("/matters/new", "/lessons/", "/law/drafts/com-2020-568"):
        assert called in page(local, room), room


def test_a_matter_goes_out_whole_as_a_zip_and_comes_back_with_its_versions_and_files(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    whole = address.split("feature")[0]
    local.post(f"{address}fact", {"path": "service.users_in_union", "kind": "no"})
    local.post(f"{whole}save", {"note": "none here"})
    assert local.post(f"{address}records/new").status_code == 302
    out = io.BytesIO(local.get(f"{whole}export.zip").content)
    out.name = "matter.zip"
    names = zipfile.ZipFile(out).namelist()
    assert {"matter.json", "matter.yaml", "versions/0002.json", "files/record-0001.json"} <= set(names)
    out.seek(0)
    back = local.post("/matters/new", {"way": "file", "file": out})
    assert back.status_code == 302, words(back.content.decode())
    new = matter(back.headers["Location"])
    first, second = (list(Version.objects.filter(matter=each).order_by("number")) for each in (matter(address), new))
    assert [each.digest for each in first] == [each.digest for each in second]
    assert "none here" in second[1].note
    text = local.get(f"{whole}export.yaml")
    again = io.BytesIO(text.content)
    again.name = "matter.yaml"
    made = matter(local.post("/matters/new", {"way": "file", "file": again}).headers["Location"])
    assert matters.version(made).digest == first[1].digest


def test_versions_are_compared_and_taken_up_again_and_records_verify_and_replay(local: Any) -> None:
    address = begun(local, "relief-missed-by-a-day")
    whole = address.split("feature")[0]
    assert 'type="radio"' not in page(local, f"{address}history")  # of one version there is nothing to compare
    local.post(f"{address}fact", {"path": "service.users_in_union", "kind": "no"})
    local.post(f"{whole}save", {"note": "none here"})
    chosen = re.findall(r'name="(old|new)" value="(\d)"[^>]* checked', page(local, f"{address}history"))
    assert chosen == [("new", "2"), ("old", "1")]
    told = words(page(local, f"{address}history/compared", old="1", new="2"))
    assert "The outcome is another" in told
    assert "users" in told
    for _ in range(2):
        local.post(f"{address}records/new")
    assert "Every record and their chain" in words(page(local, f"{address}records/chain"))
    record = words(page(local, f"{address}records/of/record-0002.json"))
    assert "verified" in record
    assert "the answer has the same bytes" in record
    kept = Attachment.objects.get(name="record-0001.json")
    spoilt = io.BytesIO(bytes(kept.content).replace(b"none here", b"some here").replace(b'"index":1', b'"index":9'))
    spoilt.name = "record.json"
    assert "It does not verify" in words(local.post(f"{address}records/brought", {"file": spoilt}).content.decode())
    local.post(f"{address}history/1/take-up")
    assert draft(address) == json.loads(Version.objects.get(matter=matter(address), number=1).document)


def test_the_file_as_text_is_changed_whole_and_refused_with_line_and_place(local: Any) -> None:
    whole = begun(local).split("feature")[0]
    text = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page(local, f"{whole}text"), re.S)
    assert text is not None
    wrong = local.post(f"{whole}text", {"text": "profile: derogation/profile/1\nname: X\nservice: {users: true}"})
    assert wrong.status_code == 422
    assert "line 3" in words(wrong.content.decode())
    assert local.post(f"{whole}text", {"text": "profile: derogation/profile/1\nname: X"}).status_code == 302
    assert draft(whole)["name"] == "X"


def test_a_reader_sees_every_page_and_no_form_that_changes_anything(team: Any) -> None:
    ana, ruth = team("ana", "author"), team("ruth", "reader")
    address = begun(ana)
    for name in ("", "conditions", "exception", "questionnaire", "reports", "history"):
        assert 'method="post" action="/matters' not in page(ruth, f"{address}{name}")
    assert ruth.post(f"{address}fact", {"path": "service.users_in_union", "kind": "no"}).status_code == 403


def test_words_of_a_case_are_never_markup(local: Any) -> None:
    address = begun(local)
    nasty = "<img src=x onerror=alert(1)>\u202egnp"
    local.post(f"{address}entry", {"kind": "parties", "key": "<b>P</b>", "interest": "authority"})
    local.post(f"{address}fact", {"path": "service.users_in_union", "kind": "known", "value": "no", "note": nasty[:-4]})
    for query in ("service", "parties", "next"):
        body = page(local, address, subject=query)
        assert "<img" not in body
        assert "<b>P" not in body
    refused = local.post(
        f"{address}fact", {"path": "service.users_in_union", "kind": "known", "value": "no", "note": nasty}
    )
    assert refused.status_code == 422
    assert "U+202E" in refused.content.decode()


def test_a_matter_is_deleted_whole_once_its_name_is_typed(local: Any) -> None:
    whole = begun(local).split("feature")[0]
    assert "nobody can bring them back" in page(local, f"{whole}delete")
    assert local.post(f"{whole}delete", {"name": "another"}).status_code == 422
    assert Matter.objects.exists()
    assert local.post(f"{whole}delete", {"name": "TikTok direct messages"}).headers["Location"] == "/"
    assert not Matter.objects.exists()


@pytest.mark.parametrize("number", ["²", "9" * 5000, "-1"])
def test_a_technology_that_is_none_is_no_failure(local: Any, number: str) -> None:
    page(local, begun(local, "relief-missed-by-a-day"), subject=f"technology-{number}")


def test_where_nothing_is_asked_the_page_says_so(local: Any) -> None:
    assert "Nothing is left that the answer turns on" in page(local, begun(local, "relief-missed-by-a-day"))
