"""A prepared statement finds what the queryset would, whatever the values, and never more than the actor may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import epoch, records
from kith.engine.actor import Actor
from kith.engine.identity.models import RecordGrant
from kith.engine.prepared import Prepared, of_actor
from kith.engine.registry import code_of
from kith.kernel import clock


@pytest.fixture
def rows(people: People, probe: Any) -> list[Any]:
    return [records.create(probe, by=people.sue, name=name) for name in ("one", "two", "three")]


def test_records_come_whole_and_by_the_values_asked_for(probe: Any, rows: list[Any]) -> None:
    named = Prepared(
        lambda name, end: probe.objects.filter(name=name, created_at__lt=end).order_by("-id")[:5],
        str,
        dt.datetime,
    )
    later = clock.now() + dt.timedelta(days=1)
    for row in rows:
        (found,) = named(row.name, later)
        assert type(found) is probe
        for field in probe._meta.concrete_fields:
            assert getattr(found, field.attname) == getattr(probe.objects.get(pk=row.pk), field.attname)
        assert named(row.name, row.created_at) == []
    assert named("' OR 1=1 --", later) == []


def test_numbers_that_no_column_holds_are_found_nowhere(probe: Any, rows: list[Any]) -> None:
    by_id = Prepared(lambda number: probe.objects.filter(pk=number), int)
    assert [row.name for row in by_id(rows[1].pk)] == ["two"]
    assert by_id(1 << 63) == by_id(-(1 << 90)) == []


def test_an_impossible_question_finds_nothing(probe: Any, rows: list[Any]) -> None:
    assert Prepared(lambda number: probe.objects.filter(pk=number, pk__in=[]), int)(rows[0].pk) == []


def test_what_cannot_be_prepared_is_told_when_it_is_tried(probe: Any, rows: list[Any]) -> None:
    with pytest.raises(TypeError):
        Prepared(lambda number: probe.objects.all(), int)(1)
    with pytest.raises(TypeError):
        Prepared(lambda number: probe.objects.filter(pk=number).only("name"), int)(1)


def test_each_person_finds_what_is_in_reach_and_what_is_shared_from_the_moment_it_is(
    people: People, probe: Any, rows: list[Any]
) -> None:
    def found(actor: Actor) -> list[str]:
        def build(number: int) -> Any:
            return records.visible(probe, to=actor).filter(pk=number)

        return [row.name for row in of_actor(actor, "probe", build, int)(rows[0].pk)]

    assert (found(people.sue), found(people.carl), found(people.sue)) == (["one"], [], ["one"])
    now = clock.now()
    RecordGrant.objects.create(
        entity=code_of("probe"),
        record_id=rows[0].pk,
        principal=RecordGrant.USER * RecordGrant.KIND + people.users["carl"].pk,
        level=1,
        expires_at=now + dt.timedelta(minutes=5),
    )
    epoch.bump("access")
    assert found(people.carl) == ["one"]
    with clock.frozen(now + dt.timedelta(minutes=6)):
        assert found(people.carl) == []
