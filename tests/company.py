"""People with fixed roles: whoever reads a test knows from the name what somebody may do."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import get_language

from kith.engine import epoch, records
from kith.engine.actor import Actor, Channel
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.installing import ensure_roles
from kith.features.duplicates.models import MatchRule
from kith.kernel import clock
from tests.rows import Rows


@dataclass
class People:
    """A small company: HQ above North and South, and a team of Sue and Nora across them.

    Ada is administrator at HQ, Max manages North, Sue and Carl sell in North, Nora sells in South, Otto audits,
    and the stranger has no role at all. Actors are made anew each time, so that they know their present rights.
    """

    hq: Unit
    north: Unit
    south: Unit
    roles: dict[str, Role]
    users: dict[str, User] = field(default_factory=dict)
    team: Team = field(init=False)

    def join(self, name: str, role: str | None = None, *, unit: Unit | None = None, **values: Any) -> Actor:
        """A new colleague with a shipped or added role; later known by the first word of the name."""
        key = name.split(maxsplit=1)[0].lower()
        roles = [self.roles[role].pk] if role else []
        self.users[key] = records.create(
            User, by=Actor.system(), username=key, name=name, unit=unit or self.north, roles=roles, **values
        )
        return self.actor(key)

    def role(
        self,
        key: str,
        grants: Mapping[str, Mapping[str, str]],
        levels: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Role:
        """A role of the company's own; giving the key of a known one changes it."""
        system = Actor.system()
        said: dict[str, Any] = {"grants": dict(grants), "levels": dict(levels or {})}
        if key in self.roles:
            self.roles[key] = records.update((Role, self.roles[key].pk), by=system, **said)
        else:
            self.roles[key] = records.create(Role, by=system, key=key, name=key, **said)
        return self.roles[key]

    def give(self, name: str, *roles: str, **values: Any) -> Actor:
        """Put other roles, or other values, on somebody."""
        if roles:
            values["roles"] = [self.roles[role].pk for role in roles]
        self.users[name] = records.update((User, self.users[name].pk), by=Actor.system(), **values)
        return self.actor(name)

    def actor(self, name: str, channel: Channel = "web") -> Actor:
        """Somebody as the gate sees them now."""
        return Actor.of(self.users[name], channel)

    @property
    def ada(self) -> Actor:
        """The administrator."""
        return self.actor("ada")

    @property
    def max(self) -> Actor:
        """The manager of North."""
        return self.actor("max")

    @property
    def sue(self) -> Actor:
        """A seller in North: the owner."""
        return self.actor("sue")

    @property
    def carl(self) -> Actor:
        """A seller in North: the colleague."""
        return self.actor("carl")

    @property
    def nora(self) -> Actor:
        """A seller in South."""
        return self.actor("nora")

    @property
    def otto(self) -> Actor:
        """The auditor, who sees everything and changes nothing."""
        return self.actor("otto")

    @property
    def stranger(self) -> Actor:
        """Somebody without a role."""
        return self.actor("stranger")


STAFF = (
    ("Ada Admin", "administrator", "hq"),
    ("Max Manager", "manager", "north"),
    ("Sue Seller", "seller", "north"),
    ("Carl Colleague", "seller", "north"),
    ("Nora Neighbour", "seller", "south"),
    ("Otto Auditor", "auditor", "hq"),
    ("Stranger", None, "south"),
)


def shipped() -> dict[str, Role]:
    """The roles, and whatever else is shipped; rules for duplicates rest, for tests write the same names over and over.

    Those that test them are in tests/web/test_duplicates.py."""
    fresh = not MatchRule.objects.exists()
    roles = ensure_roles()
    for rule in MatchRule.live().filter(active=True) if fresh else ():
        records.update(rule, by=Actor.system(), active=False)
    return roles


def found() -> People:
    """Found the company in the present database."""
    system = Actor.system()
    hq = records.create(Unit, by=system, name="HQ")
    north = records.create(Unit, by=system, name="North", parent=hq)
    south = records.create(Unit, by=system, name="South", parent=hq)
    people = People(hq, north, south, dict(shipped()))
    for name, role, unit in STAFF:
        people.join(name, role, unit=getattr(people, unit))
    members = [people.users["sue"].pk, people.users["nora"].pk]
    people.team = records.create(Team, by=system, name="Key accounts", members=members)
    return people


NOW = clock.now
_kept: dict[str, tuple[People, Rows]] = {}


def founded() -> People:
    """The company in the present database: founded once in a run, and from then on put in as the rows that it was.

    Founding takes a hundred writes of the gate, half of the time of most tests. Where somebody was here before, speaks
    another language or lives in another time, it is founded anew.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM engine_entry")
        untouched = cursor.fetchone()[0] == 0
    if not untouched or clock.now is not NOW or get_language() not in (None, "en"):
        return found()
    if connection.vendor not in _kept:
        before = Rows.all()
        people = found()
        _kept[connection.vendor] = (copy.deepcopy(people), Rows.all().beyond(before))
        return people
    people, rows = _kept[connection.vendor]
    rows.put_in()
    for which in ("access", "config", "habits"):
        epoch.bump(which)
    return copy.deepcopy(people)


@pytest.fixture
def people(db: None) -> People:
    """A company of people with fixed roles."""
    return founded()
