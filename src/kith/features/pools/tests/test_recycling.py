"""Rules that send records to a pool, and the pitfalls of the field."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser

from kith.engine import guard, records, registry
from kith.engine.errors import Invalid
from kith.engine.undo import undo
from kith.features.pools import days, jobs, moving, running, spreading
from kith.features.pools.judging import touched
from kith.features.pools.models import PoolLimit, PoolMove, PoolRule, PoolRun, Standing
from kith.kernel import clock

pytestmark = pytest.mark.database
Notification = apps.get_model("notifications", "Notification")
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def rule(people: People, **said: Any) -> Any:
    return records.create(
        PoolRule,
        by=people.ada,
        **{"name": "Silent", "entity": "customer", "active": True, "follow_up": "10", **said},
    )


def gone(record: Any) -> bool:
    record.refresh_from_db()
    return record.owner_id is None


def followed(record: Any) -> None:
    """As if it had been followed up now."""
    spec = registry.spec_of(record)
    with guard.opened():
        spec.model.objects.filter(pk=record.pk).update(**{touched(spec): clock.now()})


def test_pitfall_who_was_never_followed_up_is_not_infinitely_old(
    people: People, pooling: Any, customer: Any
) -> None:
    pooling()
    one = rule(people)
    with clock.frozen(NOW):
        acme = customer()
        assert running.run(one).moved == 0
    with clock.frozen(NOW + 10 * DAY):
        assert running.run(one).moved == 0
    with clock.frozen(NOW + 11 * DAY):
        assert running.run(one).moved == 1
        assert gone(acme)
        move = PoolMove.objects.get()
        assert (move.kind, move.reason, move.rule_id, move.days) == ("recycled", "System", one.pk, 10)
        assert Notification.objects.filter(user_id=people.users["sue"].pk, event="pool.lost").count() == 1


def test_pitfall_who_took_it_today_keeps_it_though_nobody_followed_up_for_years(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, one = pooling(), rule(people)
    with clock.frozen(NOW):
        acme = customer()
        followed(acme)
    with clock.frozen(NOW + 100 * DAY):
        records.perform("give_back", acme, by=people.sue, reason=reason.pk)
        moving.claim(pool, acme.pk, by=people.carl)
        assert running.run(one).moved == 0


def test_pitfall_a_bare_edit_is_no_follow_up(people: People, pooling: Any, customer: Any) -> None:
    pooling()
    one = rule(people)
    with clock.frozen(NOW):
        edited, called = customer("Edited"), customer("Called")
    with clock.frozen(NOW + 8 * DAY):
        records.update((type(edited), edited.pk), by=people.sue, about="Touched")
        followed(called)
    with clock.frozen(NOW + 11 * DAY):
        running.run(one)
        assert (gone(edited), gone(called)) == (True, False)


def test_pitfall_days_are_whole_days_where_the_company_is(
    people: People, pooling: Any, customer: Any
) -> None:
    pooling()
    one = rule(people, follow_up="1")
    with clock.frozen(NOW.replace(hour=23, minute=59)):
        acme = customer()
    with clock.frozen(NOW.replace(day=3, hour=23, minute=59)):
        assert running.run(one).moved == 0
    with clock.frozen(NOW.replace(day=4, hour=0, minute=1)):
        assert running.run(one).moved == 1
        assert gone(acme)


def test_one_rule_has_a_number_for_each_grade(people: People, pooling: Any, customer: Any) -> None:
    pooling()
    one = rule(people, follow_up="A 30, B 20, others 10")
    with clock.frozen(NOW):
        rows = {grade: customer(f"Is {grade}", grade=grade) for grade in ("A", "B", "C", "")}
    with clock.frozen(NOW + 21 * DAY):
        assert running.run(one).moved == 3
        assert {grade for grade, row in rows.items() if gone(row)} == {"B", "C", ""}
    for wrong in ("A x", "Z 30", "30, 40"):
        with pytest.raises(Invalid):
            rule(people, follow_up=wrong)


def test_what_is_protected_locked_won_or_open_stays(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool = pooling(protection=20)
    records.create(PoolLimit, by=people.ada, name="All", entity="customer", locked=5, lock_days=90)
    one = rule(people)
    with clock.frozen(NOW):
        plain, locked, taken, dealing = (customer(name) for name in "PLTD")
        records.perform("lock", locked, by=people.sue, until=NOW.date() + 30 * DAY)
        records.perform("give_back", taken, by=people.sue, reason=reason.pk)
        moving.claim(pool, taken.pk, by=people.carl)
        records.create(registry.spec("opportunity").model, by=people.sue, name="Deal", customer=dealing)
    with clock.frozen(NOW + 12 * DAY):
        assert running.run(one).moved == 1
        assert [gone(row) for row in (plain, locked, taken, dealing)] == [True, False, False, False]


def test_countdown_and_warning_and_one_run_a_day(people: People, pooling: Any, customer: Any) -> None:
    pooling()
    rule(people, warning=3)
    sue = people.users["sue"].pk
    with clock.frozen(NOW):
        acme = customer()
    with clock.frozen(NOW + 7 * DAY):
        jobs.recycle.call()
        acme.refresh_from_db()
        assert acme.recycled_on == Standing.objects.get().due_on == (NOW + 11 * DAY).date()
        assert not Notification.objects.filter(user_id=sue).exists()
    for _hour in range(2):
        with clock.frozen(NOW + 8 * DAY):
            jobs.recycle.call()
    assert Notification.objects.filter(user_id=sue, event="pool.warning").count() == 1
    assert PoolRun.objects.count() == 2
    with clock.frozen(NOW + 11 * DAY):
        jobs.recycle.call()
        assert gone(acme)
        assert acme.recycled_on is None


def test_a_run_is_taken_back_whole(people: People, pooling: Any, customer: Any) -> None:
    pool, one = pooling(), rule(people)
    with clock.frozen(NOW):
        rows = [customer(name) for name in "AB"]
    with clock.frozen(NOW + 11 * DAY):
        run = running.run(one)
        assert all(map(gone, rows))
        assert undo(run.batch_id or 0, by=people.ada).undone == 2
        assert not any(map(gone, rows))
        assert not Standing.objects.filter(pool_id=pool.pk).exists()


def test_simulation_says_what_would_go_and_moves_nothing(people: People, pooling: Any, customer: Any) -> None:
    pooling()
    one = rule(people, active=False)
    with clock.frozen(NOW):
        acme = customer("Acme Rope")
    with clock.frozen(NOW + 11 * DAY):
        text = browser(people.users["ada"]).get(f"/pool-rules/{one.pk}/simulate/").content.decode()
        assert "1 record would go" in text
        assert "Sue Seller" in text
        assert "Acme Rope" in text
        assert jobs.recycle.call() == 0
        assert not gone(acme)


def test_what_nobody_takes_goes_on_to_the_next_pool(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    nation = pooling(name="Nation", position=2)
    pooling(name="Region", onward=nation, onward_days=5)
    with clock.frozen(NOW):
        records.perform("give_back", customer(), by=people.sue, reason=reason.pk)
    with clock.frozen(NOW + 5 * DAY):
        jobs.tend()
        assert Standing.objects.get().pool_id != nation.pk
    with clock.frozen(NOW + 6 * DAY):
        jobs.tend()
        assert Standing.objects.get().pool_id == nation.pk


def test_kith_gives_out_evenly_within_the_limits(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    users = [people.users[name].pk for name in ("carl", "nora")]
    pool = pooling(
        everyone=False, people=[*users, people.users["sue"].pk], taking="evenly", each=1, daily=2, spacing=30,
        cooling=9,
    )  # fmt: skip
    with clock.frozen(NOW):
        for name in "ABCDEFG":
            records.perform("give_back", customer(name), by=people.sue, reason=reason.pk)
        assert spreading.spread(pool) == 2
        assert spreading.spread(pool) == 0
    with clock.frozen(NOW + dt.timedelta(minutes=31)):
        assert spreading.spread(pool) == 2
    with clock.frozen(NOW + dt.timedelta(minutes=62)):
        assert spreading.spread(pool) == 0
    got = list(PoolMove.objects.filter(kind="spread").values_list("target_id", flat=True))
    assert Counter(got) == dict.fromkeys(users, 2)


def test_days_are_read_as_people_write_them() -> None:
    read = days.read("A 90，B=60; 其他 30", "AB")
    assert read is not None
    assert [read.of(level) for level in ("A", "B", "C")] == [90, 60, 30]
    assert days.read("  ") is None


@pytest.mark.parametrize("working", [False, True])
def test_the_day_on_which_it_goes_is_the_first_that_is_over_the_limit(
    people: People, *, working: bool
) -> None:
    for base in (dt.date(2026, 11, 5), dt.date(2026, 11, 8)):
        for limit in (0, 1, 5, 12):
            day = days.due(base, limit, working=working)
            assert base < days.cutoff(day, limit, working=working)
            assert base >= days.cutoff(day - DAY, limit, working=working)
