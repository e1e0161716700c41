"""Reading profiles: every form in which a fact may be stated, and what it comes to."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml
from derogation import assess, load_profile
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, read_case
from derogation.engine.case.facts import NEVER, Entity, PartialSet, Statement, View
from derogation.engine.case.standpoint import seen_from
from derogation.reading.errors import BadInput, Problem

HEAD = "profile: derogation/profile/1\nname: A case\n"


def read(text: str) -> Case:
    return read_case(HEAD + dedent(text), "case.yaml")


def stated(text: str, key: str = "service.publicly_available") -> Statement:
    """The statement of a fact of the case as a whole."""
    return read(text).facts.statements[key]


def technology(text: str, index: int = 0) -> Entity:
    return read(text).facts.lists["technologies"].known[index]


def seen(case: Case, standpoint: str | None = None) -> View:
    facts = case.engine_facts()
    return seen_from(facts.entity, facts.parties, standpoint)


# --- the forms of a fact ----------------------------------------------------------------------------------------------


def test_plain_fact_is_supplied_by_the_author() -> None:
    """A value alone is known, and stands as supplied."""
    fact = stated("service: {publicly_available: true}")
    assert (fact.value, fact.standing, fact.path) == (True, "supplied", "service.publicly_available")


@pytest.mark.parametrize(("written", "value"), [("true", True), ("false", False), ("yes", True), ("no", False)])
def test_yes_and_no_are_true_and_false(written: str, value: bool) -> None:
    """Whoever writes yes or no to a question is understood."""
    assert stated(f"service: {{publicly_available: {written}}}").value is value


def test_evidenced_fact_keeps_source_and_note() -> None:
    """Source and note of a fact are kept beside its value."""
    fact = stated(
        """
        sources: {terms: {title: Terms of service}}
        service:
          publicly_available: {value: false, source: terms, note: clause 2}
        """
    )
    assert (fact.value, fact.standing, fact.source, fact.note) == (False, "supplied", "terms", "clause 2")


def test_assumed_fact_is_known_and_marked() -> None:
    """What the author takes as notorious counts, and stays recognisable as an assumption."""
    fact = stated("service: {publicly_available: {value: true, assumed: true, note: notorious}}")
    assert (fact.value, fact.standing) == (True, "assumed")


@pytest.mark.parametrize("absence", ["not_asked", "not_disclosed", "does_not_apply"])
def test_each_absence_stays_apart(absence: str) -> None:
    """A fact may be unknown for different reasons, and each is kept."""
    case = read(f"service: {{publicly_available: {{unknown: {absence}}}}}")
    scope = seen(case)
    assert "service.publicly_available" not in scope.values
    assert scope.standings["service.publicly_available"] == absence


@pytest.mark.parametrize("written", ["", "null", "{value: }", "{value: null}"])
def test_fact_left_blank_is_unknown(written: str) -> None:
    """A fact without a value is one that nobody has asked for yet."""
    scope = seen(read(f"service: {{publicly_available: {written}}}"))
    assert "service.publicly_available" not in scope.values
    assert scope.statement("service.publicly_available").standing == "not_asked"


def test_fact_left_out_is_unknown() -> None:
    """Whatever a profile does not mention is unknown."""
    scope = seen(read(""))
    assert scope.values == {}
    assert scope.statement("service.publicly_available") == Statement("service.publicly_available")


def test_disputed_fact_keeps_every_position() -> None:
    """Each position keeps its party, value, reason, source and whether it is inferred."""
    fact = stated(
        """
        sources: {email: {title: An e-mail, by: Tower}}
        service:
          publicly_available:
            positions:
              - {by: Tower, value: false, because: a closed beta, source: email, inferred: true}
              - {by: Harbour, value: true}
        """
    )
    tower, harbour = fact.positions
    assert (tower.by, tower.value, tower.because, tower.source, tower.inferred) == (
        "Tower",
        False,
        "a closed beta",
        "email",
        True,
    )
    assert (harbour.by, harbour.value, harbour.inferred) == ("Harbour", True, False)
    assert (fact.value, fact.standing) == (None, "disputed")


def test_number_date_choice_and_set_are_read() -> None:
    """Each type of fact comes out as the value that rules compare."""
    entity = technology(
        """
        technologies:
          - id: classifier
            end_to_end_encryption: some
            first_use: {by_provider_on: 2020-05-01, by_anyone_in_union_on: "2019-12-31"}
            quality: {error_rate: 0.5, risk_factors_used: [age_difference, likely_child]}
        """
    )
    facts = entity.statements
    assert facts["end_to_end_encryption"].value == "some"
    assert facts["first_use.by_provider_on"].value == date(2020, 5, 1)
    assert facts["first_use.by_anyone_in_union_on"].value == date(2019, 12, 31)
    assert facts["quality.error_rate"].value == 0.5
    assert facts["quality.risk_factors_used"].value == frozenset({"age_difference", "likely_child"})


def test_never_is_a_day_that_does_not_come() -> None:
    """A day that has not come and will not come is written never."""
    entity = technology("technologies: [{id: a, prior_consultation: {started_on: never}}]")
    assert entity.statements["prior_consultation.started_on"].value == NEVER


def test_set_may_be_known_in_part() -> None:
    """Of a set that is known in part, the members known are kept as such."""
    entity = technology(
        "technologies: [{id: a, suspicions: {storage_purposes: {known: [reporting], complete: false}}}]"
    )
    assert entity.statements["suspicions.storage_purposes"].value == PartialSet(frozenset({"reporting"}))


def test_part_of_a_set_may_carry_evidence() -> None:
    """A set known in part takes source and note as any value does."""
    entity = technology(
        """
        sources: {policy: {title: Retention policy}}
        technologies:
          - id: a
            suspicions:
              storage_purposes: {value: {known: [reporting], complete: false}, source: policy}
        """
    )
    fact = entity.statements["suspicions.storage_purposes"]
    assert (fact.value, fact.source) == (PartialSet(frozenset({"reporting"})), "policy")


def test_empty_set_is_known() -> None:
    """No purpose at all is an answer, not an unknown."""
    entity = technology("technologies: [{id: a, suspicions: {storage_purposes: []}}]")
    assert entity.statements["suspicions.storage_purposes"].value == frozenset()


# --- lists ------------------------------------------------------------------------------------------------------------


def test_plain_list_is_complete() -> None:
    """A list that is written out has no other entries."""
    items = read("technologies: [{id: a}, {id: b}]").facts.lists["technologies"]
    assert [item.name for item in items.known] == ["a", "b"]
    assert (items.complete, items.other) == (True, None)


def test_list_may_be_known_in_part() -> None:
    """A list known in part holds what is known, and room for more."""
    items = read("technologies: {known: [{id: a}], complete: false}").facts.lists["technologies"]
    assert [item.name for item in items.known] == ["a"]
    assert not items.complete
    assert items.other is not None


def test_list_of_which_nothing_is_known() -> None:
    """A list may be said to be incomplete without any entry."""
    items = read("reports: {complete: false}").facts.lists["reports"]
    assert (items.known, items.complete) == ((), False)


def test_technologies_left_out_are_unknown() -> None:
    """A profile that is silent on technologies leaves open whether there are any."""
    items = read("").facts.lists["technologies"]
    assert (items.known, items.complete) == ((), False)


def test_reports_left_out_are_unknown_and_listed_cases_left_out_are_none() -> None:
    """Reports may exist unmentioned; suspected cases are listed one by one only where the author chooses to."""
    case = read("technologies: [{id: a}]")
    assert "reports" not in case.facts.lists
    entity = case.facts.lists["technologies"].known[0]
    assert "periods_of_use" not in entity.lists
    recorded = entity.lists["suspicions.recorded"]
    assert (recorded.known, recorded.complete) == ((), True)


def test_entries_of_a_list_have_their_own_paths() -> None:
    """Facts inside lists say where in the file they stand."""
    entity = technology("technologies: [{id: a, periods_of_use: [{since: 2021-08-02}, {since: 2023-01-01}]}]")
    second = entity.lists["periods_of_use"].known[1]
    assert second.statements["since"].path == "technologies[0].periods_of_use[1].since"


# --- what every technology shares -------------------------------------------------------------------------------------

SHARED = """
every_technology:
  scans: {text: true, images: true}
  periods_of_use: [{since: 2020-01-01, until: never}]
