"""Where sign-on by other systems shows: on the page of signing in, in one's settings, in the menu of a person."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from kith.engine import epoch
from kith.engine.actor import Actor
from kith.engine.entry import entering, holding, proving
from kith.engine.spec import EntitySpec
from kith.features.signon import ldap, staff
from kith.features.signon.models import IdentityProvider
from kith.web import slots
from kith.web.fields import Bound
from kith.web.pieces import Link, Proof, Way
from kith.web.responses import safe_next
from kith.web.views.subjects import rules

PLACE = "/settings/sign-on/"


@epoch.per_configuration
def providers() -> list[IdentityProvider]:
    """The active providers by name."""
    return sorted(IdentityProvider.live().filter(active=True), key=lambda one: one.name.casefold())


def provider_of(number: int) -> IdentityProvider | None:
    """The active provider of a number."""
    return next((one for one in providers() if one.pk == number), None)


def ways_in(request: Any) -> list[Way]:
    """A button per provider."""
    then = urlencode({"next": safe_next(request)})
    return [
        Way(_("Sign in with %(name)s") % {"name": one.name}, f"/sign-in/with/{one.pk}/?{then}", "login")
        for one in providers()
    ]


def own_settings(actor: Actor) -> list[Link]:
    """The page of one's links, as soon as there is anything to link to."""
    return [Link(_("Linked sign-ons"), PLACE, "link", key="sign-on")] if providers() else []


def record_menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Administrators invite a person to take over his account by signing on elsewhere."""
    if spec.key != "user" or not rules(actor):
        return []
    found = []
    if ldap.configured() is not None and staff.row_of(record) is None:
        found.append(Link(_("Sign in by the directory"), f"/users/{record.pk}/directory/", "link"))
    if providers():
        found.append(Link(_("Invite to sign on"), f"/users/{record.pk}/invite-sign-on/", "link", page=True))
    return found


def proofs(request: Any) -> list[Proof]:
    """The password of the directory, for who belongs to it."""
    if staff.row_of(request.user) is None:
        return []
    field = Bound("password", _("Password"), input_type="password", required=True, max_length=1_000)
    field.autocomplete = "current-password"
    return [Proof("directory", _("Continue"), check_password, field)]


def check_password(request: Any) -> bool:
    """Whether the directory knows the password that was typed. Raises TooMany, Unavailable."""
    limits = [holding.Limit(f"again:{request.user.pk}")]
    holding.take(limits)
    if staff.belongs(request.user, request.POST.get("password", "")):
        holding.forgive(limits)
        return True
    entering.refused(request, request.user, "proof")
    return False


proving.JUDGES.append(staff.judge)
ldap.configured()  # what is wrong with KITH_LDAP_* is said when Kith starts
slots.add("proofs", proofs)
slots.add("ways_in", ways_in)
slots.add("own_settings", own_settings)
slots.add("record_menu", record_menu)
