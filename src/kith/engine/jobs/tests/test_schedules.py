"""The time table: due once, in the zone that was meant, whatever the clocks do."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.engine.jobs import drain, firing, store
from kith.engine.jobs.models import Job, Schedule
from kith.engine.jobs.schedules import TimeTable, cron, daily, every, following, next_after, timetable
from kith.engine.jobs.tests.errands import add, tick

NAME = "kith.engine.jobs.tests.errands.tick"

RESTLESS = [
    ("Europe/Berlin", 2025),
    ("America/New_York", 2025),
    ("Australia/Lord_Howe", 2025),  # half an hour
    ("Europe/Moscow", 2011),
    ("Europe/Moscow", 2014),
    ("America/Sao_Paulo", 2018),  # the gap is at midnight
    ("Asia/Kolkata", 2025),
    ("Asia/Shanghai", 2025),
]
TIMES = ["00:00", "00:30", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00", "12:00"]


@pytest.fixture
def empty_timetable(monkeypatch: pytest.MonkeyPatch) -> TimeTable:
    """The process's time table with nothing in it."""
    monkeypatch.setattr(timetable, "_timings", {})
    monkeypatch.setattr(timetable, "_company_zone", lambda: "Asia/Shanghai")
    return timetable


def expression(at: str) -> str:
    """`HH:MM` as a daily cron expression."""
    hour, minute = at.split(":")
    return f"{int(minute)} {int(hour)} * * *"


def days_run(zone: str, at: str, year: int) -> list[date]:
    """Local days on which a daily time is due in a year, one entry for each run."""
    tz = ZoneInfo(zone)
    moment = datetime(year, 1, 1, tzinfo=tz).astimezone(UTC) - timedelta(seconds=1)
    end = datetime(year + 1, 1, 1, tzinfo=tz)
    days = []
    while (moment := next_after(expression(at), zone, moment)) < end:
        days.append(moment.astimezone(tz).date())
    return days


@pytest.mark.parametrize("at", TIMES)
@pytest.mark.parametrize(("zone", "year"), RESTLESS)
def test_a_daily_job_runs_exactly_once_every_day_of_the_year(zone: str, year: int, at: str) -> None:
    first = date(year, 1, 1)
    assert days_run(zone, at, year) == [
        first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)
    ]


def test_a_time_in_the_spring_gap_runs_at_its_end() -> None:
    moment = datetime(2025, 3, 29, 12, tzinfo=UTC)
    assert next_after("30 2 * * *", "Europe/Berlin", moment) == datetime(2025, 3, 30, 1, 0, tzinfo=UTC)


def test_a_time_in_the_autumn_double_hour_runs_in_its_first_pass() -> None:
    first_pass = datetime(2025, 10, 26, 0, 30, tzinfo=UTC)
    assert next_after("30 2 * * *", "Europe/Berlin", first_pass - timedelta(hours=1)) == first_pass
    second_pass_begins = datetime(2025, 10, 26, 1, 10, tzinfo=UTC)
    assert next_after("30 2 * * *", "Europe/Berlin", second_pass_begins) == datetime(
        2025, 10, 27, 1, 30, tzinfo=UTC
    )


@given(
    zone=st.sampled_from(sorted({zone for zone, _year in RESTLESS})),
    at=st.sampled_from(TIMES),
    start=st.datetimes(datetime(2011, 1, 1), datetime(2026, 1, 1)),  # noqa: DTZ001 - made aware below
    steps=st.lists(st.integers(min_value=1, max_value=23 * 60), min_size=1, max_size=60),
)
def test_a_worker_that_looks_at_odd_times_runs_each_day_once(
    zone: str, at: str, start: datetime, steps: list[int]
) -> None:
    now = start.replace(tzinfo=UTC)
    due = next_after(expression(at), zone, now)
    ran = []
    for step in steps:
        now += timedelta(minutes=step)
        if due <= now:
            ran.append(due.astimezone(ZoneInfo(zone)).date())
            due = following(expression(at), zone, due, now)
            assert due > now
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(ran))


