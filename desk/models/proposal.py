"""What a key without the right proposed for a matter."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .matter import Matter


class Proposed(models.Model):
    """A finding that was proposed, and counts for nothing until a person signs it; ``stated`` is JSON, as said."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="proposed")
    feature = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=300)
    stated = models.TextField()
    via = models.CharField(max_length=100)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
