"""Every way in which a case can bind the items that a term speaks of."""

from __future__ import annotations

from ..case.facts import View
from ..case.vocabulary import ROOT, Vocabulary

Binding = dict[str, View]


def item_order(vocabulary: Vocabulary) -> tuple[str, ...]:
    """The items that rules speak of, lists before the lists inside their items."""
    return tuple(spec.item for spec in sorted(vocabulary.lists.values(), key=lambda spec: spec.path.count(".")))


class Bindings:
    """Every way in which a case can bind items, listed once for each set of items."""

    def __init__(self, case: View, vocabulary: Vocabulary) -> None:
        self.case = case
        self.vocabulary = vocabulary
        self.found: dict[tuple[str, ...], list[Binding]] = {}

    def of(self, about: tuple[str, ...]) -> list[Binding]:
        """The bindings of the items ``about``: one for each combination that the case has."""
        if about not in self.found:
            found: list[Binding] = [{}]
            for item in self._with_holders(about):
                found = [{**bound, item: scope} for bound in found for scope in self._scopes(item, bound)]
            unique = {tuple(bound[item].address for item in about): bound for bound in found}
            self.found[about] = list(unique.values())
        return self.found[about]

    def _with_holders(self, about: tuple[str, ...]) -> list[str]:
        """The items and, before each, the items in whose lists it stands."""
        needed: list[str] = []
        for item in about:
            chain = [item]
            while (holder := self.vocabulary.split(self.vocabulary.items[chain[0]].path)[0]) != ROOT:
                chain.insert(0, holder)
            needed += [part for part in chain if part not in needed]
        return needed

    def _scopes(self, item: str, bound: Binding) -> list[View]:
        holder, name = self.vocabulary.split(self.vocabulary.items[item].path)
        scope = bound[holder] if holder else self.case
        members = scope.items(name)
        return [*members.known, *([members.other] if members.other is not None else [])]
