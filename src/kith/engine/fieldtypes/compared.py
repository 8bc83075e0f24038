"""How custom values compare in the database: dates and times as text whose order is the calendar's. A column is made
once, not for each list that asks."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.db import models

from kith.engine.fields import Decimal


class IsoDate(models.TextField):
    """How a custom date compares: ISO text, whose order is the calendar's."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """The date of its text."""
        return None if value is None else dt.date.fromisoformat(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, dt.date) else value


class IsoDateTime(models.TextField):
    """How a custom moment compares: UTC text of fixed width."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """The moment of its text."""
        return None if value is None else dt.datetime.fromisoformat(value)

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, dt.datetime):
            return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return value


class IsoTime(models.TextField):
    """How a custom time of day compares."""

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        """The time of its text."""
        return None if value is None else dt.time.fromisoformat(value)

    def get_prep_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


TEXT: models.TextField[Any, Any] = models.TextField()
WHOLE: models.BigIntegerField[Any, Any] = models.BigIntegerField()
TRUTH: models.BooleanField[Any, Any] = models.BooleanField()
STRUCTURE: models.JSONField[Any, Any] = models.JSONField()
DAY = IsoDate()
MOMENT = IsoDateTime()
HOUR = IsoTime()


@cache
def decimal(places: int) -> Decimal:
    """Exact decimals with so many places."""
    return Decimal(places=places)
