"""What an actor may do and reach. Built once per person and access epoch, then asked in memory.

Data layout and the choice of shapes follow the measured study in shared/field/scale.md part E.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import Any

from kith.engine import epoch
from kith.engine.identity.models import Role, Team, Unit, User


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
    READ = 2
    WRITE = 3


LEVELS = {"hidden": Level.HIDDEN, "read": Level.READ, "write": Level.WRITE}
VERBS = ("create", "read", "update", "delete", "assign", "share", "export", "mass_update")
FALLBACK = {"import": "create", "mass_update": "update"}
# Keys of merged grants: actions that no role names, and guarded entities that no role names.
OTHERS = ""
REST_OF_SETTINGS = "*settings"
# Filled by the registry: verbs that everybody has on an entity, and entities that a role's "*" does not open unless it
# opens everything: the company's own settings.
OPEN: dict[str, tuple[str, ...]] = {}
GUARDED: set[str] = set()


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

    def below(self, unit_id: int | None) -> frozenset[int]:
        """A unit and all units under it."""
        return closure(unit_id, ((child, parent) for child, (_name, parent) in self.units.items()))

    def subordinates(self, user_id: int) -> frozenset[int]:
        """A person and everybody managed by them, directly or not."""
        return closure(user_id, ((person.id, person.manager_id) for person in self.people.values()))


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
    return Directory(people, units, managers, teams, {role.pk: role for role in Role.live()})


@dataclass(frozen=True)
class Access:
    """The rights of one actor. `owners`, `units`, `below`, `teams` are the row columns that each reach looks at."""

    user_id: int | None
    everything: bool = False
    owners: frozenset[int] = frozenset()
    units: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()
    teams: frozenset[int] = frozenset()
    grants: Mapping[str, Mapping[str, Reach]] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, Mapping[str, Level]] = field(default_factory=lambda: MappingProxyType({}))
    scopes: tuple[str, ...] = ()
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
        return self.levels.get(entity, {}).get(name, Level.WRITE)

    def covers(self, reach: Reach, owner: int | None, unit: int | None, team: int | None) -> bool:
        """Whether a row with these columns lies within `reach` (grants for single records not counted)."""
        if reach is Reach.ALL:
            return True
        if reach is Reach.NONE:
            return False
        return (
            owner in self.owners
            or (reach >= Reach.TEAM and team in self.teams)
            or (reach >= Reach.UNIT and unit in (self.below if reach is Reach.BELOW else self.units))
        )


EVERYTHING = Access(user_id=None, everything=True)
_contexts: dict[tuple[int, int], Access] = {}


def access_of(user_id: int) -> Access:
    """The rights of a user in this turn."""
    key = (epoch.current().access, user_id)
    found = _contexts.get(key)
    if found is None:
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
    managed = frozenset().union(
        *(people.below(unit) for unit, boss in people.unit_managers.items() if boss == user_id)
    )
    units = frozenset({person.unit_id} if person.unit_id else ()) | managed
    return Access(
        user_id=user_id,
        owners=people.subordinates(user_id),
        units=units,
        below=people.below(person.unit_id) | managed,
        teams=frozenset(number for number, (_name, members) in people.teams.items() if user_id in members),
        grants=MappingProxyType(merged_grants(roles)),
        levels=MappingProxyType(merged_levels(roles)),
    )


def said_of(entity: str, wildcard: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a role's "*" says about an entity that it does not name."""
    guarded = entity in GUARDED or entity == REST_OF_SETTINGS
    return {verb: word for verb, word in wildcard.items() if verb == "*"} if guarded else wildcard


def merged_grants(roles: Iterable[Role]) -> dict[str, dict[str, Reach]]:
    """The widest grant of all roles per entity and verb. A role's "*" entity fills in where it says nothing else.

    Each role is read to its end before roles are compared: its "*" verb counts against another's named one.
    """
    roles = list(roles)
    entities = {entity for role in roles for entity in role.grants} | {"*", REST_OF_SETTINGS}
    merged: dict[str, dict[str, Reach]] = {}
    for entity in entities:
        said = [role.grants.get(entity, said_of(entity, role.grants.get("*", {}))) for role in roles]
        verbs = {*VERBS, *FALLBACK, "*", OTHERS, *(verb for one in said for verb in one)}
        merged[entity] = {
            verb: max((reach_of(one, verb) for one in said), default=Reach.NONE) for verb in verbs
        }
    return merged


def reach_of(said: Mapping[str, Any], verb: str) -> Reach:
    """What one role's grants on an entity say about a verb: by its name, by "*", or by the verb that it follows."""
    follows = FALLBACK.get(verb, "" if verb in (*VERBS, "*") else "update")
    return REACHES[said.get(verb, said.get("*", said.get(follows, "none")))]


def merged_levels(roles: Iterable[Role]) -> dict[str, dict[str, Level]]:
    """The widest field right of all roles that may read the entity at all."""
    merged: dict[str, dict[str, Level]] = {}
    roles = list(roles)
    for entity, name in {
        (entity, name) for role in roles for entity, said in role.levels.items() for name in said
    }:
        readers = [role for role in roles if _reads(role, entity)]
        widest = max(
            (LEVELS[role.levels.get(entity, {}).get(name, "write")] for role in readers), default=Level.HIDDEN
        )
        merged.setdefault(entity, {})[name] = widest
    return merged


def _reads(role: Role, entity: str) -> bool:
    if "read" in OPEN.get(entity, ()):
        return True
    said = role.grants.get(entity, said_of(entity, role.grants.get("*", {})))
    return reach_of(said, "read") > Reach.NONE
