"""Removing positions and pictures of visits for good when their time is over; an act of destruction says that it was
done."""

from __future__ import annotations

from typing import Any

from kith.engine import epoch, registry
from kith.engine.actor import Actor
from kith.engine.jobs import daily, task
from kith.features.files.models import Attachment
from kith.features.privacy import erasing
from kith.kernel import clock
from kith.modules.activities.models import Visit, VisitPosition

PART = 200
MOST = 20_000
"""Rows of each kind that one night takes."""


@daily("02:50")
@task()
def keep_visits_no_longer() -> int:
    """Remove positions, then pictures, that have been kept long enough. How many rows went."""
    today = clock.now().date()
    with epoch.turn():
        return _positions(today) + _pictures(today)


def _positions(today: Any) -> int:
    rows = VisitPosition.objects.filter(until__lt=today).order_by("pk")
    return _removed("visit-position", lambda last: rows.filter(pk__gt=last))


def _pictures(today: Any) -> int:
    over = Visit.objects.filter(pictures_until__lt=today, in_at__isnull=False).values("activity")
    rows = Attachment.objects.filter(about_entity="activity", about__in=over, type__startswith="image/")
    rows = rows.exclude(pk__in=_answers()).order_by("pk")
    return _removed("attachment", lambda last: rows.filter(pk__gt=last))


def _answers() -> Any:
    """Pictures that answer a question are kept as long as the answer: they are what was asked for."""
    model = registry.spec("visit-answer").model
    return model.objects.filter(picture__isnull=False).values("picture")


def _removed(entity: str, after: Any) -> int:
    """Remove rows in parts, with what the journal says of them."""
    done = last = 0
    while done < MOST and (rows := list(after(last)[:PART])):
        last = rows[-1].pk
        erasing.erase_rows(registry.spec(entity), rows, note="", by=Actor.system(), purge=True)
        done += len(rows)
    return done
