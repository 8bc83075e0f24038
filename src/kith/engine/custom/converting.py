"""Another kind for an added field, which keeps its key and with it its place in layouts, views, rules and rights.

The values in their new form are stored beside the old ones, in chunks and under a name that nobody reads yet. When all
are there, one write says that the field is of the other kind and has its values under that name: for every reader at
once. The old values stay where they are, so taking that write back is all that it needs to have them again. Whatever
names the field is asked before whether it would still hold (kith.engine.custom.holding).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import Count
from django.utils.translation import gettext as _

from kith.engine import epoch, guard, journal, keeping, plugs, records, registry
from kith.engine.actor import Actor
from kith.engine.base.gate import Write
from kith.engine.connections import writing
from kith.engine.custom import holding
from kith.engine.custom.formulas import BEGINNINGS
from kith.engine.custom.indexes import UNDER_WAY
from kith.engine.custom.kinds import CATALOGUE
from kith.engine.custom.models import CHOICE_KINDS, CustomField
from kith.engine.custom.specs import bare_of, canonical, limit, meaning
from kith.engine.errors import Invalid, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.conversion import TARGETS, converted
from kith.engine.formula.storing import stored
from kith.engine.identity.models import User
from kith.engine.jobs import progress, task
from kith.engine.jobs.models import Job
from kith.engine.keyed import CustomValue
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.engine.uses import Use
from kith.kernel import clock
from kith.kernel.names import key_of

CHUNK = 500
AT_ONCE = 2_000
"""More records with a value than these are taken over in the background."""
MOST_VALUES = 20_000
"""Different values that are tried before a change of kind is decided on."""
MOST_CHOICES = 200
EXAMPLES = 5
MARGIN = dt.timedelta(minutes=1)
"""How much earlier than they say records may have been written."""
JOB = "convert:"


@dataclass
class Preview:
    """How many records would keep their value and how many not, with examples; `whole` when all values were tried.
    `held` says what would not hold any more and why, `lost` names what the field says of itself and cannot keep."""

    fits: int = 0
    fails: int = 0
    good: list[tuple[str, str]] = field(default_factory=list)
    bad: list[tuple[str, str]] = field(default_factory=list)
    whole: bool = True
    held: list[tuple[Use, str]] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a change of kind: the batch that takes it back, and how many values fitted and did not."""

    batch: int
    kept: int
    left: int


# ---------------------------------------------------------------------- what it becomes


def successor(row: CustomField, kind: str) -> dict[str, Any]:
    """What the row says otherwise when the field has the other kind. Raises Invalid when the kinds do not fit."""
    if kind not in TARGETS.get(row.kind, ()):
        raise Invalid({"kind": [_("Values of this kind cannot become values of that kind.")]})
    choosing = kind in CHOICE_KINDS
    said: dict[str, Any] = {
        "kind": kind,
        "slot": f"{row.key}V{secrets.token_hex(3)}",
        "places": 2 if kind in ("decimal", "percent") else None,
        "currency": (row.currency or company().currency) if kind == "money" else "",
        "choices": (row.choices or _choices(row)) if choosing else [],
        "depends_on": row.depends_on if choosing else "",
        "format": "",
    }
    return {**said, **_rules(row, kind), **_values(row, said)}


def _rules(row: CustomField, kind: str) -> dict[str, Any]:
    """What is asked of values, as far as it can be asked of the other kind."""
    rules, begins = CATALOGUE[kind].rules, [one for one in BEGINNINGS.values() if kind in one]
    usual = {"required": False, "required_when": {}, "unique": False, "unique_with": [], "indexed": False}
    return {
        **{name: getattr(row, name) if name in rules else nothing for name, nothing in usual.items()},
        "default_formula": row.default_formula if any(row.kind in one for one in begins) else "",
    }


def _values(row: CustomField, said: Mapping[str, Any]) -> dict[str, str]:
    """The values of the field itself in its other kind, empty where they do not fit."""
    old, new = bare_of(row), bare_of(turned(row, said))
    names = ("default", *CATALOGUE[said["kind"]].limits)
    found = dict.fromkeys(("default", "minimum", "maximum"), "")
    for name in names:
        value = limit(old, getattr(row, name))
        try:
            found[name] = (
                canonical(new, converted(value, old, new, Actor.system())) if value is not None else ""
            )
        except ValidationError:
            continue
    return found


