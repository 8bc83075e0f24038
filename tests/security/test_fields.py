"""Field × role: a hidden field is unknown to every surface, a field to read is writable by none, of a masked one is
told the part that its kind shows."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kith.engine import records
from kith.engine.condition import parse
from kith.engine.errors import Malformed, Refused
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.masking import Own
from kith.engine.listing import Listing
from kith.engine.spec import SYSTEM_FIELDS, UnknownField
from kith.engine.summary import summarize
from tests.company import People
from tests.security.world import World, build, cases, entities, ruled
from tests.signing import browser, end, program

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


def masked(world: World) -> dict[str, str]:
    """Rights that mask all but the title and the field of the standard sort."""
    return {field.key: "masked" for field in hidden(world)}


def told(value: Any) -> str:
    """A value as it would betray itself: long enough not to stand anywhere by chance."""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return text if len(text) > 5 and any(sign.isalnum() for sign in text) else ""


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_a_masked_field_is_seen_in_part_and_whole_on_own_rows(world: World) -> None:
    spec, fields = world.spec, hidden(world)
    clear = {row.id: row.values for row in listed(world, world.people.ada, fields)}
    actor = world.vera({"*": "all"}, masked(world))
    own, far = world.rows["own"], world.rows["far"]
    rows = {row.id: row.values for row in listed(world, actor, fields)}
    for field in fields:
        cases["masked field"] += 4
        key, shown = field.key, rows[far][field.key]
        assert rows[own][key] == Own(clear[own][key])
        assert field.type.empty(shown) or shown == field.type.mask(clear[far][key])
        assert not told(clear[far][key]) or told(clear[far][key]) not in str(shown)
        for attempt in (
            lambda key=key: Listing(spec, actor, sort=(key,)).page(),
            lambda key=key: parse({"field": key, "op": "not_empty"}, spec, actor),
            lambda key=key: parse({"field": spec.title, "op": "is", "value": {"field": key}}, spec, actor),
            lambda key=key: summarize(spec, actor, groups=(key,)),
            lambda key=key: summarize(spec, actor, groups=(), measures=(f"sum:{key}",)),
        ):
            with pytest.raises((UnknownField, Malformed)):
                attempt()
        with pytest.raises(Refused) as refused:
            records.update((spec.model, far), by=actor, **nothing(key))
        assert refused.value.status in (403, 422)
        assert field.readonly or list(getattr(refused.value, "errors", {key: 0})) == [key]


def listed(world: World, actor: Any, fields: list[FieldSpec]) -> list[Any]:
    """The rows of an entity with these fields, as an actor sees them."""
    return Listing(world.spec, actor, fields=[field.key for field in fields], limit=200).page().rows


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_no_surface_tells_more_than_the_part_of_a_masked_field(world: World) -> None:
    """Pages, API, export, story and search of a row that is somebody else's."""
    spec, far, people = world.spec, world.rows["far"], world.people
    base, plural = f"/api/v1/{spec.plural}", spec.plural
    whole = program(people.users["ada"]).get(f"{base}/{far}").json()
    betrayed = {
        field.key: told(whole.get(field.key)) for field in hidden(world) if field.key not in SYSTEM_FIELDS
    }
    linked = {
        field.key for field in hidden(world) if field.target or field.choices or field.type.key in UNTOLD
    }
    secrets = {key: text for key, text in betrayed.items() if text and key not in linked}
    world.vera({"*": "all"}, masked(world))
    client, program_ = browser(people.users["vera"]), program(people.users["vera"])
    columns = ",".join(field.key for field in hidden(world) if field.type.listed)
    answers = [
        program_.get(f"{base}/{far}"),
        program_.get(f"{base}?limit=200"),
        program_.get(f"{base}/{far}/history"),
        program_.get(f"{base}/{far}/timeline"),
        program_.get(f"{base}/export?format=csv"),
        program_.get(f"{base}/export?format=jsonl&raw=true"),
        client.get(f"/{plural}/?columns={columns}"),
        client.get(f"/{plural}/{far}/", follow=True),
        client.get(f"/{plural}/{far}/?all=1"),
        client.get(f"/{plural}/{far}/edit/"),
    ]
    own = told_of_row(program_, base, world.rows["own"])
    for answer in answers:
        cases["masked field, surfaces"] += len(secrets)
        body = text_of(answer)
        assert answer.status_code in (200, 404), body[:300]
        for key, text in secrets.items():
            assert text in own or text not in body, (key, answer.request["PATH_INFO"])
    for key, text in secrets.items():
        cases["masked field, search"] += 1
        assert far not in Listing(spec, people.actor("vera"), text=text).ids(200), key


UNTOLD = frozenset({"boolean", "tags", "address", "url", "location", "country"})


def told_of_row(client: Any, base: str, number: int) -> str:
    """Everything that a row of the caller's own says, which may stand on pages."""
    return json.dumps(client.get(f"{base}/{number}").json(), ensure_ascii=False)


def text_of(answer: Any) -> str:
    """The body of an answer, whether it came at once or in pieces."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    end(answer)
    return str(content.decode("utf-8"))
