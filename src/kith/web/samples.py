"""Made-up things in every state, for the page that shows what Kith is made of: the real components draw them."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kith.engine.home import Change
from kith.web.fields import Bound, Option
from kith.web.pieces import Empty, Fact, Link, Message, Panel, Tally, Tile, Todo
from kith.web.stages import Path

# one thing said shortly, and at length, in each language: what a word may need of room
SAID = {
    "en": (
        "Follow up",
        "Call the purchasing manager back about the framework contract for the northern warehouses",
    ),
    "zh-Hans": ("跟进", "就华北仓库的年度框架合同回电给采购经理，并确认“首批交货”的日期（Q4 2026）"),
    "ru": ("Перезвонить", "Перезвонить руководителю отдела закупок по рамочному договору на северные склады"),
}
COLOURS = {
    "paper": ("desk", "paper", "raised", "sunken", "hover"),
    "ink": ("ink", "ink-2", "ink-3", "ink-mark", "edge", "hairline", "hairline-strong"),
    "accent": ("accent", "accent-strong", "accent-soft", "accent-line", "on-accent", "mark"),
    "tones": ("good", "warn", "bad", "bad-strong", "violet", "teal"),
    "soft": ("good-soft", "warn-soft", "bad-soft", "violet-soft", "teal-soft"),
}
SPACES = tuple(zip((1, 2, 3, 4, 5, 6, 8, 10, 12, 16), (4, 8, 12, 16, 20, 24, 32, 40, 48, 64), strict=True))
SIZES = ("t-xs", "t-s", "t", "t-m", "t-l", "t-xl")
STATES = ("", "hover", "focus", "active", "disabled", "loading")
DENSITIES = ("compact", "middle", "roomy")
OPTIONS = [Option("a", "A"), Option("b", SAID["en"][1])]


def fields() -> list[Bound]:
    """A field of every kind, then one in every state."""
    long = SAID["ru"][1]
    made = [
        Bound("text", _("Text"), value=SAID["zh-Hans"][1]),
        Bound("area", _("Long text"), "textarea", SAID["en"][1]),
        Bound("choice", _("Choice"), "select", "b", options=OPTIONS),
        Bound("money", _("Amount"), "money", "1200", "EUR", options=[Option("EUR", "EUR")]),
        Bound("percent", _("Percent"), value="40", suffix="%", inputmode="decimal"),
        Bound("day", _("Date"), value="2026-11-22", input_type="date"),
        Bound("link", _("Link"), "reference", "", "", url="/references/user/"),
        Bound("stars", _("Rating"), "rating", 3),
        Bound("several", _("Several choices"), "multiselect", ["a"], options=OPTIONS),
        Bound("switch", _("Yes or no"), "checkbox", value=True),
        Bound("needed", _("Needed, with help"), required=True, help=SAID["en"][1]),
        Bound("wrong", long, value="—", errors=[_("This must be filled in.")]),
        Bound("closed", _("Not to be changed"), value="Q-2026-00017", readonly=True),
    ]
    for one in made:
        one.id = f"design-{one.name}"
    return made


def messages() -> list[Message]:
    """What a form says above its fields when something is wrong."""
    return [Message(_("This must be filled in."), "design-wrong", SAID["ru"][1])]


def facts() -> list[Fact]:
    """Values as a record shows them."""
    return [
        Fact("state", _("Status"), pgettext("customer", "Active"), badge="tone-accent"),
        Fact("person", _("Owner"), "王小明", person=True),
        Fact("link", _("Link"), SAID["en"][1], href="/design/"),
        Fact("tags", _("Tags"), tags=("VIP", "重点客户", "Опт")),
        Fact("text", _("Text"), SAID["ru"][1], long=True),
        Fact("nothing", _("Reason")),
    ]


def path() -> Path:
    """A way with what is passed, where one is, and what lies ahead."""
    said = (("New", "passed"), ("资格确认", "passed"), ("Переговоры", "current"), ("Won", "ahead"))
    steps = [
        {"label": label, "value": str(place), "state": state, "tone": ""}
        for place, (label, state) in enumerate(said)
    ]
    return Path("/design/", "stage", 1, _("Path"), writable=True, steps=steps, nonce="", hidden=[])


def tabs() -> list[Link]:
    """Tabs, one of them open."""
    return [
        Link(said[0], "/design/", count=str(place * 7 or ""), current=place == 1)
        for place, said in enumerate(SAID.values())
    ]


def panel() -> Panel:
    """A part of Today with figures, a pace, people, and lines in every state."""
    done = Change("/design/", pgettext("button", "Done"))
    lines = [
        Todo(
            short, "/design/", about=long, when="14:00", figure="€1,200", done=done, call="tel:+49", key=code,
            form="/design/", move_label=_("Put off"), move_icon="clock", late=code == "ru", over=code == "zh-Hans",
        )
        for code, (short, long) in SAID.items()
    ]  # fmt: skip
    tally = Tally((SAID["ru"][0], SAID["en"][0]), [("林美", [Link("12", "/design/"), None])])
    tiles = [Tile(_("Sum"), "€75,250", "/design/"), Tile(SAID["ru"][0], "62 %", percent=62)]
    return Panel(
        "design",
        SAID["en"][0],
        items=lines,
        tiles=tiles,
        tally=tally,
        count="3",
        more=[Link(SAID["ru"][0], "/design/")],
    )


def nothing() -> Empty:
    """An empty place, said in Chinese."""
    short, long = SAID["zh-Hans"]
    return Empty("inbox", short, long, [Link(_("Create"), "/design/"), Link(_("Cancel"), "/design/")])


def pages() -> Any:
    """Where one is in a list."""
    return SimpleNamespace(range="1–50 / 1,204", first="/design/", next="/design/")


def tones() -> Sequence[str]:
    """The tones of badges and notices."""
    return ("", "tone-accent", "tone-good", "tone-warn", "tone-bad", "tone-violet", "tone-teal")
