"""What a memo is written from: the case, its assessment from the standpoint taken, and other views of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import cast

from msgspec import Struct

from ..cases.catalogue import Assess
from ..cases.loader import Case
from ..cases.profile import Profile
from ..engine.case.vocabulary import FactSpec
from ..engine.why.answer_record import Answer
from ..engine.why.exceptions import ExceptionResult, exceptions_of
from ..engine.why.results import Assessment, DisputedFact, RuleResult, RuleSubject
from ..rules.authorities import Authority
from ..rules.citation_styles import style_of
from ..rules.cited import cited_in
from ..showing.answer_record import answer_of
from ..showing.document import Heading, Inline, Span, inline
from ..showing.foreign import said
from ..showing.words import listed, wording
from .authorities import Authorities
from .exhibits import Exhibits


class Heads(Struct, frozen=True):
    """What stands at the head of a memo and is not in the case. Empty texts take the default."""

    dated: date
    to: str = ""
    sender: str = ""
    reference: str = ""
    marking: str = ""
    command: str = ""
    version: str = ""
    signed: str = ""


@dataclass(eq=False)
class Dossier:
    """A case with its assessment, and what the parts of the memo share: exhibit marks, authorities, names."""

    case: Case
    assessment: Assessment
    assess: Assess
    heads: Heads
    readings: dict[str, str] = field(default_factory=dict[str, str])
    full: bool = False  # also the conditions on which nothing is on file, one by one
    counts: list[int] = field(default_factory=list[int])
    annexed: bool = False
    authorities: Authorities = field(init=False)
    exhibits: Exhibits = field(init=False)

    def __post_init__(self) -> None:
        self.authorities = Authorities(style_of(self.assessment.rulebook.cite))
        self.exhibits = Exhibits(self.profile.sources)

    def heading(self, level: int, *text: str | Span | Inline) -> Heading:
        """The next heading of a level, with its number; what is cited from here on is noted under it."""
        self.counts = [*self.counts[:level], *([0] * (level - len(self.counts)))]
        self.counts[level - 1] += 1
        first = chr(ord("A") + self.counts[0] - 1) if self.annexed else str(self.counts[0])
        number = ".".join([first, *map(str, self.counts[1:])])
        self.authorities.here = number
        said = f"Annex {number}" if self.annexed and level == 1 else number
        return Heading(inline(*text), level, said, f"section-{number.replace('.', '-')}")

    def begin_annexes(self) -> None:
        """From here on headings of the first level are annexes, with letters."""
        self.counts, self.annexed = [], True

    # --- names ---------------------------------------------------------------------------------------------------

    @property
    def profile(self) -> Profile:
        return self.case.profile

    @property
    def provider(self) -> Span:
        """The provider's name, or "the provider"."""
        return said(self.profile.provider.name, limit=120) if self.profile.provider.name else Span("the provider")

    @property
    def service(self) -> Span:
        """The feature on its service ("direct messages on TikTok"), or "the service"."""
        service = self.profile.service
        name = " on ".join(part for part in (service.feature, service.name) if part)
        return said(name, limit=160) if name else Span("the service")

    def unit_name(self, name: str) -> Span:
        """A technology by its title, else its id; "?" stands for those not listed."""
        if name == "?":
            return Span("any further technology" if self.assessment.units else "any technology")
        known = self.profile.technologies.known if self.profile.technologies is not None else ()
        title = next((unit.title for unit in known if unit.id == name), "") or name
        return said(title, limit=90)

    def quoted(self, name: str) -> Inline:
        """A technology inside a sentence: its title in quotation marks."""
        return inline(self.unit_name(name)) if name == "?" else inline("“", self.unit_name(name), "”")

    def subject_name(self, subject: RuleSubject) -> Inline:
        """Whom or what a rule is about, inside a sentence."""
        if subject.unit:
            return self.quoted(subject.unit)
        return inline(self.provider if subject.kind == "provider" else self.service)

    # --- facts ---------------------------------------------------------------------------------------------------

    def spec_path(self, path: str) -> str:
        """The fact that a place in the case states, as rules name it."""
        return self.assessment.rulebook.vocabulary.address(path).generic

    def spec(self, path: str) -> FactSpec | None:
        """What the vocabulary says of the fact at a place; ``None`` for a list."""
        return self.assessment.rulebook.vocabulary.facts.get(self.spec_path(path))

    @cached_property
    def disputed(self) -> dict[str, DisputedFact]:
        """The facts in dispute, or asserted by an interested party alone, by place in the case."""
        return {fact.path: fact for fact in self.assessment.disputed_facts}

    # --- rules ---------------------------------------------------------------------------------------------------

    @cached_property
    def exceptions(self) -> tuple[ExceptionResult, ...]:
        """The exceptions that are open, made out, or claimed by somebody."""
        found = exceptions_of(self.assessment)
        return tuple(each for each in found if each.truth is not False or any(limb.positions for limb in each.limbs))

    @cached_property
    def answer(self) -> Answer:
        """The answer to the client's question."""
        own = cast("tuple[Authority, ...]", self.assessment.subject.authorities)
        return answer_of(self.assessment, cited_in(self.assessment, own))

    @cached_property
    def gates_pass(self) -> bool:
        """Whether the conditions are reached, or may be."""
        return all(node.truth is not True for _, node in self.assessment.gates)

    def cite(self, provision: str) -> Span:
        """A provision as it is cited, noted for the table of authorities."""
        return self.authorities.cite(provision)

    def cites(self, provisions: Iterable[str]) -> Span:
        """Several provisions as they are cited, those of one article together."""
        return self.authorities.cite_all(provisions)

    def gate_results(self) -> Iterator[RuleResult]:
        """The gates that decide or are open, without those that an exception leaves open by itself."""
        limbs = {path for each in self.exceptions for limb in each.limbs for path in limb.paths}
        for result in self.assessment.other_rules:
            if result.kind != "gate" or result.proofs is None or result.proofs[1].truth is False:
                continue
            if result.proofs[1].truth is None and result.facts and {use.path for use in result.facts} <= limbs:
                continue
            yield result

    # --- other views ---------------------------------------------------------------------------------------------

    def outcome_word(self, outcome: str) -> str:
        """An outcome for a cell."""
        return wording().outcomes[outcome].short

    def outcome_words(self, outcomes: tuple[str, ...]) -> str:
        """The outcomes still possible: "covered, not covered or no technology in use"."""
        return listed((self.outcome_word(outcome) for outcome in outcomes), "or")

    @cached_property
    def views(self) -> dict[str, Assessment]:
        """The same case as each other party sees it."""
        return {
            party: self.assess(
                self.case,
                self.assessment.on,
                party,
                on_the_record=self.assessment.on_the_record,
                readings=self.readings,
            )
            for party in sorted(self.assessment.by_party)
            if party != self.assessment.standpoint
        }

    @cached_property
    def on_the_record(self) -> Assessment:
        """The same case where what its bearer has not shown counts against it."""
        if self.assessment.on_the_record:
            return self.assessment
        return self.assess(
            self.case, self.assessment.on, self.assessment.standpoint, on_the_record=True, readings=self.readings
        )
