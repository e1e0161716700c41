"""What makes any term true, named or not: a search answers for its own term."""

from __future__ import annotations

from derogation.api import assess, load_profile
from derogation.cases.catalogue import find
from derogation.engine.change.search import Search
from derogation.engine.law import terms as t


def test_two_terms_without_a_name_are_searched_each_by_itself() -> None:
    """Of a term and its contrary one is true as things stand, and the evaluator confirms either of its own."""
    derivation = assess(load_profile(find("relief-missed-by-a-day"))).derivation
    term = t.Fact("", "service.users_in_union")
    holds = t.Compare(term, "is", t.Literally(True))
    for sought in (holds, t.Not(holds), holds):
        search = Search(derivation, sought)
        assert search.confirmed(derivation.case) is (sought is holds)
