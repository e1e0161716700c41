"""The vocabulary: every fact is asked for properly, rests on a provision, and is of use."""

from __future__ import annotations

import pytest
from derogation import rulebook
from derogation.cases.schema import profile_json_schema
from derogation.cases.vocabulary import vocabulary
from derogation.engine.case.vocabulary import FactSpec, Indicator, ListSpec
from derogation.engine.law import terms as t
from derogation.rules.citation_styles import citation

FACTS = list(vocabulary().facts.values())
LISTS = list(vocabulary().lists.values())

#: The legal judgements among the facts, which a person makes and gives reasons for.
FINDINGS = {
    # strictly necessary
    "technology.processing.strictly_necessary",
    "technology.processing.data_strictly_necessary",
    "technology.processing.limited_to_necessary",
    # proportionate; state of the art; least intrusive; unable to deduce substance
    "technology.processing.proportionate",
    "technology.quality.state_of_the_art",
    "technology.quality.least_intrusive",
    "technology.quality.cannot_deduce_substance",
    # errors limited as far as possible; rectified, or reported, without delay
    "technology.quality.errors_limited",
    "technology.quality.errors_rectified",
    "technology.suspicions.reported_without_delay",
    # relevant key indicators and objectively identified risk factors
    "technology.quality.relevant_indicators_only",
    # appropriate procedures; reasonable time; clear and prominent information
    "provider.redress.appropriate",
    "provider.redress.reasonable_time",
    "provider.user_information.clear_and_prominent",
    # duly cooperates; no longer than necessary
    "technology.prior_consultation.duly_cooperates",
    "technology.suspicions.no_longer_than_necessary",
    # each limb of the exception for a minor ancillary feature
    "service.ancillary_exception.minor",
    "service.ancillary_exception.ancillary",
    "service.ancillary_exception.purely_ancillary",
    "service.ancillary_exception.intrinsically_linked",
    "service.ancillary_exception.technically_inseparable",
    "service.ancillary_exception.not_circumvention",
}

#: Elements that are judged by the facts beside them, though each is asked as a plain question.
JUDGED = {
    "service.publicly_available",
    "service.communications.remunerated",
    "service.communications.editorial",
    "service.communications.finite_number",
}

#: Facts that no rule, note or indicator reads, each with the reason why a profile may state it all the same.
FOR_THE_READER_ONLY = {
    "service.ancillary_exception.indicators.users_share": "no share is fixed by law above which a feature is not minor",
    "service.ancillary_exception.indicators.use_share": "no share is fixed by law above which a feature is not minor",
    "service.numbering.identifier_only": "explains why a number makes no link (recital 18); the links decide",
    "technology.quality.error_rate": "no rate is fixed by law; the finding on errors decides",
}


def test_there_are_facts_of_every_part() -> None:
    """The model covers service, provider, technologies, reports and the rest of the law."""
    assert {spec.path.split(".")[0] for spec in FACTS} == {
        *("service", "provider", "law", "technology", "use", "recorded_case", "report"),
    }
    assert [spec.item for spec in LISTS] == ["technology", "use", "recorded_case", "report"]


@pytest.mark.parametrize("spec", [*FACTS, *LISTS], ids=lambda spec: spec.path)
def test_fact_is_a_question_that_can_be_asked(spec: FactSpec | ListSpec) -> None:
    """Every fact and list has a question in words, which can be understood without the one before it."""
    assert spec.question[0].isupper()
    assert spec.question.endswith("?")
    assert "  " not in spec.question
    assert not spec.question.startswith("And ")


def test_no_question_is_asked_twice() -> None:
    """Two facts that are asked for in the same words could not be told apart."""
    questions = [spec.question for spec in [*FACTS, *LISTS]]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("spec", [*FACTS, *LISTS], ids=lambda spec: spec.path)
def test_fact_rests_on_provisions(spec: FactSpec | ListSpec) -> None:
    """Every fact and list names the provisions that make it matter, and each can be cited."""
    assert spec.provisions
    for provision in spec.provisions:
        assert citation(provision)


@pytest.mark.parametrize("spec", [spec for spec in FACTS if spec.type == "number"], ids=lambda spec: spec.path)
def test_number_has_a_unit(spec: FactSpec) -> None:
    """A number says what it counts."""
    assert spec.unit in ("percent", "months", "year")


@pytest.mark.parametrize("spec", [spec for spec in FACTS if spec.type != "number"], ids=lambda spec: spec.path)
def test_only_numbers_have_a_unit(spec: FactSpec) -> None:
    """What is not a number has no unit."""
    assert spec.unit == ""


