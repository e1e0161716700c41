"""The JSON form of a matter's assessment: the contract ``derogation/matter-assessment/1``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

from ..engine.law.rulebook import Rulebook, Status
from ..engine.why.results import Assessment
from ..rules.cited import Cited
from ..version import VERSION
from .assessment_json import AssessmentJson, assessment_data
from .contract import Day, Digest, Shape, closed, schema_of
from .matter_page import decided_by, provider_conditions
from .matter_record import MatterRecord

SCHEMA = "derogation/matter-assessment/1"


@closed
class OverrideJson(TypedDict):
    """A shared fact of which one feature says otherwise."""

    feature: Annotated[str, Shape(description="The feature's id")]
    path: str
    """The fact's place in a profile."""
    shared: str
    """What the matter says, in words."""
    own: str
    """What the feature says, in words."""
    because: str
    """The reason given."""


@closed
class ProviderConditionJson(TypedDict):
    """A condition on the provider, decided once over all features."""

    provision: str
    """Its provision, as rules write it."""
    citation: str
    """Its provision, as lawyers write it."""
    title: str
    """The condition in short."""
    status: Status
    """What became of it."""


@closed
class FeatureJson(TypedDict):
    """One feature with its assessment."""

    id: Annotated[str, Shape(description="Its short name, as in MATTER#FEATURE")]
    decided_by: str
    """The provisions that decide it, or on which it is open."""
    assessment: AssessmentJson
    """Its assessment, as `assess MATTER#FEATURE` gives it."""


@closed
class MatterAssessmentJson(TypedDict):
    """The assessment of every feature of a matter on one day."""

    schema: Literal["derogation/matter-assessment/1"]
    """The name of this contract."""
    version: str
    """The version of the program."""
    matter: str
    """The matter's name."""
    digest: Annotated[Digest, Shape(description="SHA-256 of the matter's data")]
    provider: str
    """The provider's name; empty where the matter gives none."""
    on: Annotated[Day, Shape(description="The day assessed")]
    provider_conditions: list[ProviderConditionJson]
    """The conditions on the provider; empty where no feature reaches them."""
    overrides: list[OverrideJson]
    """Shared facts that features override."""
    features: list[FeatureJson]
    """The features, in the matter's order."""


def matter_data(
    matter: MatterRecord, found: Mapping[str, Assessment], cited: Mapping[str, Iterable[Cited]]
) -> MatterAssessmentJson:
    """The assessments of a matter's features as plain data."""
    first = next(iter(found.values()))
    cite = first.rulebook.cite
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "matter": matter.name,
        "digest": matter.digest,
        "provider": matter.provider,
        "on": first.on.isoformat(),
        "provider_conditions": [
            {
                "provision": each.rule.provision,
                "citation": cite(each.rule.provision),
                "title": each.rule.title,
                "status": each.status,
            }
            for each in provider_conditions(found)
        ],
        "overrides": [
            {
                "feature": each.feature,
                "path": each.path,
                "shared": each.shared,
                "own": each.own,
                "because": each.because,
            }
            for each in matter.overrides
        ],
        "features": [
            {"id": name, "decided_by": decided_by(each), "assessment": assessment_data(each, tuple(cited[name]))}
            for name, each in found.items()
        ],
    }


def matter_schema(rulebook: Rulebook) -> dict[str, Any]:
    """The JSON Schema of the contract."""
    return schema_of(MatterAssessmentJson, SCHEMA, "Assessment of a matter, feature by feature", rulebook)
