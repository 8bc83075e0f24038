"""Whose rows one reaches, and that no row leaves or enters reach by a side door."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import access, epoch, records
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.models import RecordGrant, Team, Unit, User
from kith.engine.registry import code_of
from kith.kernel import clock


def seen(probe: Any, actor: Actor) -> set[str]:
    """Names of what somebody sees."""
    return set(records.visible(probe, to=actor).values_list("name", flat=True))


def share(record: Any, kind: int, principal: int, level: int = 1, expires_at: Any = None) -> None:
    """Share one record with somebody."""
    RecordGrant.objects.create(
        entity=code_of("probe"),
        record_id=record.pk,
        principal=kind * RecordGrant.KIND + principal,
        level=level,
        expires_at=expires_at,
    )
    epoch.bump("access")


def test_each_person_sees_what_the_role_says(people: People, probe: Any) -> None:
    for name in ("ada", "max", "sue", "carl", "nora"):
        records.create(probe, by=people.actor(name), name=name)
    everything = {"ada", "max", "sue", "carl", "nora"}
    assert seen(probe, people.ada) == seen(probe, people.otto) == everything
    assert seen(probe, people.max) == {"max", "sue", "carl"}
    assert seen(probe, people.sue) == {"sue"}
    assert seen(probe, people.stranger) == set()


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("none", set()),
        ("own", {"nora"}),
        ("team", {"nora", "shared"}),
        ("unit", {"nora", "shared", "south"}),
        ("below", {"nora", "shared", "south"}),
        ("all", {"nora", "shared", "south", "carl"}),
    ],
)
def test_a_reach_contains_the_smaller_ones(people: People, probe: Any, word: str, expected: set[str]) -> None:
    people.role("word", {"probe": {"read": word}})
    records.create(probe, by=people.nora, name="nora")
    records.create(probe, by=people.carl, name="carl")
    records.create(
        probe, by=people.ada, name="shared", owner=people.carl.user_id, unit=people.north, team=people.team
    )
    records.create(probe, by=people.ada, name="south", unit=people.south)
    assert seen(probe, people.give("nora", "word")) == expected


def test_a_manager_reaches_what_subordinates_own_wherever_it_lies(people: People, probe: Any) -> None:
    people.role("chief", {"probe": {"read": "own"}})
    chief = people.join("Chris Chief", "chief", unit=people.hq)
    people.give("carl", manager=chief.user_id)
    people.give("nora", manager=people.users["carl"].pk)
    records.create(probe, by=people.nora, name="nora")
    assert seen(probe, people.actor("chris")) == {"nora"}


def test_managing_a_unit_reaches_the_units_below_it(people: People, probe: Any) -> None:
    people.role("head", {"probe": {"read": "unit"}})
    head = people.join("Hedda Head", "head", unit=people.north)
    records.create(probe, by=people.nora, name="nora")
    assert seen(probe, head) == set()
    records.update((Unit, people.hq.pk), by=people.ada, manager=head.user_id)
    assert seen(probe, people.actor("hedda")) == {"nora"}


def test_several_roles_give_the_widest_right(people: People, probe: Any) -> None:
    records.create(probe, by=people.nora, name="nora")
    people.role("narrow", {"probe": {"read": "own", "finish": "own"}, "customer": {"read": "none"}})
    for roles in (
        ("seller", "administrator"),
        ("narrow", "administrator"),
        ("narrow", "seller", "administrator"),
    ):
        both = people.give("carl", *roles)
        assert seen(probe, both) == {"nora"}, roles
        assert all(
            both.access.reach("probe", verb) is access.Reach.ALL
            for verb in ("read", "update", "delete", "finish")
        )
        assert both.access.reach("customer", "read") is access.Reach.ALL
    people.role("reader", {"probe": {"read": "all"}})
    assert people.give("carl", "seller", "reader").access.reach("probe", "update") is access.Reach.OWN


def test_one_role_can_take_a_verb_out_of_its_own_general_grant(people: People, probe: Any) -> None:
    people.role("careful", {"*": {"*": "all"}, "probe": {"*": "all", "delete": "none"}})
    careful = people.give("carl", "careful")
    made = records.create(probe, by=careful, name="kept")
    with pytest.raises(Forbidden):
        records.delete(made, by=careful)


def test_a_record_is_shared_to_read_or_to_write_until_a_date(people: People, probe: Any) -> None:
    one, two, three = (records.create(probe, by=people.sue, name=name) for name in ("read", "write", "over"))
    carl = people.users["carl"].pk
    share(one, RecordGrant.USER, carl)
    share(two, RecordGrant.USER, carl, level=2)
    share(three, RecordGrant.USER, carl, level=2, expires_at=clock.now())
    assert seen(probe, people.carl) == {"read", "write"}
    with pytest.raises(Forbidden):
        records.update(one, by=people.carl, note="x")
    records.update(two, by=people.carl, note="x")
    with pytest.raises(NotFound):
        records.update(three, by=people.carl, note="x")
    with pytest.raises(Forbidden):
        records.delete(two, by=people.carl)


def test_a_record_is_shared_to_a_team_or_a_unit(people: People, probe: Any) -> None:
    one, two = (records.create(probe, by=people.carl, name=name) for name in ("team", "unit"))
    share(one, RecordGrant.TEAM, people.team.pk)
    share(two, RecordGrant.UNIT, people.south.pk)
    assert seen(probe, people.nora) == {"team", "unit"}
    assert seen(probe, people.sue) == {"team"}


def test_writing_through_a_share_does_not_let_one_take_the_record(people: People, probe: Any) -> None:
    hers = records.create(probe, by=people.sue, name="hers")
    share(hers, RecordGrant.USER, people.users["carl"].pk, level=2)
    with pytest.raises(Invalid) as refused:
        records.update(hers, by=people.carl, owner=people.carl.user_id)
    assert list(refused.value.errors) == ["owner"]


def test_without_the_right_to_assign_a_row_cannot_be_moved(people: People, probe: Any) -> None:
    people.role("fixed", {"probe": {"create": "own", "read": "unit", "update": "own"}})
    fixed = people.give("carl", "fixed")
    made = records.create(probe, by=fixed, name="fixed")
    for values in ({"owner": people.sue.user_id}, {"unit": people.south.pk}, {"team": people.team.pk}):
        with pytest.raises(Invalid):
            records.update(made, by=fixed, **values)
    with pytest.raises((Invalid, Forbidden)):
        records.create(probe, by=fixed, name="for Sue", owner=people.sue.user_id)
    with pytest.raises((Invalid, Forbidden)):
        records.create(probe, by=fixed, name="nobody's", owner=None)
    made.refresh_from_db()
    assert (made.owner_id, made.unit_id) == (fixed.user_id, people.north.pk)


def test_assigning_gives_the_row_away_with_its_unit(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="given")
    records.update(made, by=people.sue, owner=people.nora.user_id)
    made.refresh_from_db()
    assert (made.owner_id, made.unit_id) == (people.nora.user_id, people.south.pk)
    with pytest.raises(NotFound):
        records.update(made, by=people.sue, owner=people.sue.user_id)


def test_an_action_that_hands_over_needs_the_right_to_assign(people: People, probe: Any) -> None:
    people.role("fixed", {"probe": {"create": "own", "read": "own", "update": "own"}})
    fixed = people.give("carl", "fixed")
    made = records.create(probe, by=fixed, name="fixed")
    with pytest.raises(Invalid):
        records.perform("hand_over", made, by=fixed, to=people.sue.user_id)
    hers = records.create(probe, by=people.sue, name="hers")
    records.perform("hand_over", hers, by=people.sue, to=people.nora.user_id)
    assert seen(probe, people.nora) == {"hers"}


def test_an_action_without_a_grant_of_its_own_follows_update(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="hers")
    people.role("finisher", {"probe": {"read": "all", "update": "none", "finish": "all"}})
    people.role("editor", {"probe": {"read": "all", "update": "all"}})
    people.role("unable", {"probe": {"read": "all", "update": "all", "finish": "none"}})
    with pytest.raises(Forbidden):
        records.perform("finish", made, by=people.give("carl", "unable"))
    with pytest.raises(Forbidden):
        records.update(made, by=people.give("carl", "finisher"), note="x")
    records.perform("finish", made, by=people.carl)
    records.update(made, by=people.sue, stage="open")
    records.perform("finish", made, by=people.give("carl", "editor"))


def test_a_changed_right_acts_on_the_next_turn(people: People, probe: Any) -> None:
    records.create(probe, by=people.nora, name="nora")
    with epoch.turn():
        assert seen(probe, people.carl) == set()
    people.give("carl", "auditor")
    with epoch.turn():
        assert seen(probe, people.carl) == {"nora"}
    records.update((Team, people.team.pk), by=people.ada, members=[])
    records.update((User, people.users["carl"].pk), by=people.ada, is_active=False)
    with epoch.turn():
        assert seen(probe, people.carl) == set()


def test_a_token_reaches_no_further_than_its_scopes(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.ada, name="one")
    token = Actor.of(people.users["ada"], "api", scopes=("probe:read", "customer:*"))
    assert seen(probe, token) == {"one"}
    with pytest.raises(Forbidden):
        records.update(made, by=token, name="two")
    assert token.access.reach("customer", "delete") is access.Reach.ALL
    assert token.access.reach("contact", "read") is access.Reach.NONE


def test_a_share_ends_with_its_record(people: People, probe: Any) -> None:
    gone, kept = (records.create(probe, by=people.ada, name=name) for name in ("gone", "kept"))
    for row in (gone, kept):
        share(row, RecordGrant.USER, people.users["carl"].pk)
    records.delete(gone, by=people.ada)
    assert RecordGrant.objects.filter(record_id=gone.pk, entity=code_of("probe")).exists()
    records.delete(gone, by=people.ada)
    assert set(RecordGrant.objects.values_list("record_id", flat=True)) == {kept.pk}
