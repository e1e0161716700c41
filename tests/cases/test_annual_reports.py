"""Report files that a profile points at: what is taken from them, whose word it is, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from derogation import answer_json, assess, load_profile
from derogation.cases.annual_reports import field_list
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, read_case
from derogation.engine.case.facts import NEVER, Statement
from derogation.engine.case.standpoint import seen_from
from derogation.engine.why.reasons import FactUse
from derogation.reading.errors import BadInput
from derogation.reports.form import load_form

PROFILE = """\
profile: derogation/profile/1
name: Harbour Mail
assess_on: 2026-06-01
provider: {name: Harbour Mail}
technologies:
  - {id: hash, scans: {audio: false}, periods_of_use: [{since: 2025-03-01, until: 2026-03-01}]}
"""
ITEM = "reports: [{file: reports/own.yaml}]\n"
NAMES = [
    "type_and_volumes", "gdpr_ground", "transfer_ground", "cases", "complaints", "errors", "measures", "retention",
    "organisations",
]  # fmt: skip


def answers(**changes: Any) -> dict[str, Any]:
    """Answers on known material that give every point; ``_`` stands for the dot in a change, ``None`` deletes."""
    found: dict[str, Any] = {
        "1.metadata": {"value": "yes", "parts": {"types": ["IP address"], "volume": "2 GB"}},
        "1.images.eu": 1000,
        "2.gdpr_ground": "Article 6(1)(f)",
        "3.transfers": {"value": "yes", "parts": {"ground": ["Article 45"]}},
        "4.known.reports": 40,
        "5.known.items.complaints_internal": 2,
        "5.known.items.restored_internal": 0,
        "6.known.flagged": 70,
        "6.known.false_positives": 2,
        "6.known.error_rate": 2.86,
        "7.known.review.training": "every year",
        "8.retention.content": "6 months",
        "8.safeguards.governance": "a programme",
        "9.ncmec": "yes",
    }
    for name, value in changes.items():
        found[name.replace("__", ".")] = value
    return {name: value for name, value in found.items() if value is not None}


def report(**changes: Any) -> dict[str, Any]:
    """A fictional report on 2025."""
    return {
        "report": "derogation/report/1",
        "provider": "Harbour Mail",
        "source": {"standing": "fictional"},
        "published": "2026-01-15",
        "period": {"from": "2025-01-01", "to": "2025-12-31"},
        "submitted": {"authority": "2026-01-15", "commission": "2026-01-16"},
        "form": "2024/2916",
        "technologies": [{"id": "hash", "kind": "hash", "detects": ["known"]}],
        "answers": answers(),
        **changes,
    }


def read(tmp_path: Path, data: dict[str, Any], text: str = ITEM) -> Case:
    """The profile with ``text`` added, beside a folder with the report."""
    (tmp_path / "reports").mkdir(exist_ok=True)
    (tmp_path / "reports" / "own.yaml").write_text(json.dumps(data))
    profile = tmp_path / "profile.yaml"
    profile.write_text(PROFILE + dedent(text))
    return load_profile(profile)


def refused(tmp_path: Path, data: dict[str, Any], text: str = ITEM) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(tmp_path, data, text)
    return caught.value


def stated(case: Case, index: int = 0) -> dict[str, Statement]:
    assert case.facts.lists["reports"].known[index].address.text == f"reports[{index}]"
    return dict(case.facts.lists["reports"].known[index].statements)


# --- what is taken from a report -------------------------------------------------------------------------------------


def test_a_report_file_states_year_days_form_and_points(tmp_path: Path) -> None:
    """Nothing of what the report tells need be typed again."""
    facts = stated(read(tmp_path, report()))
    assert {key: facts[key].value for key in ("year", "published_on", "to_authority_on", "to_commission_on")} == {
        "year": 2025,
        "published_on": date(2026, 1, 15),
        "to_authority_on": date(2026, 1, 15),
        "to_commission_on": date(2026, 1, 16),
    }
    assert facts["standard_form"].value is True
    assert {name: facts[f"includes.{name}"].value for name in NAMES} == dict.fromkeys(NAMES, True)


def test_every_fact_taken_names_the_report_and_the_field_that_shows_it(tmp_path: Path) -> None:
    """The evidence of a point is the field of the form; that of the header is its entry."""
    facts = stated(read(tmp_path, report()))
    assert all(facts[key].source == "report reports/own.yaml" for key in facts)
    assert facts["includes.errors"].note.endswith("(reports/own.yaml: 6.known.false_positives, .error_rate)")
    assert facts["published_on"].note == "reports/own.yaml: published"
    for name in NAMES:
        first = facts[f"includes.{name}"].note.partition("own.yaml: ")[2].split(",")[0].rstrip(")")
        assert first in load_form().fields


def test_conditions_rest_on_the_fields_in_json_and_in_words(tmp_path: Path) -> None:
    """Point (6) is met, and its JSON fact names source and field; where it is not met, so do the words."""
    found = answer_json(assess(read(tmp_path, report())))
    point = next(one for one in found["conditions"] if one["provision"] == "3(1)(g)(vii)(6)")
    fact = next(one for one in point["facts"] if one["path"] == "reports[0].includes.errors")
    assert (point["status"], fact["value"], fact["source"]) == ("met", True, "report reports/own.yaml")
    assert "6.known.false_positives" in fact["note"]
    blank = answers(**{"6__known__flagged": None, "6__known__false_positives": None, "6__known__error_rate": None})
    failed = assess(read(tmp_path, report(answers=blank)))
    reason = next(one for one in failed.conditions if one.rule.provision == "3(1)(g)(vii)(6)")
    assert reason.status == "not_met"
    assert "No. [report reports/own.yaml: The report says nothing on this point. (reports/own.yaml)]" in reason.because


def test_what_the_report_gives_in_part_stays_open_and_says_why(tmp_path: Path) -> None:
    """A rate without a number leaves point (6) unknown, with the field that is there."""
    facts = stated(read(tmp_path, report(answers=answers(**{"6__known__false_positives": "N/A"}))))
    assert (facts["includes.errors"].value, facts["includes.errors"].standing) == (None, "not_disclosed")
    assert "only one is given" in facts["includes.errors"].note
    assert "6.known.error_rate" in facts["includes.errors"].note


_NOBODY = {"9__ncmec": "no", "9__eu_centre": "no", "9__other": ["none"]}


@pytest.mark.parametrize("field", ["9__eu_centre", "9__other"])
@pytest.mark.parametrize("entry", [None, "N/A", "not disclosed"])
def test_organisations_that_are_not_named_are_not_nobody(tmp_path: Path, field: str, entry: str | None) -> None:
    """An empty or withheld row and a bare N/A beside two plain denials leave open who received data."""
    facts = stated(read(tmp_path, report(answers=answers(**{**_NOBODY, field: entry}))))
    assert facts["includes.organisations"].value is None


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        (None, None),
        ("not disclosed", None),
        ("We do not disclose this", None),
        ("unknown", None),
        ("Yes, to the United States", False),
        ("yes", False),
        ("this Regulation", False),
        ("Under our agreements with hosts abroad", None),
        ("none", False),
        ("Yes, on standard contractual clauses", True),
    ],
)
def test_a_ground_for_transfers_is_derived_only_from_words_that_name_one(
    tmp_path: Path, entry: str | None, value: bool | None
) -> None:
    """Silence, refusals and words in which no ground can be read leave the fact open; a bare yes names no ground."""
    facts = stated(read(tmp_path, report(answers=answers(**_NOBODY, **{"3__transfers": entry}))))
    assert facts["includes.transfer_ground"].value is value


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ({"value": "yes", "parts": {"ground": ["Article 45"]}}, True),
        ("Yes.", True),
        ("no", None),  # data was shared with NCMEC, in the United States
        ({"absent": "not_disclosed"}, None),
        ("N/A", None),
    ],
)
def test_whether_data_left_the_union_is_asked_of_the_report_first(
    tmp_path: Path, entry: Any, left: bool | None
) -> None:
    """What the report says of its period counts; what it withholds, or says against itself, stays open."""
    found = stated(read(tmp_path, report(answers=answers(**{"3__transfers": entry})))).get("data_left_union")
    assert (found.value if found else None) is left
    elsewhere = answers(**{"3__transfers": "no", "9__ncmec": "no"})
    assert stated(read(tmp_path, report(answers=elsewhere)))["data_left_union"].value is False


def test_a_report_that_says_yes_to_transfers_and_no_more_fails_the_point(tmp_path: Path) -> None:
    """Data left the Union and no ground is given: the condition is not met, and nothing is left to ask on it."""
    read(tmp_path, report(answers=answers(**{"3__transfers": "Yes."})))
    profile = tmp_path / "profile.yaml"
    profile.write_text(profile.read_text().replace("name: Harbour Mail}", "name: M, transfers_outside_union: yes}"))
    conditions = assess(load_profile(profile)).conditions
    assert [one.status for one in conditions if one.rule.provision == "3(1)(g)(vii)(3)"] == ["not_met"]


def test_what_is_stated_but_not_split_is_open(tmp_path: Path) -> None:
    """Complaints that stand in a note only are neither given nor left out."""
    rows = [name for name in answers() if name.startswith("5.")]
    noted = {name.replace(".", "__"): None for name in rows} | {
        "5__known__items__complaints_internal": {"note": "604 in all"}
    }
    fact = stated(read(tmp_path, report(answers=answers(**noted))))["includes.complaints"]
    assert fact.value is None
    assert "604 in all" in fact.note


def test_none_is_an_answer_on_organisations_but_gives_no_ground_for_transfers(tmp_path: Path) -> None:
    """A report that says that data went to nobody has answered point (9), and given no ground under point (3)."""
    facts = stated(read(tmp_path, report(answers=answers(**_NOBODY, **{"3__transfers": "none"}))))
    assert facts["includes.organisations"].value is True
    assert facts["includes.transfer_ground"].value is False
    assert "no data left the Union" in facts["includes.transfer_ground"].note


def test_what_a_second_hand_account_leaves_out_is_unknown(tmp_path: Path) -> None:
    """Silence of an account is not silence of the report."""
    facts = stated(read(tmp_path, report(answers=answers(**{"9__ncmec": None}), source={"standing": "second_hand"})))
    assert (facts["includes.organisations"].value, facts["includes.organisations"].standing) == (None, "not_asked")
    assert "second-hand" in facts["includes.organisations"].note
    assert facts["includes.cases"].value is True


@pytest.mark.parametrize(
    ("period", "year"),
    [
        ({"from": "2021-08-02", "to": "2021-12-31"}, 2021),
        ({"from": "2021-07-14", "to": "2021-12-31"}, 2021),
        ({"from": "2025-01-01", "to": "2025-06-30"}, None),
        ({"from": "2024-07-01", "to": "2025-06-30"}, None),
        ({"from": "2019-01-01", "to": "2019-12-31"}, None),
    ],
)
def test_a_report_is_one_on_a_year_where_it_covers_the_whole_period(
    period: dict[str, str], year: int | None, tmp_path: Path
) -> None:
    """Half a year, or halves of two, are no annual report; the first report begins on 2 August 2021."""
    year_stated = stated(read(tmp_path, report(period=period)))["year"]
    assert year_stated.value == year
    assert period["from"] in year_stated.note


def test_what_the_report_does_not_state_is_not_stated(tmp_path: Path) -> None:
    """Without period, days and form in its header, those facts stay as unknown as without the file."""
    bare = report()
    for key in ("period", "published", "submitted", "form"):
        del bare[key]
    facts = stated(read(tmp_path, bare))
    assert not {"year", "published_on", "to_authority_on", "to_commission_on", "standard_form"} & set(facts)


def test_a_report_never_published_and_in_another_form_says_so(tmp_path: Path) -> None:
    """`never` and another form are known facts, not missing ones."""
    facts = stated(read(tmp_path, report(published="never", form="other")))
    assert facts["published_on"].value == NEVER
    assert facts["standard_form"].value is False


def test_a_report_of_the_library_is_named_without_a_path(tmp_path: Path) -> None:
    """`google-2025` is the report that comes with the program, wherever the profile lies."""
    facts = stated(read(tmp_path, report(), "reports: {known: [{file: google-2025}], complete: false}\n"))
    assert facts["year"].value == 2025
    assert facts["includes.gdpr_ground"].note.endswith("(google-2025: 2.gdpr_ground)")
    assert facts["includes.type_and_volumes"].value is None


def test_fields_of_one_block_are_told_by_their_ends() -> None:
    """A list of fields stays short and says each."""
    names = ["2.gdpr_ground", "4.known.reports", "4.known.images", "4.new.reports", "9.ncmec"]
    assert field_list(names) == "2.gdpr_ground, 4.known.reports, .images, 4.new.reports, 9.ncmec"


# --- whose word it is ------------------------------------------------------------------------------------------------

PARTIES = "parties: {Harbour: {interest: provider}, Authority: {interest: authority}}\n"


def test_a_report_is_the_word_of_the_provider_who_is_a_party(tmp_path: Path) -> None:
    """By default what it shows is open; as the provider it counts; as the other party it does not."""
    case = read(tmp_path, report(), PARTIES + ITEM)
    facts = case.engine_facts()
    assert case.profile.sources["report reports/own.yaml"].by == "Harbour"
    for standpoint, value in ((None, None), ("Harbour", True), ("Authority", None)):
        scope = seen_from(facts.entity, facts.parties, standpoint).items("reports").known[0]
        assert scope.values.get("includes.errors") is value


def test_without_the_provider_as_a_party_a_report_counts_as_supplied(tmp_path: Path) -> None:
    """Nobody with an interest disputes it, so the author of the case relies on it."""
    case = read(tmp_path, report())
    facts = case.engine_facts()
    scope = seen_from(facts.entity, facts.parties).items("reports").known[0]
    assert (scope.values["includes.errors"], scope.standings["includes.errors"]) == (True, "supplied")


def test_whoever_read_the_report_may_vouch_for_what_it_shows(tmp_path: Path) -> None:
    """With a source of somebody else, what the document shows counts although the provider is a party."""
    text = """\
        sources: {reading: {title: Reading of the report, by: A lawyer}}
        reports: [{file: reports/own.yaml, source: reading}]
        """
    case = read(tmp_path, report(), PARTIES + dedent(text))
    facts = case.engine_facts()
    scope = seen_from(facts.entity, facts.parties).items("reports").known[0]
    assert (scope.values["includes.errors"], scope.entity.statements["includes.errors"].source) == (True, "reading")
    assert list(case.profile.sources) == ["reading"]


def test_the_report_becomes_a_source_of_the_case(tmp_path: Path) -> None:
    """Title, author, day and grade of the source are those of the report."""
    data = report(document="Report on 2025", url="https://example.org/r", source={"standing": "second_hand"})
    source = read(tmp_path, data).profile.sources["report reports/own.yaml"]
    assert (source.title, source.by, source.on, source.grade) == (
        "Report on 2025", "Harbour Mail", date(2026, 1, 15), "secondary",
    )  # fmt: skip


def test_two_parties_of_the_providers_interest_need_a_source(tmp_path: Path) -> None:
    """The program does not guess which of them wrote the report."""
    text = "parties: {Buoy: {interest: provider}, Quay: {interest: provider}}\n" + ITEM
    problem = refused(tmp_path, report(), text).problems[0]
    assert "which party wrote the report" in problem.message
    assert "Buoy or Quay" in problem.hint


# --- profile and report ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fact",
    [
        "errors: {value: false, note: rates are not split by technology}",
        "errors: {positions: [{by: Authority, value: false}]}",
        "errors: {unknown: not_asked}",
    ],
)
def test_what_the_profile_says_with_a_reason_prevails_and_notes_the_report(fact: str, tmp_path: Path) -> None:
    """A considered departure from the report stands, and its note tells what the report shows."""
    statement = stated(read(tmp_path, report(), f"reports: [{{file: reports/own.yaml, includes: {{{fact}}}}}]\n"))[
        "includes.errors"
    ]
    assert statement.value is not True
    assert "By the report: yes. Numbers and ratios of errors are given." in statement.note
    assert statement.source == ""


def test_what_profile_and_report_both_say_keeps_the_standing_of_the_profile(tmp_path: Path) -> None:
    """Agreement adds the field to the note, and does not make the fact the provider's word."""
    text = PARTIES + "reports: [{file: reports/own.yaml, year: 2025, includes: {errors: true}}]\n"
    facts = stated(read(tmp_path, report(), text))
    assert (facts["includes.errors"].value, facts["includes.errors"].source) == (True, "")
    assert "6.known.error_rate" in facts["includes.errors"].note.replace(", .error_rate", ", 6.known.error_rate")


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("published_on: 2026-01-14", "is 2026-01-14 here, but 2026-01-15 by the report"),
        ("standard_form: false", "is no here, but yes by the report"),
        ("includes: {errors: false}", "is no here, but yes by the report"),
        ("year: 2024", "the year is 2024, but the report covers 2025-01-01 to 2025-12-31"),
        ("year: {value: 2024, source: s}", "the year is 2024, but the report covers 2025-01-01 to 2025-12-31"),
    ],
)
def test_a_bare_fact_that_differs_from_the_report_is_refused(fact: str, said: str, tmp_path: Path) -> None:
    """A slip in either is found at once, with the line; another year means another report, whatever its source."""
    text = f"sources: {{s: {{title: S}}}}\nreports:\n  - file: reports/own.yaml\n    {fact}\n"
    problem = refused(tmp_path, report(), text).problems[0]
    assert said in problem.message
    assert problem.path == f"reports[0].{fact.partition(':')[0]}" + (".errors" if "errors" in fact else "")
    assert problem.line == 10
    assert problem.hint


