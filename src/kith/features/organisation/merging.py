"""One unit goes up in another: people, records, units below and shares go over, then the unit ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kith.engine import epoch, guard, journal, records
from kith.engine.access import Reach, directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity.models import RecordGrant, Unit
from kith.engine.leftovers import undone
from kith.features.organisation.lines import lines
from kith.features.organisation.models import Kind, Move
from kith.features.organisation.moving import endings, enqueue, stop
from kith.kernel import clock

SHARES = "shares"


def require(by: Actor) -> None:
    """Raise Forbidden for who may not change and end every unit."""
    if any(by.access.reach("unit", verb) is not Reach.ALL for verb in ("update", "delete")):
        raise Forbidden


def begin(unit: Unit, into: int | None, by: Actor) -> Move:
    """Have everything of a unit go over to another. Raises Invalid, Forbidden."""
    require(by)
    known = directory()
    if into is None or into not in known.units or into == unit.pk:
        raise Invalid({"into": [_("Choose another unit.")]})
    if into in known.below(unit.pk):
        raise Invalid(
            {"into": [_("This unit lies below it. Move it out first, or merge it the other way round.")]}
        )
    found = lines("unit", unit.pk, by)
    row = Move(
        kind=Kind.MERGE, subject=unit.pk, name=f"{unit.name} → {known.units[into][0]}"[:200], user_id=by.user_id or 0,
        at=clock.now(), total=sum(line.count for line in found), told=[[0, 0] for _line in found],
        steps=[{"entity": one.spec.key, "field": one.field.key, "to": [into]} for one in found],
        traces={"into": [into]},
    )  # fmt: skip
    with writing():
        row.save()
        enqueue(row)
    return row


def end(row: Move, by: Actor) -> None:
    """Shares with the unit go over, and the unit goes to the trash unless somebody is left in it."""
    (into,) = row.traces["into"]
    row.traces = {**row.traces, SHARES: pass_on(row.subject, into)}
    try:
        records.delete((Unit, row.subject), by=by)
    except Invalid as error:
        text = " ".join(str(one) for texts in error.errors.values() for one in texts)
        row.refused = [*row.refused, ["unit", row.subject, text]]


endings[Kind.MERGE] = end


def principal(unit: int) -> int:
    """A unit as shares name it."""
    return RecordGrant.UNIT * RecordGrant.KIND + unit


def pass_on(unit: int, into: int) -> list[int]:
    """Shares with a unit become shares with another, unless that has the same already. The ids of those changed."""
    names = ("entity", "record_id", "cause", "cause_id")
    theirs = set(RecordGrant.objects.filter(principal=principal(into)).values_list(*names))
    mine = RecordGrant.objects.filter(principal=principal(unit)).values_list("pk", *names)
    ids = [number for number, *said in mine if tuple(said) not in theirs]
    RecordGrant.objects.filter(pk__in=ids).update(principal=principal(into))
    epoch.bump("access")
    return ids


@undone
def take_back(batch: journal.Batch, left: list[tuple[str, int]]) -> None:
    """Shares come back with the unit."""
    row = Move.objects.filter(batch_id=batch.pk, kind=Kind.MERGE).first()
    if row is not None:
        stop(row)
    if row is None or ("unit", row.subject) in left:
        return
    with guard.opened():
        RecordGrant.objects.filter(pk__in=row.traces.get(SHARES, [])).update(principal=principal(row.subject))
        epoch.bump("access")
