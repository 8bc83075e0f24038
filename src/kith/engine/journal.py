"""The journal: every change with old and new values, grouped in batches that can be undone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from kith.engine import inserting
from kith.engine.actor import Actor
from kith.kernel import clock


class Batch(models.Model):
    """Changes that belong together: one click, import or mass update. `undone_by` is the batch that took it back,
    `undoing` the one that does so or began to."""

    kind = models.CharField(max_length=20, default="change")
    label = models.CharField(max_length=200, default="")
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, default="")
    channel = models.CharField(max_length=12)
    entity = models.CharField(max_length=60, default="")
    rows = models.IntegerField(default=0)
    undone_by = models.BigIntegerField(null=True)
    undoing = models.BigIntegerField(null=True)

    class Meta:
        indexes: ClassVar[Any] = (models.Index(fields=("actor_id", "-id"), name="batch_actor"),)


class Entry(models.Model):
    """One change of one record: `changes` maps field to [old, new] in stored form, `version` is the one it made.

    It is sealed by the hash of `salt` and `changes`; `payload` keeps that hash once values were erased
    (kith.engine.sealing).
    """

    batch_id = models.BigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    channel = models.CharField(max_length=12)
    entity = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    version = models.IntegerField()
    changes = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    payload = models.CharField(max_length=64, default="")

    class Meta:
        indexes: ClassVar[Any] = (
            models.Index(fields=("entity", "record_id", "-id"), name="entry_record"),
            models.Index(fields=("batch_id", "entity", "record_id"), name="entry_batch"),
        )


# What was done by each built-in verb and kind of batch; it stands before or after a separator and never says who.
VERBS = {
    "create": pgettext_lazy("done", "Created"),
    "update": pgettext_lazy("done", "Changed"),
    "bulk": pgettext_lazy("done", "Changed"),
    "change": pgettext_lazy("done", "Changed"),
    "assign": pgettext_lazy("done", "Assigned"),
    "tag": pgettext_lazy("done", "Tagged"),
    "claim": pgettext_lazy("done", "Taken over"),
    "share": pgettext_lazy("done", "Shared"),
    "unshare": pgettext_lazy("done", "No longer shared"),
    "delete": pgettext_lazy("done", "Moved to the trash"),
    "restore": pgettext_lazy("done", "Restored"),
    "purge": pgettext_lazy("done", "Removed for good"),
    "undo": pgettext_lazy("done", "Taken back"),
    "attach": pgettext_lazy("done", "Attached"),
    "put_back": pgettext_lazy("done", "Put back"),
    "import": pgettext_lazy("done", "Imported"),
    "export": pgettext_lazy("done", "Exported"),
    "hand_over": pgettext_lazy("done", "Handed over"),
    "clean": pgettext_lazy("done", "Cleaned up"),
    "merge": pgettext_lazy("done", "Merged"),
    "config": pgettext_lazy("done", "Configured"),
    "recycle": pgettext_lazy("done", "Recycled by rule"),
    "retention": pgettext_lazy("done", "Kept long enough"),
    "erase": pgettext_lazy("done", "Erased"),
    "erasure": pgettext_lazy("done", "Erased"),
}
# Kinds of batches that cannot be taken back.
FINAL = frozenset({"erasure"})

_current: ContextVar[Batch | None] = ContextVar("kith_batch", default=None)


def fresh(actor: Actor, kind: str, label: str = "", entity: str = "") -> Batch:
    """A batch that is not stored yet."""
    return Batch(
        kind=kind, label=label[:200], at=clock.now(), actor_id=actor.user_id, actor_name=actor.name[:200],
        channel=actor.channel, entity=entity,
    )  # fmt: skip


@contextmanager
def batch(actor: Actor, kind: str = "change", label: str = "", entity: str = "") -> Iterator[Batch]:
    """Group all changes inside; nested groups join the outer one. The row is written with the first change."""
    outer = _current.get()
    if outer is not None:
        with _as_before(outer):
            yield outer
        return
    row = fresh(actor, kind, label, entity)
    token = _current.set(row)
    try:
        yield row
        if row.pk is not None:
            row.save(update_fields=("rows", "entity"))
    finally:
        _current.reset(token)


def number() -> int | None:
    """The number of the batch that is going on, for what is noted beside its changes and goes back with them."""
    row = _current.get()
    if row is not None and row.pk is None:
        row.save()
    return None if row is None else row.pk


@contextmanager
def continued(row: Batch) -> Iterator[Batch]:
    """Add changes to a batch that an earlier transaction began (imports, long rule runs)."""
    token = _current.set(row)
    try:
        with _as_before(row):
            yield row
            if row.pk is not None:
                row.save(update_fields=("rows", "entity"))
    finally:
        _current.reset(token)


@contextmanager
def _as_before(row: Batch) -> Iterator[None]:
    """A part that fails is rolled back: the batch then forgets what it had written for it, its own row included."""
    known = row.pk, row.rows, row.entity, row._state.adding
    try:
        yield
    except BaseException:
        row.pk, row.rows, row.entity, row._state.adding = known
        raise


COLUMNS = (
    "at",
    "actor_id",
    "channel",
    "entity",
    "record_id",
    "verb",
    "version",
    "changes",
    "batch_id",
    "salt",
    "payload",
)
SALT = 32


def log(row: Batch, entries: Sequence[tuple[Any, ...]]) -> None:
    """Write entries of a batch, in the transaction of the change.

    Each is (at, actor id, channel, entity, record id, verb, version, changes as JSON text).
    """
    if not entries:
        return
    row.rows += len(entries)
    row.entity = row.entity or entries[0][3]
    if row.pk is None:
        row.save()
    salts = secrets.token_hex(SALT // 2 * len(entries))
    stored = [(*entry, row.pk, salts[at * SALT : (at + 1) * SALT], "") for at, entry in enumerate(entries)]
    inserting.insert_values(Entry, COLUMNS, stored)


def history(entity: str, record_id: int, limit: int = 50, before: int | None = None) -> list[Entry]:
    """The latest entries of one record, newest first."""
    rows = Entry.objects.filter(entity=entity, record_id=record_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.order_by("-id")[:limit])


def changed_since(entity: str, record_id: int, version: int) -> set[str]:
    """The fields of a record that were changed after one of its versions."""
    rows = Entry.objects.filter(entity=entity, record_id=record_id, version__gt=version)
    return {name for changes in rows.values_list("changes", flat=True) for name in changes}
