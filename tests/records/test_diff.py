"""Two drafts compared: what is stated otherwise, and the fewest changes that did it, checked by making them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, case_of, read_case
from derogation.commands.group import derogation as program
from derogation.engine.why.results import Assessment
from derogation.reading.document import Document
from derogation.records.differences import differences, mixed, put_together, taken_apart
from derogation.records.keys import new_key
from derogation.records.make import plain
from derogation.showing.diff_record import DiffRecord

QUAYLINE = Path(__file__).parents[2] / "docs" / "examples" / "quayline.yaml"
TRAINING = {name: path for name, path in shipped().items() if path.parent.name == "training"}


def alone(case: Case) -> Assessment:
    return api.assess(case, engines=["evaluator"])


def draft_of(old: Case, new: Case) -> DiffRecord:
    (draft,) = api.compare_drafts({"": old}, {"": new})
    return draft


def data_of(case: Case) -> dict[str, Any]:
    return plain(case.document.data)


def applied(old: Case, new: Case, draft: DiffRecord) -> str:
    """The outcome of the old draft with the changes made that are said to turn it."""
    effect = next(effect for effect in draft.effects if effect.what == "outcome")
    made = [differences(data_of(old), data_of(new))[at] for at in effect.because]
    assert made, draft.name
    return alone(case_of(Document("<mixed>", mixed(data_of(old), data_of(new), made), {}))).outcome


def run(*arguments: str) -> str:
    done = CliRunner().invoke(program, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


# --- taking apart ----------------------------------------------------------------------------------------------------


def test_a_profile_taken_apart_and_put_together_is_the_same_case() -> None:
    """Of every shipped case nothing is lost: with no difference made it states what it stated, and comes out so."""
    for name, path in shipped().items():
        data = data_of(api.load_profile(path))
        again = mixed(data, data, ())
        assert taken_apart(again) == taken_apart(data), name
        assert put_together(taken_apart(again)).keys() == again.keys() - {"profile", "name"}
    for name in ("hash-passes-classifier-fails", "late-report", "two-views-of-one-fact"):
        case = api.load_profile(shipped()[name])
        again = case_of(Document("<again>", mixed(data_of(case), data_of(case), ()), {}))
        assert alone(again).outcome == alone(case).outcome


def test_all_differences_made_are_the_new_draft() -> None:
    """Made all together, the differences of two cases lead from the one to the other."""
    names = list(TRAINING)
    for one, other in zip(names[::7], names[1::7], strict=False):
        old, new = (data_of(api.load_profile(TRAINING[name])) for name in (one, other))
        made = taken_apart(mixed(old, new, differences(old, new)))
        wanted = taken_apart(new)
        assert {key: value for key, value in made.items() if key[0] != "sources"} == {
            key: value for key, value in wanted.items() if key[0] != "sources"
        }


# --- what did it -----------------------------------------------------------------------------------------------------


PAIRS = [
    ("late-report", "missing-report-point"),
    ("started-2023-without-report", "started-2023-with-report"),
    ("no-consultation", "users-not-told"),
    ("closed-circle", "in-game-chat"),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_what_turned_the_outcome_is_named_and_turns_it(one: str, other: str) -> None:
    """The changes named, made in the one case, give the outcome of the other; none of them can be left out."""
    old, new = api.load_profile(TRAINING[one]), api.load_profile(TRAINING[other])
    draft = draft_of(old, new)
    if draft.before == draft.after:
        assert all(effect.what == "status" for effect in draft.effects)
        return
    assert applied(old, new, draft) == draft.after
    effect = next(effect for effect in draft.effects if effect.what == "outcome")
    every = differences(data_of(old), data_of(new))
    for left in effect.because:
        fewer = [every[at] for at in effect.because if at != left]
        assert alone(case_of(Document("<fewer>", mixed(data_of(old), data_of(new), fewer), {}))).outcome != draft.after


@pytest.mark.long
@pytest.mark.parametrize("name", TRAINING)
def test_neighbouring_training_cases(name: str) -> None:
    """The same for each training case and the one that differs from it least, and for the next in the list."""
    data = {each: data_of(api.load_profile(path)) for each, path in TRAINING.items()}
    nearest = min((each for each in data if each != name), key=lambda each: len(differences(data[name], data[each])))
    names = list(TRAINING)
    following = names[(names.index(name) + 1) % len(names)]
    for other in {nearest, following}:
        old, new = api.load_profile(TRAINING[name]), api.load_profile(TRAINING[other])
        draft = draft_of(old, new)
        assert draft.before == draft.after or applied(old, new, draft) == draft.after, other


BASE = """\
profile: derogation/profile/1
name: Base
assess_on: 2024-06-03
preset: messenger
service: {{users_in_union: {users}, publicly_available: {public}, communications: {{remunerated: true}}}}
technologies: []
"""


def test_two_changes_that_only_together_turn_the_outcome_are_both_named() -> None:
    """Neither alone does it; the pair is a smallest set."""
    old = read_case(BASE.format(users="false", public="false"))
    new = read_case(BASE.format(users="true", public="true"))
    draft = draft_of(old, new)
    (effect,) = [effect for effect in draft.effects if effect.what == "outcome"]
    assert (draft.before, draft.after) == ("not_needed", "no_processing")
    assert [draft.changes[at].path for at in effect.because] == ["service.users_in_union", "service.publicly_available"]
    assert effect.smallest


def test_evidence_is_no_change_of_a_fact() -> None:
    """Another note or source changes what a fact rests on, and turns nothing."""
    old = read_case(BASE.format(users="true", public="true"))
    new = read_case(BASE.format(users="{value: true, note: terms}", public="true"))
    draft = draft_of(old, new)
    assert [(change.kind, change.path) for change in draft.changes] == [("evidence", "service.users_in_union")]
    assert draft.effects == ()


def test_a_draft_of_an_hour_later_reads_like_a_cover_note(tmp_path: Path) -> None:
    """The answer first, with what turned it in words; then facts, sources, and the conditions that followed."""
    text = QUAYLINE.read_text("utf-8")
    later = tmp_path / "later.yaml"
    assert "completed_on: never" in text or "prior_consultation" in text
    data = data_of(api.load_profile(QUAYLINE))
    data["every_technology"] = {**data.get("every_technology", {})}
    data["service"]["publicly_available"] = {"value": False, "note": "closed beta"}
    data["notes"] = ["The client telephoned."]
    later.write_text(json.dumps(data), "utf-8")
    note = " ".join(run("diff", str(QUAYLINE), str(later)).split())
    assert "The outcome is another: the derogation is not needed" in note
    assert "One change alone turns it: the service is not publicly available (before: yes)." in note
    assert "Facts: - The service is not publicly available (before: yes)." in note
    assert "The client telephoned." in note
    again = " ".join(run("diff", str(QUAYLINE), str(QUAYLINE)).split())
    assert "The outcome is as before" in again
    assert "Nothing is stated otherwise." in again


def test_matters_and_records_are_drafts_too(tmp_path: Path) -> None:
    """A matter is compared feature by feature; a record by the facts that it holds."""
    matter = Path(str(api.__file__)).parents[1] / "cases" / "matters" / "skype.yaml"
    text = matter.read_text("utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("reaches_numbers: {value: true", "reaches_numbers: {value: false"), "utf-8")
    found = api.compare_drafts(api.load_cases(matter), api.load_cases(other))
    assert [(each.feature, each.before == each.after) for each in found] == [("in-app", True), ("number-calls", False)]
    new_key(tmp_path / "k")
    case = api.load_profile(shipped()["whatsapp"])
    record = tmp_path / "r.json"
    record.write_bytes(api.record(case, alone(case), tmp_path / "k"))
    assert "Nothing is stated otherwise." in run("diff", str(record), "whatsapp")
    assert json.loads(run("diff", str(record), "skypeout", "--format", "json"))["drafts"][0]["after"] == "not_available"
