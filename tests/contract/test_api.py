"""Every entity keeps the API contract: derived from the registry, so a new one is covered when it is declared."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from tests import own
from tests.api.callers import Caller, hire
from tests.values import valid_values, value_of

KEYS = sorted(own.keys())
# Not made by a plain POST: what stands in their rows comes from elsewhere.
NOT_MADE: dict[str, str] = {"attachment": "an upload makes it", "destruction": "erasing makes it"}
# Their titles are keys, which stay what they were, or codes.
FIXED = ("choice-list", "custom-field", "custom-object", "currency-rate", "record-type", "wording")


@pytest.fixture
def boss(db: None) -> Caller:
    """An administrator."""
    return hire("boss", "administrator")


@pytest.fixture(params=KEYS)
def spec(request: pytest.FixtureRequest, boss: Caller) -> EntitySpec:
    """Each entity."""
    return own.ensure(request.param)


def make(boss: Caller, spec: EntitySpec) -> Any:
    """A record made over the API with a value in every field, or the administrator's own row where none is made."""
    if spec.key in NOT_MADE:
        pytest.skip(NOT_MADE[spec.key])
    made = boss.post(spec.plural, valid_values(spec, boss.actor))
    assert made.status_code == 201, made.content.decode()
    return made


def test_it_is_created_read_listed_changed_deleted_and_restored(boss: Caller, spec: EntitySpec) -> None:
    made = make(boss, spec)
    place, record = made.headers["Location"], made.json()
    read = boss.get(place)
    assert (read.status_code, read.headers["ETag"]) == (200, f'"{record["version"]}"')
    assert set(read.json()) == {"id", "version", *spec.fields}
    listed = boss.get(f"{spec.plural}?count=exact&sort=-id").json()
    assert listed["items"][0]["id"] == record["id"]
    assert listed["count"] == spec.model.live().count()
    title = spec.fields[spec.title]
    if not title.readonly and title.type.key == "text" and spec.key not in FIXED:
        changed = boss.patch(
            place, {spec.title: "Another"[: title.max_length]}, If_Match=read.headers["ETag"]
        )
        assert changed.status_code == 200, changed.content
        assert boss.patch(place, {spec.title: "Third"}, If_Match=read.headers["ETag"]).status_code == 412
    assert boss.delete(place).status_code == 204
    assert boss.get(place).status_code == 404
    restored = boss.post(f"{place}/restore")
    assert (restored.status_code, restored.json()["id"]) == (200, record["id"])
    assert boss.get(f"{place}/history").json()["items"][-1]["verb"] == "create"
    assert boss.get(f"{place}/timeline").status_code == 200


def test_what_was_sent_comes_back(boss: Caller, spec: EntitySpec) -> None:
    sent = valid_values(spec, boss.actor)
    if spec.key in NOT_MADE:
        pytest.skip(NOT_MADE[spec.key])
    record = boss.post(spec.plural, sent).json()
    for name, value in sent.items():
        if spec.fields[name].type.key not in ("phone", "decimal", "percent"):
            assert record[name] == value, name


def operand(field: FieldSpec, op: str, boss: Caller) -> str:
    """A value to ask a field with."""
    if op in ("empty", "not_empty"):
        return "true"
    if op in ("within", "not_within"):
        return "this_year"
    value = value_of(field, boss.actor)
    value = value[0] if isinstance(value, list) and value else value
    value = value["amount"] if isinstance(value, dict) and "amount" in value else value
    said = str(value).lower() if isinstance(value, bool) else str(value).replace(",", " ").splitlines()[0]
    return f"{said},{said}" if op in ("in", "not_in", "between") else said


def test_every_field_is_filtered_by_each_of_its_operators(boss: Caller, spec: EntitySpec) -> None:
    for field in spec.fields.values():
        for op in field.type.operators:
            said = operand(field, op, boss)
            answer = boss.get(f"{spec.plural}?{field.key}.{op}={quote(said)}&fields={field.key}&limit=5")
            assert answer.status_code == 200, (field.key, op, said, answer.content.decode())


