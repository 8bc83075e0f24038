"""The demo company: believable, the same for the same seed, made through the gate as if over two years."""

from __future__ import annotations

import argparse
import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.db.models import F

from kith.config.commands import demo
from kith.config.refusal import Refusal
from kith.engine import home, registry
from kith.engine.actor import Actor
from kith.engine.events import Event
from kith.engine.identity.models import Role, Team, Unit, User
from kith.engine.journal import Entry
from kith.engine.settings import company
from kith.features.pools import moving
from kith.features.pools.models import Pool, Standing
from kith.kernel import clock
from kith.modules.activities.models import Activity, Visit, VisitAnswer, WorkReport
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales.models import (
    Lead,
    Opportunity,
    OpportunityLine,
    Registration,
    RegistrationDispute,
    Stage,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MORNING = dt.datetime(2026, 6, 3, 9, tzinfo=dt.UTC)


def make(customers: int, seed: int, language: str = "en") -> None:
    """Make the company as if it were that morning."""
    with clock.frozen(MORNING):
        demo.run(argparse.Namespace(customers=customers, seed=seed, language=language))


def test_a_demo_company_is_believable(capsys: pytest.CaptureFixture[str]) -> None:
    """One test for all of it, because making it is what takes the time."""
    make(40, seed=1)
    it_has_people_of_every_kind(capsys.readouterr().out)
    it_has_customers_and_deals_of_every_kind()
    its_history_is_two_years_old_and_is_told_to_nobody()
    its_deals_keep_the_rules()
    every_seller_has_something_to_do_today()
    its_pools_hold_something_to_take()
    its_registrations_visits_and_reports_are_lively()
    people_work_by_day_and_plan_ahead()
    with pytest.raises(Refusal):
        make(40, seed=1)


def test_what_a_chinese_company_set_up_has_chinese_names() -> None:
    """Whatever its rules, lists and teams are called; people and customers come from three countries as ever."""
    make(20, seed=1, language="zh-hans")
    assert company().language == "zh-hans"
    set_up = "pool pool-rule pool-limit pool-reason match-rule quality-rule rating-rule follow-up-rule follow-up-kind"
    more = "report-rule visit-form visit-question product-category stage lost-reason relation-kind team role"
    for key in f"{set_up} {more}".split():
        spec = registry.spec(key)
        titles = [str(spec.value(row, spec.fields[spec.title])) for row in spec.model.live()]
        assert titles, key
        assert not [
            title for title in titles if not any("\u4e00" <= letter <= "\u9fff" for letter in title)
        ], key


def it_has_people_of_every_kind(printed: str) -> None:
    assert (User.live().count(), Unit.live().count(), Team.live().count()) == (13, 4, 2)
    assert len({role for user in User.live() for role in user.roles}) >= 6
    assert printed.count("password") == 1


def it_has_customers_and_deals_of_every_kind() -> None:
    assert set(Customer.live().values_list("country", flat=True)) == {"DE", "CN", "RU"}
    assert Customer.live().count() >= 40
    assert Contact.live().count() > 55
    assert Lead.live().count() > 5
    assert Activity.live().count() > 150
    assert OpportunityLine.live().exists()
    taken = set(Opportunity.live().values_list("stage__name", flat=True))
    assert {"Won", "Lost"} < taken <= set(Stage.live().values_list("name", flat=True))


def its_history_is_two_years_old_and_is_told_to_nobody() -> None:
    moments = list(Customer.live().order_by("created_at").values_list("created_at", flat=True))
    assert MORNING - moments[0] > dt.timedelta(days=500)
    assert moments[-1] <= MORNING
    assert Entry.objects.filter(entity="opportunity", verb="win").exists()
    assert not Event.objects.exists()


def its_deals_keep_the_rules() -> None:
    deals = Opportunity.live()
    assert not deals.filter(closed_on__gt=MORNING.date()).exists()
    assert not deals.exclude(pipeline=F("stage__pipeline")).exists()
    assert not deals.filter(outcome="lost", lost_reason=None).exists()
    assert not deals.exclude(contact=None).exclude(contact__customer=F("customer")).exists()


def every_seller_has_something_to_do_today() -> None:
    seller = Role.live().get(key="seller").pk
    with clock.frozen(MORNING):
        for user in (user for user in User.live() if seller in user.roles):
            sections = home.sections(Actor.of(user))
            assert any(section.rows for section in sections if section.key in ("tasks", "day")), user


def its_pools_hold_something_to_take() -> None:
    entities = set(Standing.objects.filter(pool_id__isnull=False).values_list("entity", flat=True))
    assert entities == {"customer", "lead"}
    seller = User.live().get(username="emma")
    with clock.frozen(MORNING):
        for pool in Pool.live():
            waiting = Standing.objects.filter(pool_id=pool.pk).values_list("record_id", flat=True)
            took = moving.claim(pool, waiting[0], by=Actor.of(seller))
            assert took.owner_id == seller.pk


def its_registrations_visits_and_reports_are_lively() -> None:
    assert RegistrationDispute.live().get().state == "open"
    states = set(Registration.live().values_list("state", flat=True))
    assert states == {"draft", "submitted", "approved", "rejected"}
    soon = MORNING + dt.timedelta(days=2)
    assert Registration.live().filter(protected_until__range=(MORNING, soon)).exists()
    assert Visit.live().filter(out_at__lt=MORNING, valid=True).exists()
    assert VisitAnswer.live().exists()
    read = [bool(readers) for readers in WorkReport.live().values_list("readers", flat=True)]
    assert set(read) == {True, False}
    late = Lead.live().filter(respond_by__lt=MORNING, followed_at__isnull=True, status__in=("new", "working"))
    assert (
        late.exists() or Lead.live().filter(respond_by__lt=MORNING, followed_at__lt=F("owner_since")).exists()
    )


def people_work_by_day_and_plan_ahead() -> None:
    zones = {None: ZoneInfo("Europe/Berlin")} | {user.pk: ZoneInfo(user.time_zone) for user in User.live()}
    moments = [
        *Activity.live().values_list("owner", "at"),
        *Customer.live().values_list("owner", "created_at"),
    ]
    for owner, at in moments:
        for zone in (zones[owner], zones[None]):
            local = at.astimezone(zone)
            assert local.weekday() < 5, local
            assert 8 <= local.hour < 18, local
    days = list(Customer.live().exclude(next_contact_on=None).values_list("next_contact_on", flat=True))
    late = sum(day < MORNING.date() for day in days)
    assert 0 < late < len(days) / 3
    # As far ahead as the longest rhythm that an installation begins with.
    assert all(-60 < (day - MORNING.date()).days <= 125 and day.weekday() < 5 for day in days)


def stored() -> list[tuple[Any, ...]]:
    """What is stored of a company, without numbers and passwords."""
    return [
        *Customer.live()
        .order_by("pk")
        .values_list("name", "phone", "owner__name", "created_at", "parent__name"),
        *Opportunity.live()
        .order_by("pk")
        .values_list("name", "amount", "stage__name", "close_on", "closed_on"),
        *Activity.live().order_by("pk").values_list("subject", "at", "done", "about_entity"),
    ]


def test_the_same_seed_makes_the_same_company_and_another_seed_another() -> None:
    companies = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            make(6, seed)
            companies.append(stored())
            transaction.set_rollback(True)
    assert companies[0] == companies[1] != companies[2]
