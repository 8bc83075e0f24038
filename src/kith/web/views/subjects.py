"""The subjects of the settings: one's own, then those of the administration that this person may open."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.web import slots
from kith.web.pieces import Link


def subjects(actor: Actor, here: str) -> list[Link]:
    """Links of the side of every settings page."""
    found = [
        Link(_("My settings"), "/settings/", "user-circle", key="mine", label_above=_("Personal")),
        Link(_("Password"), "/settings/password/", "lock", key="password"),
        Link(_("Sessions"), "/settings/sessions/", "device-laptop", key="sessions"),
        Link(_("API tokens"), "/settings/tokens/", "key", key="tokens"),
    ]
    found += slots.gather("own_settings", actor)
    for key in ("absence", "deputy"):
        spec = registry.spec(key)
        found.append(Link(str(spec.label_plural), f"/{spec.plural}/", spec.icon, key=key))
    work = [
        Link(_("Trash"), "/settings/trash/", "trash", key="trash"),
        Link(_("Changes"), "/settings/batches/", "history", key="batches"),
    ]
    work += slots.gather("settings", actor)
    work[0].label_above = pgettext("heading", "Work")
    found += work
    rest = administration(actor)
    if rest:
        rest[0].label_above = _("Administration")
    for link in (*found, *rest):
        link.current = link.key == here
    return [*found, *rest]


def administration(actor: Actor) -> list[Link]:
    """The company, and the lists of people, units, teams, roles and what else is configured, within reach."""
    reach = actor.access.reach
    found = []
    if may_shape(actor):
        found.append(Link(pgettext("settings", "Objects"), "/shape/", "shape", key="shape"))
    if rules(actor):
        found.append(Link(_("Company"), "/settings/company/", "building", key="company"))
        found.append(Link(pgettext("heading", "Sign-in"), "/settings/sign-in/", "shield-lock", key="entry"))
        found.append(Link(_("Design"), "/design/", "palette", key="design"))
    found += [
        Link(str(spec.label_plural), f"/{spec.plural}/", spec.icon, key=spec.key)
        for spec in registry.specs()
        if spec.entity.group == "settings" and not spec.entity.elsewhere
        if reach(spec.key, "update") is Reach.ALL
    ]
    return found


def may_shape(actor: Actor) -> bool:
    """Whether this person shapes the company's Kith: who may add fields everywhere."""
    return actor.access.reach("custom-field", "create") is Reach.ALL


def rules(actor: Actor) -> bool:
    """Whether this person may change what concerns the whole company: who may change every role."""
    return actor.access.reach("role", "update") is Reach.ALL
