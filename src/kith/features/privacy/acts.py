"""Acts of destruction are made by destroying, in no other way, and stay as they are."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.features.privacy.models import Destruction

destroying: ContextVar[dict[str, Any] | None] = ContextVar("kith_destroying", default=None)


def fill_act(act: Destruction, *, actor: Actor) -> None:
    """A new act says what is just being destroyed."""
    for name, value in (destroying.get() or {}).items() if act.before is None else ():
        setattr(act, name, value)


def check_act(act: Destruction, *, actor: Actor) -> None:
    """Acts are made by destroying and stay as they are. Raises Invalid."""
    if act.before is None and destroying.get() is None:
        raise Invalid({"": [_("An act is made by erasing, and in no other way.")]})
    if act.deleted_at is not None:
        raise Invalid({"": [_("Acts of destruction are kept for ever.")]})
