"""Field × role: a hidden field is unknown to every surface, a field to read is writable by none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kith.engine import records
from kith.engine.condition import parse
from kith.engine.errors import Malformed, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.listing import Listing
from kith.engine.spec import UnknownField
from kith.engine.summary import summarize
from tests.company import People
from tests.security.world import World, build, cases, entities, ruled
from tests.signing import program

pytestmark = pytest.mark.database


@pytest.fixture
def world(people: People, request: pytest.FixtureRequest) -> World:
    """The rows of the entity that a test is about."""
    return build(people, request.param)


def hidden(world: World) -> list[FieldSpec]:
    """The fields that are hidden here: all but the title and the fields that the standard sort needs."""
    keep = {world.spec.title, world.spec.sort.lstrip("-")}
    return [field for key, field in world.spec.fields.items() if key not in keep]


@pytest.mark.parametrize("world", entities(), indirect=True)
def test_a_hidden_field_is_unknown_to_the_engine(world: World) -> None:
    spec, fields = world.spec, hidden(world)
    actor = world.vera({"*": "all"}, {field.key: "hidden" for field in fields})
    for field in fields:
        key = field.key
        for attempt in (
            lambda key=key: Listing(spec, actor, fields=(key,)).page(),
            lambda key=key: Listing(spec, actor, sort=(key,)).page(),
            lambda key=key: parse({"field": key, "op": "not_empty"}, spec, actor),
            lambda key=key: parse({"field": spec.title, "op": "is", "value": {"field": key}}, spec, actor),
            lambda key=key: summarize(spec, actor, groups=(key,)),
            lambda key=key: summarize(spec, actor, groups=(), measures=(f"sum:{key}",)),
        ):
            cases["hidden field"] += 1
            with pytest.raises((UnknownField, Malformed)):
                attempt()
        assert key not in spec.readable(actor)
        with pytest.raises(Refused) as refused:
            records.update((spec.model, world.rows["own"]), by=actor, **nothing(key))
        assert refused.value.status in (422, 404, 403)


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_a_hidden_field_is_unknown_to_the_api(world: World) -> None:
    fields = hidden(world)
    world.vera({"*": "all"}, {field.key: "hidden" for field in fields})
    client = program(world.people.users["vera"])
    base = f"/api/v1/{world.spec.plural}"
    one = client.get(f"{base}/{world.rows['own']}")
    assert one.status_code == 200
    assert not {field.key for field in fields} & one.json().keys()
    described = client.get(f"/api/v1/entities/{world.key}")
    if described.status_code == 200:
        told = json.dumps(described.json().get("fields"))
        assert not [field.key for field in fields if f'"key": "{field.key}"' in told]
    for field in fields:
        for path in (f"{base}?fields={field.key}", f"{base}?sort={field.key}", f"{base}?{field.key}.empty=1"):
            cases["hidden field, api"] += 1
            assert 400 <= client.get(path).status_code < 500, path
        changed = send(client, f"{base}/{world.rows['own']}", {field.key: None})
        assert changed.status_code == 422, field.key
        assert list(changed.json()["errors"]) == [field.key]


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_a_field_to_read_is_written_by_nobody(world: World) -> None:
    spec = world.spec
    keys = [field.key for field in spec.writable]
    actor = world.vera({"*": "all"}, dict.fromkeys(keys, "read"))
    page = Listing(spec, actor, fields=tuple(keys)).page()
    assert page.rows
    for key in keys:
        cases["read-only field"] += 1
        with pytest.raises(Refused) as refused:
            records.update((spec.model, world.rows["own"]), by=actor, **nothing(key))
        assert refused.value.status == 422


def nothing(key: str) -> dict[str, Any]:
    """Values that empty a field."""
    return {key: None}


def send(client: Any, path: str, body: Any) -> Any:
    """One PATCH with JSON."""
    return client.patch(path, json.dumps(body), content_type="application/json")
