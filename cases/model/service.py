"""The service and the feature assessed: what decides whether the ePrivacy Directive protects its messages at all.

Sources: Directive (EU) 2018/1972 (EECC), Article 2(4) to (7), recitals 15 to 18; Directive 2002/58/EC, Article 3(1).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from ..fact import Model, PartlyKnown, Share, Stated, Trimmed, YesNo, fact, indicates, whole_or_part

Remuneration = Annotated[
    Literal["money", "data_given", "data_collected", "third_party", "advertising", "data_monetised"], Trimmed
]
EditorialAct = Annotated[
    Literal["writes_content", "selects_content", "approves_before", "removes_after", "filters_words"], Trimmed
]
Mixture = Annotated[Literal["number_calls", "sms_copies", "public_feed", "live_streams", "other"], Trimmed]

OF_COMMUNICATIONS = "service.communications.indicators"


class CommunicationsIndicators(Model):
    """Plain facts that support or undercut elements of the definition. Sources: EECC recitals 16 and 17; for groups
    whose members are admitted without selection compare recital 14 of Regulation (EU) 2022/2065."""

    members_capped: YesNo | None = fact(
        "Is there a cap on how many persons one exchange (a chat, group or channel) can reach?", "EECC rec.17"
    )
    admission: Stated[Annotated[Literal["by_person", "automatic"], Trimmed]] | None = fact(
        "Who joins an exchange: whom a person admits, or anybody, automatically?", "EECC rec.17"
    )
    discoverable: YesNo | None = fact(
        "Can strangers find the exchange (a group or channel) by search, directory or public link?", "EECC rec.17"
    )
    anyone_may_contract: YesNo | None = fact(
        "May anybody become a user, on conditions that are the same for all?", "ePD 3(1)"
    )
    guests: YesNo | None = fact("Can persons take part who have no account (guests)?", "ePD 3(1)")
    federated: YesNo | None = fact("Can it be reached from other services (federation, open protocols)?", "ePD 3(1)")
    remuneration: (
        Stated[Annotated[tuple[Remuneration, ...] | PartlyKnown[Remuneration], BeforeValidator(whole_or_part)]] | None
    ) = fact(
        "How is the service paid for: money, data that users knowingly give, data collected without their doing, a "
        "third party's payment, advertising seen as the price of access, data turned into money?",
        "EECC rec.16",
    )
    editorial_acts: (
        Stated[Annotated[tuple[EditorialAct, ...] | PartlyKnown[EditorialAct], BeforeValidator(whole_or_part)]] | None
    ) = fact(
        "What does the provider do with the content: write it, select it, approve it before it is sent, remove some of "
        "it afterwards, filter words?",
        "EECC 2(4)",
    )


class Communications(Model):
    """The elements of an interpersonal communications service, EECC Article 2(4) and (5)."""

    remunerated: YesNo | None = fact(
        "Is the service normally provided for remuneration (money, data of the user, advertising seen as the price "
        "of access, payment by a third party)?",
        "EECC 2(5)",
        "EECC rec.16",
        indicators=tuple(
            indicates(f"{OF_COMMUNICATIONS}.remuneration", way, True)
            for way in ("money", "data_given", "data_collected", "third_party", "advertising", "data_monetised")
        ),
        legal=True,
    )
    via_networks: YesNo | None = fact(
        "Is it provided via electronic communications networks, such as the internet?", "EECC 2(5)", legal=True
    )
    editorial: YesNo | None = fact(
        "Does the provider itself supply the content transmitted, or exercise editorial control over it?",
        "EECC 2(4)",
        indicators=(
            *(
                indicates(f"{OF_COMMUNICATIONS}.editorial_acts", act, True)
                for act in ("writes_content", "selects_content", "approves_before")
            ),
            *(
                indicates(f"{OF_COMMUNICATIONS}.editorial_acts", act, False)
                for act in ("removes_after", "filters_words")
            ),
        ),
        legal=True,
    )
    direct: YesNo | None = fact(
        "Is the exchange of information that it enables direct?",
        "EECC 2(5)",
        legal=True,
        rests_on=("service.communications.with_provider_alone",),
    )
    interpersonal: YesNo | None = fact(
        "Does the information pass between persons?",
        "EECC 2(5)",
        legal=True,
        rests_on=("service.communications.with_provider_alone",),
    )
    interactive: YesNo | None = fact(
        "Can the recipient answer through the same feature?", "EECC 2(5)", "EECC rec.17", legal=True
    )
    finite_number: YesNo | None = fact(
        "Does each message reach a finite, not potentially unlimited, number of persons?",
        "EECC 2(5)",
        "EECC rec.17",
        indicators=(
            indicates(f"{OF_COMMUNICATIONS}.members_capped", True, True),
            indicates(f"{OF_COMMUNICATIONS}.members_capped", False, False),
            indicates(f"{OF_COMMUNICATIONS}.admission", "by_person", True),
            indicates(f"{OF_COMMUNICATIONS}.admission", "automatic", False),
            indicates(f"{OF_COMMUNICATIONS}.discoverable", True, False),
            indicates(f"{OF_COMMUNICATIONS}.discoverable", False, True),
        ),
        legal=True,
    )
    recipients_chosen: YesNo | None = fact(
        "Do the persons who start or join the exchange determine who receives it?",
        "EECC 2(5)",
        "EECC rec.17",
        legal=True,
        rests_on=(
            "service.communications.indicators.admission",
            "service.communications.indicators.discoverable",
            "service.communications.with_provider_alone",
        ),
    )
    with_provider_alone: YesNo | None = fact(
        "Is every exchange on this feature between one user and the provider itself, or those acting for it, so that "
        "no communication between other users is processed?",
        "ePD 5(1)",
    )
    indicators: CommunicationsIndicators = Field(default_factory=CommunicationsIndicators.model_construct)


class Numbering(Model):
    """The link with telephone numbers, EECC Article 2(6) and (7)."""

    connects: YesNo | None = fact(
        "Does the feature connect with publicly assigned numbering resources (telephone numbers)?",
        "EECC 2(6)",
        "EECC 2(7)",
        "EECC rec.18",
        legal=True,
        rests_on=("service.numbering",),
    )
    reaches_numbers: YesNo | None = fact(
        "Does the feature enable communication with numbers in national or international numbering plans?",
        "EECC 2(6)",
        "EECC 2(7)",
        "EECC rec.18",
    )
    feature_of_its_own: YesNo | None = fact(
        "Are the calls to telephone numbers a feature of their own, apart from what goes from account to account?",
        "EECC rec.10",
    )
    identifier_only: YesNo | None = fact(
        "Does a telephone number serve merely as an identifier of the user (for example at sign-up)?",
        "EECC rec.18",
    )


class AncillaryIndicators(Model):
    """Plain facts that support or undercut the limbs of the ancillary exception."""

    stand_alone_app: YesNo | None = fact("Is there a separate app or page for the feature?", "EECC rec.17")
    usable_without_main_service: YesNo | None = fact(
        "Can the feature be used without using the main service?", "EECC rec.17"
    )
    own_branding: YesNo | None = fact("Has the feature a name or brand of its own?", "EECC rec.17")
    own_tools: YesNo | None = fact("Has the feature tools of its own (for example for business users)?", "EECC rec.17")
    users_share: Share | None = fact(
        "Which share of the users of the main service uses the feature?", "EECC rec.17", unit="percent"
    )
    use_share: Share | None = fact(
        "Which share of the time spent on the service is spent in the feature?", "EECC rec.17", unit="percent"
    )
    utility_very_limited: YesNo | None = fact(
        "Is the feature's objective usefulness to an end-user very limited?",
        "EECC rec.17",
        who="others",
        legal=True,
        rests_on=(
            "service.ancillary_exception.indicators.users_share",
            "service.ancillary_exception.indicators.use_share",
            "service.ancillary_exception.indicators.barely_used",
        ),
    )
    barely_used: YesNo | None = fact("Is the feature in reality barely used by end-users?", "EECC rec.17")
    technical_reason: YesNo | None = fact(
        "Is there a stated, objective technical reason why the feature needs the main service?", "EECC rec.17"
    )


INDICATORS = "service.ancillary_exception.indicators"


class AncillaryException(Model):
    """The exception of EECC Article 2(5): a minor ancillary feature intrinsically linked to another service."""

    minor: YesNo | None = fact(
        "Seen with an objective end-user's eyes and read narrowly, is the interpersonal communication a minor feature?",
        "EECC 2(5)",
        "EECC rec.17",
        finding=True,
        indicators=(
            indicates(f"{INDICATORS}.utility_very_limited", True, True),
            indicates(f"{INDICATORS}.utility_very_limited", False, False),
            indicates(f"{INDICATORS}.barely_used", True, True),
            indicates(f"{INDICATORS}.barely_used", False, False),
            indicates(f"{INDICATORS}.own_tools", True, False),
        ),
    )
    ancillary: YesNo | None = fact(
        "Is the interpersonal communication ancillary to another service?",
        "EECC 2(5)",
        finding=True,
        indicators=(
            indicates(f"{INDICATORS}.stand_alone_app", True, False),
            indicates(f"{INDICATORS}.own_branding", True, False),
            indicates(f"{INDICATORS}.own_tools", True, False),
        ),
    )
    purely_ancillary: YesNo | None = fact(
        "Is it purely ancillary, having no use beyond serving the main service?",
        "EECC rec.17",
        finding=True,
        indicators=(
            indicates(f"{INDICATORS}.usable_without_main_service", True, False),
            indicates(f"{INDICATORS}.stand_alone_app", True, False),
        ),
    )
    intrinsically_linked: YesNo | None = fact(
        "Is the feature intrinsically linked to the main service?",
        "EECC 2(5)",
        finding=True,
        indicators=(
            indicates(f"{INDICATORS}.usable_without_main_service", True, False),
            indicates(f"{INDICATORS}.usable_without_main_service", False, True),
        ),
    )
    technically_inseparable: YesNo | None = fact(
        "Can the feature, for objective technical reasons, not be used without the main service?",
        "EECC rec.17",
        finding=True,
        indicators=(
            indicates(f"{INDICATORS}.technical_reason", True, True),
            indicates(f"{INDICATORS}.technical_reason", False, False),
            indicates(f"{INDICATORS}.usable_without_main_service", True, False),
            indicates(f"{INDICATORS}.stand_alone_app", True, False),
        ),
    )
    not_circumvention: YesNo | None = fact(
        "Is the integration something other than a means to get round the rules on electronic communications?",
        "EECC rec.17",
        finding=True,
        who="authority",
        rests_on=("service.ancillary_exception.indicators",),
    )
    indicators: AncillaryIndicators = Field(default_factory=AncillaryIndicators.model_construct)


class Service(Model):
    """The service feature assessed. One undertaking may run several; each is a case of its own (EECC recital 10)."""

    name: str = Field(default="", description="Name of the service")
    feature: str = Field(default="", description="The feature assessed, for example direct messages")
    description: str = ""
    users_in_union: YesNo | None = fact("Is the service provided to users in the Union?", "ePD 3(1)", "3(1)(d)")
    publicly_available: YesNo | None = fact(
        "Is the service publicly available, rather than kept to a closed or internal circle?",
        "ePD 3(1)",
        indicators=(
            indicates(f"{OF_COMMUNICATIONS}.anyone_may_contract", True, True),
            indicates(f"{OF_COMMUNICATIONS}.anyone_may_contract", False, False),
            indicates(f"{OF_COMMUNICATIONS}.guests", True, True),
            indicates(f"{OF_COMMUNICATIONS}.federated", True, True),
        ),
        legal=True,
    )
    mixes: Stated[Annotated[tuple[Mixture, ...] | PartlyKnown[Mixture], BeforeValidator(whole_or_part)]] | None = fact(
        "Which other features does this profile take in: calls to telephone numbers, copies sent as SMS, a public "
        "feed, live streams, others?",
        "EECC rec.10",
        legal=True,
        rests_on=("service.numbering.reaches_numbers", "service.numbering.feature_of_its_own"),
    )
    communications: Communications = Field(default_factory=Communications.model_construct)
    ancillary_exception: AncillaryException = Field(default_factory=AncillaryException.model_construct)
    numbering: Numbering = Field(default_factory=Numbering.model_construct)
    internet_access: YesNo | None = fact(
        "Is the service an internet access service (one of the three kinds of electronic communications service)?",
        "EECC 2(4)",
        legal=True,
    )
    conveys_signals: YesNo | None = fact(
        "Is it an electronic communications service that consists wholly or mainly in the conveyance of signals "
        "(for example transmission for machines, or telephony bought from carriers and resold)?",
        "EECC 2(4)",
        legal=True,
    )
