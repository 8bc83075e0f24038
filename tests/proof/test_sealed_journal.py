"""A journal that was tampered with is found, whatever was done to it; what was erased by right is not."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from kith.config.commands import check as command
from kith.config.commands import seal as sealing_command
from kith.config.refusal import Refusal
from kith.engine import audit, guard, records
from kith.engine.connections import writing
from kith.engine.journal import Batch, Entry
from kith.engine.sealing import checking, keys, making, rows
from kith.engine.sealing.erasing import erase_values
from kith.engine.sealing.models import Seal
from kith.modules.customers.models import Contact, Customer
from tests.company import People, found
from tests.database import at_once

PATIENCE = 60.0


@pytest.fixture
def numbered_anew(shared_database: None) -> Iterator[None]:
    """A journal that begins with number one; on a server, whose numbers outlive a test, they go on afterwards where
    they were."""
    if connection.vendor == "sqlite":
        yield
        return
    tables = [model._meta.db_table for model in (Batch, Entry, audit.Occurrence)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join((*tables, Seal._meta.db_table))}")
        reached = {table: number(cursor, f"nextval('{table}_id_seq')") for table in tables}
        for table in tables:
            number(cursor, f"setval('{table}_id_seq', 1, false)")
    yield
    with connection.cursor() as cursor:
        for table, before in reached.items():
            number(cursor, f"setval('{table}_id_seq', {before})")


def number(cursor: Any, expression: str) -> int:
    """What the database says that an expression of numbers is."""
    cursor.execute(f"SELECT {expression}")
    return int(cursor.fetchone()[0])


@pytest.fixture
def sealed(numbered_anew: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> People:
    """A company whose journal is sealed in several small blocks."""
    settings.DATA = tmp_path
    monkeypatch.setattr(making, "BLOCK", 7)
    people = found()
    for name in ("Acme", "Beta", "Gamma"):
        customer = records.create(Customer, by=people.sue, name=name)
        records.update(customer, by=people.sue, city="Bath")
        audit.note("sign-in", people.sue, address="192.0.2.1")
    assert seal_all() > 2
    return people


def seal_all() -> int:
    """Seal until nothing is left; transactions of other tests on the same server are waited for."""
    made, end = 0, time.monotonic() + PATIENCE
    while True:
        made += making.seal()
        last = making.last_seal()
        if last is not None and all(
            last.spans[kind][1] >= number for kind, number in rows.last_ids().items()
        ):
            return made
        assert time.monotonic() < end, "not everything could be sealed"


def keep_sealing() -> None:
    """Seal again and again: while others on the same server write, a sealing waits and does nothing."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        making.seal()


def complaint(against: str = "") -> str:
    """What `kith check --journal` says of a broken journal."""
    with pytest.raises(Refusal) as caught:
        command.run(argparse.Namespace(journal=True, against=against))
    return str(caught.value).removeprefix("the journal is broken: ")


def sql(statement: str, *values: Any) -> None:
    """What somebody with access to the database does."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def after(tampering: Callable[[], object], against: str = "") -> str:
    """The complaint about a journal after something was done to it, and nothing done for good."""
    with transaction.atomic():
        tampering()
        said = complaint(against)
        transaction.set_rollback(True)
    return said


def forged() -> None:
    """An altered row, and the whole chain made anew over it by somebody without the key."""
    sql("UPDATE engine_entry SET actor_id = 4 WHERE id = 9")
    former = keys.keys
    try:
        keys.keys = lambda: dict.fromkeys(former(), "guessed")
        keys.note_path().rename(keys.note_path().with_name("aside"))
        Seal.objects.all().delete()
        upto = {kind.key: kind.model.objects.order_by("-pk")[0].pk for kind in rows.KINDS}
        while making._block(upto):
            pass
    finally:
        keys.keys = former
        keys.note_path().with_name("aside").rename(keys.note_path())


def swapped() -> None:
    """Two entries tell each other's story: the rows are all there, in another order."""
    names = "batch_id, actor_id, entity, record_id, verb, version, changes, salt"
    sql("CREATE TEMPORARY TABLE aside AS SELECT * FROM engine_entry WHERE id IN (9, 11)")
    for one, other in ((9, 11), (11, 9)):
        sql(
            f"UPDATE engine_entry SET ({names}) = (SELECT {names} FROM aside WHERE id = %s) WHERE id = %s",  # noqa: S608
            other,
            one,
        )
    sql("DROP TABLE aside")


