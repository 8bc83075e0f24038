"""One row of an entity for each way of being in somebody's reach, and what each reach shows of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kith.engine import access, epoch, guard, records, registry
from kith.engine.actor import Actor
from kith.engine.identity.models import Unit
from kith.engine.spec import EntitySpec
from tests.company import People
from tests.values import create_valid

WORDS = ("none", "own", "team", "unit", "below", "all")
PLACES = ("own", "team", "unit", "below", "far")
WORK = ("create", "read", "update", "delete", "assign", "share", "export", "mass_update")
# Names of these are known to every colleague, as the design of titles says.
KNOWN_BY_NAME = {"user", "unit", "team"}
cases: Counter[str] = Counter()


# Entities whose rows this suite cannot make, and where they are proved instead.
ELSEWHERE = {"attachment": "needs a stored file; its reach follows its record: tests of the files feature"}


def entities() -> list[str]:
    """Every entity of the product whose rows can be made from values."""
    return [entity.key for entity in registry.entities() if entity.key not in ELSEWHERE]


def ruled(key: str) -> bool:
    """Whether an entity has a rule of reach of its own instead of owner, unit and team."""
    return registry.rule_of(key) is not None


def within(word: str) -> set[str]:
    """The places that a reach shows; each contains the ones before it."""
    return set(PLACES[: WORDS.index(word)])


@dataclass
class World:
    """Rows of one entity around Vera, who works at HQ, which has North below it, and who is in the team."""

    people: People
    key: str
    rows: dict[str, int]

    @property
    def spec(self) -> EntitySpec:
        """The entity as configured now."""
        return registry.spec(self.key)

    def vera(
        self, grants: dict[str, str], levels: dict[str, str] | None = None, channel: Any = "web"
    ) -> Actor:
        """Vera with these rights on the entity, and none on others."""
        self.people.role("matrix", {self.key: grants}, {self.key: levels or {}})
        return self.people.actor("vera", channel)

    def expected(self, verb: str, word: str) -> set[int]:
        """Numbers of the rows in reach."""
        if verb in access.OPEN.get(self.key, ()):
            word = "all"
        return {self.rows[place] for place in within(word)}

    def mine(self, ids: Any) -> set[int]:
        """Those of some ids that are rows of this world."""
        return set(ids) & set(self.rows.values())


def build(people: People, key: str) -> World:
    """Make the rows, then put each in its place."""
    people.role("matrix", {key: {}})
    people.join("Vera Viewer", "matrix", unit=people.hq)
    elsewhere = records.create(Unit, by=Actor.system(), name="Elsewhere")
    members = [people.users[name].pk for name in ("vera", "nora")]
    records.update((type(people.team), people.team.pk), by=Actor.system(), members=members)
    nora, vera = people.users["nora"].pk, people.users["vera"].pk
    places = {
        "own": (vera, elsewhere.pk, None),
        "team": (nora, elsewhere.pk, people.team.pk),
        "unit": (nora, people.hq.pk, None),
        "below": (nora, people.north.pk, None),
        "far": (nora, elsewhere.pk, None),
    }
    spec = registry.spec(key)
    rows = {place: create_valid(spec, people.ada).pk for place in places}
    with guard.opened():
        for place, (owner, unit, team) in places.items():
            spec.model.objects.filter(pk=rows[place]).update(owner=owner, unit=unit, team=team)
    epoch.bump("access")
    epoch.bump("config")
    return World(people, key, rows)
