"""Entity × verb × reach × surface of the engine: every way to look shows exactly the rows in reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from kith.engine import records
from kith.engine.base.checking import reachable
from kith.engine.errors import Forbidden, NotFound, Refused
from kith.engine.listing import Listing
from kith.engine.records import find
from kith.engine.spec import EntitySpec
from kith.engine.summary import summarize
from kith.engine.titles import titles
from tests.company import People
from tests.security.world import KNOWN_BY_NAME, WORDS, World, build, cases, entities, ruled

pytestmark = pytest.mark.database
KEPT_FOR_EVER = ("destruction",)


@pytest.fixture
def world(people: People, request: pytest.FixtureRequest) -> World:
    """The rows of the entity that a test is about."""
    return build(people, request.param)


def pages(look: Listing) -> list[int]:
    """All ids of a list, page by page."""
    found: list[int] = []
    cursor: str | None = None
    while True:
        page = look.page(cursor)
        found += [row.id for row in page.rows]
        cursor = page.next
        if cursor is None:
            return found


def surfaces(spec: EntitySpec, actor: Any, ids: set[int]) -> dict[str, set[int]]:
    """What each way of reading shows, by the name of the way."""
    shown: dict[str, set[int]] = {
        "visible": set(records.visible(spec.model, to=actor).values_list("pk", flat=True))
    }
    for sort in (spec.sort, "-created_at", "id"):
        shown[f"list by {sort}"] = set(pages(Listing(spec, actor, sort=(sort,), limit=3)))
    look = Listing(spec, actor)
    shown["ids"] = set(look.ids(1_000))
    shown["rows"] = set(look.rows().values_list("pk", flat=True))
    if spec.key not in KNOWN_BY_NAME and not spec.entity.small:
        shown["titles"] = set(titles(spec.key, ids, actor)) & ids
        shown["links"] = reachable(spec.key, ids, actor)
    for number in ids:
        try:
            find(spec, number, actor, "read")
        except NotFound:
            continue
        shown.setdefault("record", set()).add(number)
    shown.setdefault("record", set())
    return shown


def searched(spec: EntitySpec, actor: Any, ids: set[int]) -> set[int]:
    """What the words of each row find."""
    found: set[int] = set()
    for record in spec.model.objects.filter(pk__in=ids):
        words = " ".join(str(spec.value(record, spec.fields[name])) for name in spec.entity.search[:1])
        found |= set(Listing(spec, actor, text=words).ids(100))
    return found & ids


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_every_way_of_reading_shows_exactly_what_is_in_reach(world: World) -> None:
    spec, ids = world.spec, set(world.rows.values())
    for word in WORDS:
        actor = world.vera({"read": word})
        expected = world.expected("read", word)
        for name, shown in surfaces(spec, actor, ids).items():
            cases["read"] += 1
            assert world.mine(shown) == expected, f"{name} with {word}"
        everything = Listing(spec, actor).count(None)[0]
        assert everything == sum(line.count for line in summarize(spec, actor, groups=())), word
        assert world.mine(Listing(spec, actor).ids(1_000)) == expected
        cases["count"] += 2
        if spec.entity.search:
            cases["search"] += len(ids)
            assert searched(spec, actor, ids) <= expected, word


def attempts(world: World, actor: Any, number: int) -> dict[str, Any]:
    """What one may try to do to a row, by verb."""
    model = world.spec.model
    return {
        "update": lambda: records.update((model, number), by=actor),
        "delete": lambda: records.delete((model, number), by=actor),
        **{name: lambda name=name: find(world.spec, number, actor, name) for name in world.spec.actions},
    }


@pytest.mark.parametrize("world", [key for key in entities() if not ruled(key)], indirect=True)
def test_every_verb_goes_as_far_as_its_reach(world: World) -> None:
    verbs = ("update", "delete", *world.spec.actions)
    for verb in verbs:
        for word in WORDS:
            actor = world.vera({"read": "all", "update": "none", verb: word})
            expected = world.expected(verb, word)
            for number in world.rows.values():
                cases["write"] += 1
                assert done(attempts(world, actor, number)[verb]) == (number in expected), (
                    f"{verb} with {word}"
                )


def done(attempt: Any) -> bool:
    """Whether the gate lets somebody through; whatever was done is taken back.

    A row's own rules (409, 422) refuse after the right was found.
    """
    status = 200
    with transaction.atomic():
        try:
            attempt()
        except Refused as refused:
            status = refused.status
        transaction.set_rollback(True)
    assert status in (200, 403, 409, 422)
    return status != 403


@pytest.mark.parametrize("world", entities(), indirect=True)
def test_without_any_right_nothing_is_there(world: World) -> None:
    spec, ids = world.spec, set(world.rows.values())
    actor = world.vera({"*": "none"})
    open_ = "read" in spec.entity.open
    for name, shown in surfaces(spec, actor, ids).items():
        cases["nothing"] += 1
        assert open_ or not world.mine(shown), name
    if "create" not in spec.entity.open:
        with pytest.raises(Forbidden):
            records.create(spec.model, by=actor)
    for number in ids:
        for verb, attempt in attempts(world, actor, number).items():
            cases["nothing"] += 1
            if verb in spec.entity.open:
                continue
            with pytest.raises((NotFound, Forbidden)):
                attempt()


@pytest.mark.parametrize(
    "world", [key for key in entities() if not ruled(key) and key not in KEPT_FOR_EVER], indirect=True
)
def test_the_trash_is_nobodys_list(world: World) -> None:
    spec = world.spec
    number = world.rows["far"]
    try:
        records.delete((spec.model, number), by=world.people.ada)
    except Refused as refused:
        pytest.fail(f"the administrator cannot delete: {refused}")
    for name, shown in surfaces(spec, world.people.ada, {number}).items():
        cases["trash"] += 1
        assert number not in shown, name
