"""Where features and modules plug into the shells: timeline sources, record panels, pages, commands of the palette.

Shells ask here; they never import what plugs in. Names are checked when they are used, unknown ones are errors.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from kith.engine.actor import Actor
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing on a timeline. `kind` is what one filters by (task, call, change, comment, file …)."""

    at: dt.datetime
    kind: str
    icon: str
    title: str
    text: str = ""
    actor_id: int | None = None
    actor_name: str = ""
    entity: str = ""
    record_id: int | None = None
    done: bool | None = None
    details: Sequence[tuple[str, str, str]] = ()
    extra: dict[str, Any] = field(default_factory=dict)


class TimelineSource(Protocol):
    """Knows something of a record's story."""

    def __call__(
        self, spec: EntitySpec, record: Any, actor: Actor, *, before: dt.datetime, limit: int
    ) -> Sequence[Moment]:
        """At most `limit` moments before a time, newest first."""


# called as notify is, (user ids, event, title=, ...): tells people something, each in his own language
Notifier = Callable[..., Any]
# (actor) -> sections of the home page: a title, a list of rows, and what to do next
HomeSource = Callable[[Actor], "Sequence[HomeSection]"]


@dataclass(frozen=True, slots=True)
class SavedLook:
    """A saved way to look at an entity's records, reduced to what its reader may use. `where` is condition JSON."""

    id: int
    name: str
    kind: str
    columns: tuple[str, ...] = ()
    where: dict[str, Any] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    group: str = ""
    default: bool = False
    mine: bool = False


# (spec, actor) -> the views that this actor may use, in their order
ViewSource = Callable[[EntitySpec, Actor], Sequence[SavedLook]]


@dataclass(frozen=True, slots=True)
class HomeRow:
    """One line of the home page: what, about which record, when, and the one-click change that does it."""

    title: str
    entity: str
    record_id: int
    note: str = ""
    at: dt.datetime | dt.date | None = None
    late: bool = False
    action: str = ""
    action_label: str = ""


@dataclass(frozen=True, slots=True)
class HomeSection:
    """A titled list of the home page; `more` is the address of the whole list. Sections of one key are shown as one."""

    key: str
    title: str
    icon: str
    rows: Sequence[HomeRow]
    empty: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a record page that a feature renders: `template` with what `context(spec, record, actor)` gives."""

    key: str
    title: Any
    icon: str
    template: str
    context: Callable[[EntitySpec, Any, Actor], dict[str, Any]]
    when: Callable[[EntitySpec], bool] = lambda _spec: True


@dataclass(frozen=True, slots=True)
class Exported:
    """An export: either `parts` of a file to send at once, or the number of the background `job` that writes it.

    `location` is where the file or the state of the job is fetched from later on, "" when it is sent at once.
    """

    name: str
    content_type: str
    parts: Iterator[bytes] | None = None
    job: int | None = None
    location: str = ""


# (listing, format, raw) -> the export of a list's fields and rows, within the right to export; raw means ids and stored
# values instead of names and labels
Exporter = Callable[[Listing, str, bool], Exported]

timeline_sources: list[TimelineSource] = []
home_sources: list[HomeSource] = []
panels: list[Panel] = []
# What modules ship to a new company, made where it is missing, in the company's language and in one transaction.
set_up_steps: list[Callable[[], None]] = []
saved_views: list[ViewSource] = []
notifiers: list[Notifier] = []
exporters: dict[str, Exporter] = {}


def timeline(source: TimelineSource) -> TimelineSource:
    """Add a source of moments to every record's timeline."""
    timeline_sources.append(source)
    return source


def home(source: HomeSource) -> HomeSource:
    """Add sections to the home page."""
    home_sources.append(source)
    return source


def home_sections(actor: Actor) -> list[HomeSection]:
    """What all sources have for somebody's home page; the rows of a joined section stand in the order of time."""
    zone = ZoneInfo(actor.time_zone)
    found: dict[str, HomeSection] = {}
    for section in (section for source in home_sources for section in source(actor)):
        known = found.get(section.key)
        found[section.key] = _joined(known, section, zone) if known else section
    return list(found.values())


def _joined(one: HomeSection, other: HomeSection, zone: ZoneInfo) -> HomeSection:
    rows = sorted((*one.rows, *other.rows), key=lambda row: _place(row.at, zone))
    return replace(one, rows=rows, empty=one.empty or other.empty, more=one.more or other.more)


def _place(at: dt.datetime | dt.date | None, zone: ZoneInfo) -> tuple[dt.date, dt.time]:
    """Where a day or a moment stands among others: a day before its hours, and what has no time last."""
    if isinstance(at, dt.datetime):
        local = at.astimezone(zone)
        return local.date(), local.time()
    return at or dt.date.max, dt.time.min


def address_of_list(spec: EntitySpec, *where: Mapping[str, Any], sort: str = "") -> str:
    """The address of an entity's list with these filters (condition JSON), for links."""
    query = {"where": json.dumps(where, ensure_ascii=False), "sort": sort}
    return f"/{spec.plural}/?{urlencode({name: value for name, value in query.items() if value})}"


def panel(item: Panel) -> Panel:
    """Add a panel to record pages."""
    panels.append(item)
    return item


def exporter(*formats: str) -> Callable[[Exporter], Exporter]:
    """Declare who writes these formats (csv, xlsx, jsonl)."""

    def wrap(function: Exporter) -> Exporter:
        exporters.update(dict.fromkeys(formats, function))
        return function

    return wrap


def views_for(spec: EntitySpec, actor: Actor) -> list[SavedLook]:
    """The saved views of an entity that this actor may use."""
    return [look for source in saved_views for look in source(spec, actor)]


def notify(
    user_ids: Iterable[int],
    event: str,
    *,
    title: Any,
    entity: str = "",
    record_id: int | None = None,
    body: Any = "",
    href: str = "",
) -> None:
    """Tell people something, if a notifier is there. `title` and `body` are texts, or functions of the receiving Actor
    that give them in the language in force; about a record that a receiver may not see nothing is told. `href` is the
    page to open where it is about no record."""
    for notifier in notifiers:
        notifier(
            tuple(user_ids), event, title=title, entity=entity, record_id=record_id, body=body, href=href
        )
