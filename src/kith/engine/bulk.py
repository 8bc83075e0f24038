"""The gate's bulk path: the same checks, journal and events as for one row, with set-based SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from kith.engine import journal, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.base.change import Change
from kith.engine.base.gate import Write
from kith.engine.connections import writing
from kith.engine.errors import Conflict, Forbidden, Invalid, Refused
from kith.engine.record import LIVE
from kith.engine.scope import Scope
from kith.kernel import clock

NOT_FOUND = _("There is no such record, or it is not shared with you.")
NO_RIGHT = _("You do not have the right to do this.")
STALE = _("Somebody else changed this record meanwhile.")
TWICE = _("This record is named twice.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: its record id, or its errors by field."""

    id: int | None
    errors: Mapping[str, Sequence[Any]] = field(default_factory=dict)


class Undone(Exception):
    """Carries the outcomes out of a transaction that must not be kept."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__()
        self.outcomes = outcomes


def create(
    model: Any,
    rows: Iterable[Mapping[str, Any]],
    *,
    by: Actor,
    batch: journal.Batch | None = None,
    partial: bool = False,
    texts: str = "",
    dry: bool = False,
) -> list[Outcome]:
    """New records, in the order of `rows`. Without `partial` one wrong row refuses all; `dry` keeps nothing."""
    spec = registry.spec_of(model)
    if by.access.reach(spec.key, "create") is Reach.NONE:
        raise Forbidden
    write = Write(spec, by, "create")

    def changes() -> list[Change]:
        found = []
        for values in rows:
            change = write.fresh()
            write.assign(change, values, texts=texts)
            found.append(change)
        return found

    return _run(write, changes, batch, partial=partial, dry=dry)


def update(
    model: Any,
    rows: Iterable[tuple[int, int | None, Mapping[str, Any]]],
    *,
    by: Actor,
    batch: journal.Batch | None = None,
    partial: bool = False,
    texts: str = "",
    dry: bool = False,
    right: str = "",
) -> list[Outcome]:
    """Changes of records given as (id, version or None, values). `right` is asked of each row beside "update"."""
    spec = registry.spec_of(model)
    write = Write(spec, by, "update")
    given = list(rows)

    def changes() -> list[Change]:
        found = []
        records = _locked(spec, [number for number, _version, _values in given])
        for number, version, values in given:
            change = _found(write, records, number, right)
            if not change.errors:
                if version is not None and version != change.record.version:
                    change.refuse("", STALE)
                write.assign(change, values, texts=texts)
            found.append(change)
        return found

    return _run(write, changes, batch, partial=partial, dry=dry)


def delete(
    model: Any, ids: Sequence[int], *, by: Actor, batch: journal.Batch | None = None, partial: bool = False
) -> list[Outcome]:
    """Move records to the trash."""
    spec = registry.spec_of(model)
    write = Write(spec, by, "delete")

    def changes() -> list[Change]:
        records = _locked(spec, ids)
        found = [_found(write, records, number) for number in ids]
        for change in found:
            if not change.errors:
                change.move(clock.now())
        return found

    return _run(write, changes, batch, partial=partial)


def attempt(items: Sequence[Any], work: Callable[[Sequence[Any]], list[Outcome]]) -> list[Outcome]:
    """Do the work on all at once; when the lot is refused together, on halves, until the row at fault is alone."""
    try:
        return work(items)
    except Refused as error:
        if len(items) == 1:
            return [Outcome(None, error.errors if isinstance(error, Invalid) else {"": [str(error)]})]
    middle = len(items) // 2
    return [*attempt(items[:middle], work), *attempt(items[middle:], work)]


def _locked(spec: Any, ids: Sequence[int]) -> dict[int, Any]:
    possible = [number for number in ids if 0 < number < 2**63]
    rows = spec.model.objects.filter(LIVE, pk__in=possible).select_for_update(of=("self",)).order_by("pk")
    return {record.pk: record for record in rows}


def _found(write: Write, records: dict[int, Any], number: int, right: str = "") -> Change:
    """The change of a record found through reach, or one that says why not; each record is given out once."""
    access, key = write.actor.access, write.spec.key
    record = records.get(number)
    if number in records and record is None:
        change = Change(write.spec.model(pk=number), {})
        change.refuse("", TWICE)
        return change
    if record is None or not Scope(key, access).covers(record):
        change = Change(write.spec.model(pk=number), {})
        change.refuse("", NOT_FOUND)
        return change
    records[number] = None
    change = write.begin(record)
    if not all(Scope(key, access, verb).covers(record) for verb in (write.verb, right) if verb):
        change.refuse("", NO_RIGHT)
    return change


def _run(
    write: Write,
    changes: Callable[[], list[Change]],
    batch: journal.Batch | None,
    *,
    partial: bool,
    dry: bool = False,
) -> list[Outcome]:
    """One transaction; taken back when `dry`, or when not `partial` and something is wrong."""
    try:
        return _attempt(write, changes, batch, partial=partial, dry=dry)
    except Undone as undone:
        return [Outcome(None, outcome.errors) for outcome in undone.outcomes]
    except IntegrityError as error:
        raise Conflict(_("This contradicts other data, such as a value that may exist only once.")) from error


def _attempt(
    write: Write,
    changes: Callable[[], list[Change]],
    batch: journal.Batch | None,
    *,
    partial: bool,
    dry: bool,
) -> list[Outcome]:
    """The write in its transaction. Raises Undone with the outcomes when it must not be kept."""
    begun = journal.batch(write.actor, write.verb, entity=write.spec.key)
    with writing(), begun if batch is None else journal.continued(batch) as row:
        found = changes()
        good = [change for change in found if not change.errors]
        write.run(good, row, partial=True)
        outcomes = [Outcome(None if change.errors else change.record.pk, change.errors) for change in found]
        if dry or (not partial and any(outcome.errors for outcome in outcomes)):
            raise Undone(outcomes)
    return outcomes
