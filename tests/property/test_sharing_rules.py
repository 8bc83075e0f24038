"""Whatever is written in whatever way, a rule shares exactly the records that fit it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, epoch, journal, records, registry
from kith.engine.actor import Actor
from kith.engine.condition import holds, parse
from kith.engine.errors import Invalid
from kith.engine.identity.models import RecordGrant, Role
from kith.engine.jobs import drain
from kith.engine.listing import Listing
from kith.engine.undo import undo
from kith.features.sharing.models import SharingRule
from tests.company import People

pytestmark = pytest.mark.database

CONDITIONS: tuple[dict[str, Any], ...] = (
    {},
    {"field": "stage", "op": "is", "value": "open"},
    {"field": "amount", "op": "gte", "value": 2},
    {"all": [{"field": "name", "op": "starts", "value": "a"}, {"field": "amount", "op": "not_empty"}]},
    {"not": {"field": "name", "op": "is", "value": "b"}},
    {"field": "parent.amount", "op": "is", "value": 1},
)


def grants() -> set[tuple[int, int, int, int]]:
    """Every grant that a rule gave: rule, record, to whom, how far."""
    rows = RecordGrant.objects.filter(cause="rule")
    return set(rows.values_list("cause_id", "record_id", "principal", "level"))


def expected(probe: Any) -> set[tuple[int, int, int, int]]:
    """The same by the definition: each rule in force, asked of each live record."""
    spec, system = registry.spec("probe"), Actor.system()
    found = set()
    for rule in SharingRule.live().filter(active=True):
        level = 2 if rule.level == "write" else 1
        kinds = ((1, rule.people), (2, rule.teams), (3, rule.units), (4, rule.roles))
        for row in probe.live():
            if not rule.where or holds(parse(rule.where, spec, system), spec, row, system):
                found |= {
                    (rule.pk, row.pk, kind * RecordGrant.KIND + number, level)
                    for kind, numbers in kinds
                    for number in numbers or ()
                }
    return found


def values(chance: random.Random) -> dict[str, Any]:
    """Values of a record by chance."""
    return {"name": chance.choice("abc"), "amount": chance.choice([None, 1, 2, 3])}


def some_rule(people: People, chance: random.Random) -> dict[str, Any]:
    """What a rule says, by chance."""
    return {
        "where": chance.choice(CONDITIONS),
        "people": chance.sample([user.pk for user in people.users.values()], chance.choice([0, 1, 2])),
        "teams": [people.team.pk],
        "units": chance.choice([[], [people.north.pk]]),
        "roles": chance.choice([[], [Role.live().first().pk]]),  # type: ignore[union-attr]  # there are roles
        "level": chance.choice(["read", "write"]),
        "active": chance.random() < 0.8,
    }


def write(people: People, probe: Any, chance: random.Random) -> None:
    """One write of records or rules, in one of many ways."""
    ada = people.ada
    rows, rules = list(probe.live()), list(SharingRule.live())
    picked = [row.pk for row in chance.sample(rows, min(3, len(rows)))]
    ways: dict[str, Callable[[], Any]] = {
        "create": lambda: records.create(
            probe, by=ada, **values(chance), parent=chance.choice([None, *rows])
        ),
        "update": lambda: records.update(chance.choice(rows), by=ada, **values(chance)),
        "finish": lambda: records.perform("finish", records.create(probe, by=ada, **values(chance)), by=ada),
        "many": lambda: bulk.create(probe, [values(chance) for _row in range(4)], by=ada),
        "change many": lambda: bulk.update(probe, [(one, None, values(chance)) for one in picked], by=ada),
        "delete": lambda: records.delete(chance.choice(rows), by=ada),
        "rule": lambda: records.update(chance.choice(rules), by=ada, **some_rule(people, chance)),
        "no rule": lambda: records.delete(chance.choice(rules), by=ada) if len(rules) > 1 else None,
        "back": lambda: undo(last(), by=ada),
    }
    ways[chance.choice(list(ways)) if rows else "many"]()


def last() -> int:
    """The newest batch that was not taken back and is no taking back itself."""
    batch = journal.Batch.objects.filter(undone_by=None).exclude(kind="undo").order_by("-pk").first()
    assert batch is not None
    return int(batch.pk)


def test_a_rule_shares_exactly_what_fits_it(people: People, probe: Any) -> None:
    @settings(max_examples=10)
    @given(seed=st.integers(0, 10**6))
    def agree(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - chance, not a secret
        with transaction.atomic():
            for number in range(3):
                said = some_rule(people, chance)
                records.create(SharingRule, by=people.ada, name=f"R{number}", entity="probe", **said)
            for _step in range(12):
                write(people, probe, chance)
            drain()
            # What depends on a linked record follows at night at the latest.
            with_links = {rule.pk for rule in SharingRule.live() if "parent." in str(rule.where)}
            there, wanted = grants(), expected(probe)
            assert {one for one in there ^ wanted if one[0] not in with_links} == set()
            transaction.set_rollback(True)
        epoch.bump("access")

    agree()


def test_who_is_given_his_first_record_by_a_rule_sees_it_on_the_next_request(
    people: People, probe: Any
) -> None:
    people.role("prober", {"probe": {"read": "own"}})
    pia = people.join("Pia Prober", "prober")
    assert Listing(registry.spec("probe"), pia).ids(10) == []
    records.create(
        SharingRule, by=people.ada, name="Big ones", entity="probe", people=[pia.user_id],
        where={"field": "amount", "op": "gte", "value": 2},
    )  # fmt: skip
    drain()
    row = records.create(probe, by=people.ada, name="big", amount=5)
    small = records.create(probe, by=people.ada, name="small", amount=1)
    spec = registry.spec("probe")
    assert Listing(spec, people.actor("pia")).ids(10) == [row.pk]
    records.update(small, by=people.ada, amount=3)
    assert set(Listing(spec, people.actor("pia")).ids(10)) == {row.pk, small.pk}
    bulk.update(probe, [(row.pk, None, {"amount": 0})], by=people.ada)
    assert Listing(spec, people.actor("pia")).ids(10) == [small.pk]


def test_a_rule_gives_no_more_than_its_maker_has_and_is_the_same_for_all(people: People, probe: Any) -> None:
    people.role("ruler", {"probe": {"read": "all", "update": "own"}, "sharing-rule": {"*": "all"}})
    rita = people.join("Rita Ruler", "ruler")
    whom: dict[str, Any] = {"entity": "probe", "people": [people.users["carl"].pk]}
    for said, wrong in (
        ({**whom, "level": "write"}, "level"),
        ({**whom, "where": {"field": "owner", "op": "is", "value": "me"}}, "where"),
        ({**whom, "where": {"field": "nothing", "op": "empty"}}, "where"),
        ({**whom, "people": []}, "people"),
        ({**whom, "entity": "role"}, "entity"),
        ({**whom, "entity": "nothing"}, "entity"),
    ):
        with pytest.raises(Invalid) as refused:
            records.create(SharingRule, by=rita, name="R", **said)
        assert wrong in refused.value.errors, said
    records.create(SharingRule, by=rita, name="R", **whom)
