"""Declarations of the engine's own objects: people, units, teams, roles, exchange rates, added fields."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import custom, registry
from kith.engine.access import LEVELS, REACHES
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.events import Event, on
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.jobs import task
from kith.engine.registry import register
from kith.kernel.money import CURRENCIES

registry.custom_fields_from(custom.read)


SIGN_IN_NAME = re.compile(r"[\w.@+-]{1,80}")


def check_user(user: User, *, actor: Actor) -> None:
    """A sign-in name has no spaces, a time zone and a language exist. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    if not SIGN_IN_NAME.fullmatch(user.username):
        errors["username"] = [_("Use letters, digits and . _ @ + - without spaces.")]
    if user.time_zone and user.time_zone not in zones():
        errors["time_zone"] = [_("There is no such time zone. Write it as Europe/Berlin or Asia/Shanghai.")]
    if user.language and user.language not in dict(settings.LANGUAGES):
        errors["language"] = [_("Kith does not speak this language: en, zh-hans or ru.")]
    if errors:
        raise Invalid(errors)


@cache
def zones() -> frozenset[str]:
    """The names of the world's time zones."""
    return frozenset(available_timezones())


@action(
    _("Set password"),
    done=pgettext_lazy("done", "Password set"),
    icon="key",
    many=False,
    help=_("The person signs in with it and can change it in the settings."),
)
def set_password(
    user: User, *, password: Annotated[str, arg("text", _("New password"), max_length=200)], actor: Actor
) -> None:
    """A first or a new password, for somebody who has none or forgot it."""
    accounts.set_password(user, password)


@register
class UserEntity(Entity):
    """People who sign in."""

    model, key, plural, icon, group = User, "user", "users", "user", "settings"
    open = ("read",)
    label, label_plural = _("User"), _("Users")
    columns = ("name", "username", "email", "unit", "manager", "roles", "is_active")
    layout = (
        Section.of(
            pgettext_lazy("heading", "Person"), "name", "username", "email", "phone", "position", "is_active"
        ),
        Section.of(pgettext_lazy("organisation", "Place"), "unit", "manager", "roles"),
        Section.of(_("Habits"), "language", "time_zone"),
    )
    search = ("name", "username", "email", "phone")
    sort, import_by, bumps = "name", ("username",), "access"
    checks, actions = (check_user,), (set_password,)


def check_unit(unit: Unit, *, actor: Actor) -> None:
    """A unit cannot lie below itself. Raises Invalid."""
    seen, above = {unit.pk}, unit.parent_id
    while above is not None:
        if above in seen:
            raise Invalid({"parent": [_("A unit cannot belong to itself.")]})
        seen.add(above)
        above = Unit.live().filter(pk=above).values_list("parent_id", flat=True).first()


@register
class UnitEntity(Entity):
    """The organisation's tree."""

    model, key, plural, icon, group = Unit, "unit", "units", "sitemap", "settings"
    open = ("read",)
    label, label_plural = _("Unit"), _("Units")
    columns = ("name", "parent", "manager")
    layout = (Section.of(_("Unit"), "name", "parent", "manager"),)
    search, sort, import_by, bumps = ("name",), "name", ("name",), "access"
    checks = (check_unit,)


@register
class TeamEntity(Entity):
    """People across units."""

    model, key, plural, icon, group = Team, "team", "teams", "users-group", "settings"
    open = ("read",)
    label, label_plural = _("Team"), _("Teams")
    columns = ("name", "members")
    layout = (Section.of(_("Team"), "name", "members"),)
    search, sort, import_by, bumps = ("name",), "name", ("name",), "access"


def check_role(role: Role, *, actor: Actor) -> None:
    """Grants and field rights must name known reaches and levels. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    for name, allowed in (("grants", REACHES), ("levels", LEVELS)):
        stored = getattr(role, name)
        fine = all(
            isinstance(entity, str)
            and isinstance(said, dict)
            and all(word in allowed for word in said.values() if isinstance(word, str))
            and all(isinstance(word, str) for word in said.values())
            for entity, said in stored.items()
        )
        if not fine:
            errors[name] = [
                _("Only these words are possible here: %(words)s.") % {"words": ", ".join(allowed)}
            ]
    if errors:
        raise Invalid(errors)


@register
class RoleEntity(Entity):
    """What people may do."""

    model, key, plural, icon, group = Role, "role", "roles", "key", "settings"
    label, label_plural = _("Role"), _("Roles")
    columns = ("name", "key", "about")
    layout = (Section.of(_("Role"), "name", "key", "about"), Section.of(_("Rights"), "grants", "levels"))
    search, sort, import_by, bumps = ("name", "key"), "name", ("key",), "access"
    checks = (check_role,)


def check_rate(rate: CurrencyRate, *, actor: Actor) -> None:
    """The currency must exist. Raises Invalid."""
    if rate.currency not in CURRENCIES:
        raise Invalid({"currency": [_("There is no such currency.")]})


@register
class CurrencyRateEntity(Entity):
    """Exchange rates by day."""

    model, key, plural, icon, group = CurrencyRate, "currency-rate", "currency-rates", "coins", "settings"
    open = ("read",)
    label, label_plural, title = _("Exchange rate"), _("Exchange rates"), "currency"
    columns = ("currency", "day", "rate")
    layout = (Section.of(_("Rate"), "currency", "day", "rate"),)
    sort, bumps, checks = "-day", "config", (check_rate,)


@register
class CustomFieldEntity(Entity):
    """Fields that an administrator added."""

    model, key, plural, icon, group = CustomField, "custom-field", "custom-fields", "forms", "settings"
    label, label_plural, title = _("Custom field"), _("Custom fields"), "key"
    columns = ("entity", "key", "kind", "indexed", "required", "created_at")
    layout = (
        Section.of(_("Field"), "entity", "key", "kind", "label", "help"),
        Section.of(_("Rules"), "required", "unique", "indexed", "choices", "target", "places"),
    )
    bumps, checks = "config", (custom.check,)


@on("custom-field.created", "custom-field.updated", "custom-field.deleted", "custom-field.restored")
def on_custom_field(event: Event) -> None:
    """A field gets the indexes that it asks for in the background."""
    row = CustomField.objects.filter(pk=event.record_id).first()
    if row is not None:
        index_field.enqueue(row.entity, row.key)


@task()
def index_field(entity: str, key: str) -> None:
    """Make the indexes of an added field what the field asks for; running it again does nothing."""
    custom.build_indexes(entity, key)
