"""Lessons at the desk: a class that takes one, its learners, and what each answers."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class LessonClass(models.Model):
    """One lesson taken together: ``code`` lets people in (empty for who learns alone), ``own`` is the text of a
    trainer's own lesson. ``seed`` makes the cases that are made up; ``anonymous`` keeps names out of tables."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    trainer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="classes")
    lesson = models.CharField(max_length=100)
    own = models.TextField(blank=True)
    code = models.CharField(max_length=12, blank=True, db_index=True)
    seed = models.PositiveIntegerField()
    anonymous = models.BooleanField(default=False)
    open = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)


class Learner(models.Model):
    """A person in a class; ``number`` says which made-up cases are posed."""

    of = models.ForeignKey(LessonClass, on_delete=models.CASCADE, related_name="learners")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["of", "user"], name="in_a_class_once"),
            models.UniqueConstraint(fields=["of", "number"], name="learners_numbered_once"),
        ]


class CaseAnswer(models.Model):
    """What a learner says of one case, as far as it is said; graded once, and then it stays."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="answers")
    at = models.PositiveIntegerField()
    answer = models.TextField()
    right = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    outcome_right = models.BooleanField(null=True)
    graded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "at"], name="answered_once")]
