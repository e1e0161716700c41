"""Findings and memos signed: by a reviewer who is not their author; in use by one person by himself, and marked so.

The authors of a memo are all who made a version since one was last signed by somebody else. A signature counts at the
desk only where it was made here, by the account of its signer; what a file brought along as ``signed`` is shown as the
file's word.
"""

from __future__ import annotations

import datetime
import json
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from ...reading.errors import BadInput, Problem
from ..models import Matter, Signature, Version
from . import audit
from .access import Forbidden, User, matter_for
from .authors import authors_of, place_of, stated_findings, statement_at
from .documents import Data, with_fact
from .matters import Working, locked, new_version, version

ALONE = "not reviewed by a second person"
MEMO, FINDING = "memo", "finding"


class Finding(Struct, frozen=True):
    """A finding in the last version: where it stands, what it says, whose it is, and its signature, of the file's word
    (``signed``) or made at this desk (``here``)."""

    feature: str
    path: str
    question: str
    value: Any
    author: User
    signed: dict[str, str] | None
    here: Signature | None


def findings(user: User, matter_id: object) -> list[Finding]:
    """Every finding that the last version states with a value."""
    matter = matter_for(user, "read", matter_id)
    data: Data = json.loads(version(matter).document)
    stated = list(stated_findings(data))
    authors = authors_of(matter, data, [(feature, path) for feature, path, _ in stated])
    made = {each.place: each for each in Signature.objects.filter(matter=matter, what=FINDING).order_by("pk")}
    found: list[Finding] = []
    for feature, path, question in stated:
        fact = statement_at(data, feature, path)
        signed = cast("dict[str, str] | None", fact.get("signed"))
        here = made.get(place_of(data, feature, path)) if signed else None
        author = authors[feature, path]
        found.append(Finding(feature, path, question, fact["value"], author, signed, here))
    return found


def sign_finding(user: User, matter_id: object, feature: str, path: str, why: str, name: str = "") -> Version:
    """Sign a finding of the last version, which makes a new one. ``name`` is the signer's, in use by one person.

    Raises :class:`Forbidden` for its author, and :class:`BadInput` where there is no such finding or no reason.
    """
    with transaction.atomic():
        matter = locked(user, "sign", matter_id)
        found = [each for each in findings(user, matter_id) if (each.feature, each.path) == (feature, path)]
        if not found:
            raise BadInput(Problem("there is no such finding in the last version", path=path, hint="Save it first."))
        _second_person(user, [found[0].author], "This finding is yours")
        data: Data = json.loads(version(matter).document)
        signed = {
            "by": _signer(user, name),
            "on": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "why": _reason(why),
        }
        document = with_fact(data, feature, path, statement_at(data, feature, path) | {"signed": signed})
        made = new_version(matter, user, json.dumps(document, ensure_ascii=False), f"Signed {path}")
        _keep(user, matter, FINDING, place_of(data, feature, path), why)
        audit.note(user, "signed a finding", matter.id, place=path, version=made.number)
        return made


def sign_memo(user: User, matter_id: object, why: str, name: str = "") -> Signature:
    """Sign the memo on the last version. Raises :class:`Forbidden` for any of its authors."""
    with transaction.atomic():
        matter = locked(user, "sign", matter_id)
        _second_person(user, memo_authors(matter), "You have changed this matter since it was last signed")
        reason = _reason(why)
        made = _keep(user, matter, MEMO, "", f"{_signer(user, name)}: {reason}" if settings.OPTIONS.local else reason)
        audit.note(user, "signed the memo", matter.id, version=matter.head)
        return made


def memo_signature(matter: Matter, number: int | None = None) -> Signature | None:
    """The signature of the memo on a version (default: the last), where it has one."""
    made = Signature.objects.filter(matter=matter, what=MEMO, version=number or matter.head)
    return made.select_related("signed_by").order_by("-reviewed", "pk").first()


def words_of(working: Working) -> str:
    """What a memo on this says of its signature."""
    if working.is_draft:
        return "Not signed: an unsaved draft"
    made = memo_signature(working.matter)
    if made is None:
        return f"Not signed: version {working.matter.head}"
    if not made.reviewed:
        return f"{made.why}; {made.signed_at:%Y-%m-%d}"
    return f"{_signer(made.signed_by, '')}, reviewer, {made.signed_at:%Y-%m-%d}, of version {made.version}: {made.why}"


def may_export(working: Working) -> None:
    """Raises :class:`Forbidden` where this matter's memos need a second person, and none has signed what this memo is
    of: the last version, or a draft over it."""
    if not working.matter.four_eyes:
        return
    if working.is_draft:
        raise Forbidden("In this matter no memo of a draft leaves the desk: save it, and have it signed.")
    made = memo_signature(working.matter)
    if made is None or not made.reviewed:
        raise Forbidden("In this matter a memo leaves the desk only when a reviewer who is not its author signed it.")


def memo_authors(matter: Matter) -> list[User]:
    """Who has made a version, other than by signing in it, since a second person last signed."""
    last = Signature.objects.filter(matter=matter, what=MEMO, reviewed=True).order_by("-version").first()
    signings = Signature.objects.filter(matter=matter, what=FINDING).values_list("version", flat=True)
    made = Version.objects.filter(matter=matter, number__gt=last.version if last else 0).exclude(number__in=signings)
    return [each.made_by for each in made.select_related("made_by")]


def _second_person(user: User, authors: list[User], what: str) -> None:
    if not settings.OPTIONS.local and user in authors:
        raise Forbidden(f"{what}: a reviewer who is not its author signs it.")


def _signer(user: User, name: str) -> str:
    if not settings.OPTIONS.local:
        return user.get_full_name() or user.get_username()
    if not name.strip():
        raise BadInput(Problem("a signature has a name", hint="Give the name of whoever signs."))
    return f"{name.strip()[:100]} ({ALONE})"


def _reason(why: str) -> str:
    if not why.strip():
        raise BadInput(Problem("a signature gives its reasons", hint="Say in a sentence why it is so."))
    return why.strip()[:4000]


def _keep(user: User, matter: Matter, what: str, place: str, why: str) -> Signature:
    reviewed = not settings.OPTIONS.local
    return Signature.objects.create(
        matter=matter, version=matter.head, what=what, place=place, why=why, reviewed=reviewed, signed_by=user
    )
