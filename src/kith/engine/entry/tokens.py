"""API tokens of people: what each may do, until when, when it was last used; made by their owner, ended by him or by an
administrator."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kith.engine import audit, registry
from kith.engine.actor import Actor
from kith.engine.connections import writing
from kith.engine.errors import Invalid, NotFound
from kith.engine.identity import accounts
from kith.engine.identity.models import Token, User
from kith.kernel import clock

SCOPE = re.compile(r"([a-z][a-z0-9-]{0,59}|\*):([a-z][a-z0-9_]{0,59}|\*)")
MOST = 50


def live(user_id: int | None = None) -> QuerySet[Token]:
    """Tokens that nobody has ended, of one person or of everybody, the latest first."""
    rows = Token.objects.filter(revoked_at=None, user__deleted_at=None).select_related("user").order_by("-id")
    return rows if user_id is None else rows.filter(user_id=user_id)


def make(
    user: User,
    *,
    label: str,
    scopes: Iterable[str],
    expires_at: dt.datetime | None,
    by: Actor,
    address: str = "",
) -> str:
    """Make a token; its text is shown this once. Raises Invalid."""
    wanted = tuple(scopes)
    errors: dict[str, list[str]] = {}
    if not label.strip():
        errors["label"] = [_("Say what it is for, so that you know later what to end.")]
    if wrong := [scope for scope in wanted if not known(scope)]:
        errors["scopes"] = [_("There is no such scope: %(names)s.") % {"names": ", ".join(wrong)}]
    if expires_at is not None and expires_at <= clock.now():
        errors["expires_at"] = [_("This day is over.")]
    if live(user.pk).count() >= MOST:
        errors[""] = [_("There are %(count)s tokens already. End some of them first.") % {"count": MOST}]
    if errors:
        raise Invalid(errors)
    with writing():
        label = label.strip()[:120]
        text = accounts.new_token(user, label, wanted, expires_at)
        audit.note(
            "token-made",
            by,
            entity="user",
            record=user.pk,
            address=address,
            label=label,
            scopes=list(wanted),
        )
    return text


def known(scope: str) -> bool:
    """Whether a scope, such as customer:read, *:read or customer:*, names an entity that exists."""
    found = SCOPE.fullmatch(scope)
    return found is not None and (found[1] == "*" or found[1] in {spec.key for spec in registry.specs()})


def end(token_id: int, *, by: Actor, user_id: int | None = None, address: str = "") -> None:
    """End a token at once, of a person or of anybody. Raises NotFound."""
    with writing():
        token = live(user_id).filter(pk=token_id).first()
        if token is None:
            raise NotFound
        Token.objects.filter(pk=token_id).update(revoked_at=clock.now())
        audit.note("token-ended", by, entity="user", record=token.user_id, address=address, label=token.label)
