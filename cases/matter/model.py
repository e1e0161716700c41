"""The file format ``derogation/matter/1``: what a provider's features share, and the features, each a case."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from ..fact import Day, Listed, Model, listed
from ..model.provider import Law, Provider, Report
from ..model.service import Service
from ..model.technology import Technology, TechnologyFacts
from ..profile import Expect, Party, ReadingStatement, Source

MATTER_FORMAT = "derogation/matter/1"
#: An assessment of so many takes seconds.
MAX_FEATURES = 30


class FeatureTechnology(Technology):
    """A technology on one feature; ``same_as`` names it on another."""

    same_as: str = Field(
        default="",
        description="The same technology on another feature, as FEATURE/TECHNOLOGY; its first use is stated once",
    )


class Feature(Model):
    """One feature: a case of its own. It has all that the matter shares."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Short name, unique in the matter")
    name: str = Field(default="", description="What is assessed, for people")
    summary: str = ""
    preset: str = Field(
        default="", description="A kind of service whose notorious facts are taken as known (docs/matter.md)"
    )
    overrides: dict[str, str] = Field(
        default_factory=dict,
        description="Shared facts of which this feature says otherwise, by path, each with the reason",
    )
    service: Service = Field(default_factory=Service.model_construct)
    law: Law = Field(default_factory=Law.model_construct)
    every_technology: TechnologyFacts = Field(
        default_factory=TechnologyFacts.model_construct,
        description="Facts of every technology on this feature that does not say otherwise",
    )
    technologies: Listed[FeatureTechnology] | None = listed(
        "Which technologies does the provider use, or has it used, on this feature?", "3(1)", item="technology"
    )
    expect: Expect | None = None
    notes: tuple[str, ...] = ()


def _unique(features: tuple[Feature, ...]) -> tuple[Feature, ...]:
    ids = [feature.id for feature in features]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"two features are called {twice[0]!r}; give each an id of its own")
    if len(ids) > MAX_FEATURES:
        raise ValueError(f"lists {len(ids)} features and at most {MAX_FEATURES} are read; make several matters")
    return features


class MatterFile(Model):
    """One provider, what its features share, and the features."""

    matter: Literal["derogation/matter/1"] = Field(description="The file format")
    name: str = Field(min_length=1, description="The matter, for people")
    kind: Literal["real", "training", "own"] = "own"
    summary: str = ""
    assess_on: Day | None = Field(default=None, description="The day assessed; without it, today")
    sources: dict[str, Source] = Field(default_factory=dict)
    parties: dict[str, Party] = Field(default_factory=dict)
    provider: Provider = Field(default_factory=Provider.model_construct)
    service: Service = Field(
        default_factory=Service.model_construct, description="Facts of every feature that does not override them"
    )
    law: Law = Field(default_factory=Law.model_construct)
    every_technology: TechnologyFacts = Field(
        default_factory=TechnologyFacts.model_construct,
        description="Facts of every technology on any feature that does not override them",
    )
    reports: Listed[Report] | None = listed(
        "Which annual reports under Article 3(1)(g)(vii) exist?", "3(1)(g)(vii)", item="report"
    )
    readings: dict[str, ReadingStatement] = Field(default_factory=dict)
    authorities: tuple[dict[str, Any], ...] = Field(
        default=(), description="The author's own authorities on the law (docs/authorities.md)"
    )
    notes: tuple[str, ...] = ()
    features: Annotated[tuple[Feature, ...], AfterValidator(_unique)] = Field(
        min_length=1, description="The features, each a case of its own"
    )
