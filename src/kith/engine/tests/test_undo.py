"""Every kind of change can be taken back, and what was changed since is listed and left."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, journal, plugs, records, registry
from kith.engine import undo as undoing
from kith.engine.actor import Actor
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.jobs import drain
from kith.engine.journal import Batch, Entry
from kith.engine.listing import Listing
from kith.engine.undo import begin, may_undo, undo


def last() -> int:
    """The number of the latest batch."""
    return int(Batch.objects.latest("id").pk)


def state(model: Any) -> dict[int, Any]:
    """Everything that people could know of all rows."""
    spec = registry.spec_of(model)
    return {
        row.pk: {**spec.snapshot(row), "trash": row.deleted_at, "updated_at": None, "updated_by": None}
        for row in model.objects.all()
    }


def found(text: str, actor: Actor) -> list[int]:
    """What the words find."""
    return Listing(registry.spec("probe"), actor, text=text).ids(50)


@pytest.fixture
def row(people: People, probe: Any) -> Any:
    """A record to change."""
    return records.create(
        probe, by=people.sue, name="Alpha", worth="3", tags=["a"], day="2026-05-01", amount=4
    )


def test_a_creation_taken_back_leaves_nothing_behind(people: People, probe: Any, row: Any) -> None:
    assert found("alpha", people.sue) == [row.pk]
    result = undo(last(), by=people.sue)
    assert (result.undone, result.left) == (1, [])
    assert state(probe) == {}
    assert found("alpha", people.sue) == []


def test_a_change_taken_back_restores_every_value(people: People, probe: Any, row: Any) -> None:
    before = state(probe)
    records.update(
        row,
        by=people.sue,
        name="Beta",
        worth=None,
        tags=["b", "c"],
        day=None,
        amount=None,
        stage="done",
        price="1.25",
    )
    assert found("beta", people.sue) == [row.pk]
    undo(last(), by=people.sue)
    assert state(probe) == before
    assert found("alpha", people.sue) == [row.pk]
    assert found("beta", people.sue) == []


def test_an_action_taken_back_restores_the_record(people: People, probe: Any, row: Any) -> None:
    before = state(probe)
    records.perform("finish", row, by=people.sue, note="x")
    undo(last(), by=people.sue)
    assert state(probe) == before


def test_a_deletion_a_restoration_and_their_undoing_can_be_taken_back(
    people: People, probe: Any, row: Any
) -> None:
    before = state(probe)
    records.delete(row, by=people.sue)
    trashed = state(probe)
    assert found("alpha", people.sue) == []
    assert undo(last(), by=people.sue).undone == 1
    assert state(probe) == before
    assert found("alpha", people.sue) == [row.pk]
    assert undo(last(), by=people.sue).undone == 1
    assert state(probe).keys() == trashed.keys()
    assert state(probe)[row.pk]["trash"] is not None
    assert found("alpha", people.sue) == []
    records.perform("restore", (probe, row.pk), by=people.sue)
    assert found("alpha", people.sue) == [row.pk]
    undo(last(), by=people.sue)
    assert state(probe)[row.pk]["trash"] is not None
    assert found("alpha", people.sue) == []


def test_undoing_an_undo_does_the_thing_again(people: People, probe: Any, row: Any) -> None:
    records.update(row, by=people.sue, name="Beta", worth="9")
    after = state(probe)
    undo(last(), by=people.sue)
    undo(last(), by=people.sue)
    assert state(probe) == after


def test_several_changes_are_taken_back_one_after_another(people: People, probe: Any, row: Any) -> None:
    before, batches = state(probe), []
    for name in ("Beta", "Gamma"):
        records.update(row, by=people.sue, name=name)
        batches.append(last())
    records.delete(row, by=people.sue)
    undo(last(), by=people.sue)
    for number in reversed(batches):
        assert undo(number, by=people.sue).undone == 1
    assert state(probe) == before


def test_what_was_taken_back_and_done_again_counts_as_changed(people: People, probe: Any, row: Any) -> None:
    made = last()
    records.update(row, by=people.sue, name="Beta")
    undo(last(), by=people.sue)
    undo(last(), by=people.sue)
    assert undo(made, by=people.sue).left == [("probe", row.pk)]


def test_a_row_changed_since_is_listed_and_left(people: People, probe: Any) -> None:
    outcomes = bulk.create(probe, [{"name": "One"}, {"name": "Two"}], by=people.sue)
    one, two = (outcome.id for outcome in outcomes)
    made = last()
    records.update((probe, two), by=people.sue, note="worked on")
    result = undo(made, by=people.sue)
    assert (result.undone, result.left) == (1, [("probe", two)])
    assert list(state(probe)) == [two]
    assert one not in state(probe)


def test_a_row_that_others_link_to_is_listed_and_left(people: People, probe: Any, row: Any) -> None:
    made = last()
    child = records.create(probe, by=people.sue, name="Child", parent=row)
    assert undo(made, by=people.sue).left == [("probe", row.pk)]
    assert child.pk in state(probe)


def test_rows_of_one_batch_that_link_to_each_other_all_go(people: People, probe: Any) -> None:
    customers = registry.spec("customer").model
    with journal.batch(people.sue, "import", label="two entities") as batch:
        customer = records.create(customers, by=people.sue, name="New")
        parent = records.create(probe, by=people.sue, name="Parent", customer=customer)
        records.create(probe, by=people.sue, name="Child", parent=parent, customer=customer)
    result = undo(batch.pk, by=people.sue)
    assert (result.undone, result.left) == (3, [])
    assert (state(probe), customers.objects.count()) == ({}, 0)


def test_a_batch_of_many_changes_of_one_row_goes_back_to_its_beginning(
    people: People, probe: Any, row: Any
) -> None:
    before = state(probe)
    with journal.batch(people.sue, "rules") as batch:
        records.update(row, by=people.sue, name="Beta", code="B")
        records.perform("finish", row, by=people.sue, note="x")
        records.update(row, by=people.sue, name="Gamma")
        records.delete(row, by=people.sue)
    assert Batch.objects.get(pk=batch.pk).rows == 4
    assert undo(batch.pk, by=people.sue).undone == 1
    assert state(probe) == before
    assert found("alpha", people.sue) == [row.pk]


def test_a_deletion_and_restoration_in_one_batch_cancel_out(people: People, probe: Any, row: Any) -> None:
    before = state(probe)
    with journal.batch(people.sue, "rules") as batch:
        records.delete(row, by=people.sue)
        records.perform("restore", row, by=people.sue)
    undo(batch.pk, by=people.sue)
    assert state(probe) == before
    assert found("alpha", people.sue) == [row.pk]


def test_what_is_gone_for_good_is_told_and_does_not_come_back(people: People, probe: Any, row: Any) -> None:
    records.delete(row, by=people.ada)
    deleted = last()
    records.delete((probe, row.pk), by=people.ada)
    purged = last()
    assert state(probe) == {}
    assert undo(purged, by=people.ada).left == [("probe", row.pk)]
    assert undo(deleted, by=people.ada).left == [("probe", row.pk)]


def test_an_old_value_that_another_row_has_by_now_is_left(people: People, probe: Any, row: Any) -> None:
    records.update(row, by=people.sue, code="A")
    records.update(row, by=people.sue, code="B")
    freed = last()
    records.create(probe, by=people.carl, name="Other", code="A")
    result = undo(freed, by=people.sue)
    assert (result.undone, result.left) == (0, [("probe", row.pk)])
    records.delete(row, by=people.sue)
    trashed = last()
    records.create(probe, by=people.carl, name="Third", code="B")
    result = undo(trashed, by=people.sue)
    assert (result.undone, result.left) == (0, [("probe", row.pk)])


def test_an_old_link_to_what_is_gone_is_left(people: People, probe: Any, row: Any) -> None:
    customers = registry.spec("customer").model
    one = records.create(customers, by=people.sue, name="One")
    records.update(row, by=people.sue, customer=one)
    records.update(row, by=people.sue, customer=None)
    cleared = last()
    records.delete(one, by=people.sue)
    result = undo(cleared, by=people.sue)
    assert (result.undone, result.left) == (0, [("probe", row.pk)])


def test_a_batch_is_taken_back_once(people: People, probe: Any, row: Any) -> None:
    made = last()
    undo(made, by=people.sue)
    with pytest.raises(Conflict):
        undo(made, by=people.sue)
    with pytest.raises(NotFound):
        undo(10**12, by=people.sue)


def test_only_ones_own_batches_unless_one_may_change_everything(people: People, probe: Any, row: Any) -> None:
    made = last()
    people.role("everything of mine", {"*": {"*": "own"}})
    people.join("Olga Own", "everything of mine")
    for name in ("carl", "max", "otto", "olga", "stranger"):
        with pytest.raises(Forbidden):
            undo(made, by=people.actor(name))
    assert undo(made, by=people.ada).undone == 1


def test_a_token_that_may_only_read_undoes_nothing(people: People, probe: Any, row: Any) -> None:
    token = Actor.of(people.users["sue"], "api", scopes=("probe:read",))
    assert not may_undo(Batch.objects.get(pk=last()), token)
    with pytest.raises(Forbidden):
        undo(last(), by=token)
    assert may_undo(Batch.objects.get(pk=last()), Actor.of(people.users["sue"], "api", scopes=("probe:*",)))


def test_the_undoing_stands_in_the_journal_too(people: People, probe: Any, row: Any) -> None:
    records.update(row, by=people.sue, name="Beta")
    changed = last()
    result = undo(changed, by=people.ada)
    entry = Entry.objects.filter(record_id=row.pk).latest("id")
    assert (entry.batch_id, entry.actor_id, entry.verb) == (result.batch, people.ada.user_id, "undo")
    assert entry.changes["name"] == ["Beta", "Alpha"]
    assert Batch.objects.get(pk=changed).undone_by == result.batch


def test_a_part_that_failed_is_no_part_of_the_batch(people: People, probe: Any) -> None:
    with journal.batch(people.sue, "import") as batch:
        with pytest.raises(Invalid):
            records.create(probe, by=people.sue, name="")
        assert bulk.create(probe, [{"name": "Dry"}], by=people.sue, batch=batch, dry=True)[0].errors == {}
        assert bulk.create(probe, [{"name": "Fine"}, {"name": ""}], by=people.sue)[1].errors
        records.create(probe, by=people.sue, name="Kept")
    assert Batch.objects.get(pk=batch.pk).rows == Entry.objects.filter(batch_id=batch.pk).count() == 1
    assert undo(batch.pk, by=people.sue).undone == 1
    assert state(probe) == {}


def test_a_user_who_has_done_something_is_left(people: People, probe: Any) -> None:
    records.create(
        registry.spec("user").model,
        by=people.ada,
        username="new",
        name="New",
        unit=people.hq,
        roles=[people.roles["seller"].pk],
    )
    made = last()
    people.users["new"] = registry.spec("user").model.live().get(username="new")
    row = records.create(probe, by=people.actor("new"), name="Made")
    records.update(row, by=people.ada, owner=people.ada.user_id)
    assert undo(made, by=people.ada).left == [("user", people.users["new"].pk)]


def test_a_taking_back_that_was_interrupted_goes_on_where_it_stopped(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [records.create(probe, by=people.sue, name=f"Row {number}", amount=1) for number in range(6)]
    with journal.batch(people.sue, "import"):
        bulk.update(probe, [(row.pk, None, {"amount": 2}) for row in rows], by=people.sue)
        made = records.create(probe, by=people.sue, name="New")
    batch = last()
    monkeypatch.setattr(undoing, "CHUNK", 2)
    chunk, calls = undoing.Undoing._chunk, []

    def killed(self: Any, spec: Any, ids: list[int]) -> list[int]:
        calls.append(ids)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return chunk(self, spec, ids)

    monkeypatch.setattr(undoing.Undoing, "_chunk", killed)
    with pytest.raises(KeyboardInterrupt):
        undo(batch, by=people.sue)
    assert Batch.objects.get(pk=batch).undone_by is None
    monkeypatch.setattr(undoing.Undoing, "_chunk", chunk)
    result = undo(batch, by=people.sue)
    assert (result.undone, result.left) == (7, [])
    assert {row.amount for row in probe.live()} == {1}
    assert not probe.objects.filter(pk=made.pk).exists()
    assert Entry.objects.filter(batch_id=result.batch or 0).count() == 7
    assert Batch.objects.filter(kind="undo").count() == 1


def test_many_changes_are_taken_back_in_the_background_and_their_end_is_told(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 3)
    told: list[Any] = []
    monkeypatch.setattr(plugs, "notify", lambda *given, **more: told.append((given, more)))
    bulk.create(probe, [{"name": f"Row {number}"} for number in range(4)], by=people.sue)
    batch = last()
    assert begin(batch, by=people.sue) is None
    assert begin(batch, by=people.sue) is None
    assert probe.live().count() == 4
    drain()
    assert probe.live().count() == 0
    ((given, more),) = told
    assert given == ([people.sue.user_id], "undo.finished")
    assert "4" in more["body"](people.sue)
    with pytest.raises(Conflict):
        begin(batch, by=people.sue)
    bulk.create(probe, [{"name": "One"}], by=people.sue)
    small = begin(last(), by=people.sue)
    assert small is not None
    assert small.undone == 1
