"""One's own API tokens. They are made in the settings only, where the person proves who he is: a token that leaked
makes no others."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from kith.api import asking
from kith.api.answers import PRIVATE, answer
from kith.engine.entry import tokens
from kith.engine.errors import Conflict, Forbidden


def listed(request: Any) -> HttpResponse:
    """GET /tokens: labels, scopes and dates; never the texts, which nobody has."""
    asking.only(request.GET)
    if request.actor.access.scopes:
        raise Forbidden
    return answer({
        "items": [
            {
                "id": token.pk, "label": token.label, "scopes": token.scopes, "created_at": token.created_at,
                "expires_at": token.expires_at, "used_at": token.used_at, "this": token.pk == request.token_id,
            }
            for token in tokens.live(request.actor.user_id)
        ],
        "next": None,
    })  # fmt: skip


def ended(request: Any, number: int) -> HttpResponse:
    """DELETE /tokens/{id}: end it at once. The one that asks stays: a program does not saw off its own branch."""
    asking.only(request.GET)
    if request.actor.access.scopes:
        raise Forbidden
    if number == request.token_id:
        raise Conflict(_("This is the token that asks. End it in the settings, or with another one."))
    tokens.end(number, by=request.actor, user_id=request.actor.user_id, address=request.address)
    return HttpResponse(status=204, headers=PRIVATE)
