"""Tables of the way in. They are no business records: nobody sees them in lists, and they are forgotten."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Hold(models.Model):
    """How often somebody failed to get in by one door, and until when that door stays shut to him."""

    key = models.CharField(max_length=120, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    until = models.DateTimeField(null=True)
    at = models.DateTimeField(db_index=True)


class Session(models.Model):
    """A browser that is signed in, or on its way in (then without a user). The key is stored as its SHA-256: who reads
    this table or a backup of it can enter with nothing that stands there. Times are seconds since 1970."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    user_id = models.BigIntegerField(null=True)
    ends = models.BigIntegerField(db_index=True)
    begun = models.BigIntegerField()
    seen = models.BigIntegerField()
    address = models.CharField(max_length=45, default="")
    device = models.CharField(max_length=300, default="")
    by = models.CharField(max_length=40, default="")

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("user_id", "-seen"), name="session_user"),)