def turned(row: CustomField, said: Mapping[str, Any]) -> CustomField:
    """The field in its other kind, not stored."""
    return CustomField(entity=row.entity, key=row.key, label=row.label, **said)


def _choices(row: CustomField) -> list[dict[str, Any]]:
    """The different texts of a field as choices. Raises Invalid when there are too many for a list."""
    texts = list(dict.fromkeys(str(value).strip() for value, _number in tally(row) if value))
    if len(texts) > MOST_CHOICES:
        raise Invalid(
            {"kind": [_("There are more than %(most)s different values.") % {"most": MOST_CHOICES}]}
        )
    found: dict[str, dict[str, Any]] = {}
    for text in texts:
        value = key_of(text, otherwise="choice", taken=found)
        found[value] = {"value": value, "label": {company().language: text}}
    return list(found.values()) or [{"value": "first", "label": {company().language: "–"}}]


def tally(row: CustomField) -> list[tuple[Any, int]]:
    """The different values of a field and how many live records have each."""
    rows = _filled(row).order_by()
    return list(rows.values_list("_value").annotate(_n=Count("pk")).order_by("-_n")[: MOST_VALUES + 1])


def _filled(row: CustomField, *, trash: bool = False) -> Any:
    """The records that have a value in a field."""
    model = registry.spec(row.entity).model
    rows = (model.objects.all() if trash else model.live()).annotate(_value=CustomValue(bare_of(row)))
    return rows.exclude(_value=None).order_by("pk")


# ---------------------------------------------------------------------- looking first


def preview(row: CustomField, kind: str, actor: Actor) -> Preview:
    """What a change of kind would do. Raises Invalid."""
    said = successor(row, kind)
    found = Preview(
        lost=_lost(row, said), held=holding.tried(partial(_switch, row, said, by=actor), row, actor)
    )
    old, new = bare_of(row), bare_of(turned(row, said))
    for value, number in _seen(row, old, found):
        shown = old.type.text(value, old, actor.show)
        try:
            after = converted(value, old, new, actor)
        except ValidationError as error:
            found.fails += number
            found.bad += [(shown, " ".join(error.messages))] if len(found.bad) < EXAMPLES else []
        else:
            found.fits += number
            found.good += (
                [(shown, new.type.text(after, new, actor.show))] if len(found.good) < EXAMPLES else []
            )
    return found


def _seen(row: CustomField, old: FieldSpec, found: Preview) -> Iterable[tuple[Any, int]]:
    """The different values, each with the number of records that have it."""
    seen: dict[str, tuple[Any, int]] = {}
    for custom in _filled(row).values_list("custom", flat=True).iterator(chunk_size=2_000):
        value = custom[old.place]
        mark = repr(value)
        if mark not in seen and len(seen) >= MOST_VALUES:
            found.whole = False
            break
        seen[mark] = (value, seen.get(mark, (None, 0))[1] + 1)
    return [(old.type.load(value, old), number) for value, number in seen.values()]


def _lost(row: CustomField, said: Mapping[str, Any]) -> list[str]:
    """What the field says of itself and cannot say in its other kind."""
    fields = registry.spec("custom-field").fields
    names = ("required", "required_when", "unique", "indexed", "default", "default_formula", "minimum", "maximum",
             "format", "depends_on")  # fmt: skip
    return [str(fields[name].label) for name in names if getattr(row, name) and not said[name]]


# ---------------------------------------------------------------------- doing it


def begin(row: CustomField, kind: str, *, by: Actor) -> Done | None:
    """Give a field another kind: at once, or with many values in the background, whose end is told. None means the
    latter. Raises Invalid, Forbidden, NotFound."""
    said = successor(row, kind)
    records.find(registry.spec("custom-field"), row.pk, by, "update")
    if _filled(row, trash=True)[: AT_ONCE + 1].count() > AT_ONCE:
        with writing():
            take_over.using(unique_key=job_key(row), actor_id=by.user_id).enqueue(row.pk, said, by.user_id)
        return None
    since, counts, last = clock.now(), [0, 0], 0
    with writing():
        while True:
            last, kept, left = _chunk(row, said, by, last)
            counts = [counts[0] + kept, counts[1] + left]
            if not last:
                return Done(_finish(row, said, since, by=by), *counts)


def job_key(row: CustomField) -> str:
    """What the job that changes the kind of a field is known by."""
    return f"{JOB}{row.entity}.{row.key}"


