"""Rows of the job queue and of the time table that feeds it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from typing_extensions import override


class Status(models.TextChoices):
    """Where a job is on its way."""

    READY = "ready", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class Job(models.Model):
    """One piece of background work: written in the transaction that wants it, run at least once.

    `attempts` together with `locked_by` is the fencing token: only the worker that holds both may
    settle the row.
    """

    queue = models.CharField(max_length=40, default="default")
    name = models.CharField(max_length=200, help_text="Import path of the task.")
    args = models.JSONField(default=dict, help_text='{"args": [...], "kwargs": {...}}')
    run_at = models.DateTimeField(db_default=Now())
    priority = models.SmallIntegerField(default=0)
    status = models.CharField(max_length=7, choices=Status.choices, default=Status.READY)
    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    locked_by = models.CharField(max_length=80, blank=True, default="")
    locked_until = models.DateTimeField(null=True)
    unique_key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - NULL: no key, outside the unique index
    again = models.BooleanField(default=False, help_text="Asked for once more while it was running.")
    cancelled = models.BooleanField(default=False, help_text="Somebody asked it to stop.")
    error = models.TextField(blank=True, default="")
    result = models.JSONField(null=True)
    progress_done = models.BigIntegerField(default=0)
    progress_total = models.BigIntegerField(null=True)
    progress_note = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    actor_id = models.BigIntegerField(null=True, help_text="The user on whose behalf it runs.")

    class Meta:
        app_label = "engine"
        indexes: ClassVar = [
            models.Index(
                fields=["-priority", "run_at", "id"], condition=Q(status="ready"), name="engine_job_ready"
            ),
            models.Index(fields=["locked_until"], condition=Q(status="running"), name="engine_job_running"),
            models.Index(
                "finished_at", condition=Q(status__in=["done", "failed"]), name="engine_job_finished"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=Q(status__in=["ready", "running"]),
                name="engine_job_unique_key",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ready", "running", "done", "failed"]), name="engine_job_status"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} #{self.pk} {self.status}"


class Schedule(models.Model):
    """One line of the time table; declared in code, `enabled` belongs to the administrator."""

    name = models.CharField(max_length=200, unique=True, help_text="Import path of the task.")
    cron = models.CharField(max_length=100)
    time_zone = models.CharField(max_length=64)
    next_run_at = models.DateTimeField()
    last_run_at = models.DateTimeField(null=True)
    enabled = models.BooleanField(default=True)

    class Meta:
        app_label = "engine"
        indexes: ClassVar = [
            models.Index(fields=["next_run_at"], condition=Q(enabled=True), name="engine_schedule_due")
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} {self.cron} {self.time_zone}"
