"""What the palette can do besides finding: go, create, run a saved view, change how Kith looks and speaks.

Everything here depends on the person, the configuration and the language only, so a browser asks for it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from babel import Locale
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy

from kith.engine import plugs, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.naming import every_name
from kith.engine.spec import EntitySpec
from kith.kernel.text import lower_first
from kith.web import slots
from kith.web.frame import Frame, new_label
from kith.web.keys import letters
from kith.web.look import KINDS
from kith.web.pieces import Link
from kith.web.views.opening import opened
from kith.web.views.subjects import subjects

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
UNDO = pgettext_lazy("search words", "undo, take back, history")
CREATE = pgettext_lazy("search words", "create, add, new")
THEMES = (
    ("light", pgettext_lazy("colours", "Light colours"), "sun"),
    ("dark", pgettext_lazy("colours", "Dark colours"), "moon"),
    ("", pgettext_lazy("colours", "Colours as the device has them"), "device-laptop"),
)
DENSITIES = (
    ("compact", gettext_lazy("Compact rows"), "baseline-density-small"),
    ("", gettext_lazy("Middle rows"), "baseline-density-medium"),
    ("roomy", gettext_lazy("Roomy rows"), "baseline-density-large"),
)
LOOK = "/settings/look/"


@dataclass(slots=True)
class Command:
    """One line of the palette. `words` are found too; `way` is "" (a page), "dialog", or "post" with `value`."""

    label: str
    href: str
    icon: str = ""
    words: str = ""
    keys: str = ""
    about: str = ""
    way: str = ""
    value: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """Lines of the palette under a heading."""

    key: str
    label: str
    items: list[Command]

    def data(self) -> dict[str, Any]:
        """As the script in the page wants it; what is empty is left out."""
        items = [{key: value for key, value in asdict(item).items() if value} for item in self.items]
        return {"key": self.key, "label": self.label, "items": items}


def spoken(*texts: Any) -> str:
    """Texts in every language of the house, so that one finds a thing by any of its names."""
    return ", ".join(dict.fromkeys(name for text in texts for name in every_name(text) if name))


@opened("GET")
def listed(request: Any) -> HttpResponse:
    """The commands of a person. The address names everything that they depend on, so the browser keeps the answer."""
    data = {
        "shelves": [shelf.data() for shelf in shelves(Frame(request))],
        "fresh": list(slots.ask("palette", request.actor)),
    }
    return JsonResponse(data, headers={"Cache-Control": "private, max-age=86400"})


def shelves(frame: Any) -> list[Shelf]:
    """Everything that a person can be offered without looking at records."""
    actor = frame.actor
    made = [
        Shelf("create", _("Create"), [creating(spec) for spec in creatable(actor)]),
        Shelf("places", _("Go to"), list(places(frame))),
        Shelf("views", _("Saved views"), list(views(frame.specs, actor))),
        Shelf("looks", _("Looks and language"), [*languages(), *looks()]),
        Shelf("settings", _("Settings"), list(further(actor))),
    ]
    return [shelf for shelf in made if shelf.items]


def creatable(actor: Actor) -> list[EntitySpec]:
    """What this person can create, the daily work first."""
    reach = actor.access.reach
    return [
        spec
        for group in ("work", "lists")
        for spec in registry.specs()
        if spec.entity.group == group and reach(spec.key, "create") > Reach.NONE
    ]


def creating(spec: EntitySpec) -> Command:
    """New deal: found by the names of the deal in every language."""
    words = f"{spoken(spec.label, spec.entity.synonyms, CREATE)}, {new_ones(spec)}"
    return Command(new_label(spec), f"/{spec.plural}/new/", "plus", words, way="dialog")


def new_ones(spec: EntitySpec) -> str:
    """New deal, new sale, ...: creating by every other word for it, in every language."""
    found = []
    for code in LANGUAGES:
        with override(code):
            others = [word.strip() for word in str(spec.entity.synonyms).split(",") if word.strip()]
            found += [
                _("New %(thing)s") % {"thing": word} for word in (lower_first(str(spec.label)), *others)
            ]
    return ", ".join(found)


def places(frame: Any) -> Iterator[Command]:
    """Today, the lists, and other ways to look at them."""
    known, specs = letters(), {spec.key: spec for spec in frame.specs}
    there = {place.key for place in frame.places}
    beside = (frame.place(spec) for spec in frame.specs if spec.key not in there)
    for place in (*frame.places, *beside):
        if place.away:
            continue
        spec = specs.get(place.key)
        words = (
            spoken(spec.label_plural, spec.label, spec.entity.synonyms)
            if spec
            else spoken(gettext_lazy("Today"))
            if place.key == "today"
            else ""
        )
        letter = known.get(place.key)
        yield Command(place.label, place.href, place.icon, words, f"g {letter}" if letter else "")
    for spec in frame.specs:
        for kind, label, icon in kinds(spec):
            yield Command(f"{spec.label_plural}: {label}", f"/{spec.plural}/{KINDS[kind]}", icon,
                          spoken(spec.label_plural, spec.entity.synonyms))  # fmt: skip
    yield Command(_("Notifications"), "/notifications/", "bell", spoken(gettext_lazy("Notifications")), "g n")


def kinds(spec: EntitySpec) -> Iterator[tuple[str, str, str]]:
    """The further ways to look at many records of an entity."""
    if spec.board:
        yield "board", _("Board"), "layout-kanban"
    if spec.entity.calendar:
        yield "calendar", _("Calendar"), "calendar"
    if spec.entity.map:
        yield "map", _("Map"), "map-2"
    yield "report", _("Report"), "chart-bar"


def views(specs: Iterable[EntitySpec], actor: Actor) -> Iterator[Command]:
    """The views that this person finds, by entity."""
    for spec in specs:
        for look in plugs.views_for(spec, actor):
            href = f"/{spec.plural}/{KINDS.get(look.kind, '')}?view={look.id}"
            yield Command(look.name, href, spec.icon, about=str(spec.label_plural))


def languages() -> Iterator[Command]:
    """One line per language, found by its own name and by "language" in all of them."""
    word = spoken(gettext_lazy("Language"))
    readers = [Locale.parse(code, sep="-") for code in LANGUAGES]
    for code, name in settings.LANGUAGES:
        named = ", ".join(reader.languages[code.partition("-")[0]] for reader in readers)
        words = f"{word}, {code}, {named}"
        yield Command(str(name), LOOK, "language", words, way="post", value={"language": code})


def looks() -> Iterator[Command]:
    """Colours and densities."""
    for what, known, names in (("theme", THEMES, "theme"), ("density", DENSITIES, "density")):
        for value, label, icon in known:
            words = f"{spoken(label)}, {names}"
            yield Command(str(label), LOOK, icon, words, way="post", value={what: value or "auto"})


def further(actor: Actor) -> Iterator[Command]:
    """Pages of the settings and what features add."""
    links: list[Link] = [*subjects(actor, ""), *slots.gather("commands", actor)]
    for link in links:
        words = spoken(UNDO) if link.key == "batches" else ""
        yield Command(link.label, link.href, link.icon, words, about=link.label_above)
