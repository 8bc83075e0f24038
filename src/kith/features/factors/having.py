"""Which factors somebody has, whether he must have one, and what changes of them everybody concerned is told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from kith.engine import audit, plugs
from kith.engine.access import directory
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Conflict
from kith.engine.identity.models import User
from kith.features.factors import recovery
from kith.features.factors.models import CodeApp, Passkey, RecoveryCode

PLACE = "/settings/security/"


def has_app(user_id: int) -> bool:
    """Whether a person has an app that shows codes."""
    return CodeApp.objects.filter(user_id=user_id).exists()


def has_any(user_id: int) -> bool:
    """Whether a person has a second factor. Recovery codes are none: they only stand in for one."""
    return has_app(user_id) or Passkey.objects.filter(user_id=user_id).exists()


def demanded(user_id: int) -> bool:
    """Whether a role of this person demands a second factor."""
    people = directory()
    person = people.people.get(user_id)
    roles = [people.roles[number] for number in person.role_ids if number in people.roles] if person else []
    return any(role.demands.get("second_factor") is True for role in roles)


def removable(user_id: int) -> None:
    """Raises Conflict when the one factor that is left may not go."""
    apps = CodeApp.objects.filter(user_id=user_id).count()
    if apps + Passkey.objects.filter(user_id=user_id).count() == 1 and demanded(user_id):
        raise Conflict(_("Your role demands a second factor. Set up another one before you remove this one."))


def tidy(user_id: int) -> None:
    """Recovery codes go with the last factor: they would open nothing."""
    if not has_any(user_id):
        RecoveryCode.objects.filter(user_id=user_id).delete()


def forget(user: User) -> None:
    """Take all factors off a person."""
    CodeApp.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def reset(user: User, actor: Actor, address: str = "") -> None:
    """Take all factors off a person who lost them; he is told, and it is noted who did it."""
    with writing():
        forget(user)
        note("factors-reset", user, actor, address)


def note(kind: str, user: User, actor: Actor, address: str = "", **detail: Any) -> None:
    """Write down a change of somebody's factors and tell him of it."""
    audit.note(kind, actor, entity="user", record=user.pk, address=address, **detail)
    plugs.notify([user.pk], f"factors.{kind}", title=lambda _reader: told(kind, actor.name), href=PLACE)


def told(kind: str, who: str) -> str:
    """What a person reads about a change of his factors, in the language in force."""
    if kind == "factors-reset":
        return _("%(who)s reset your second factors. Set one up again.") % {"who": who}
    said = {
        "app-added": _("An app for codes was set up for your account."),
        "app-removed": _("The app for codes was removed from your account."),
        "passkey-added": _("A passkey was added to your account."),
        "passkey-removed": _("A passkey was removed from your account."),
        "passkey-copied": _(
            "A copy of one of your passkeys was refused. Remove it and tell your administrator."
        ),
        "recovery-renewed": _("New recovery codes were made for your account."),
        "recovery-used": _("A recovery code was used to sign in to your account."),
    }
    return said[kind]


def first_codes(user: User) -> list[str]:
    """Recovery codes for somebody who has none yet; nobody who has some gets others by the way."""
    return [] if RecoveryCode.objects.filter(user=user).exists() else recovery.renew(user.pk)
