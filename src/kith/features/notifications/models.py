"""Notification: one thing that one person is told. No business record: it is nobody else's and leaves no journal."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class Notification(models.Model):
    """`key` names the occasion, so that a job that runs twice tells once; `count` says how many alike were put into
    one, such as the records of one mass assignment."""

    user_id = models.BigIntegerField()
    event = models.CharField(max_length=120)
    key = models.CharField(max_length=120)
    entity = models.CharField(max_length=60, default="")
    record_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    body = models.TextField(default="")
    href = models.CharField(max_length=300, default="")
    count = models.IntegerField(default=1)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[Any] = (
            models.UniqueConstraint(fields=("user_id", "key"), name="notification_once"),
        )
        indexes: ClassVar[Any] = (
            models.Index(fields=("user_id", "-id"), name="notification_user"),
            models.Index(fields=("user_id",), condition=Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=("at",), name="notification_at"),
        )
