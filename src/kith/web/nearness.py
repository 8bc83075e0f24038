"""Nearness: around which place somebody looks, and the records there with how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Q
from django.utils.translation import gettext as _

from kith.engine import near as cells
from kith.engine import towns
from kith.engine.entity import Map
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import EntitySpec
from kith.kernel.numbers import identity
from kith.kernel.places import PlaceError, Point, distance, parse
from kith.web.look import Look

MOST = 20_000
USUAL = 50
FARTHEST = 20_100
SAMPLE = 50


@dataclass(slots=True)
class Spot:
    """One record on the map."""

    id: int
    name: str
    at: Point
    town: str
    rough: bool
    km: float | None = None


@dataclass(slots=True)
class Near:
    """What somebody asked to look around: as typed, as it is called, its place and how far around it."""

    said: str = ""
    name: str = ""
    center: Point | None = None
    km: int = USUAL
    wrong: str = ""
    full: bool = False

    @classmethod
    def of(cls, look: Look) -> Self:
        """What the address says: a place in degrees, "#" with a record's number, or the name of a town."""
        said, _sep, km = look.state.group.rpartition("~")
        near = cls(
            said=said, km=min(int(km), FARTHEST) if km.isascii() and km.isdigit() and int(km[:6]) else USUAL
        )
        if said:
            near.resolve(look)
        return near

    @staticmethod
    def group(said: str, km: str) -> str:
        """The same as addresses keep it; what a saved view calls its group."""
        return f"{said.strip()[:120]}~{km if km.isdigit() and len(km) < 6 else USUAL}" if said.strip() else ""

    def resolve(self, look: Look) -> None:
        """Find the place, or say that there is none."""
        try:
            self.center, self.name = parse(self.said), _("here")
        except PlaceError:
            found = record(look, self.said) if self.said.startswith("#") else town(look, self.said)
            if found is None:
                self.wrong = _(
                    "“%(name)s” is not known as a place. Write a town, or degrees such as 52.52, 13.40."
                ) % {"name": self.said}
            else:
                self.center, self.name = found

    def listing(self, look: Look, limit: int) -> Listing:
        """The records that may be near, newest first."""
        spec, chosen = look.spec, _map(look.spec)
        readable = spec.readable(look.actor)
        names = (spec.title, chosen.place, chosen.town, chosen.rough)
        listing = look.listing([key for key in names if key in readable], sort=("-id",), limit=limit)
        one = spec.fields[chosen.place]
        where = cells.around(spec.model, one, self.center, self.km) if self.center else cells.placed(one)
        listing.extra = where if listing.extra is None else listing.extra & where
        return listing


def _map(spec: EntitySpec) -> Map:
    """The declaration, which is there wherever this is asked."""
    if spec.map is None:
        raise TypeError(spec.key)
    return spec.map


def spots(look: Look, near: Near, limit: int) -> list[Spot]:
    """The records of the map, the nearest first, or the newest when nothing is said about nearness."""
    chosen, spec = _map(look.spec), look.spec
    found = []
    page = near.listing(look, limit).page()
    near.full = page.next is not None
    for row in page.rows:
        values = row.values
        name = str(values.get(spec.title) or f"{spec.label} {row.id}")
        town_, rough = str(values.get(chosen.town) or ""), bool(values.get(chosen.rough))
        spot = Spot(row.id, name, parse(values[chosen.place]), town_, rough)
        if near.center:
            spot.km = distance(near.center, spot.at)
            if spot.km > near.km:
                continue
        found.append(spot)
    return sorted(found, key=lambda spot: spot.km or 0.0) if near.center else found


def record(look: Look, said: str) -> tuple[Point, str] | None:
    """The place and name of a record that the reader sees."""
    number = identity(said[1:])
    return None if number is None else _first(look.spec, look, Q(pk=number))


def town(look: Look, said: str) -> tuple[Point, str] | None:
    """The place of a town: as the gazetteer has it, else where the records of that town are that the reader sees."""
    known = towns.find(said)
    if known is not None:
        return known, said
    chosen = _map(look.spec)
    if chosen.town not in look.spec.readable(look.actor):
        return None
    found = _first(look.spec, look, Q(**{f"{chosen.town}__iexact": said}))
    return (found[0], said) if found else None


def _first(spec: EntitySpec, look: Look, which: Q) -> tuple[Point, str] | None:
    one: FieldSpec = spec.fields[_map(spec).place]
    listing = Listing(
        spec, look.actor, [spec.title, one.key], sort=("-id",), limit=SAMPLE, extra=which & cells.placed(one)
    )
    rows: list[Any] = listing.page().rows
    if not rows:
        return None
    points = [parse(row.values[one.key]) for row in rows]
    middle = Point(sum(p.lat for p in points) / len(points), sum(p.lon for p in points) / len(points))
    return middle, str(rows[0].values[spec.title])
