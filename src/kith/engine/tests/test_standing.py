"""A deputy has what was lent to him, for as long as it was lent, and nothing of it can be passed on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import records, worktime
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.staffing import Absence, Deputy, WorkingHours
from kith.engine.journal import Entry
from kith.engine.tests.test_reach import seen
from kith.kernel import clock

SIX = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)


def lend(people: People, person: str, deputy: str, *, by: Actor | None = None, **values: Any) -> Deputy:
    """Somebody stands in for somebody in the hour before six."""
    made: Deputy = records.create(
        Deputy,
        by=by or people.actor(person),
        person=people.users[person].pk,
        deputy=people.users[deputy].pk,
        **{"starts_at": SIX - HOUR, "ends_at": SIX, **values},
    )
    return made


def test_a_deputy_reaches_what_the_person_owns_exactly_within_the_period(people: People, probe: Any) -> None:
    records.create(probe, by=people.nora, name="nora")
    with clock.frozen(SIX - 2 * HOUR):
        lend(people, "nora", "sue")
    for moment, names in (
        (SIX - HOUR - SECOND, set()),
        (SIX - HOUR, {"nora"}),
        (SIX - SECOND, {"nora"}),
        (SIX, set()),
        (SIX + SECOND, set()),
    ):
        with clock.frozen(moment):
            assert seen(probe, people.sue) == names, moment
            assert seen(probe, people.carl) == set()


def test_what_a_deputy_does_is_his_own_doing(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.nora, name="nora")
    with clock.frozen(SIX - SECOND):
        lend(people, "nora", "sue")
        records.update(made, by=people.sue, note="called")
    entry = Entry.objects.filter(entity="probe", record_id=made.pk, verb="update").get()
    assert entry.actor_id == people.users["sue"].pk


def test_a_deputy_for_reading_only_reads(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.nora, name="nora")
    with clock.frozen(SIX - SECOND):
        lend(people, "nora", "sue", extent="reading")
        assert seen(probe, people.sue) == {"nora"}
        assert not records.visible(probe, to=people.sue, verb="export").exists()
        with pytest.raises(Forbidden):
            records.update(made, by=people.sue, note="x")


def test_a_deputy_of_a_deputy_gets_nothing(people: People, probe: Any) -> None:
    records.create(probe, by=people.nora, name="nora")
    with clock.frozen(SIX - SECOND):
        lend(people, "nora", "sue")
        lend(people, "sue", "carl")
        assert seen(probe, people.carl) == set()
        with pytest.raises(Invalid):
            lend(people, "nora", "carl", by=people.sue)


def test_one_names_deputies_for_oneself_and_those_whom_one_leads(people: People) -> None:
    people.give("sue", manager=people.users["max"].pk)
    made = lend(people, "sue", "carl", by=people.max)
    lend(people, "nora", "carl", by=people.ada)
    assert records.visible(Deputy, to=people.sue).get() == made
    assert records.visible(Deputy, to=people.carl).count() == 2
    assert not records.visible(Deputy, to=people.stranger).exists()
    with pytest.raises(Invalid):
        lend(people, "nora", "sue", by=people.max)
    with pytest.raises(Invalid):
        lend(people, "max", "sue", by=people.sue)
    with pytest.raises(Forbidden):
        records.update(made, by=people.carl, ends_at=SIX + HOUR)
    with pytest.raises(NotFound):
        records.delete(made, by=people.nora)


def test_an_absence_names_the_deputy_of_its_time(people: People, probe: Any) -> None:
    records.create(probe, by=people.nora, name="nora")
    nora, sue = (people.users[name].pk for name in ("nora", "sue"))
    with clock.frozen(SIX - 2 * HOUR):
        row = records.create(
            Absence, by=people.nora, person=nora, deputy=sue, starts_at=SIX - HOUR, ends_at=SIX
        )
        assert worktime.away_until(nora, clock.now()) is None
    with clock.frozen(SIX - SECOND):
        assert seen(probe, people.sue) == {"nora"}
        assert worktime.away_until(nora, clock.now()) == SIX
        records.delete(row, by=people.nora)
        assert seen(probe, people.sue) == set()


def test_working_time_knows_hours_zones_days_off_and_absences(people: People) -> None:
    hours = records.create(
        WorkingHours,
        by=people.ada,
        name="Shanghai",
        time_zone="Asia/Shanghai",
        **dict.fromkeys(worktime.DAYS[:5], "9:00-12:00, 13:00-18:00"),
        holidays="2026-10-01 - 2026-10-07 National Day",
        workdays="2026-10-10",
    )
    people.give("sue", hours=hours)
    sue = people.users["sue"].pk

    def works(text: str) -> bool:
        return worktime.working_time(sue, dt.datetime.fromisoformat(f"{text}+08:00"))

    assert works("2026-11-20T09:00")
    assert not works("2026-11-20T12:00")
    assert not works("2026-11-20T18:00")
    assert not works("2026-11-21T10:00")
    assert not works("2026-10-05T10:00")
    assert works("2026-10-10T10:00")
    monday = dt.datetime(2026, 11, 23, 1, tzinfo=dt.UTC)
    records.create(Absence, by=people.sue, person=sue, starts_at=monday, ends_at=monday + 8 * HOUR)
    assert not works("2026-11-23T10:00")
    friday = dt.datetime.fromisoformat("2026-11-20T17:00+08:00")
    assert worktime.working_week(sue).after(friday, 2 * HOUR) == monday + 9 * HOUR
    with pytest.raises(Invalid) as wrong:
        records.update(hours, by=people.ada, monday="late", holidays="soon")
    assert set(wrong.value.errors) == {"monday", "holidays"}
