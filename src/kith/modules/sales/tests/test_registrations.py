"""Registrations: who is first is protected, for so long, once longer; who comes at once goes before an arbitrator."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry, undo
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.events import dispatch
from kith.engine.jobs import drain
from kith.engine.journal import Batch, Entry
from kith.features.files.attaching import attach
from kith.features.files.store import Arriving
from kith.features.notifications.models import Notification
from kith.features.pools.models import Pool
from kith.kernel import clock
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales import checking, handlers, jobs
from kith.modules.sales.checking import Question
from kith.modules.sales.models import (
    Lead,
    LostReason,
    Opportunity,
    Product,
    ProductCategory,
    Registration,
    RegistrationDispute,
    RegistrationExtension,
)

START = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def scanners(people: People) -> Any:
    return records.create(ProductCategory, by=people.ada, name="Scanners")


@pytest.fixture(autouse=True)
def at_nine() -> Iterator[None]:
    with clock.frozen(START):
        yield


def made(by: Actor, category: Any, **values: Any) -> Any:
    return records.create(Registration, by=by, **{"name": "Acme GmbH", "category": category, **values})


def submitted(by: Actor, category: Any, **values: Any) -> Any:
    return records.perform("submit", made(by, category, **values), by=by)


def approved(people: People, category: Any, by: Actor | None = None, **values: Any) -> Any:
    return records.perform("approve", submitted(by or people.sue, category, **values), by=people.max)


def fresh(record: Any) -> Any:
    return type(record).objects.get(pk=record.pk)


# ---------------------------------------------------------------------- the protection


def test_an_approved_registration_protects_for_the_days_of_its_category(
    people: People, scanners: Any
) -> None:
    held = fresh(approved(people, scanners))
    assert (held.state, held.protected_from, held.protected_until) == ("approved", START, START + 7 * DAY)
    records.update(scanners, by=people.ada, days=30)
    longer = fresh(approved(people, scanners, name="Other Ltd"))
    assert longer.protected_until == START + 30 * DAY
    assert fresh(held).protected_until == START + 7 * DAY


def test_an_applicant_does_not_decide_on_his_own_registration(people: People, scanners: Any) -> None:
    mine = submitted(people.sue, scanners)
    refusals: tuple[tuple[str, dict[str, Any]], ...] = (("approve", {}), ("reject", {"reason": "no"}))
    for verb, said in refusals:
        with pytest.raises(Forbidden):
            records.perform(verb, mine, by=people.sue, **said)
    assert fresh(mine).state == "submitted"


@pytest.mark.parametrize(
    "same",
    [
        {"name": "ＡＣＭＥ  G.m.b.H."},
        {"name": "Another", "phone": "+49 30 12345678"},
        {"name": "Another", "address": "Main St. 1, Berlin"},
        {"name": "Another", "project_address": "Hafen 7"},
        {"name": "Another", "tax_number": "DE 136-695976"},
    ],
)
def test_the_same_customer_is_known_by_any_key(people: People, scanners: Any, same: dict[str, str]) -> None:
    held: dict[str, Any] = {
        "phone": "+493012345678",
        "address": "main st 1 berlin",
        "project_address": "hafen 7",
    }
    approved(people, scanners, **held, tax_number="DE136695976")
    with pytest.raises(Conflict, match="protected in this category until"):
        submitted(people.carl, scanners, **same)


def test_firms_of_one_name_in_two_places_are_two_customers(people: People, scanners: Any) -> None:
    approved(people, scanners, name="北京华为技术有限公司")
    submitted(people.carl, scanners, name="上海华为技术有限公司")
    with pytest.raises(Conflict):
        submitted(people.carl, scanners, name="华为技术")


def test_two_tax_numbers_are_two_customers(people: People, scanners: Any) -> None:
    approved(people, scanners, tax_number="DE136695976")
    submitted(people.carl, scanners, tax_number="DE999999999")


def test_another_category_or_another_time_is_no_conflict(people: People, scanners: Any) -> None:
    printers = records.create(ProductCategory, by=people.ada, name="Printers")
    approved(people, scanners)
    submitted(people.carl, printers)
    with clock.frozen(START + 7 * DAY):
        submitted(people.carl, scanners)


def test_the_first_who_is_approved_wins(people: People, scanners: Any) -> None:
    second = submitted(people.carl, scanners, name="Not the same yet")
    approved(people, scanners)
    records.update(second, by=people.carl, name="Acme")
    with pytest.raises(Conflict):
        records.perform("approve", second, by=people.max)
    assert fresh(second).state == "submitted"


def test_a_rejected_one_is_completed_and_submitted_again(people: People, scanners: Any) -> None:
    mine = submitted(people.sue, scanners)
    records.perform("reject", mine, by=people.max, reason="Who is the buyer?")
    assert (fresh(mine).state, fresh(mine).decision) == ("rejected", "Who is the buyer?")
    records.update(fresh(mine), by=people.sue, contact_name="Kim Lee")
    records.perform("submit", fresh(mine), by=people.sue)
    assert (fresh(mine).state, fresh(mine).decision) == ("submitted", "")


def test_what_was_decided_on_stays_as_it_is(people: People, scanners: Any) -> None:
    held = fresh(approved(people, scanners))
    with pytest.raises(Invalid) as refused:
        records.update(held, by=people.sue, name="Somebody else", tax_number="1")
    assert sorted(refused.value.errors) == ["name", "tax_number"]
    with pytest.raises(Invalid):
        records.delete(fresh(held), by=people.sue)
    records.update(fresh(held), by=people.sue, evidence="They signed a letter")


def test_a_category_asks_for_evidence(people: People, scanners: Any) -> None:
    records.update(scanners, by=people.ada, needs_evidence=True)
    mine = made(people.sue, scanners)
    with pytest.raises(Conflict, match="evidence"):
        records.perform("submit", mine, by=people.sue)
    letter = Arriving("letter.txt")
    letter.write(b"we met")
    attach(registry.spec("registration"), mine.pk, [letter.finish()], by=people.sue)
    assert records.perform("submit", fresh(mine), by=people.sue).state == "submitted"


def test_three_products_at_most_and_a_category_in_use(people: People, scanners: Any) -> None:
    goods = [records.create(Product, by=people.ada, name=f"P{number}").pk for number in range(4)]
    with pytest.raises(Invalid) as refused:
        made(people.sue, scanners, products=goods)
    assert list(refused.value.errors) == ["products"]
    made(people.sue, scanners, products=goods[:3])
    records.update(fresh(scanners), by=people.ada, active=False)
    with pytest.raises(Invalid) as refused:
        made(people.sue, scanners)
    assert list(refused.value.errors) == ["category"]


def test_giving_up_a_protection_frees_the_customer(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    records.perform("cancel", fresh(held), by=people.sue, reason="They went bankrupt")
    assert submitted(people.carl, scanners, despite="Theirs is over").state == "submitted"


def test_undoing_an_approval_takes_the_protection_away(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    undo.undo(Batch.objects.get(kind="approve").pk, by=people.max)
    assert (fresh(held).state, fresh(held).protected_until) == ("submitted", None)


def test_every_decision_stands_in_the_journal(people: People, scanners: Any) -> None:
    mine = submitted(people.sue, scanners)
    records.perform("reject", mine, by=people.max, reason="No evidence")
    verbs = Entry.objects.filter(entity="registration", record_id=mine.pk).order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == ["create", "submit", "reject"]
    last = list(verbs)[-1]
    assert last.changes["decision"] == ["", "No evidence"]
    assert last.actor_id == people.max.user_id


# ---------------------------------------------------------------------- the extension


def test_one_extension_is_appended_and_kept_as_a_record(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    with clock.frozen(START + 3 * DAY):
        records.perform("extend", fresh(held), by=people.sue, reason="They test it")
        (kept,) = RegistrationExtension.live()
        assert (kept.days, kept.until_before, kept.until) == (7, START + 7 * DAY, START + 14 * DAY)
        assert (fresh(held).protected_until, fresh(held).extension_count) == (START + 14 * DAY, 1)
        with pytest.raises(Conflict):
            records.perform("extend", fresh(held), by=people.sue, reason="Once more")
        with pytest.raises(Invalid):
            records.create(RegistrationExtension, by=people.sue, registration=held, reason="By the back door")
    assert RegistrationExtension.live().count() == 1


def test_only_a_running_protection_is_extended(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    with clock.frozen(START + 7 * DAY), pytest.raises(Invalid):
        records.perform("extend", fresh(held), by=people.sue, reason="Too late")
    waiting = submitted(people.sue, scanners, name="Beta")
    with pytest.raises(Invalid):
        records.create(RegistrationExtension, by=people.sue, registration=waiting, reason="Too early")
    assert fresh(held).protected_until == START + 7 * DAY


def test_an_undone_extension_ends_where_the_protection_ended_before(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    records.perform("extend", fresh(held), by=people.sue, reason="They test it")
    undo.undo(Batch.objects.get(kind="extend").pk, by=people.sue)
    assert (fresh(held).protected_until, fresh(held).extension_count) == (START + 7 * DAY, 0)


# ---------------------------------------------------------------------- time


def test_what_is_over_expires_and_its_owner_is_told(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    with clock.frozen(START + 7 * DAY - dt.timedelta(seconds=1)):
        assert jobs.end_protections.func() == 0
        with pytest.raises(Conflict):
            records.perform("expire", fresh(held), by=people.ada)
    with clock.frozen(START + 7 * DAY):
        assert jobs.end_protections.func() == 1
        assert jobs.end_protections.func() == 0
    assert fresh(held).state == "expired"


def test_its_owner_is_warned_once_before_the_end(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    jobs.warn.func()
    told = Notification.objects.filter(event=jobs.WARNED)
    assert not told.exists()
    with clock.frozen(START + 5 * DAY + dt.timedelta(minutes=1)):
        jobs.warn.func()
        jobs.warn.func()
    assert [(row.user_id, row.record_id) for row in told] == [(people.sue.user_id, held.pk)]
    assert "Acme GmbH" in told[0].title


def test_a_warning_comes_while_the_protection_runs(people: People, scanners: Any) -> None:
    with pytest.raises(Invalid) as refused:
        records.update(scanners, by=people.ada, warn_days=7)
    assert list(refused.value.errors) == ["warn_days"]


# ---------------------------------------------------------------------- the deal


def test_a_deal_keeps_the_protection_until_it_closes(people: People, scanners: Any) -> None:
    held = approved(people, scanners, phone="+493012345678")
    deal = records.perform("convert", fresh(held), by=people.sue, called="Scanners for Acme")
    assert isinstance(deal, Opportunity)
    assert (deal.name, fresh(deal).customer.name) == ("Scanners for Acme", "Acme GmbH")
    assert (fresh(held).state, fresh(held).opportunity_id) == ("converted", deal.pk)
    with clock.frozen(START + 90 * DAY):
        jobs.end_protections.func()
        with pytest.raises(Conflict, match="until the deal closes"):
            submitted(people.carl, scanners)
        records.perform("win", deal, by=people.sue)
        assert submitted(people.carl, scanners, despite="Theirs is over").state == "submitted"
        records.perform("reopen", fresh(deal), by=people.sue)
        with pytest.raises(Conflict):
            submitted(people.nora, scanners)


def test_a_deal_is_made_of_a_running_protection_only(people: People, scanners: Any) -> None:
    held = approved(people, scanners)
    with clock.frozen(START + 8 * DAY), pytest.raises(Conflict):
        records.perform("convert", fresh(held), by=people.sue)
    assert not Opportunity.live().exists()


# ---------------------------------------------------------------------- disputes


def test_who_submits_the_same_meanwhile_goes_before_an_arbitrator(people: People, scanners: Any) -> None:
    one, two = submitted(people.sue, scanners), submitted(people.carl, scanners, name="Acme")
    three = submitted(people.nora, scanners, name="ACME")
    (dispute,) = RegistrationDispute.live()
    assert {fresh(one).dispute_id, fresh(two).dispute_id, fresh(three).dispute_id} == {dispute.pk}
    with pytest.raises(Conflict, match="Decide the dispute"):
        records.perform("approve", fresh(one), by=people.max)
    with pytest.raises(Forbidden):
        records.perform("decide", dispute, by=people.carl, winner=two.pk, reason="mine")
    records.perform("decide", dispute, by=people.ada, winner=two.pk, reason="He was there first")
    assert [fresh(row).state for row in (one, two, three)] == ["rejected", "approved", "rejected"]
    assert fresh(one).decision == "He was there first"
    assert (fresh(dispute).winner_id, fresh(dispute).reason) == (two.pk, "He was there first")
    assert fresh(two).decided_by_id == people.ada.user_id


def test_a_dispute_is_decided_for_one_of_its_parties_with_a_reason(people: People, scanners: Any) -> None:
    submitted(people.sue, scanners)
    submitted(people.carl, scanners)
    stranger = submitted(people.nora, scanners, name="Gamma")
    (dispute,) = RegistrationDispute.live()
    for said in ({"winner": stranger.pk, "reason": "why not"}, {"winner": None, "reason": "x"}):
        with pytest.raises(Invalid) as refused:
            records.perform("decide", dispute, by=people.ada, **said)
        assert list(refused.value.errors) == ["winner"]
    assert fresh(stranger).state == "submitted"


def test_nobody_disputes_with_himself(people: People, scanners: Any) -> None:
    submitted(people.sue, scanners)
    with pytest.raises(Conflict, match="submitted this already"):
        submitted(people.sue, scanners, name="acme")
    north, south = (records.create(Customer, by=people.sue, name=name) for name in ("North", "South"))
    submitted(people.sue, scanners, name="Delta", dealer=north)
    submitted(people.sue, scanners, name="Delta", dealer=south)
    assert RegistrationDispute.live().count() == 1


def test_those_who_decide_are_told_of_a_dispute(people: People, scanners: Any) -> None:
    submitted(people.sue, scanners)
    submitted(people.carl, scanners)
    (dispute,) = RegistrationDispute.live()
    assert handlers.deciders(dispute, "registration-dispute", "decide") == [people.max.user_id]
    chief = people.join("Chen Channel", "channel-manager", unit=people.hq)
    assert set(handlers.deciders(dispute, "registration-dispute", "decide")) == {
        people.max.user_id,
        chief.user_id,
    }


# ---------------------------------------------------------------------- the check


def asked(by: Actor, **said: Any) -> checking.Answer:
    return checking.check(Question(**said), by=by)


def test_the_customer_of_a_colleague_is_registered_for_a_reason_only(people: People, scanners: Any) -> None:
    records.create(Customer, by=people.nora, name="Acme GmbH")
    asked = made(people.sue, scanners)
    with pytest.raises(Invalid) as refused:
        records.perform("submit", asked, by=people.sue)
    (said,) = refused.value.errors["reason"]
    assert "Acme" not in str(said)
    assert "Nora" not in str(said)
    done = records.perform("submit", asked, by=people.sue, reason="She left it to me")
    assert (done.state, done.despite) == ("submitted", "She left it to me")
    max_ = browser(people.users["max"])
    shown = max_.get(f"/registrations/{asked.pk}/approve/").content.decode()
    assert "With a colleague" in shown
    assert "She left it to me" in shown
    records.perform("reject", fresh(asked), by=people.max, reason="No")
    records.perform("submit", fresh(asked), by=people.sue)


def test_a_linked_customer_counts_whatever_the_registration_is_called(people: People, scanners: Any) -> None:
    theirs = records.create(Customer, by=people.nora, name="Other Name")
    people.role("seller", {"*": {"*": "all"}})
    asked = made(people.sue, scanners, customer=theirs.pk)
    with pytest.raises(Invalid):
        records.perform("submit", asked, by=people.sue)


def test_who_approves_says_why_where_a_conflict_came_later(people: People, scanners: Any) -> None:
    asked = submitted(people.sue, scanners)
    records.create(Customer, by=people.nora, name="Acme GmbH")
    with pytest.raises(Invalid):
        records.perform("approve", asked, by=people.max)
    done = records.perform("approve", fresh(asked), by=people.max, reason="Sue was first")
    assert (done.state, done.despite) == ("approved", "Sue was first")


def test_one_s_own_customer_is_no_conflict(people: People, scanners: Any) -> None:
    records.create(Customer, by=people.sue, name="Acme GmbH")
    asked = made(people.sue, scanners)
    assert records.perform("submit", asked, by=people.sue).state == "submitted"
    shown = browser(people.users["max"]).get(f"/registrations/{asked.pk}/approve/").content.decode()
    assert "Nobody else has this customer." in shown


def test_an_open_deal_of_a_colleague_with_one_s_own_customer_is_a_conflict(
    people: People, scanners: Any
) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme GmbH")
    price = LostReason.live().get(name="Price")
    deal = records.create(Opportunity, by=people.ada, name="Crane", customer=acme.pk)
    records.update(deal, by=people.ada, owner=people.users["nora"].pk)
    row = made(people.sue, scanners, customer=acme.pk)
    with pytest.raises(Invalid) as refused:
        records.perform("submit", row, by=people.sue)
    assert "Crane" not in str(refused.value.errors["reason"][0])
    answer = asked(people.sue, name="Acme")
    assert [(one.kind, one.id, one.owner) for one in answer.found] == [
        ("mine", acme.pk, "Sue Seller"),
        ("deal", None, checking.masked("Nora North")),
    ]
    records.perform("lose", fresh(deal), by=people.ada, reason=price.pk)
    assert records.perform("submit", fresh(row), by=people.sue).state == "submitted"


def test_the_page_of_a_registration_says_who_else_has_the_customer(people: People, scanners: Any) -> None:
    approved(people, scanners)
    mine = made(people.nora, scanners)
    nora, here = browser(people.users["nora"]), f"/registrations/{mine.pk}/"
    assert "Protected" in nora.get(here).content.decode()
    shown = nora.get(f"{here}submit/").content.decode()
    assert "Protected until" in shown
    assert "Sue" not in shown


def test_who_has_a_customer_is_told_while_one_types_him_and_stands_in_the_log(
    people: People, scanners: Any
) -> None:
    deal = records.create(Opportunity, by=people.nora, name="Crane", customer=customer_of(people, "nora"))
    sue = browser(people.users["sue"])
    form = sue.get("/registrations/new/").content.decode()
    assert 'hx-post="/registrations/known/"' in form

    def told(who: Any, **said: Any) -> str:
        return str(who.post("/registrations/known/", {"category": scanners.pk, **said}).content.decode())

    logged = Occurrence.objects.filter(kind=checking.CHECK)
    assert told(sue, name="A").strip() == told(sue, name="Unheard of").strip() == ""
    assert logged.count() == 0
    shown = told(sue, name="Acme")
    assert "With a colleague" in shown
    assert "A colleague has an open opportunity" in shown
    assert "Nora" not in shown
    assert "Crane" not in shown
    assert logged.count() == 1
    assert told(browser(people.users["nora"]), name="Acme").strip() == ""
    assert browser(people.users["stranger"]).post("/registrations/known/", {"name": "Acme"}).status_code in (
        403,
        404,
    )
    mine = made(people.sue, scanners, name="Beta")
    answer = sue.post(f"/registrations/{mine.pk}/known/", {"name": "Acme GmbH"}).content.decode()
    assert "With a colleague" in answer
    assert browser(people.users["nora"]).post(f"/registrations/{mine.pk}/known/", {}).status_code == 404
    assert fresh(deal).outcome == "open"


def customer_of(people: People, name: str) -> int:
    return int(records.create(Customer, by=people.actor(name), name="Acme GmbH").pk)


def test_those_who_decide_are_told_and_find_it_on_their_day(people: People, scanners: Any) -> None:
    max_ = browser(people.users["max"])
    assert "To decide" not in max_.get("/").content.decode()
    asked = submitted(people.sue, scanners)
    while dispatch():
        drain()
    told = Notification.objects.filter(entity="registration", record_id=asked.pk)
    assert people.users["max"].pk in set(told.values_list("user_id", flat=True))
    assert people.users["sue"].pk not in set(told.values_list("user_id", flat=True))
    assert "To decide" in max_.get("/").content.decode()
    assert "To decide" not in browser(people.users["sue"]).get("/").content.decode()
    records.perform("approve", asked, by=people.max)
    assert "To decide" not in max_.get("/").content.decode()


def test_a_customer_is_registered_from_his_page(people: People, scanners: Any) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme & Sons", phone="+493012345678")
    sue = browser(people.users["sue"])
    page = unescape(sue.get(f"/customers/{acme.pk}/").content.decode())
    here = f"/registrations/new/?customer={acme.pk}"
    assert f'href="{here}"' in page
    form = sue.get(here).content.decode()
    (told,) = re.findall(r'data-reactions="([^"]*)"', form)
    said = json.loads(unescape(told))
    assert (said["name"]["value"], said["phone"]["value"]) == ("Acme & Sons", "+493012345678")


def test_nobody_has_it(people: People, scanners: Any) -> None:
    assert asked(people.sue, name="Acme").verdict == "free"


def test_what_one_may_not_see_is_told_without_its_name(people: People, scanners: Any) -> None:
    records.create(Customer, by=people.nora, name="Acme GmbH", phone="+493012345678")
    (one,) = asked(people.sue, name="acme").found
    assert (one.kind, one.id, one.title, one.owner) == ("colleague", None, "A•••", "N•••")
    (one,) = asked(people.ada, phone="+493012345678").found
    assert (one.title, one.owner) == ("Acme GmbH", "Nora Neighbour")
    assert one.id is not None


def test_a_protection_is_told_with_its_end(people: People, scanners: Any) -> None:
    approved(people, scanners)
    found = asked(people.nora, name="ACME")
    assert (found.verdict, found.until) == ("protected", START + 7 * DAY)
    assert (found.found[0].owner, found.found[0].id) == ("S•••", None)
    assert asked(people.sue, name="ACME").verdict == "mine"
    chief = people.join("Chen Channel", "channel-manager", unit=people.hq)
    assert asked(chief, name="ACME").found[0].owner == "Sue Seller"
    printers = records.create(ProductCategory, by=people.ada, name="Printers")
    assert asked(people.nora, name="ACME", category=printers.pk).verdict == "free"


def test_own_lists_pools_and_what_waits(people: People, scanners: Any) -> None:
    records.create(Lead, by=people.sue, name="Kim Lee", company="Beta Ltd")
    assert asked(people.sue, name="Beta").verdict == "mine"
    gamma = records.create(Customer, by=people.ada, name="Gamma", owner=None)
    assert asked(people.sue, name="Gamma").verdict == "nobody"
    sea = records.create(Pool, by=people.ada, name="Sea", entity="customer")
    assert asked(people.sue, name="Gamma").verdict == "nobody", "there is a pool, but it does not lie there"
    records.perform("put", gamma, by=people.ada, pool=sea.pk)
    assert asked(people.sue, name="Gamma").verdict == "pool"
    records.update(sea, by=people.ada, active=False)
    assert asked(people.sue, name="Gamma").verdict == "nobody", "nobody can take it there now"
    submitted(people.carl, scanners, name="Delta")
    assert asked(people.nora, name="Delta").verdict == "submitted"


def test_a_contact_s_number_leads_to_his_customer(people: People, scanners: Any) -> None:
    firm = records.create(Customer, by=people.sue, name="Beta")
    records.create(Contact, by=people.sue, name="Kim", customer=firm, mobile="+4915112345678")
    (one,) = asked(people.sue, phone="+4915112345678").found
    assert (one.entity, one.id) == ("customer", firm.pk)


def test_every_check_is_logged(people: People, scanners: Any) -> None:
    asked(people.sue, name="Acme")
    (row,) = Occurrence.objects.filter(kind=checking.CHECK)
    assert (row.actor_id, row.detail["name"], row.detail["verdict"]) == (people.sue.user_id, "Acme", "free")


def test_a_check_asks_for_something_and_for_a_right(people: People, scanners: Any) -> None:
    with pytest.raises(Invalid):
        asked(people.sue)
    with pytest.raises(NotFound):
        asked(people.stranger, name="Acme")


def test_the_page_answers(people: People, scanners: Any) -> None:
    approved(people, scanners)
    client = browser(people.users["nora"])
    assert client.get("/registrations/check/").status_code == 200
    shown = client.post("/registrations/check/", {"name": "acme"}).content.decode()
    assert "Protected until" in shown
    assert "Sue Seller" not in shown
    wrong = client.post("/registrations/check/", {"phone": "abc"})
    assert wrong.status_code == 422
    assert browser(people.users["stranger"]).get("/registrations/check/").status_code == 404


def test_programs_ask_too(people: People, scanners: Any) -> None:
    approved(people, scanners)
    client = program(people.users["nora"])

    def post(**said: Any) -> Any:
        return client.post("/api/v1/registrations/check", json.dumps(said), content_type="application/json")

    found = post(name="ACME").json()
    assert (found["verdict"], found["until"]) == ("protected", "2026-03-09T09:00:00Z")
    assert found["found"][0]["owner"] == "S•••"
    records.create(Customer, by=people.ada, name="Gamma", owner=None)
    assert post(name="Gamma").json()["verdict"] == "nobody"
    assert post(nonsense=1).status_code == 422
    assert post(category="x").status_code == 422


def test_a_new_name_is_known_and_sorted_by_at_once(people: People, scanners: Any) -> None:
    mine = made(people.sue, scanners, name="Zeta")
    records.update(mine, by=people.sue, name="Alpha AG")
    assert fresh(mine).name_key == "alpha ag"
    assert fresh(mine).match_key == made(people.sue, scanners, name="Alpha").match_key