def test_every_sortable_field_sorts_through_all_pages(boss: Caller, spec: EntitySpec) -> None:
    if spec.key not in NOT_MADE:
        for _ in range(2):
            make(boss, spec)
    everything = {row.pk for row in spec.model.live()}
    for field in spec.fields.values():
        if not field.type.sortable:
            assert boss.get(f"{spec.plural}?sort={field.key}").status_code == 400
            continue
        for way in ("", "-"):
            seen: list[int] = []
            cursor: str | None = ""
            while cursor is not None:
                page = boss.get(f"{spec.plural}?sort={way}{field.key}&limit=1&cursor={cursor}&fields=id")
                assert page.status_code == 200, (field.key, page.content.decode())
                assert len(seen) <= len(everything), f"{way}{field.key} goes in circles"
                seen += [item["id"] for item in page.json()["items"]]
                cursor = page.json()["next"]
            assert len(seen) == len(everything), (way, field.key)
            assert set(seen) == everything


def test_it_is_described_in_words_and_in_openapi(boss: Caller, spec: EntitySpec) -> None:
    described = boss.get(f"entities/{spec.key}").json()
    assert {field["key"] for field in described["fields"]} == set(spec.fields)
    assert {action["name"] for action in described["actions"]} == set(spec.actions)
    assert boss.get(f"entities/{spec.plural}").json() == described
    document = boss.get("openapi.json").json()
    assert {"get", "post"} <= set(document["paths"][f"/api/v1/{spec.plural}"])
    assert {"get", "patch", "delete"} <= set(document["paths"][f"/api/v1/{spec.plural}/{{id}}"])
    for name in spec.actions:
        assert f"/api/v1/{spec.plural}/{{id}}/actions/{name}" in document["paths"]


def test_many_are_written_at_once_and_taken_back(boss: Caller, spec: EntitySpec) -> None:
    if spec.key in NOT_MADE:
        pytest.skip(NOT_MADE[spec.key])
    rows = [valid_values(spec, boss.actor) for _ in range(2)]
    before = spec.model.live().count()
    done = boss.post(f"{spec.plural}/bulk", {"create": rows})
    assert done.status_code == 200, done.content.decode()
    assert spec.model.live().count() == before + 2
    undone = boss.post(f"batches/{done.json()['batch']}/undo").json()
    assert undone["undone"] >= len(rows)
    assert undone["left"] == []
    assert spec.model.live().count() == before


def test_a_wrong_row_refuses_all_and_says_where(boss: Caller, spec: EntitySpec) -> None:
    rows = [{"nonsense": 1}, {"nonsense": 2}]
    refused = boss.post(f"{spec.plural}/bulk", {"create": rows})
    assert refused.status_code == 422
    assert [(row["list"], row["index"]) for row in refused.json()["rows"]] == [("create", 0), ("create", 1)]
    assert "nonsense" in refused.json()["rows"][0]["errors"]


def test_each_language_names_the_field_that_is_wrong(boss: Caller, spec: EntitySpec) -> None:
    texts = set()
    for language in ("en", "zh-hans", "ru"):
        refused = boss.call("POST", spec.plural, {"nonsense": 1}, {"Accept_Language": language})
        assert refused.status_code == 422
        assert refused.headers["Content-Language"] == language
        texts.add(json.dumps(refused.json()["errors"]["nonsense"]))
    assert texts


def test_a_row_of_a_list_says_the_same_as_the_record(boss: Caller, spec: EntitySpec) -> None:
    if spec.key not in NOT_MADE:
        make(boss, spec)
        boss.post(spec.plural, valid_values(spec, boss.actor, only_required=True))
    names = ",".join(spec.fields)
    for row in boss.get(f"{spec.plural}?sort=-id&limit=5&fields={names}").json()["items"]:
        assert row == boss.get(f"{spec.plural}/{row['id']}").json()
