"""Declarations of the engine's own objects: people, units, teams, roles, exchange rates, added fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, ClassVar
from zoneinfo import available_timezones

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import custom, epoch, granting, journal, keeping, linking, registry, rollups, shipped, uses
from kith.engine.access import LEVELS, REACHES
from kith.engine.actions import action, arg
from kith.engine.actor import Actor
from kith.engine.company import CompanySetting, check_setting
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.engine.custom.indexes import job_key, states
from kith.engine.custom.specs import meaning
from kith.engine.entity import Entity, Section
from kith.engine.entry import demands, devices, passwords
from kith.engine.errors import Conflict, Invalid
from kith.engine.events import Event, on
from kith.engine.formula import building as computing
from kith.engine.formula import joining, storing
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.jobs import daily, task
from kith.engine.registry import register
from kith.engine.rights import LIMITS
from kith.engine.rollups import building, following
from kith.kernel.money import CURRENCIES

registry.custom_fields_from(custom.read)
registry.joined_by(following.join)
registry.joined_by(joining.join)
registry.joined_by(linking.join)


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
    if user.manager_id is not None and user.moved("manager") and leads_himself(user):
        errors["manager"] = [_("Nobody can be led by himself, or by somebody whom he leads.")]
    if errors:
        raise Invalid(errors)


def leads_himself(user: User) -> bool:
    """Whether the way up from a person comes back to the person."""
    seen: set[int] = set()
    above = user.manager_id
    while above is not None and above not in seen:
        if above == user.pk:
            return True
        seen.add(above)
        above = User.live().filter(pk=above).values_list("manager_id", flat=True).first()
    return False


@cache
def zones() -> frozenset[str]:
    """The names of the world's time zones."""
    return frozenset(available_timezones())


@action(
    _("Set password"),
    done=pgettext_lazy("done", "Password set"),
    icon="key",
    many=False,
    help=_("The person signs in with it once and then chooses another."),
)
def set_password(
    user: User, *, password: Annotated[str, arg("text", _("New password"), max_length=200)], actor: Actor
) -> None:
    """A first or a new password, for somebody who has none or forgot it; one's own is changed in the settings, where
    the old one is asked for. Raises Invalid, Conflict, and Forbidden for who may do more."""
    granting.require_not_above(user, actor)
    if user.pk == actor.user_id:
        raise Conflict(_("Change your own password in the settings."))
    passwords.give(user, password)


@register
class UserEntity(Entity):
    """People who sign in."""

    model, key, plural, icon, group = User, "user", "users", "user", "settings"
    open = ("read",)
    label, label_plural = _("User"), _("Users")
    subtitle, facts = ("position", "unit"), ("manager", "roles", "email", "phone", "is_active")
    columns = ("name", "username", "email", "unit", "manager", "roles", "is_active")
    layout = (
        Section.of(
            pgettext_lazy("heading", "Person"), "name", "username", "email", "phone", "position", "is_active"
        ),
        Section.of(pgettext_lazy("organisation", "Place"), "unit", "manager", "roles"),
        Section.of(_("Habits"), "language", "time_zone", "hours"),
    )
    search = ("name", "username", "email", "phone")
    sort, import_by, bumps = "name", ("username",), "access"
    checks, actions, person = (check_user, granting.check_given), (set_password,), ()
    keeps = (granting.an_administrator_stays,)


@on("user.updated", "user.deleted")
def on_user(event: Event) -> None:
    """Sessions of somebody who may not sign in any longer do not come to life again when he may."""
    if not User.live().filter(pk=event.record_id, is_active=True).exists():
        devices.end_all(event.record_id)


def check_unit(unit: Unit, *, actor: Actor) -> None:
    """A unit cannot lie below itself, and does not end with people or units in it. Raises Invalid."""
    if unit.deleted_at is not None:
        people = User.live().filter(unit=unit.pk, is_active=True)
        if people.exists() or Unit.live().filter(parent=unit.pk).exclude(pk=unit.pk).exists():
            raise Invalid(
                {"": [_("There are still people or units in it. Move them, or merge it into another unit.")]}
            )
        return
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
    """Grants and field rights name known reaches and levels, limits are numbers, and nobody gives more than he holds.

    Raises Invalid.
    """
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
    if unknown := [name for name in role.limits if name not in LIMITS]:
        errors["limits"] = [_("There is no such limit: %(names)s.") % {"names": ", ".join(unknown)}]
    elif not all(type(number) is int and number >= 0 for number in role.limits.values()):
        errors["limits"] = [_("A limit is a whole number.")]
    if errors:
        raise Invalid(errors)
    granting.check_rights(role, actor=actor)


@register
class RoleEntity(Entity):
    """What people may do."""

    model, key, plural, icon, group = Role, "role", "roles", "key", "settings"
    label, label_plural = _("Role"), _("Roles")
    columns = ("name", "key", "about")
    layout = (Section.of(_("Role"), "name", "key", "about"),)
    search, sort, import_by, bumps = ("name", "key"), "name", ("key",), "access"
    checks, keeps = (check_role, demands.check, uses.stays_while_used), (granting.an_administrator_stays,)
    actions, configures = (shipped.copy, shipped.put_back), True


