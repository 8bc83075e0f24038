"""Export: a large export that a job writes, and its file once it is there. Seen by who asked for it only."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class State(models.TextChoices):
    """How far it is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class Export(models.Model):
    """What was asked for, by whom, and the name under which the file is given out. `rights` sums up those that the file
    was written with."""

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    format = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    request = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    rows = models.BigIntegerField(null=True)
    job = models.CharField(max_length=64, default="")
    rights = models.CharField(max_length=32, default="")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("user_id", "-id"), name="export_user"),)
