"""One technology as it runs on the service: the unit whose processing is covered by the derogation or not.

Source: Regulation (EU) 2021/1232, Article 1(2), Article 3(1)(a) to (f), (g)(ii), (g)(iii), (h) to (j), 3(2), 3(3).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..fact import (
    Date,
    DateOrNever,
    Listed,
    Model,
    Number,
    PartlyKnown,
    Share,
    Stated,
    Trimmed,
    YesNo,
    fact,
    indicates,
    listed,
    whole_or_part,
)

RiskFactor = Annotated[
    Literal[
        "age_difference",
        "likely_child",
        "contact_pattern",
        "language_pattern",
        "account_history",
        "message_meaning",
    ],
    Trimmed,
]
StoragePurpose = Annotated[
    Literal["reporting", "blocking", "hashing", "redress", "authority_requests", "other"], Trimmed
]


class Detects(Model):
    """What the technology looks for."""

    known_material: YesNo | None = fact(
        "Does it detect material already identified as child sexual abuse material?", "3(1)(a)(i)"
    )
    new_material: YesNo | None = fact(
        "Does it detect material not previously identified as child sexual abuse material?",
        "3(1)(a)(i)",
        "3(1)(g)(iii)",
    )
    solicitation: YesNo | None = fact(
        "Is it used to identify possible solicitation of children?", "3(1)(a)(i)", "3(1)(d)", "3(1)(f)"
    )


class Scans(Model):
    """Which kinds of data it scans."""

    images: YesNo | None = fact("Does it scan images?", "1(2)")
    videos: YesNo | None = fact("Does it scan videos (their pictures)?", "1(2)")
    text: YesNo | None = fact("Does it scan text in communications?", "3(1)(b)")
    audio: YesNo | None = fact("Does it scan audio communications?", "1(2)")
    traffic_data: YesNo | None = fact("Does it scan traffic data?", "1(2)")
    other_files: YesNo | None = fact("Does it scan other files, none of them audio?", "1(2)")
    material: Stated[Annotated[Literal["communications", "stored_uploads", "both"], Trimmed]] | None = fact(
        "Does it scan communications (what one user sends another), or uploads that are stored and sent to nobody?",
        "ePD 2(d)",
    )
    runs_on: Stated[Annotated[Literal["device", "server", "both"], Trimmed]] | None = fact(
        "Where does the scanning take place: on the user's device, or on the provider's servers?", "ePD 5(3)"
    )
    after_report_only: YesNo | None = fact(
        "Does it look only at what a user who took part in the exchange has reported?", "ePD 5(1)"
    )


class FirstUse(Model):
    """When it was first used, by whom and on whom: what decides whether it is new under Article 3(1)(d)."""

    by_provider_on: DateOrNever | None = fact(
        "When did this provider first use the technology, anywhere, for this purpose?",
        "3(2)(a)",
        "3(3)(a)",
        never="never used by the provider",
        fixed=True,
    )
    by_anyone_in_union_on: DateOrNever | None = fact(
        "When did any provider first use it on users of number-independent services in the Union?",
        "3(1)(d)",
        never="never used by anyone in the Union",
        fixed=True,
        who="others",
    )


class PeriodOfUse(Model):
    """A period in which the technology ran on this service."""

    since: Date | None = fact("Since which day was it used (that day included)?", "3(1)")
    until: DateOrNever | None = fact("Until which day was it used (that day included)?", "3(1)", never="still in use")


class ImpactAssessment(Model):
    """The data protection impact assessment (GDPR Article 35)."""

    completed_on: DateOrNever | None = fact(
        "When was the data protection impact assessment for this technology completed?",
        "3(1)(c)",
        "GDPR 35",
        never="not completed",
    )
    high_risk: YesNo | None = fact(
        "Does the assessment show a high risk in the absence of mitigating measures?", "GDPR 36(1)"
    )


class PriorConsultation(Model):
    """The prior consultation of the supervisory authority (GDPR Article 36) and its written advice."""

    started_on: DateOrNever | None = fact(
        "When was the prior consultation procedure for this technology started?",
        "3(1)(c)",
        "3(2)(b)",
        "3(3)(b)",
        never="not started",
    )
    completed_on: DateOrNever | None = fact(
        "When was the prior consultation procedure completed?",
        "3(1)(c)",
        "GDPR 36",
        never="not completed",
    )
    no_high_risk_or_mitigated: YesNo | None = fact(
        "Did the authority indicate that the processing would not result in a high risk, or that the risk had been "
        "mitigated?",
        "rec.31",
        who="authority",
        fixed=True,
    )
    duly_cooperates: YesNo | None = fact(
        "Does the provider duly cooperate with the authority in the procedure?",
        "3(2)(c)",
        "3(3)(c)",
        finding=True,
        rests_on=("technology.prior_consultation",),
    )
    advice_issued_on: DateOrNever | None = fact(
        "When did the authority issue written advice in the procedure?",
        "3(1)(d)",
        "GDPR 36(2)",
        never="no advice issued",
        who="authority",
        fixed=True,
    )
    reported_back_on: DateOrNever | None = fact(
        "When did the provider report back on the measures that show compliance with the written advice?",
        "3(1)(d)",
        never="not reported back",
    )


class ReportsTo(Model):
    """To whom suspected abuse is reported."""

    law_enforcement: YesNo | None = fact(
        "Does the provider report to competent law enforcement authorities?", "3(1)(a)(i)", "3(1)(j)"
    )
    organisations: YesNo | None = fact(
        "Does it report to organisations acting in the public interest against child sexual abuse?",
        "3(1)(a)(i)",
        "3(1)(j)",
    )
    others: YesNo | None = fact("Does it report to anyone else?", "3(1)(a)(i)")


class Processing(Model):
    """Article 3(1), point (a): how far the processing goes."""

    strictly_necessary: YesNo | None = fact(
        "Is the processing strictly necessary for using the technology for its purpose?",
        "3(1)(a)(i)",
        finding=True,
        rests_on=("technology.detects", "technology.scans", "technology.processing"),
        indicators=(indicates("technology.processing.sole_purpose", False, False),),
    )
    sole_purpose: YesNo | None = fact(
        "Is detecting, reporting and (for material) removing online child sexual abuse its sole purpose?",
        "3(1)(a)(i)",
    )
    removes_solicitation: YesNo | None = fact(
        "Is content removed because it may be solicitation (blocking the account is another thing)?",
        "3(1)(a)(i)",
    )
    proportionate: YesNo | None = fact(
        "Is the processing proportionate?",
        "3(1)(a)(ii)",
        finding=True,
        rests_on=(
            "technology.detects",
            "technology.scans",
            "technology.end_to_end_encryption",
            "technology.processing",
            "technology.quality.error_rate",
        ),
    )
    purpose_technologies_only: YesNo | None = fact(
        "Is the processing limited to technologies used for that purpose?", "3(1)(a)(ii)"
    )
    content_and_related_traffic_only: YesNo | None = fact(
        "Is it limited to content data and related traffic data?", "3(1)(a)(iii)", "rec.33"
    )
    data_strictly_necessary: YesNo | None = fact(
        "Are the data processed no more than the purpose strictly needs?",
        "3(1)(a)(iii)",
        finding=True,
        rests_on=("technology.scans", "technology.processing"),
        indicators=(indicates("technology.processing.content_and_related_traffic_only", False, False),),
    )
    limited_to_necessary: YesNo | None = fact(
        "Is the processing as a whole (users scanned, time, staff with access) limited to what is strictly necessary?",
        "3(1)(a)(iv)",
        finding=True,
        rests_on=("technology.scans", "technology.processing", "technology.oversight"),
    )


class Quality(Model):
    """Article 3(1), points (b), (e) and (f): the technology itself."""

    state_of_the_art: YesNo | None = fact(
        "Is it in accordance with the state of the art in the industry?",
        "3(1)(b)",
        finding=True,
        rests_on=("technology.scans", "technology.quality"),
    )
    least_intrusive: YesNo | None = fact(
        "Is it the least privacy-intrusive, also as to data protection by design and by default?",
        "3(1)(b)",
        "GDPR 25",
        finding=True,
        rests_on=("technology.scans", "technology.quality"),
    )
    cannot_deduce_substance: YesNo | None = fact(
        "Is it unable to deduce the substance of the content of communications?",
        "3(1)(b)",
        finding=True,
        rests_on=("technology.scans", "technology.quality.patterns_only"),
        indicators=(indicates("technology.quality.risk_factors_used", "message_meaning", False),),
    )
    patterns_only: YesNo | None = fact(
        "Can it detect nothing in text but patterns which point to possible online child sexual abuse?",
        "3(1)(b)",
    )
    errors_limited: YesNo | None = fact(
        "Is it so reliable that the rate of errors is limited to the maximum extent possible?",
        "3(1)(e)",
        finding=True,
        rests_on=("technology.quality.error_rate", "technology.quality.errors_occurred", "technology.oversight"),
    )
    error_rate: Share | None = fact(
        "Which share of automatic hits did human review find to be wrong?", "3(1)(g)(vii)(6)", unit="percent"
    )
    errors_occurred: YesNo | None = fact("Have errors occurred?", "3(1)(e)", fixed=True)
    errors_rectified: YesNo | None = fact(
        "Are the consequences of errors rectified without delay?",
        "3(1)(e)",
        finding=True,
        rests_on=("technology.quality.errors_occurred", "technology.quality.error_rate"),
    )
    relevant_indicators_only: YesNo | None = fact(
        "For solicitation: is it limited to relevant key indicators and objectively identified risk factors?",
        "3(1)(f)",
        finding=True,
        rests_on=("technology.detects.solicitation", "technology.quality.risk_factors_used"),
        indicators=(
            indicates("technology.quality.risk_factors_used", "message_meaning", False),
            indicates("technology.quality.risk_factors_used", "age_difference", True),
            indicates("technology.quality.risk_factors_used", "likely_child", True),
        ),
    )
    risk_factors_used: (
        Stated[Annotated[tuple[RiskFactor, ...] | PartlyKnown[RiskFactor], BeforeValidator(whole_or_part)]] | None
    ) = fact("For solicitation: which indicators and risk factors does it use?", "3(1)(f)")
    human_review_right: YesNo | None = fact(
        "For solicitation: does the right to human review stay untouched?",
        "3(1)(f)",
        legal=True,
        rests_on=("technology.oversight.confirmed_before_report",),
    )


class Oversight(Model):
    """Article 3(1), points (g)(ii) and (g)(iii)."""

    human_oversight: YesNo | None = fact("Is the processing under human oversight?", "3(1)(g)(ii)")
    human_intervention: YesNo | None = fact(
        "Do humans intervene where necessary?",
        "3(1)(g)(ii)",
        legal=True,
        rests_on=("technology.oversight.human_oversight", "technology.oversight.confirmed_before_report"),
    )
    confirmed_before_report: YesNo | None = fact(
        "Is nothing that was not previously identified, and no solicitation, reported without prior human "
        "confirmation?",
        "3(1)(g)(iii)",
    )


class RecordedCase(Model):
    """One suspected case (or a class of them) whose data are kept, for the time limit of Article 3(1)(i)."""

    id: str = Field(default="", description="Reference of the case in the provider's files")
    identified_on: Date | None = fact("When was the suspected abuse identified?", "3(1)(i)", fixed=True)
    detected_on: Date | None = fact("When was it detected?", "rec.19", fixed=True)
    deleted_on: DateOrNever | None = fact("When were its data deleted?", "3(1)(i)", never="still stored")
    last_working_day: Date | None = fact(
        "On which day do 12 months from identification end, or, where that is no working day, the next working day?",
        "3(1)(i)",
        "1182/71 3(4)",
        fixed=True,
        legal=True,
    )
    last_working_day_from_detection: Date | None = fact(
        "On which day do 12 months from detection end, or, where that is no working day, the next working day?",
        "3(1)(i)",
        "1182/71 3(4)",
        fixed=True,
        legal=True,
    )


class Suspicions(Model):
    """Article 3(1), points (h), (i) and (j): what happens once abuse is suspected."""

    identified: YesNo | None = fact(
        "Has suspected online child sexual abuse been identified with the technology?",
        "3(1)(h)",
        "3(1)(i)",
        "3(1)(j)",
        fixed=True,
    )
    stored_securely: YesNo | None = fact("Are the data of suspected cases stored in a secure manner?", "3(1)(h)")
    storage_purposes: (
        Stated[Annotated[tuple[StoragePurpose, ...] | PartlyKnown[StoragePurpose], BeforeValidator(whole_or_part)]]
        | None
    ) = fact(
        "For which purposes are the data of suspected cases stored (hashing: a hash of data reliably identified as "
        "child sexual abuse material; a hash of what is merely suspected is another purpose)?",
        "3(1)(h)",
    )
    no_longer_than_necessary: YesNo | None = fact(
        "Are they stored no longer than strictly necessary for the purpose?",
        "3(1)(i)",
        finding=True,
        rests_on=("technology.suspicions.storage_purposes", "technology.suspicions.longest_months"),
    )
    longest_months: Number | None = fact(
        "For how many months, counted from identification, are any of the data (content, related traffic data, "
        "personal data generated) kept at the longest?",
        "3(1)(i)",
        unit="months",
    )
    longest_months_from_detection: Number | None = fact(
        "For how many months, counted from detection, are any of those data kept at the longest?",
        "3(1)(i)",
        "rec.19",
        unit="months",
    )
    recorded: Listed[RecordedCase] | None = listed(
        "Which suspected cases are listed one by one, with the days on which they were identified and deleted?",
        "3(1)(i)",
        item="recorded_case",
        closed=True,
    )
    every_verified_reported: YesNo | None = fact(
        "Is every case of a reasoned and verified suspicion reported to the competent national authorities or to "
        "organisations acting in the public interest?",
        "3(1)(j)",
    )
    reported_without_delay: YesNo | None = fact(
        "Are those reports made without delay?",
        "3(1)(j)",
        finding=True,
        rests_on=("technology.reports_to", "technology.suspicions.every_verified_reported"),
    )


class TechnologyFacts(Model):
    """The facts of one technology, or, under ``every_technology``, of all that do not say otherwise."""

    detects: Detects = Field(default_factory=Detects.model_construct)
    scans: Scans = Field(default_factory=Scans.model_construct)
    end_to_end_encryption: Stated[Annotated[Literal["none", "some", "all"], Trimmed]] | None = fact(
        "To which of the communications it scans is, has been or will be end-to-end encryption applied?",
        "rec.25",
        "2026/1881 1(3)",
    )
    first_use: FirstUse = Field(default_factory=FirstUse.model_construct)
    periods_of_use: Listed[PeriodOfUse] | None = listed(
        "In which periods did the technology run on this service?", "3(1)", item="use"
    )
    impact_assessment: ImpactAssessment = Field(default_factory=ImpactAssessment.model_construct)
    prior_consultation: PriorConsultation = Field(default_factory=PriorConsultation.model_construct)
    reports_to: ReportsTo = Field(default_factory=ReportsTo.model_construct)
    processing: Processing = Field(default_factory=Processing.model_construct)
    quality: Quality = Field(default_factory=Quality.model_construct)
    oversight: Oversight = Field(default_factory=Oversight.model_construct)
    suspicions: Suspicions = Field(default_factory=Suspicions.model_construct)


class Technology(TechnologyFacts):
    """One technology on the service."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", description="Short name, unique in the profile")
    title: str = ""
    description: str = ""
