"""Follow: one person hears, or does not want to hear, of one record. No business record: it is nobody else's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Follow(models.Model):
    """Who owns a record follows it without a row; `on` is False for an owner who does not want to."""

    user_id = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    on = models.BooleanField(default=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "record_id", "user_id"), name="follow_once"),
        )
        indexes: ClassVar[Any] = (models.Index(fields=("user_id", "entity"), name="follow_user"),)
