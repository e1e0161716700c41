"""What may notice a mutant: the expectations of the shipped cases, then the points of law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from derogation.cases.catalogue import shipped
from derogation.cases.loader import Case, load_case
from derogation.cases.vocabulary import vocabulary
from derogation.engine.answer import Derivation, derive, machine
from derogation.engine.case.standpoint import seen_from
from derogation.engine.law.loader import rulebook_of
from derogation.engine.law.rulebook import Rulebook
from derogation.engine.truth.outcomes import outcome_terms, satisfied
from derogation.engine.why.assessment import Facts, question_of
from derogation.engine.why.statuses import status_of
from derogation.engine.worlds import burden, worlds
from derogation.reading.document import Document, read_file
from derogation.reading.errors import BadInput, BadRulebook
from derogation.rules import rule_files
from derogation.rules.citation_styles import citation
from derogation.rules.proofs.mutants import Mutant, mutants, mutated
from derogation.rules.proofs.points import Point, failing, load_points
from msgspec import Struct, field

CACHES = (machine, outcome_terms, satisfied, worlds.groups, burden.matters)


class Verdict(Struct, frozen=True):
    """What became of a mutant. ``by`` is *loader*, *case* or *point*, "" where nothing noticed; ``what`` names it."""

    mutant: Mutant
    by: str
    what: str = ""


class Court(Struct):
    """The shipped cases and points of law, read once. Who noticed the last mutant of a rule is asked first."""

    cases_alone: bool = False
    documents: list[Document] = field(default_factory=lambda: [read_file(path) for path in rule_files()])
    cases: dict[str, tuple[Case, Facts]] = field(default_factory=dict[str, tuple[Case, Facts]])
    points: tuple[Point, ...] = ()
    last: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def __post_init__(self) -> None:
        for name, path in shipped().items():
            case = load_case(path)
            self.cases[name] = (case, case.engine_facts())
        self.points = () if self.cases_alone else load_points()
        law = self.rulebook(self.documents)
        wrong = [name for name in self.cases if self.notices(law, name)] + list(failing(law, self.points))
        if wrong:  # whatever notices the law as it stands would notice every mutant
            raise SystemExit(
                f"the law as it stands fails already: {'; '.join(wrong)}; `derogation cases test` says why of the cases"
            )

    def mutants(self) -> list[Mutant]:
        return mutants(self.documents, vocabulary())

    def rulebook(self, documents: Sequence[Document]) -> Rulebook:
        for cache in CACHES:
            cache.cache_clear()
        return rulebook_of(documents, vocabulary(), cite=citation)

    def try_(self, mutant: Mutant) -> Verdict:
        """Whether anything notices a mutant."""
        try:
            rulebook = self.rulebook(mutated(self.documents, mutant))
        except BadRulebook:
            return Verdict(mutant, "loader", "refused when loaded")
        own = [point for point in self.points if point.ask == mutant.name]
        noticed = next(failing(rulebook, (*own, *self.points)), None)
        if noticed is not None:
            return Verdict(mutant, "point", noticed.partition(": ")[2].partition(" says ")[0])
        first = self.last.setdefault(mutant.name, [])
        for name in [*first, *(name for name in self.cases if name not in first)]:
            if self.notices(rulebook, name):
                if name in first:
                    first.remove(name)
                first.insert(0, name)
                return Verdict(mutant, "case", name)
        return Verdict(mutant, "")

    def notices(self, rulebook: Rulebook, name: str) -> bool:
        """Whether a case does not do what its author expects; by the evaluator, one derivation at a time."""
        case, facts = self.cases[name]
        try:
            return any(_differences(rulebook, case, facts))
        except (BadInput, KeyError):  # facts that exclude one another, a reading or rule that is not there any more
            return True


def _differences(rulebook: Rulebook, case: Case, facts: Facts) -> Iterator[bool]:
    """For each thing that a case expects, whether the rulebook gives something else."""
    expect = case.profile.expect
    if expect is None:
        return

    def derived(on: date | None = None, party: str | None = None, *, record: bool = False) -> Derivation:
        question = question_of(
            rulebook, facts, on or case.profile.assess_on or date.today(), party, on_the_record=record
        )
        return derive(rulebook, seen_from(facts.entity, facts.parties, party, rulebook.series), question)

    found = derived()
    if expect.outcome is not None:
        yield found.outcome != expect.outcome
    for day, outcome in expect.on_dates.items():
        yield derived(date.fromisoformat(day)).outcome != outcome
    if expect.on_the_record is not None:
        yield derived(record=True).outcome != expect.on_the_record
    for party, outcome in expect.by_party.items():
        yield derived(party=party).outcome != outcome
    if expect.possible_outcomes is not None:
        yield set(found.possible) != set(expect.possible_outcomes)
    units = {unit.entity.name: unit for unit in found.units}
    for unit, outcome in expect.technologies.items():
        possible = dict(zip(units, found.unit_possible, strict=True)).get(unit, ())
        yield (possible[0] if len(possible) == 1 else rulebook.verdicts.open) != outcome
    on = found.question.assessed_on
    rules_on = [rule for rule in rulebook.rules if rule.kind != "consistency" and rule.in_force_on(on)]
    for key, expected in expect.conditions.items():
        rules = [rule for rule in rules_on if key in (rule.provision, rule.id)]
        yield not rules
        for rule in rules:
            for unit in found.units if rulebook.about_unit(rule) else (None,):
                if unit is not None and found.truth(rulebook.verdicts.in_use, unit) is False:
                    continue
                status = expected if isinstance(expected, str) else expected.get(unit.entity.name if unit else "")
                yield status is not None and status_of(found, rule, unit)[0] != status
