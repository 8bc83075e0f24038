"""What owners and administrators do with records of pools, on their pages, in lists and by the API."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import registry
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Forbidden
from kith.features.pools import judging, moving
from kith.features.pools.configured import leads, limit_of
from kith.features.pools.models import Happened, Pool, PoolMove, Standing
from kith.kernel import clock

REASON = arg("reference", _("Reason"), target="pool-reason")
POOL = arg("reference", _("Public pool"), target="pool")
OWNED = {"field": "owner", "op": "not_empty"}


@action(
    pgettext_lazy("pool", "Give back"),
    done=pgettext_lazy("done", "Given back"),
    icon="arrow-back-up",
    when=OWNED,
    help=_("It goes to the public pool: others can take it."),
)
def give_back(
    record: Any,
    *,
    reason: Annotated[Any, REASON],
    note: Annotated[str, arg("text", _("Note"), max_length=160)] = "",
    actor: Actor,
) -> None:
    """The owner has no use for it: others may take it."""
    moving.give_back(record, reason, note, by=actor)


@action(
    pgettext_lazy("pool", "Put into a pool"),
    done=pgettext_lazy("done", "Put into a pool"),
    icon="inbox",
)
def put(
    record: Any,
    *,
    pool: Annotated[Any, POOL],
    actor: Actor,
) -> None:
    """Into a public pool, by its administrators."""
    moving.put(record, pool, by=actor)


@action(pgettext_lazy("pool", "Lock"), done=pgettext_lazy("done", "Locked"), icon="lock", when=OWNED)
def lock(
    record: Any,
    *,
    until: Annotated[dt.date, arg("date", pgettext_lazy("pool", "Until"))],
    actor: Actor,
) -> None:
    """No rule takes it away until that day: for owners, as many and as long as their limit says."""
    spec = registry.spec_of(record)
    limit = limit_of(spec.key, record.owner_id)
    show, today = actor.show, judging.today()
    if not actor.access.holds(record.owner_id):
        raise Forbidden(_now("Only its owner locks it."))
    if limit is None or not limit.locked:
        raise Conflict(_now("No limit lets you lock records."))
    longest = today + dt.timedelta(days=limit.lock_days or 0)
    if not today <= until <= longest:
        raise Conflict(_now("A lock ends on %(last)s at the latest.") % {"last": show.date(longest)})
    judging.lock_people({record.owner_id})
    rows = Standing.objects.filter(entity=spec.key, owner_id=record.owner_id, locked_until__gte=today)
    have = rows.exclude(record_id=record.pk).count()
    if have >= limit.locked:
        said = _now("You have locked %(have)s of %(most)s: there is room for 0 more.")
        raise Conflict(said % {"have": show.number(have), "most": show.number(limit.locked)})
    keep(record, until, Happened.LOCKED, actor)


def locked(record: Any) -> bool:
    """Whether a lock is on a record."""
    row = moving.standing_of(registry.spec_of(record), record.pk)
    return row is not None and row.locked_until is not None


@action(
    pgettext_lazy("pool", "Unlock"), done=pgettext_lazy("done", "Unlocked"), icon="lock-open", when=OWNED, fits=locked,
)  # fmt: skip
def unlock(record: Any, *, actor: Actor) -> None:
    """The rules count again."""
    keep(record, None, Happened.UNLOCKED, actor)


def keep(record: Any, until: dt.date | None, kind: Happened, actor: Actor) -> None:
    """The lock on the standing of an owned record, and in the ledger."""
    spec = registry.spec_of(record)
    Standing.objects.update_or_create(
        entity=spec.key,
        record_id=record.pk,
        defaults={"locked_until": until, "owner_id": record.owner_id},
    )
    PoolMove.objects.create(
        entity=spec.key, record_id=record.pk, kind=kind, at=clock.now(), operator_id=actor.user_id,
        reason=until.isoformat() if until else "",
    )  # fmt: skip


@action(pgettext_lazy("pool", "Take"), done=pgettext_lazy("done", "Taken"), icon="hand-grab", many=False)
def take(
    pool: Pool, *, number: Annotated[int, arg("integer", _("Number of the record"), minimum=1)], actor: Actor
) -> None:
    """Make a record of the pool one's own."""
    moving.claim(pool, number, by=actor)


@action(pgettext_lazy("pool", "Assign"), done=pgettext_lazy("done", "Assigned"), icon="user-plus", many=False)
def assign_record(
    pool: Pool,
    *,
    number: Annotated[int, arg("integer", _("Number of the record"), minimum=1)],
    person: Annotated[Any, arg("reference", _("Person"), target="user")],
    actor: Actor,
) -> None:
    """Give a record of the pool to somebody."""
    if not leads(pool, actor):
        raise Forbidden
    moving.assign(pool, number, person.pk, by=actor)
