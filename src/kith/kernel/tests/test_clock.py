"""The clock: aware, in UTC, stoppable."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from kith.kernel import clock

NEW_YEAR = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_a_frozen_clock_stands_still_and_runs_again_afterwards() -> None:
    with clock.frozen(NEW_YEAR):
        assert clock.now() == clock.now() == NEW_YEAR
        with clock.frozen(NEW_YEAR + timedelta(days=1)):
            assert clock.now() == NEW_YEAR + timedelta(days=1)
        assert clock.now() == NEW_YEAR
    assert clock.now() > NEW_YEAR


def test_a_moment_frozen_in_another_zone_is_told_in_utc() -> None:
    with clock.frozen(NEW_YEAR.astimezone(timezone(timedelta(hours=8)))):
        assert clock.now() == NEW_YEAR
        assert clock.now().utcoffset() == timedelta(0)


def test_the_day_belongs_to_the_time_zone() -> None:
    with clock.frozen(NEW_YEAR):
        assert clock.today("Asia/Shanghai") == date(2026, 1, 1)
        assert clock.today("Europe/London") == date(2025, 12, 31)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.frozen(NEW_YEAR.replace(tzinfo=None)):
        pass


def test_an_unknown_time_zone_is_refused() -> None:
    with pytest.raises(KeyError):
        clock.today("Mars/Olympus")
