"""The service and the feature assessed: what decides whether the ePrivacy Directive protects its messages at all.

Sources: Directive (EU) 2018/1972 (EECC), Article 2(4) to (7), recitals 15 to 18; Directive 2002/58/EC, Article 3(1).
"""

from __future__ import annotations

from pydantic import Field

from ..fact import Model, Share, YesNo, fact, indicates


class Communications(Model):
    """The elements of an interpersonal communications service, EECC Article 2(4) and (5)."""

    remunerated: YesNo | None = fact(
        "Is the service normally provided for remuneration (money, data of the user, advertising seen as the price "
        "of access, payment by a third party)?",
        "EECC 2(5)",
        "EECC rec.16",
    )
    via_networks: YesNo | None = fact(
        "Is it provided via electronic communications networks, such as the internet?", "EECC 2(5)"
    )
    editorial: YesNo | None = fact(
        "Does the provider itself supply the content transmitted, or exercise editorial control over it?",
        "EECC 2(4)",
    )
    direct: YesNo | None = fact("Is the exchange of information that it enables direct?", "EECC 2(5)")
    interpersonal: YesNo | None = fact("Does the information pass between persons?", "EECC 2(5)")
    interactive: YesNo | None = fact("Can the recipient answer through the same feature?", "EECC 2(5)", "EECC rec.17")
    finite_number: YesNo | None = fact(
        "Does each message reach a finite, not potentially unlimited, number of persons?",
        "EECC 2(5)",
        "EECC rec.17",
    )
    recipients_chosen: YesNo | None = fact(
        "Do the persons who start or join the exchange determine who receives it?", "EECC 2(5)", "EECC rec.17"
    )


class Numbering(Model):
    """The link with telephone numbers, EECC Article 2(6) and (7)."""

    connects: YesNo | None = fact(
        "Does the feature connect with publicly assigned numbering resources (telephone numbers)?",
        "EECC 2(6)",
        "EECC 2(7)",
        "EECC rec.18",
    )
    reaches_numbers: YesNo | None = fact(
        "Does the feature enable communication with numbers in national or international numbering plans?",
        "EECC 2(6)",
        "EECC 2(7)",
        "EECC rec.18",
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
        "Is the feature's objective usefulness to an end-user very limited?", "EECC rec.17", who="others"
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
    )
    indicators: AncillaryIndicators = Field(default_factory=AncillaryIndicators.model_construct)


class Service(Model):
    """The service feature assessed. One undertaking may run several; each is a case of its own (EECC recital 10)."""

    name: str = Field(default="", description="Name of the service")
    feature: str = Field(default="", description="The feature assessed, for example direct messages")
    description: str = ""
    users_in_union: YesNo | None = fact("Is the service provided to users in the Union?", "ePD 3(1)", "3(1)(d)")
    publicly_available: YesNo | None = fact(
        "Is the service publicly available, rather than kept to a closed or internal circle?", "ePD 3(1)"
    )
    communications: Communications = Field(default_factory=Communications.model_construct)
    ancillary_exception: AncillaryException = Field(default_factory=AncillaryException.model_construct)
    numbering: Numbering = Field(default_factory=Numbering.model_construct)
    internet_access: YesNo | None = fact(
        "Is the service an internet access service (one of the three kinds of electronic communications service)?",
        "EECC 2(4)",
    )
    conveys_signals: YesNo | None = fact(
        "Is it an electronic communications service that consists wholly or mainly in the conveyance of signals "
        "(for example transmission for machines, or telephony bought from carriers and resold)?",
        "EECC 2(4)",
    )
