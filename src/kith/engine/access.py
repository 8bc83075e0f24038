"""What an actor may do and reach. Built once per person and access epoch, then asked in memory.

Data layout and the choice of shapes follow the measured study in shared/field/scale.md part E.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from kith.engine import epoch
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.standing import Absent, StandIn, absences, stand_ins
from kith.kernel import clock


class Reach(IntEnum):
    """How far a right goes; each contains the ones before it."""

    NONE = 0
    OWN = 1
    TEAM = 2
    UNIT = 3
    BELOW = 4
    ALL = 5


REACHES = {
    "none": Reach.NONE,
    "own": Reach.OWN,
    "team": Reach.TEAM,
    "unit": Reach.UNIT,
    "below": Reach.BELOW,
    "all": Reach.ALL,
}


class Level(IntEnum):
    """What a role may do with a field."""

    HIDDEN = 0
    MASKED = 1
    READ = 2
    WRITE = 3


LEVELS = {"hidden": Level.HIDDEN, "masked": Level.MASKED, "read": Level.READ, "write": Level.WRITE}
VERBS = (
    "create",
    "read",
    "update",
    "delete",
    "assign",
    "share",
    "export",
    "mass_update",
    "privacy",
    "reveal",
    "claim",
    "merge",
)
FALLBACK = {"import": "create", "mass_update": "update"}
# Keys of merged grants: actions that no role names, and guarded entities that no role names.
OTHERS = ""
REST_OF_SETTINGS = "*settings"
# Filled by the registry: verbs that everybody has on an entity, and entities that a role's "*" does not open unless it
# opens everything: the company's own settings.
OPEN: dict[str, tuple[str, ...]] = {}
GUARDED: set[str] = set()
Place = tuple[str, str]
# Filled by formulas: by (entity, field) what their value gives away of other records: fields that one must be able to
# read and, without a field's name, entities whose records one must reach, all of them.
BEHIND: dict[Place, frozenset[Place]] = {}


@dataclass(frozen=True, slots=True)
class Person:
    """A user as lists and rights need it."""

    id: int
    name: str
    unit_id: int | None
    manager_id: int | None
    role_ids: tuple[int, ...]
    active: bool


@dataclass(frozen=True)
class Directory:
    """Everybody, every unit, team and role: small tables, read once per access epoch and process."""

    people: Mapping[int, Person]
    units: Mapping[int, tuple[str, int | None]]
    unit_managers: Mapping[int, int]
    teams: Mapping[int, tuple[str, frozenset[int]]]
    roles: Mapping[int, Role]
    stand_ins: tuple[StandIn, ...] = ()
    absences: Mapping[int, tuple[Absent, ...]] = field(default_factory=dict)

    def below(self, unit_id: int | None) -> frozenset[int]:
        """A unit and all units under it."""
        return closure(unit_id, ((child, parent) for child, (_name, parent) in self.units.items()))

    def subordinates(self, user_id: int) -> frozenset[int]:
        """A person and everybody managed by them, directly or not."""
        return closure(user_id, ((person.id, person.manager_id) for person in self.people.values()))

    def managed(self, user_id: int) -> frozenset[int]:
        """The units that a person manages, with all units under them."""
        mine = (self.below(unit) for unit, boss in self.unit_managers.items() if boss == user_id)
        return frozenset().union(*mine)

    def led(self, user_id: int) -> frozenset[int]:
        """A person, everybody managed by them, and everybody in the units that they manage."""
        units = self.managed(user_id)
        inside = (person.id for person in self.people.values() if person.unit_id in units)
        return self.subordinates(user_id).union(inside)


def closure(start: int | None, edges: Iterable[tuple[int, int | None]]) -> frozenset[int]:
    """`start` and everything that leads to it along (child, parent) edges; circles are harmless."""
    if start is None:
        return frozenset()
    children: dict[int, list[int]] = {}
    for child, parent in edges:
        if parent is not None:
            children.setdefault(parent, []).append(child)
    found, todo = {start}, [start]
    while todo:
        for child in children.get(todo.pop(), ()):
            if child not in found:
                found.add(child)
                todo.append(child)
    return frozenset(found)


_directories: dict[int, Directory] = {}


def directory() -> Directory:
    """The directory as of this turn's access epoch."""
    number = epoch.current().access
    known = _directories.get(number)
    if known is None:
        known = _read_directory()
        _directories.clear()
        _contexts.clear()
        _directories[number] = known
    return known


