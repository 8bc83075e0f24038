"""Formulas over linked records follow every write of those records: a few at once, many by a job."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import F

from kith.engine import epoch, guard, registry
from kith.engine.connections import writing
from kith.engine.formula.links import Path, paths_of
from kith.engine.formula.storing import CHUNK, kept_of, renew
from kith.engine.jobs import progress, task
from kith.engine.keyed import CustomValue
from kith.engine.record import LIVE
from kith.engine.spec import EntitySpec
from kith.kernel import clock

AT_ONCE = 200
"""So many records are brought up to date within the write; more are left to a job."""
LATER = dt.timedelta(minutes=1)
"""Who was writing a follower at the same moment, and so read what stood behind its link before, is done by then."""


@dataclass(frozen=True, order=True)
class Way:
    """The records of `entity` whose `links` lead to a record."""

    entity: str
    links: tuple[str, ...]

    def rows(self, ids: Iterable[int]) -> Any:
        """The live ones that lead to any of these, over one link or several."""
        found: Any = list(ids)
        for spec, link in reversed(list(self._steps())):
            column = spec.fields[link].column
            at = F(column) if column else CustomValue(spec.fields[link])
            rows = spec.model.objects.filter(LIVE).annotate(_link=at)
            found = rows.filter(_link__in=found).values("pk")
        return found

    def _steps(self) -> Iterator[tuple[EntitySpec, str]]:
        entity = self.entity
        for link in self.links:
            spec = registry.spec(entity)
            yield spec, link
            entity = str(spec.fields[link].target)


@dataclass(frozen=True)
class Followers:
    """Whose formulas look at the records of one entity: by the field there, the ways that lead here."""

    entity: str
    watched: tuple[tuple[str, Way], ...]

    def written(self, records: Sequence[Any], *, actor: Any) -> None:
        """After a write of linked records: who looks at what changed is computed anew."""
        touched: dict[Way, set[int]] = {}
        for name, way in self.watched:
            ids = {record.pk for record in records if _otherwise(record, name)}
            if ids:
                touched.setdefault(way, set()).update(ids)
        for way in sorted(touched):
            catch_up(way, sorted(touched[way]))

    def followed(self, name: str, ids: Sequence[int]) -> None:
        """After a value that Kith keeps changed on some of them."""
        for way in sorted({way for watched, way in self.watched if watched == name}):
            catch_up(way, ids)


def _otherwise(record: Any, name: str) -> bool:
    before = record.before
    if before is None:
        return False
    trashed = record.deleted_at is not None
    return bool(before.trashed != trashed or (name in before and before.differs(record, name)))


def catch_up(way: Way, ids: Sequence[int]) -> None:
    """Compute the formulas of the records whose way leads to these, in the transaction of what they follow from.

    Nobody is waited for, so that two writers never block each other: a follower that somebody else writes just now is
    left to the job, and where others can have read what stood here before, the job looks once more.
    """
    numbers = list(way.rows(ids).order_by("pk").values_list("pk", flat=True)[: AT_ONCE + 1])
    shared = connection.features.has_select_for_update
    done = 0
    if numbers and len(numbers) <= AT_ONCE:
        done = _renew(way, numbers, skip_locked=shared)
    if done < len(numbers):
        follow.enqueue(way.entity, list(way.links), list(ids))
    elif shared:
        follow.using(run_after=clock.now() + LATER).enqueue(way.entity, list(way.links), list(ids))


def _renew(way: Way, numbers: Sequence[int], *, skip_locked: bool = False) -> int:
    """Compute the formulas of records that ask along a way. How many records that were."""
    spec = registry.spec(way.entity)
    fields = [one for one in kept_of(spec) if any(_asks(path, way) for path in _paths(one))]
    rows = spec.model.objects.filter(pk__in=numbers).order_by("pk")
    found = list(rows.select_for_update(of=("self",), skip_locked=skip_locked, no_key=True))
    renew(spec, fields, found)
    return len(found)


def _paths(field: Any) -> list[Path]:
    return paths_of(field.computed.names.values())


def _asks(path: Path, way: Way) -> bool:
    return tuple(one.key for one in path.links)[: len(way.links)] == way.links


@task(max_attempts=10, backoff=5)
def follow(entity: str, links: list[str], ids: list[int]) -> None:
    """Compute the formulas of all records whose links lead to some others; killed, it begins again, which does no
    harm."""
    way, last, done = Way(entity, tuple(links)), 0, 0
    while True:
        with epoch.turn(), writing(), guard.opened():
            if not _leads(way):
                return
            numbers = list(
                way.rows(ids).filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]
            )
            _renew(way, numbers)
        done += len(numbers)
        progress(done, done + (len(numbers) == CHUNK))
        if len(numbers) < CHUNK:
            return
        last = numbers[-1]


def _leads(way: Way) -> bool:
    """Whether the links are still there."""
    spec = registry.known(way.entity)
    for link in way.links:
        if spec is None or link not in spec.fields:
            return False
        spec = registry.known(spec.fields[link].target or "")
    return spec is not None


def told(specs: dict[str, EntitySpec], mine: Iterable[EntitySpec]) -> dict[str, EntitySpec]:
    """Have the specs of what stored formulas look at behind links tell of every write."""
    watched: dict[str, set[tuple[str, Way]]] = {}
    for spec in mine:
        for path in (path for field in kept_of(spec) for path in _paths(field)):
            for number, field in enumerate(path.fields[1:], 1):
                way = Way(spec.key, tuple(one.key for one in path.links[:number]))
                watched.setdefault(field.entity, set()).add((field.key, way))
    return {**specs, **dict(_telling(specs, watched))}


def _telling(
    specs: Mapping[str, EntitySpec], watched: Mapping[str, set[tuple[str, Way]]]
) -> Iterator[tuple[str, EntitySpec]]:
    for entity, places in watched.items():
        rule, spec = Followers(entity, tuple(sorted(places))), specs[entity]
        yield (
            entity,
            replace(spec, keeping=(*spec.keeping, rule.written), following=(*spec.following, rule.followed)),
        )
