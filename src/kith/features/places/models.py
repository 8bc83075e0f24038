"""Place: one record in one person's memory. No business record: it is nobody else's and leaves no journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class Place(models.Model):
    """`at` is when the person last had the record's page open, `starred_at` since when it has a star."""

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    starred_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("user_id", "entity", "record_id"), name="place_once"),
        )
        indexes: ClassVar[Any] = (
            models.Index(fields=("user_id", "-at"), name="place_seen"),
            models.Index(fields=("user_id",), condition=Q(starred_at__isnull=False), name="place_starred"),
        )
