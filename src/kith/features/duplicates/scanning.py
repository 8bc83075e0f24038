"""Looks through the whole database for what may be the same, in the background, and leaves groups to review."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from kith.engine import epoch, plugs, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.jobs import progress, task
from kith.engine.registry import code_of
from kith.engine.spec import EntitySpec
from kith.features.duplicates import marking, reading, scoring, verdicts
from kith.features.duplicates.models import Group, Scan
from kith.features.duplicates.reading import SHIFT, Faces
from kith.kernel import clock
from kith.kernel.matching import clusters, pairs

LIKELY = 0.5
ABREAST = ("customer", "lead")
"""These are looked through together: a lead may be a customer already."""
WRITE = 2_000
STEPS = 5


def begin(by: Actor) -> Scan:
    """Have the whole database looked through; belongs into the transaction in which it is wanted."""
    row: Scan = Scan.objects.create(user_id=by.user_id, begun_at=clock.now())
    run.using(unique_key="duplicates", actor_id=by.user_id).enqueue(row.pk)
    return row


@task(max_attempts=3, backoff=60)
def run(number: int) -> None:
    """Look through everything; killed, it begins anew."""
    with epoch.turn():
        row = Scan.objects.filter(pk=number, finished_at__isnull=True).first()
        if row is None:
            return
        for step, specs in enumerate(together()):
            scan(row, specs, lambda done, step=step: progress(step * STEPS + done, STEPS * len(together())))  # type: ignore[misc]
        row.finished_at = clock.now()
        with writing():
            row.save()
            Group.objects.exclude(scan_id=row.pk).delete()
        if row.user_id:
            plugs.notify(
                [row.user_id], "scan.finished", title=partial(_told, row.groups), href="/duplicates/"
            )


def _told(groups: int, _reader: Actor) -> str:
    return _("The search for duplicates is done: %(count)s groups to look at") % {"count": groups}


def together() -> list[list[EntitySpec]]:
    """Entities that have keys, those that may be the same as each other in one list."""
    specs = {spec.key: spec for spec in marking.marked()}
    abreast = [specs.pop(key) for key in ABREAST if key in specs]
    return [one for one in (abreast, *([spec] for spec in specs.values())) if one]


def scan(row: Scan, specs: Sequence[EntitySpec], told: Callable[[int], Any] = lambda _done: None) -> None:
    """Find the groups of some entities and write them down."""
    for spec in marking.parts(specs):
        reading.complete(spec)
    told(1)
    keys = reading.keys(specs)
    found = scoring.candidates(keys)
    told(2)
    scorer = scoring.Scorer(keys, Faces(specs))
    patterns = scorer.patterns(found.pairs, found.shared)
    told(3)
    chances = scoring.chances(patterns, scorer)
    likely = chances >= LIKELY
    first, second = pairs.parted(found.pairs[likely])
    chances = chances[likely]
    row.records, row.pairs = row.records + len(keys.people), row.pairs + len(found.pairs)
    made = _groups(keys, first, second, chances)
    told(4)
    row.groups += _write(row, specs, keys, made)
    told(5)


def _groups(keys: reading.Keys, first: Any, second: Any, chances: Any) -> list[tuple[list[int], float]]:
    """Rows that belong together, with the chance of the weakest tie; never two that somebody kept apart, nor two of
    different tax numbers."""
    wanted = np.unique(np.concatenate([first, second])) if len(first) else first
    taxes = _taxes(keys, wanted)
    apart = verdicts.pairs_of(keys.people[wanted]) if len(wanted) else set()

    def never(one: int, other: int) -> bool:
        mine, theirs = taxes.get(one), taxes.get(other)
        if mine and theirs and not mine & theirs:
            return True
        low, high = sorted((int(keys.people[one]), int(keys.people[other])))
        return (low, high) in apart

    joined = clusters.joined(first, second, chances, apart=never)
    at = {row: low for low, rows in joined.items() for row in rows}
    weakest: dict[int, float] = {}
    for one, other, chance in zip(first.tolist(), second.tolist(), chances.tolist(), strict=True):
        if at.get(one) is not None and at.get(one) == at.get(other):
            weakest[at[one]] = min(chance, weakest.get(at[one], 1.0))
    return [(rows, weakest[low]) for low, rows in joined.items()]


def _taxes(keys: reading.Keys, wanted: Any) -> dict[int, set[int]]:
    """Tax numbers of rows."""
    marks, rows = keys.of(marking.KINDS["tax"])
    chosen = np.isin(rows, wanted)
    found: dict[int, set[int]] = {}
    for mark, row in zip(marks[chosen].tolist(), rows[chosen].tolist(), strict=True):
        found.setdefault(row, set()).add(mark)
    return found


def _write(
    row: Scan, specs: Sequence[EntitySpec], keys: reading.Keys, made: Sequence[tuple[list[int], float]]
) -> int:
    """The groups as rows, in place of those of an attempt that was broken off."""
    names, low = {code_of(spec.key): spec.key for spec in specs}, (1 << SHIFT) - 1
    found = []
    for rows, chance in made:
        members = [(names[int(one) >> SHIFT], int(one) & low) for one in keys.people[rows]]
        main = next(key for key in (spec.key for spec in specs) if any(one[0] == key for one in members))
        ours = [number for key, number in members if key == main]
        others = [[key, number] for key, number in members if key != main]
        found.append(Group(scan_id=row.pk, entity=main, members=ours, others=others, chance=chance))
    with writing():
        Group.objects.filter(scan_id=row.pk, entity__in=[spec.key for spec in specs]).delete()
        for part in pairs.blocks(len(found), WRITE):
            Group.objects.bulk_create(found[part])
    return len(found)


def latest() -> Scan | None:
    """The scan that is under way, or the last one."""
    found: Scan | None = Scan.objects.order_by("-pk").first()
    return found


def known_entities() -> list[EntitySpec]:
    """Entities whose records stand in groups."""
    return [registry.spec(spec.key) for specs in together() for spec in specs]
