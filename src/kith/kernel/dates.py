"""Dates, moments and durations as people and spreadsheets write them."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from kith.kernel.errors import CodedError
from kith.kernel.text import fold

_LONGEST = 60
_FIRST_YEAR = 1000
# A two-digit year up to 68 belongs to this century, as POSIX has it.
_CENTURY_TURN = 69

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_CHINESE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d\d)")
_DAY_NAME_YEAR = re.compile(r"(\d{1,2})[ -]([a-zа-я]{3,8})\.?,?[ -](\d{4})(?: ?г\.?| года)?")
_NAME_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_MONTH_STEMS = {
    name: number
    for names in (
        "jan feb mar apr may jun jul aug sep oct nov dec",
        "янв фев мар апр май июн июл авг сен окт ноя дек",
    )
    for number, name in enumerate(names.split(), start=1)
} | {"мая": 5}

_TIME = re.compile(
    r"(?P<half>上午|下午|[ap]m)? ?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::(?P<second>\d\d)(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"|[时点](?:(?P<minute_zh>\d\d?)分?(?:(?P<second_zh>\d\d?)秒?)?)?)?"
    r" ?(?P<half_after>[ap]\.?m\.?)? ?(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?"
)
# A clock shows itself by a colon, a Chinese hour or half day, or am and pm.
_CLOCK_LIKE = re.compile(r".*\d[:时点].*|(?:上午|下午|[ap]m).+|\d{1,2} ?[ap]\.?m\.?")
_SPLIT = re.compile(r"(?P<iso>\d{4}-\d\d-\d\d)t(?P<iso_time>.+)|(?P<chinese>.*?[日号]) ?(?P<chinese_time>.+)")
_ISO_DURATION = re.compile(
    r"p(?:(?P<w>\d+)w)?(?:(?P<d>\d+)d)?(?:t(?:(?P<h>\d+)h)?(?:(?P<m>\d+)m)?(?:(?P<s>\d+)s)?)?"
)
_CLOCK_DURATION = re.compile(r"(\d{1,6}):([0-5]\d)(?::([0-5]\d))?")
_AMOUNT = re.compile(r"(\d{1,9}(?:[.,]\d{1,6})?) ?([^\W\d]+)\.?,? ?")
_UNIT_SECONDS = {
    unit: seconds
    for seconds, units in {
        604800: "w week weeks н нед неделя недели недель 周 星期",
        86400: "d day days д дн день дня дней 天 日",
        3600: "h hr hrs hour hours ч час часа часов 小时 时",
        60: "m min mins minute minutes м мин минута минуту минуты минут 分钟 分",
        1: "s sec secs second seconds с сек секунда секунду секунды секунд 秒 秒钟",
    }.items()
    for unit in units.split()
}
_LONGEST_DURATION = timedelta(days=36600)


class DateTextError(CodedError):
    """A text that is no date, moment or duration. Codes: empty, format, ambiguous, no_such_day, no_such_time,
    range.
    """


def parse_date(text: str, locale: str) -> date:
    """The day that `text` means to a reader of `locale` (en, en-us, en-gb, zh-hans, ru).

    Understood everywhere: 2025-12-31, 2025/12/31, 20251231, 31.12.2025, 2025年12月31日, 31 Dec 2025, 31
    декабря 2025, and any of them with a time, which is dropped. 12/31/2025 is read month first in en-us, day
    first in ru and en-gb; in plain English and in Chinese only where the numbers leave one reading. Raises
    DateTextError.
    """
    folded = _checked(text)
    day, clock = _day_and_time(folded)
    if clock:
        _clock(clock)
    return _day(day, locale.lower())


def parse_datetime(text: str, locale: str, tz: str) -> datetime:
    """The moment that `text` means, in UTC; without an offset of its own it is local time in `tz` (IANA
    name).

    A day alone is its midnight. A local time that the clock skips is refused, one that comes twice is the
    first. Raises DateTextError; zoneinfo.ZoneInfoNotFoundError for an unknown `tz`.
    """
    folded = _checked(text)
    day_text, time_text = _day_and_time(folded)
    day = _day(day_text, locale.lower())
    clock, zone = _clock(time_text) if time_text else (time(), None)
    try:
        return _moment(datetime.combine(day, clock), zone, ZoneInfo(tz))
    except OverflowError as error:
        raise DateTextError("range") from error


def parse_duration(text: str) -> timedelta:
    """A length of time: 1:30 and 1:30:00 (hours first), 1h 30m, 1.5 h, 2 ч 15 мин, 1小时30分钟, 3 days,
    PT1H30M.

    A bare number counts minutes. Never negative. Raises DateTextError.
    """
    folded = _checked(text)
    if clock := _CLOCK_DURATION.fullmatch(folded):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return _bounded(hours * 3600 + minutes * 60 + seconds)
    iso = _ISO_DURATION.fullmatch(folded)
    if iso and folded[-1] in "wdhms":
        return _bounded(sum(int(iso[unit] or 0) * _UNIT_SECONDS[unit] for unit in "wdhms"))
    if re.fullmatch(r"\d{1,9}", folded):
        return _bounded(int(folded) * 60)
    return _bounded(_amounts(folded))


def _amounts(folded: str) -> float:
    position, total = 0, 0.0
    while position < len(folded):
        amount = _AMOUNT.match(folded, position)
        if amount is None or amount[2] not in _UNIT_SECONDS:
            raise DateTextError("format")
        total += float(amount[1].replace(",", ".")) * _UNIT_SECONDS[amount[2]]
        position = amount.end()
    return total


def _bounded(seconds: float) -> timedelta:
    if seconds > _LONGEST_DURATION.total_seconds():
        raise DateTextError("range")
    return timedelta(seconds=seconds)


def _checked(text: str) -> str:
    folded = fold(text)
    if not folded:
        raise DateTextError("empty")
    if len(folded) > _LONGEST:
        raise DateTextError("format")
    return folded


def _day_and_time(folded: str) -> tuple[str, str]:
    if found := _SPLIT.fullmatch(folded):
        return found["iso"] or found["chinese"], found["iso_time"] or found["chinese_time"]
    for gap in re.finditer(",? ", folded):
        if _CLOCK_LIKE.fullmatch(folded, gap.end()):
            return folded[: gap.start()], folded[gap.end() :]
    return folded, ""


def _day(text: str, locale: str) -> date:
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(found[1], found[3], found[4])
    if found := _COMPACT.fullmatch(text) or _CHINESE.fullmatch(text):
        return _date(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(text):
        return _date(found[3], found[2], found[1])
    if found := _YEAR_LAST.fullmatch(text):
        return _year_last(found[1], found[3], found[4], locale)
    if found := _DAY_NAME_YEAR.fullmatch(text):
        return _date(found[3], _month(found[2]), found[1])
    if found := _NAME_DAY_YEAR.fullmatch(text):
        return _date(found[3], _month(found[1]), found[2])
    raise DateTextError("format")


def _month(name: str) -> int:
    number = _MONTH_STEMS.get(name[:3])
    if number is None:
        raise DateTextError("format")
    return number


def _year_last(first: str, second: str, year: str, locale: str) -> date:
    if locale == "en-us":
        return _date(year, first, second)
    if locale in {"en-gb", "ru"} or int(first) > 12 or first == second:
        return _date(year, second, first)
    if int(second) > 12:
        return _date(year, first, second)
    raise DateTextError("ambiguous")


def _date(year: str, month: str | int, day: str) -> date:
    number = int(year)
    if len(year) == 2:
        number += 2000 if number < _CENTURY_TURN else 1900
    if number < _FIRST_YEAR:
        raise DateTextError("range")
    try:
        return date(number, int(month), int(day))
    except ValueError as error:
        raise DateTextError("no_such_day") from error


def _clock(text: str) -> tuple[time, timezone | None]:
    found = _TIME.fullmatch(text)
    if found is None:
        raise DateTextError("format")
    hour = _hour(int(found["hour"]), found["half"] or found["half_after"] or "")
    fraction = int((found["fraction"] or "0")[:6].ljust(6, "0"))
    try:
        clock = time(hour, _part(found, "minute"), _part(found, "second"), fraction)
    except ValueError as error:
        raise DateTextError("no_such_time") from error
    return clock, _zone(found["zone"])


def _part(found: re.Match[str], name: str) -> int:
    return int(found[name] or found[f"{name}_zh"] or 0)


def _hour(hour: int, half: str) -> int:
    if not half:
        return hour
    afternoon = half == "下午" or half.startswith("p")
    if afternoon and hour > 12:
        # 下午14:30 is written often and means what it says.
        return hour
    if not 1 <= hour <= 12:
        raise DateTextError("no_such_time")
    return hour % 12 + 12 * afternoon


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > timedelta(hours=14):
        raise DateTextError("no_such_time")
    return timezone(-offset if text[0] == "-" else offset)


def _moment(local: datetime, zone: timezone | None, home: ZoneInfo) -> datetime:
    if zone is not None:
        return local.replace(tzinfo=zone).astimezone(UTC)
    moment = local.replace(tzinfo=home).astimezone(UTC)
    if moment.astimezone(home).replace(tzinfo=None) != local:
        raise DateTextError("no_such_time")
    return moment
