"""Telling of jobs that failed, and forgetting old notifications."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.jobs import daily, every, task
from kith.engine.jobs.models import Job, Status
from kith.features.notifications.models import Notification
from kith.features.notifications.telling import tell
from kith.kernel import clock

KEPT = dt.timedelta(days=180)
LOOKED_BACK = dt.timedelta(days=1)
PART = 1_000


@every(minutes=5)
@task()
def tell_of_failures() -> int:
    """Tell people whose background work was given up since yesterday; each failure once. How many were told."""
    since = clock.now() - LOOKED_BACK
    failed = Job.objects.filter(
        status=Status.FAILED, finished_at__gt=since, actor_id__isnull=False, cancelled=False
    )
    told = 0
    for job in failed.order_by("pk")[:PART]:
        key = f"job:{job.pk}:{job.finished_at:%Y%m%d%H%M%S}"
        told += tell([job.actor_id or 0], "job.failed", title=_failure, body=_last_line(job.error), key=key)
    return told


def _failure(_reader: Actor) -> str:
    return _("A background job of yours failed")


def _last_line(error: str) -> str:
    """What the error says, without where it was raised."""
    lines: list[Any] = error.strip().splitlines()
    return str(lines[-1])[:300] if lines else ""


@daily("03:50")
@task()
def forget_old_notifications() -> int:
    """Remove notifications after half a year, in short transactions. How many went."""
    old = Notification.objects.filter(at__lt=clock.now() - KEPT)
    removed = 0
    while numbers := list(old.values_list("pk", flat=True)[:PART]):
        with writing():
            removed += Notification.objects.filter(pk__in=numbers).delete()[0]
    return removed
