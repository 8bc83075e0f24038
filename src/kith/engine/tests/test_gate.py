"""The gate refuses in its order, names what is wrong, and leaves nothing half done."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import records, registry
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound, Stale
from kith.engine.events import Event
from kith.engine.journal import Batch, Entry
from kith.engine.tests.probe import Probe


def traces() -> tuple[int, int, int, int]:
    """How many rows every write leaves behind."""
    return Probe.objects.count(), Entry.objects.count(), Batch.objects.count(), Event.objects.count()


def test_a_record_comes_with_owner_unit_defaults_and_derived_values(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="  First ", amount=21)
    made.refresh_from_db()
    assert (made.name, made.stage, made.length, made.version) == ("First", "open", 42, 1)
    assert (made.owner_id, made.unit_id) == (people.sue.user_id, people.north.pk)
    assert made.created_by_id == made.updated_by_id == people.sue.user_id


def test_what_one_cannot_see_is_not_found_whatever_one_wants_of_it(people: People, probe: Any) -> None:
    hers = records.create(probe, by=people.sue, name="Hers")
    for stranger in (people.carl, people.nora, people.stranger):
        with pytest.raises(NotFound):
            records.update(hers, by=stranger, name="Mine")
        with pytest.raises(NotFound):
            records.delete(hers, by=stranger)
        with pytest.raises(NotFound):
            records.perform("finish", hers, by=stranger)
    hers.refresh_from_db()
    assert hers.name == "Hers"


def test_what_one_sees_but_may_not_do_is_forbidden(people: People, probe: Any) -> None:
    hers = records.create(probe, by=people.sue, name="Hers")
    for attempt in (
        lambda: records.update(hers, by=people.otto, name="Mine"),
        lambda: records.delete(hers, by=people.otto),
        lambda: records.perform("finish", hers, by=people.otto),
        lambda: records.create(probe, by=people.otto, name="New"),
        lambda: records.create(probe, by=people.stranger, name="New"),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_the_right_is_asked_before_the_values_so_that_errors_tell_nothing(people: People, probe: Any) -> None:
    hers = records.create(probe, by=people.sue, name="Hers")
    with pytest.raises(NotFound):
        records.update(hers, by=people.nora, version=99, amount="not a number")
    with pytest.raises(Forbidden):
        records.update(hers, by=people.otto, version=99, amount="not a number")
    with pytest.raises(Stale):
        records.update(hers, by=people.sue, version=99, amount="not a number")


def test_a_stale_version_is_refused_with_the_record_as_it_is_now(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="One")
    records.update(made, by=people.sue, version=1, name="Two")
    for attempt in (
        lambda: records.update((probe, made.pk), by=people.sue, version=1, name="Three"),
        lambda: records.delete((probe, made.pk), by=people.sue, version=1),
        lambda: records.perform("finish", (probe, made.pk), by=people.sue, version=1),
    ):
        with pytest.raises(Stale) as refused:
            attempt()
        assert (refused.value.current.name, refused.value.current.version) == ("Two", 2)


def test_every_wrong_value_is_named_at_once_and_nothing_is_kept(people: People, probe: Any) -> None:
    before = traces()
    with pytest.raises(Invalid) as refused:
        records.create(
            probe, by=people.sue, name="", amount="many", email="nobody", worth={"amount": "1.234", "currency": "EUR"},
            day="2026-02-30", unknown=1, number="P-1", created_at="2026-01-01", stage="lost", stars=9, limit=-1,
        )  # fmt: skip
    assert set(refused.value.errors) == {
        "name", "amount", "email", "worth", "day", "unknown", "number", "created_at", "stage", "stars", "limit",
    }  # fmt: skip
    assert traces() == before


def test_a_rule_of_the_entity_refuses_at_its_field(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="One", day="2026-05-01")
    with pytest.raises(Invalid) as refused:
        records.update(made, by=people.sue, until="2026-04-01")
    assert list(refused.value.errors) == ["until"]


def test_a_required_field_can_be_neither_left_out_nor_emptied(people: People, probe: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.sue)
    assert list(refused.value.errors) == ["name"]
    made = records.create(probe, by=people.sue, name="One")
    with pytest.raises(Invalid):
        records.update(made, by=people.sue, name="  ")


def test_what_may_exist_only_once_is_refused_until_the_first_is_in_the_trash(
    people: People, probe: Any
) -> None:
    first = records.create(probe, by=people.sue, name="One", code="A1")
    with pytest.raises(Invalid) as refused:
        records.create(probe, by=people.nora, name="Two", code="A1")
    assert [str(text) for text in refused.value.errors["code"]] == ["This code is taken."]
    records.delete(first, by=people.sue)
    records.create(probe, by=people.nora, name="Two", code="A1")
    with pytest.raises((Invalid, Conflict)):
        records.perform("restore", first, by=people.sue)
    first.refresh_from_db()
    assert first.deleted_at is not None


def test_a_link_must_lead_to_a_record_that_one_sees(people: People, probe: Any) -> None:
    customers = registry.spec("customer").model
    hers = records.create(customers, by=people.sue, name="Hers")
    for values in (
        {"customer": hers.pk},
        {"others": [hers.pk]},
        {"about": ("customer", hers.pk)},
        {"parent": 10**15},
    ):
        with pytest.raises(Invalid) as refused:
            records.create(probe, by=people.nora, name="Spy", **values)
        assert list(refused.value.errors) == list(values)
    with pytest.raises(Invalid):
        records.create(probe, by=people.sue, name="Any", about=("nothing", 1))
    made = records.create(
        probe, by=people.sue, name="Fine", customer=hers, others=[hers], about=("customer", hers.pk)
    )
    assert (made.customer_id, made.others, made.about, made.about_entity) == (
        hers.pk,
        [hers.pk],
        hers.pk,
        "customer",
    )


def test_an_old_link_out_of_reach_stays_when_other_fields_change(people: People, probe: Any) -> None:
    customers = registry.spec("customer").model
    hers = records.create(customers, by=people.sue, name="Hers")
    made = records.create(probe, by=people.sue, name="Linked", customer=hers, others=[hers.pk])
    records.update(hers, by=people.sue, owner=people.nora.user_id)
    records.update(made, by=people.sue, name="Linked still", others=[hers.pk])
    made.refresh_from_db()
    assert (made.customer_id, made.others) == (hers.pk, [hers.pk])


def test_an_action_checks_its_state_and_its_arguments(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="One")
    for arguments in ({"note": "x" * 21}, {"note": {"a": 1}}, {"unknown": 1}):
        with pytest.raises(Invalid) as refused:
            records.perform("finish", made, by=people.sue, **arguments)
        assert list(refused.value.errors) == list(arguments)
    with pytest.raises(Invalid):
        records.perform("hand_over", made, by=people.sue)
    with pytest.raises(NotFound):
        records.perform("explode", made, by=people.sue)
    records.perform("finish", made, by=people.sue, note="good")
    with pytest.raises(Conflict):
        records.perform("finish", made, by=people.sue)
    made.refresh_from_db()
    assert (made.stage, made.note, made.version) == ("done", "good", 2)
    assert Event.objects.filter(name="probe.finished", record_id=made.pk).count() == 1


def test_an_action_cannot_reach_through_its_arguments(people: People, probe: Any) -> None:
    customers = registry.spec("customer").model
    hidden = records.create(customers, by=people.nora, name="Hidden")
    made = records.create(probe, by=people.sue, name="One")
    with pytest.raises(Invalid) as refused:
        records.perform("link", made, by=people.sue, customer=hidden.pk)
    assert list(refused.value.errors) == ["customer"]


def test_an_action_stays_possible_when_the_field_of_its_condition_is_hidden(
    people: People, probe: Any
) -> None:
    people.role("blind", {"probe": {"*": "own"}}, {"probe": {"stage": "hidden"}})
    blind = people.join("Bert Blind", "blind")
    made = records.create(probe, by=blind, name="One")
    records.perform("finish", made, by=blind)
    made.refresh_from_db()
    assert made.stage == "done"


def test_saving_what_is_there_already_leaves_no_trace(people: People, probe: Any) -> None:
    made = records.create(probe, by=people.sue, name="One", tags=["a"])
    before = traces()
    records.update(made, by=people.sue, name="One", tags=["a"], amount=None)
    made.refresh_from_db()
    assert (made.version, traces()) == (1, before)


@pytest.mark.parametrize("number", [0, -1, 2**63, 2**80])
def test_a_number_that_no_record_has_is_not_found(people: People, probe: Any, number: int) -> None:
    with pytest.raises(NotFound):
        records.update((probe, number), by=people.ada, name="x")
