"""Every surface that shows rows: what each is asked, derived from the entity, and which of them show all in reach."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kith.engine import epoch, plugs
from kith.engine.events import Event
from kith.engine.spec import EntitySpec
from kith.features.following import handlers as followers
from kith.features.following.keeping import follow, may_follow
from kith.features.notifications import handlers as tellers
from kith.features.notifications.models import Notification
from kith.features.places.models import Place
from kith.features.webhooks.delivering import payload
from kith.features.webhooks.models import Webhook
from kith.kernel import clock
from kith.web.steps import steps
from tests.security.world import World

HTMX = {"HX-Request": "true"}
DAY = "2026-03-31"


@dataclass(frozen=True)
class Callers:
    """Vera as browser and as program, and the rows that she asks about."""

    web: Client
    api: Client
    world: World

    @property
    def spec(self) -> EntitySpec:
        """The entity."""
        return self.world.spec

    @property
    def page(self) -> str:
        """Its pages."""
        return f"/{self.spec.plural}/"

    @property
    def endpoint(self) -> str:
        """Its address in the API."""
        return f"/api/v1/{self.spec.plural}"

    def name(self, number: int) -> str:
        """What a row is called."""
        record = self.spec.model.objects.get(pk=number)
        return str(self.spec.value(record, self.spec.fields[self.spec.title]))

    def words(self, number: int) -> str:
        """Words that find a row, written so that an answer which only repeats them does not give its name."""
        return " ".join(reversed(self.name(number).split())).swapcase()


Ask = Callable[[Callers], Iterator[Any]]


@dataclass(frozen=True)
class Surface:
    """A way to see rows. A `whole` one shows every row in reach, the others only some, and none shows one beyond."""

    name: str
    ask: Ask
    whole: bool = False
    when: Callable[[EntitySpec], bool] = lambda _spec: True


SURFACES: list[Surface] = []


def surface(
    name: str, *, whole: bool = False, when: Callable[[EntitySpec], bool] = lambda _spec: True
) -> Callable[[Ask], Ask]:
    """Put a way to see rows on the list."""

    def add(ask: Ask) -> Ask:
        SURFACES.append(Surface(name, ask, whole, when))
        return ask

    return add


# ---------------------------------------------------------------------- pages


@surface("page: list")
def listed(by: Callers) -> Iterator[Any]:
    yield by.web.get(by.page, {"view": "all"})


@surface("fragment: list")
def list_fragment(by: Callers) -> Iterator[Any]:
    yield by.web.get(by.page, {"view": "all"}, headers=HTMX)


@surface("page: groups")
def groups(by: Callers) -> Iterator[Any]:
    yield by.web.get(by.page, {"view": "all", "group": "owner"})
    for user in (*by.world.people.users.values(), None):
        inside = json.dumps({"field": "owner", "op": "is", "value": user.pk}) if user else ""
        yield by.web.get(f"{by.page}group-rows/", {"inside": inside})


@surface("page: board", when=lambda spec: spec.board is not None)
def board(by: Callers) -> Iterator[Any]:
    yield by.web.get(f"{by.page}board/")
    one = by.spec.fields[by.spec.board.field] if by.spec.board else by.spec.fields[by.spec.title]
    for step in steps(by.spec, one, by.world.people.ada):
        yield by.web.get(f"{by.page}board/cards/", {"step": step.value, "left": "5"})


@surface("page: calendar", when=lambda spec: spec.calendar is not None)
def calendar(by: Callers) -> Iterator[Any]:
    for way in ("month", "week", "day", "team-week", "team-day"):
        yield by.web.get(f"{by.page}calendar/", {"view": "all", "group": way, "way": way, "day": DAY})


@surface("page: map", when=lambda spec: spec.map is not None)
def placed(by: Callers) -> Iterator[Any]:
    yield by.web.get(f"{by.page}map/", {"view": "all"})
    yield by.web.get(f"{by.page}map/places/", {"view": "all"})
    for number in by.world.rows.values():
        yield by.web.get(f"{by.page}map/", {"near": f"#{number}"})


@surface("page: report")
def report(by: Callers) -> Iterator[Any]:
    yield by.web.get(f"{by.page}report/", {"group": "owner"})
    for link in by.spec.references:
        yield by.web.get(f"{by.page}report/", {"group": link.key})


@surface("page: filter, columns, groups")
def builders(by: Callers) -> Iterator[Any]:
    for part in ("filter", "columns", "sort", "group", "save-view"):
        yield by.web.get(f"{by.page}{part}/")


@surface("page: export", whole=True)
def exported(by: Callers) -> Iterator[Any]:
    columns = ",".join(dict.fromkeys([by.spec.title]))
    for kind in plugs.exporters_of(by.spec):
        yield by.web.get(f"{by.page}export/", {"format": kind, "columns": columns})


@surface("page: search, palette", when=lambda spec: bool(spec.entity.search))
def searched(by: Callers) -> Iterator[Any]:
    for number in by.world.rows.values():
        yield by.web.get("/search/", {"q": by.words(number)})
        yield by.web.get("/search/palette/", {"q": by.words(number)})


@surface("autocomplete")
def offered(by: Callers) -> Iterator[Any]:
    for number in by.world.rows.values():
        for place in (by.spec.key, "any"):
            yield by.web.get(f"/references/{place}/", {"q": by.words(number)})


@surface("page: today, changes, places")
def around(by: Callers) -> Iterator[Any]:
    for path in ("/", "/settings/batches/", "/settings/trash/", "/new/", "/notifications/"):
        yield by.web.get(path)
    now = clock.now()
    Place.objects.bulk_create(
        [
            Place(
                user_id=by.world.people.users["vera"].pk,
                entity=by.spec.key,
                record_id=number,
                at=now,
                starred_at=now,
            )
            for number in by.world.rows.values()
        ],
        ignore_conflicts=True,
    )
    yield by.web.get("/places/")
    yield by.web.get("/places/starred/")
    for tab in ("seen", "starred", "followed"):
        yield by.web.get(by.page, {"view": tab})


@surface("page: many at once")
def massed(by: Callers) -> Iterator[Any]:
    ids = ",".join(map(str, by.world.rows.values()))
    for verb in ("update", "assign", "tag", "delete", *by.spec.actions):
        yield by.web.get(f"{by.page}bulk/{verb}/", {"ids": ids})
        yield by.web.get(f"{by.page}bulk/{verb}/", {"all": "1"})


@surface("page: paste")
def pasted(by: Callers) -> Iterator[Any]:
    field = next((one.key for one in by.spec.writable if one.type.key == "text"), by.spec.title)
    rows = ",".join(f"{number}:1" for number in by.world.rows.values())
    sent = {"rows": rows, "columns": field, "text": "zz", "high": "5", "wide": "1"}
    yield by.web.post(f"{by.page}paste/", sent)


@surface("feed: following and notifications", when=may_follow)
def fed(by: Callers) -> Iterator[Any]:
    vera, ada = by.world.people.actor("vera"), by.world.people.users["ada"].pk
    Notification.objects.all().delete()
    for place, number in enumerate(by.world.rows.values(), start=1):
        follow(by.spec, number, vera, on=True)
        base = {
            "entity": by.spec.key,
            "record_id": number,
            "at": clock.now(),
            "actor_id": ada,
            "channel": "web",
        }
        old = {by.spec.title: ["Before", by.name(number)]}
        followers.on_followed(Event(pk=place, name=f"{by.spec.key}.updated", changes=old, **base))
        given = {"owner": [ada, vera.user_id]}
        tellers.on_assigned(Event(pk=100 + place, name=f"{by.spec.key}.updated", changes=given, **base))
    assert Notification.objects.filter(user_id=vera.user_id or 0).count() <= 2 * len(by.world.rows)
    yield by.web.get("/notifications/")
    yield by.api.get("/api/v1/notifications")


@surface("feed: notices written before rights were taken", when=may_follow)
def stale(by: Callers) -> Iterator[Any]:
    vera = by.world.people.users["vera"].pk
    Notification.objects.all().delete()
    for number in by.world.rows.values():
        Notification.objects.create(
            user_id=vera, event="assigned", key=str(number), entity=by.spec.key, record_id=number,
            title=by.name(number), at=clock.now(),
        )  # fmt: skip
    yield by.web.get("/notifications/")
    yield by.web.get("/")
    yield by.api.get("/api/v1/notifications")
    for row in Notification.objects.all():
        yield by.web.get(f"/notifications/{row.pk}/")


# ---------------------------------------------------------------------- programs


@surface("api: list", whole=True)
def api_list(by: Callers) -> Iterator[Any]:
    yield by.api.get(by.endpoint, {"limit": "200"})


@surface("api: export", whole=True)
def api_export(by: Callers) -> Iterator[Any]:
    for kind in plugs.exporters_of(by.spec):
        yield by.api.get(f"{by.endpoint}/export", {"format": kind, "fields": by.spec.title})


@surface("api: report")
def api_report(by: Callers) -> Iterator[Any]:
    yield by.api.get(f"{by.endpoint}/summary", {"group": "owner"})


@surface("api: search", when=lambda spec: bool(spec.entity.search))
def api_search(by: Callers) -> Iterator[Any]:
    for number in by.world.rows.values():
        yield by.api.get("/api/v1/search", {"q": by.words(number)})


@surface("api: changes")
def api_batches(by: Callers) -> Iterator[Any]:
    yield by.api.get("/api/v1/batches")


@surface("webhook")
def told_elsewhere(by: Callers) -> Iterator[Any]:
    hook = Webhook(url="https://example.com/", owner_id=by.world.people.users["vera"].pk, active=True)
    for number in by.world.rows.values():
        fact = {
            "type": f"{by.spec.key}.updated", "timestamp": clock.now().isoformat(), "entity": by.spec.key, "id": number,
            "actor": None, "batch": None, "changes": {},
        }  # fmt: skip
        with epoch.turn():
            yield Sent(payload(hook, fact))


@dataclass
class Sent:
    """A body that is sent elsewhere, as an answer."""

    body: bytes | None
    streaming: bool = False
    status_code: int = 200

    @property
    def content(self) -> bytes:
        """What it says, as a list of one."""
        if self.body is None:
            return b""
        return json.dumps({"items": [json.loads(self.body)["data"]]}).encode()

    @property
    def headers(self) -> dict[str, str]:
        """Only its type."""
        return {"Content-Type": "application/json"}


# ---------------------------------------------------------------------- one record


def routes(patterns: Any = None, prefix: str = "") -> list[str]:
    """Every address of the product as a route."""
    found: list[str] = []
    for item in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(item.pattern)
        if isinstance(item, URLResolver):
            found += routes(item.url_patterns, route)
        elif isinstance(item, URLPattern):
            found.append(route)
    return found


@lru_cache(maxsize=1)
def parts_of_records() -> tuple[tuple[str, str], ...]:
    """What stands behind a record in the addresses of the product: (who asks, part)."""
    places = {"web": r"<\w+:plural>/<int:number>/", "api": r"api/v1/<\w+:plural>/<number:number>"}
    found = {
        (who, part[1])
        for who, place in places.items()
        for route in routes()
        if (part := re.fullmatch(rf"{place}([a-z/-]*)", route))
    }
    return tuple(sorted(found))


def derived(spec: EntitySpec, number: int) -> Iterator[tuple[str, str]]:
    """Every address of one record that the product has, whatever it is for: (who asks, address)."""
    for who, part in parts_of_records():
        yield (
            who,
            f"/{spec.plural}/{number}/{part}" if who == "web" else f"/api/v1/{spec.plural}/{number}{part}",
        )


def doors(spec: EntitySpec, number: int) -> Iterator[tuple[str, str, str]]:
    """The addresses under which one record is surely read: (who asks, name, address)."""
    here = f"/{spec.plural}/{number}/"
    field = next((one.key for one in spec.writable), spec.title)
    tabs = [panel.key for panel in plugs.panels if panel.when(spec)]
    yield "web", "page: record", here
    for tab in tabs:
        yield "web", "page: tab", f"{here}?tab={tab}"
    for part in ("edit", "delete", "needs", f"cell/{field}", *spec.actions):
        yield "web", "page: form", f"{here}{part}/"
    one = f"/api/v1/{spec.plural}/{number}"
    for part in ("", "/timeline", "/history", *(("/files",) if "files" in spec.entity.features else ())):
        yield "api", f"api: {part.strip('/') or 'record'}", one + part
    if spec.key == "contact":
        yield "web", "file", f"{here}card.vcf"
    if spec.key == "attachment":
        yield "web", "file", f"/files/{number}/content/"
        yield "web", "file", f"/files/{number}/content/?inline=1"
        yield "api", "file", f"{one}/content"


@dataclass(frozen=True)
class Order:
    """Something that one asks to be done: by whom, under what name, how and where, with what."""

    who: str
    name: str
    method: str
    path: str
    sent: dict[str, Any]
    named: bool = True
    """Whether the record stands in the address, so that one who does not see it is told that it is not there."""


def orders(spec: EntitySpec, number: int) -> Iterator[Order]:
    """Everything that one may try to do to a record, by pages and by programs."""
    yield from orders_of_pages(spec, number)
    for who, path in derived(spec, number):
        yield Order(who, f"{'page' if who == 'web' else who}: any address", "post", path, {}, named=False)
    one, every = f"/api/v1/{spec.plural}/{number}", f"/api/v1/{spec.plural}"
    yield Order("api", "api: update", "patch", one, {"owner": None})
    yield Order("api", "api: delete", "delete", one, {})
    yield Order("api", "api: restore", "post", f"{one}/restore", {})
    for action in spec.actions:
        yield Order("api", "api: action", "post", f"{one}/actions/{action}", {})
        yield Order(
            "api", "api: action on many", "post", f"{every}/actions/{action}", {"ids": [number]}, named=False
        )
    yield Order(
        "api", "api: many", "post", f"{every}/bulk", {"update": [{"id": number, "owner": None}]}, named=False
    )
    yield Order("api", "api: many", "post", f"{every}/bulk", {"delete": [number]}, named=False)


def orders_of_pages(spec: EntitySpec, number: int) -> Iterator[Order]:
    """What pages send."""
    here, title = f"/{spec.plural}/{number}/", spec.title
    field = next((one.key for one in spec.writable), title)
    yield Order("web", "page: edit", "post", f"{here}edit/", {title: "zz", "owner": ""})
    yield Order(
        "web", "page: cell", "post", f"{here}cell/{field}/", {field: "zz", "typed": "zz", "columns": title}
    )
    for verb in ("delete", "restore", *spec.actions):
        yield Order("web", f"page: {verb}", "post", f"{here}{verb}/", {})
    yield Order("web", "page: purge", "post", f"{here}purge/", {})
    yield Order("web", "page: compose", "post", f"{here}compose/", {"kind": "comment", "text": "zz"})
    yield Order("web", "page: comment", "post", f"{here}comments/", {"text": "zz"})
    yield Order("web", "page: pin", "post", f"{here}pins/", {"entry": f"{spec.key}:{number}"})
    if "files" in spec.entity.features:
        yield Order("web", "page: attach", "post", f"{here}files/", {"file": "hello"})
        yield Order("api", "api: attach", "post", f"/api/v1/{spec.plural}/{number}/files", {"file": "hello"})
    for part in ("star", "follow", "present"):
        yield Order("web", f"page: {part}", "post", f"{here}{part}/", {"on": "1"})
    yield Order("web", "page: seen", "post", "/places/seen/", {"place": here})
    yield Order("web", "page: printed", "post", "/printed/", {"path": here})
    yield Order("web", "page: paste", "post", f"/{spec.plural}/paste/", {
        "apply": "1", "rows": f"{number}:1", "columns": field, "text": "zz", "high": "1", "wide": "1",
    }, named=False)  # fmt: skip
    for verb in ("delete", "assign", *spec.actions):
        yield Order(
            "web", "page: many", "post", f"/{spec.plural}/bulk/{verb}/", {"ids": str(number)}, named=False
        )
    if spec.board:
        yield Order("web", "page: board", "post", f"/{spec.plural}/board/move/", {"id": number, "to": "1"})
    if spec.calendar:
        sent = {"id": number, "begin": f"{DAY}T10:00:00Z"}
        yield Order("web", "page: calendar", "post", f"/{spec.plural}/calendar/move/", sent)
    if spec.key == "attachment":
        yield Order("web", "file: remove", "post", f"/files/{number}/remove/", {})


def send(by: Callers, order: Order) -> Any:
    """Do what an order says."""
    client = by.web if order.who == "web" else by.api
    if "file" in order.sent:
        return client.post(order.path, {"file": SimpleUploadedFile("a.txt", order.sent["file"].encode())})
    if order.who == "web":
        return client.post(order.path, {**order.sent, "nonce": secrets.token_hex(16)})
    return getattr(client, order.method)(order.path, json.dumps(order.sent), content_type="application/json")
