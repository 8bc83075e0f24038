"""Where features and modules plug into the shells: timeline sources, record panels, saved views, exports, notices.

Shells ask here; they never import what plugs in. Names are checked when they are used, unknown ones are errors.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db.models import Q

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
    tone: str = ""
    action: str = ""
    action_label: str = ""


@dataclass(frozen=True, slots=True)
class MomentKind:
    """A kind of moment that one filters by; kinds that share a label are one filter."""

    key: str
    label: Any
    icon: str


class TimelineSource(Protocol):
    """Knows something of a record's story."""

    def __call__(
        self,
        spec: EntitySpec,
        record: Any,
        actor: Actor,
        *,
        before: dt.datetime,
        limit: int,
        kinds: frozenset[str],
    ) -> Sequence[Moment]:
        """At most `limit` moments before a time, newest first; of these kinds only, if any are named."""


class PendingSource(Protocol):
    """Knows what is still to be done about a record."""

    def __call__(
        self, spec: EntitySpec, record: Any, actor: Actor, *, limit: int, kinds: frozenset[str]
    ) -> Sequence[Moment]:
        """At most `limit` moments that are not done, in the order in which they are due."""


@dataclass(frozen=True, slots=True)
class FileDoor:
    """The store of files, for fields that hold one: the entity of its rows, whether records of an `entity` may have
    files, to which record each of some files belongs, the addresses of a content and of its picture, and those of some
    files that an actor sent ahead and that wait for their record, each with its name and the type of its content."""

    entity: str
    carries: Callable[[str], bool]
    places: Callable[[Iterable[int]], Mapping[int, tuple[str, int]]]
    href: Callable[[int], str]
    picture: Callable[[int], str]
    waiting: Callable[[Iterable[int], Actor], Mapping[int, tuple[str, str]]]


# called as notify is, (user ids, event, title=, ...): tells people something, each in his own language
Notifier = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class SavedLook:
    """A saved way to look at an entity's records, reduced to what its reader may use. `where` is condition JSON,
    `scene` the tab that it stands on."""

    id: int
    name: str
    kind: str
    columns: tuple[str, ...] = ()
    where: dict[str, Any] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    group: str = ""
    scene: str = ""
    default: bool = False
    audience: str = ""
    version: int = 0
    changeable: bool = False


# (spec, actor) -> the views that this actor may use, in their order
ViewSource = Callable[[EntitySpec, Actor], Sequence[SavedLook]]


@dataclass(frozen=True, slots=True)
class Scene:
    """A tab that lists offer beside saved views. It shows what `where` (condition JSON) or `rows` (a filter of the
    plug's own code) says, or the records of `ids`, asked only when the tab is open and shown in this order. `empty` is
    what is true when nothing is there."""

    key: str
    label: str
    where: dict[str, Any] | None = None
    rows: Q | None = None
    ids: Callable[[], Sequence[int]] | None = None
    empty: str = ""


# (spec, actor) -> the tabs that this plug has for an actor's list
SceneSource = Callable[[EntitySpec, Actor], "Sequence[Scene]"]


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a record page that a feature renders: `template` with what `context(spec, record, actor)` gives. Its
    tab stands after the lists of linked records, in the order of `place`; below zero before them."""

    key: str
    title: Any
    icon: str
    template: str
    context: Callable[[EntitySpec, Any, Actor], dict[str, Any]]
    when: Callable[[EntitySpec], bool] = lambda _spec: True
    place: int = 0


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

timeline_sources: list[tuple[TimelineSource, tuple[MomentKind, ...]]] = []
pending_sources: list[PendingSource] = []
# by entity: (ids, actor) -> the moments of those rows that the actor sees, for entries that were pinned
entry_sources: dict[str, Callable[[Sequence[int], Actor], Sequence[Moment]]] = {}
# (spec, record, moments, actor): adds to `extra` of moments what belongs to them, such as the files of an entry
companions: list[Callable[[EntitySpec, Any, Sequence[Moment], Actor], None]] = []
panels: list[Panel] = []
# What modules ship to a new company, made where it is missing, in the company's language and in one transaction.
set_up_steps: list[Callable[[], None]] = []
# (spec, actor) -> what the API's description of an entity says beside its fields and actions
describers: list[Callable[[EntitySpec, Actor], dict[str, Any]]] = []
saved_views: list[ViewSource] = []
scene_sources: list[SceneSource] = []
notifiers: list[Notifier] = []
file_doors: list[FileDoor] = []
exporters: dict[str, Exporter] = {}
own_formats: dict[str, tuple[str, Callable[[], str]]] = {}
"""Formats that the records of one entity alone have, such as cards of people: the entity, and what lists call them."""


def timeline(*kinds: MomentKind) -> Callable[[TimelineSource], TimelineSource]:
    """Add a source of moments of these kinds to every record's timeline."""

    def wrap(source: TimelineSource) -> TimelineSource:
        timeline_sources.append((source, kinds))
        return source

    return wrap


def pending(source: PendingSource) -> PendingSource:
    """Add a source of what is still to be done about records."""
    pending_sources.append(source)
    return source


def address_of_list(spec: EntitySpec, *where: Mapping[str, Any], sort: str = "", view: str = "") -> str:
    """The address of an entity's list with these filters (condition JSON), for links; `view`: under this tab."""
    query = {"view": view, "where": json.dumps(where, ensure_ascii=False), "sort": sort}
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


def exporters_of(spec: EntitySpec) -> dict[str, Exporter]:
    """Who writes records of an entity, by format."""
    return {
        word: write
        for word, write in exporters.items()
        if word not in own_formats or own_formats[word][0] == spec.key
    }


def file_door() -> FileDoor | None:
    """The store of files, if there is one."""
    return file_doors[0] if file_doors else None


def views_for(spec: EntitySpec, actor: Actor) -> list[SavedLook]:
    """The saved views of an entity that this actor may use."""
    return [look for source in saved_views for look in source(spec, actor)]


def scenes(source: SceneSource) -> SceneSource:
    """Add tabs to lists."""
    scene_sources.append(source)
    return source


def scenes_for(spec: EntitySpec, actor: Actor) -> list[Scene]:
    """The tabs that everybody's list of an entity has, as far as they mean something to this actor."""
    return [scene for source in scene_sources for scene in source(spec, actor)]


def notify(
    user_ids: Iterable[int],
    event: str,
    *,
    title: Any,
    entity: str = "",
    record_id: int | None = None,
    body: Any = "",
    href: str = "",
    key: str = "",
) -> None:
    """Tell people something, if a notifier is there. `title` and `body` are texts, or functions of the receiving Actor
    that give them in the language in force; about a record that a receiver may not see nothing is told. `href` is the
    page to open where it is about no record; with a `key` nobody is told the same twice."""
    for notifier in notifiers:
        notifier(
            tuple(user_ids),
            event,
            title=title,
            entity=entity,
            record_id=record_id,
            body=body,
            href=href,
            key=key,
        )
