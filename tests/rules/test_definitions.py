from __future__ import annotations

from derogation.rules.definitions import load_combinations, load_definitions
from derogation.rules.quotes import too_long


def test_the_definition_chain_is_complete() -> None:
    """There are 21 elements of the Code's Article and 46 tests of its recitals, each with what it interprets."""
    elements = load_definitions()
    ids = [each.id for each in elements]
    code = [each for each in elements if each.provision.startswith("EECC ")]
    recitals = [each for each in code if " rec." in each.provision]
    assert (len(code) - len(recitals), len(recitals)) == (21, 46)
    assert len(set(ids)) == len(ids)
    known = {*ids, "2(4)", "2(5)", "2(6)", "2(7)"}
    assert {target for each in elements for target in each.interprets} <= known
    assert [each.id for each in recitals if not each.interprets] == []
    assert too_long(((each.id, each.quote) for each in code), limit=11) == []


def test_the_loose_or_of_the_code_is_marked_as_a_reading() -> None:
    """That a number-independent service has neither link with numbers is derived, not read in the Article."""
    grades = {each.term: each.grade for each in load_combinations()}
    assert grades.pop("number-independent service") == "derived"
    assert set(grades.values()) == {"primary"}


def test_every_lifted_duty_of_the_eprivacy_directive_is_there() -> None:
    """The definition of communication, the scope, the two lifted duties and the national route are listed."""
    provisions = {each.provision for each in load_definitions() if each.provision.startswith("ePD ")}
    assert provisions == {"ePD 2(d)", "ePD 3(1)", "ePD 5(1)", "ePD 6(1)", "ePD 15(1)"}