@pytest.mark.parametrize("spec", FACTS, ids=lambda spec: spec.path)
def test_choices_and_never_fit_the_type(spec: FactSpec) -> None:
    """Choices belong to choices and sets, a wording for "never" to days."""
    assert bool(spec.choices) is (spec.type in ("choice", "set"))
    assert not spec.never or spec.type == "date"


def test_findings_are_the_legal_judgements() -> None:
    """Exactly the facts that are legal judgements are marked as findings, and all of them are yes or no."""
    assert {spec.path for spec in FACTS if spec.finding} == FINDINGS
    assert {spec.type for spec in FACTS if spec.finding} == {"bool"}


def indicators() -> list[tuple[FactSpec, Indicator]]:
    return [(spec, indicator) for spec in FACTS for indicator in spec.indicators]


@pytest.mark.parametrize(("spec", "indicator"), indicators())
def test_indicator_is_a_plain_fact_with_a_fitting_value(spec: FactSpec, indicator: Indicator) -> None:
    """An indicator belongs to a finding or to an element that is judged likewise, and is another fact, no finding
    itself, that can have the value it names."""
    fact = vocabulary().facts[indicator.fact]
    assert spec.finding or spec.path in JUDGED
    assert not fact.finding
    assert indicator.value in ((True, False) if fact.type == "bool" else fact.choices)


def test_indicators_do_not_contradict_themselves() -> None:
    """No value of a fact both supports a finding and undercuts it."""
    seen = [(spec.path, indicator.fact, indicator.value) for spec, indicator in indicators()]
    assert len(set(seen)) == len(seen)


def read_by_rules() -> set[str]:
    """The facts and lists that some rule, note or definition in use reads."""
    book, seen, found = rulebook(), set[int](), set[str]()
    parts = [part for rule in book.rules for part in (rule.applies, rule.holds, rule.relief)]
    for part in [*parts, book.verdicts.in_use, book.verdicts.decided]:
        for term in t.walk(part, seen):
            if isinstance(term, t.Compare):
                found |= {fact.path for side in (term.left, term.right) for fact in t.operand_facts(side)}
            elif isinstance(term, t.Each | t.Some):
                found.add(f"{term.scope}.{term.list}" if term.scope else term.list)
    return found


def test_every_fact_is_of_use() -> None:
    """Every fact is read by a rule or a note, or is an indicator of a finding, or is declared with its reason."""
    used = read_by_rules() | {indicator.fact for _, indicator in indicators()}
    unread = {spec.path for spec in FACTS} - used
    cure = "use it in rules/act/ or as an indicator of a finding, or give the reason in FOR_THE_READER_ONLY"
    assert unread == set(FOR_THE_READER_ONLY), cure
    assert {spec.path for spec in LISTS} <= used


def test_no_rule_reads_a_fact_that_cannot_be_stated() -> None:
    """Whatever rules read can be stated in a profile, or is a row of a series that the rules themselves hold."""
    book = rulebook()
    known = {*vocabulary().facts, *vocabulary().lists, *book.series}
    rows = tuple(f"{book.vocabulary.lists[name].item}." for name in book.series)
    assert not {path for path in read_by_rules() - known if not path.startswith(rows)}


def test_schema_carries_question_and_provisions() -> None:
    """The published schema of a profile has each fact's question and provisions where the fact stands."""
    described: dict[str, list[str]] = {}

    def walk(part: object) -> None:
        if isinstance(part, dict):
            if "x-fact" in part:
                described[part["x-fact"]["question"]] = part["x-fact"]["provisions"]
            for member in part.values():
                walk(member)
        elif isinstance(part, list):
            for member in part:
                walk(member)

    walk(profile_json_schema())
    assert described == {spec.question: list(spec.provisions) for spec in FACTS}


def test_every_order_of_days_that_the_loader_holds_to_is_declared() -> None:
    """Days that the loader does not take in another order are declared so, and no search completes them otherwise."""
    assert set(vocabulary().orders) == {
        ("use.since", "use.until"),
        ("technology.prior_consultation.started_on", "technology.prior_consultation.completed_on"),
        ("technology.prior_consultation.started_on", "technology.prior_consultation.advice_issued_on"),
    }


def test_what_is_stated_of_every_technology_has_the_address_of_one_that_is_not_listed() -> None:
    """Its facts, and those of lists within, are known by the names of a technology's; no other thing is every one."""
    assert vocabulary().address("every_technology.scans.text").generic == "technology.scans.text"
    period = vocabulary().address("every_technology.periods_of_use[0].since")
    assert (period.text, period.generic) == ("technologies[?].periods_of_use[0].since", "use.since")
    assert vocabulary().address("every_thing.scans.text").generic == "every_thing.scans.text"
