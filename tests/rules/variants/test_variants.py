"""Drafts and hypotheses: their own words and days, each difference reduced to the rule that makes it, never law."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from derogation import api
from derogation.cases.catalogue import find, shipped
from derogation.cases.loader import Case, load_case
from derogation.commands.group import derogation as program
from derogation.commands.schema import contract_schema
from derogation.engine.answer import derive
from derogation.engine.case.standpoint import seen_from
from derogation.engine.why.assessment import question_of
from derogation.reading.document import read_text
from derogation.reading.errors import BadInput, BadRulebook
from derogation.rules.variants import Variant, load_variant, shipped_variants
from derogation.rules.variants.compared import Comparison
from derogation.rules.variants.model import read_variant
from jsonschema import Draft202012Validator

DOCS = Path(__file__).parents[3] / "docs"
COM, LIBE, EP, HYPOTHESIS = (
    "com-2020-568",
    "libe-a9-0258-2020",
    "ep-2026-t10-0070",
    "act-2026-if-carried-over",
)


def case(name: str) -> Case:
    return load_case(find(name))


def compared(name: str, law: str, on: date | None = None, **options: bool) -> Comparison:
    return api.compare_laws(api.law_comparer(None, load_variant(law), **options), case(name), on)


def because(found: Comparison) -> tuple[str, ...]:
    return tuple(f"{basis.rule}: {basis.change}" for basis in found.because)


def own(text: str) -> Variant:
    """A user's own draft, of these changes."""
    head = (
        "variant: ours\nname: A draft of ours\nkind: draft\nof: 2021/1232\n"
        "period: {from: 2021-08-02, to: 2026-04-03, grade: primary}\n"
    )
    return read_variant(read_text(head + text, "ours.yaml", error=BadRulebook))


@pytest.mark.parametrize(
    ("name", "law", "outcome", "reasons", "alone"),
    [
        (
            "audio-only",
            COM,
            "would_be_undetermined",
            ("audio_only: absent", "well_established_technology: added"),
            False,
        ),
        ("audio-only", LIBE, "would_be_excluded", (), False),
        ("model-messenger", COM, "would_be_undetermined", ("well_established_technology: added",), True),
        (
            "model-messenger",
            LIBE,
            "would_be_not_eligible",
            ("impact_assessment_and_consultation: stricter", "stored_no_longer_than_twelve_months: stricter"),
            True,
        ),
        ("model-messenger", EP, "would_be_eligible", (), False),
        ("model-solicitation-detector", LIBE, "would_be_excluded", ("images_and_videos_only: added",), True),
        (
            "model-solicitation-detector",
            EP,
            "would_be_not_eligible",
            ("known_material_only: added", "data_limited: stricter"),
            True,
        ),
        ("used-elsewhere-new-here", COM, "would_be_not_eligible", ("well_established_technology: added",), True),
        ("used-elsewhere-new-here", EP, "would_be_not_eligible", ("known_material_only: added",), True),
        ("end-to-end-encrypted", HYPOTHESIS, "would_be_excluded", ("end_to_end_encryption_outside: added",), True),
    ],
)
def test_a_difference_is_reduced_to_the_rules_that_the_drafting_history_gives(
    name: str, law: str, outcome: str, reasons: tuple[str, ...], alone: bool
) -> None:
    """Each outcome under a draft comes with the changed rules that make it, alone or together."""
    found = compared(name, law)
    assert (found.b.outcome, because(found), found.alone) == (outcome, reasons, alone)
    assert found.same is (not reasons)
    assert all(basis.gist and basis.grade for basis in found.because)


def test_what_the_proposal_lacked_lets_through_only_with_a_reading_that_the_user_takes() -> None:
    """What "well-established" means was not read, so it is open, and a reading closes it with both arguments."""
    taken = api.compare_laws(
        api.law_comparer(None, load_variant(COM)), case("audio-only"), readings={"well_established": "used_before"}
    )
    assert (taken.b.outcome, because(taken)) == ("would_be_eligible", ("audio_only: absent",))
    with pytest.raises(BadInput, match="well_established"):
        api.compare_laws(
            api.law_comparer(None, load_variant(LIBE)), case("audio-only"), readings={"well_established": "used_before"}
        )


def test_a_draft_has_days_of_its_own() -> None:
    """Assessed by itself a draft ends when it would have; compared, its words go on as long as the act."""
    on = date(2023, 3, 1)
    alone = api.assess_under(case("model-messenger"), load_variant(LIBE), on)
    assert (alone.assessment.outcome, alone.in_own_days) == ("would_be_not_in_force", False)
    assert [basis.gist for basis in alone.decided_by] == ["From 2020-12-21 to 2022-12-31."]
    assert compared("model-messenger", LIBE, on).b.outcome == "would_be_not_eligible"
    strict = compared("model-messenger", LIBE, on, own_days=True)
    assert (strict.b.outcome, because(strict)) == ("would_be_not_in_force", ("period: period",))


