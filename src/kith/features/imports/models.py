"""Rows of the import feature: runs, saved mappings, and the ids that other systems have for our records."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a run is on its way."""

    UPLOADED = "uploaded", _("Uploaded")
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    CHECKED = "checked", _("Checked")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


ACTIVE = (State.QUEUED, State.RUNNING)


class ImportRun(models.Model):
    """One file on its way into one entity: what it is, how it is read, how far it got.

    Progress is written in the transaction of the rows it counts, so `last_row` is true after every crash. `dry`
    says whether the present (or last) walk through the file only checks. `errors_bytes` is how much of the errors
    file belongs to committed rows. `sample` holds the first errors as [row, column, message, the record that the
    row looks like], `problems` how often each column and message occurred, `warnings` by rule the message and in
    how many rows nothing but warnings stood in the way, `reasons` what lets them pass, `links` how many records of
    other entities were created on the way.
    """

    entity = models.CharField(max_length=60)
    name = models.CharField(max_length=255)
    folder = models.CharField(max_length=60, unique=True)
    size = models.BigIntegerField(default=0)
    kind = models.CharField(max_length=8, default="")
    encoding = models.CharField(max_length=40, default="")
    delimiter = models.CharField(max_length=1, default="")
    sheet = models.CharField(max_length=120, default="")
    header = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    dry = models.BooleanField(default=True)
    rows_total = models.BigIntegerField(null=True)
    rows_done = models.BigIntegerField(default=0)
    last_row = models.BigIntegerField(default=0)
    created = models.BigIntegerField(default=0)
    updated = models.BigIntegerField(default=0)
    skipped = models.BigIntegerField(default=0)
    failed = models.BigIntegerField(default=0)
    links = models.JSONField(default=dict)
    sample = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=dict)
    reasons = models.JSONField(default=dict)
    errors_bytes = models.BigIntegerField(default=0)
    rejected = models.CharField(max_length=40, default="")
    message = models.TextField(default="")
    resumed = models.PositiveIntegerField(default=0)
    batch_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("actor_id", "-id"), name="import_run_actor"),)


class ImportMapping(models.Model):
    """A mapping that somebody gave a name; everybody who may import the entity can use it."""

    entity = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    mapping = models.JSONField(default=dict)
    actor_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "name"), name="import_mapping_once"),
        )


class ExternalKey(models.Model):
    """What another system, `source`, calls one of our records. `batch_id` is the import that brought it."""

    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    batch_id = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = models.Manager()

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("entity", "source", "key"), name="external_key_once"),
        )
        indexes: ClassVar[Any] = (
            models.Index(fields=("entity", "record_id"), name="external_key_record"),
            models.Index(fields=("batch_id",), name="external_key_batch"),
        )
