"""Which part of the log is asked for, and the rows of it, newest first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.audit import LOG, Occurrence
from kith.engine.errors import Forbidden, NotFound

PAGE = 1_000
SKEW = 1_000
"""So far may the order of ids differ from that of times: rows are numbered before they are committed."""


@dataclass(frozen=True)
class Asked:
    """What is looked for; nothing said means everything. `since` and `until` are moments, the latter not included."""

    kind: str = ""
    actor: int | None = None
    entity: str = ""
    record: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None

    def rows(self, before: int | None = None) -> QuerySet[Occurrence]:
        """All of it, or what is older than one row."""
        found = Occurrence.objects.order_by("-id")
        for name, value in (("kind", self.kind), ("entity", self.entity)):
            found = found.filter(**{name: value}) if value else found
        for name, number in (("actor_id", self.actor), ("record_id", self.record), ("pk__lt", before)):
            found = found.filter(**{name: number}) if number is not None else found
        return self._between(found)

    def _between(self, found: QuerySet[Occurrence]) -> QuerySet[Occurrence]:
        """Times as a range of ids too, so that no walk goes on beyond their end."""
        times = Occurrence.objects.order_by("at", "id").values_list("pk", flat=True)
        if self.since is not None:
            first = times.filter(at__gte=self.since).first()
            found = found.filter(at__gte=self.since, pk__gte=(first or 0) - SKEW) if first else found.none()
        if self.until is not None:
            next_ = times.filter(at__gte=self.until).first()
            found = found.filter(at__lt=self.until, **({"pk__lt": next_ + SKEW} if next_ else {}))
        return found

    def pages(self, most: int) -> Iterator[list[Occurrence]]:
        """The newest rows up to a number, page by page."""
        before: int | None = None
        while most > 0 and (part := list(self.rows(before)[: min(PAGE, most)])):
            yield part
            before, most = part[-1].pk, most - len(part)


def may(actor: Actor, verb: str = "read") -> bool:
    """Whether somebody may look at the log, or take it out."""
    return actor.access.reach(LOG, verb) is not Reach.NONE


def require(actor: Actor, verb: str = "read") -> None:
    """Raises NotFound for whom there is no log, Forbidden for who may see it but not do this."""
    if not may(actor):
        raise NotFound
    if not may(actor, verb):
        raise Forbidden
