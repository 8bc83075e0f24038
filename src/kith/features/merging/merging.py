"""Merging: what hangs on the others is led to one record, which takes the chosen values; the others go to the trash,
and their numbers lead to it. All of it is one batch, which is taken back like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import beside, bulk, journal, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.carrying import Carrying, Child, children
from kith.engine.errors import Forbidden, Invalid, Stale
from kith.engine.forwarding import MERGING
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.merging import forwards, rewriting
from kith.features.merging.choosing import Choosing
from kith.features.merging.models import Merge
from kith.kernel import clock
from kith.kernel.text import fold

VERB = "merge"
LEAST, MOST = 2, 10
"""How many records become one at once."""


@dataclass(frozen=True)
class Wish:
    """Records of an entity that shall become the one of number `master`; `chosen` says by field whose value stays (a
    number, or "all"), `versions` which version of a record was looked at."""

    spec: EntitySpec
    master: int
    losers: tuple[int, ...]
    chosen: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[int, int] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[int, ...]:
        """Every record, the master first."""
        return (self.master, *self.losers)


def mergeable(spec: EntitySpec) -> bool:
    """Whether records of an entity can be merged."""
    return MERGING in spec.entity.features and spec.entity.rule is None


def may(spec: EntitySpec, by: Actor) -> bool:
    """Whether an actor may merge any records of an entity."""
    return mergeable(spec) and all(
        by.access.reach(spec.key, verb) is not Reach.NONE for verb in (VERB, "update", "delete")
    )


def may_with(spec: EntitySpec, record: Any, by: Actor) -> bool:
    """Whether an actor may merge this record."""
    return may(spec, by) and all(
        Scope(spec.key, by.access, verb).covers(record) for verb in (VERB, "update", "delete")
    )


def found(spec: EntitySpec, ids: Sequence[int], by: Actor, *, lock: bool = False) -> list[Any]:
    """The records to be merged, in the order given. Raises Invalid, NotFound, Moved, Forbidden."""
    if not mergeable(spec):
        raise Forbidden(_("Records of this kind cannot be merged."))
    if len(set(ids)) != len(ids) or not LEAST <= len(ids) <= MOST:
        said = {"least": LEAST, "most": MOST}
        raise Invalid({"records": [_("Choose %(least)s to %(most)s different records.") % said]})
    rows = {number: records.find(spec, number, by, VERB, lock=lock) for number in sorted(ids)}
    for row in rows.values():
        if not may_with(spec, row, by):
            raise Forbidden
    return [rows[number] for number in ids]


def one(spec: EntitySpec, number: int, by: Actor) -> Any:
    """A record that the actor may merge. Raises NotFound, Moved, Forbidden."""
    record = records.find(spec, number, by, VERB)
    if not may_with(spec, record, by):
        raise Forbidden
    return record


def merge(wish: Wish, *, by: Actor) -> journal.Batch:
    """Do it at once. Raises NotFound, Forbidden, Stale, Invalid, Conflict."""
    with records.transaction(), journal.batch(by, VERB, label_of(wish, by), entity=wish.spec.key) as batch:
        rows = found(wish.spec, wish.ids, by, lock=True)
        fresh(wish, rows)
        values = Choosing(wish.spec, rows, rows[0], by).values(wish.chosen)
        refuse_unseen(wish.spec, wish.losers, by)
        row = order(wish, by)
        row.taken = row.total = Carrying(wish.spec, wish.losers, wish.master, by, batch).all()
        settle(row, wish, rows, values, by=by, batch=batch)
    return batch


def order(wish: Wish, by: Actor) -> Merge:
    """The row that says what was merged, not stored yet."""
    return Merge(
        entity=wish.spec.key, master=wish.master, losers=list(wish.losers), chosen=dict(wish.chosen),
        name=label_of(wish, by), user_id=by.user_id, at=clock.now(),
    )  # fmt: skip


def label_of(wish: Wish, by: Actor) -> str:
    """What the batch is called."""
    return f"{wish.spec.label_plural}: {len(wish.ids)} → 1"[:200]


def fresh(wish: Wish, rows: Sequence[Any]) -> None:
    """Raise Stale for a record that was changed since it was looked at."""
    for row in rows:
        if wish.versions.get(row.pk, row.version) != row.version:
            raise Stale(row)


def linked(spec: EntitySpec, ids: Sequence[int]) -> list[tuple[Child, int]]:
    """What links to some records: each entity with the number of its live rows."""
    counted = [(child, child.rows(spec.key, ids).filter(LIVE).count()) for child in children(spec)]
    return [(child, count) for child, count in counted if count]


def told(child: Child, by: Actor) -> bool:
    """Whether an actor may know that records of this kind are linked."""
    return by.access.reach(child.spec.key, "read") is not Reach.NONE or child.belongs


def refuse_unseen(spec: EntitySpec, ids: Sequence[int], by: Actor) -> None:
    """Raise Invalid when something would move that the actor may not see."""
    if by.access.everything:
        return
    count = sum(child.unseen(spec.key, ids, by) for child in children(spec))
    if count:
        text = ngettext(
            "%(count)s linked record is not shared with you. Ask somebody who sees everything of these records to merge"
            " them.",
            "%(count)s linked records are not shared with you. Ask somebody who sees everything of these records to"
            " merge them.",
            count,
        )
        raise Invalid({"": [text % {"count": by.show.number(count)}]})


def settle(
    row: Merge,
    wish: Wish,
    rows: Sequence[Any],
    values: Mapping[str, Any],
    *,
    by: Actor,
    batch: journal.Batch,
) -> None:
    """What remains once all links lead to the master, in the caller's transaction."""
    spec, model = wish.spec, wish.spec.model
    names = aliases(spec, rows, values)
    row.traces = beside.carry(spec, wish.losers, wish.master)
    rewriting.rewrite(spec, wish.losers, wish.master, by=by, batch=batch)
    wrong = next(
        (one.errors for one in bulk.delete(model, wish.losers, by=by, batch=batch) if one.errors), None
    )
    if wrong:
        raise Invalid(wrong)
    master = records.update((model, wish.master), by=by, **values) if values else rows[0]
    if names is not None:
        said: dict[str, Any] = {spec.entity.aliases: names}
        master = records.update((model, wish.master), by=by.as_house(), **said)
    master = model.live().get(pk=wish.master)
    note(spec, master, wish.losers, by=by, batch=batch)
    row.batch_id, row.finished_at = batch.pk, clock.now()
    row.save()
    forwards.remember(spec, row)


