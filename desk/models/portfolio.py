"""A table of many services, assessed by the batch engine in a process of its own."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class State(models.TextChoices):
    RUNNING = "running", "being assessed"
    DONE = "done", "assessed"
    STOPPED = "stopped", "stopped"
    FAILED = "failed", "could not be assessed"


class Portfolio(models.Model):
    """``seen`` of ``total`` rows are read; the total is unknown for some kinds of table. Seen by its owner alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="portfolios")
    name = models.CharField(max_length=200)
    suffix = models.CharField(max_length=10)
    on = models.DateField(null=True)
    on_the_record = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    seen = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(null=True)
    message = models.TextField(blank=True)
    process = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
