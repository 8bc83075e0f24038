"""The sessions of a person: which browsers are in, from where, since when; and how they are ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kith.engine.connections import writing
from kith.engine.entry.demands import demands_of
from kith.engine.entry.models import Session
from kith.kernel import clock

BROWSERS = (
    ("Edg", "Edge"), ("OPR|Opera", "Opera"), ("YaBrowser", "Yandex Browser"), ("MicroMessenger", "WeChat"),
    ("Vivaldi", "Vivaldi"), ("Firefox|FxiOS", "Firefox"), ("Chrome|CriOS", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "macOS"), ("CrOS", "ChromeOS"), ("Linux|X11", "Linux"),
)  # fmt: skip
HANDHELD = ("iPhone", "iPad", "Android")


@dataclass(frozen=True, slots=True)
class Device:
    """A session as its list tells it; times are seconds since 1970."""

    key: str
    browser: str
    system: str
    address: str
    begun: int
    seen: int
    by: str

    @property
    def name(self) -> str:
        """Firefox on Windows."""
        if self.browser and self.system:
            return _("%(browser)s on %(system)s") % {"browser": self.browser, "system": self.system}
        return self.browser or self.system or _("Unknown device")

    @property
    def is_handheld(self) -> bool:
        """Whether it is a phone or a tablet."""
        return self.system in HANDHELD


def listed(user_id: int) -> list[Device]:
    """The sessions that are open, the one seen last first."""
    return [device for device, over in _all(user_id) if not over]


def _all(user_id: int) -> Iterator[tuple[Device, bool]]:
    demands, now = demands_of(user_id), clock.now().timestamp()
    for row in Session.objects.filter(user_id=user_id).order_by("-seen", "-begun"):
        device = Device(
            row.key,
            _named(row.device, BROWSERS),
            _named(row.device, SYSTEMS),
            row.address,
            row.begun,
            row.seen,
            row.by,
        )
        yield device, row.ends <= now or demands.ended(row.begun, row.seen)


def _named(agent: str, known: tuple[tuple[str, str], ...]) -> str:
    return next((name for pattern, name in known if re.search(pattern, agent)), "")


def end(user_id: int, key: str) -> bool:
    """End one session of a person; whether there was such a one."""
    with writing():
        return bool(Session.objects.filter(user_id=user_id, pk=key).delete()[0])


def end_all(user_id: int, *, but: str = "") -> int:
    """End all sessions of a person but for the one with this key (as it is stored); how many there were."""
    with writing():
        return int(Session.objects.filter(user_id=user_id).exclude(pk=but).delete()[0])


def forget() -> None:
    """Remove sessions that are over, of everybody."""
    now = int(clock.now().timestamp())
    with writing():
        Session.objects.filter(ends__lte=now).delete()
        for user_id in Session.objects.filter(user_id__gt=0).values_list("user_id", flat=True).distinct():
            over = [device.key for device, ended in _all(user_id or 0) if ended]
            Session.objects.filter(pk__in=over).delete()
