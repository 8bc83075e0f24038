"""What others did with one's own records lately: made them one's own, or changed them last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import home, journal, registry
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.home import HomeRow, HomeSection
from kith.engine.spec import EntitySpec
from kith.engine.timeline import told
from kith.engine.titles import title_of
from kith.kernel import clock

NAMED = 3


def days_back(today: dt.date) -> int:
    """How many days ago the working day before this one was: after a weekend it is Friday."""
    return {0: 3, 6: 2}.get(today.weekday(), 1)


home.block("news", 70, lambda: _("Since yesterday"))


def of_others(entity: str, actor: Actor) -> list[HomeSection]:
    """The actor's own records of an entity that somebody else was the last to change since the last working day."""
    today = clock.today(actor.time_zone)
    back = days_back(today)
    since = {"field": "updated_at", "op": "gte", "value": {"days": -back}}
    others = {"field": "updated_by", "op": "is_not", "value": "me"}
    person = {"field": "updated_by", "op": "not_empty"}
    spec = registry.spec(entity)
    found = home.own(entity, actor, since, person, others, sort="-updated_at", shown=(spec.title,))
    if not found.rows:
        return []
    begin = dt.datetime.combine(today - dt.timedelta(days=back), dt.time(), ZoneInfo(actor.time_zone))
    entries = _entries(entity, [row.pk for row in found.rows], begin, actor)
    rows = [_row(spec, record, entries.get(record.pk, ()), actor) for record in found.rows]
    title = _("Since Friday") if back > 1 else _("Since yesterday")
    return [HomeSection("news", title, "history", rows, rank=70, aside=True, more=found.more)]


def _entries(entity: str, ids: Sequence[int], since: dt.datetime, actor: Actor) -> dict[int, list[Any]]:
    """What others did with some records since a moment, the newest first."""
    rows = journal.Entry.objects.filter(entity=entity, record_id__in=ids, at__gte=since).exclude(
        actor_id=actor.user_id
    )
    found: dict[int, list[Any]] = {}
    for entry in rows.order_by("-id")[: len(ids) * 10]:
        found.setdefault(entry.record_id, []).append(entry)
    return found


def _row(spec: EntitySpec, record: Any, entries: Sequence[Any], actor: Actor) -> HomeRow:
    person = directory().people.get(record.updated_by_id or 0)
    said = " · ".join(part for part in (person.name if person else "", _what(spec, entries, actor)) if part)
    return HomeRow(title_of(spec, record, actor), spec.key, record.pk, note=said, at=record.updated_at)


def _what(spec: EntitySpec, entries: Sequence[Any], actor: Actor) -> str:
    """What was done in few words: yours now, a named action, or the fields that changed."""
    if any(entry.changes.get("owner", (None, None))[1] == actor.user_id for entry in entries):
        return pgettext("record", "yours now")
    verb = next((entry.verb for entry in entries if entry.verb != "update"), "")
    if verb:
        return told(verb, spec)
    known = spec.readable(actor)
    names = dict.fromkeys(name for entry in entries for name in entry.changes)
    labels = [str(known[name].label) for name in names if name in known and not known[name].readonly]
    more = "…" if len(labels) > NAMED else ""
    return ", ".join(labels[:NAMED]) + more
