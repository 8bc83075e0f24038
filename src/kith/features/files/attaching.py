"""Attaching files to a record through the gate. An attachment cannot be made in any other way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import journal, keeping, plugs, records, registry
from kith.engine.access import Access, Level
from kith.engine.actor import Actor
from kith.engine.base.checking import NO_PICTURE
from kith.engine.base.gate import Write
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.engine.following import Following
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.features.files import store
from kith.features.files.models import Attachment
from kith.features.files.naming import safe_name
from kith.features.files.store import Arrived

_arrived: ContextVar[tuple[Arrived, str | None] | None] = ContextVar("kith_arrived_file", default=None)


def attach(
    spec: EntitySpec, number: int, contents: Sequence[Arrived], *, by: Actor, field: str = ""
) -> list[Attachment]:
    """Put files on a record that the actor sees, for its `field` if one is named; all of them or none. Raises
    NotFound, Forbidden, Invalid."""
    try:
        records.find(spec, number, by, "read")
        if not contents:
            raise Invalid({"file": [_("Choose a file.")]})
        with store.settling(), writing(), journal.batch(by, "attach", entity="attachment"):
            return [_attached((spec.key, number), content, by, field) for content in contents]
    finally:
        for content in contents:
            content.discard()


def send_ahead(contents: Sequence[Arrived], *, by: Actor) -> list[Attachment]:
    """Keep files for a record that is made, or changed, with their ids in its fields. Raises Forbidden, Invalid."""
    try:
        if not contents:
            raise Invalid({"file": [_("Choose a file.")]})
        with store.settling(), writing(), journal.batch(by, "attach", entity="attachment"):
            return [_attached(None, content, by, None) for content in contents]
    finally:
        for content in contents:
            content.discard()


def _attached(about: tuple[str, int] | None, content: Arrived, by: Actor, field: str | None) -> Attachment:
    store.settle(content)
    token = _arrived.set((content, field))
    try:
        made: Attachment = records.create(Attachment, by=by, name=safe_name(content.name), about=about)
    finally:
        _arrived.reset(token)
    return made


def take_content(attachment: Attachment, *, actor: Actor) -> None:
    """Rule: a new attachment takes size, type and hash of the file that has just been stored. Raises Invalid."""
    attachment.name = safe_name(attachment.name, "")
    if attachment.sha:
        return
    arrived = _arrived.get()
    if arrived is None:
        raise Invalid({"": [_("Send the file itself to the files of its record.")]})
    content, field = arrived
    attachment.field, attachment.waiting = field or "", field is None
    attachment.sha, attachment.size, attachment.type = content.sha, content.size, content.type


def check_place(attachment: Any, *, actor: Actor) -> None:
    """Rule: files belong to records that may carry files. Raises Invalid."""
    if attachment.waiting and attachment.about is None:
        return
    if not carries_files(attachment.about_entity):
        raise Invalid({"about": [_("Records of this kind carry no files.")]})


def carries_files(entity: str) -> bool:
    """Whether records of an entity may have files."""
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return False
    return spec.entity.rule is None and "files" in spec.entity.features


def put(
    spec: EntitySpec, record: Any, field: FieldSpec, content: Arrived, *, by: Actor, version: int | None
) -> Any:
    """Put a file into a field of a record; the one that was there stays among the record's files. Raises Forbidden,
    Invalid, Stale."""
    if field.type.key != "file" and not content.type.startswith("image/"):
        content.discard()
        raise Invalid({field.key: [NO_PICTURE]})
    with journal.batch(by, "attach", entity=spec.key):
        (made,) = attach(spec, record.pk, [content], by=by, field=field.key)
        values: dict[str, Any] = {field.key: made.pk}
        return records.update(record, by=by, version=version, **values)


@dataclass(frozen=True, slots=True)
class Filed(Following):
    """The rule of files: as what they belong to, and those that a field holds as that field too. What waits for its
    record is known to whoever sent it."""

    def predicate(self, scope: Scope) -> Q:
        """Files of visible records, without those of hidden fields."""
        found = Following.predicate(self, scope)
        for entity, key in hidden(scope.access):
            found &= ~Q(about_entity=entity, field=key)
        mine = (
            Q(waiting=True, owner=scope.access.user_id)
            if scope.access.user_id and scope.reach
            else Q(pk__in=())
        )
        return found | mine

    def covers(self, scope: Scope, record: Any) -> bool:
        """The same for one file."""
        if record.waiting and scope.access.user_id == record.owner_id:
            return bool(scope.reach)
        return shown(record, scope.access) and Following.covers(self, scope, record)


def shown(attachment: Any, access: Access) -> bool:
    """Whether the field that a file was put into may be read, if it was put into one."""
    return not attachment.field or access.level(attachment.about_entity, attachment.field) >= Level.READ


def hidden(access: Access) -> list[tuple[str, str]]:
    """Fields with files that somebody may not read, by entity and key."""
    if access.everything:
        return []
    return [
        (spec.key, field.key)
        for spec in registry.specs()
        for field in spec.filed
        if access.level(spec.key, field.key) < Level.READ
    ]


def waiting(ids: Iterable[int], actor: Actor) -> dict[int, tuple[str, str]]:
    """Those of some files that an actor sent ahead, each with its name and type."""
    rows = Attachment.live().filter(pk__in=set(ids), waiting=True, created_by=actor.user_id)
    return {number: (name, kind) for number, name, kind in rows.values_list("pk", "name", "type")}


def claim(spec: EntitySpec, rows: Sequence[Any], actor: Actor) -> None:
    """After every write: files that were sent ahead and now stand in a field become the record's."""
    if not spec.filed:
        return
    held = {
        number: (record.pk, field.key)
        for record in rows
        for field in spec.filed
        if (number := spec.value(record, field)) is not None
        and (record.before is None or record.before.differs(record, field.key))
    }
    if not held:
        return
    files = Attachment.live().filter(pk__in=held, waiting=True).select_for_update(of=("self",))
    about = registry.spec("attachment")
    write, changes = Write(about, actor.as_house(), "attach", trusted=True), []
    for file in files:
        change = write.begin(file)
        number, file.field = held[file.pk]
        file.waiting = False
        about.set(file, about.fields["about"], (spec.key, number))
        changes.append(change)
    if changes:
        with journal.batch(actor, "attach", entity="attachment") as batch:
            write.run(changes, batch)


def belonging_to(ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The records to which files belong."""
    rows = Attachment.live().filter(pk__in=set(ids), waiting=False).values_list("pk", "about_entity", "about")
    return {number: (entity, about) for number, entity, about in rows}


plugs.file_doors.append(
    plugs.FileDoor(
        "attachment",
        carries_files,
        belonging_to,
        href=lambda number: f"/files/{number}/content/",
        picture=lambda number: f"/files/{number}/content/?inline=1",
        waiting=waiting,
    )
)
keeping.everywhere.append(claim)
