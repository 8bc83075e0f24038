"""Presence: one person at one record. No business record: it is forgotten after a minute."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Presence(models.Model):
    """`at` is when the page of the record last said that it is seen."""

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    user_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "record_id", "user_id"), name="presence_once"),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("at",), name="presence_at"),)
