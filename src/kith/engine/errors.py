"""What the gate refuses, each with the HTTP status that every shell answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Base of every refusal; `status` is the HTTP status, `message` a translatable sentence for people."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    default: ClassVar[Any] = _("This cannot be done.")

    def __init__(self, message: Any = None) -> None:
        super().__init__(message)
        self.message = message if message is not None else self.default

    def __str__(self) -> str:
        return str(self.message)


class Malformed(Refused):
    """The request itself cannot be understood (400)."""

    code = "malformed"
    default = _("The request could not be understood.")


class NotFound(Refused):
    """No such row, or none that this actor may see (404)."""

    status = 404
    code = "not-found"
    default = _("There is no such record, or it is not shared with you.")


class Moved(NotFound):
    """The record went up in another one of its entity (404; who only looks is led there): `to` is that one's number."""

    code = "moved"
    default = _("This record was merged into another one.")

    def __init__(self, plural: str, to: int) -> None:
        super().__init__()
        self.plural = plural
        self.to = to


class Forbidden(Refused):
    """The actor may see the row but not do this (403)."""

    status = 403
    code = "forbidden"
    default = _("You do not have the right to do this.")


class Conflict(Refused):
    """The change contradicts other data: a duplicate, or a record still in use (409)."""

    status = 409
    code = "conflict"
    default = _("This conflicts with other data.")


class Stale(Refused):
    """Somebody else changed the row since it was read (412). `current` holds the record as it is now."""

    status = 412
    code = "stale"
    default = _("Somebody else changed this record meanwhile.")

    def __init__(self, current: Any = None) -> None:
        super().__init__()
        self.current = current


class TooLarge(Refused):
    """More bytes than are taken at once (413); `limit` is how many are."""

    status = 413
    code = "too-large"
    default = _("This is too large.")

    def __init__(self, message: Any = None, *, limit: int | None = None) -> None:
        super().__init__(message)
        self.limit = limit


class TooMany(Refused):
    """Too much in too little time (429); `retry_after` is how many seconds to wait."""

    status = 429
    code = "too-many-requests"
    default = _("This was too much in a short time. Wait a little and try again.")

    def __init__(self, message: Any = None, *, retry_after: int = 60) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(Refused):
    """Another system that is needed does not answer (503)."""

    status = 503
    code = "unavailable"
    default = _("Another system that is needed for this does not answer. Try again later.")


class Invalid(Refused):
    """Values that cannot be accepted (422); `errors` maps a field key ("" for the whole row) to messages."""

    status = 422
    code = "invalid"
    default = _("Some values are not right.")

    def __init__(self, errors: Mapping[str, Sequence[Any]]) -> None:
        super().__init__()
        self.errors: dict[str, list[Any]] = {key: list(messages) for key, messages in errors.items()}

    def __str__(self) -> str:
        return "; ".join(f"{key}: {', '.join(map(str, texts))}" for key, texts in self.errors.items())
