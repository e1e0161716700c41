"""Matters: made, changed as drafts, saved as versions, deleted. Each step checks the right, and is one transaction."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import cast

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from msgspec import Struct
from msgspec.structs import replace

from ..models import Access, Draft, Matter, Tombstone, Version
from ..models.people import Role
from . import attachments, audit
from .access import Forbidden, User, installation_role, matter_for, visible
from .deletion import after_deletion
from .documents import Data, data_of, digest_of, text_of
from .merging import Conflict, merged, without_overtaken_signatures


class Working(Struct, frozen=True):
    """What a person sees of a matter: the last version, or the draft over it. ``behind``: somebody saved meanwhile."""

    matter: Matter
    document: str
    base: int
    is_draft: bool
    owner: int = 0

    @property
    def behind(self) -> bool:
        return self.base != self.matter.head

    @property
    def data(self) -> Data:
        return json.loads(self.document)


class Saved(Struct, frozen=True):
    """What saving led to: the version made, or, where somebody else saved other values, the conflicts to decide."""

    version: Version | None
    conflicts: tuple[Conflict, ...] = ()


def create(user: User, text: str | bytes, file: str, *, client: str = "", closed: bool = False) -> Matter:
    """A matter from the text of a matter file or a profile; its maker is named in it. Raises :class:`BadInput`."""
    if installation_role(user) == str(Role.READER):
        raise Forbidden("This needs the role author; yours is reader.")
    data = data_of(text, file)
    with transaction.atomic():
        matter = Matter.objects.create(name=str(data.get("name", file))[:200], client=client[:200], closed=closed)
        Access.objects.create(matter=matter, user=user, role=Role.REVIEWER)
        audit.note(user, "created", matter.id, file=file)
        new_version(matter, user, text_of(data), "")
    return matter


class Entry(Struct, frozen=True):
    """A matter in the list: its last version, and whether this person has a draft over it."""

    matter: Matter
    last: Version
    has_draft: bool


#: Matters that are listed at once.
LISTED = 500


def listing(user: User, sought: str = "") -> tuple[list[Entry], bool]:
    """The matters that a person may see, last saved first, :data:`LISTED` at most, and whether there are more; of those
    whose name and client have all words ``sought``."""
    found = visible(user)
    for word in sought.split():
        found = found.filter(Q(name__icontains=word) | Q(client__icontains=word))
    drafts = set(Draft.objects.filter(user=user).values_list("matter", flat=True))
    heads = Version.objects.filter(matter__in=found, number=F("matter__head")).select_related("matter", "made_by")
    last = list(heads.order_by("-made_at")[: LISTED + 1])
    entries = [Entry(each.matter, each, each.matter.pk in drafts) for each in last[:LISTED]]
    return entries, len(last) > LISTED


def working(user: User, matter_id: object, verb: str = "read") -> Working:
    """The draft of this person where there is one, else the last version."""
    return _working(user, matter_for(user, verb, matter_id))


def _working(user: User, matter: Matter) -> Working:
    draft = Draft.objects.filter(matter=matter, user=user).first()
    if draft is not None:
        return Working(matter, draft.document, draft.base, True, user.pk)
    return Working(matter, version(matter).document, matter.head, False, user.pk)


def version(matter: Matter, number: int | None = None) -> Version:
    """A version of a matter, by default its last. Raises ``Version.DoesNotExist``."""
    return Version.objects.get(matter=matter, number=number or matter.head)


def change(user: User, matter_id: object, data: Data) -> Working:
    """Keep what a person has changed, durably, without making a version."""
    return edit(user, matter_id, lambda _: data)


def edit(user: User, matter_id: object, how: Callable[[Data], Data]) -> Working:
    """Change a person's draft by ``how``, one change after the other: two that arrive together are both kept."""
    with transaction.atomic():
        before = _working(user, locked(user, "edit", matter_id))
        document = text_of(how(before.data))
        if before.is_draft:
            kept = Draft.objects.filter(matter=before.matter, user=user)
            kept.update(base=before.base, document=document, changed_at=timezone.now())
        else:
            Draft.objects.create(matter=before.matter, user=user, base=before.base, document=document)
        return replace(before, document=document, is_draft=True)


def discard(user: User, matter_id: object) -> None:
    """Give up what has not been saved."""
    Draft.objects.filter(matter=matter_for(user, "edit", matter_id), user=user).delete()


def save(user: User, matter_id: object, note: str = "", decided: Mapping[str, str] | None = None) -> Saved:
    """Make a version of the draft. Where somebody saved meanwhile, both changes are put together; where they exclude
    each other, nothing is saved and the conflicts are returned, unless ``decided`` says ``mine`` or ``theirs`` of
    every place.

    Raises :class:`BadInput` where the outcome is no matter that can be read; nothing is lost then.
    """
    with transaction.atomic():
        matter = locked(user, "save", matter_id)
        draft = Draft.objects.select_for_update().filter(matter=matter, user=user).first()
        if draft is None:
            return Saved(version(matter))
        saved = _saved(user, matter, json.loads(draft.document), draft.base, note, decided or {})
        if saved.version is not None:
            draft.delete()
        return saved


def save_document(user: User, matter_id: object, data: Data, base: int, note: str = "") -> Saved:
    """Make a version of a document that was made from the version ``base``, as :func:`save` does of a draft."""
    with transaction.atomic():
        return _saved(user, locked(user, "save", matter_id), data, base, note, {})


def _saved(user: User, matter: Matter, data: Data, base: int, note: str, decided: Mapping[str, str]) -> Saved:
    """The next version of a matter that is locked, put together with what was saved since ``base``."""
    last = cast("Data", json.loads(version(matter).document))
    if base != matter.head:
        old = cast("Data", json.loads(version(matter, base).document))
        data, conflicts = merged(old, data, last, decided)
        if conflicts:
            return Saved(None, conflicts)
    document = text_of(without_overtaken_signatures(last, data))
    attachments.cases_in(matter, document)
    return Saved(new_version(matter, user, document, note))


def locked(user: User, verb: str, matter_id: object) -> Matter:
    """The matter, kept from everybody else's changes until the transaction ends, where this person may do this to it.

    Raises :class:`NotFound` and :class:`Forbidden`.
    """
    return matter_for(user, verb, matter_id, lock=True)


def new_version(matter: Matter, user: User, document: str, note: str) -> Version:
    """Add a version to a matter that is locked; nothing is checked but that its number is the next."""
    matter.head += 1
    matter.name = str(json.loads(document).get("name", matter.name))[:200]
    matter.save(update_fields=["head", "name"])
    made = Version.objects.create(
        matter=matter, number=matter.head, document=document, digest=digest_of(document), note=note[:500], made_by=user
    )
    audit.note(user, "saved", matter.id, version=matter.head, digest=made.digest)
    return made


def delete(user: User, matter_id: object) -> None:
    """Remove a matter whole: versions, drafts, files, and content and salts of its links; a dated tombstone stays."""
    with transaction.atomic():
        matter = matter_for(user, "delete", matter_id)
        number = matter.id
        Tombstone.objects.create(matter=number, deleted_by=user.get_username())
        matter.delete()
        audit.forget(number)
        audit.note(user, "deleted a matter")
        after_deletion()
