"""Somebody leaves: he is out at once, and everything of his goes to others, in one batch that can be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import bulk, epoch, guard, journal, leaving, records
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden, Invalid
from kith.engine.granting import require_not_above
from kith.engine.identity.models import User
from kith.engine.identity.staffing import Absence, Deputy
from kith.engine.leftovers import undone
from kith.features.organisation.lines import Line, lines
from kith.features.organisation.models import Kind, Move
from kith.features.organisation.moving import enqueue, stop
from kith.kernel import clock


@dataclass(frozen=True)
class Wish:
    """Who receives what: `to` is for every line that `several` does not name; `stay` are lines that are left."""

    to: Sequence[int]
    several: Mapping[str, Sequence[int]]
    stay: frozenset[str] = frozenset()
    fresh_dates: bool = False

    def receivers(self, line: Line) -> list[int]:
        """The people who receive a line."""
        return list(self.several.get(line.key) or self.to)


def require(user: User, by: Actor) -> None:
    """Raise Forbidden for who may not change every user, or less than this one may."""
    if by.access.reach("user", "update") is not Reach.ALL or user.pk == by.user_id:
        raise Forbidden
    require_not_above(user, by)


def begin(user: User, wish: Wish, by: Actor) -> Move:
    """Let somebody out at once and have everything go over. Raises Invalid, Forbidden, Conflict."""
    require(user, by)
    found = [line for line in lines("user", user.pk, by) if line.key not in wish.stay]
    check(user, found, wish)
    row = Move(
        kind=Kind.LEAVE, subject=user.pk, name=user.name, user_id=by.user_id or 0, at=clock.now(),
        fresh_dates=wish.fresh_dates, total=sum(line.count for line in found), told=[[0, 0] for _line in found],
        steps=[{"entity": one.spec.key, "field": one.field.key, "to": wish.receivers(one)} for one in found],
    )  # fmt: skip
    with writing(), journal.batch(by, Kind.LEAVE, user.name) as batch:
        if user.is_active:
            records.update(user, by=by, is_active=False)
        end_deputies(user.pk, by)
        row.traces = {
            one.key: one.leave(user.pk, wish.to) for one in leaving.traces if wish.to or not one.passed
        }
        epoch.bump("access")
        if batch.pk is None:
            batch.save()
        row.batch_id = batch.pk
        row.save()
        enqueue(row)
    return row


def check(user: User, found: Sequence[Line], wish: Wish) -> None:
    """Every line has receivers who may sign in. Raises Invalid."""
    people = directory().people
    errors: dict[str, list[Any]] = {}
    for key, receivers in (("to", wish.to), *wish.several.items()):
        if any(
            number == user.pk or number not in people or not people[number].active for number in receivers
        ):
            errors[key] = [_("Choose people who may sign in and do not leave.")]
    if not errors and any(not wish.receivers(line) for line in found):
        errors["to"] = [_("Choose who receives what is not given to anybody else.")]
    if errors:
        raise Invalid(errors)


def open_deputies(person: int) -> Any:
    """Periods that are not over in which somebody stands in, for the person or as the person."""
    rows = Deputy.live().filter(ends_at__gt=clock.now())
    return rows.filter(person_id=person) | rows.filter(deputy_id=person)


def end_deputies(person: int, by: Actor) -> None:
    """What has begun ends now, what is still to come is taken away; nobody's absence names the person any more."""
    now = clock.now()
    for row in open_deputies(person).order_by("pk"):
        if row.starts_at < now:
            records.update(row, by=by, ends_at=now)
        else:
            records.delete(row, by=by)
    away = Absence.live().filter(deputy_id=person, ends_at__gt=now).values_list("pk", flat=True)
    bulk.update(Absence, [(number, None, {"deputy": None}) for number in away], by=by)


@undone
def take_back(batch: journal.Batch, left: list[tuple[str, int]]) -> None:
    """Plain rows come back with the records of a hand-over."""
    row = Move.objects.filter(batch_id=batch.pk, kind=Kind.LEAVE).first()
    if row is not None:
        stop(row)
    if row is None or ("user", row.subject) in left:
        return
    with guard.opened():
        for one in leaving.traces:
            one.back(row.subject, row.traces.get(one.key, []))
        epoch.bump("access")
