"""What the pages of setting up share: the secret that waits in the session, and codes that are shown once."""

from __future__ import annotations

import json
from typing import Any

from kith.engine.encrypting import Unreadable, decrypt, encrypt
from kith.engine.identity.models import User
from kith.features.factors import codes

SECRET_KEY = "kith-new-secret"  # noqa: S105  the name of a place in the session
CODES_KEY = "kith-new-codes"


def waiting_secret(request: Any) -> str:
    """The secret of the app that is being set up in this session; a new one when none is."""
    try:
        return decrypt(request.session[SECRET_KEY])
    except (KeyError, Unreadable):
        secret = codes.new_secret()
        request.session[SECRET_KEY] = encrypt(secret)
        return secret


def confirmed(request: Any, user: User, code: str) -> bool:
    """Keep the app if the code is right; the secret leaves the session then."""
    if SECRET_KEY not in request.session or not codes.keep(user, waiting_secret(request), code):
        return False
    del request.session[SECRET_KEY]
    return True


def lay_down(request: Any, made: list[str]) -> None:
    """Keep new recovery codes for the next page, which shows them."""
    if made:
        request.session[CODES_KEY] = encrypt(json.dumps(made))


def take_up(request: Any) -> list[str]:
    """The new recovery codes; asked again there are none."""
    try:
        made: list[str] = json.loads(decrypt(request.session.pop(CODES_KEY, "")))
    except Unreadable:
        return []
    return made
