"""The board of deals and leads: what cards are marked with, rows, quick lines, what a stage still asks for."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.engine import bulk, records
from kith.features.views.models import SavedView
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead, LostReason, Opportunity, Pipeline, Stage
from tests.company import People
from tests.signing import browser

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
BOARD = "/opportunities/board/"
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def sue(people: People) -> Client:
    return browser(people.users["sue"])


def stage(name: str) -> int:
    return int(Stage.live().get(name=name).pk)


def deal(by: Any, name: str = "Scanners", **values: Any) -> Any:
    return records.create(Opportunity, by=by, name=name, **values)


def eur(amount: int) -> Money:
    return Money(Decimal(amount), "EUR")


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


def card(page: str, record: Any) -> str:
    found = re.search(rf'<article class="card" id="card-{record.pk}".*?</article>', page, re.DOTALL)
    assert found
    return found[0]


def test_a_deal_that_stays_too_long_in_its_stage_is_marked_and_one_that_has_closed_is_not(
    people: People, sue: Client
) -> None:
    with clock.frozen(NOON):
        slow, quick, won = deal(people.sue), deal(people.sue), deal(people.sue)
        records.perform("win", won, by=people.sue)
    with clock.frozen(NOON + dt.timedelta(days=14)):
        records.update(quick, by=people.sue, stage=stage("Qualified"))
        assert "Stalled" not in text(sue.get(BOARD)), "fourteen days are allowed"
    with clock.frozen(NOON + dt.timedelta(days=15)):
        page = text(sue.get(BOARD))
    assert "Stalled 15 d" in card(page, slow)
    assert "In “New” longer than the 14 days that are usual" in card(page, slow)
    assert "Stalled" not in card(page, quick) + card(page, won)


def test_what_nothing_is_planned_for_is_marked(people: People, sue: Client) -> None:
    bare, said, planned, done = (deal(people.sue) for _number in range(4))
    won = deal(people.sue)
    records.perform("win", won, by=people.sue)
    records.update(said, by=people.sue, next_step="Call them")
    tomorrow = clock.now() + dt.timedelta(days=1)
    for about, is_done in ((planned, False), (done, True)):
        records.create(
            Activity,
            by=people.sue,
            subject="Call",
            about=("opportunity", about.pk),
            at=tomorrow,
            done=is_done,
        )
    page = text(sue.get(BOARD))
    marked = {one.pk: "No next step" in card(page, one) for one in (bare, said, planned, done, won)}
    assert "Call them" in card(page, said), "what comes next is said instead"
    assert marked == {bare.pk: True, said.pk: False, planned.pk: False, done.pk: True, won.pk: False}


def test_a_plan_that_one_may_not_see_is_no_plan(people: People, sue: Client) -> None:
    mine = deal(people.sue)
    tomorrow = clock.now() + dt.timedelta(days=1)
    records.create(Activity, by=people.ada, subject="Secret", about=("opportunity", mine.pk), at=tomorrow)
    assert "No next step" in card(text(sue.get(BOARD)), mine)


def test_a_lead_that_waits_to_be_called_is_marked_and_a_missed_call_is_overdue(
    people: People, sue: Client
) -> None:
    with clock.frozen(NOON):
        new = records.create(Lead, by=people.sue, name="Kim Lee", next_contact_on=NOON.date())
        busy = records.create(Lead, by=people.sue, name="Ann Poe", status="qualified")
    with clock.frozen(NOON + dt.timedelta(days=4)):
        page = text(sue.get("/leads/board/"))
    assert "Stalled 4 d" in card(page, new)
    assert "Overdue:" in card(page, new)
    assert "Overdue:" not in card(page, busy), "the day of entry is nothing to be late for"
    assert "No next step" in card(page, busy)


def test_marks_cost_no_query_for_each_card(people: People, sue: Client) -> None:
    def cost(address: str) -> int:
        sue.get(address)
        with CaptureQueriesContext(connection) as caught:
            assert sue.get(address).status_code == 200
        return len(caught)

    def grow(count: int) -> None:
        bulk.create(Opportunity, [{"name": f"Deal {number}"} for number in range(count)], by=people.sue)

    grow(3)
    few = cost(BOARD), cost(f"{BOARD}?group=owner")
    grow(60)
    assert (cost(BOARD), cost(f"{BOARD}?group=owner")) == few


def test_rows_by_owner_hold_each_persons_cards_and_sums(people: People) -> None:
    tim = browser(people.users["ada"])
    one = deal(people.sue, amount=eur(100))
    other = deal(people.ada, amount=eur(250))
    page = text(tim.get(f"{BOARD}?group=owner"))
    rows = re.split(r'<details class="swimlane"', page)[1:]
    owners = [re.search(r"<b>(.*?)</b>", row)[1] for row in rows]  # type: ignore[index]
    assert owners == sorted([people.users["sue"].name, people.users["ada"].name])
    for row, owner in zip(rows, owners, strict=True):
        mine = one if owner == people.users["sue"].name else other
        assert f'id="card-{mine.pk}"' in row
        assert row.count("<article") == 1
    assert 'data-rows="owner"' in page


def test_a_card_dropped_in_another_row_takes_that_rows_value(people: People) -> None:
    ada, one = browser(people.users["ada"]), deal(people.sue)
    given = {"id": one.pk, "version": one.version, "to": stage("Qualified"), "dialog": "1"}
    hand = {**given, "rows": "owner", "row": people.users["ada"].pk}
    assert ada.post(f"{BOARD}move/", hand, headers=PART).status_code == 204
    one.refresh_from_db()
    assert (one.owner_id, one.stage.name) == (people.users["ada"].pk, "Qualified")
    strange = {**given, "version": one.version, "rows": "name", "row": "Other"}
    ada.post(f"{BOARD}move/", strange, headers=PART)
    one.refresh_from_db()
    assert one.name == "Scanners", "only what rows can stand for is taken"


def test_cards_come_in_the_order_that_one_chose_and_go_on_where_they_stopped(
    people: People, sue: Client
) -> None:
    rows = [{"name": f"Deal {number:02}", "amount": eur(number)} for number in range(1, 31)]
    bulk.create(Opportunity, rows, by=people.sue)
    page = text(sue.get(f"{BOARD}?sort=-amount"))
    names = re.findall(r'<h3 class="card-title"><a [^>]*>(.*?)</a>', page)
    assert names[:2] == ["Deal 30", "Deal 29"]
    more = re.search(r'hx-get="([^"]*board/cards/[^"]*)"', page)
    assert more
    rest = text(sue.get(more[1], headers=PART))
    assert re.findall(r'<h3 class="card-title"><a [^>]*>(.*?)</a>', rest)[-1] == "Deal 01"
    assert len(names) + rest.count("<article") == 30
    assert "board/cards/" not in rest
    seen = text(sue.get(f"{BOARD}?sort=-amount&seen={stage('New')}:30", headers=PART))
    assert seen.count("<article") == 30


def test_a_folded_column_keeps_its_sums_and_stays_folded_for_this_person_only(people: People) -> None:
    sue, ada = browser(people.users["sue"]), browser(people.users["ada"])
    one = deal(people.sue, amount=eur(100))
    folding = {"step": stage("New"), "fold": "1", "stay": "1"}
    assert sue.post(f"{BOARD}fold/", folding, headers=PART).status_code == 204
    page = text(sue.get(BOARD))
    assert f'class="column folded" id="step-{stage("New")}"' in page
    assert f'id="card-{one.pk}"' not in page
    assert '<b data-show="total">€100</b>' in page
    assert f'id="card-{one.pk}"' in text(ada.get(BOARD))
    sue.post(f"{BOARD}fold/", {**folding, "fold": ""}, headers=PART)
    assert f'id="card-{one.pk}"' in text(sue.get(BOARD))


def test_a_line_makes_a_record_in_its_column_and_asks_for_the_next(people: People, sue: Client) -> None:
    line = text(sue.get(f"{BOARD}add/?to={stage('Proposal')}", headers=PART))
    assert 'name="name"' in line
    assert "lost_reason" not in line
    given = {"to": stage("Proposal"), "stay": "1", "name": "Quick", "nonce": "a"}
    made = sue.post(f"{BOARD}add/", given, headers=PART)
    assert made.status_code == 200
    assert {"refresh", "toast"} <= set(json.loads(made.headers["HX-Trigger"]))
    assert 'value="Quick"' not in text(made)
    one = Opportunity.live().get(name="Quick")
    assert (one.stage_id, one.owner_id) == (stage("Proposal"), people.users["sue"].pk)
    again = sue.post(f"{BOARD}add/", {**given, "name": "", "nonce": "b"}, headers=PART)
    assert again.status_code == 422
    assert 'class="error"' in text(again)
    lost = sue.post(
        f"{BOARD}add/", {**given, "to": stage("Lost"), "name": "Gone", "nonce": "c"}, headers=PART
    )
    assert 'name="lost_reason"' in text(lost), "what the stage requires is asked for in the line"
    assert not Opportunity.live().filter(name="Gone").exists()


def test_what_a_stage_requires_stays_asked_for_until_all_is_said(people: People, sue: Client) -> None:
    one = deal(people.sue)
    way = Pipeline.live().get()
    other = records.create(Stage, by=people.ada, pipeline=way, name="Given up", outcome="lost", position=9)
    given = {"id": one.pk, "version": one.version, "to": other.pk, "dialog": "1"}
    page = text(sue.post(f"{BOARD}move/", given, headers=PART))
    assert "Move Scanners to “Given up”" in page
    assert page.count('class="field') == 1, "only what is missing is asked for"
    again = text(sue.post(f"{BOARD}move/", {**given, "lost_reason": ""}, headers=PART))
    assert '<span class="needed"' in again
    reason = LostReason.live().values_list("pk", flat=True)[0]
    done = sue.post(f"{BOARD}move/", {**given, "lost_reason": reason}, headers=PART)
    assert done.status_code == 204
    one.refresh_from_db()
    assert one.stage_id == other.pk, "the stage on which it was dropped, not the first lost one"


def test_the_address_of_a_pipeline_shows_its_stages_only(people: People, sue: Client) -> None:
    way = records.create(Pipeline, by=people.ada, name="Partners", position=5)
    records.create(Stage, by=people.ada, pipeline=way, name="Met", outcome="open")
    page = text(sue.get(f"{BOARD}?way={way.pk}"))
    assert re.findall(r'data-label="(.*?)"', page) == ["Met"]
    assert 'data-label="Met"' not in text(sue.get(BOARD))


def test_a_saved_view_of_the_board_keeps_its_rows_and_order(people: People, sue: Client) -> None:
    deal(people.sue)
    sue.post("/opportunities/save-view/?group=owner&sort=-amount", {"label": "By owner"})
    number = SavedView.live().get(name="By owner").pk
    page = text(sue.get(f"{BOARD}?view={number}"))
    assert 'class="swimlane"' in page
    assert 'class="swimlane"' not in text(sue.get(f"{BOARD}?view={number}&group=-"))


def test_a_new_deal_begins_in_the_first_pipeline_and_is_not_asked_why_it_was_lost(
    people: People, sue: Client
) -> None:
    page = text(sue.get("/opportunities/new/"))
    assert 'name="lost_reason"' not in page
    assert 'name="competitor"' not in page
    assert f'<option value="{stage("New")}" selected>' in page
    assert f'<option value="{Pipeline.live().get().pk}" selected>' in page


def test_a_suggested_stage_gives_way_to_the_pipeline_that_one_chooses(people: People, sue: Client) -> None:
    way = records.create(Pipeline, by=people.ada, name="Partners", position=5)
    first = records.create(Stage, by=people.ada, pipeline=way, name="Met", outcome="open")
    usual = stage("New")
    given = {"name": "Partner deal", "pipeline": way.pk, "stage": usual, "stage__untouched": usual}
    assert sue.post("/opportunities/new/", given).status_code == 303
    assert Opportunity.live().get(name="Partner deal").stage_id == first.pk


def test_a_new_deal_in_a_lost_stage_is_asked_for_the_reason_in_its_form(sue: Client) -> None:
    answer = sue.post("/opportunities/new/", {"name": "Late entry", "stage": stage("Lost")})
    assert answer.status_code == 422
    assert 'name="lost_reason"' in text(answer)


def test_a_board_is_closed_to_whom_it_does_not_concern(people: People, sue: Client) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    assert sue.get("/customers/board/cards/?step=1").status_code == 404
    assert sue.post("/customers/board/add/", {"name": "x"}).status_code == 404
    assert sue.get(f"{BOARD}cards/?step=999999").status_code == 404
    assert sue.get(f"{BOARD}cards/?step={stage('New')}&group=owner&row=x").status_code == 400
    assert customer.name == "Acme"
