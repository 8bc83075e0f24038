"""Move: records on their way from one person or unit to others. No business record: what it does is in the journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """Why records move."""

    LEAVE = "hand_over", _("Hand-over")
    MERGE = "merge", _("Merging units")


class Move(models.Model):
    """An order on its way. `steps` say which field of which entity is given to whom; `step` and `last` are how far it
    came, `told` what became of each step as [moved, left], `refused` the first records that were left, with the reason.
    `traces` are ids of plain rows that were passed on or ended, by kind, so that an undo finds them."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.BigIntegerField()
    name = models.CharField(max_length=200)
    user_id = models.BigIntegerField()
    steps = models.JSONField(default=list)
    fresh_dates = models.BooleanField(default=False)
    step = models.IntegerField(default=0)
    last = models.BigIntegerField(default=0)
    taken = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    told = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    traces = models.JSONField(default=dict)
    batch_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("kind", "subject"), name="move_subject"),)
