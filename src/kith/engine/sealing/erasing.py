"""Taking personal values out of the journal, so that who did what when stays proved."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from kith.engine import audit
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.journal import Entry
from kith.engine.sealing import rows

PART = 500
ERASED = "erased"


def erase_values(entries: QuerySet[Entry], fields: Collection[str], *, by: Actor) -> int:
    """Remove the old and new values of these fields from journal entries, for good. How many entries had any.

    `entries` are of any one or several records, such as `Entry.objects.filter(entity="contact", record_id=7)`;
    `fields` are names of fields as they stand in `changes`. The chain of seals stays whole: an entry is sealed by a
    salted hash of its values, which it keeps, while salt and values go, so that nobody can guess them from it. What is
    left of an entry gets a new salt, and its hash stands in an occurrence of the kind “erased” (one per record, with
    the fields and never a value): `kith check --journal` accepts no lost value without one. Doing it again does
    nothing. Undo and timeline then know nothing of these fields; entries are never removed.

    Writes in short transactions of its own, or in the one that is going on. Names in batches (`label`, `actor_name`),
    in the outbox and in search documents are not touched.
    """
    done, last = 0, 0
    while part := list(entries.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PART]):
        last = part[-1]
        with writing():
            done += _part(part, frozenset(fields), by)
    return done


def _part(ids: list[int], fields: frozenset[str], by: Actor) -> int:
    touched: dict[tuple[str, int], list[Entry]] = {}
    for entry in Entry.objects.select_for_update().filter(pk__in=ids).order_by("pk"):
        if fields & entry.changes.keys():
            entry.payload = entry.payload or _hash(entry.pk)
            entry.changes = {name: pair for name, pair in entry.changes.items() if name not in fields}
            entry.salt = secrets.token_hex(16)
            entry.save(update_fields=("payload", "changes", "salt"))
            touched.setdefault((entry.entity, entry.record_id), []).append(entry)
    for (entity, record), mine in touched.items():
        left: dict[str, Any] = {str(entry.pk): _hash(entry.pk) for entry in mine}
        audit.note(ERASED, by, entity=entity, record=record, fields=sorted(fields), left=left)
    return sum(len(mine) for mine in touched.values())


def _hash(number: int) -> str:
    return rows.payload(rows.read(rows.ENTRY, number - 1, number, 1)[0])
