"""Whatever the organisation looks like, every list, count and query shows exactly what the definition says."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, epoch, guard, records, registry, shapes
from kith.engine.access import REACHES
from kith.engine.actor import Actor
from kith.engine.explaining import explain
from kith.engine.identity.models import RecordGrant, Role, Team, Unit, User
from kith.engine.identity.staffing import Absence, Deputy
from kith.engine.listing import Listing
from kith.engine.registry import code_of
from kith.engine.scope import Scope
from kith.kernel import clock

pytestmark = pytest.mark.database

# What each role may take of what has no owner: some more than they see, some less.
CLAIMS = {"none": "all", "own": "unit", "team": "none", "unit": "below", "below": "own", "all": "none"}
WORDS = ("none", "own", "team", "unit", "below", "all")


@dataclass
class Company:
    """A company by chance, in plain numbers, beside the rows that the database holds."""

    chance: random.Random
    units: list[Any] = field(default_factory=list)
    parents: dict[int, int | None] = field(default_factory=dict)
    heads: dict[int, int] = field(default_factory=dict)
    users: list[Any] = field(default_factory=list)
    bosses: dict[int, int | None] = field(default_factory=dict)
    homes: dict[int, int | None] = field(default_factory=dict)
    words: dict[int, list[str]] = field(default_factory=dict)
    teams: dict[int, set[int]] = field(default_factory=dict)
    held: dict[int, list[int]] = field(default_factory=dict)
    shared: dict[tuple[int, int], int] = field(default_factory=dict)
    deputies: set[tuple[int, int, str]] = field(default_factory=set)
    rows: list[Any] = field(default_factory=list)

    def up(self, start: int | None, edges: dict[int, int | None]) -> set[int]:
        """A node and everything above it, circles or not."""
        seen: set[int] = set()
        while start is not None and start not in seen:
            seen.add(start)
            start = edges.get(start)
        return seen

    def can(self, user: int, row: Any, verb: str = "read") -> bool:
        """The definition, in the words of the design, for one person and one row."""
        word = max(self.words[user], key=WORDS.index, default="none")
        if word == "all":
            return True
        if word == "none":
            return False
        mine = {self.homes[user]} | {
            unit for unit, head in self.heads.items() for unit in self.below(unit) if head == user
        }
        mine.discard(None)
        if verb == "read" and row.owner_id is None and self.takes(user, row, mine):
            return True
        if self.lent(user, row, verb) or self.given(user, row, mine, verb):
            return True
        if user in self.up(row.owner_id, self.bosses):
            return True
        if WORDS.index(word) >= WORDS.index("team") and user in self.teams.get(row.team_id, ()):
            return True
        return bool(
            mine & {"unit": {row.unit_id}, "below": self.up(row.unit_id, self.parents)}.get(word, set())
        )

    def takes(self, user: int, row: Any, mine: set[Any]) -> bool:
        """Whether the user may take a row that has no owner."""
        word = max((CLAIMS[one] for one in self.words[user]), key=WORDS.index)
        if WORDS.index(word) >= WORDS.index("team") and user in self.teams.get(row.team_id, ()):
            return True
        places = {"unit": {row.unit_id}, "below": self.up(row.unit_id, self.parents)}
        return word == "all" or bool(mine & places.get(word, set()))

    def lent(self, user: int, row: Any, verb: str) -> bool:
        """Whether the user stands in for the owner of a row."""
        extents = ("everything", "reading") if verb == "read" else ("everything",)
        return any((row.owner_id, user, extent) in self.deputies for extent in extents)

    def given(self, user: int, row: Any, units: set[Any], verb: str) -> bool:
        """Whether a row, or one that it belongs to, is shared with the user, a team, a unit or a role of his."""
        codes = [user, *(-team for team, members in self.teams.items() if user in members)]
        codes += [*(10**6 + unit for unit in units), *(-(10**6) - role for role in self.held[user])]
        if verb == "update":
            return any(self.shared.get((row.pk, code)) == 2 for code in codes)
        rows = {row.pk, row.parent_id, row.about if row.about_entity == "probe" else None}
        return any((number, code) in self.shared for number in rows for code in codes)

    def below(self, unit: int) -> set[int]:
        """A unit and the units under it."""
        return {other for other in self.parents if unit in self.up(other, self.parents)}


def company(seed: int, probe: Any) -> Company:
    """Found a company by chance."""
    chance = random.Random(seed)  # noqa: S311 - chance, not a secret
    made = Company(chance)
    now = {"created_at": clock.now(), "updated_at": clock.now()}
    with guard.opened():
        for number in range(5):
            parent = chance.choice([None, *made.units]) if made.units else None
            made.units += Unit.objects.bulk_create([Unit(name=f"U{number}", parent=parent, **now)])
            made.parents[made.units[-1].pk] = parent.pk if parent else None
        roles = {
            word: Role.objects.bulk_create(
                [
                    Role(
                        key=word,
                        name=word,
                        grants={"probe": {"read": word, "update": word, "claim": CLAIMS[word]}},
                        **now,
                    )
                ]
            )[0]
            for word in WORDS
        }
        for number in range(6):
            boss = chance.choice([None, *made.users]) if made.users else None
            home = chance.choice([None, *made.units])
            words = chance.sample(WORDS[1:-1], chance.choice([1, 1, 2])) if number else [chance.choice(WORDS)]
            user = User(
                username=f"u{number}",
                name=f"U{number}",
                unit=home,
                manager=boss,
                roles=[roles[word].pk for word in words],
                **now,
            )
            made.users += User.objects.bulk_create([user])
            made.held[user.pk] = list(user.roles)
            made.words[user.pk], made.homes[user.pk] = words, home.pk if home else None
            made.bosses[user.pk] = boss.pk if boss else None
        for unit in made.units:
            if chance.random() < 0.3:
                made.heads[unit.pk] = chance.choice(made.users).pk
                Unit.objects.filter(pk=unit.pk).update(manager_id=made.heads[unit.pk])
        for number in range(2):
            members = {user.pk for user in chance.sample(made.users, 2)}
            (team,) = Team.objects.bulk_create([Team(name=f"T{number}", members=sorted(members), **now)])
            made.teams[team.pk] = members
        stand_in(made)
    epoch.bump("access")
    fill(made, probe)
    return made


def stand_in(made: Company) -> None:
    """Deputies and absences by chance, of whom some are over and some still to come."""
    hour, now = dt.timedelta(hours=1), clock.now()
    for _number in range(8):
        person, deputy = made.chance.sample(made.users, 2)
        starts = made.chance.choice((-2, -1, 1)) * hour
        extent, model = made.chance.choice(("everything", "reading")), made.chance.choice((Deputy, Absence))
        row = model(
            person=person, deputy=deputy, extent=extent, starts_at=now + starts, created_at=now, updated_at=now,
            ends_at=now + starts + made.chance.choice((1, 2)) * hour,
        )  # fmt: skip
        model.objects.bulk_create([row])
        if row.starts_at <= now < row.ends_at:
            made.deputies.add((person.pk, deputy.pk, extent))


LINKS: tuple[Callable[[int], dict[str, Any]], ...] = (
    lambda number: {"parent": number},
    lambda number: {"about": number, "about_entity": "probe"},
)


def fill(made: Company, probe: Any) -> None:
    """Rows and shares by chance."""
    chance = made.chance
    owners = [None, *(user.pk for user in made.users)]
    rows = [
        {
            "name": f"word {chance.choice('abcd')}",
            "amount": chance.choice([None, 1, 2, 3]),
            "owner": chance.choice(owners),
            "unit": chance.choice([None, *made.units]),
            "team": chance.choice([None, None, *made.teams]),
        }
        for _number in range(30)
    ]
    ids = [outcome.id or 0 for outcome in bulk.create(probe, rows, by=Actor.system())]
    bulk.delete(probe, ids[:2], by=Actor.system())
    kinds: list[tuple[int, list[int], Callable[[int], int]]] = [
        (RecordGrant.USER, [user.pk for user in made.users], lambda number: number),
        (RecordGrant.TEAM, list(made.teams), lambda number: -number),
        (RecordGrant.UNIT, [unit.pk for unit in made.units], lambda number: 10**6 + number),
        (RecordGrant.ROLE, list(Role.objects.values_list("pk", flat=True)), lambda number: -(10**6) - number),
    ]
    with guard.opened():
        for number in chance.sample(ids[2:], 16):
            probe.objects.filter(pk=number).update(**chance.choice(LINKS)(chance.choice(ids)))
    for _number in range(12):
        row, (kind, numbers, code) = chance.choice(ids), chance.choice(kinds)
        number, over = chance.choice(numbers), chance.random() < 0.2
        grant = {"entity": code_of("probe"), "record_id": row, "principal": kind * RecordGrant.KIND + number}
        if (row, code(number)) not in made.shared and not RecordGrant.objects.filter(**grant).exists():
            cause, level = chance.choice(("share", "team", "rule")), chance.choice((1, 2))
            RecordGrant.objects.create(
                **grant, cause=cause, level=level, expires_at=clock.now() if over else None
            )
            epoch.bump("access")
            if not over:
                made.shared[row, code(number)] = level
    made.rows = list(probe.live())


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


SHAPES = (
    ({"sort": ("name",)}, 300, ("TOPN",)),
    ({"sort": ("-name",)}, 0, ("WALK",)),
    ({"sort": ("-created_at",)}, 300, ("TOPN",)),
    ({"sort": ("amount", "-name")}, 300, ("COLLECT",)),
    ({"sort": ("id",)}, 300, ("COLLECT",)),
    ({"sort": ("name",), "text": "word"}, 300, ("FOUND",)),
)


def test_every_shape_shows_exactly_what_the_definition_says(
    probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: set[str] = set()

    @settings(max_examples=7)
    @given(seed=st.integers(0, 10**6))
    def agree(seed: int) -> None:
        with transaction.atomic():
            made = company(seed, probe)
            with epoch.turn():
                for user in made.users:
                    seen.update(looked_at(made, user, probe, monkeypatch))
            transaction.set_rollback(True)

    agree()
    assert seen >= {"ALL", "TOPN", "WALK", "COLLECT", "FOUND"}
    assert set(REACHES) == set(WORDS)


def looked_at(made: Company, user: Any, probe: Any, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Compare every way of looking with the definition; returns the shapes that were taken."""
    spec, actor = registry.spec("probe"), Actor.of(user)
    expected = {row.pk for row in made.rows if made.can(user.pk, row)}
    assert set(records.visible(probe, to=actor).values_list("pk", flat=True)) == expected, made.words[user.pk]
    changeable = {row.pk for row in made.rows if made.can(user.pk, row, "update")}
    assert set(records.visible(probe, to=actor, verb="update").values_list("pk", flat=True)) == changeable
    seen: set[str] = set()
    for options, branches, known in SHAPES:
        monkeypatch.setattr(shapes, "MAX_BRANCHES", branches)
        look = Listing(spec, actor, limit=7, **options)
        assert look.shape in (*known, "ALL", "NOTHING", "FOUND")
        seen.add(look.shape)
        ids = pages(look)
        assert len(ids) == len(set(ids))
        assert set(ids) == expected, (look.shape, made.words[user.pk])
        assert look.count(None) == (len(expected), True)
        assert look.count(5) == (min(5, len(expected)), len(expected) <= 5)
        assert set(look.rows().values_list("pk", flat=True)) == expected
    for row in made.rows[:6]:
        assert look.scope.covers(row) == (row.pk in expected)
        for verb in ("read", "update", "mass_update", "delete", "export"):
            why = explain(actor.access, spec, row, verb)
            assert bool(why) == Scope(spec.key, actor.access, verb).covers(row), (verb, why)
    return seen
