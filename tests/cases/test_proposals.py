"""What a caller without the right to state findings may say; everything else is a proposal, and counts as unknown."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

import pytest
from derogation import Assessment, assess
from derogation.cases.catalogue import shipped, shipped_matters
from derogation.cases.defects import fact_at
from derogation.cases.loader import Case, case_of
from derogation.cases.proposals import said_by_model, supposing, without_findings
from derogation.cases.rulebook import rulebook
from derogation.cases.vocabulary import vocabulary
from derogation.reading.document import Document, read_file
from derogation.reading.errors import BadInput
from removing import stated, without

FINDINGS = [path for path, spec in vocabulary().facts.items() if spec.finding]
TIKTOK = "tiktok-direct-messages"
OPEN = rulebook().verdicts.open


@cache
def text_of(name: str) -> str:
    data = dict(read_file({**shipped(), **shipped_matters()}[name], error=BadInput).data)
    data.pop("expect", None)
    return json.dumps(data, default=str)


def data_of(name: str) -> dict[str, Any]:
    return json.loads(text_of(name))


def case(data: dict[str, Any], name: str = "") -> Case:
    folder = shipped()[name].parent if name else None
    return case_of(Document("case.yaml", data, {}), folder)


def outcome(data: dict[str, Any], name: str = "") -> Assessment:
    return assess(case(data, name), engines=["evaluator"])


@pytest.mark.parametrize("name", [*shipped(), *shipped_matters()])
def test_no_finding_is_left_however_it_is_stated_and_nothing_else_is_lost(name: str) -> None:
    """Plain, with evidence or signature, by positions, in lists, for every technology, in features of a matter."""
    data = data_of(name)
    taken = without_findings(data)
    left = [place for part in (taken.data, *taken.data.get("features", [])) for place in stated(part)]
    assert not [place for place in left if (spec := fact_at(place)) is not None and spec.finding]
    all_ = [place for part in (data, *data.get("features", [])) for place in stated(part)]
    plain = [place for place in all_ if (spec := fact_at(place)) is not None and not spec.finding]
    assert left == plain
    assert len(all_) - len(plain) == len(taken.proposals)
    assert data == data_of(name)


@pytest.mark.parametrize("name", sorted(shipped())[::10])
def test_without_findings_no_answer_is_decided_that_the_file_contradicts(name: str) -> None:
    """A finding that falls away is unknown: what is decided without it is what was decided with it."""
    before, after = outcome(data_of(name), name), outcome(without_findings(data_of(name)).data, name)
    assert after.outcome in (OPEN, before.outcome)
    if "technology" in {path.partition(".")[0] for path in FINDINGS}:
        assert after.outcome != "eligible"


def fewer(name: str, seed: int) -> None:
    """Whatever facts are left out: an answer that is decided without them is the answer of the whole."""
    data, chance = data_of(name), random.Random(seed)
    places = [place for place in stated(data) if chance.random() < chance.choice([0.1, 0.5, 0.9])]
    try:
        part = outcome(without(data, places), name)
    except BadInput:
        return  # facts that go together, such as a list's
    whole = outcome(data, name)
    if part.outcome != OPEN:
        assert part.outcome == whole.outcome, places
    for ours, theirs in zip(part.conditions, whole.conditions, strict=False):
        if ours.rule is theirs.rule and ours.status in ("met", "not_met") and theirs.status in ("met", "not_met"):
            assert ours.status == theirs.status, (places, ours.rule.id)


@pytest.mark.parametrize("name", sorted(shipped())[::9])
def test_with_facts_removed_nothing_is_decided_that_the_whole_contradicts(name: str) -> None:
    """Unknown is a value: it never turns into no, nor into yes."""
    fewer(name, len(name))


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(shipped()))
def test_with_many_sets_of_facts_removed_nothing_is_contradicted(name: str) -> None:
    """The same for many sets of each case."""
    for seed in range(40):
        fewer(name, seed)


# --- what a model says -----------------------------------------------------------------------------------------------


def test_a_finding_that_a_model_states_is_a_proposal_with_source_signature_or_without() -> None:
    """No form of words makes it a finding."""
    for path in ("service.ancillary_exception.minor", "provider.redress.appropriate"):
        for said in (True, {"value": True, "source": "email"}):
            taken = said_by_model(data_of(TIKTOK), {path: said})
            assert [(each.path, each.because) for each in taken.proposals] == [(path, "finding")]
            assert taken.data == data_of(TIKTOK)
            assert supposing(taken) is None  # not even in a what-if
    with pytest.raises(BadInput, match="signed"):
        said_by_model(data_of(TIKTOK), {FINDINGS[0]: {"value": True, "signed": {"by": "A. Partner"}}})


def test_a_plain_fact_counts_where_it_names_a_document_of_the_file_and_only_there() -> None:
    """With a source that the file lists it counts; with another or none it is supposed in a what-if only."""
    path = "provider.redress.established"
    for said, because in (({"value": True, "source": "email"}, []), ({"value": True, "source": "mine"}, ["no_source"]),
                          (True, ["no_source"])):  # fmt: skip
        taken = said_by_model(data_of(TIKTOK), {path: said})
        assert [each.because for each in taken.proposals] == because
        assert taken.data.get("provider", {}).get("redress", {}).get("established") == (None if because else said)
        assert (supposing(taken) is not None) is bool(because)


def test_a_model_never_overrides_what_the_file_states_nor_a_preset_nor_what_is_said_of_every_technology() -> None:
    """The file's word stands wherever it stands: plain, with evidence, for all, in a list known in part."""
    partly = data_of("google-2025")
    assert "known" in partly["technologies"]
    partly["every_technology"] = {"scans": {"text": {"value": False, "source": "report"}}}
    partly["technologies"]["known"][0].get("scans", {}).pop("text", None)
    for data, path in ((data_of(TIKTOK), "service.publicly_available"),
                       (partly, "technologies[0].scans.text")):  # fmt: skip
        source = next(iter(data["sources"]))
        told = {"value": path.endswith("text"), "source": source}
        if not path.endswith("text"):
            told["value"] = False
        taken = said_by_model(data, {path: told})
        assert [each.because for each in taken.proposals] == ["on_file"]
        assert taken.data == data


@pytest.mark.parametrize(
    "path", ["foo", "technology.scans.text", "service.publicly_available.value", "technologies[0]", "a..b", "", "x[y]"]
)
def test_what_is_no_fact_is_refused_with_its_path_and_a_cure(path: str) -> None:
    """Nothing that a model writes reaches a profile but facts that profiles have."""
    with pytest.raises(BadInput) as refused:
        said_by_model(data_of(TIKTOK), {path: True})
    assert refused.value.problems[0].path == path
    assert refused.value.problems[0].hint


def test_a_list_or_an_item_that_is_not_there_is_a_proposal() -> None:
    """That there are no technologies, or one more, would decide a case: a person states it."""
    for path, said in (("technologies", []), ("technologies[0].scans.text", True), ("reports", [])):
        assert [each.because for each in said_by_model(data_of(TIKTOK), {path: said}).proposals] == ["list"]


def test_saying_that_a_fact_is_unknown_changes_nothing() -> None:
    """Unknown is a value that a model may give."""
    said = {"provider.redress.established": None, "service.publicly_available": {"unknown": "not_asked"}}
    taken = said_by_model(data_of(TIKTOK), said)
    assert (taken.data, taken.proposals) == (data_of(TIKTOK), ())
