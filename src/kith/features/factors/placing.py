"""Where second factors show: on the page of signing in, in one's settings, in the menu of a person."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.actor import Actor
from kith.engine.entry.hosts import host_of
from kith.engine.spec import EntitySpec
from kith.features.factors import codes, having
from kith.features.factors.models import Passkey
from kith.features.factors.passkeys import Refused, prove
from kith.features.factors.trying import counted
from kith.web import slots
from kith.web.fields import Bound
from kith.web.pieces import Link, Proof, Way
from kith.web.views.subjects import rules

PASSKEY_ICON = "fingerprint"


def ways_in(request: Any) -> list[Way]:
    """A passkey instead of name and password, as soon as anybody has one."""
    if not Passkey.objects.filter(host=host_of(request)).exists():
        return []
    return [Way(_("Sign in with a passkey"), "/sign-in/passkey/", PASSKEY_ICON, "/sign-in/passkey/options/")]


def proofs(request: Any) -> list[Proof]:
    """A code of one's app, or one of one's passkeys."""
    found = []
    if having.has_app(request.user.pk):
        found.append(Proof("code", _("Continue"), check_code, code_field(_("Code of your app"))))
    if Passkey.objects.filter(user=request.user, host=host_of(request)).exists():
        found.append(Proof("passkey", _("Use a passkey"), check_passkey, options=f"{having.PLACE}options/"))
    return found


def check_code(request: Any) -> bool:
    """Whether the code that was typed is good. Raises TooMany."""
    return counted(request, request.user, lambda: codes.use(request.user.pk, request.POST.get("code", "")))


def check_passkey(request: Any) -> bool:
    """Whether one of the person's passkeys signed."""
    try:
        return bool(prove(request, "proof", request.POST.get("credential", "")).user_id == request.user.pk)
    except Refused:
        return False


def code_field(label: str) -> Bound:
    """The question for a code."""
    made = Bound("code", label, required=True, max_length=40, autocomplete="one-time-code")
    made.inputmode = "text"
    return made


def own_settings(actor: Actor) -> list[Link]:
    """The page of one's own factors."""
    return [Link(pgettext("settings", "Two-step sign-in"), having.PLACE, "shield-lock", key="security")]


def record_menu(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """Administrators help who has lost his factors; not themselves, who go by their recovery codes."""
    if spec.key != "user" or not rules(actor) or record.pk == actor.user_id or not having.has_any(record.pk):
        return []
    return [Link(_("Reset second factors"), f"/users/{record.pk}/reset-factors/", "shield-lock")]


slots.add("ways_in", ways_in)
slots.add("proofs", proofs)
slots.add("own_settings", own_settings)
slots.add("record_menu", record_menu)