"""


def test_technologies_inherit_what_they_do_not_say() -> None:
    """What every technology shares counts for each that is silent."""
    entity = technology(f"{SHARED}\ntechnologies: [{{id: a}}]")
    assert entity.statements["scans.text"].value is True
    assert entity.statements["scans.text"].path == "every_technology.scans.text"
    assert len(entity.lists["periods_of_use"].known) == 1


def test_own_word_of_a_technology_prevails() -> None:
    """A technology's own fact takes the place of the shared one; the others stay."""
    entity = technology(f"{SHARED}\ntechnologies: [{{id: a, scans: {{text: false}}}}]")
    assert entity.statements["scans.text"].value is False
    assert entity.statements["scans.images"].value is True


def test_unknown_prevails_over_what_is_shared() -> None:
    """A technology of which a fact is not disclosed does not inherit it."""
    case = read(f"{SHARED}\ntechnologies: [{{id: a, scans: {{text: {{unknown: not_disclosed}}}}}}]")
    (scope,) = seen(case).items("technologies").known
    assert "scans.text" not in scope.values
    assert scope.standings["scans.text"] == "not_disclosed"


@pytest.mark.parametrize(("own", "complete"), [("[]", True), ("{complete: false}", False)])
def test_own_empty_list_prevails_over_what_is_shared(own: str, complete: bool) -> None:
    """A technology that says it was never used here does not inherit the periods of the others."""
    entity = technology(f"{SHARED}\ntechnologies: [{{id: a, periods_of_use: {own}}}]")
    items = entity.lists["periods_of_use"]
    assert (items.known, items.complete) == ((), complete)