def test_a_real_case_cannot_rest_on_a_fictional_report(tmp_path: Path) -> None:
    """Fiction beside facts about a real provider is refused."""
    assert "fictional" in refused(tmp_path, report(), "kind: real\n" + ITEM).problems[0].message


# --- errors ----------------------------------------------------------------------------------------------------------


def test_a_bad_report_is_named_at_both_places(tmp_path: Path) -> None:
    """The profile's line that points at it, and the report's own line and field."""
    data = report(answers=answers(**{"6__known__flagged": "many"}))
    text = "reports:\n  known:\n    - {year: 2024}\n    - file: reports/own.yaml\n  complete: false\n"
    (tmp_path / "reports").mkdir()
    first, second = refused(tmp_path, data, text).problems
    assert (first.file, first.line, first.path) == (str(tmp_path / "profile.yaml"), 10, "reports.known[1].file")
    assert "cannot be read" in first.message
    assert second.file == str(tmp_path / "reports" / "own.yaml")
    assert second.path == "answers.6.known.flagged"
    assert second.line == 1


@pytest.mark.parametrize("name", ["reports/none.yaml", "reports", "-", "google-2026"])
def test_what_is_no_file_is_refused_with_what_to_write(name: str, tmp_path: Path) -> None:
    """A missing file, a folder and standard input are no report; the library's names are told."""
    problem = refused(tmp_path, report(), f'reports: [{{file: "{name}"}}]\n').problems[0]
    assert f"no report file {name!r}" in problem.message
    assert "google-2025" in problem.hint
    assert problem.path == "reports[0].file"


