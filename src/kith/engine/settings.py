"""The company's own settings: name, language, currency, time zone, country. Cached per configuration epoch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.db import models

from kith.engine import epoch


class Setting(models.Model):
    """One named value of the installation."""

    key = models.CharField(max_length=80, primary_key=True)
    value = models.JSONField()


@dataclass(frozen=True, slots=True)
class Company:
    """What the set-up page asks for. `week_start` is 0 for Monday."""

    name: str = ""
    language: str = "en"
    currency: str = "EUR"
    time_zone: str = "UTC"
    country: str = "GB"
    week_start: int = 0


_cache: dict[int, Company] = {}


def company() -> Company:
    """The company's settings as they are now."""
    number = epoch.current().config
    if number not in _cache:
        stored: dict[str, Any] = {}
        row = Setting.objects.filter(key="company").values_list("value", flat=True).first()
        if row:
            stored = {key: value for key, value in row.items() if key in Company.__slots__}
        _cache.clear()
        _cache[number] = Company(**stored)
    return _cache[number]


def save_company(settings: Company) -> None:
    """Store the company's settings; they act on the next turn."""
    Setting.objects.update_or_create(key="company", defaults={"value": asdict(settings)})
    epoch.bump("config")


def recall(key: str) -> Any:
    """A named value that a module keeps, such as how far a job came; None before it was kept."""
    return Setting.objects.filter(key=key).values_list("value", flat=True).first()


def keep(key: str, value: Any) -> None:
    """Keep a named value (JSON), in the caller's transaction. Keys begin with the module's name."""
    Setting.objects.update_or_create(key=key, defaults={"value": value})