def test_unlisted_technologies_share_too() -> None:
    """Where technologies may be unlisted, what is said of every technology is said of them."""
    items = read(f"{SHARED}\ntechnologies: {{complete: false}}").facts.lists["technologies"]
    assert items.other is not None
    assert items.other.statements["scans.text"].value is True
    assert "suspicions.recorded" not in items.other.lists


# --- sources, parties, readings ---------------------------------------------------------------------------------------

DISPUTE = """
sources:
  email: {title: An e-mail, by: Tower}
  ruling: {title: A ruling, by: The Court}
parties:
  Tower: {interest: provider}
  Beacon: {interest: provider}
  Harbour: {interest: authority}
service:
  publicly_available: {positions: [POSITIONS]}
"""


@pytest.mark.parametrize(
    ("positions", "standpoint", "value", "standing"),
    [
        ("{by: Tower, value: true}", None, None, "uncorroborated"),
        ("{by: Tower, value: true}", "Tower", True, "claimed"),
        ("{by: Tower, value: true}", "Harbour", None, "uncorroborated"),
        ("{by: Tower, value: true}, {by: Harbour, value: true}", None, True, "agreed"),
        ("{by: Tower, value: true}, {by: Beacon, value: true}", None, None, "uncorroborated"),
        ("{by: Tower, value: true}, {by: Harbour, value: false}", None, None, "disputed"),
        ("{by: Tower, value: true}, {by: Harbour, value: false}", "Harbour", False, "claimed"),
        ("{by: Tower, value: true, source: ruling}", None, True, "agreed"),
        ("{by: Tower, value: true, source: email}", None, None, "uncorroborated"),
    ],
)
def test_disputed_fact_by_standpoint(positions: str, standpoint: str | None, value: bool | None, standing: str) -> None:
    """A party's word counts as its own; by default only what opposed parties or another's document confirm."""
    scope = seen(read(DISPUTE.replace("POSITIONS", positions)), standpoint)
    assert scope.values.get("service.publicly_available") is value
    assert scope.standings["service.publicly_available"] == standing


