"""How lately somebody proved who he is. What would help a thief of an open session asks for it anew: changes of the
password, of second factors, of tokens."""

from __future__ import annotations

from typing import Any

from kith.kernel import clock

KEY = "kith-proved"
SECONDS = 600


def remember(request: Any) -> None:
    """Note in the session that somebody has just proved who he is."""
    request.session[KEY] = clock.now().timestamp()


def is_fresh(request: Any) -> bool:
    """Whether the person of this session proved who he is within the last ten minutes."""
    at = request.session.get(KEY)
    return isinstance(at, float) and 0 <= clock.now().timestamp() - at <= SECONDS
