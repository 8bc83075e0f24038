"""What a user would miss if a worker were killed, doubled, stopped or cut off."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection

from kith.engine.jobs import cancel, firing, store
from kith.engine.jobs.models import Job, Schedule, Status
from kith.engine.jobs.tests.errands import count_on, crash, occupy, take_in, tick, until
from tests.worker.conftest import House

pytestmark = pytest.mark.database


def status(job_id: str) -> str:
    """The job's status now."""
    return Job.objects.values_list("status", flat=True).get(pk=job_id)


def effects() -> int:
    """How many keyed effects there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM errand_effect")
        return int(cursor.fetchall()[0][0])


@contextmanager
def cut_off() -> Iterator[None]:
    """Take the database away from the workers: their sessions ended, or the table gone (an OperationalError too)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE engine_job RENAME TO engine_job_away")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE engine_job_away RENAME TO engine_job")


def test_a_job_whose_worker_was_killed_runs_again_and_its_effect_is_there_once(house: House) -> None:
    job = take_in.enqueue(str(house.folder), "invoice 7")
    first = house.start()
    house.wait_for("started")
    house.kill()
    assert status(job.id) == Status.RUNNING
    second = house.start()
    assert house.wait_for("started", 2) == [str(first), str(second)]
    house.let_go()
    until(lambda: status(job.id) == Status.DONE)
    assert house.stop(1) == 0
    assert effects() == 1
    assert Job.objects.get(pk=job.id).attempts == 2


def test_a_lease_is_renewed_for_as_long_as_the_job_takes(house: House) -> None:
    job = take_in.enqueue(str(house.folder), "long")
    house.start(options={"lease": 0.5})
    house.start(options={"lease": 0.5})
    house.wait_for("started")
    first = Job.objects.get(pk=job.id).locked_until
    assert first is not None
    until(lambda: Job.objects.filter(pk=job.id, locked_until__gt=first + timedelta(seconds=2)).exists())
    house.let_go()
    until(lambda: status(job.id) == Status.DONE)
    assert len(house.lines("started")) == 1


def test_a_job_that_kills_its_worker_is_parked_and_the_others_go_on(house: House) -> None:
    poison = crash.using(priority=10).enqueue(str(house.folder))
    harmless = tick.enqueue()
    for number in range(2):
        house.start(options={"lease": 0.5})
        assert house.workers[number].wait(30) == 9
    house.start(options={"lease": 0.5})
    until(lambda: status(poison.id) == Status.FAILED)
    until(lambda: status(harmless.id) == Status.DONE)
    assert "vanished" in Job.objects.get(pk=poison.id).error
    assert len(house.lines("started")) == 2


def test_two_workers_share_the_work_and_never_run_one_job_twice(house: House) -> None:
    path, number = str(house.folder / "done"), 200
    gate = [take_in.using(priority=10).enqueue(str(house.folder), f"gate {one}") for one in range(2)]
    house.start()
    house.start()
    house.wait_for("started", 2)
    for one in range(number):
        occupy.enqueue(path, one)
    house.let_go()
    until(lambda: not Job.objects.exclude(status=Status.DONE).exists())
    begun = [line.split() for line in house.lines("done") if line.startswith("begin")]
    assert sorted(int(line[1]) for line in begun) == list(range(number))
    assert len(set(house.lines("started"))) == 2
    assert {status(job.id) for job in gate} == {Status.DONE}
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}


def test_a_due_time_is_met_once_with_two_workers(house: House) -> None:
    now = store.database_now()
    Schedule.objects.create(
        name=tick.module_path, cron="0 3 * * *", time_zone="UTC", next_run_at=now - timedelta(minutes=1)
    )
    house.start(timetable=True)
    house.start(timetable=True)
    until(lambda: Job.objects.filter(name=tick.module_path, status=Status.DONE).exists())
    house.wait_until_at_work(2)
    assert [house.stop(0), house.stop(1)] == [0, 0]
    assert Job.objects.filter(name=tick.module_path).count() == 1
    row = Schedule.objects.get(name=tick.module_path)
    assert row.next_run_at > now
    assert firing.fire_due() == 0


def test_told_to_stop_a_worker_finishes_its_job_and_takes_no_other(house: House) -> None:
    job = take_in.enqueue(str(house.folder), "last")
    house.start()
    house.wait_for("started")
    house.workers[0].terminate()
    until(lambda: "Told to stop" in house.logs())
    other = tick.enqueue()
    house.let_go()
    assert house.workers[0].wait(20) == 0
    assert status(job.id) == Status.DONE
    assert status(other.id) == Status.READY


def test_a_job_that_does_not_end_in_time_is_given_back_at_once(house: House) -> None:
    job = take_in.enqueue(str(house.folder), "slow")
    house.start(options={"grace": 0.2, "lease": 60})
    house.wait_for("started")
    assert house.stop() == 0
    row = Job.objects.get(pk=job.id)
    assert (row.status, row.attempts, row.locked_by) == (Status.READY, 0, "")
    house.start()
    house.wait_for("started", 2)
    house.let_go()
    until(lambda: status(job.id) == Status.DONE)


def test_progress_is_seen_while_the_job_runs_and_a_cancelled_job_stops(house: House) -> None:
    job = count_on.enqueue(str(house.folder))
    house.start()
    until(lambda: Job.objects.filter(pk=job.id, progress_done__gt=5, progress_note="still counting").exists())
    assert cancel(int(job.id))
    until(lambda: status(job.id) == Status.FAILED)
    assert Job.objects.get(pk=job.id).error == "Cancelled."
    other = tick.enqueue()
    until(lambda: status(other.id) == Status.DONE)


def test_several_jobs_at_a_time_in_one_process(house: House) -> None:
    jobs = [take_in.enqueue(str(house.folder), f"side by side {one}") for one in range(3)]
    house.start(concurrency=3)
    assert len(set(house.wait_for("started", 3))) == 1
    house.let_go()
    until(lambda: {status(job.id) for job in jobs} == {Status.DONE})
    assert house.stop() == 0


def test_once_does_what_is_due_and_leaves(house: House) -> None:
    for one in range(3):
        occupy.enqueue(str(house.folder / "done"), one)
    house.start(once=True)
    assert house.workers[0].wait(30) == 0
    assert Job.objects.filter(status=Status.DONE).count() == 3


def test_a_worker_survives_a_database_that_goes_away(house: House) -> None:
    before = tick.enqueue()
    house.start()
    until(lambda: status(before.id) == Status.DONE)
    with cut_off():
        until(lambda: "does not answer" in house.logs())
    after = tick.enqueue()
    until(lambda: status(after.id) == Status.DONE)
    assert house.workers[0].poll() is None
    assert house.stop() == 0
