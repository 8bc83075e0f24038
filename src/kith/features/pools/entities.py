"""Declarations of pools, limits, rules and reasons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.engine import offering, registry
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.engine.spec import EntitySpec
from kith.features.pools import days
from kith.features.pools.actions import assign_record, take
from kith.features.pools.configured import shown
from kith.features.pools.models import Pool, PoolLimit, PoolReason, PoolRule

KINDS = ("follow_up", "opportunity", "deal")


def owned(spec: EntitySpec) -> bool:
    """Whether records of an entity have an owner of their own, who can lose them to a pool."""
    return spec.entity.rule is None and spec.entity.group in ("work", "lists")


@registry.joined_by
def offer(specs: dict[str, EntitySpec]) -> dict[str, EntitySpec]:
    """Pools, limits and rules choose among the objects that have owners; of these pools choose what they show, rules a
    choice."""
    specs = offering.objects(specs, ("pool",), owned, {"hidden": shown, "masked": shown})
    specs = offering.objects(specs, ("pool-limit",), owned)
    return offering.objects(specs, ("pool-rule",), owned, {"level": offering.choices})


def check_entity(row: Any, *, actor: Actor) -> None:
    """It is about records that have an owner. Raises Invalid."""
    spec = registry.known(row.entity)
    if spec is None or not owned(spec):
        raise Invalid({"entity": [_("These records have no owner of their own.")]})


def check_pool(pool: Pool, *, actor: Actor) -> None:
    """What it passes on goes to another pool of the same records. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    if pool.onward_id is not None:
        target = Pool.live().filter(pk=pool.onward_id).first()
        if target is None or target.entity != pool.entity or target.pk == pool.pk:
            errors["onward"] = [_("Choose another pool of the same object.")]
        elif not pool.onward_days:
            errors["onward_days"] = [_("This must be filled in.")]
    if pool.active and pool.taking != "members" and pool.taking != "given" and not someone(pool):
        errors["everyone"] = [_("Choose to whom records are given out.")]
    if errors:
        raise Invalid(errors)


def someone(row: Any) -> bool:
    """Whether a pool or limit names anybody: nobody named is nobody, never everybody."""
    return bool(row.everyone or row.people or row.units or row.roles)


def check_members(row: Any, *, actor: Actor) -> None:
    """Somebody is named: an empty list means nobody here, which nobody wants. Raises Invalid."""
    if row.active and not someone(row):
        raise Invalid({"everyone": [_("Name people, units or roles, or tick this.")]})


def levels(rule: PoolRule) -> list[str]:
    """The values by which the days of a rule can differ."""
    spec = registry.known(rule.entity)
    field = spec.fields.get(rule.level) if spec is not None else None
    return [choice.value for choice in field.choices] if field is not None else []


def check_rule(rule: PoolRule, *, actor: Actor) -> None:
    """It says some days that can be read, and a pool of the same records. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    said = False
    for name in KINDS:
        try:
            said = days.read(getattr(rule, name), levels(rule)) is not None or said
        except ValueError as error:
            errors[name] = [str(error)]
    if not said and not errors:
        errors["follow_up"] = [_("Say after how many days.")]
    if rule.pool_id is not None:
        pool = Pool.live().filter(pk=rule.pool_id).first()
        if pool is None or pool.entity != rule.entity:
            errors["pool"] = [_("Choose a pool of the same object.")]
    if errors:
        raise Invalid(errors)


@register
class PoolEntity(Entity):
    """Public pools."""

    model, key, plural, icon, group = Pool, "pool", "pools", "inbox", "settings"
    label, label_plural = pgettext_lazy("pool", "Pool"), _("Public pools")
    columns = ("name", "entity", "taking", "claims", "cap", "active", "position")
    layout = (
        Section.of(pgettext_lazy("pool", "Pool"), "name", "entity", "active", "position", "admins"),
        Section.of(_("Members"), "everyone", "people", "units", "roles"),
        Section.of(_("Before it is taken"), "taking", "hidden", "masked"),
        Section.of(_("Limits"), "claims", "period", "cap", "spared", "unworked"),
        Section.of(_("Days"), "cooling", "freeze", "protection", "onward", "onward_days"),
        Section.of(_("What goes along"), "clear_team", "contacts", "tasks"),
        Section.of(_("Giving out"), "each", "daily", "spacing"),
    )
    synonyms = pgettext_lazy("search words", "public sea, open customers, unassigned")
    filters, search, sort = ("entity", "active", "taking"), ("name",), "-created_at"
    checks, actions = (check_entity, check_members, check_pool), (take, assign_record)
    open = ("read", "take", "assign_record")
    features, bumps, conditions = (), "config", {"spared": "entity"}
    known_by = ("entity", "name")


@register
class PoolLimitEntity(Entity):
    """How much one may own and lock."""

    model, key, plural, icon, group = (
        PoolLimit,
        "pool-limit",
        "pool-limits",
        "adjustments-horizontal",
        "settings",
    )
    label, label_plural = _("Limit of what one owns"), _("Limits of what one owns")
    columns = ("name", "entity", "cap", "locked", "active", "position")
    layout = (
        Section.of(_("Limit"), "name", "entity", "active", "position", "cap", "spared"),
        Section.of(_("For whom"), "everyone", "people", "units", "roles"),
        Section.of(_("Locks"), "locked", "lock_days", "after_lock"),
    )
    filters, search, checks = ("entity", "active"), ("name",), (check_entity, check_members)
    features, bumps, conditions = (), "config", {"spared": "entity"}
    known_by = ("entity", "name")


@register
class PoolRuleEntity(Entity):
    """When records go to a pool by themselves."""

    model, key, plural, icon, group = PoolRule, "pool-rule", "pool-rules", "recycle", "settings"
    label, label_plural = _("Rule of recycling"), _("Rules of recycling")
    columns = ("name", "entity", "follow_up", "opportunity", "deal", "pool", "active")
    layout = (
        Section.of(_("Rule"), "name", "entity", "where", "pool", "active"),
        Section.of(
            _("After how many days"), "follow_up", "opportunity", "deal", "level", "joined", "base", "working"
        ),
        Section.of(_("Also these"), "won", "dealing", "locked"),
        Section.of(_("When"), "warning", "hour"),
    )
    filters, search, checks = ("entity", "active"), ("name",), (check_entity, check_rule)
    features, bumps, conditions = (), "config", {"where": "entity"}
    known_by = ("entity", "name")


@register
class PoolReasonEntity(Entity):
    """Why records are given back."""

    model, key, plural, icon, group = PoolReason, "pool-reason", "pool-reasons", "message", "settings"
    label, label_plural = _("Reason to give back"), _("Reasons to give back")
    columns, filters, search = ("name", "position", "active"), ("active",), ("name",)
    layout = (Section.of(_("Reason"), "name", "position", "active"),)
    features, bumps, open, small, known_by = (), "config", ("read",), True, ("name",)
