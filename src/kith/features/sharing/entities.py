"""Declaration of sharing rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.entity import Entity, Section
from kith.engine.errors import Invalid
from kith.engine.registry import register
from kith.engine.sharing import RIGHTS
from kith.features.sharing.keeping import KINDS, start
from kith.features.sharing.models import SharingRule

READERS = ("me", "my_unit", "my_team")


def check_rule(rule: SharingRule, *, actor: Actor) -> None:
    """A rule speaks of records that can be shared, by a condition that is the same for everybody, with somebody, and
    gives no more than its maker has. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    try:
        spec = registry.spec(rule.entity)
    except registry.UnknownEntity:
        raise Invalid(
            {"entity": [_("There are no such records. Write their key, such as customer.")]}
        ) from None
    if spec.entity.rule is not None or spec.entity.group not in ("work", "lists"):
        errors["entity"] = [_("These records cannot be shared one by one.")]
    if wrong := wrong_condition(rule):
        errors["where"] = [wrong]
    if not any(getattr(rule, name) for name, _kind in KINDS):
        errors["people"] = [_("Choose with whom to share.")]
    if gives_more(rule, actor):
        errors["level"] = [_("You cannot give more than you may do yourself.")]
    if errors:
        raise Invalid(errors)


def wrong_condition(rule: SharingRule) -> Any:
    """What is wrong with the condition, "" when it says the same for everybody."""
    if any(value in READERS for value in values(rule.where)):
        return _("“me”, “my unit” and “my team” mean nobody here: a rule is the same for all.")
    return ""


def gives_more(rule: SharingRule, actor: Actor) -> bool:
    """Whether a rule that is in force, or was changed, gives what its writer has not on all such records."""
    names = ("entity", "where", "level", "active", *(name for name, _kind in KINDS))
    if not rule.active or not any(rule.moved(name) for name in names):
        return False
    return actor.access.reach(rule.entity, RIGHTS.get(rule.level, "update")) is not Reach.ALL


def values(where: Any) -> Iterator[str]:
    """All texts that a condition compares with."""
    if isinstance(where, dict):
        for key, one in where.items():
            if key == "value":
                yield from (
                    str(item) for item in (one if isinstance(one, list) else [one]) if isinstance(item, str)
                )
            yield from values(one)
    elif isinstance(where, list):
        for one in where:
            yield from values(one)


@register
class SharingRuleEntity(Entity):
    """Which records are shared with whom, by a condition."""

    model, key, plural, icon, group = SharingRule, "sharing-rule", "sharing-rules", "share", "settings"
    label, label_plural = _("Sharing rule"), _("Sharing rules")
    columns = ("name", "entity", "level", "people", "teams", "units", "roles", "active")
    layout = (
        Section.of(_("Which records"), "name", "entity", "where", "active"),
        Section.of(_("With whom"), "people", "teams", "units", "roles", "level"),
    )
    filters, search = ("entity", "active", "level"), ("name",)
    features, bumps = (), "access"
    conditions, configures, known_by = {"where": "entity"}, True, ("entity", "name")
    checks, keeps = (check_rule,), (start,)
