"""Seeing Kith as somebody else does: an administrator looks with another's eyes, and changes nothing.

The session remembers as whom. Each request asks anew whether the one who looks still may do everything: nobody looks
upward. Both are in the log, at the beginning, at the end and with whatever is noted in between.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import audit
from kith.engine.access import access_of
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Forbidden, NotFound
from kith.engine.identity.models import User

KEY = "kith_seen_as"
LOOKING = _("You are looking as somebody else: nothing can be changed until you stop.")
OWN = _("What concerns signing in and oneself is not shown to who looks as somebody else.")


def begin(request: Any, target: User | None) -> None:
    """Look as somebody from the next request on. Raises NotFound, Forbidden, Conflict for oneself."""
    actor: Actor = request.actor
    if target is None:
        raise NotFound
    if not actor.access.opens_everything or request.seer is not None:
        raise Forbidden
    if target.pk == actor.user_id:
        raise Conflict(_("This is you."))
    request.session[KEY] = target.pk
    _note(actor, target.pk, request.address, "begin")


def end(request: Any) -> None:
    """Be oneself again."""
    number = request.session.pop(KEY, None)
    if number is not None and request.seer is not None:
        _note(Actor.of(request.seer), number, request.address, "end")


def wanted(session: Any, user: User) -> int | None:
    """As whom a session wants to look, if its person may."""
    number = session.get(KEY)
    return int(number) if number is not None and access_of(user.pk).opens_everything else None


def _note(actor: Actor, number: int, address: str, step: str) -> None:
    audit.note("see-as", actor, entity="user", record=number, address=address, step=step)
