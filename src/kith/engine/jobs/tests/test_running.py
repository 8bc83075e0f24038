"""What becomes of a job: done, tried again, parked, cancelled, taken from the dead."""

import json
from datetime import timedelta

import pytest

from kith.engine.jobs import CancelledError, LeaseLostError, cancel, current, drain, progress, retry, store
from kith.engine.jobs.models import Job, Status
from kith.engine.jobs.running import Running
from kith.engine.jobs.store import Claimed, Progress
from kith.engine.jobs.task import LONGEST_DELAY, delay_after
from kith.engine.jobs.tests.errands import add, advance, answer_oddly, refuse, stumble

pytestmark = pytest.mark.django_db


def claimed(worker: str = "worker") -> Claimed:
    """The next job, held for a minute."""
    job = store.claim(worker, 60)
    assert job is not None
    return job


def let_the_lease_run_out() -> None:
    """Age the leases of all running jobs."""
    Job.objects.filter(status=Status.RUNNING).update(locked_until=store.database_now() - timedelta(seconds=1))


def make_due() -> None:
    """Bring the next attempt forward."""
    Job.objects.update(run_at=store.database_now())


def test_a_failing_job_waits_longer_each_time_and_is_parked_with_its_traceback() -> None:
    stumble.enqueue()
    waits = []
    for _attempt in range(2):
        assert drain() == 1
        job = Job.objects.get()
        assert job.status == Status.READY
        assert "stumbled" in job.error
        waits.append((job.run_at - store.database_now()).total_seconds())
        make_due()
    assert 70 < waits[0] <= 125
    assert 140 < waits[1] <= 250
    assert drain() == 1
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Status.FAILED, 3)
    assert "in stumble" in job.error
    assert job.finished_at is not None


def test_the_pause_between_attempts_never_exceeds_an_hour() -> None:
    assert all(0 < delay_after(attempt, 10.0) <= LONGEST_DELAY for attempt in range(1, 200))
    assert len({delay_after(3, 10.0) for _ in range(20)}) > 1


def test_a_permanent_error_parks_the_job_at_once() -> None:
    refuse.enqueue()
    drain()
    job = Job.objects.get()
    assert (job.status, job.attempts) == (Status.FAILED, 1)
    assert "no such customer" in job.error


def test_a_result_that_cannot_be_stored_is_not_worth_doing_the_work_again() -> None:
    answer_oddly.enqueue()
    drain()
    job = Job.objects.get()
    assert (job.status, job.attempts) == (Status.FAILED, 1)
    assert "cannot be stored" in job.error


def test_a_task_that_this_release_does_not_have_is_tried_again_later() -> None:
    add.enqueue(1)
    Job.objects.update(name="kith.engine.jobs.tests.errands.gone")
    drain()
    assert Job.objects.get().status == Status.READY


def test_the_last_progress_is_kept_and_the_actor_is_known() -> None:
    advance.using(actor_id=7).enqueue(3)
    drain()
    job = Job.objects.get()
    assert (job.progress_done, job.progress_total, job.progress_note) == (3, 3, "row 3")
    assert job.result == "for 7"
    assert current() is None


def test_progress_outside_a_job_does_nothing() -> None:
    progress(1, 2, "nobody listens")


def test_a_cancelled_job_that_waits_never_runs() -> None:
    asked = add.enqueue(1)
    assert cancel(int(asked.id))
    assert drain() == 0
    job = Job.objects.get()
    assert (job.status, job.cancelled) == (Status.FAILED, True)
    assert not cancel(int(asked.id))
    assert not cancel(999_999)


def test_a_running_job_learns_from_the_heartbeat_that_it_was_cancelled() -> None:
    add.enqueue(1)
    running = Running(claimed())
    assert store.renew(running.job, running.progress, 60) is False
    assert cancel(running.id)
    assert store.renew(running.job, running.progress, 60) is True
    running.cancelled = True
    with pytest.raises(CancelledError):
        running.report(Progress(1))


def test_a_failed_job_can_be_retried_with_all_its_attempts() -> None:
    asked = refuse.enqueue()
    drain()
    assert retry(int(asked.id))
    job = Job.objects.get()
    assert (job.status, job.attempts, job.error) == (Status.READY, 0, "")
    assert not retry(int(asked.id))


def test_a_failed_job_is_not_retried_beside_another_with_its_key() -> None:
    asked = refuse.using(unique_key="one").enqueue()
    drain()
    refuse.using(unique_key="one").enqueue()
    assert not retry(int(asked.id))


def test_a_lease_that_ran_out_gives_the_job_to_another_and_the_attempt_counts() -> None:
    add.enqueue(1)
    lost = claimed("first")
    assert store.reap() == 0
    let_the_lease_run_out()
    assert store.reap() == 1
    second = claimed("second")
    assert (second.id, second.attempt) == (lost.id, 2)


def test_who_lost_the_lease_cannot_write_the_outcome() -> None:
    add.enqueue(1)
    lost = claimed("first")
    let_the_lease_run_out()
    store.reap()
    second = claimed("second")
    assert store.renew(lost, Progress(), 60) is None
    assert not store.finish(lost, Progress(), json.dumps(1))
    assert not store.park(lost, Progress(), "late")
    assert not store.retry_later(lost, Progress(), "late", 1)
    assert not store.release(lost, Progress())
    assert store.finish(second, Progress(), json.dumps(2))
    assert Job.objects.get().result == 2


def test_a_task_that_lost_its_lease_is_stopped_at_its_next_progress() -> None:
    add.enqueue(1)
    running = Running(claimed())
    running.lost = True
    with pytest.raises(LeaseLostError):
        running.report(Progress(1))


def test_a_job_that_kills_every_worker_is_parked_and_says_so() -> None:
    stumble.enqueue()
    for _attempt in range(3):
        claimed("doomed")
        let_the_lease_run_out()
        store.reap()
    job = Job.objects.get()
    assert (job.status, job.attempts) == (Status.FAILED, 3)
    assert "worker doomed vanished" in job.error
    assert job.finished_at is not None


def test_a_job_given_back_does_not_lose_an_attempt() -> None:
    add.enqueue(1)
    assert store.release(claimed(), Progress(4, 9, "half way"))
    job = Job.objects.get()
    assert (job.status, job.attempts, job.progress_done) == (Status.READY, 0, 4)


def test_old_jobs_are_purged_and_failures_are_kept_longer() -> None:
    now = store.database_now()
    for age, status in ((6, "done"), (8, "done"), (8, "failed"), (91, "failed")):
        Job.objects.create(name="x", status=status, finished_at=now - timedelta(days=age))
    Job.objects.create(name="x")
    assert store.purge(batch=1) == 2
    left = Job.objects.order_by("id").values_list("status", flat=True)
    assert list(left) == ["done", "failed", "ready"]
