"""What was merged into what, and where old numbers lead. No business records: what was changed is in the journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Merge(models.Model):
    """The records `losers` on their way into the `master`, or gone up in it. `chosen` says by field whose value the
    master keeps, `traces` what became of rows of tables beside records (kith.engine.beside). `total` and `taken` count
    linked records, `refused` is why it came to nothing."""

    entity = models.CharField(max_length=60)
    master = models.BigIntegerField()
    losers = models.JSONField(default=list)
    chosen = models.JSONField(default=dict)
    name = models.CharField(max_length=200, default="")
    user_id = models.BigIntegerField(null=True)
    batch_id = models.BigIntegerField(null=True)
    traces = models.JSONField(default=list)
    total = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    refused = models.TextField(default="")
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("batch_id",), name="merge_batch"),)


class Forward(models.Model):
    """The record of this number went up in the one of number `to`. It holds while that record stays in the trash as it
    was put there, which its `version` tells, or is gone for good."""

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    to = models.BigIntegerField()
    version = models.IntegerField()
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "record_id"), name="forward_once"),
        )
