"""Indicators: the plain facts on file that support or undercut a finding, whether or not anybody has drawn it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ..case.facts import PartialSet, View
from ..case.vocabulary import ROOT, FactSpec, Indicator, Vocabulary
from ..law.rulebook import Rulebook
from .reasons import FactUse, fact_use


class Indications(Struct, frozen=True):
    """What is on file for one finding of one thing, and what could still be asked.

    ``concluded`` is the finding itself where somebody has drawn it; ``to_yes`` and ``to_no`` are known facts that point
    that way; ``besides`` are known facts of the same kind that point neither way by themselves (a share of users);
    ``unknown`` are facts of the kind that are not on file.
    """

    finding: FactUse
    concluded: bool | None
    to_yes: tuple[FactUse, ...]
    to_no: tuple[FactUse, ...]
    besides: tuple[FactUse, ...]
    unknown: tuple[FactUse, ...]

    @property
    def on_file(self) -> tuple[FactUse, ...]:
        return (*self.to_yes, *self.to_no, *self.besides)


def indications_of(holder: View, key: str, spec: FactSpec, case: View, rulebook: Rulebook) -> Indications:
    """The indications of the finding ``key`` of ``holder``, an item of ``case`` or the case itself."""
    value = holder.values.get(key)
    to_yes: dict[str, FactUse] = {}
    to_no: dict[str, FactUse] = {}
    for indicator in spec.indicators:
        use = known_indicator(indicator, holder, case, rulebook)
        if use is not None:
            (to_yes if indicator.supports else to_no)[use.path] = use
    besides: list[FactUse] = []
    unknown: list[FactUse] = []
    for where, key_, described in _placed(_of_the_kind(spec, rulebook.vocabulary), holder, case, rulebook):
        use = fact_use(where, key_, described)
        if use.path not in to_yes and use.path not in to_no:
            (unknown if use.value is None else besides).append(use)
    return Indications(
        fact_use(holder, key, spec),
        value if isinstance(value, bool) else None,
        tuple(to_yes.values()),
        tuple(to_no.values()),
        tuple(besides),
        tuple(unknown),
    )


def known_indicator(indicator: Indicator, holder: View, case: View, rulebook: Rulebook) -> FactUse | None:
    """The fact of an indicator where it is known and is as the indicator says."""
    scope, key = rulebook.vocabulary.split(indicator.fact)
    where = case if scope == ROOT else holder
    value = where.values.get(key)
    if isinstance(value, PartialSet | frozenset):
        members = value.known if isinstance(value, PartialSet) else value
        matches = indicator.value in members
    else:
        matches = value is not None and value == indicator.value
    return fact_use(where, key, rulebook.vocabulary.facts[indicator.fact]) if matches else None


def rests_on(spec: FactSpec, holder: View, case: View, rulebook: Rulebook) -> Iterator[tuple[View, str, FactSpec]]:
    """The plain facts that a finding of ``holder`` rests on, as the vocabulary declares: its indicators, what stands
    with them, and what else bears on it; each with the thing it is about and its key there."""
    kin = _of_the_kind(spec, rulebook.vocabulary)
    yield from _placed(tuple(dict.fromkeys((*kin, *spec.rests_on))), holder, case, rulebook)


def _placed(paths: Iterable[str], holder: View, case: View, rulebook: Rulebook) -> Iterator[tuple[View, str, FactSpec]]:
    for path in paths:
        scope, key = rulebook.vocabulary.split(path)
        yield (case if scope == ROOT else holder), key, rulebook.vocabulary.facts[path]


def _of_the_kind(spec: FactSpec, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The facts that the indicators name, then those that stand with them in a group of nothing but indicators and that
    no finding names as its own (how a service is paid for says nothing of who may join it)."""
    named = list(dict.fromkeys(indicator.fact for indicator in spec.indicators))
    groups = {path.rpartition(".")[0] for path in named if path.rpartition(".")[0].endswith(".indicators")}
    others = {indicator.fact for fact in vocabulary.facts.values() for indicator in fact.indicators}
    more = [path for path in vocabulary.facts if path.rpartition(".")[0] in groups - {""} and path not in others]
    return (*named, *more)
