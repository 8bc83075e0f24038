"""The company's own settings: name, language, currency, time zone, country. Cached per configuration epoch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
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


@epoch.per_configuration
def company() -> Company:
    """The company's settings as they are now."""
    said: dict[str, Any] = stored(Company.__slots__)
    if "week_start" in said:
        said["week_start"] = int(said["week_start"])
    return Company(**said)


def stored(names: Iterable[str]) -> dict[str, str]:
    """What the company set of these (kith.engine.company writes it)."""
    rows = apps.get_model("engine", "CompanySetting").live().filter(key__in=list(names))
    return dict(rows.values_list("key", "value"))


def recall(key: str) -> Any:
    """A named value that a module keeps, such as how far a job came; None before it was kept."""
    return Setting.objects.filter(key=key).values_list("value", flat=True).first()


def keep(key: str, value: Any) -> None:
    """Keep a named value (JSON), in the caller's transaction. Keys begin with the module's name."""
    Setting.objects.update_or_create(key=key, defaults={"value": value})