def test_a_source_needs_a_file_and_must_be_listed(tmp_path: Path) -> None:
    """`source:` of a report item says on what its file rests; it is one of the case's sources."""
    assert "no file" in refused(tmp_path, report(), "reports: [{source: x}]\n").problems[0].message
    text = "reports: [{file: reports/own.yaml, source: x}]\n"
    assert "no source is called 'x'" in refused(tmp_path, report(), text).problems[0].message


def test_every_bad_report_is_named(tmp_path: Path) -> None:
    """Two defects are two problems, in one go."""
    text = "reports: [{file: a.yaml}, {file: b.yaml}]\n"
    assert len(refused(tmp_path, report(), text).problems) == 2


# --- around it -------------------------------------------------------------------------------------------------------


def test_the_digest_of_a_case_covers_its_reports(tmp_path: Path) -> None:
    """Another figure in the report is another case; another layout of it is not."""
    first = read(tmp_path, report()).digest
    assert read(tmp_path, report()).digest == first
    (tmp_path / "reports" / "own.yaml").write_text(json.dumps(report(), indent=3))
    assert load_profile(tmp_path / "profile.yaml").digest == first
    assert read(tmp_path, report(answers=answers(**{"1__images__eu": 1001}))).digest != first


def test_a_profile_from_text_names_reports_of_the_folder_given(tmp_path: Path) -> None:
    """Text has no folder of its own."""
    read(tmp_path, report())
    assert stated(read_case(PROFILE + ITEM, files=tmp_path))["year"].value == 2025


