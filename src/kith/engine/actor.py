"""Actor: who acts, in which language and time zone, through which channel, with which rights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kith.engine.access import EVERYTHING, Access, access_of
from kith.engine.formatting import Formatter, formatter
from kith.engine.identity.models import User
from kith.engine.settings import company

Channel = Literal["web", "api", "import", "automation", "portal", "job"]


@lru_cache(maxsize=1_000)
def known_zone(name: str) -> str:
    """The name of a time zone if there is one: a wrong one, however it came to be stored, locks nobody out."""
    try:
        return ZoneInfo(name).key if name else ""
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""


@dataclass(frozen=True)
class Actor:
    """Passed to every call of the gate."""

    user_id: int | None
    name: str
    access: Access
    language: str = "en"
    time_zone: str = "UTC"
    channel: Channel = "web"
    unit_id: int | None = None
    # Who looks with this person's eyes (kith.engine.seeing).
    seen_by: int | None = None

    @classmethod
    def of(cls, user: User, channel: Channel = "web", scopes: tuple[str, ...] = ()) -> Self:
        """The actor of a user; `scopes` narrow an API token."""
        access = access_of(user.pk)
        if scopes:
            access = replace(access, scopes=scopes, memo={})
        settings = company()
        return cls(
            user_id=user.pk,
            name=user.name,
            access=access,
            language=user.language or settings.language,
            time_zone=known_zone(user.time_zone) or known_zone(settings.time_zone) or "UTC",
            channel=channel,
            unit_id=user.unit_id,
        )

    @classmethod
    def system(cls, channel: Channel = "job") -> Self:
        """Kith itself: jobs, set-up, automation without a person."""
        settings = company()
        return cls(None, "Kith", EVERYTHING, settings.language, settings.time_zone, channel)

    def through(self, channel: Channel) -> Self:
        """The same actor on another channel."""
        return replace(self, channel=channel)

    def as_house(self) -> Self:
        """The same person with Kith's own rights: for consequences that a rule demands, never for what was asked."""
        return replace(self, access=EVERYTHING)

    @property
    def show(self) -> Formatter:
        """How values read for this actor."""
        return formatter(self.language, self.time_zone)
