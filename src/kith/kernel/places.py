"""Places on the earth: points, how far apart they are, and cells, by which "near" becomes a few ranges of numbers.

A cell is the point's latitude and longitude as whole numbers of 31 bits with their bits in turn (a Z-order curve): what
is near is mostly near in cells as well, so one column with one index finds what lies around a point.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

BITS = 31
RADIUS_KM = 6371.0088
DEGREE_KM = 111.195
MOST_RANGES = 24
WRITTEN = re.compile(r"\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)\s*°?\s*")


class PlaceError(ValueError):
    """A text that says no place."""


class Point(NamedTuple):
    """Latitude and longitude in degrees, north and east positive."""

    lat: float
    lon: float

    def __str__(self) -> str:
        """As it is stored and typed: degrees with at most six decimals, about the length of a hand."""
        return ",".join(f"{round(number, 6):.6f}".rstrip("0").rstrip(".") for number in self)


def parse(text: str) -> Point:
    """The point that a text says: latitude, then longitude, in degrees. Raises PlaceError."""
    found = WRITTEN.fullmatch(text)
    if not found:
        raise PlaceError(text)
    lat, lon = (float(number.replace(",", ".")) for number in found.groups())
    if abs(lat) > 90 or abs(lon) > 180:
        raise PlaceError(text)
    return Point(round(lat, 6) + 0.0, round(lon, 6) + 0.0)


def distance(one: Point, other: Point) -> float:
    """Kilometres between two points, over the ground."""
    lat, lat_other = math.radians(one.lat), math.radians(other.lat)
    half = (
        math.sin((lat_other - lat) / 2) ** 2
        + math.cos(lat) * math.cos(lat_other) * math.sin(math.radians(other.lon - one.lon) / 2) ** 2
    )
    return 2 * RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def cell(point: Point) -> int:
    """The number of a point on the curve."""
    return _spread(_whole(point.lat, 90)) * 2 + _spread(_whole(point.lon, 180))


def _whole(degrees: float, most: int) -> int:
    """Degrees as a whole number of 31 bits."""
    return max(0, min((1 << BITS) - 1, int((degrees + most) / (2 * most) * (1 << BITS))))


def _spread(number: int) -> int:
    """A number with a zero between each two of its bits: its binary digits read in base four."""
    return int(f"{number:b}", 4)


def ranges(center: Point, km: float) -> list[tuple[int, int]]:
    """Ranges of cells, ends included, that hold every point within so many kilometres, and some that are farther."""
    high = min(km / DEGREE_KM, 180.0)
    north, south = center.lat + high, center.lat - high
    widest = max(abs(north), abs(south))
    wide = 180.0 if widest >= 89 else min(180.0, high / math.cos(math.radians(widest)))
    boxes = [
        (_whole(max(south, -90), 90), _whole(min(north, 90), 90), _whole(west, 180), _whole(east, 180))
        for west, east in _turned(center.lon - wide, center.lon + wide)
    ]
    return _joined(sorted(part for box in boxes for part in _cover(box, MOST_RANGES // len(boxes))))


def _turned(west: float, east: float) -> list[tuple[float, float]]:
    """A stretch of longitudes; one that passes the date line is two."""
    if east - west >= 360:
        return [(-180, 180)]
    if west < -180:
        return [(-180, east), (west + 360, 180)]
    return [(-180, east - 360), (west, 180)] if east > 180 else [(west, east)]


def _cover(box: tuple[int, int, int, int], most: int) -> Iterator[tuple[int, int]]:
    """The quarters of quarters that cover a box; the largest are divided first, until there are `most`."""
    south, north, west, east = box
    done: list[tuple[int, int, int]] = []
    open_ = [(0, 0, BITS)]
    while open_ and len(open_) + len(done) < most:
        lat, lon, bits = open_.pop(0)
        size = 1 << bits
        if bits == 0 or (south <= lat and lat + size - 1 <= north and west <= lon and lon + size - 1 <= east):
            done.append((lat, lon, bits))
            continue
        half = size >> 1
        open_ += [
            (a, b, bits - 1)
            for a in (lat, lat + half)
            for b in (lon, lon + half)
            if a <= north and a + half > south and b <= east and b + half > west
        ]
    for lat, lon, bits in (*done, *open_):
        first = _spread(lat) * 2 + _spread(lon)
        yield first, first + (1 << (2 * bits)) - 1


def _joined(parts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges that follow one another, as one."""
    found: list[tuple[int, int]] = []
    for first, last in parts:
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
