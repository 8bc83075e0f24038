"""Writing large dossiers, removing their files after a week, and keeping no longer than the rules say."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from kith.engine import epoch, plugs
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Refused
from kith.engine.identity.models import User
from kith.engine.jobs import daily, task
from kith.features.privacy import dossiers, retention
from kith.features.privacy.models import Dossier, State
from kith.kernel import clock

KEPT = dt.timedelta(days=7)


@task(max_attempts=3)
def write_dossier(number: int) -> None:
    """Write one with the rights that its person has now, and tell him."""
    row = Dossier.objects.filter(pk=number, state=State.WAITING).first()
    user = User.live().filter(pk=row.user_id, is_active=True).first() if row else None
    if row is None or user is None:
        return
    with epoch.turn():
        try:
            dossiers.make(row, Actor.of(user))
        except Refused:
            with writing():
                row.state = State.FAILED
                row.save(update_fields=("state",))
        title = _ready if row.state == State.DONE else _failed
        plugs.notify([row.user_id], "dossier.finished", title=title, href=f"/dossiers/{row.pk}/")


def _ready(_reader: Actor) -> str:
    return _("Everything about a person is gathered")


def _failed(_reader: Actor) -> str:
    return _("What is kept about a person could not be gathered")


@daily("03:45")
@task()
def remove_old_dossiers() -> int:
    """Remove archives and their rows after a week. How many went."""
    old = list(Dossier.objects.filter(at__lt=clock.now() - KEPT))
    for row in old:
        dossiers.path_of(row).unlink(missing_ok=True)
    with writing():
        Dossier.objects.filter(pk__in=[row.pk for row in old]).delete()
    return len(old)


@daily("02:40")
@task()
def keep_no_longer() -> int:
    """Do what the retention rules say that are switched on. How many records went."""
    with epoch.turn():
        return retention.run_all()
