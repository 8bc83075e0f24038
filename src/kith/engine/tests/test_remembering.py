"""Slow sums are kept for a minute, for the same question of the same reach only."""

from __future__ import annotations

import pytest
from django.db.models import Count

from kith.engine import records, remembering
from kith.engine.actor import Actor
from kith.engine.identity.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every query counts as slow."""
    monkeypatch.setattr(remembering, "SLOW", -1.0)


@pytest.mark.usefixtures("slow")
def test_a_slow_sum_is_kept_and_says_how_old_it_is() -> None:
    by = Actor.system()
    records.create(Unit, by=by, name="One", parent=None)
    question = Unit.live().values("deleted_at").annotate(n=Count("pk")).order_by()
    first = remembering.remembered(question)
    again = remembering.remembered(question.all())
    assert (first.rows[0]["n"], first.at) == (1, None)
    assert again.rows == first.rows
    assert again.at is not None


@pytest.mark.usefixtures("slow")
def test_another_question_is_not_answered_from_memory() -> None:
    records.create(Unit, by=Actor.system(), name="One")
    one = Unit.live().filter(name="One").values("name").annotate(n=Count("pk")).order_by()
    two = Unit.live().filter(name="Two").values("name").annotate(n=Count("pk")).order_by()
    assert remembering.remembered(one).rows
    assert not remembering.remembered(two).rows


def test_a_quick_sum_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "SLOW", 3_600.0)
    question = Unit.live().values("deleted_at").annotate(n=Count("pk")).order_by()
    assert not remembering.remembered(question).rows
    records.create(Unit, by=Actor.system(), name="One")
    assert remembering.remembered(question.all()).rows[0]["n"] == 1
