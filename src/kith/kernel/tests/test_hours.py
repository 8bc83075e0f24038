"""Working time, counted against walking from minute to minute."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest

from kith.kernel.hours import Week, read_dates, read_day, week

MINUTE = dt.timedelta(minutes=1)


def walked(plan: Week, moment: dt.datetime) -> bool:
    """Whether a minute is worked, by its wall clock alone."""
    if any(gone <= moment < back for gone, back in plan.away):
        return False
    local = moment.astimezone(plan.zone)
    return any(
        begins <= local.time() and (local.time() < ends or ends == dt.time(0))
        for begins, ends in plan.of(local.date())
    )


def test_working_time_agrees_with_walking_from_minute_to_minute() -> None:
    chance = random.Random(7)  # noqa: S311 - chance, not a secret
    texts = ("", "9:00-17:00", "8:30-12:00, 13:00-18:00", "0:00-24:00", "22:00-24:00")
    for _number in range(12):
        zone = chance.choice(("Asia/Shanghai", "Europe/Moscow", "America/New_York", "UTC"))
        start = dt.datetime(2026, 11, 20, chance.randrange(24), chance.randrange(60), tzinfo=dt.UTC)
        gone = start + dt.timedelta(minutes=chance.randrange(2_000))
        plan = week({day: chance.choice(texts) for day in range(7)}, zone, "2026-11-21")
        plan = Week(plan.zone, plan.days, plan.off, away=((gone, gone + dt.timedelta(minutes=300)),))
        minutes = [start + number * MINUTE for number in range(3 * 24 * 60)]
        worked = [moment for moment in minutes if walked(plan, moment)]
        assert plan.between(start, minutes[-1] + MINUTE) == len(worked) * MINUTE
        assert all(plan.works(moment) for moment in worked[::97])
        assert not any(plan.works(moment) for moment in set(minutes[::97]) - set(worked))
        if worked:
            half = len(worked) // 2
            assert plan.after(start, (half + 1) * MINUTE) == worked[half] + MINUTE


def test_hours_that_cannot_be_meant_are_refused() -> None:
    for text in ("late", "9-17", "17:00-9:00", "9:00-12:00, 11:00-13:00", "25:00-26:00"):
        with pytest.raises(ValueError, match=r".*"):
            read_day(text)
    for text in ("soon", "2026-13-01", "2026-10-07 - 2026-10-01", "2026-10-01 2026-10-07"):
        with pytest.raises(ValueError, match=r".*"):
            read_dates(text)
    assert week({}, "UTC").after(dt.datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), MINUTE) is None


def test_a_day_may_have_a_remark_that_names_another() -> None:
    said = "2024-02-15 休息日（由 2024-02-04 调休）\n2024-05-01 - 2024-05-02 Days off, from 2024-04-28"
    assert read_dates(said) == {dt.date(2024, 2, 15), dt.date(2024, 5, 1), dt.date(2024, 5, 2)}
