"""Roles of people, and who is named in a matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

if TYPE_CHECKING:
    from .matter import Matter


class Role(models.TextChoices):
    """Each may do what those before it may. An administrator keeps accounts and keys, and opens no closed matter."""

    READER = "reader", "reader"
    AUTHOR = "author", "author"
    REVIEWER = "reviewer", "reviewer"


class Member(models.Model):
    """What a person may do in matters that are open to the team."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="member")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.READER)
    administrator = models.BooleanField(default=False)


class Access(models.Model):
    """A person named in a matter, with the role there; a closed matter exists for nobody else."""

    matter: models.ForeignKey[Matter] = models.ForeignKey("desk.Matter", on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="named_in")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.READER)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "user"], name="named_once")]
