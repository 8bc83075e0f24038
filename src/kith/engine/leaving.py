"""What a person leaves behind that is no record: follows, tokens. Whoever keeps such rows tells of them here, and
the hand-over lists them, passes them on or ends them, and brings them back when it is undone.

    leaving.traces.append(Trace("follow", _("Followed records"), count, leave, back))
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine.entry import devices
from kith.engine.identity.models import Token
from kith.kernel import clock


@dataclass(frozen=True, slots=True)
class Trace:
    """Rows of one kind that a person leaves. `count(person)` says how many there are; `leave(person, receivers)` passes
    them on or ends them, in the caller's transaction, and returns the ids that `back(person, ids)` undoes. Those that
    are `passed` on need a receiver."""

    key: str
    label: Any
    count: Callable[[int], int]
    leave: Callable[[int, Sequence[int]], list[int]]
    back: Callable[[int, list[int]], None]
    passed: bool = False


def _tokens(person: int) -> Any:
    return Token.objects.filter(user_id=person, revoked_at__isnull=True)


def _revoke(person: int, _receivers: Sequence[int]) -> list[int]:
    ids = list(_tokens(person).values_list("pk", flat=True))
    Token.objects.filter(pk__in=ids).update(revoked_at=clock.now())
    return ids


def _revive(person: int, ids: list[int]) -> None:
    Token.objects.filter(user_id=person, pk__in=ids).update(revoked_at=None)


def _end_sessions(person: int, _receivers: Sequence[int]) -> list[int]:
    devices.end_all(person)
    return []


def _nothing(_person: int, _ids: list[int]) -> None:
    """Who comes back signs in again."""


traces: list[Trace] = [
    Trace("token", _("API tokens"), lambda person: int(_tokens(person).count()), _revoke, _revive),
    Trace("session", _("Sessions"), lambda person: len(devices.listed(person)), _end_sessions, _nothing),
]
