"""Entity × reach × surface: what shows rows shows those in reach and no others; derived from the registry."""

from __future__ import annotations

import pytest

from kith.engine.summary import summarize
from tests.company import People
from tests.security.surfaces import SURFACES, Callers, derived, doors
from tests.security.world import (
    ELSEWHERE,
    KNOWN_BY_NAME,
    WORDS,
    World,
    build,
    cases,
    entities,
    placed,
    several,
)
from tests.signing import browser, end, program

pytestmark = pytest.mark.database


@pytest.fixture
def world(people: People, request: pytest.FixtureRequest) -> World:
    """The rows of the entity that a test is about."""
    return build(people, request.param)


def callers(world: World) -> Callers:
    """Vera with browser and program."""
    vera = world.people.users["vera"]
    return Callers(browser(vera), program(vera), world)


@pytest.mark.parametrize("world", placed(), indirect=True)
def test_every_surface_shows_what_is_in_reach_and_nothing_beyond(world: World) -> None:
    by = callers(world)
    for word in ("none", "own", "below"):
        world.vera({"read": word, "export": "all", "mass_update": "all", "delete": "all", "update": "all"})
        expected = world.expected("read", word)
        for surface in SURFACES:
            if not surface.when(world.spec):
                continue
            if surface.name == "autocomplete" and world.key in KNOWN_BY_NAME:
                continue
            cases[surface.name] += 1
            answers = several(surface.ask(by))
            told = world.told(*answers)
            assert told <= expected, f"{surface.name} with {word}"
            if surface.whole and word != "none":
                assert [answer.status_code for answer in answers] == [200] * len(answers), surface.name
                assert told == expected or not world.named, f"{surface.name} with {word}"


@pytest.mark.parametrize("world", placed(), indirect=True)
def test_every_address_of_a_record_is_there_only_for_whom_the_record_is_there(world: World) -> None:
    by = callers(world)
    for word in ("none", "team", "unit"):
        verbs = dict.fromkeys(("update", "delete", *world.spec.actions), "all")
        world.vera({**verbs, "read": word}, attachment="all", comment="all")
        expected = world.expected("read", word)
        for number in world.rows.values():
            for who, name, path in doors(world.spec, number):
                cases[name] += 1
                answer = getattr(by, who).get(path)
                end(answer)
                there = answer.status_code not in (403, 404)
                assert there == (number in expected) or (number in expected and answer.status_code == 403), (
                    path
                )
                assert number in expected or answer.status_code == 404, path
            for who, path in derived(world.spec, number) if number not in expected else ():
                cases["any address of a record"] += 1
                answer = getattr(by, who).get(path)
                end(answer)
                assert answer.status_code in (404, 405), path


@pytest.mark.parametrize("world", placed(), indirect=True)
def test_counts_and_sums_are_of_what_is_in_reach(world: World) -> None:
    by = callers(world)
    for word in WORDS:
        actor = world.vera({"read": word})
        expected = world.expected("read", word)
        others = len(set(world.spec.model.live().values_list("pk", flat=True)) - set(world.rows.values()))
        answer = by.api.get(f"{by.endpoint}/summary")
        cases["api: report"] += 1
        counted = sum(line["count"] for line in answer.json()["items"]) if answer.status_code == 200 else 0
        assert len(expected) <= counted <= len(expected) + others or not expected, word
        assert counted == sum(line.count for line in summarize(world.spec, actor, groups=()))


def test_no_entity_is_left_out_without_a_reason() -> None:
    assert set(entities()) == set(placed()) | set(ELSEWHERE)
    assert all(ELSEWHERE.values())