def _read_directory() -> Directory:
    people = {
        row[0]: Person(row[0], row[1], row[2], row[3], tuple(row[4] or ()), row[5])
        for row in User.live().values_list("id", "name", "unit_id", "manager_id", "roles", "is_active")
    }
    units = {row[0]: (row[1], row[2]) for row in Unit.live().values_list("id", "name", "parent_id")}
    managers = dict(Unit.live().filter(manager__isnull=False).values_list("id", "manager_id"))
    teams = {
        row[0]: (row[1], frozenset(row[2] or ())) for row in Team.live().values_list("id", "name", "members")
    }
    roles = {role.pk: role for role in Role.live()}
    away = absences()
    return Directory(people, units, managers, teams, roles, stand_ins(away), away)


@dataclass(frozen=True)
class Access:
    """The rights of one actor. `owners`, `units`, `below`, `teams` are the row columns that each reach looks at.

    `deputed` are people for whom the actor stands in, `readable` those whose records he may then only read. They are
    true from `since` until `until`: the context knows itself when it ends, so that nobody has to tell it.
    """

    user_id: int | None
    everything: bool = False
    owners: frozenset[int] = frozenset()
    deputed: frozenset[int] = frozenset()
    readable: frozenset[int] = frozenset()
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    units: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    grants: Mapping[str, Mapping[str, Reach]] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, Mapping[str, Level]] = field(default_factory=lambda: MappingProxyType({}))
    scopes: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    memo: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def reach(self, entity: str, verb: str) -> Reach:
        """How far this actor's right to `verb` goes. Actions without a grant of their own follow update."""
        if self.scopes and not self._scoped(entity, verb):
            return Reach.NONE
        if self.everything:
            return Reach.ALL
        if verb in OPEN.get(entity, ()):
            return Reach.ALL
        verbs = self.grants.get(entity)
        if verbs is None:
            verbs = self.grants.get(REST_OF_SETTINGS if entity in GUARDED else "*", {})
        return verbs.get(verb, verbs.get(OTHERS, Reach.NONE))

    def _scoped(self, entity: str, verb: str) -> bool:
        """Whether a token's scopes, such as customer:read, *:read or customer:*, cover this."""
        return any(scope in self.scopes for scope in (f"{entity}:{verb}", f"*:{verb}", f"{entity}:*", "*:*"))

    def level(self, entity: str, name: str) -> Level:
        """What this actor may do with a field."""
        if self.everything:
            return Level.WRITE
        found = self.levels.get(entity, {}).get(name, Level.WRITE)
        behind = BEHIND.get((entity, name))
        return found if behind is None or self.knows(behind) else Level.HIDDEN

    def knows(self, places: Iterable[Place]) -> bool:
        """Whether nothing of these fields, and none of the records of these entities, is kept from this actor."""
        return all(
            self.level(entity, name) >= Level.READ if name else self.reach(entity, "read") is Reach.ALL
            for entity, name in places
        )

    def holds(self, owner: int | None) -> bool:
        """Whether a record with this owner is this person's own, or of whom he stands in for, not only his people's:
        masks fall for it."""
        if self.everything or (owner is not None and owner == self.user_id):
            return True
        return owner in self.deputed or owner in self.readable

    @property
    def opens_everything(self) -> bool:
        """Whether nothing is closed to this actor: an administrator."""
        if self.everything or "everything" not in self.memo:
            self.memo["everything"] = self.everything or (not self.scopes and opens_everything(self.roles))
        return bool(self.memo["everything"])

    def limit(self, entity: str, name: str, verb: str) -> int | None:
        """How much may be taken at once or in a day, None for no limit: the widest of the roles that give `verb`."""
        found = [role.limits.get(name) for role in self.roles if word_of(role.grants, entity, verb) != "none"]
        numbers = [number for number in found if number is not None]
        return max(numbers) if numbers and len(numbers) == len(found) else None

    def owners_for(self, verb: str) -> frozenset[int]:
        """The people whose records the reach "own" holds: one's own, subordinates', and of whom one stands in for."""
        others = self.deputed | self.readable if verb == "read" else self.deputed
        return self.owners | others if others else self.owners

    @property
    def lent(self) -> bool:
        """Whether the actor stands in for anybody now."""
        return bool(self.deputed or self.readable)

    def current(self) -> bool:
        """Whether the people for whom the actor stands in are still the same now."""
        now = clock.now()
        return (self.since is None or self.since <= now) and (self.until is None or now < self.until)

    def covers(
        self, verb: str, reach: Reach, *, owner: int | None, unit: int | None, team: int | None
    ) -> bool:
        """Whether a row with these columns lies within the `reach` of a verb (single records' grants not counted)."""
        if reach is Reach.ALL:
            return True
        if reach is Reach.NONE:
            return False
        return (
            owner in self.owners
            or owner in self.deputed
            or (verb == "read" and owner in self.readable)
            or (reach >= Reach.TEAM and team in self.teams)
            or (reach >= Reach.UNIT and unit in (self.below if reach is Reach.BELOW else self.units))
        )


EVERYTHING = Access(user_id=None, everything=True)
_contexts: dict[tuple[int, int], Access] = {}


