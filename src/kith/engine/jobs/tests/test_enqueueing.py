"""A job is a row of the transaction that wants it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist

from kith.engine.jobs import drain, store
from kith.engine.jobs.models import Job, Status
from kith.engine.jobs.tests.errands import add, meet_itself, tick

pytestmark = pytest.mark.django_db


def test_a_job_runs_with_its_arguments_and_keeps_its_result() -> None:
    asked = add.enqueue(2, b=3)
    assert asked.status == TaskResultStatus.READY
    assert asked.enqueued_at is not None
    assert drain() == 1
    done = add.get_result(asked.id)
    assert done.status == TaskResultStatus.SUCCESSFUL
    assert done.return_value == 5
    assert done.finished_at is not None


def test_a_rolled_back_transaction_leaves_no_job() -> None:
    with transaction.atomic():
        add.enqueue(1)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert drain() == 0


def test_one_key_is_one_job_while_it_waits() -> None:
    keyed = add.using(unique_key="sum")
    first, second = keyed.enqueue(1), keyed.enqueue(1)
    assert first.id == second.id
    assert Job.objects.count() == 1
    assert drain() == 1
    assert keyed.enqueue(1).id != first.id


def test_a_key_that_is_taken_does_not_break_the_callers_transaction() -> None:
    add.using(unique_key="sum").enqueue(1)
    with transaction.atomic():
        add.using(unique_key="sum").enqueue(1)
        add.using(unique_key="other").enqueue(1)
    assert Job.objects.count() == 2


def test_a_more_urgent_wish_for_the_same_key_makes_the_job_more_urgent() -> None:
    later = store.database_now() + timedelta(days=1)
    add.using(unique_key="sum", run_after=later).enqueue(1)
    assert drain() == 0
    add.using(unique_key="sum", priority=5).enqueue(1)
    assert Job.objects.get().priority == 5
    assert drain() == 1


def test_asked_for_again_while_running_it_runs_once_more() -> None:
    meet_itself.using(unique_key="meeting").enqueue()
    assert drain() == 2
    job = Job.objects.get()
    assert job.status == Status.DONE
    assert not job.again


def test_the_urgent_go_first_then_the_older() -> None:
    ids = [
        add.enqueue(1).id,
        add.enqueue(2).id,
        add.using(priority=50).enqueue(3).id,
        add.using(priority=-5).enqueue(4).id,
    ]
    order = []
    while job := store.claim("worker", 60):
        order.append(str(job.id))
    assert order == [ids[2], ids[0], ids[1], ids[3]]


def test_a_job_for_later_waits_until_then() -> None:
    add.using(run_after=store.database_now() + timedelta(hours=1)).enqueue(1)
    assert not store.waiting()
    assert drain() == 0
    Job.objects.update(run_at=store.database_now())
    assert store.waiting()
    assert drain() == 1


def test_any_name_of_a_queue_will_do() -> None:
    tick.using(queue_name="mail").enqueue()
    assert Job.objects.get().queue == "mail"
    assert drain() == 1


def test_an_unknown_result_is_said_to_be_unknown() -> None:
    for wrong in ("0", "999999", "abc"):
        with pytest.raises(TaskResultDoesNotExist):
            add.get_result(wrong)


def test_the_claim_reads_the_index_of_waiting_jobs() -> None:
    if connection.vendor == "sqlite":
        text = store.CLAIM.split("(", 1)[1].split(")\nRETURNING", maxsplit=1)[0]
        with connection.cursor() as cursor:
            cursor.execute("EXPLAIN QUERY PLAN " + store._sql(text), ())
            plan = " ".join(str(row) for row in cursor.fetchall())
        assert "engine_job_ready" in plan
        assert "TEMP B-TREE" not in plan
    else:
        names = Job._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexdef FROM pg_indexes WHERE tablename = %s AND indexname = 'engine_job_ready'",
                (names,),
            )
            [(definition,)] = cursor.fetchall()
        assert "(priority DESC, run_at, id)" in definition
