"""Findings that keys proposed: kept beside the matter, counting for nothing, until a person signs or drops them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from ...cases.defects import fact_at
from ...reading.document import path_steps
from ...reading.errors import BadInput, Problem
from ...showing.proposed_record import Proposal
from ..models import Matter, Proposed, Version
from . import audit
from .access import Forbidden, User, matter_for
from .documents import Data, with_fact
from .matters import locked, new_version, version
from .signing import sign_finding


class Pending(Struct, frozen=True):
    """A proposal with its question and what was said."""

    proposed: Proposed
    question: str
    value: Any


def keep(user: User, matter: Matter, proposals: Iterable[Proposal], via: str) -> None:
    """Keep what was proposed; what waits already is not kept twice."""
    for each in proposals:
        stated = json.dumps(each.stated, sort_keys=True, default=str)
        place = {"matter": matter, "feature": each.feature[:100], "path": each.path[:300], "stated": stated}
        if not Proposed.objects.filter(**place).exists():
            Proposed.objects.create(**place, via=via[:100], proposed_by=user)
            audit.note(user, "proposed a finding", matter.id, place=each.path)


def pending(user: User, matter_id: object) -> list[Pending]:
    """What waits for a person, the oldest first."""
    matter = matter_for(user, "read", matter_id)
    found = Proposed.objects.filter(matter=matter).select_related("proposed_by").order_by("pk")
    return [Pending(each, _question(each.path), _value(json.loads(each.stated))) for each in found]


def sign(user: User, matter_id: object, proposal_id: object, why: str, name: str = "") -> Version:
    """Make a finding of a proposal: a version in which its proposer says it, and one in which this person signs it.

    Raises :class:`Forbidden` for its proposer, and :class:`BadInput` where it says no value or does not fit the matter.
    """
    with transaction.atomic():
        matter = locked(user, "sign", matter_id)
        each = _one(matter, proposal_id)
        if not settings.OPTIONS.local and each.proposed_by == user:
            raise Forbidden("This proposal came by a key of yours: a reviewer who is not its author signs it.")
        stated = json.loads(each.stated)
        value, said = _value(stated), cast("Data", stated) if isinstance(stated, dict) else {}
        if value is None:
            raise BadInput(Problem("this proposal says no value", path=each.path, hint="Drop it."))
        kept = {key: said[key] for key in ("source", "note") if said.get(key)}
        data: Data = json.loads(version(matter).document)
        try:
            document = with_fact(data, each.feature, each.path, {"value": value, **kept})
        except (LookupError, StopIteration, TypeError, AttributeError):
            hint = "Drop it, or list the item that it speaks of first."
            raise BadInput(Problem("the matter has no such place any more", path=each.path, hint=hint)) from None
        text = json.dumps(document, ensure_ascii=False)
        new_version(matter, each.proposed_by, text, f"Proposed by {each.via}, taken up for signing")
        each.delete()
        return sign_finding(user, matter_id, each.feature, each.path, why, name)


def drop(user: User, matter_id: object, proposal_id: object) -> None:
    """Take a proposal away; that it was there stays in the audit trail."""
    with transaction.atomic():
        matter = locked(user, "sign", matter_id)
        each = _one(matter, proposal_id)
        audit.note(user, "dropped a proposal", matter.id, place=each.path)
        each.delete()


def _one(matter: Matter, proposal_id: object) -> Proposed:
    known = str(proposal_id).isdecimal() and len(str(proposal_id)) < 19
    each = Proposed.objects.filter(matter=matter, pk=proposal_id).first() if known else None
    if each is None:
        raise BadInput(Problem("there is no such proposal", hint="It was signed or dropped meanwhile."))
    return each


def _question(path: str) -> str:
    spec = fact_at(path_steps(path))
    return spec.question if spec is not None else path


def _value(stated: Any) -> Any:
    return cast("Data", stated).get("value") if isinstance(stated, dict) else stated
