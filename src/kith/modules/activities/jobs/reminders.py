"""Reminders, once a minute."""

from __future__ import annotations

import datetime as dt

from kith.engine import plugs
from kith.engine.connections import writing
from kith.engine.jobs import every, task
from kith.engine.settings import keep, recall
from kith.kernel import clock
from kith.modules.activities.queries import activities as queries

MARK = "activities.reminded_until"
EVENT = "activity.reminded"


@every(minutes=1)
@task()
def remind() -> None:
    """Tell the owner and the colleagues of each activity whose reminder came since the last run.

    How far it came is stored in the same transaction, so that after a crash or a long pause nothing is left out.
    """
    now = clock.now()
    with writing():
        stored = recall(MARK)
        since = dt.datetime.fromisoformat(stored) if stored else now - dt.timedelta(minutes=5)
        for activity in queries.reminders_between(since, now):
            people = dict.fromkeys([activity.owner_id, *activity.users])
            plugs.notify(
                [number for number in people if number is not None], EVENT,
                title=activity.subject, entity="activity", record_id=activity.pk,
            )  # fmt: skip
        keep(MARK, now.isoformat())
