"""Attaching files to a record through the gate. An attachment cannot be made in any other way."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import journal, records, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Invalid
from kith.engine.spec import EntitySpec
from kith.features.files import store
from kith.features.files.models import Attachment
from kith.features.files.naming import safe_name
from kith.features.files.store import Arrived

_arrived: ContextVar[Arrived | None] = ContextVar("kith_arrived_file", default=None)


def attach(spec: EntitySpec, number: int, contents: Sequence[Arrived], *, by: Actor) -> list[Attachment]:
    """Put files on a record that the actor sees; all of them or none. Raises NotFound, Forbidden, Invalid."""
    try:
        records.find(spec, number, by, "read")
        if not contents:
            raise Invalid({"file": [_("Choose a file.")]})
        with store.settling(), writing(), journal.batch(by, "attach", entity="attachment"):
            return [_attached(spec, number, content, by) for content in contents]
    finally:
        for content in contents:
            content.discard()


def _attached(spec: EntitySpec, number: int, content: Arrived, by: Actor) -> Attachment:
    store.settle(content)
    token = _arrived.set(content)
    try:
        made: Attachment = records.create(
            Attachment, by=by, name=safe_name(content.name), about=(spec.key, number)
        )
    finally:
        _arrived.reset(token)
    return made


def take_content(attachment: Attachment, *, actor: Actor) -> None:
    """Rule: a new attachment takes size, type and hash of the file that has just been stored. Raises Invalid."""
    attachment.name = safe_name(attachment.name, "")
    if attachment.sha:
        return
    content = _arrived.get()
    if content is None:
        raise Invalid({"": [_("Send the file itself to the files of its record.")]})
    attachment.sha, attachment.size, attachment.type = content.sha, content.size, content.type


def check_place(attachment: Any, *, actor: Actor) -> None:
    """Rule: files belong to records that may carry files. Raises Invalid."""
    if not carries_files(attachment.about_entity):
        raise Invalid({"about": [_("Records of this kind carry no files.")]})


def carries_files(entity: str) -> bool:
    """Whether records of an entity may have files."""
    try:
        spec = registry.spec(entity)
    except registry.UnknownEntity:
        return False
    return spec.entity.rule is None and "files" in spec.entity.features