@pytest.mark.parametrize("law", [COM, LIBE])
def test_the_drafts_of_2020_would_have_closed_the_gap_of_2021(law: str) -> None:
    """On a day before the act, when the Code applied already, a draft of 2020 would have been in force."""
    found = compared("model-messenger", law, date(2021, 2, 1))
    assert found.a.outcome == "not_in_force"
    assert found.b.outcome != "would_be_not_in_force"
    assert "period: period" in because(found)


def test_an_answer_rests_on_the_weakest_grade() -> None:
    """A pass rests on every rule, the presumed ones too; a failure on the best known condition that fails."""
    passed = api.assess_under(case("model-messenger"), load_variant(EP), date(2026, 5, 1), engines=["evaluator"])
    failed = api.assess_under(case("model-solicitation-detector"), load_variant(EP), date(2026, 5, 1))
    assert failed.assessment.engines == api.assess(case("model-solicitation-detector")).engines  # all there are
    assert (passed.grade, failed.grade) == ("presumed", "official_summary")
    assert {"known_material_only", "data_limited"} <= {basis.rule for basis in failed.decided_by}


def test_a_hypothesis_never_says_that_something_would_be_covered() -> None:
    """Whatever the case, the day and the rules supposed: the condition that they are those of the act stays open."""
    free = own("changes: []\n")
    hypothesis = read_variant(
        read_text(
            "variant: free\nname: Nothing is asked\nkind: hypothesis\nof: 2021/1232\n"
            "period: {from: 2021-08-02, to: 2028-04-03, grade: derived}\nchanges: []\n",
            "free.yaml",
            error=BadRulebook,
        )
    )
    for name in (
        "model-messenger",
        "audio-split-from-images",
        "hash-passes-classifier-fails",
        "started-2023-with-report",
    ):
        here = case(name)
        assert api.assess_under(here, free, engines=["evaluator"]).assessment.outcome.endswith("eligible")
        for supposed in (hypothesis, load_variant(HYPOTHESIS)):
            for on in (here.profile.assess_on, date(2026, 9, 1)):
                found = api.assess_under(here, supposed, on, engines=["evaluator"]).assessment.outcome
                assert found not in ("would_be_eligible", "would_be_partly_eligible")


@pytest.mark.parametrize("law", [*shipped_variants()])
def test_the_label_stands_in_the_first_line_always(law: str) -> None:
    """Whatever is printed of a variant begins by saying that it is no law."""
    label = load_variant(law).label
    first = label.partition(":")[0]
    assert first in ("DRAFT, NEVER LAW", "HYPOTHESIS, NOT LAW")
    for command in (
        ["assess", "audio-only", "--law", law, "--engines", "evaluator"],
        ["law", "compare", "audio-only", "--law", law],
        *([["law", "compare", "audio-only", "model-messenger", "--law", law]] if law == COM else []),
        ["law", "compare", "audio-only", "--law", law, "--law", "act", "--law", law],
        ["law", "variants", law],
    ):
        for format_ in ("text",) if "model-messenger" in command else ("text", "markdown"):
            result = CliRunner().invoke(program, [*command, "--format", format_])
            assert result.exit_code == 0, result.output
            assert result.stdout.lstrip("# ").startswith(first), (command, result.stdout[:200])
    printed = CliRunner().invoke(program, ["assess", "audio-only", "--law", law, "--format", "json"]).stdout
    assert list(re.findall(r'^  "(\w+)"', printed, re.MULTILINE))[:2] == ["schema", "label"]


def test_every_outcome_under_a_variant_has_a_word_of_its_own() -> None:
    """No outcome of the law itself is ever an outcome of a draft."""
    supposed = api.rulebook_under(load_variant(COM))
    ours = api.rulebook().verdicts
    outcomes = {*supposed.verdicts.order, supposed.verdicts.open}
    assert outcomes == {f"would_be_{each}" for each in (*ours.order, ours.open)}
    assert {rule.outcome for rule in supposed.rules if rule.outcome} <= outcomes


def test_a_requirement_is_in_the_words_of_the_draft() -> None:
    """`--require` takes the draft's own outcomes, and no outcome of the law."""
    run = CliRunner().invoke
    command = ["assess", "used-elsewhere-new-here", "--law", COM, "--engines", "evaluator", "--require"]
    assert run(program, [*command, "would_be_not_eligible"]).exit_code == 0
    assert run(program, [*command, "would_be_eligible"]).exit_code == 1
    refused = run(program, [*command, "eligible"])
    assert (refused.exit_code, "would_be_eligible" in refused.output) == (2, True)


