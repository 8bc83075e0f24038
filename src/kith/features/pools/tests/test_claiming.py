"""Taking and giving back: the order of the checks and what each says, the pitfalls of the field, and the ledger."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser, program

from kith.engine import claiming, guard, records, registry
from kith.engine.errors import Conflict, Forbidden, Invalid
from kith.engine.journal import Batch
from kith.engine.undo import undo
from kith.features.pools import moving
from kith.features.pools.judging import NotNow
from kith.features.pools.models import PoolLimit, PoolMove, Standing
from kith.kernel import clock

pytestmark = pytest.mark.database
NOW = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)


def give_back(record: Any, reason: Any, by: Any) -> None:
    records.perform("give_back", record, by=by, reason=reason.pk)


def refused(pool: Any, record: Any, by: Any) -> tuple[str, str]:
    with pytest.raises(NotNow) as found:
        moving.claim(pool, record.pk, by=by)
    return found.value.check, str(found.value)


def test_what_is_given_back_is_taken_by_another_with_its_contacts(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, acme = pooling(), customer()
    ann = records.create(registry.spec("contact").model, by=people.sue, name="Ann", customer=acme)
    with pytest.raises(Invalid):
        records.perform("give_back", acme, by=people.sue)
    give_back(acme, reason, people.sue)
    for row in (acme, ann):
        row.refresh_from_db()
        assert row.owner_id is None
    moving.claim(pool, acme.pk, by=people.carl)
    for row in (acme, ann):
        row.refresh_from_db()
        assert row.owner_id == people.users["carl"].pk
    assert refused(pool, acme, people.nora)[0] == "gone"
    moves = PoolMove.objects.order_by("pk").values_list("kind", "reason", "source_id", "target_id")
    sue, carl = people.users["sue"].pk, people.users["carl"].pk
    assert list(moves) == [("returned", "No need", sue, None), ("claimed", "", None, carl)]


def test_what_is_worked_out_anew_while_giving_back_does_not_stop_it(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, acme = pooling(), customer()
    with guard.opened():
        type(acme).objects.filter(pk=acme.pk).update(data_quality=1)
    give_back(acme, reason, people.sue)
    acme.refresh_from_db()
    assert (acme.owner_id, acme.data_quality == 1) == (None, False)
    assert Standing.objects.get(record_id=acme.pk).pool_id == pool.pk


def test_checks_come_in_the_order_of_the_field_and_say_numbers_and_dates(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool = pooling(everyone=False, units=[people.north.pk], freeze=2, cooling=5, claims=1, cap=2, unworked=2)
    with clock.frozen(NOW):
        rows = [customer(name) for name in ("A", "B", "C", "D")]
        for row in rows:
            give_back(row, reason, people.sue)
        assert refused(pool, rows[0], people.nora) == ("member", "You are no member of the pool “Sea”.")
        check, said = refused(pool, rows[0], people.carl)
        assert check == "freeze"
        assert "4 Nov" in said
    with clock.frozen(NOW + dt.timedelta(days=2)):
        check, said = refused(pool, rows[0], people.sue)
        assert check == "cooling"
        assert "7 Nov" in said
        moving.claim(pool, rows[0].pk, by=people.carl)
        check, said = refused(pool, rows[1], people.carl)
        assert (check, "1 of 1" in said, "5 Nov" in said) == ("daily", True, True)
    with clock.frozen(NOW + dt.timedelta(days=3)):
        moving.claim(pool, rows[1].pk, by=people.carl)
    with clock.frozen(NOW + dt.timedelta(days=4)):
        check, said = refused(pool, rows[2], people.carl)
        assert (check, "2 of 2" in said) == ("pool-cap", True)
        records.update(pool, by=people.ada, cap=None)
        records.create(PoolLimit, by=people.ada, name="All", entity="customer", cap=2)
        check, said = refused(pool, rows[2], people.carl)
        assert (check, "2 of 2" in said) == ("cap", True)
        records.update((PoolLimit, PoolLimit.objects.get().pk), by=people.ada, cap=9)
        check, said = refused(pool, rows[2], people.carl)
        assert (check, "2" in said) == ("unworked", True)


def test_pitfall_giving_back_does_not_regain_the_quota(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, rows = pooling(claims=1), [customer("A"), customer("B")]
    for row in rows:
        give_back(row, reason, people.sue)
    moving.claim(pool, rows[0].pk, by=people.carl)
    give_back(rows[0], reason, people.carl)
    assert refused(pool, rows[1], people.carl)[0] == "daily"


def test_pitfall_undo_does_not_regain_the_quota(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, rows = pooling(claims=1), [customer("A"), customer("B")]
    for row in rows:
        give_back(row, reason, people.sue)
    moving.claim(pool, rows[0].pk, by=people.carl)
    assert undo(Batch.objects.get(kind="claim").pk, by=people.carl).undone == 1
    assert Standing.objects.get(record_id=rows[0].pk).pool_id == pool.pk
    assert refused(pool, rows[1], people.carl)[0] == "daily"


def test_pitfall_an_edit_does_not_restart_the_freeze(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool = pooling(freeze=2)
    with clock.frozen(NOW):
        acme = customer()
        give_back(acme, reason, people.sue)
    with clock.frozen(NOW + dt.timedelta(days=2)):
        records.update((type(acme), acme.pk), by=people.ada, about="Edited")
        moving.claim(pool, acme.pk, by=people.carl)


def test_pitfall_the_quota_outlives_what_is_deleted(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, rows = pooling(claims=1), [customer("A"), customer("B")]
    for row in rows:
        give_back(row, reason, people.sue)
    moving.claim(pool, rows[0].pk, by=people.carl)
    records.delete((type(rows[0]), rows[0].pk), by=people.ada)
    records.delete((type(rows[0]), rows[0].pk), by=people.ada)
    assert not Standing.objects.filter(record_id=rows[0].pk).exists()
    assert refused(pool, rows[1], people.carl)[0] == "daily"


def test_pitfall_the_ledger_is_only_added_to(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pooling()
    give_back(customer(), reason, people.sue)
    move = PoolMove.objects.get()
    for attempt in (
        move.save,
        move.delete,
        PoolMove.objects.all().delete,
        lambda: PoolMove.objects.update(days=1),
    ):
        with pytest.raises(TypeError):
            attempt()


def test_pitfall_a_pool_without_members_is_not_a_pool_of_everybody(people: People, pooling: Any) -> None:
    with pytest.raises(Invalid) as found:
        pooling(everyone=False)
    assert "everyone" in found.value.errors


def test_administrators_pass_limits_but_not_the_caps(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool = pooling(admins=[people.users["max"].pk], freeze=9, claims=0, cap=1, cooling=9)
    rows = [customer("A"), customer("B"), customer("C")]
    for row in rows:
        give_back(row, reason, people.sue)
    moving.claim(pool, rows[0].pk, by=people.max)
    assert refused(pool, rows[1], people.max)[0] == "pool-cap"
    sue = people.users["sue"].pk
    moving.assign(pool, rows[1].pk, sue, by=people.max)
    with pytest.raises(NotNow) as found:
        moving.assign(pool, rows[2].pk, sue, by=people.max)
    assert "Sue Seller" in str(found.value)
    with pytest.raises(Forbidden):
        moving.assign(pool, rows[2].pk, sue, by=people.carl)


def test_what_is_in_a_pool_leaves_it_through_the_pool_only(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, acme = pooling(claims=0), customer()
    give_back(acme, reason, people.sue)
    people.role("taker", {"customer": {"read": "unit", "update": "unit", "claim": "unit", "assign": "unit"}})
    carl = people.give("carl", "taker")
    spec = registry.spec("customer")
    with pytest.raises(Invalid):
        claiming.claim(spec, acme.pk, by=carl)
    with pytest.raises(Invalid):
        records.update((spec.model, acme.pk), by=people.max, owner=people.users["max"].pk)
    assert Standing.objects.get().pool_id == pool.pk


def test_protection_lock_and_the_cap_of_locks(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, rows = pooling(protection=3), [customer("A"), customer("B")]
    records.create(PoolLimit, by=people.ada, name="All", entity="customer", locked=1, lock_days=10)
    with clock.frozen(NOW):
        for row in rows:
            give_back(row, reason, people.sue)
            moving.claim(pool, row.pk, by=people.carl)
        with pytest.raises(Invalid) as found:
            records.delete((type(rows[0]), rows[0].pk), by=people.carl)
        assert "5 Nov" in str(found.value.errors)
        until = NOW.date() + dt.timedelta(days=10)
        records.perform("lock", (type(rows[0]), rows[0].pk), by=people.carl, until=until)
        with pytest.raises(Conflict, match="1 of 1"):
            records.perform("lock", (type(rows[1]), rows[1].pk), by=people.carl, until=until)
        records.perform("unlock", (type(rows[0]), rows[0].pk), by=people.carl)
        with pytest.raises(Conflict, match="12 Nov"):
            records.perform(
                "lock", (type(rows[1]), rows[1].pk), by=people.carl, until=until + dt.timedelta(days=1)
            )
    with clock.frozen(NOW + dt.timedelta(days=4)):
        records.delete((type(rows[0]), rows[0].pk), by=people.carl)


def test_caps_bind_every_way_to_own(people: People, customer: Any) -> None:
    records.create(
        PoolLimit, by=people.ada, name="All", entity="customer", cap=2,
        spared={"field": "status", "op": "is", "value": "active"},
    )  # fmt: skip
    rows = [customer("A"), customer("B", status="active"), customer("C")]
    with pytest.raises(Invalid) as found:
        customer("D")
    assert "2 of 2" in str(found.value.errors["owner"])
    records.delete(rows[0], by=people.sue)
    customer("E")
    with pytest.raises(Invalid):
        records.perform("restore", rows[0], by=people.sue)
    other = customer("F", by=people.carl)
    with pytest.raises(Invalid):
        records.update(other, by=people.ada, owner=people.users["sue"].pk)


def test_the_page_shows_in_part_what_is_masked_and_hides_the_rest(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool = pooling(masked=["phone"], hidden=["city"])
    acme = customer("Acme Rope", phone="+442079460018", city="Hull")
    give_back(acme, reason, people.sue)
    client = browser(people.users["carl"])
    assert "/pool/" in client.get("/").content.decode()
    text = client.get(f"/pool/{pool.pk}/").content.decode()
    assert "Acme Rope" in text
    assert "No need" in text
    assert "2079460018" not in text
    assert "Hull" not in text
    assert client.get(f"/customers/{acme.pk}/").status_code == 404
    assert client.post(f"/pool/{pool.pk}/take/", {"id": acme.pk}).status_code == 303
    assert client.get(f"/customers/{acme.pk}/").status_code == 200
    assert client.get(f"/pool/{pool.pk}/assign/?id={acme.pk}").status_code == 403


def test_the_api_takes_and_says_why_not(people: People, pooling: Any, customer: Any, reason: Any) -> None:
    pool, rows = pooling(claims=1), [customer("A"), customer("B")]
    for row in rows:
        give_back(row, reason, people.sue)
    path = f"/api/v1/pools/{pool.pk}/actions/take"
    caller = program(people.users["carl"])
    body: dict[str, Any] = {"content_type": "application/json"}
    assert caller.post(path, data={"number": rows[0].pk}, **body).status_code == 200
    answer = caller.post(path, data={"number": rows[1].pk}, **body)
    assert (answer.status_code, "1 of 1" in answer.content.decode()) == (409, True)


def test_the_page_of_a_record_tells_its_way_through_the_pools(
    people: People, pooling: Any, customer: Any, reason: Any
) -> None:
    pool, acme = pooling(protection=3), customer("Acme Rope")
    give_back(acme, reason, people.sue)
    moving.claim(pool, acme.pk, by=people.carl)
    answer = browser(people.users["carl"]).get(f"/customers/{acme.pk}/?tab=pool")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Given back" in text
    assert "Protected until" in text