def test_fact_from_a_partys_own_document_is_its_claim() -> None:
    """A value that rests on a document of a party to the case is that party's word, and disputed by default."""
    case = read(
        """
        sources: {email: {title: An e-mail, by: Tower}}
        parties: {Tower: {interest: provider}}
        service: {publicly_available: {value: true, source: email}}
        """
    )
    assert seen(case).standings["service.publicly_available"] == "uncorroborated"
    assert seen(case, "Tower").values["service.publicly_available"] is True


def test_parties_of_interest_other_stand_for_themselves() -> None:
    """Two parties whose interest is "other" are not allies, so their agreement settles a fact."""
    case = read(
        """
        parties: {A: {interest: other}, B: {interest: other}}
        service: {publicly_available: {positions: [{by: A, value: true}, {by: B, value: true}]}}
        """
    )
    assert seen(case).standings["service.publicly_available"] == "agreed"


def test_readings_of_author_and_parties() -> None:
    """The author may choose a reading for the case, and each party its own."""
    facts = read(
        """
        readings:
          numbering: {choice: either}
          ancillary_test:
            positions: [{by: Tower, choice: article}, {by: Harbour, choice: recital17}]
        """
    ).engine_facts()
    assert facts.readings == {"numbering": "either"}
    assert facts.party_readings == {"Tower": {"ancillary_test": "article"}, "Harbour": {"ancillary_test": "recital17"}}
    assert set(facts.all_parties()) == {"Tower", "Harbour"}


def test_document_keeps_source_details() -> None:
    """A source keeps author, day, grade and reference."""
    source = read("sources: {x: {title: T, by: B, on: 2021-09-02, grade: primary, reference: R}}").profile.sources["x"]
    assert (source.title, source.by, source.on, source.grade, source.reference) == (
        "T",
        "B",
        date(2021, 9, 2),
        "primary",
        "R",
    )


# --- YAML and JSON ----------------------------------------------------------------------------------------------------

WHOLE: dict[str, Any] = {
    "profile": "derogation/profile/1",
    "name": "A case",
    "assess_on": "2022-01-01",
    "sources": {"s": {"title": "T", "by": "Tower", "on": "2021-09-02"}},
    "parties": {"Tower": {"interest": "provider"}},
    "provider": {"name": "Tower", "redress": {"established": {"value": True, "source": "s"}}},
    "service": {
        "users_in_union": {"value": True, "assumed": True},
        "ancillary_exception": {"minor": {"positions": [{"by": "Tower", "value": True, "source": "s"}]}},
        "internet_access": {"unknown": "not_disclosed"},
    },
    "every_technology": {"periods_of_use": [{"since": "2020-01-01", "until": "never"}]},
    "technologies": {
        "known": [
            {
                "id": "a",
                "quality": {"error_rate": 1, "risk_factors_used": {"known": ["likely_child"], "complete": False}},
            }
        ],
        "complete": False,
    },
    "reports": [{"year": 2021, "published_on": "2022-02-03", "includes": {"cases": False}}],
    "readings": {"numbering": {"choice": "either"}},
}