def test_nothing_that_is_only_remembered_is_in_the_files() -> None:
    """Every change has a grade of what was read or deduced; what was not is left out, and the file says so."""
    for law in shipped_variants():
        variant = load_variant(law)
        assert all(change.source or change.grade == "presumed" for change in variant.changes.values()), law
        assert all(change.change == "open" for change in variant.changes.values() if change.grade == "presumed"), law
    assert any("erased at once" in each.what for each in load_variant(COM).left_out)


def test_a_draft_of_ones_own_is_read_as_the_page_shows() -> None:
    """The draft on the page loads, and fails who keeps data for nine months."""
    text = re.findall(r"^```yaml\n(.*?)^```", (DOCS / "variants.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)[0]
    ours = read_variant(read_text(text, "six-months.yaml", error=BadRulebook))
    found = api.compare_laws(api.law_comparer(None, ours), case("model-messenger"))
    assert because(found) == ("stored_no_longer_than_twelve_months: stricter",)
    without = api.compare_laws(api.law_comparer(None, ours), case("no-human-in-the-loop"))
    assert "human_oversight" in {each.rule for each in without.conditions}


def test_two_drafts_are_compared_with_each_other() -> None:
    """From one draft to another, what the first changed is undone and what the second changed is done."""
    found = api.compare_laws(api.law_comparer(load_variant(LIBE), load_variant(EP)), case("model-messenger"))
    assert (found.a.outcome, found.b.outcome) == ("would_be_not_eligible", "would_be_eligible")
    assert {basis.change for basis in found.because} <= {"stricter, undone", "added, undone", "period"}
    assert not found.alone


@pytest.mark.parametrize(
    ("changes", "said", "line"),
    [
        ("changes:\n- {change: absent, rule: audio_onyl, grade: primary, gist: x}\n", "no rule 'audio_onyl'", 7),
        ("changes:\n- {change: stricter, rule: proportionate, grade: primary, gist: x}\n", "says how", 7),
        (
            "changes:\n- change: added\n  rule: proportionate\n  grade: primary\n  gist: x\n  as: {title: x}\n",
            "already",
            7,
        ),
        (
            "changes:\n- change: stricter\n  rule: proportionate\n  grade: primary\n  gist: x\n  as:\n"
            "    holds: technology.nonsense\n",
            "technology.nonsense",
            12,
        ),
        ("changes:\n- {change: absent, rule: proportionate, grade: remembered, gist: x}\n", "one of", 7),
        ("change: []\n", "no such key", 6),
    ],
)
def test_what_is_wrong_with_a_draft_is_said_with_file_and_line(changes: str, said: str, line: int) -> None:
    """A rule that does not exist, a change that says nothing, a fact unknown, a grade of one's own making."""
    with pytest.raises(BadRulebook) as refused:
        api.rulebook_under(own(changes))
    problem = next(each for each in refused.value.problems if said in str(each))
    assert (problem.file, problem.line) == ("ours.yaml", line)


def test_a_name_that_is_none_gets_the_nearest() -> None:
    """A misspelt draft is refused with the right spelling, before anything is assessed."""
    with pytest.raises(BadInput, match="com-2020-568"):
        load_variant("com-2020-586")


def test_a_matter_is_compared_feature_by_feature() -> None:
    """Every feature of a matter has a row, and one feature by its name a page."""
    matter = Path(__file__).parents[3] / "cases" / "matters" / "skype.yaml"
    features = api.load_cases(matter)
    data = json.loads(
        CliRunner().invoke(program, ["law", "compare", str(matter), "--law", LIBE, "--format", "json"]).stdout
    )
    assert [each["case"] for each in data["cases"]] == [feature.profile.name for feature in features.values()]
    one = CliRunner().invoke(program, ["law", "compare", f"{matter}#{next(iter(features))}", "--law", LIBE])
    assert one.stdout.startswith("DRAFT, NEVER LAW")


def test_a_table_of_profiles_goes_under_a_draft(tmp_path: Path) -> None:
    """`batch --law` finds in columns what `assess --law` finds case by case; summary and chart begin with the label."""
    names = [
        "audio-only",
        "model-messenger",
        "model-solicitation-detector",
        "used-elsewhere-new-here",
        "no-consultation",
    ]
    folder, output = tmp_path / "cases", tmp_path / "found.ndjson"
    folder.mkdir()
    for name in names:
        (folder / f"{name}.yaml").write_text(find(name).read_text("utf-8"), encoding="utf-8")
    command = ["batch", str(folder), "-o", str(output), "--law", LIBE, "--exact", "--workers", "1"]
    done = CliRunner().invoke(program, command)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("DRAFT, NEVER LAW: Report of the LIBE committee")
    rows = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    one_by_one = [
        api.assess_under(case(name), load_variant(LIBE), engines=["evaluator"]).assessment.outcome
        for name in sorted(names)
    ]
    assert [row["outcome"] for row in rows] == one_by_one
    summary = json.loads((tmp_path / "found.ndjson.summary.json").read_text("utf-8"))
    assert summary["label"] == load_variant(LIBE).label
    assert set(summary["outcomes"]) == set(one_by_one)
    assert list(Draft202012Validator(contract_schema("batch-summary")).iter_errors(summary)) == []
    assert list(
        Draft202012Validator(contract_schema("batch-summary")).iter_errors({**summary, "outcomes": {"maybe": 1}})
    )
    assert "DRAFT, NEVER LAW" in (tmp_path / "found.ndjson.summary.svg").read_text("utf-8").partition("profiles")[0]


def test_a_picture_begins_with_the_label_and_says_in_words_what_it_draws(tmp_path: Path) -> None:
    """Bars and rows for each law, the reason beside what differs, what is the same by name; the text has all of it."""
    cases = ["used-elsewhere-new-here", "model-messenger", "gmail"]
    laws = ["--law", COM, "--law", LIBE, "--law", HYPOTHESIS]
    done = CliRunner().invoke(program, ["law", "compare", *cases, *laws, "--format", "svg", "-o", f"{tmp_path}/a.svg"])
    assert done.exit_code == 0, done.output
    root = ElementTree.fromstring((tmp_path / "a.svg").read_text("utf-8"))
    drawn = [text for each in root.iter("{http://www.w3.org/2000/svg}text") if (text := each.text)]
    title, said = (root.findtext(f"{{http://www.w3.org/2000/svg}}{key}") or "" for key in ("title", "desc"))
    assert title.startswith("DRAFT, NEVER LAW; HYPOTHESIS, NOT LAW: ")
    assert drawn[0].startswith("DRAFT, NEVER LAW; HYPOTHESIS, NOT LAW: ")
    assert said.startswith("DRAFT, NEVER LAW; HYPOTHESIS, NOT LAW: ")
    assert drawn.count("would be: not covered") == 3
    assert "well established technology (added)" in drawn
    assert "The outcome is the same under all in 1 more: Gmail." in drawn
    assert "Curlew, a technology used elsewhere first: covered, would be: not covered because of" in said
    assert f"{COM}: " in said
    assert "2 of 3 differ" in said


@pytest.mark.long
@pytest.mark.parametrize("law", [COM, LIBE, EP, HYPOTHESIS])
def test_every_cell_of_the_table_is_explained_by_rules_of_which_none_can_be_spared(law: str) -> None:
    """In the form of the draft, the rules named turn the outcome into that of the draft; one fewer do not."""
    comparer = api.law_comparer(None, load_variant(law))
    for name in shipped():
        asked = case(name)
        found = api.compare_laws(comparer, asked)

        def outcome(rules: Iterable[str], asked: Case = asked, on: date = found.on) -> str:
            facts, rulebook = asked.engine_facts(), comparer.mixture(frozenset(rules))
            view = seen_from(facts.entity, facts.parties, None, rulebook.series)
            return derive(rulebook, view, question_of(rulebook, facts, on, None)).outcome

        rules = {basis.rule for basis in found.because}
        assert found.same is not bool(rules), name
        second = found.b.outcome.removeprefix("would_be_")
        if found.alone:
            assert {outcome({rule}) for rule in rules} == {second}, name
        elif rules:
            assert outcome(rules) == second, name
            assert all(outcome(rules - {rule}) != second for rule in rules), name
        assert all(basis.gist and basis.grade for basis in found.because), name


STALE = "make docs/variants-table.md and docs/pictures/law-compare.svg anew (docs/testing.md, Made anew)"


def _rows(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("|")][2:]


def test_the_table_has_a_row_for_every_shipped_case() -> None:
    """A case that is added, or taken away, has its row in the page that compares the drafts."""
    assert len(_rows((DOCS / "variants-table.md").read_text("utf-8"))) == len(shipped()), STALE


@pytest.mark.long
def test_the_table_of_all_shipped_cases_is_what_the_page_shows() -> None:
    """Every cell that differs names the rules that make the difference; the committed page has the very table."""
    page = (DOCS / "variants-table.md").read_text("utf-8")
    arguments = [part for law in (COM, LIBE, EP, HYPOTHESIS) for part in ("--law", law)]
    printed = CliRunner().invoke(program, ["law", "compare", *arguments, "--format", "markdown"])
    assert printed.exit_code == 0
    assert printed.stdout == page, STALE
    drawn = CliRunner().invoke(program, ["law", "compare", *arguments, "--format", "svg"])
    assert drawn.stdout == (DOCS / "pictures" / "law-compare.svg").read_text("utf-8"), STALE
    rows = _rows(page)
    cells = [cell.strip() for row in rows for cell in row.strip("|").split(" | ")[3:]]
    assert all(cell == "the same" or re.search(r"would be: .*; \w.* \((\w|, )+\)", cell) for cell in cells)
