"""Whether somebody may take a record, and if not why: every refusal says the number or the date.

The checks come in the order of the field's rules (shared/field/behaviours.md 3.1, point 7): in the pool, member,
freeze, cooling, claims in the period, cap of the pool, cap of all, unworked ones. Claims are counted in the ledger:
giving back, deleting or undoing gives no claim back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.condition import to_q
from kith.engine.errors import Conflict
from kith.engine.identity.models import User
from kith.engine.settings import company
from kith.features.pools.configured import concerns, leads, limit_of, node_of, takes
from kith.features.pools.models import Happened, Pool, PoolLimit, PoolMove, Standing, Taking
from kith.kernel import clock


class NotNow(Conflict):
    """A record cannot be taken; `check` says by which."""

    def __init__(self, check: str, message: str) -> None:
        super().__init__(message)
        self.check = check


def zone() -> ZoneInfo:
    """The zone in which days are counted."""
    return ZoneInfo(company().time_zone)


def today() -> dt.date:
    """The calendar day where the company is."""
    return clock.today(company().time_zone)


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment where the company is."""
    return moment.astimezone(zone()).date()


def start_of(day: dt.date) -> dt.datetime:
    """The moment at which a day begins where the company is."""
    return dt.datetime.combine(day, dt.time(), zone()).astimezone(dt.UTC)


def lock_people(people: set[int]) -> None:
    """Hold people while what they have is counted: two who count at once would both find room."""
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    list(rows.values_list("pk", flat=True))


def refusals(pool: Pool, standing: Standing | None, by: Actor) -> Iterator[NotNow]:
    """What keeps somebody from taking a record himself, in order; an administrator is only held by caps."""
    if standing is None or standing.pool_id != pool.pk:
        yield NotNow("gone", _("It is not in the pool “%(pool)s” any more.") % {"pool": pool.name})
        return
    if not takes(pool, by):
        yield NotNow("member", outside(pool, by))
        return
    person = by.user_id or 0
    if not leads(pool, by):
        yield from frozen(pool, standing, by)
        yield from cooling(pool, standing, person, by)
        yield from used_up(pool, person, by)
    yield from full(pool, person, by)
    if not leads(pool, by):
        yield from unworked(pool, person, by)


def outside(pool: Pool, by: Actor) -> str:
    """Why somebody takes nothing from a pool."""
    if concerns(pool, by.user_id) and pool.taking == Taking.GIVEN:
        return _("Only its administrators assign what is in the pool “%(pool)s”.") % {"pool": pool.name}
    if concerns(pool, by.user_id):
        return _("Kith gives out what is in the pool “%(pool)s”.") % {"pool": pool.name}
    return _("You are no member of the pool “%(pool)s”.") % {"pool": pool.name}


def frozen(pool: Pool, standing: Standing, by: Actor) -> Iterator[NotNow]:
    """What came into the pool lately rests there; its own time counts, not that of its last change."""
    if not pool.freeze or standing.entered_at is None:
        return
    free = day_of(standing.entered_at) + dt.timedelta(days=pool.freeze)
    if today() < free:
        said = _("It came into the pool on %(since)s and can be taken from %(free)s on.")
        yield NotNow(
            "freeze", said % {"since": by.show.date(day_of(standing.entered_at)), "free": by.show.date(free)}
        )


def cooling(pool: Pool, standing: Standing, person: int, by: Actor) -> Iterator[NotNow]:
    """Who lost it must let others have a chance, however he lost it."""
    if pool.cooling:
        lost = lost_at(pool, [standing.record_id], person).get(standing.record_id)
        yield from cools(pool, lost, by)


def lost_at(pool: Pool, ids: Collection[int], person: int) -> dict[int, dt.datetime]:
    """When somebody last lost each of some records."""
    rows = PoolMove.objects.filter(entity=pool.entity, record_id__in=ids, source_id=person).order_by("id")
    return dict(rows.values_list("record_id", "at"))


def cools(pool: Pool, lost: dt.datetime | None, by: Actor) -> Iterator[NotNow]:
    """Until when what was lost then cools."""
    if lost is None or not pool.cooling:
        return
    free = day_of(lost) + dt.timedelta(days=pool.cooling)
    if today() < free:
        said = _("It was yours until %(lost)s: you can take it again from %(free)s on.")
        yield NotNow("cooling", said % {"lost": by.show.date(day_of(lost)), "free": by.show.date(free)})


def used(pool: Pool, person: int) -> int:
    """How many claims somebody has made in the present period."""
    since = start_of(today() - dt.timedelta(days=(pool.period or 1) - 1))
    rows = PoolMove.objects.filter(target_id=person, pool_id=pool.pk, at__gte=since, kind=Happened.CLAIMED)
    return int(rows.count())


