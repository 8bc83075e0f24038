"""A plan of what a document would change, tried before it is shown, and carrying it out: all of it or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, epoch, journal, records, registry
from kith.engine.actor import Actor
from kith.engine.configuring import document, state
from kith.engine.configuring.comparing import Fate, Item, compared
from kith.engine.configuring.document import Document, Row
from kith.engine.configuring.kinds import in_order, written_fields
from kith.engine.configuring.links import Numbers, Unknown, frozen, local
from kith.engine.connections import writing
from kith.engine.errors import Invalid, Malformed, Refused
from kith.engine.spec import EntitySpec

AT_ONCE = 200


@dataclass(slots=True)
class Plan:
    """What would become of every row. `left` are rows of here that no document can say, and which stay as they are."""

    items: list[Item] = field(default_factory=list)
    exact: bool = False
    left: list[tuple[Row, str]] = field(default_factory=list)

    def of(self, fate: Fate) -> list[Item]:
        """The rows that become this."""
        return [item for item in self.items if item.fate == fate]

    @property
    def refused(self) -> list[Item]:
        """The rows that cannot become what they should."""
        return [item for item in self.items if item.errors]

    @property
    def todo(self) -> list[Item]:
        """The rows that change at all."""
        return [item for item in self.items if item.fate != "same"]

    @property
    def mark(self) -> str:
        """What tells this plan from another one: carried out is only what was shown."""
        told = [(item.fate, item.shown.identity, item.changes) for item in self.todo]
        return hashlib.sha256(frozen(told).encode()).hexdigest()[:32]


class RefusedPlan(Refused):
    """A plan that cannot be carried out as a whole; nothing of it was."""

    status = 422
    code = "invalid"

    def __init__(self, plan: Plan) -> None:
        super().__init__(_("This configuration cannot be applied; nothing was changed."))
        self.plan = plan


class _Tried(Exception):
    """Ends a trial."""


def present(by: Actor) -> Document:
    """The configuration of here, as far as somebody may read it."""
    return document.of_state(state.now(by))


def planned(wanted: Document, *, by: Actor, exact: bool = False) -> Plan:
    """What a document would change here, with what would be refused. Raises Malformed."""
    plan = drafted(wanted, by=by, exact=exact)
    _tried(plan, by)
    return plan


def drafted(wanted: Document, *, by: Actor, exact: bool = False) -> Plan:
    """What differs, before anything is tried. Raises Malformed when a part should stand for the whole."""
    if exact and wanted.part:
        raise Malformed(_("This file is only a part of a configuration: nothing can be removed by it."))
    here = present(by)
    plan = Plan(compared(here, wanted, exact=exact), exact, here.left)
    for item in plan.items:
        _check_names(item)
    return plan


def _check_names(item: Item) -> None:
    """Only what the document itself would say is taken from it: never an owner, a number, a moment."""
    spec = registry.spec(item.shown.entity)
    allowed = {one.key for one in written_fields(spec)}
    for name in item.row.values if item.row is not None else ():
        if name in spec.fields and name not in allowed:
            item.errors.append((name, _("This cannot be said in a configuration.")))


def _tried(plan: Plan, by: Actor) -> None:
    """Carry the plan out and take it back at once: what the gate refuses is noted in the items."""
    with suppress(_Tried), _all_or_nothing(), journal.batch(by, "config") as log:
        _carry(plan, by, log)
        raise _Tried


def applied(plan: Plan, *, by: Actor, label: str) -> journal.Batch | None:
    """Carry out a plan as one batch that can be undone; None when there was nothing to do. Raises RefusedPlan."""
    if not plan.todo:
        return None
    for item in plan.items:
        item.errors.clear()
        _check_names(item)
    with _all_or_nothing(), journal.batch(by, "config", label=label) as log:
        _carry(plan, by, log)
        if plan.refused:
            raise RefusedPlan(plan)
    return log


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """A transaction after whose failing the configuration is known as it was before."""
    try:
        with writing():
            yield
    except BaseException:
        epoch.again()
        raise


# ---------------------------------------------------------------------- carrying out


def _carry(plan: Plan, by: Actor, log: journal.Batch) -> None:
    """Do what can be done, again and again, until all is done or nothing more can be: rows of one document may need
    each other in any order. What is left at the end keeps its errors."""
    waiting = [item for item in plan.todo if not item.errors]
    numbers = Numbers()
    while waiting:
        left: list[Item] = []
        for group in _groups(waiting):
            left += _attempt(group, by, log, numbers)
            numbers.forget()
        if len(left) == len(waiting):
            break
        waiting = left


def _groups(waiting: Sequence[Item]) -> Iterator[list[Item]]:
    """What is done together: additions and changes from what others need to what needs others, removals backwards."""
    order = [spec.key for spec in in_order({item.shown.entity for item in waiting})]
    made: list[tuple[str, str]] = [(key, fate) for key in order for fate in ("added", "changed")]
    for key, fate in [*made, *((key, "removed") for key in reversed(order))]:
        if group := [item for item in waiting if (item.shown.entity, item.fate) == (key, fate)]:
            yield group


def _attempt(items: list[Item], by: Actor, log: journal.Batch, numbers: Numbers) -> list[Item]:
    """Do one group; returns what was refused for now, with the reasons."""
    spec = registry.spec(items[0].shown.entity)
    ready: list[tuple[Item, dict[str, Any]]] = []
    for item in items:
        item.errors.clear()
        values = _values(spec, item, numbers)
        if not item.errors:
            ready.append((item, values))
    work = {"added": _add, "changed": _change, "removed": _remove}[items[0].fate]
    for start in range(0, len(ready), AT_ONCE):
        part = ready[start : start + AT_ONCE]
        for (item, _values_of), outcome in zip(part, work(spec, part, by, log), strict=True):
            item.errors += [(name, str(text)) for name, texts in outcome.errors.items() for text in texts]
    return [item for item in items if item.errors]


def _values(spec: EntitySpec, item: Item, numbers: Numbers) -> dict[str, Any]:
    """What the gate is given; links whose rows are not there are noted."""
    if item.row is None:
        return {}
    wanted = item.row.values if item.fate == "added" else {**{n: v for n, (_o, v) in item.changes.items()}}
    context = {**item.row.values, **wanted}
    found: dict[str, Any] = {}
    for name in wanted:
        known = spec.fields.get(name)
        if known is not None and known.readonly:
            continue
        try:
            found[name] = context[name] if known is None else local(numbers, spec, known, context)
        except Unknown as error:
            item.errors.append((name, str(error)))
        except (TypeError, AttributeError, ValueError):
            item.errors.append((name, _("This has not the form that is expected here.")))
    return found


Part = Sequence[tuple[Item, dict[str, Any]]]


def _add(spec: EntitySpec, part: Part, by: Actor, log: journal.Batch) -> list[bulk.Outcome]:
    """New rows; those that lie in the trash come out of it."""
    gone = [item.row.number for item, _values in part if item.row is not None and item.row.number]
    rows = spec.model.objects.filter(pk__in=gone, deleted_at__isnull=False) if gone else ()
    trashed = {row.pk for row in rows}
    back = {id(item): _restored(spec, item.row.number, values, by)
            for item, values in part if item.row is not None and item.row.number in trashed}  # fmt: skip

    def work(some: Sequence[Any]) -> list[bulk.Outcome]:
        return bulk.create(spec.model, [values for _item, values in some], by=by, batch=log, partial=True)

    new = [one for one in part if id(one[0]) not in back]
    made = iter(bulk.attempt(new, work) if new else ())
    return [back[id(item)] if id(item) in back else next(made) for item, _values in part]


def _restored(spec: EntitySpec, number: int | None, values: dict[str, Any], by: Actor) -> bulk.Outcome:
    try:
        with writing():
            records.perform("restore", (spec.model, number), by=by)
            records.update((spec.model, number), by=by, **values)
    except Refused as error:
        return bulk.Outcome(None, error.errors if isinstance(error, Invalid) else {"": [str(error)]})
    return bulk.Outcome(number)


def _change(spec: EntitySpec, part: Part, by: Actor, log: journal.Batch) -> list[bulk.Outcome]:
    def work(some: Sequence[Any]) -> list[bulk.Outcome]:
        rows = [(item.present.number, None, values) for item, values in some]
        return bulk.update(spec.model, rows, by=by, batch=log, partial=True)

    return bulk.attempt(part, work)


def _remove(spec: EntitySpec, part: Part, by: Actor, log: journal.Batch) -> list[bulk.Outcome]:
    def work(some: Sequence[Any]) -> list[bulk.Outcome]:
        return bulk.delete(
            spec.model, [item.present.number for item, _values in some], by=by, batch=log, partial=True
        )

    return bulk.attempt(part, work)
