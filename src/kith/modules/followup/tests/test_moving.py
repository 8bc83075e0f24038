"""Whatever happens, the stored stage is the one that working it out from scratch gives; what cannot move it costs
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.company import People

from kith.engine import journal, records, registry, undo
from kith.engine.errors import Refused
from kith.features.merging import merging
from kith.features.merging.merging import Wish
from kith.kernel import clock
from kith.modules.activities.models import Activity, Visit, VisitAnswer, VisitForm, VisitQuestion
from kith.modules.customers.models import Contact, Customer, Involvement
from kith.modules.followup import relationship
from kith.modules.followup.models import FollowUpKind
from kith.modules.sales.models import Opportunity, Stage

NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)
KINDS = ("call", "visit", "meeting", "note")
MODELS = (Activity, Contact, Involvement, Opportunity, Visit, VisitAnswer)


@pytest.fixture(autouse=True)
def june(people: People) -> Any:
    with clock.frozen(NOON):
        yield


class World:
    """Two customers, somebody who decides at both, and what happens to them: every step is chosen by two numbers,
    refused ones are left out. Rows are few at first, so that many a step moves a stage."""

    def __init__(self, people: People) -> None:
        self.by = people.ada
        self.firms = [records.create(Customer, by=self.by, name=name).pk for name in ("Acme", "Bolt")]
        for number in (0, 0, 1):
            self.log(number, 5 + number)
        kim = records.create(
            Contact, by=self.by, name="Kim", customer=self.firms[0], role="decides", background="Kiel"
        )
        records.create(Involvement, by=self.by, contact=kim, customer=self.firms[1], role="decides")
        form = records.create(VisitForm, by=self.by, name="Yard")
        self.question = records.create(VisitQuestion, by=self.by, form=form, text="How many?").pk
        self.first = journal.Batch.objects.order_by("-pk").values_list("pk", flat=True)[0]
        self.steps: tuple[Callable[[int, int], Any], ...] = (
            self.change_contact, self.change_activity, self.change_place, self.log, self.meet, self.place, self.deal,
            self.visit, self.answer, self.delete, self.undo, self.merge,
        )  # fmt: skip

    def some(self, model: Any, n: int) -> Any:
        rows = list(model.live().order_by("pk"))
        return rows[n % len(rows)] if rows else None

    def log(self, n: int, m: int) -> None:
        at = dt.datetime(2026, 1 + m % 6, 3, 12, tzinfo=dt.UTC)
        about = ("customer", self.firms[n % 2])
        kind = KINDS[n // 2 % 4]
        records.create(Activity, by=self.by, kind=kind, at=at, about=about, subject="S", done=m % 5 > 0)

    def change_activity(self, n: int, m: int) -> None:
        said: tuple[dict[str, Any], ...] = (
            {"done": True}, {"done": False}, {"kind": KINDS[m // 8 % 4]}, {"about": None}, {"subject": f"S {m}"},
            {"about": ("customer", self.firms[m // 8 % 2])}, {"at": NOON - dt.timedelta(days=m)}, {"body": "Long"},
        )  # fmt: skip
        if row := self.some(Activity, n):
            records.update(row, by=self.by, **said[m % len(said)])

    def meet(self, n: int, m: int) -> None:
        known = {"role": ("decides", "uses", "")[m % 3], "background": ("", "Kiel")[m // 3 % 2]}
        customer = (None, *self.firms)[n % 3]
        records.create(Contact, by=self.by, name="Kim", customer=customer, **known)

    def change_contact(self, n: int, m: int) -> None:
        said: tuple[dict[str, Any], ...] = (
            {"role": "decides"}, {"role": ""}, {"background": "Kiel"}, {"background": ""}, {"customer": None},
            {"customer": self.firms[m // 8 % 2]}, {"mobile": "+44 20 7946 0958"}, {"name": "Lee"},
        )  # fmt: skip
        if row := self.some(Contact, n):
            records.update(row, by=self.by, **said[m % len(said)])

    def place(self, n: int, m: int) -> None:
        if row := self.some(Contact, n):
            role = ("decides", "")[m // 2 % 2]
            records.create(Involvement, by=self.by, contact=row, customer=self.firms[m % 2], role=role)

    def change_place(self, n: int, m: int) -> None:
        said = (
            {"role": "decides"},
            {"role": "uses"},
            {"customer": self.firms[m // 4 % 2]},
            {"position": "Cook"},
        )
        if row := self.some(Involvement, n):
            records.update(row, by=self.by, **said[m % 4])

    def deal(self, n: int, m: int) -> None:
        row = self.some(Opportunity, n)
        if row is None or m % 4 == 0:
            customer = self.firms[m // 4 % 2]
            row = records.create(Opportunity, by=self.by, name="D", customer=customer, close_on=NOON.date())
        outcome = ("won", "open", "won")[m % 3]
        to = Stage.live().filter(pipeline=row.pipeline_id, outcome=outcome).first()
        records.update((Opportunity, row.pk), by=self.by, stage=to)

    def visit(self, n: int, m: int) -> None:
        row, purpose = self.some(Activity, n), ("interview", "care", "")[m % 3]
        if row and (known := Visit.live().filter(activity=row).first()):
            records.update(known, by=self.by, purpose=purpose)
        elif row:
            records.create(Visit, by=self.by, activity=row, purpose=purpose)

    def answer(self, n: int, m: int) -> None:
        row, text = self.some(Activity, n), ("Two", "")[m % 2]
        if row and (known := VisitAnswer.live().filter(activity=row).first()):
            records.update(known, by=self.by, text=text)
        elif row:
            records.create(VisitAnswer, by=self.by, activity=row, question=self.question, text=text)

    def delete(self, n: int, m: int) -> None:
        if row := self.some(MODELS[m % len(MODELS)], n):
            records.delete(row, by=self.by)

    def undo(self, n: int, m: int) -> None:
        made = list(
            journal.Batch.objects.filter(pk__gt=self.first).order_by("-pk").values_list("pk", flat=True)
        )
        if made:
            undo.undo(made[n % min(len(made), 4)], by=self.by)

    def merge(self, n: int, m: int) -> None:
        if m % 8 == 0:
            kept, other = self.firms[n % 2], self.firms[1 - n % 2]
            merging.merge(Wish(registry.spec("customer"), kept, (other,)), by=self.by)


class Over(Exception):
    """Takes back what an example wrote."""


@pytest.mark.parametrize("counted", [(), ("call",)])
def test_after_any_history_the_stages_are_those_worked_out_from_scratch(
    people: People, counted: tuple[str, ...]
) -> None:
    if counted:
        for row in FollowUpKind.live().exclude(kind__in=counted):
            records.delete(row, by=people.ada)
    world = World(people)
    numbers = st.tuples(st.integers(0, len(world.steps) - 1), st.integers(0, 23), st.integers(0, 47))

    @settings(
        max_examples=40,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(numbers, min_size=4, max_size=14))
    def history(steps: list[tuple[int, int, int]]) -> None:
        with suppress(Over), transaction.atomic():
            for step, n, m in steps:
                with suppress(Refused), transaction.atomic():
                    world.steps[step](n, m)
                stored = dict(Customer.objects.filter(pk__in=world.firms).values_list("pk", "relationship"))
                assert stored == relationship.stages(world.firms), world.steps[step].__name__
            raise Over

    history()


# ---------------------------------------------------------------------- what it costs


def asked(write: Callable[[], Any]) -> int:
    """How many statements of a write are about the stage."""
    with CaptureQueriesContext(connection) as caught:
        write()
    return sum('"relationship"' in query["sql"] and "UPDATE" in query["sql"] for query in caught)


def test_only_what_can_move_a_stage_asks_for_it(people: People) -> None:
    sue = people.sue
    acme = records.create(Customer, by=sue, name="Acme")
    kim = records.create(Contact, by=sue, name="Kim", customer=acme)
    call = records.create(
        Activity, by=sue, kind="call", at=NOON, about=("customer", acme.pk), subject="S", done=True
    )
    visit = records.create(Visit, by=sue, activity=call, purpose="care")
    bolt = records.create(Customer, by=sue, name="Bolt")
    place = records.create(Involvement, by=sue, contact=kim, customer=bolt)
    still: tuple[tuple[Any, dict[str, Any]], ...] = (
        (kim, {"mobile": "+44 20 7946 0958"}), (kim, {"name": "Kim Lee"}), (call, {"location": "Kiel"}),
        (call, {"priority": "high"}), (visit, {"findings": "Full shelves"}), (place, {"position": "Cook"}),
    )  # fmt: skip
    for row, values in still:
        assert asked(lambda r=row, v=values: records.update((type(r), r.pk), by=sue, **v)) == 0, values  # type: ignore[misc]
    moving: tuple[tuple[Any, dict[str, Any]], ...] = (
        (kim, {"background": "Kiel"}), (call, {"done": False}), (visit, {"purpose": "interview"}),
        (place, {"role": "decides"}),
    )  # fmt: skip
    for row, values in moving:
        assert asked(lambda r=row, v=values: records.update((type(r), r.pk), by=sue, **v)) == 1, values  # type: ignore[misc]


def test_what_is_learnt_of_a_contact_counts_at_the_other_places_too(people: People) -> None:
    sue = people.sue
    acme = records.create(Customer, by=sue, name="Acme")
    records.create(
        Activity, by=sue, kind="call", at=NOON, about=("customer", acme.pk), subject="S", done=True
    )
    kim = records.create(Contact, by=sue, name="Kim")
    records.create(Involvement, by=sue, contact=kim, customer=acme, role="decides")
    records.update(kim, by=sue, background="Studied shipbuilding in Kiel")
    assert Customer.objects.get(pk=acme.pk).relationship == "understanding"
