"""The working time of a person, for clocks and plans: the hours of the week, days off, and when he is away."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils.translation import gettext_lazy as _

from kith.engine import epoch
from kith.engine.access import directory
from kith.engine.actor import Actor, known_zone
from kith.engine.beginning import BEGINS, ENDS
from kith.engine.identity.models import User
from kith.engine.identity.staffing import Absence, WorkingHours
from kith.engine.settings import company
from kith.kernel.hours import Week, read_dates, read_day, week

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HOURS = _("Write hours as 9:00-12:30, 13:30-18:00, the earlier ones first.")
DATES = _("Write one day to a line as 2026-10-01, or several as 2026-10-01 - 2026-10-07.")

_weeks: dict[tuple[int, int], dict[int | None, Week]] = {}


def mistakes(hours: WorkingHours) -> dict[str, list[Any]]:
    """What cannot be read, by field."""
    errors: dict[str, list[Any]] = {}
    for names, read, text in ((DAYS, read_day, HOURS), (("holidays", "workdays"), read_dates, DATES)):
        for name in names:
            try:
                read(getattr(hours, name))
            except ValueError:
                errors[name] = [text]
    if hours.time_zone and hours.time_zone not in available_timezones():
        errors["time_zone"] = [_("There is no such time zone. Write it as Europe/Berlin or Asia/Shanghai.")]
    return errors


def working_week(person: int) -> Week:
    """The hours of a person: his own, else the standard ones, else those of an office; absences cut out."""
    row = User.live().filter(pk=person).values_list("hours_id", "time_zone").first()
    number, zone = row or (None, "")
    known = _known()
    own = known.get(number) or known[None]
    if number not in known and known_zone(zone):
        own = replace(own, zone=ZoneInfo(zone))
    rows = Absence.live().filter(person_id=person).values_list("starts_at", "ends_at")
    return replace(own, away=tuple(rows))


def standard_week() -> Week:
    """The hours of whoever has none of his own."""
    return _known()[None]


def working_time(person: int, moment: dt.datetime) -> bool:
    """Whether a person works at a moment."""
    return working_week(person).works(moment)


def company_works(day: dt.date) -> bool:
    """Whether the standard working hours have any on a day."""
    return bool(_known()[None].of(day))


def away_until(person: int, now: dt.datetime) -> dt.datetime | None:
    """Until when a person is away who is away now; absences that follow each other are one."""
    end: dt.datetime | None = None
    for one in directory().absences.get(person, ()):
        if one.starts_at <= (end or now) < one.ends_at:
            end = one.ends_at
    return end


def away_on(person: int, start: dt.datetime, end: dt.datetime) -> bool:
    """Whether a person is away at some time between two moments."""
    return any(one.starts_at < end and one.ends_at > start for one in directory().absences.get(person, ()))


def stood_in_until(actor: Actor, person: int | None, now: dt.datetime) -> tuple[str, dt.datetime] | None:
    """For whom an actor stands in and until when, if the records of a person are lent to him."""
    lent = [
        one.ends_at
        for one in directory().stand_ins
        if one.deputy == actor.user_id and one.person == person and one.holds(now)
    ]
    known = directory().people.get(person or 0)
    return (known.name, max(lent)) if lent and known else None


def _known() -> dict[int | None, Week]:
    """All weeks by number; None is the standard one."""
    numbers = epoch.current().rules
    if numbers not in _weeks:
        _weeks.clear()
        _weeks[numbers] = _read()
    return _weeks[numbers]


def _read() -> dict[int | None, Week]:
    zone = company().time_zone
    office = f"{BEGINS:%H:%M}-{ENDS:%H:%M}"
    found: dict[int | None, Week] = {None: week(dict.fromkeys(range(5), office), zone)}
    for row in WorkingHours.live().order_by("pk"):
        days = {number: getattr(row, name) for number, name in enumerate(DAYS)}
        found[row.pk] = week(days, row.time_zone or zone, row.holidays, row.workdays)
        if row.standard:
            found[None] = found[row.pk]
    return found