def used_up(pool: Pool, person: int, by: Actor) -> Iterator[NotNow]:
    """So many in so many days."""
    if pool.claims is None:
        return
    done = used(pool, person)
    if done >= pool.claims:
        show = by.show.number
        if (pool.period or 1) == 1:
            said = _("You have taken %(done)s of %(most)s today: none is left. Again from %(day)s on.")
        else:
            said = _(
                "You have taken %(done)s of %(most)s in %(days)s days: none is left. Again from %(day)s on."
            )
        words = {"done": show(done), "most": show(pool.claims), "days": show(pool.period or 1)}
        yield NotNow("daily", said % {**words, "day": by.show.date(free_again(pool, person, done))})


def free_again(pool: Pool, person: int, done: int) -> dt.date:
    """The day on which enough claims are older than the period."""
    since = start_of(today() - dt.timedelta(days=(pool.period or 1) - 1))
    rows = PoolMove.objects.filter(target_id=person, pool_id=pool.pk, at__gte=since, kind=Happened.CLAIMED)
    at = rows.order_by("at", "pk").values_list("at", flat=True)
    over = max(done - (pool.claims or 0), 0)
    first = next(iter(at[over : over + 1]), clock.now())
    return day_of(first) + dt.timedelta(days=pool.period or 1)


def held(pool: Pool, person: int) -> int:
    """How many records somebody holds from a pool, without those that do not count."""
    spec = registry.spec(pool.entity)
    mine = Standing.objects.filter(owner_id=person, held=pool.pk, entity=spec.key)
    rows = spec.model.live().filter(owner_id=person, pk__in=mine.values("record_id"))
    return int(counted(rows, pool.spared, spec).count())


def counted(rows: Any, spared: Any, spec: Any) -> Any:
    """Rows without those that fit a condition."""
    node = node_of(spared, spec)
    if node is None:
        return rows
    others = spec.model.objects.filter(to_q(node, Actor.system()), pk=OuterRef("pk"))
    return rows.filter(~Exists(others))


def owned(limit: PoolLimit, person: int) -> int:
    """How many records somebody owns, without those that do not count."""
    spec = registry.spec(limit.entity)
    return int(counted(spec.model.live().filter(owner_id=person), limit.spared, spec).count())


def full(pool: Pool, person: int, by: Actor, *, name: str = "") -> Iterator[NotNow]:
    """The caps of who would get it; `name` where that is somebody else."""
    show = by.show.number
    if pool.cap is not None and (have := held(pool, person)) >= pool.cap:
        mine = _("You hold %(have)s of %(most)s from the pool “%(pool)s”: there is room for 0 more.")
        theirs = _("%(name)s holds %(have)s of %(most)s from the pool “%(pool)s”: there is room for 0 more.")
        words = {"have": show(have), "most": show(pool.cap), "pool": pool.name, "name": name}
        yield NotNow("pool-cap", (theirs if name else mine) % words)
    limit = limit_of(pool.entity, person)
    if limit is not None and limit.cap is not None and (have := owned(limit, person)) >= limit.cap:
        yield NotNow("cap", no_room(limit, have, by, name))


def no_room(limit: PoolLimit, have: int, by: Actor, name: str = "") -> str:
    """That somebody has as many as he may."""
    show, spec = by.show.number, registry.spec(limit.entity)
    mine = _("You own %(have)s of %(most)s (%(things)s): there is room for 0 more.")
    theirs = _("%(name)s owns %(have)s of %(most)s (%(things)s): there is room for 0 more.")
    words = {"have": show(have), "most": show(limit.cap or 0), "things": spec.label_plural, "name": name}
    return str((theirs if name else mine) % words)


def unworked(pool: Pool, person: int, by: Actor) -> Iterator[NotNow]:
    """Who has not begun with what he took gets no more."""
    spec = registry.spec(pool.entity)
    column = touched(spec)
    if pool.unworked is None or not column:
        return
    mine = Standing.objects.filter(owner_id=person, held=pool.pk, entity=spec.key)
    rows = spec.model.live().filter(owner_id=person, pk__in=mine.values("record_id"))
    waiting = rows.filter(**{f"{column}__isnull": True}).count()
    waiting += stale(rows, spec, column)
    if waiting >= pool.unworked:
        said = ngettext(
            "%(count)s of those that you took waits for its first follow-up; %(most)s may.",
            "%(count)s of those that you took wait for their first follow-up; %(most)s may.",
            waiting,
        )
        yield NotNow(
            "unworked", said % {"count": by.show.number(waiting), "most": by.show.number(pool.unworked)}
        )


def stale(rows: Any, spec: Any, column: str) -> int:
    """How many were last followed up by an earlier owner."""
    since = Standing.objects.filter(entity=spec.key, record_id=OuterRef("pk"), since__gt=OuterRef(column))
    return int(rows.filter(Exists(since), **{f"{column}__isnull": False}).count())


def touched(spec: Any) -> str:
    """The column that says when a record was last followed up, "" where there is none."""
    return next((name for name in ("followed_at", "last_contact_at") if name in spec.fields), "")