def test_json_and_yaml_say_the_same(tmp_path: Path) -> None:
    """The same profile as YAML and as JSON is the same case with the same answer."""
    yaml_file, json_file = tmp_path / "case.yaml", tmp_path / "case.json"
    yaml_file.write_text(re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", yaml.safe_dump(WHOLE)))
    json_file.write_text(json.dumps(WHOLE))
    from_yaml, from_json = load_profile(yaml_file), load_profile(json_file)
    assert from_yaml.profile == from_json.profile
    assert from_yaml.facts == from_json.facts
    assert from_yaml.digest == from_json.digest
    assert assess(from_yaml).possible_outcomes == assess(from_json).possible_outcomes
    assert from_yaml.facts.lists["technologies"].known[0].statements["quality.error_rate"].value == 1


def _ruamel(data: Any) -> str:
    ruamel: Any = pytest.importorskip("ruamel.yaml", reason="ruamel.yaml is not installed")
    into = io.StringIO()
    ruamel.YAML(typ="safe", pure=True).dump(data, into)
    return into.getvalue()


@pytest.mark.parametrize(
    "write",
    [
        yaml.safe_dump,
        lambda data: yaml.dump(data, default_flow_style=True, allow_unicode=True, sort_keys=False, line_break="\r\n"),
        _ruamel,
    ],
    ids=["pyyaml", "pyyaml-flow", "ruamel"],
)
def test_what_yaml_libraries_write_again_is_the_same_case(write: Callable[[Any], str]) -> None:
    """Every shipped case read and written by a library of YAML 1.1: ``on`` comes back as ``true``, days bare or not."""
    for name, path in shipped().items():
        again = read_case(write(yaml.safe_load(path.read_bytes())), name, path.parent)
        assert again.digest == load_profile(path).digest, name


def test_file_of_a_case_is_the_name_given(tmp_path: Path) -> None:
    """A case knows the file it came from."""
    path = tmp_path / "tower.yaml"
    path.write_text(HEAD)
    assert load_profile(path).file == str(path)


# --- how errors are shown ---------------------------------------------------------------------------------------------


def test_error_shows_file_line_path_and_remedy() -> None:
    """An error names file, line and path, says what is wrong, and below it what to do."""
    with pytest.raises(BadInput) as caught:
        read("service:\n  publicly_availabel: true\n")
    assert str(caught.value) == (
        "case.yaml:4: service.publicly_availabel: unknown key 'publicly_availabel'\n"
        "    Did you mean 'publicly_available'?"
    )
    assert caught.value.exit_code == 3


def test_all_errors_are_shown_in_the_order_of_the_file() -> None:
    """Every defect is reported at once, top to bottom."""
    with pytest.raises(BadInput) as caught:
        read("technologies: [{title: x}]\nservice: {publicly_available: 7}\nassess_on: soon\n")
    assert [(problem.line, problem.path) for problem in caught.value.problems] == [
        (3, "technologies[0].id"),
        (4, "service.publicly_available"),
        (5, "assess_on"),
    ]


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        (Problem("wrong"), "wrong"),
        (Problem("wrong", "a.yaml"), "a.yaml: wrong"),
        (Problem("wrong", "a.yaml", 3), "a.yaml:3: wrong"),
        (Problem("wrong", "a.yaml", 3, "service"), "a.yaml:3: service: wrong"),
        (Problem("wrong", path="service", hint="Mend it."), "service: wrong\n    Mend it."),
    ],
)
def test_problem_shows_what_it_has(problem: Problem, text: str) -> None:
    """A problem without file, line, path or hint is shown without a hole."""
    assert str(problem) == text


# --- what is shared, in the answer ------------------------------------------------------------------------------------

SHARED_DISPUTE = """
every_technology: {scans: {text: {positions: [{by: Tower, value: true}]}}}
technologies: LISTED
"""


@pytest.mark.parametrize("listed", ["[{id: a}, {id: b}]", "{complete: false}", "[{id: a}]"])
def test_shared_dispute_is_shown_once_with_its_question(listed: str) -> None:
    """A dispute about every technology is one dispute, however many are listed, and who takes part is a party."""
    found = assess(read(SHARED_DISPUTE.replace("LISTED", listed)), date(2022, 6, 1))
    (dispute,) = found.disputed_facts
    assert (dispute.path, dispute.question) == ("every_technology.scans.text", "Does it scan text in communications?")
    assert set(found.by_party) == {"Tower"}


def test_shared_missing_fact_names_its_provisions() -> None:
    """A fact that is missing for every technology is asked for once, with the provisions that make it matter."""
    found = assess(
        read("every_technology: {scans: {text: {unknown: not_disclosed}}}\ntechnologies: [{id: a}, {id: b}]"),
        date(2022, 6, 1),
    )
    (missing,) = [fact for fact in found.missing_facts if fact.path == "every_technology.scans.text"]
    assert missing.provisions == ("3(1)(b)",)
    assert missing.standing == "not_disclosed"
