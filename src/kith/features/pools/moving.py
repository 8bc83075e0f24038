"""Into a pool and out of it. The gate writes the owner; what stands where, and the ledger, follow in the same
transaction (kith.features.pools.enforcing), whoever wrote and by whatever way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, journal, records, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.features.pools import judging
from kith.features.pools.configured import home_of, leads, pool_of, pools_of
from kith.features.pools.models import Happened, Pool, PoolReason, Standing


@dataclass(frozen=True)
class Doing:
    """What is being done with pools, for the ledger. `pools` are those into which records go, `source` the one that a
    record leaves."""

    kind: Happened
    pools: Mapping[int, Pool] = field(default_factory=dict)
    reason: str = ""
    rule: int | None = None
    days: int | None = None
    source: Pool | None = None


_doing: ContextVar[Doing | None] = ContextVar("kith_pools", default=None)


def doing() -> Doing | None:
    """What this feature itself does now, None while others write."""
    return _doing.get()


@contextmanager
def as_(what: Doing) -> Iterator[None]:
    """Do it as this."""
    token = _doing.set(what)
    try:
        yield
    finally:
        _doing.reset(token)


@contextmanager
def locked(spec: EntitySpec, number: int) -> Iterator[Any]:
    """A record held in one transaction. Raises NotFound."""
    with records.transaction():
        rows = spec.model.objects.select_for_update(of=("self",)).filter(LIVE, pk=number)
        record = rows.first()
        if record is None:
            raise NotFound
        yield record


def standing_of(spec: EntitySpec, number: int) -> Standing | None:
    """Where a record stands."""
    return Standing.objects.filter(entity=spec.key, record_id=number).first()


def in_pools(entity: str, ids: Sequence[int]) -> set[int]:
    """Those of some records that lie in an active pool."""
    pools = [pool.pk for pool in pools_of(entity)]
    rows = Standing.objects.filter(entity=entity, record_id__in=ids, pool_id__in=pools)
    return set(rows.values_list("record_id", flat=True)) if pools and ids else set()


def out(pool: Pool, number: int) -> None:
    """Take a record out of a pool if it is there still: of two who do so at once one finds nothing. Raises NotNow."""
    rows = Standing.objects.filter(entity=pool.entity, record_id=number, pool_id=pool.pk)
    if rows.update(pool_id=None) != 1:
        said = _("It is not in the pool “%(pool)s” any more.") % {"pool": pool.name}
        raise judging.NotNow("gone", said)


def present(pool: Pool) -> Pool:
    """A pool on its terms of now. Raises Conflict when it is not active."""
    found = pool_of(pool.pk)
    if found is None:
        raise Conflict(_("The pool “%(pool)s” is not active.") % {"pool": pool.name})
    return found


def claim(pool: Pool, number: int, *, by: Actor) -> Any:
    """Make a record of a pool one's own. Raises NotNow with the first reason against it, NotFound."""
    pool = present(pool)
    if by.user_id is None:
        raise Forbidden
    spec = registry.spec(pool.entity)
    with locked(spec, number) as record, journal.batch(by, "claim", entity=spec.key):
        judging.lock_people({by.user_id})
        standing = standing_of(spec, number)
        for refusal in judging.refusals(pool, standing, by):
            raise refusal
        return _hand(pool, record, by.user_id, kind=Happened.CLAIMED, by=by)


def assign(pool: Pool, number: int, person: int, *, by: Actor) -> Any:
    """Give a record of a pool to somebody: by its administrators, within the caps of who gets it. Raises NotNow,
    Forbidden, Invalid, NotFound."""
    if not leads(pool, by):
        raise Forbidden(
            _("Only its administrators assign what is in the pool “%(pool)s”.") % {"pool": pool.name}
        )
    spec, known = registry.spec(pool.entity), directory().people.get(person)
    if known is None or not known.active:
        raise Invalid({"person": [_("Choose somebody who may sign in.")]})
    with locked(spec, number) as record, journal.batch(by, "assign", entity=spec.key):
        judging.lock_people({person})
        for refusal in judging.full(pool, person, by, name=known.name):
            raise refusal
        return _hand(pool, record, person, kind=Happened.ASSIGNED, by=by)


def spread(pool: Pool, number: int, person: int) -> Any:
    """Give a record of a pool out, as Kith itself, within cooling and all caps of who gets it. Raises NotNow."""
    spec, system = registry.spec(pool.entity), Actor.system()
    with locked(spec, number) as record, journal.batch(system, "assign", entity=spec.key):
        judging.lock_people({person})
        standing = standing_of(spec, number)
        if standing is None or standing.pool_id != pool.pk:
            raise judging.NotNow("gone", "")
        for check in (
            judging.frozen(pool, standing, system),
            judging.cooling(pool, standing, person, system),
            judging.full(pool, person, system),
            judging.unworked(pool, person, system),
        ):
            for refusal in check:
                raise refusal
        return _hand(pool, record, person, kind=Happened.SPREAD, by=system)


def _hand(pool: Pool, record: Any, person: int, *, kind: Happened, by: Actor) -> Any:
    """The record leaves the pool and has an owner, with what belongs to it."""
    out(pool, record.pk)
    with as_(Doing(kind, source=pool)):
        found = records.update(record, by=by.as_house(), owner=person)
        if pool.contacts:
            along(registry.spec(pool.entity), {}, {record.pk: person}, by)
    return found


