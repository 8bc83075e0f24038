"""The clocks of customers and leads, and their rhythm: until when an owner answers, when one is in touch again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from kith.engine import bulk, keeping, registry
from kith.engine.actor import Actor
from kith.engine.spec import EntitySpec
from kith.engine.worktime import company_works, standard_week, working_week
from kith.kernel import clock
from kith.kernel.hours import Week
from kith.modules.followup import queries
from kith.modules.followup.keeping import REMEMBERING, places, settling

FURTHEST = 31
"""Days within which some day is a working day."""
Clock = tuple[dt.datetime | None, dt.datetime | None]
"""When it turns yellow, and when red."""
NEVER: Clock = (None, None)


def start_clocks(spec: EntitySpec, rows: Sequence[Any], actor: Actor) -> None:
    """Who gets a record is to follow it up by a moment of his working time; what nobody owns is to get an owner.

    What is imported has no clock. Works itself out of what is stored, so that it holds after an undo too.
    """
    if spec.key not in REMEMBERING or actor.channel == "import":
        return
    among = [one for one in queries.rules_of(spec.key) if one.respond_hours or one.assign_hours]
    moved = [row for row in rows if among and row.deleted_at is None and row.moved("owner")]
    weeks: dict[int | None, Week] = {}
    found: dict[int, Clock] = {}
    for row in moved:
        rule = queries.rule_for(spec, row, among)
        hours = rule and (rule.respond_hours if row.owner_id else rule.assign_hours)
        if rule is None or (not hours and not row.owner_id):
            continue
        if row.owner_id and met(row.followed_at, row.owner_since):
            found[row.pk] = NEVER
            continue
        if row.owner_id not in weeks:
            weeks[row.owner_id] = working_week(row.owner_id) if row.owner_id else standard_week()
        if hours:
            start = row.owner_since if row.owner_id else clock.now()
            found[row.pk] = clocks(weeks[row.owner_id], start or clock.now(), hours, rule.warn_percent)
    _set(spec, found)


def stop_clocks(entity: str, followed: Mapping[int, dt.datetime | None]) -> None:
    """The first follow-up stops the clock of an owner: nothing is left to answer. When it is taken back, the clock runs
    again from the moment on which the owner got the record."""
    among = [one for one in queries.rules_of(entity) if one.respond_hours]
    if not among:
        return
    spec, found = registry.spec(entity), {}
    for row in spec.model.live().filter(pk__in=list(followed), owner__isnull=False):
        before, now = met(row.followed_at, row.owner_since), met(followed[row.pk], row.owner_since)
        if now and row.respond_by is not None:
            found[row.pk] = NEVER
        elif before and not now:
            found[row.pk] = _anew(spec, row, among)
    _set(spec, found)


def _anew(spec: EntitySpec, row: Any, among: Sequence[queries.Rule]) -> Clock:
    """The clock of an owner as it began."""
    rule = queries.rule_for(spec, row, among)
    if rule is None or rule.respond_hours is None or row.owner_since is None:
        return NEVER
    return clocks(working_week(row.owner_id), row.owner_since, rule.respond_hours, rule.warn_percent)


def _set(spec: EntitySpec, found: Mapping[int, Clock]) -> None:
    for place, name in enumerate(("warn_at", "respond_by")):
        keeping.keep(spec, name, {number: pair[place] for number, pair in found.items()})


def met(followed: dt.datetime | None, since: dt.datetime | None) -> bool:
    """Whether an owner has followed a record up since he has it."""
    return followed is not None and (since is None or followed >= since)


def clocks(week: Week, start: dt.datetime, hours: int, warn: int) -> Clock:
    """When a clock turns yellow, and when red: so much working time after its start."""
    whole = dt.timedelta(hours=hours)
    return week.after(start, whole * warn / 100), week.after(start, whole)


def keep_rhythm(spec: EntitySpec, rows: Sequence[Any], actor: Actor) -> None:
    """After an effective follow-up the next contact is as many days away as the rule says, unless one is planned."""
    if spec.key != "activity" or actor.channel == "import":
        return
    kinds = {one.kind for one in queries.counted()}
    told: dict[str, set[int]] = {}
    for row in rows:
        fresh = row.done and row.deleted_at is None and not row.restored and row.moved("done")
        for entity, number in places(row, kinds) if fresh and row.next_contact_on is None else ():
            told.setdefault(entity, set()).add(number)
    for entity, ids in told.items():
        if any(one.rhythm_days for one in queries.rules_of(entity)):
            _plan(registry.spec(entity), ids, actor)


def _plan(spec: EntitySpec, ids: set[int], actor: Actor) -> None:
    today, among = clock.today(actor.time_zone), queries.rules_of(spec.key)
    changes: list[tuple[int, None, Mapping[str, Any]]] = []
    for record in spec.model.live().filter(pk__in=ids).order_by("pk"):
        rule = queries.rule_for(spec, record, among)
        due = record.next_contact_on
        if rule is not None and rule.rhythm_days and (due is None or due <= today):
            day = working_day(today + dt.timedelta(days=rule.rhythm_days))
            changes.append((record.pk, None, {"next_contact_on": day}))
    if changes:
        bulk.update(spec.model, changes, by=actor.as_house())


def working_day(day: dt.date) -> dt.date:
    """The day, or the next on which the company works; the day itself where it never does."""
    days = (day + dt.timedelta(days=number) for number in range(FURTHEST))
    return next((one for one in days if company_works(one)), day)


def pace(record: Any, now: dt.datetime) -> str:
    """The tone of a record's clock: good, warn, bad, or "" when it does not run."""
    if record.respond_by is None or met(record.followed_at, record.owner_since):
        return ""
    if now > record.respond_by:
        return "bad"
    return "warn" if record.warn_at is not None and now > record.warn_at else "good"


keeping.everywhere.append(start_clocks)
keeping.everywhere.append(keep_rhythm)
settling.append(stop_clocks)
