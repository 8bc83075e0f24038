"""Places: reading, measuring, and cells that lose nothing that is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel import places
from kith.kernel.places import PlaceError, Point, cell, distance, parse, ranges

POINTS = st.builds(
    Point, st.floats(-90, 90).map(lambda x: round(x, 6)), st.floats(-180, 180).map(lambda x: round(x, 6))
)


@pytest.mark.parametrize(
    "text", ["52.52,13.405", "52.52, 13.405", "52,52; 13,405", "52.52 13.405", "52.52° 13.405°"]
)
def test_a_place_is_read_as_people_write_it(text: str) -> None:
    assert str(parse(text)) == "52.52,13.405"


@pytest.mark.parametrize("text", ["", "Leeds", "52.52", "91,0", "0,181", "1,2,3,4,5", "nan,nan"])
def test_what_says_no_place_is_refused(text: str) -> None:
    with pytest.raises(PlaceError):
        parse(text)


def test_berlin_is_as_far_from_hamburg_as_the_crow_flies() -> None:
    assert 254 < distance(Point(52.52, 13.405), Point(53.5511, 9.9937)) < 257


@given(POINTS, POINTS, st.sampled_from([1.0, 25.0, 100.0, 500.0, 5_000.0, 30_000.0]))
def test_what_is_near_lies_in_the_ranges(center: Point, other: Point, km: float) -> None:
    found = ranges(center, km)
    assert len(found) <= places.MOST_RANGES + 8
    if distance(center, other) <= km:
        assert any(first <= cell(other) <= last for first, last in found)


@given(POINTS, st.floats(0, 0.4), st.floats(0, 0.4))
def test_neighbours_lie_in_the_ranges(center: Point, north: float, east: float) -> None:
    other = Point(min(90.0, center.lat + north), (center.lon + east + 180) % 360 - 180)
    if distance(center, other) <= 40:
        assert any(first <= cell(other) <= last for first, last in ranges(center, 40))


def test_ranges_around_a_town_leave_most_of_the_world_out() -> None:
    share = sum(last - first + 1 for first, last in ranges(Point(52.52, 13.405), 50)) / 4**places.BITS
    assert share < 0.0005


@given(POINTS)
def test_a_written_place_is_the_same_place(point: Point) -> None:
    assert parse(str(point)) == Point(round(point.lat, 6) + 0.0, round(point.lon, 6) + 0.0)