def give_back(record: Any, reason: PoolReason, note: str, *, by: Actor) -> Pool:
    """The owner has no use for a record: it goes back to the pool that it came from, or to his own. Raises Conflict."""
    spec = registry.spec_of(record)
    if record.owner_id is None:
        raise Conflict(_("It has no owner."))
    standing = standing_of(spec, record.pk)
    pool = pool_of(standing.held if standing else None) or home_of(spec.key, record.owner_id)
    if pool is None:
        raise Conflict(_("There is no pool to which it could go back."))
    said = f"{reason.name}: {note}" if note else reason.name
    _enter_one(spec, record, Doing(Happened.RETURNED, {record.pk: pool}, said[:300]), by)
    return pool


def put(record: Any, pool: Pool, *, by: Actor) -> Pool:
    """Put a record into a pool, by the administrators of the pool. Raises Forbidden, Conflict."""
    spec = registry.spec_of(record)
    if not leads(pool, by):
        raise Forbidden(
            _("Only its administrators put records into the pool “%(pool)s”.") % {"pool": pool.name}
        )
    if pool.entity != spec.key:
        raise Conflict(_("The pool “%(pool)s” holds other records.") % {"pool": pool.name})
    _enter_one(spec, record, Doing(Happened.ENTERED, {record.pk: pool}), by)
    return pool


def _enter_one(spec: EntitySpec, record: Any, what: Doing, by: Actor) -> None:
    """One record goes in; the action that is about it may still write what it works out anew, onto this version."""
    found = enter(spec, [record.pk], what, by)[0]
    if found.errors:
        raise Invalid(found.errors)
    record.version = spec.model.objects.values_list("version", flat=True).get(pk=record.pk)


def enter(spec: EntitySpec, ids: Sequence[int], what: Doing, by: Actor) -> list[bulk.Outcome]:
    """Records lose their owner and go to the pools of `what`, in one transaction, each that is refused for itself."""
    rows = spec.model.objects.filter(pk__in=ids)
    owners: dict[int, int | None] = dict(rows.values_list("pk", "owner_id"))
    house = by.as_house()
    values: list[tuple[int, None, dict[str, Any]]] = [
        (number, None, {"owner": None, **({"team": None} if what.pools[number].clear_team else {})})
        for number in ids
    ]
    with writing(), as_(what), journal.batch(by, what.kind, entity=spec.key):
        for number in ids:
            if number in owners and owners[number] is None:
                place_free(spec, number, what, by)
        outcomes = bulk.attempt(values, partial(bulk.update, spec.model, by=house, partial=True))
        done = [one.id for one in outcomes if one.id is not None]
        for pool in {what.pools[number].pk: what.pools[number] for number in done}.values():
            mine = [number for number in done if what.pools[number].pk == pool.pk]
            if pool.contacts:
                along(spec, {number: owners[number] for number in mine}, dict.fromkeys(mine), by)
            tasks(spec, pool, {number: owners[number] for number in mine}, by)
    return outcomes


placers: list[Callable[..., None]] = []


def place_free(spec: EntitySpec, number: int, what: Doing, by: Actor) -> None:
    """What has no owner changes no owner: it is put where it shall stand by itself."""
    for place in placers:
        place(spec, number, what, by)


def along(
    spec: EntitySpec, before: Mapping[int, int | None], after: Mapping[int, int | None], by: Actor
) -> None:
    """What belongs to records follows their owner: of those that are plainly of the record, such as contacts, the ones
    that the owner himself had; on the way out those that nobody has. What has pools of its own, such as the companies
    of a group, goes for itself and is counted for itself."""
    for child, link in registry.children(spec.key):
        if link.type.key != "reference" or not link.column or not follows(child) or pools_of(child.key):
            continue
        rows = (
            child.model.live()
            .filter(**{f"{link.column}__in": list(after)})
            .values_list("pk", f"{link.column}_id", "owner_id")
        )
        moved = [
            (number, None, {"owner": after[whole]})
            for number, whole, owner in rows
            if owner == before.get(whole) and owner != after[whole]
        ]
        if moved:
            bulk.update(child.model, moved, by=by.as_house(), partial=True)


def follows(child: EntitySpec) -> bool:
    """Whether records belong to another as people belong to their company: work of their own, without steps or days."""
    entity = child.entity
    return entity.group == "work" and entity.rule is None and entity.person is not None and not entity.path


def tasks(spec: EntitySpec, pool: Pool, owners: Mapping[int, int | None], by: Actor) -> None:
    """The open tasks of who lost the records, as the pool says."""
    if pool.tasks == "keep" or not owners:
        return
    heir = next((one for one in pool.admins or () if one in directory().people), None)
    for other in registry.specs():
        calendar = other.calendar
        if calendar is None or not calendar.done or calendar.about not in other.fields:
            continue
        about = other.fields[calendar.about]
        if about.type.key != "anyreference":
            continue
        rows = other.model.live().filter(
            **{
                f"{calendar.about}_entity": spec.key,
                f"{calendar.about}__in": list(owners),
                calendar.done: False,
            }
        )
        mine = [
            number
            for number, whole, owner in rows.values_list("pk", calendar.about, "owner_id")
            if owner is not None and owner == owners[whole]
        ]
        values: dict[str, Any] = {calendar.done: True} if pool.tasks == "close" else {"owner": heir}
        if mine and (pool.tasks == "close" or heir):
            bulk.update(other.model, [(one, None, values) for one in mine], by=by.as_house(), partial=True)
