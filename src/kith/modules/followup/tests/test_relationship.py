"""How far a relationship has come follows what happened, at once and by night; nobody types it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import guard, records, undo
from kith.engine.errors import Invalid
from kith.engine.journal import Batch, Entry
from kith.kernel import clock
from kith.modules.activities.models import Activity, Visit, VisitAnswer, VisitForm, VisitQuestion
from kith.modules.customers.models import Contact, Customer, Involvement
from kith.modules.followup.handlers import work_out_anew
from kith.modules.followup.jobs import work_out_stages
from kith.modules.followup.models import FollowUpKind
from kith.modules.sales.models import Opportunity, Stage

NOON = dt.datetime(2026, 6, 15, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def june() -> Any:
    with clock.frozen(NOON):
        yield


@pytest.fixture
def acme(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def stage(customer: Any) -> str:
    return str(Customer.objects.get(pk=customer.pk).relationship)


def log(by: Any, customer: Any, month: int = 6, year: int = 2026, **values: Any) -> Any:
    at = dt.datetime(year, month, 3, 12, tzinfo=dt.UTC)
    values = {"kind": "call", "done": True, "subject": "Spoken", **values}
    return records.create(Activity, by=by, at=at, about=("customer", customer.pk), **values)


def win(by: Any, customer: Any) -> Any:
    deal = records.create(Opportunity, by=by, name="Deal", customer=customer, close_on=NOON.date())
    won = Stage.live().filter(pipeline=deal.pipeline_id, outcome="won").first()
    return records.update(deal, by=by, stage=won)


def test_a_customer_whom_nobody_met_has_no_stage(people: People, acme: Any) -> None:
    log(people.sue, acme, kind="note")
    log(people.sue, acme, 7, done=False)
    assert stage(acme) == ""


def test_one_contact_is_interaction_until_it_is_taken_back(people: People, acme: Any) -> None:
    call = log(people.sue, acme)
    assert stage(acme) == "interaction"
    records.delete(call, by=people.sue)
    assert stage(acme) == ""
    number = Batch.objects.filter(entity="activity").order_by("-pk").values_list("pk", flat=True)[0]
    undo.undo(number, by=people.ada)
    assert stage(acme) == "interaction"


def test_contacts_in_three_of_the_last_six_months_are_continuity(people: People, acme: Any) -> None:
    log(people.sue, acme, 12, 2025)
    log(people.sue, acme, 1)
    for _time in range(3):
        log(people.sue, acme, 6)
    assert stage(acme) == "interaction", "December is past, and a month counts once"
    log(people.sue, acme, 3)
    assert stage(acme) == "continuity"


def test_months_that_pass_are_noticed_by_night(people: People, acme: Any) -> None:
    for month in (1, 3, 6):
        log(people.sue, acme, month)
    with clock.frozen(NOON + dt.timedelta(days=31)):
        assert stage(acme) == "continuity"
        work_out_stages.call()
        assert stage(acme) == "interaction"


def test_a_known_decider_and_a_background_are_understanding(people: People, acme: Any) -> None:
    boss = records.create(Contact, by=people.sue, name="Kim", customer=acme, role="decides")
    assert stage(acme) == ""
    log(people.sue, acme)
    assert stage(acme) == "interaction"
    records.update(boss, by=people.sue, background="Studied shipbuilding in Kiel")
    assert stage(acme) == "understanding"
    records.update((Contact, boss.pk), by=people.sue, customer=None)
    assert stage(acme) == "interaction", "whoever left is known to another customer"
    records.create(Involvement, by=people.sue, contact=boss, customer=acme, role="decides")
    assert stage(acme) == "understanding"


def test_answers_at_a_visit_are_understanding(people: People, acme: Any) -> None:
    form = records.create(VisitForm, by=people.ada, name="Yard")
    asked = records.create(VisitQuestion, by=people.ada, form=form, text="How many ships?")
    visit = log(people.sue, acme, kind="visit")
    assert stage(acme) == "interaction"
    said = records.create(VisitAnswer, by=people.sue, activity=visit, question=asked, text="Two")
    assert stage(acme) == "understanding"
    records.delete(said, by=people.sue)
    assert stage(acme) == "interaction"


def test_an_interview_is_understanding_once_it_took_place(people: People, acme: Any) -> None:
    visit = log(people.sue, acme, 7, kind="visit", done=False)
    records.create(Visit, by=people.sue, activity=visit, purpose="interview")
    assert stage(acme) == ""
    with clock.frozen(NOON + dt.timedelta(days=30)):
        records.perform("complete", visit, by=people.sue)
    assert stage(acme) == "understanding"


def test_a_won_deal_and_continuity_are_a_relationship(people: People, acme: Any) -> None:
    deal = win(people.sue, acme)
    assert stage(acme) == ""
    for month in (2, 4):
        log(people.sue, acme, month)
    assert stage(acme) == "interaction", "a deal alone is none"
    log(people.sue, acme, 6)
    assert stage(acme) == "relationship"
    records.delete((Opportunity, deal.pk), by=people.sue)
    assert stage(acme) == "continuity"


def test_what_counts_as_a_contact_is_what_the_company_says(people: People, acme: Any) -> None:
    log(people.sue, acme)
    kind = FollowUpKind.live().get(kind="call")
    records.delete(kind, by=people.ada)
    work_out_anew.call()
    assert stage(acme) == ""


def test_nobody_types_it_and_it_is_no_change(people: People, acme: Any) -> None:
    with pytest.raises(Invalid):
        records.update(acme, by=people.sue, relationship="relationship")
    version = Customer.objects.get(pk=acme.pk).version
    log(people.sue, acme)
    assert Customer.objects.get(pk=acme.pk).version == version
    told = Entry.objects.filter(entity="customer", record_id=acme.pk).values_list("changes", flat=True)
    assert not any("relationship" in changes for changes in told)


def test_the_night_works_out_what_another_version_left(people: People, acme: Any) -> None:
    log(people.sue, acme)
    with guard.opened():
        Customer.objects.filter(pk=acme.pk).update(relationship="")
    work_out_stages.call()
    assert stage(acme) == "interaction"
