"""Kinds of time: date, moment, time of day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kith.engine.fieldtypes.base import EQUALITY, ORDER, PRESENCE, FieldSpec, FieldType, refuse
from kith.engine.fieldtypes.compared import DAY, HOUR, MOMENT
from kith.engine.formatting import Formatter
from kith.kernel.dates import DateTextError, parse_date, parse_datetime

PERIODS = ("within", "not_within")
DATE_OPERATORS = (*EQUALITY, *ORDER, *PERIODS, *PRESENCE)
NO_DATE = _("This is not a date.")


class Date(FieldType):
    """A calendar day."""

    key = "date"
    label = _("Date")
    operators = DATE_OPERATORS
    aggregates = ("min", "max")
    widget = "date"
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, dt.datetime):
            return self._within(value.date(), field)
        if isinstance(value, dt.date):
            return self._within(value, field)
        if not isinstance(value, str):
            raise refuse(NO_DATE, "date")
        try:
            return self._within(dt.date.fromisoformat(value.strip()), field)
        except ValueError as error:
            raise refuse(_("This is not a date. Write it as 2026-01-31."), "date") from error

    @staticmethod
    def _within(day: dt.date, field: FieldSpec) -> dt.date:
        """The day, if the field's limits allow it."""
        if field.minimum is not None and day < field.minimum:
            raise refuse(_("This must not be before %(limit)s."), "minimum", limit=field.minimum)
        if field.maximum is not None and day > field.maximum:
            raise refuse(_("This must not be after %(limit)s."), "maximum", limit=field.maximum)
        return day

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return None
        try:
            return self._within(parse_date(text, locale), field)
        except DateTextError as error:
            raise refuse(_("This is not a date. Write it as 2026-01-31."), "date") from error

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else value.isoformat()

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else dt.date.fromisoformat(stored)

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else value.isoformat()

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else show.date(value)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return DAY

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


class DateTime(FieldType):
    """A moment, stored in UTC."""

    key = "datetime"
    label = _("Date and time")
    operators = (*ORDER, *PERIODS, *PRESENCE)
    aggregates = ("min", "max")
    widget = "datetime"
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, dt.time())
        if isinstance(value, str):
            try:
                value = dt.datetime.fromisoformat(value.strip())
            except ValueError as error:
                raise refuse(
                    _("This is not a date with time. Write it as 2026-01-31T14:30:00Z."), "datetime"
                ) from error
        if not isinstance(value, dt.datetime):
            raise refuse(NO_DATE, "datetime")
        return _utc(value)

    def parse(self, text: str, field: FieldSpec, locale: str) -> Any:
        if not text.strip():
            return None
        try:
            return _utc(parse_datetime(text, locale, str(timezone.get_current_timezone())))
        except DateTextError as error:
            raise refuse(
                _("This is not a date with time. Write it as 2026-01-31 14:30."), "datetime"
            ) from error

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else dt.datetime.fromisoformat(stored)

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else show.datetime(value)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return MOMENT

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "format": "date-time"}


def _utc(value: dt.datetime) -> dt.datetime:
    """The moment in UTC; what has no zone is meant in the reader's. Raises ValidationError outside year 1..9999."""
    try:
        if value.tzinfo is None:
            value = value.replace(tzinfo=timezone.get_current_timezone())
        return value.astimezone(dt.UTC)
    except (OverflowError, ValueError) as error:
        raise refuse(NO_DATE, "datetime") from error


class Time(FieldType):
    """A time of day, to the minute."""

    key = "time"
    label = _("Time of day")
    operators = (*EQUALITY, *ORDER, *PRESENCE)
    widget = "time"

    def clean(self, value: Any, field: FieldSpec) -> Any:
        if value is None or value == "":
            return None
        if isinstance(value, dt.time):
            return value.replace(second=0, microsecond=0, tzinfo=None)
        try:
            return dt.time.fromisoformat(str(value).strip()).replace(second=0, microsecond=0, tzinfo=None)
        except ValueError as error:
            raise refuse(_("This is not a time. Write it as 14:30."), "time") from error

    def dump(self, value: Any, field: FieldSpec) -> Any:
        return None if value is None else f"{value:%H:%M}"

    def load(self, stored: Any, field: FieldSpec) -> Any:
        return None if stored is None else dt.time.fromisoformat(stored)

    def to_json(self, value: Any, field: FieldSpec) -> Any:
        return self.dump(value, field)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return "" if value is None else show.time(value)

    def output_field(self, field: FieldSpec) -> models.Field[Any, Any]:
        return HOUR

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "maxLength": 8}
