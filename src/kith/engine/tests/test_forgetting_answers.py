"""Answers to idempotency keys are kept for as long as somebody may try again."""

from __future__ import annotations

import datetime as dt

from tests.company import People

from kith.engine.idempotency import Answer, Kept, forget_old_answers, once
from kith.kernel import clock


def test_answers_are_forgotten_after_two_days_and_not_before(people: People) -> None:
    once(people.sue, "old", b"x", lambda: Kept(201, "{}"))
    with clock.frozen(clock.now() + dt.timedelta(hours=47)):
        assert forget_old_answers.call() == 0
        once(people.sue, "young", b"x", lambda: Kept(201, "{}"))
    with clock.frozen(clock.now() + dt.timedelta(hours=49)):
        assert forget_old_answers.call() == 1
    assert list(Answer.objects.values_list("key", flat=True)) == ["young"]
