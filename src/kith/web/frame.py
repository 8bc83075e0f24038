"""What stands around every page: company, places, who one is. Built when a template asks: fragments pay nothing."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core import signing
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.engine import epoch, registry
from kith.engine.access import Reach
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import slots
from kith.web.assets import manifest
from kith.web.keys import Shortcut, shown
from kith.web.pieces import Link

TOAST_COOKIE = "kith_toast"
THEME_COOKIE = "kith_theme"
DENSITY_COOKIE = "kith_density"
THEMES = ("light", "dark")
DENSITIES = ("compact", "roomy")
TONGUES = {"zh-hans": "中文", "en": "English", "ru": "Русский"}


class Frame:
    """The frame of one answer. `here` is the place that is marked as the current one."""

    def __init__(self, request: Any, here: str = "") -> None:
        self.request = request
        self.actor: Any = getattr(request, "actor", None)
        self.here = here

    def _habit(self, name: str, cookie: str, allowed: tuple[str, ...]) -> str:
        """A habit of the person, or of this browser before one is in."""
        user = getattr(self.request, "user", None)
        chosen = user.preferences.get(name, "") if user else self.request.COOKIES.get(cookie, "")
        return str(chosen) if chosen in allowed else ""

    @cached_property
    def lang(self) -> str:
        """The language tag of the page."""
        language = get_language() or "en"
        return "zh-Hans" if language == "zh-hans" else language

    @cached_property
    def keys(self) -> str:
        """off for those who want no single-key shortcuts."""
        return self._habit("keys", "", ("off",))

    @cached_property
    def theme(self) -> str:
        """light, dark, or "" for as the device says."""
        return self._habit("theme", THEME_COOKIE, THEMES)

    @cached_property
    def density(self) -> str:
        """compact, roomy, or "" for the middle one."""
        return self._habit("density", DENSITY_COOKIE, DENSITIES)

    @cached_property
    def company(self) -> str:
        """The company's name."""
        return company().name or "Kith"

    @cached_property
    def csrf(self) -> str:
        """The token that forms and scripts send along."""
        return str(get_token(self.request))

    @cached_property
    def me(self) -> str:
        """The name of the person who is signed in, or ""."""
        return self.actor.name if self.actor else ""

    @property
    def language(self) -> str:
        """The code of the language in force."""
        return get_language() or "en"

    @cached_property
    def tongues(self) -> list[tuple[str, str, str]]:
        """The languages as the menu offers them: code, short name, no sign."""
        return [(code, TONGUES.get(code, str(name)), "") for code, name in settings.LANGUAGES]

    @property
    def user_id(self) -> int | None:
        """Whose frame it is."""
        return self.actor.user_id if self.actor else None

    @cached_property
    def person(self) -> str:
        """A name for whose page it is that says nothing about him: the worker keeps pages apart by it."""
        number = None if self.seen_as else self.user_id
        return salted_hmac("kith.person", str(number)).hexdigest()[:16] if number else ""

    @property
    def seen_as(self) -> str:
        """As whom somebody looks who is not this person, or ""."""
        return self.me if self.actor and self.actor.seen_by else ""

    @cached_property
    def toast(self) -> dict[str, str] | None:
        """What the answer before this one wanted to say."""
        given = self.request.COOKIES.get(TOAST_COOKIE)
        if not given:
            return None
        try:
            return {"text": "", "undo": "", **signing.loads(given, salt=TOAST_COOKIE, max_age=60)}
        except (signing.BadSignature, TypeError, ValueError):
            return None

    @cached_property
    def specs(self) -> list[EntitySpec]:
        """The entities that this person has a place for."""
        reach = self.actor.access.reach
        return [
            spec
            for spec in registry.specs()
            if spec.entity.group in ("work", "lists") and reach(spec.key, "read") > Reach.NONE
        ]

    @cached_property
    def places(self) -> list[Link]:
        """Today, then the menu that was chosen for one's role, or else the daily entities and the quieter ones under a
        heading."""
        today = Link(_("Today"), "/", "sunrise", current=self.here == "today", key="today")
        if self.menu is None:
            return [today, *self._standard()]
        for link in self.menu:
            link.current = bool(link.key) and self.here == link.key
        return [today, *self.menu]

    @cached_property
    def menu(self) -> list[Link] | None:
        """The menu that was chosen for one's role, or None."""
        found: list[Link] | None = slots.first("menu", self.actor, self.specs)
        return found

    def _standard(self) -> list[Link]:
        """The places of a menu that nobody arranged."""
        found: list[Link] = []
        for group in ("work", "lists"):
            links = [self.place(spec) for spec in self.specs if spec.entity.group == group]
            if links and group == "lists":
                links[0].label_above = _("Lists")
            found += links
            found += self._added() if group == "work" else []
        return found

    def _added(self) -> list[Link]:
        """What features have a place for."""
        links: list[Link] = slots.gather("places", self.actor)
        for link in links:
            link.current = self.here == link.key
        return links

    def place(self, spec: EntitySpec) -> Link:
        """The list of an entity as a place."""
        return Link(
            str(spec.label_plural), f"/{spec.plural}/", spec.icon, current=self.here == spec.key, key=spec.key
        )

    @cached_property
    def thumb(self) -> list[Link]:
        """The three places under the thumb: Today, the first entity, and the last one with a board; of a menu that was
        chosen the first ones."""
        if self.menu is not None:
            return [place for place in self.places if not place.away][:3]
        boards = [spec.key for spec in self.specs if spec.board] or [spec.key for spec in self.specs[1:]]
        first = self.places[1:2]
        third = [place for place in self.places if place.key in boards and place not in first][-1:]
        return [self.places[0], *first, *third]

    @cached_property
    def create(self) -> list[Link]:
        """What can be created from anywhere."""
        reach = self.actor.access.reach
        return [
            Link(str(spec.label), f"/{spec.plural}/new/", spec.icon, key=spec.key)
            for spec in self.specs
            if spec.entity.group == "work" and reach(spec.key, "create") > Reach.NONE
        ]

    @cached_property
    def shortcuts(self) -> list[tuple[str, list[Shortcut]]]:
        """The keyboard shortcuts by headings."""
        going = Link(_("Notifications"), "/notifications/", key="notifications")
        return shown([*self.places, going, Link(_("Settings"), "/settings/", key="settings")])

    @cached_property
    def stamp(self) -> str:
        """Changes whenever what the frame offers to this person may have changed."""
        parts = (self.user_id, self.lang, *epoch.current(), sorted(manifest().values()))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @cached_property
    def starred(self) -> str:
        """Where the page asks for what this person has starred, "" when nothing can be."""
        address = slots.first("side", self.actor)
        return f"{address}?v={self.stamp}" if address else ""

    @cached_property
    def unread(self) -> int:
        """How many notifications wait."""
        return sum(slots.ask("unread", self.actor))

    @cached_property
    def languages(self) -> list[Link]:
        """The languages of the product by their own names."""
        return [
            Link(str(name), f"?language={code}", key=code, current=code == get_language())
            for code, name in settings.LANGUAGES
        ]


class BareFrame(Frame):
    """A frame that asks nothing of the database: for the page that says that something broke."""

    def __init__(self, request: Any) -> None:
        super().__init__(request)
        self.actor = None

    company = "Kith"
    theme = ""
    density = ""
    toast = None


def new_label(spec: EntitySpec) -> str:
    """What creating one of these is called."""
    return _("New %(thing)s") % {"thing": lower_first(str(spec.label))}