def test_times_missed_while_nobody_worked_run_once() -> None:
    due, now = datetime(2025, 1, 1, 3, tzinfo=UTC), datetime(2025, 3, 1, 12, tzinfo=UTC)
    assert following("0 3 * * *", "UTC", due, now) == datetime(2025, 3, 2, 3, tzinfo=UTC)
    assert following("*/10 * * * * *", "UTC", due, now) == now + timedelta(seconds=10)


@pytest.mark.usefixtures("empty_timetable")
def test_the_decorators_write_the_time_table() -> None:
    assert every(minutes=5)(tick) is tick
    assert [(one.name, one.cron, one.zone) for one in timetable.timings()] == [(NAME, "*/5 * * * *", "UTC")]
    daily("03:05")(add)
    assert timetable.find(add.module_path) is not None
    with pytest.raises(ValueError, match="has a schedule already"):
        every(hours=2)(tick)


@pytest.mark.usefixtures("empty_timetable")
@pytest.mark.parametrize("wrong", ["3:00", "24:00", "03:60", "noon", ""])
def test_a_time_of_day_that_is_none_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        daily(wrong)


@pytest.mark.usefixtures("empty_timetable")
@pytest.mark.parametrize("wrong", ["", "* * *", "61 * * * *", "0 0 31 2 *", "often"])
def test_an_expression_that_never_comes_is_refused_where_it_is_written(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a time that comes"):
        cron(wrong)(tick)


@pytest.mark.parametrize(
    "wrong", [{}, {"minutes": 7}, {"seconds": -5}, {"hours": 5}, {"minutes": 5, "hours": 1}, {"minutes": 90}]
)
def test_a_step_that_does_not_divide_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="dividing"):
        every(**wrong)


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_a_declared_task_gets_its_row_in_the_companys_zone() -> None:
    daily("03:00")(tick)
    firing.sync()
    firing.sync()
    row = Schedule.objects.get()
    assert (row.name, row.cron, row.time_zone) == (NAME, "0 3 * * *", "Asia/Shanghai")
    assert row.next_run_at.astimezone(ZoneInfo("Asia/Shanghai")).hour == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_another_zone_of_the_company_moves_the_due_time() -> None:
    daily("03:00")(tick)
    firing.sync()
    timetable.use_zone(lambda: "Europe/Moscow")
    firing.sync()
    assert Schedule.objects.get().next_run_at.astimezone(ZoneInfo("Europe/Moscow")).hour == 3


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_what_is_due_is_enqueued_once_by_however_many_workers() -> None:
    daily("03:00")(tick)
    firing.sync()
    due = store.database_now() - timedelta(minutes=1)
    Schedule.objects.update(next_run_at=due)
    seen_by_one, seen_by_other = Schedule.objects.get(), Schedule.objects.get()
    assert firing._fire(seen_by_one)
    assert drain() == 1
    assert not firing._fire(seen_by_other)
    assert firing.fire_due() == 0
    assert Job.objects.count() == 1
    row = Schedule.objects.get()
    assert row.next_run_at > store.database_now()
    assert row.last_run_at is not None


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_a_run_that_takes_longer_than_its_interval_is_not_piled_up_upon() -> None:
    every(seconds=1)(tick)
    firing.sync()
    for _round in range(3):
        Schedule.objects.update(next_run_at=store.database_now() - timedelta(seconds=1))
        assert firing.fire_due() == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_a_switched_off_schedule_and_one_of_another_release_stay_quiet() -> None:
    daily("03:00")(tick)
    firing.sync()
    past = store.database_now() - timedelta(minutes=1)
    Schedule.objects.update(enabled=False, next_run_at=past)
    Schedule.objects.create(name="newer.release", cron="0 3 * * *", time_zone="UTC", next_run_at=past)
    assert firing.fire_due() == 0
    firing.sync()
    assert Schedule.objects.filter(name="newer.release").exists()
    assert not Schedule.objects.get(name=NAME).enabled


@pytest.mark.django_db
@pytest.mark.usefixtures("empty_timetable")
def test_a_due_time_computed_by_a_wrong_clock_is_put_right() -> None:
    daily("03:00")(tick)
    firing.sync()
    Schedule.objects.update(next_run_at=store.database_now() + timedelta(days=400))
    firing.sync()
    assert Schedule.objects.get().next_run_at < store.database_now() + timedelta(days=2)
