"""A part of the configuration: some kinds of rows, or what shapes some objects, with all that it cannot do without."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import registry, uses
from kith.engine.configuring.document import Document, Row
from kith.engine.configuring.kinds import LINKS, kinds
from kith.engine.errors import Malformed
from kith.engine.spec import EntitySpec


def part(document: Document, wanted: Collection[str]) -> Document:
    """The rows of these kinds (addresses such as "roles") or about these objects (keys such as "customer"), and what
    they lead to. Raises Malformed for a name that is neither."""
    known = kinds()
    by_name = {spec.plural: key for key, spec in known.items()}
    for name in wanted:
        if name not in by_name and registry.known(name) is None:
            raise Malformed(_("There is no configuration called “%(name)s”.") % {"name": name[:80]})
    whole = {by_name[name] for name in wanted if name in by_name}
    objects = {name for name in wanted if name not in by_name}
    taken = _Needed(document).closed(
        row for row in document.rows if row.entity in whole or _about(row, objects)
    )
    return Document([row for row in document.rows if row.identity in taken], part=True, left=document.left)


def _about(row: Row, objects: Collection[str]) -> bool:
    """Whether a row shapes one of these objects, or is one of them."""
    if row.values.get("entity") in objects:
        return True
    return row.entity in uses.providers and any(
        subject.entity in objects and not subject.field for subject, _at in _provided(row)
    )


def _provided(row: Row) -> list[tuple[uses.Subject, str]]:
    return list(uses.providers[row.entity](row.values)) if row.entity in uses.providers else []


class _Needed:
    """Which rows need which others."""

    def __init__(self, document: Document) -> None:
        self.rows = {(row.entity, row.number): row for row in document.rows}
        self.places = {subject: row for row in document.rows for subject, _at in _provided(row)}

    def closed(self, first: Iterator[Row]) -> set[tuple[str, str, int]]:
        """The identities of rows and of all that they need."""
        found: set[tuple[str, str, int]] = set()
        waiting = list(first)
        while waiting:
            row = waiting.pop()
            if row.identity not in found:
                found.add(row.identity)
                waiting += self._of(row)
        return found

    def _of(self, row: Row) -> Iterator[Row]:
        spec = registry.spec(row.entity)
        record = spec.model.live().filter(pk=row.number).first()
        if record is None:
            return
        for subject in self._subjects(spec, record):
            place = (subject.entity, subject.row)
            needed = self.rows.get(place) if subject.row else self.places.get(subject)
            if needed is not None:
                yield needed

    @staticmethod
    def _subjects(spec: EntitySpec, record: Any) -> Iterator[uses.Subject]:
        yield from (subject for subject, naming in uses.read(spec, record) if not naming.harmless)
        for field in spec.fields.values():
            if field.type.key in LINKS and field.target and not field.readonly:
                value = spec.value(record, field)
                for number in value if isinstance(value, list) else [value]:
                    if isinstance(number, int):
                        yield uses.Subject(field.target, row=number)
