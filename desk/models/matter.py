"""A matter at the desk: one document (a matter file or a profile), its versions, and each person's unsaved draft."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Matter(models.Model):
    """``head`` is the number of its last version. A closed matter is open to those named in it alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    client = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    closed = models.BooleanField(default=False)
    four_eyes = models.BooleanField(default=False)
    head = models.PositiveIntegerField(default=0)


class Version(models.Model):
    """What was saved: never changed, never removed but with its matter. ``document`` is JSON, as its file would be."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    document = models.TextField()
    digest = models.CharField(max_length=64)
    note = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="numbered_once")]
        ordering = ["matter", "number"]


class Draft(models.Model):
    """What one person has changed since the version ``base``, kept at every change, seen by nobody else."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    base = models.PositiveIntegerField()
    document = models.TextField()
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "user"], name="one_draft_each")]


class Attachment(models.Model):
    """A file of a matter (an annual report, a record), kept as it came."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "name"], name="named_once_in_matter")]


class Signature(models.Model):
    """A memo, or the finding at ``place``, signed in a version; ``reviewed``: by somebody who is not its author."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="signatures")
    version = models.PositiveIntegerField()
    what = models.CharField(max_length=20)
    place = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True)
    reviewed = models.BooleanField()
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)


class Tombstone(models.Model):
    """That there was a matter, and when and by whom it was deleted; nothing of what it held."""

    matter = models.UUIDField(unique=True)
    deleted_by = models.CharField(max_length=150)
    deleted_at = models.DateTimeField(auto_now_add=True)
