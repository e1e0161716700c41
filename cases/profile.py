"""A profile: the facts of one case, with sources and positions; the file format ``derogation/profile/1``."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from .fact import Date, DateOrNever, Day, Flag, Listed, Model, listed
from .model.provider import Law, Provider, Report
from .model.service import Service
from .model.technology import Technology, TechnologyFacts

PROFILE_FORMAT = "derogation/profile/1"

Grade = Literal["primary", "official_summary", "secondary", "two_secondary", "derived", "constructed"]


class Source(Model):
    """A document that facts rest on. ``by`` is its author; ``grade`` says how near it stands to the original."""

    title: str
    by: str = ""
    on: Day | None = None
    reference: str = ""
    url: str = ""
    grade: Grade | None = None
    note: str = ""


class Party(Model):
    """A party to the case; parties with different interests are opposed."""

    interest: str = Field(default="", description="provider, authority, users, victims, organisation or other")
    note: str = ""


class ReadingPosition(Model):
    """A party's choice between readings of the law."""

    by: str
    choice: str
    because: str = ""
    source: str = ""
    inferred: Flag = False


class ReadingStatement(Model):
    """The reading on which the case's author assesses, or which parties take."""

    choice: str | None = None
    positions: tuple[ReadingPosition, ...] = ()
    note: str = ""


class UseElsewhere(Model):
    """A period in which the provider processed under the Regulation on another feature: it makes the year's report owed
    (Article 3(1)(g)(vii) speaks of providers). A matter works these out; a profile that stands alone may state them."""

    feature: str = Field(default="", description="The other feature")
    technology: str = Field(default="", description="The technology that ran there")
    since: Date | None = Field(default=None, description="Since which day (that day included)")
    until: DateOrNever | None = Field(default=None, description="Until which day (that day included), or never")


class Expect(Model):
    """What the author of a case expects: verdict and reasons; checked by ``derogation cases test``."""

    outcome: str | None = None
    possible_outcomes: tuple[str, ...] | None = None
    technologies: dict[str, str] = Field(default_factory=dict)
    by_party: dict[str, str] = Field(default_factory=dict)
    on_the_record: str | None = None
    conditions: dict[str, str | dict[str, str]] = Field(default_factory=dict)
    """Statuses by provision or by the rule's name; for several technologies, by technology."""
    on_dates: dict[str, str] = Field(default_factory=dict)
    """The outcome on other days."""
    missing: tuple[str, ...] = ()
    """Facts that must be among those missing."""
    why: str = ""


#: An assessment of so many takes seconds.
MAX_TECHNOLOGIES = 100


def _unique_ids(technologies: Listed[Technology]) -> Listed[Technology]:
    if len(technologies.known) > MAX_TECHNOLOGIES:
        raise ValueError(
            f"lists {len(technologies.known)} technologies and at most {MAX_TECHNOLOGIES} are read; "
            "make several profiles"
        )
    ids = [technology.id for technology in technologies.known]
    twice = sorted(name for name, times in Counter(ids).items() if times > 1)
    if twice:
        raise ValueError(f"two technologies are called {twice[0]!r}; give each an id of its own")
    return technologies


class Profile(Model):
    """The facts of one case. Whatever is left out is unknown."""

    profile: Literal["derogation/profile/1"] = Field(description="The file format")
    name: str = Field(min_length=1, description="What is assessed, for people")
    kind: Literal["real", "training", "own"] = "own"
    summary: str = ""
    lesson: str = Field(default="", description="For training cases: what the learner should notice")
    assess_on: Day | None = Field(default=None, description="The day assessed; without it, today")
    preset: str = Field(
        default="", description="A kind of service whose notorious facts are taken as known (docs/matter.md)"
    )
    sources: dict[str, Source] = Field(default_factory=dict)
    parties: dict[str, Party] = Field(default_factory=dict)
    provider: Provider = Field(default_factory=Provider.model_construct)
    service: Service = Field(default_factory=Service.model_construct)
    law: Law = Field(default_factory=Law.model_construct)
    every_technology: TechnologyFacts = Field(
        default_factory=TechnologyFacts.model_construct,
        description="Facts of every technology that does not say otherwise",
    )
    technologies: Annotated[Listed[Technology], AfterValidator(_unique_ids)] | None = listed(
        "Which technologies does the provider use, or has it used, on this service to find child sexual abuse?",
        "3(1)",
        item="technology",
    )
    reports: Listed[Report] | None = listed(
        "Which annual reports under Article 3(1)(g)(vii) exist?", "3(1)(g)(vii)", item="report"
    )
    uses_elsewhere: Listed[UseElsewhere] | None = Field(
        default=None,
        description="When the provider processed under the Regulation on its other features; without it, on none",
    )
    readings: dict[str, ReadingStatement] = Field(default_factory=dict)
    authorities: tuple[dict[str, Any], ...] = Field(
        default=(),
        description="The author's own authorities on the law: id, kind, by, on, reference, holds, and for, against or "
        "bears_on (docs/authorities.md)",
    )
    expect: Expect | None = None
    notes: tuple[str, ...] = ()
