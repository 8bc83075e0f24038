"""What the company set for everybody, one row a setting, so that each change has its author and its way back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kith.engine import fields, journal, records
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.entry.policy import BOUNDS, Policy
from kith.engine.errors import Invalid
from kith.engine.record import Record, unique_live
from kith.engine.settings import Company, stored
from kith.kernel.money import CURRENCIES


class Key(models.TextChoices):
    """What can be set."""

    NAME = "name", gettext_lazy("Company name")
    LANGUAGE = "language", gettext_lazy("Language")
    COUNTRY = "country", gettext_lazy("Country")
    TIME_ZONE = "time_zone", gettext_lazy("Time zone")
    WEEK_START = "week_start", gettext_lazy("Weeks begin on")
    CURRENCY = "currency", gettext_lazy("Currency")
    IDLE = "idle", gettext_lazy("Minutes without a sign of life after which a session ends")
    ABSOLUTE = "absolute", gettext_lazy("Minutes after which a session ends in any case")
    PASSWORD_LENGTH = "password_length", gettext_lazy("Least number of characters of a password")


class CompanySetting(Record):
    """One setting of the company; one that is not there is as usual."""

    list_sorts = ("-created_at",)

    key = fields.Choice(Key, pgettext_lazy("of the company", "Setting"), required=True)
    value = fields.Text(pgettext_lazy("of the company", "Value"), max_length=80, required=True)

    class Meta:
        verbose_name = gettext_lazy("Company setting")
        constraints: ClassVar[Any] = (unique_live("key", name="company_setting_once"),)


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which values a setting takes, and what is said of others."""

    test: Callable[[str], bool]
    said: Any


LISTED = gettext_lazy("Choose one of the listed values.")
ALLOWED: Mapping[str, Allowed] = {
    Key.LANGUAGE: Allowed(lambda value: value in dict(settings.LANGUAGES), LISTED),
    Key.COUNTRY: Allowed(lambda value: re.fullmatch("[A-Z]{2}", value) is not None, LISTED),
    Key.TIME_ZONE: Allowed(
        lambda value: value in available_timezones(), gettext_lazy("There is no such time zone.")
    ),
    Key.WEEK_START: Allowed(lambda value: value in ("0", "6"), LISTED),
    Key.CURRENCY: Allowed(lambda value: value in CURRENCIES, gettext_lazy("There is no such currency.")),
}


def check_setting(row: CompanySetting, *, actor: Actor) -> None:
    """Rule: the value is possible. Raises Invalid."""
    if row.key in BOUNDS:
        wrong = _wrong_number(row)
    else:
        allowed = ALLOWED.get(row.key)
        wrong = str(allowed.said) if allowed is not None and not allowed.test(row.value) else ""
    if wrong:
        raise Invalid({"value": [wrong]})


def _wrong_number(row: CompanySetting) -> str:
    least, most = BOUNDS[row.key]
    if not re.fullmatch("[0-9]{1,9}", row.value) or not least <= int(row.value) <= most:
        return _("From %(least)s to %(most)s.") % {"least": least, "most": most}
    now = {**asdict(_policy()), row.key: int(row.value)}
    if row.key != Key.PASSWORD_LENGTH and now["absolute"] < now["idle"]:
        return _("A session cannot be longer without a sign of life than in any case.")
    return ""


def _policy() -> Policy:
    """As it is in the database now, within a batch too."""
    return Policy(**{name: int(value) for name, value in stored(BOUNDS).items()})


def save_company(wanted: Company, *, by: Actor) -> None:
    """Store the company's settings; they act on the next turn. Raises Invalid."""
    _save({key: str(value) for key, value in asdict(wanted).items()}, by)


def save_policy(wanted: Policy, *, by: Actor) -> None:
    """Store what is demanded of every sign-in; it acts on the next turn. Raises Invalid at the numbers."""
    order = ("absolute", "idle") if wanted.absolute >= _policy().idle else ("idle", "absolute")
    said = asdict(wanted)
    _save({name: str(said[name]) for name in (*order, "password_length")}, by)


def _save(wanted: Mapping[str, str], by: Actor) -> None:
    """Change what differs from what is there, in one batch."""
    here = {row.key: row for row in CompanySetting.live()}
    usually = {key: str(value) for key, value in {**asdict(Company()), **asdict(Policy())}.items()}
    errors: dict[str, list[Any]] = {}
    with writing(), journal.batch(by, "config", entity="company-setting"):
        for key, value in wanted.items():
            if value == (here[key].value if key in here else usually[key]):
                continue
            try:
                if key in here:
                    records.update(here[key], by=by, value=value)
                else:
                    records.create(CompanySetting, by=by, key=key, value=value)
            except Invalid as error:
                errors[key] = error.errors.get("value", [])
        if errors:
            raise Invalid(errors)
