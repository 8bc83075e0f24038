"""From the time table to jobs: brings Schedule rows up to date and enqueues what is due, once."""

import logging
from datetime import datetime, timedelta

from django.db.models.functions import Now

from kith.engine.connections import writing
from kith.engine.jobs.models import Schedule
from kith.engine.jobs.schedules import Timing, following, next_after, timetable
from kith.engine.jobs.store import database_now

log = logging.getLogger(__name__)

FORGOTTEN = timedelta(days=30)
"""A row that no worker has known for so long is removed; younger ones may belong to a newer release."""


def sync() -> None:
    """Give every declared timing its row, and every row the timing that code and company zone say now."""
    now = database_now()
    rows = {row.name: row for row in Schedule.objects.all()}
    for timing in timetable.timings():
        _sync_one(timing, rows.get(timing.name), now)
    Schedule.objects.filter(next_run_at__lt=now - FORGOTTEN, enabled=True).exclude(
        name__in=[timing.name for timing in timetable.timings()]
    ).delete()


def _sync_one(timing: Timing, row: Schedule | None, now: datetime) -> None:
    zone = timetable.zone_of(timing)
    upcoming = next_after(timing.cron, zone, now)
    if row is None:
        values = {"cron": timing.cron, "time_zone": zone, "next_run_at": upcoming}
        Schedule.objects.get_or_create(name=timing.name, defaults=values)
    elif (row.cron, row.time_zone) != (timing.cron, zone) or row.next_run_at > upcoming:
        # Further away than the next time is: the clock has been wrong when it was computed.
        same = Schedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at)
        same.update(cron=timing.cron, time_zone=zone, next_run_at=upcoming)


def fire_due() -> int:
    """Enqueue the tasks that are due. How many were this worker's; others find nothing left to do."""
    due = list(Schedule.objects.filter(enabled=True, next_run_at__lte=Now()))
    return sum(_fire(row) for row in due)


def _fire(row: Schedule) -> bool:
    timing = timetable.find(row.name)
    if timing is None:
        return False
    upcoming = following(row.cron, row.time_zone, row.next_run_at, database_now())
    with writing():
        mine = Schedule.objects.filter(pk=row.pk, next_run_at=row.next_run_at, enabled=True)
        if not mine.update(next_run_at=upcoming, last_run_at=Now()):
            return False
        # A run that takes longer than its interval is not piled up upon.
        timing.task.using(unique_key=f"schedule:{row.name}").enqueue()
    return True