@uses.names("role", harmless=True)
def spoken_of(role: Role) -> Iterator[uses.Subject]:
    """The objects and fields that rights are about."""
    yield from (uses.Subject(entity) for entity in role.grants)
    yield from (uses.Subject(entity, name) for entity, said in role.levels.items() for name in said)


@register
class CompanySettingEntity(Entity):
    """What the company set for everybody; set under Settings, Company and Sign-in."""

    model, key, plural, icon, group = (
        CompanySetting, "company-setting", "company-settings", "building", "settings",
    )  # fmt: skip
    elsewhere = True
    label, label_plural, title = _("Company setting"), _("Company settings"), "key"
    columns = ("key", "value", "updated_at", "updated_by")
    layout = (Section.of(_("Company setting"), "key", "value"),)
    bumps, checks, features = "config", (check_setting,), ()


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
    sort, bumps, checks, configures = "-day", "config", (check_rate,), False


def remember(rows: Sequence[CustomField], *, actor: Actor) -> None:
    """What a field was keeps its meaning for the journal, when it was given another kind or has the old one again."""
    for row in rows:
        if row.before is not None and row.before["slot"] != row.slot:
            until = journal.Entry.objects.aggregate(last=Max("id"))["last"] or 0
            row.earlier = [
                *row.earlier,
                {"until": until, **{name: row.before[name] for name in meaning(row)}},
            ]
            keeping.keep(registry.spec_of(row), "earlier", {row.pk: row.earlier})
            epoch.bump("config")


def keep_indexes(rows: Sequence[CustomField], *, actor: Actor) -> None:
    """Fields get the indexes that they ask for in the background, and lose those that they asked for."""
    for row in rows:
        if (
            row.indexed
            or row.unique
            or row.kind == "reference"
            or (row.before is not None and (row.before["indexed"] or row.before["unique"]))
        ):
            index(row.entity, row.key)


@register
class CustomFieldEntity(Entity):
    """Fields that an administrator added."""

    model, key, plural, icon, group = CustomField, "custom-field", "custom-fields", "forms", "settings"
    elsewhere = True
    label, label_plural, title = _("Custom field"), _("Custom fields"), "key"
    columns = ("entity", "key", "kind", "indexed", "required", "created_at")
    layout = (
        Section.of(
            _("Field"), "entity", "key", "kind", "label", "help", "placeholder", "default", "position"
        ),
        Section.of(
            pgettext_lazy("of a field", "Values"),
            "choices",
            "depends_on",
            "target",
            "allowed",
            "places",
            "minimum",
            "maximum",
            "currency",
            "format",
            "when_gone",
            "tree",
            "rollup",
        ),
        Section.of(_("Formula"), "formula", "default_formula"),
        Section.of(
            _("Rules"), "required", "required_when", "unique", "unique_with", "in_list", "indexed", "personal"
        ),
    )
    bumps, checks, derive = "config", (custom.check, uses.stays_while_used), (rollups.fill, custom.understand)
    keeps = (remember, building.start, computing.start, keep_indexes)
    conditions: ClassVar[dict[str, str]] = {"required_when": "entity", "allowed": "target"}


@uses.names("custom-field")
def leads_to(row: CustomField) -> Iterator[uses.Subject]:
    """The object that a link leads to, the fields that this one goes together with or computes with, what a roll-up
    looks at."""
    if row.target:
        yield uses.Subject(row.target)
    for key in (row.depends_on, *(row.unique_with or ())):
        if key:
            yield uses.Subject(row.entity, key)
    for text in (row.formula, row.default_formula):
        yield from uses.of_paths(storing.names(text), row.entity)
    rollup = rollups.of(row.entity, row.key, row.rollup) if row.kind == "rollup" else None
    if rollup is not None:
        named = (rollup.link, rollup.field, rollup.by)
        yield from (uses.Subject(rollup.child, name) for name in named if name)
        yield from uses.of_condition(rollup.where, rollup.child)


@uses.stands("custom-field")
def is_field(values: Mapping[str, Any]) -> Iterator[tuple[uses.Subject, str]]:
    """An added field with its choices."""
    entity, key = values["entity"], values["key"]
    yield uses.Subject(entity, key), "key"
    for choice in values["choices"] or ():
        yield uses.Subject(entity, key, choice["value"]), "choices"


def index(entity: str, key: str) -> None:
    """Have the indexes of an added field made in the background."""
    index_field.using(unique_key=job_key(entity, key), again=True).enqueue(entity, key)


@task()
def index_field(entity: str, key: str) -> None:
    """Make the indexes of an added field what the field asks for; running it again does nothing."""
    if registry.known(entity) is not None:
        custom.build_indexes(entity, key)


@daily("03:50")
@task()
def mend_indexes() -> None:
    """Have indexes made again that are missing or broken, such as those whose building was killed for good."""
    for spec in registry.specs():
        for key, state in states(spec).items():
            if state == "failed":
                index(spec.key, key)
