"""What stands around every page: company, places, who one is. Built when a template asks: fragments pay nothing."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.core import signing
from django.middleware.csrf import get_token
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.access import Reach
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.pieces import Link

TOAST_COOKIE = "kith_toast"
THEME_COOKIE = "kith_theme"
DENSITY_COOKIE = "kith_density"
THEMES = ("light", "dark")
DENSITIES = ("compact", "roomy")


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
    def user_id(self) -> int | None:
        """Whose frame it is."""
        return self.actor.user_id if self.actor else None

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
        """Today, the daily entities, then the quieter ones under a heading."""
        found = [Link(_("Today"), "/", "sunrise", current=self.here == "today", key="today")]
        for group in ("work", "lists"):
            links = [self._place(spec) for spec in self.specs if spec.entity.group == group]
            if links and group == "lists":
                links[0].label_above = _("Lists")
            found += links
        return found

    def _place(self, spec: EntitySpec) -> Link:
        return Link(
            str(spec.label_plural), f"/{spec.plural}/", spec.icon, current=self.here == spec.key, key=spec.key
        )

    @cached_property
    def thumb(self) -> list[Link]:
        """The three places under the thumb: Today, the first entity, and the last one with a board."""
        boards = [spec.key for spec in self.specs if spec.board] or [spec.key for spec in self.specs[1:]]
        first = self.places[1:2]
        third = [place for place in self.places if place.key in boards and place not in first][-1:]
        return [self.places[0], *first, *third]

    @cached_property
    def create(self) -> list[Link]:
        """What can be created from anywhere."""
        reach = self.actor.access.reach
        daily = [
            spec
            for spec in self.specs
            if spec.entity.group == "work" and reach(spec.key, "create") > Reach.NONE
        ]
        return [
            Link(
                _("New %(thing)s") % {"thing": lower_first(str(spec.label))},
                f"/{spec.plural}/new/",
                spec.icon,
            )
            for spec in daily
        ]

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


def lower_first(text: str) -> str:
    """A label in the middle of a sentence; abbreviations such as VAT keep their capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
