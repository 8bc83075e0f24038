"""Slow sums are kept for a minute, for the same question of the same reach only."""

from __future__ import annotations

from typing import Any

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
    first = remembering.remembered(question, Actor.system())
    again = remembering.remembered(question.all(), Actor.system())
    assert (first.rows[0]["n"], first.at) == (1, None)
    assert again.rows == first.rows
    assert again.at is not None


@pytest.mark.usefixtures("slow")
def test_another_question_is_not_answered_from_memory() -> None:
    records.create(Unit, by=Actor.system(), name="One")
    one = Unit.live().filter(name="One").values("name").annotate(n=Count("pk")).order_by()
    two = Unit.live().filter(name="Two").values("name").annotate(n=Count("pk")).order_by()
    assert remembering.remembered(one, Actor.system()).rows
    assert not remembering.remembered(two, Actor.system()).rows


@pytest.mark.usefixtures("slow")
def test_who_has_written_since_gets_a_new_sum_and_others_keep_the_old_one(probe: Any, people: Any) -> None:
    records.create(probe, by=people.ada, name="One")
    question = probe.live().values("deleted_at").annotate(n=Count("pk")).order_by()
    begun = remembering.remembered(question, people.ada).rows[0]["n"]
    assert remembering.remembered(question.all(), people.sue).at is not None
    records.create(probe, by=people.ada, name="Another")
    assert remembering.remembered(question.all(), people.sue).rows[0]["n"] == begun
    fresh = remembering.remembered(question.all(), people.ada)
    assert (fresh.rows[0]["n"], fresh.at) == (begun + 1, None)


def test_a_quick_sum_is_asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "SLOW", 3_600.0)
    question = Unit.live().values("deleted_at").annotate(n=Count("pk")).order_by()
    assert not remembering.remembered(question, Actor.system()).rows
    records.create(Unit, by=Actor.system(), name="One")
    assert remembering.remembered(question.all(), Actor.system()).rows[0]["n"] == 1