def note(spec: EntitySpec, master: Any, losers: Sequence[int], *, by: Actor, batch: journal.Batch) -> None:
    """The story of the master says that others went up in it."""
    told = msgspec.json.encode({"merged": [None, list(losers)]}).decode()
    entry = (clock.now(), by.user_id, by.channel, spec.key, master.pk, VERB, master.version, told)
    journal.log(batch, [entry])


def aliases(spec: EntitySpec, rows: Sequence[Any], values: Mapping[str, Any]) -> str | None:
    """The other names of the master then: all names of all of them but its own. None when nothing changes."""
    key = spec.entity.aliases
    if not key:
        return None
    known = [line.strip() for row in rows for line in str(getattr(row, key) or "").splitlines()]
    titles = [str(spec.value(row, spec.fields[spec.title]) or "") for row in rows]
    name = str(values.get(spec.title, titles[0]))
    every = {fold(one): one for one in reversed((*known, *titles)) if one and fold(one) != fold(name)}
    text = "\n".join(reversed(every.values()))
    return None if text == str(getattr(rows[0], key) or "") else text


def spec_for(key: str, by: Actor) -> EntitySpec:
    """The entity whose records are merged. Raises NotFound, Forbidden."""
    spec = registry.known(key)
    if spec is None or by.access.reach(spec.key, "read") is Reach.NONE or not mergeable(spec):
        raise registry.UnknownEntity(key)
    if not may(spec, by):
        raise Forbidden
    return spec
