"""Maps: where records are, and which of them are near a place. Only what the reader may see stands on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import towns
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.spec import EntitySpec
from kith.web import slots
from kith.web.assets import AssetMissing, asset
from kith.web.look import Look
from kith.web.middleware import POLICY
from kith.web.nearness import MOST, USUAL, Near, Spot, spots
from kith.web.pieces import Link
from kith.web.responses import page
from kith.web.views.opening import opened

SHOWN = 100
NAMED = 2_000
RADII = (5, 10, 25, 50, 100, 250, 500, 1000)


@dataclass(slots=True)
class Line:
    """One record beside the map."""

    name: str
    href: str
    at: str
    about: str
    distance: str
    rough: bool
    near: Link


@dataclass(slots=True)
class Map:
    """The map as the template wants it."""

    near: Near
    circle: str
    lines: list[Line]
    count: str
    cut: str
    radii: list[tuple[int, bool]]
    me: str
    places: str
    records: str
    label: str
    tiles: str
    credit: str
    most: str
    everywhere: str
    land: str


@opened("GET")
def show(request: Any, spec: EntitySpec) -> HttpResponse:
    """The map of an entity, with the list that says the same."""
    look, near = asked(request, spec)
    about = look.page()
    response = page(
        request,
        "web/map.html",
        fragment="fragments/map.html",
        title=about.title,
        here=spec.key,
        url=about.here,
        page=about,
        tabs=look.tabs(),
        tabs_label=_("Views"),
        map=map_of(look, near),
    )
    if settings.TILES:
        host = "{0.scheme}://{0.netloc}".format(urlsplit(settings.TILES))
        response.headers["Content-Security-Policy"] = POLICY.replace("img-src", f"img-src {host}")
    return response


def asked(request: Any, spec: EntitySpec) -> tuple[Look, Near]:
    """What is looked at, and around which place. Raises NotFound for an entity without places."""
    if spec.map is None or spec.map.place not in spec.readable(request.actor):
        raise NotFound
    look = Look.of(request, spec, "map")
    if "near" in request.GET:
        look.state = replace(look.state, group=Near.group(request.GET["near"], request.GET.get("km", "")))
    return look, Near.of(look)


def map_of(look: Look, near: Near) -> Map:
    """Everything around the places, which the map itself asks for afterwards."""
    spec, state, show_ = look.spec, look.state, look.actor.show
    found = spots(look, near, MOST if near.center else SHOWN)
    full = near.full
    if near.center:
        number, exact = len(found), not full
    else:
        number, exact = near.listing(look, 1).count(cap=MOST)
        full = not exact
    count = show_.number(number) + ("" if exact else "+")
    return Map(
        near=near,
        circle=f"{near.center},{near.km}" if near.center else "",
        lines=[line(look, near, spot) for spot in found[:SHOWN]],
        count=ngettext("%(count)s place", "%(count)s places", number) % {"count": count},
        cut=_("The list shows the first %(count)s.") % {"count": SHOWN} if number > SHOWN else "",
        radii=[(km, km == near.km) for km in RADII],
        me=state.url(group=f"PLACE~{near.km}"),
        places=state.url(f"{state.path}places/"),
        records=f"/{spec.plural}/",
        label=str(spec.label),
        tiles=settings.TILES,
        credit=credit(),
        most=_("Only the newest %(count)s are looked at.") % {"count": show_.number(MOST)} if full else "",
        everywhere=state.url(group=""),
        land=outlines(),
    )


def near_record(spec: EntitySpec, record: Any, actor: Actor) -> list[Link]:
    """The way from a record that has a place to what is near it."""
    place = spec.map.place if spec.map else ""
    if place not in spec.readable(actor) or not spec.value(record, spec.fields[place]):
        return []
    query = urlencode({"group": f"#{record.pk}~{USUAL}"})
    return [Link(_("Show what is near"), f"/{spec.plural}/map/?{query}", "current-location")]


def outlines() -> str:
    """The address of the outlines of land, "" when they were not built: the map then shows places alone."""
    try:
        return asset("map/land.json")
    except AssetMissing:
        return ""


def credit() -> str:
    """Whose data it is, as their licences ask for."""
    land = settings.TILES_BY if settings.TILES else "Natural Earth"
    return f"{land} · GeoNames" if towns.gazetteer().exists() else land


def line(look: Look, near: Near, spot: Spot) -> Line:
    """A record as the list beside the map says it."""
    words = _("Near %(name)s") % {"name": spot.name}
    href = f"/{look.spec.plural}/{spot.id}/"
    here = Link(words, look.state.url(group=f"#{spot.id}~{near.km}"), "current-location")
    return Line(spot.name, href, str(spot.at), spot.town, far(look, spot.km), spot.rough, here)


def far(look: Look, km: float | None) -> str:
    """A distance for reading."""
    if km is None:
        return ""
    number = Decimal(str(round(km, 1 if km < 10 else 0)))
    return _("%(count)s km") % {"count": look.actor.show.number(number.normalize() + 0)}


@opened("GET")
def places(request: Any, spec: EntitySpec) -> HttpResponse:
    """The places as the browser wants them: id, latitude, longitude, whether only the town is known, the number of
    its town, and its name unless there are too many."""
    look, near = asked(request, spec)
    found = spots(look, near, MOST)
    named = len(found) <= NAMED
    towns_: dict[str, int] = {}
    rows = [
        [
            spot.id,
            round(spot.at.lat, 5),
            round(spot.at.lon, 5),
            int(spot.rough),
            towns_.setdefault(spot.town, len(towns_)),
            *([spot.name] if named else ()),
        ]
        for spot in found
    ]
    return JsonResponse({"places": rows, "towns": list(towns_)}, json_dumps_params={"separators": (",", ":")})


slots.add("record_menu", near_record)