def test_whoever_tampers_with_the_journal_is_found(sealed: People, capsys: Any) -> None:
    assert command.run(argparse.Namespace(journal=True, against="")) == 0
    assert "the journal is whole" in capsys.readouterr().out
    changes = '{"name": [null, "Mallory"]}'
    value = "%s::jsonb" if connection.vendor == "postgresql" else "%s"

    assert "entry 9 was altered" in after(
        lambda: sql(f"UPDATE engine_entry SET changes = {value} WHERE id = 9", changes)  # noqa: S608
    )
    assert "entry 9 was altered" in after(lambda: sql("UPDATE engine_entry SET actor_id = 4 WHERE id = 9"))
    assert "batch 3 was altered" in after(
        lambda: sql("UPDATE engine_batch SET actor_name = 'Carl' WHERE id = 3")
    )
    assert "occurrence 2 was altered" in after(
        lambda: sql("UPDATE engine_occurrence SET address = '' WHERE id = 2")
    )
    gone = after(lambda: sql("DELETE FROM engine_entry WHERE id = 9"))
    assert "missing after entry 8" in gone or "entry is missing" in gone
    assert "missing" in after(lambda: sql("DELETE FROM engine_occurrence"))
    assert "entry 9 was altered" in after(swapped)
    assert "lost values that nobody erased" in after(
        lambda: sql("UPDATE engine_entry SET payload = %s WHERE id = 9", "0" * 64)
    )

    last = Seal.objects.latest("number")
    assert "the block that was kept is not here" in after(lambda: Seal.objects.filter(pk=last.pk).delete())
    assert "block 2 is missing" in after(lambda: Seal.objects.filter(pk=2).delete())
    assert "block 2 was altered" in after(lambda: Seal.objects.filter(pk=2).update(root="0" * 64))
    assert "wrong signature" in after(forged)


def test_the_newest_blocks_are_missed_when_one_was_kept_elsewhere(
    sealed: People, tmp_path: Path, capsys: Any
) -> None:
    sealing_command.run(argparse.Namespace(print=True))
    kept = tmp_path / "kept.txt"
    kept.write_text(capsys.readouterr().out)
    last = Seal.objects.latest("number")
    for against in (str(kept), last.hash):
        assert command.run(argparse.Namespace(journal=False, against=against)) == 0
    # Whoever has the machine takes the end away, rows and note and all, and nothing else tells.
    Seal.objects.filter(pk=last.pk).delete()
    for kind in rows.KINDS:
        with guard.opened():
            kind.model.objects.filter(pk__gt=last.spans[kind.key][0]).delete()
    with pytest.raises(making.Torn):
        keep_sealing()
    keys.note_path().unlink()
    assert command.run(argparse.Namespace(journal=True, against="")) == 0
    for against in (str(kept), last.hash):
        assert "the block that was kept is not here" in complaint(against)
    assert "cannot be read" in complaint(str(tmp_path / "nothing"))


def test_rows_that_nobody_sealed_are_reported_after_an_hour(sealed: People) -> None:
    records.create(Customer, by=sealed.sue, name="Delta")
    assert command.run(argparse.Namespace(journal=True, against="")) == 0
    Entry.objects.filter(pk=Entry.objects.latest("pk").pk).update(at="2026-01-01T00:00:00Z")
    assert "not sealed though they are older than an hour" in complaint()


def test_erased_values_leave_the_chain_whole(sealed: People) -> None:
    contact = records.create(
        Contact, by=sealed.sue, name="Eva Erased", phone="+44 20 7946 0000", position="Buyer"
    )
    seal_all()
    mine = Entry.objects.filter(entity="contact", record_id=contact.pk)
    assert erase_values(mine, {"name"}, by=sealed.ada) == 1
    assert erase_values(mine, {"phone", "email"}, by=sealed.ada) == 1
    assert erase_values(mine, {"phone", "email"}, by=sealed.ada) == 0
    left = mine.get()
    assert left.changes["position"] == [None, "Buyer"]
    assert not {"name", "phone"} & left.changes.keys()
    told = audit.Occurrence.objects.filter(kind="erased", record_id=contact.pk).latest("pk")
    assert told.detail["fields"] == ["email", "phone"]
    assert "Eva" not in str(list(audit.Occurrence.objects.values_list("detail", flat=True)))
    seal_all()
    assert checking.check().blocks == Seal.objects.count()
    assert f"entry {left.pk} lost values" in after(
        lambda: sql("UPDATE engine_entry SET salt = '0' WHERE id = %s", left.pk)
    )


def test_a_transaction_that_runs_is_waited_for(sealed: People) -> None:
    """On PostgreSQL an earlier id may be committed after a later one: such rows are sealed once, and in order."""
    with writing():
        audit.note("sign-in", sealed.carl)
        if connection.vendor == "postgresql":
            at_once(lambda: audit.note("sign-in", sealed.nora))
            assert at_once(making.seal) == [0]
    seal_all()
    last = Seal.objects.latest("number")
    assert last.spans["occurrence"][1] == audit.Occurrence.objects.latest("pk").pk
    assert last.spans["occurrence"][2] == (2 if connection.vendor == "postgresql" else 1)
    assert Batch.objects.filter(pk__gt=last.spans["batch"][1]).count() == 0
    checking.check()
