"""The audit trail: a chain of salted commitments, and beside it, deletable, what they commit to."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One link: ``commitment`` hides what was done; ``digest`` binds it to its time and to every link before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)


class AuditDetail(models.Model):
    """What a link commits to, with its salt. Goes with its matter; without the salt the link tells nothing."""

    entry = models.OneToOneField(AuditEntry, on_delete=models.PROTECT, primary_key=True, related_name="detail")
    matter = models.UUIDField(null=True, db_index=True)
    salt = models.CharField(max_length=64)
    content = models.TextField()
