"""What the facts of a profile can be together: orders of days and consequences, declared once for everybody.

The loader refuses what goes against them, the engine takes as given what follows from them, and neither asks for what
need not be asked. They state what the words mean and what cannot be otherwise, never what is merely unlikely.
"""

from __future__ import annotations

from ..engine.case.facts import NEVER
from ..engine.case.vocabulary import Consequence, Limit, Order

_UNION_SERVICE = (
    ("service.users_in_union", True),
    ("service.communications.interpersonal", True),
    ("service.numbering.connects", False),
    ("service.numbering.reaches_numbers", False),
    ("service.ancillary_exception.minor", False),
)
#: Scanning of audio alone is outside the Regulation (Article 1(2)): a period of it is no use for its purpose.
_AUDIO_ALONE = tuple(
    (f"technology.scans.{kind}", False) for kind in ("images", "videos", "text", "traffic_data", "other_files")
)

LIMITS: tuple[Limit, ...] = (
    Order(
        "use.since",
        "use.until",
        because="A period of use does not end before it begins.",
        wrong="the period ends ({later}) before it begins ({earlier})",
    ),
    Order(
        "technology.prior_consultation.started_on",
        "technology.prior_consultation.completed_on",
        because="A procedure is not completed before it is started, and one never started is never completed.",
        wrong="the consultation is completed ({later}) before it is started ({earlier})",
    ),
    Order(
        "technology.prior_consultation.started_on",
        "technology.prior_consultation.advice_issued_on",
        because="Advice in a procedure is not issued before the procedure is started.",
        wrong="advice in the consultation is issued ({later}) before the consultation is started ({earlier})",
    ),
    Order(
        "technology.first_use.by_provider_on",
        "use.since",
        because="A period of use on this service is a use by the provider.",
        wrong="the provider used it on this service from {later}, before it first used it ({earlier})",
        unless=_AUDIO_ALONE,
    ),
    Order(
        "technology.first_use.by_anyone_in_union_on",
        "use.since",
        because="A period of use on this service, which users in the Union have, is a use on them.",
        wrong="it was used on this service from {later}, before anyone used it in the Union ({earlier})",
        when=_UNION_SERVICE,
        unless=_AUDIO_ALONE,
    ),
    *(
        Consequence(
            when=((path, True),),
            then=("service.communications.with_provider_alone", False),
            because="Who chooses the recipients, gives access to the internet or conveys signals passes on what others "
            "exchange.",
        )
        for path in (
            "service.communications.recipients_chosen",
            "service.internet_access",
            "service.conveys_signals",
        )
    ),
    Consequence(
        when=(("provider.transfers_outside_union", False),),
        then=("report.data_left_union", False),
        because="What never left the Union did not leave it in the period of a report.",
    ),
)

#: Orders that hold of an earlier day that is not stated. Stated otherwise it means a second round of advice, which is
#: not impossible.
PRESUMED = (
    Order(
        "technology.prior_consultation.advice_issued_on",
        "technology.prior_consultation.completed_on",
        because="Written advice is given in the course of the procedure, and not after it.",
        unless=(("technology.prior_consultation.advice_issued_on", NEVER),),
    ),
)