def access_of(user_id: int) -> Access:
    """The rights of a user in this turn."""
    key = (epoch.current().access, user_id)
    found = _contexts.get(key)
    if found is None or not found.current():
        found = _build(directory(), user_id)
        if len(_contexts) > 5_000:
            _contexts.clear()
        _contexts[key] = found
    return found


def _build(people: Directory, user_id: int) -> Access:
    person = people.people.get(user_id)
    if person is None or not person.active:
        return Access(user_id=user_id)
    roles = [people.roles[number] for number in person.role_ids if number in people.roles]
    managed = people.managed(user_id)
    units = frozenset({person.unit_id} if person.unit_id else ()) | managed
    now = clock.now()
    deputed = [one for one in people.stand_ins if one.deputy == user_id and one.person in people.people]
    edges = sorted({edge for one in deputed for edge in (one.starts_at, one.ends_at)})
    return Access(
        user_id=user_id,
        owners=people.subordinates(user_id),
        deputed=frozenset(one.person for one in deputed if one.holds(now) and not one.reading),
        readable=frozenset(one.person for one in deputed if one.holds(now) and one.reading),
        since=max((edge for edge in edges if edge <= now), default=None),
        until=min((edge for edge in edges if edge > now), default=None),
        units=units,
        below=people.below(person.unit_id) | managed,
        teams=frozenset(number for number, (_name, members) in people.teams.items() if user_id in members),
        grants=MappingProxyType(merged_grants(roles)),
        levels=MappingProxyType(merged_levels(roles)),
        roles=tuple(roles),
    )


def layers(grants: Mapping[str, Any], entity: str) -> Iterator[Mapping[str, Any]]:
    """The words of a role that count for an entity, nearest first: its own, then those for all others.

    For the company's own settings the others are the settings, and "*" only with its word for every verb.
    """
    guarded = entity in GUARDED or entity == REST_OF_SETTINGS
    if entity not in ("*", REST_OF_SETTINGS):
        yield grants.get(entity, {})
    if guarded:
        yield grants.get(REST_OF_SETTINGS, {})
    others = grants.get("*", {})
    yield {verb: word for verb, word in others.items() if verb == "*"} if guarded else others


def word_in(said: Mapping[str, Any], verb: str) -> str | None:
    """What one line of a role says about a verb: by its name, by "*", or by the verb that it follows."""
    follows = FALLBACK.get(verb, "" if verb in (*VERBS, "*") else "update")
    word: str | None = said.get(verb) or said.get("*") or said.get(follows)
    return word


def word_of(grants: Mapping[str, Any], entity: str, verb: str) -> str:
    """How far a role's right to `verb` goes, as a word. What an entity's own line leaves open is as for all others;
    but a line that takes reading away closes the entity, and gives only what it names."""
    for said in layers(grants, entity):
        word = word_in(said, verb)
        if word is not None:
            return word
        if said.get("read") == "none":
            break
    return "none"


def merged_grants(roles: Iterable[Role]) -> dict[str, dict[str, Reach]]:
    """The widest grant of all roles per entity and verb; each role is read to its end before roles are compared."""
    every = [role.grants for role in roles]
    entities = {entity for grants in every for entity in grants} | {"*", REST_OF_SETTINGS}
    named = {verb for grants in every for said in grants.values() for verb in said}
    verbs = {*VERBS, *FALLBACK, "*", OTHERS, *named}
    return {
        entity: {
            verb: max((REACHES[word_of(grants, entity, verb)] for grants in every), default=Reach.NONE)
            for verb in verbs
        }
        for entity in entities
    }


def merged_levels(roles: Iterable[Role]) -> dict[str, dict[str, Level]]:
    """The widest field right of all roles that may read the entity at all."""
    merged: dict[str, dict[str, Level]] = {}
    roles = list(roles)
    for entity, name in {
        (entity, name) for role in roles for entity, said in role.levels.items() for name in said
    }:
        readers = [role for role in roles if reads(role, entity)]
        widest = max(
            (LEVELS[role.levels.get(entity, {}).get(name, "write")] for role in readers), default=Level.HIDDEN
        )
        merged.setdefault(entity, {})[name] = widest
    return merged


def opens_everything(roles: Iterable[Role]) -> bool:
    """Whether roles together leave nothing closed: every verb on everything, every field."""
    roles = list(roles)
    reaches = (reach for verbs in merged_grants(roles).values() for reach in verbs.values())
    levels = (level for names in merged_levels(roles).values() for level in names.values())
    return all(reach is Reach.ALL for reach in reaches) and all(level is Level.WRITE for level in levels)


def reads(role: Role, entity: str) -> bool:
    """Whether a role may read anything of an entity."""
    return "read" in OPEN.get(entity, ()) or word_of(role.grants, entity, "read") != "none"
