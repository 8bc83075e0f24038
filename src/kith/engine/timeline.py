"""One timeline per record: what every source knows, newest first, within the reader's rights."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from heapq import merge
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import journal, plugs
from kith.engine.access import Level, directory
from kith.engine.actor import Actor
from kith.engine.plugs import Moment
from kith.engine.prepared import Prepared
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles

FOREVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


def moments(
    spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime | None = None, limit: int = 20
) -> list[Moment]:
    """The newest moments of all sources before a time."""
    sources = (changes, *plugs.timeline_sources)
    end = before or FOREVER
    lists = [source(spec, record, actor, before=end, limit=limit) for source in sources]
    return list(merge(*lists, key=lambda moment: moment.at, reverse=True))[:limit]


def changes(spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int) -> list[Moment]:
    """The journal of the record as moments; values of hidden fields are left out."""
    found = []
    people = directory().people
    for entry in _entries(limit)(spec.key, record.pk, before):
        person = people.get(entry.actor_id) if entry.actor_id else None
        found.append(
            Moment(
                at=entry.at, kind="change", icon="history", title=told(entry.verb, spec), actor_id=entry.actor_id,
                actor_name=person.name if person else "Kith", entity=spec.key, record_id=record.pk,
                details=() if entry.verb == "create" else tuple(details(spec, entry.changes, actor)),
                extra={"batch": entry.batch_id, "verb": entry.verb},
            )
        )  # fmt: skip
    return found


def told(verb: str, spec: EntitySpec | None) -> str:
    """What was done by a verb of the journal or a kind of batch: “Created”, “Won”."""
    action = spec.actions.get(verb) if spec else None
    return action.told() if action else str(journal.VERBS.get(verb.removeprefix("mass_"), verb))


def told_of(what: str, name: str) -> str:
    """What was done, and to what: “Won: Acme”, with the colon of the language in force."""
    return _("%(what)s: %(name)s") % {"what": what, "name": name}


@lru_cache(maxsize=20)
def _entries(limit: int) -> Prepared:
    """The newest entries of the journal about a record before a moment."""
    rows = journal.Entry.objects.order_by("-id")
    return Prepared(
        lambda entity, number, before: rows.filter(entity=entity, record_id=number, at__lt=before)[:limit],
        str, int, dt.datetime,
    )  # fmt: skip


def details(spec: EntitySpec, changes_: dict[str, list[Any]], actor: Actor) -> list[tuple[str, str, str]]:
    """Label, old and new text of each changed field that the reader may see. What only follows from others, such as
    since when a deal is in its stage, is left to the journal."""
    found = []
    for name, (old, new) in changes_.items():
        field = spec.fields.get(name)
        if field is None or field.readonly or actor.access.level(spec.key, name) < Level.READ:
            continue
        found.append((str(field.label), stored_text(field, old, actor), stored_text(field, new, actor)))
    return found


def stored_text(field: Any, stored: Any, actor: Actor) -> str:
    """The stored form of a value as people read it."""
    if stored in (None, "", []):
        return _("empty")
    value = field.type.load(stored, field)
    if field.type.key in ("reference", "references") and field.target:
        ids = value if isinstance(value, list) else [value]
        names = titles(field.target, ids, actor)
        return ", ".join(names.get(number, f"#{number}") for number in ids)
    if field.type.key == "anyreference":
        return str(titles(value[0], [value[1]], actor).get(value[1], f"#{value[1]}"))
    return str(field.type.text(value, field, actor.show))
