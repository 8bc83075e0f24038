"""Dates, moments, durations: read as meant, refused when they do not exist."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.dates import DateTextError, parse_date, parse_datetime, parse_duration

LAST_DAY = date(2025, 12, 31)
LOCALES = st.sampled_from(["en", "en-us", "en-gb", "zh-hans", "ru"])


@pytest.mark.parametrize("locale", ["en", "en-us", "zh-hans", "ru"])
@pytest.mark.parametrize(
    "text",
    [
        "2025-12-31",
        "2025/12/31",
        "2025.12.31",
        "20251231",
        "31.12.2025",
        "31.12.25",
        "2025年12月31日",
        "２０２５年１２月３１号",
        "2025-12-31 00:00:00",
        "2025-12-31T00:00:00.000Z",
        "2025/12/31 0:00:00",
        "31.12.2025 14:30",
        "31 декабря 2025 г.",
        "31 Dec 2025",
        "31-Dec-2025",
        "December 31, 2025",
    ],
)
def test_a_day_written_in_any_usual_way_is_read_in_every_language(text: str, locale: str) -> None:
    assert parse_date(text, locale) == LAST_DAY


def test_slashed_days_are_read_as_the_country_does() -> None:
    assert parse_date("03/04/2025", "en-us") == date(2025, 3, 4)
    assert parse_date("03/04/2025", "en-gb") == date(2025, 4, 3)
    assert parse_date("03/04/2025", "ru") == date(2025, 4, 3)


def test_a_slashed_day_with_two_readings_is_not_guessed() -> None:
    assert parse_date("12/31/2025", "en") == LAST_DAY
    assert parse_date("31/12/2025", "en") == LAST_DAY
    assert parse_date("05/05/2025", "zh-hans") == date(2025, 5, 5)
    with pytest.raises(DateTextError) as refused:
        parse_date("03/04/2025", "en")
    assert refused.value.code == "ambiguous"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("31.02.2025", "no_such_day"),
        ("2025-02-29", "no_such_day"),
        ("2025-13-01", "no_such_day"),
        ("2025年2月30日", "no_such_day"),
        ("00.00.2025", "no_such_day"),
        ("0202-01-01", "range"),
        ("2025-12", "format"),
        ("yesterday", "format"),
        ("31 foo 2025", "format"),
        ("2025-12/31", "format"),
        ("2025-12-31x", "format"),
        ("2025-12-31 25:00", "no_such_time"),
        ("2025-12-31 soon 1:2", "format"),
        ("1" * 500, "format"),
        ("\x00", "format"),
    ],
)
def test_what_is_no_day_is_refused_with_its_reason(text: str, code: str) -> None:
    with pytest.raises(DateTextError) as refused:
        parse_date(text, "ru")
    assert refused.value.code == code


@given(st.dates(date(1000, 1, 1)), LOCALES)
def test_days_written_without_doubt_are_read_back(day: date, locale: str) -> None:
    assert parse_date(day.isoformat(), locale) == day
    assert parse_date(f"{day:%d.%m}.{day.year:04}", locale) == day
    assert parse_date(f"{day.year}年{day.month}月{day.day}日", locale) == day
    assert parse_date(f"{day.month}/{day.day}/{day.year}", "en-us") == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-12-31T14:30:00Z", datetime(2025, 12, 31, 14, 30, tzinfo=UTC)),
        ("2025-12-31T14:30:00+08:00", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("2025-12-31 14:30:15.25", datetime(2025, 12, 31, 6, 30, 15, 250000, tzinfo=UTC)),
        ("31.12.2025 14:30", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("31.12.2025, 14:30", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("2025年12月31日 下午2:30", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("2025年12月31日14时30分", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("2025年12月31日下午14点30分05秒", datetime(2025, 12, 31, 6, 30, 5, tzinfo=UTC)),
        ("12/31/2025 2:30 PM", datetime(2025, 12, 31, 6, 30, tzinfo=UTC)),
        ("12/31/2025 12:05 am", datetime(2025, 12, 30, 16, 5, tzinfo=UTC)),
        ("Dec 31, 2025 2 pm", datetime(2025, 12, 31, 6, 0, tzinfo=UTC)),
        ("2025-12-31", datetime(2025, 12, 30, 16, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_in_the_readers_zone(text: str, moment: datetime) -> None:
    read = parse_datetime(text, "en", "Asia/Shanghai")
    assert read == moment
    assert read.utcoffset() == timedelta(0)


def test_a_time_that_the_clock_skips_is_refused_and_a_double_one_is_the_first() -> None:
    with pytest.raises(DateTextError) as refused:
        parse_datetime("2025-03-30 02:30", "en", "Europe/Berlin")
    assert refused.value.code == "no_such_time"
    assert parse_datetime("2025-10-26 02:30", "en", "Europe/Berlin") == datetime(
        2025, 10, 26, 0, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "text",
    [
        "2025-12-31 24:00",
        "2025-12-31 14:60",
        "2025-12-31 13:00 am",
        "2025-12-31 10:00+99:00",
        "31.02.2025 1:00",
    ],
)
def test_a_moment_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(DateTextError):
        parse_datetime(text, "ru", "Europe/Moscow")


def test_a_moment_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(DateTextError) as refused:
        parse_datetime("9999-12-31 23:00", "en", "America/New_York")
    assert refused.value.code == "range"


@given(st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30)), LOCALES)  # noqa: DTZ001 - zone is added
def test_iso_moments_are_read_back(moment: datetime, locale: str) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert parse_datetime(aware.isoformat(), locale, "Asia/Shanghai") == aware


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        ("1:30", 90),
        ("1:30:00", 90),
        ("1h 30m", 90),
        ("1.5 h", 90),
        ("1,5 ч", 90),
        ("1 ч 30 мин", 90),
        ("1 час 30 минут", 90),
        ("1小时30分钟", 90),
        ("PT1H30M", 90),
        ("P1DT1H", 1500),
        ("2 days", 2880),
        ("3 дня", 4320),
        ("1天2小时", 1560),
        ("0", 0),
    ],
)
def test_a_duration_is_read_in_every_language(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    "text", ["", "-1h", "1x", "h", "1:99", "p", "pt", "1h and 2m", "999999999 weeks", "1.5"]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(DateTextError):
        parse_duration(text)


@given(st.text(st.sampled_from("0123456789-/.: 年月日tzptdhmapчгдек"), max_size=25), LOCALES)
def test_any_text_gives_a_value_or_a_clear_refusal(text: str, locale: str) -> None:
    for read in (
        lambda: parse_date(text, locale),
        lambda: parse_datetime(text, locale, "Europe/Moscow"),
        lambda: parse_duration(text),
    ):
        with suppress(DateTextError):
            assert read() is not None