def test_cases_without_report_files_load_no_reports() -> None:
    """The reader of reports is loaded only where a profile points at a report."""
    script = """
        import sys
        from derogation import load_profile
        from derogation.cases.catalogue import find
        load_profile(find("gmail"))
        assert not [name for name in sys.modules if name.startswith("derogation.reports")]
        load_profile(find("google-2025"))
        assert "derogation.reports.points" in sys.modules
    """
    subprocess.run([sys.executable, "-c", dedent(script)], check=True)


def test_googles_case_rests_on_googles_report() -> None:
    """What anyone can see in the report is stated on the author's reading; the points in doubt stay Google's word."""
    google = load_profile(shipped()["google-2025"])
    facts = stated(google, 3)
    assert facts["published_on"].value == date(2026, 1, 30)
    taken = {name for name in NAMES if facts[f"includes.{name}"].value is True}
    assert taken == {"gdpr_ground", "transfer_ground", "cases", "complaints", "retention", "organisations"}
    assert {facts[f"includes.{name}"].source for name in taken} == {"reading"}
    errors = facts["includes.errors"]
    assert [position.by for position in errors.positions] == ["Google"]
    assert "The report leaves it open. Of number and ratio only one is given" in errors.note


def test_evidence_is_source_and_note() -> None:
    """A fact's evidence in words has both, either or nothing; a very long note is cut, and says so."""
    known = {"path": "p", "value": True, "standing": "supplied"}
    found = [FactUse(**known, source=source, note=note).evidence for source in ("s", "") for note in ("n", "")]  # pyright: ignore[reportArgumentType]
    assert found == ["s: n", "s", "n", ""]
    assert len(FactUse(**known, source="s", note="x" * 100_000).evidence) < 600  # pyright: ignore[reportArgumentType]