def under_way(spec: EntitySpec) -> set[str]:
    """The keys of the fields that are given another kind in the background."""
    mark = f"{JOB}{spec.key}."
    running = Job.objects.filter(unique_key__startswith=mark, status__in=UNDER_WAY) if spec.custom else ()
    return {str(job.unique_key).removeprefix(mark) for job in running}


@task(max_attempts=10, backoff=5)
def take_over(number: int, said: dict[str, Any], user_id: int | None) -> None:
    """Store every value that fits in its other form, then switch over; killed, it begins again."""
    user = User.live().filter(pk=user_id or 0, is_active=True).first()
    row = CustomField.live().filter(pk=number).first()
    if user is None or row is None:
        return
    since, total = clock.now(), _filled(row, trash=True).count()
    last = kept = left = 0
    while True:
        with epoch.turn():
            last, good, bad = _chunk(row, said, Actor.of(user), last)
        kept, left = kept + good, left + bad
        progress(kept + left, total)
        if not last:
            break
    with epoch.turn():
        try:
            _finish(row, said, since, by=Actor.of(user))
            told: Any = partial(outcome, kept, left)
        except Refused as error:
            told = holding.said(error)
        plugs.notify(
            [user.pk], "mass.finished", title=_told, body=told, href=f"/shape/{_plural(row)}/fields/"
        )


def _told(_reader: Actor) -> str:
    return _("The change of a field's kind has ended")


def _plural(row: CustomField) -> str:
    return registry.spec(row.entity).plural


def outcome(kept: int, left: int, reader: Actor) -> str:
    """What became of the values."""
    numbers = {"done": reader.show.number(kept), "left": reader.show.number(left)}
    return _("%(done)s values were taken over, %(left)s do not fit.") % numbers


def _chunk(row: CustomField, said: Mapping[str, Any], actor: Actor, last: int) -> tuple[int, int, int]:
    """One transaction: the last id that was looked at, 0 at the end; how many values fit, how many do not."""
    with writing(), guard.opened():
        rows = _filled(row, trash=True).filter(pk__gt=last).select_for_update(of=("self",))
        found = list(rows[:CHUNK])
        kept = _store(row, said, found, actor)
    return (found[-1].pk if len(found) == CHUNK else 0), kept, len(found) - kept


def _store(row: CustomField, said: Mapping[str, Any], rows: Iterable[Any], actor: Actor) -> int:
    """The values of these records in their other form, beside the old ones. How many fit."""
    spec, old, new = registry.spec(row.entity), bare_of(row), bare_of(turned(row, said))
    found: dict[int, Any] = {}
    for record in rows:
        value = spec.value(record, old)
        try:
            after = None if old.type.empty(value) else converted(value, old, new, actor)
            found[record.pk] = stored(new, after)
        except (ValidationError, Invalid):
            found[record.pk] = None
    keeping.place(spec, new.place, found)
    return sum(value is not None for value in found.values())


def _finish(row: CustomField, said: Mapping[str, Any], since: dt.datetime, *, by: Actor) -> int:
    """What was written meanwhile, while nobody writes, and the switch. Returns its batch. Raises Invalid."""
    spec = registry.spec(row.entity)
    with writing(), guard.opened():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f'LOCK TABLE "{spec.table}" IN SHARE ROW EXCLUSIVE MODE')
        fresh = CustomField.live().filter(pk=row.pk).first()
        if fresh is None or meaning(fresh) != meaning(row):
            raise Invalid({"": [_("Somebody else changed this field meanwhile. This is how it is now.")]})
        for record in spec.model.objects.filter(updated_at__gte=since - MARGIN).iterator(2_000):
            _store(row, said, [record], by)
        batch = _switch(row, said, by=by)
        held = holding.broken(row, by)
        if held:
            raise Invalid({"kind": [f"{use.label}: {why}" for use, why in held]})
    return batch


def _switch(row: CustomField, said: Mapping[str, Any], *, by: Actor) -> int:
    """The one write that says so. Raises Invalid, Forbidden."""
    spec = registry.spec("custom-field")
    with records.transaction(), journal.batch(by, "config", entity=spec.key) as batch:
        write = Write(spec, by, "update")
        change = write.begin(records.find(spec, row.pk, by, "update", lock=True))
        for name, value in said.items():
            setattr(change.record, name, value)
        write.run([change], batch)
    return int(batch.pk)
