"""Calendars: what stands where, for whom, and what moving it does."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from kith.engine import records
from kith.engine.journal import Batch
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Opportunity
from tests.company import People
from tests.signing import browser

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOON = dt.datetime(2026, 6, 3, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    """It is Wednesday noon."""
    with clock.frozen(NOON):
        yield


@pytest.fixture
def sue(people: People) -> Client:
    """A seller's browser."""
    return browser(people.users["sue"])


def visit(by: Any, name: str = "Visit Acme", at: dt.datetime = NOON, **values: Any) -> Any:
    values = {"ends_at": at + dt.timedelta(hours=1), **values}
    return records.create(Activity, by=by, kind="visit", subject=name, at=at, **values)


def shown(client: Client, query: str = "") -> str:
    return client.get(f"/activities/calendar/{query}").content.decode()


def tags(page: str, name: str) -> list[str]:
    """The opening tags of a record's entries."""
    return re.findall(rf'<a class="happening[^>]*title="[^"]*{name}[^>]*>', page)


def move(client: Client, one: Any, **sent: Any) -> Any:
    return client.post(
        "/activities/calendar/move/",
        {"id": one.pk, "version": one.version, "stay": "1", **sent},
        headers=PART,
    )


def test_the_calendar_opens_at_this_week_with_what_is_mine(people: People, sue: Client) -> None:
    visit(people.sue)
    visit(people.max, "Meet Bolt", owner=people.users["max"].pk)
    page = shown(browser(people.users["max"]))
    assert 'aria-current="date"' in page
    assert "Meet Bolt" in page
    assert "Visit Acme" not in page
    assert "Visit Acme" in shown(browser(people.users["max"]), "?view=all")
    assert "Visit Acme" in shown(sue)
    assert "Visit Acme" not in shown(sue, "?day=2026-06-10")


def test_filters_and_search_of_the_list_choose_what_is_shown(people: People, sue: Client) -> None:
    visit(people.sue)
    visit(people.sue, "Visit Bolt", priority="high")
    where = '{"field":"priority","op":"is","value":"high"}'
    page = sue.get("/activities/calendar/", {"where": where, "group": "month"}).content.decode()
    assert tags(page, "Visit Bolt")
    assert not tags(page, "Visit Acme")


def test_an_hour_stands_at_the_readers_clock(people: People, sue: Client) -> None:
    visit(people.sue)
    assert (
        'data-hour="12" data-minute="0" data-hours="1" data-minutes="0"' in tags(shown(sue), "Visit Acme")[0]
    )
    people.give("sue", time_zone="Asia/Shanghai")
    assert 'data-hour="20" data-minute="0"' in tags(shown(sue), "Visit Acme")[0]


def test_on_the_day_the_clocks_change_it_stands_at_the_hour_of_the_wall(people: People, sue: Client) -> None:
    people.give("sue", time_zone="Europe/Berlin")
    begin = dt.datetime(2026, 3, 29, 0, 30, tzinfo=dt.UTC)  # 01:30, and two hours later it is 04:30
    one = visit(people.sue, at=begin, ends_at=begin + dt.timedelta(hours=2))
    tag = tags(shown(sue, "?group=day&day=2026-03-29"), "Visit Acme")[0]
    assert 'data-hour="1" data-minute="30" data-hours="3" data-minutes="0"' in tag
    assert move(sue, one, begin="2026-03-30T09:00").status_code == 204
    one.refresh_from_db()
    assert one.at == dt.datetime(2026, 3, 30, 7, tzinfo=dt.UTC)
    assert one.ends_at - one.at == dt.timedelta(hours=2)


def test_what_overlaps_stands_side_by_side_and_what_follows_has_the_whole_width(
    people: People, sue: Client
) -> None:
    for number, minutes in enumerate((0, 30, 60)):
        visit(people.sue, f"Visit {number}", at=NOON + dt.timedelta(minutes=minutes))
    visit(people.sue, "Visit later", at=NOON + dt.timedelta(hours=3))
    page = shown(sue, "?group=day")
    lanes = [re.findall(r'data-lanes?="(\d)"', tags(page, f"Visit {name}")[0]) for name in (0, 1, 2, "later")]
    assert lanes == [["0", "2"], ["1", "2"], ["0", "2"], ["0", "1"]]


def test_what_goes_past_midnight_stands_on_both_days_and_what_takes_days_in_the_row_above(
    people: People, sue: Client
) -> None:
    late = NOON + dt.timedelta(hours=11)
    visit(people.sue, "Night shift", at=late, ends_at=late + dt.timedelta(hours=3))
    visit(people.sue, "Trade fair", at=NOON - dt.timedelta(days=12), ends_at=NOON + dt.timedelta(hours=20))
    page = shown(sue)
    assert [re.findall(r'data-hours="(\d+)"', tag) for tag in tags(page, "Night shift")] == [["1"], ["2"]]
    fair = tags(page, "Trade fair")
    assert len(fair) == 4  # Monday to Thursday of the week
    assert not any("data-hour=" in tag for tag in fair)


def test_people_stand_side_by_side_as_far_as_one_sees_them(people: People) -> None:
    visit(people.sue)
    day = shown(browser(people.users["max"]), "?group=team-day")
    assert all(name in day for name in ("Max Manager", "Sue Seller", "Carl Colleague"))
    assert "Nora Neighbour" not in day
    assert "Ada Admin" not in day
    assert tags(day, "Visit Acme")
    week = shown(browser(people.users["max"]), "?group=team-week")
    assert f'data-owner="{people.users["sue"].pk}"' in week
    assert not tags(shown(browser(people.users["carl"]), "?group=team-week&view=all"), "Visit Acme")


def test_moving_keeps_the_length_moves_the_reminder_along_and_can_be_taken_back(
    people: People, sue: Client
) -> None:
    one = visit(people.sue, reminder_at=NOON - dt.timedelta(minutes=15))
    answer = move(sue, one, begin="2026-06-04T15:30")
    assert answer.status_code == 204
    assert f"/undo/{Batch.objects.latest('pk').pk}/" in answer.headers["HX-Trigger"]
    one.refresh_from_db()
    later = dt.datetime(2026, 6, 4, 15, 30, tzinfo=dt.UTC)
    assert (one.at, one.ends_at) == (later, later + dt.timedelta(hours=1))
    assert one.reminder_at == later - dt.timedelta(minutes=15)
    sue.post(f"/undo/{Batch.objects.latest('pk').pk}/", {"stay": "1"}, headers=PART)
    one.refresh_from_db()
    assert (one.at, one.reminder_at) == (NOON, NOON - dt.timedelta(minutes=15))


def test_another_end_is_the_modules_to_check(people: People, sue: Client) -> None:
    one = visit(people.sue)
    assert move(sue, one, begin="2026-06-03T12:00", until="2026-06-03T14:00").status_code == 204
    one.refresh_from_db()
    assert one.ends_at == NOON + dt.timedelta(hours=2)
    refused = move(sue, one, begin="2026-06-03T12:00", until="2026-06-03T11:00")
    assert refused.status_code == 422
    assert "before it begins" in refused.headers["HX-Trigger"]


def test_a_move_is_refused_when_somebody_was_faster_or_it_is_not_ours(people: People, sue: Client) -> None:
    one = visit(people.sue)
    records.update(one, by=people.max, subject="Visit Acme & Sons")
    assert move(sue, one, begin="2026-06-04T09:00").status_code == 412
    assert move(browser(people.users["carl"]), one, begin="2026-06-04T09:00").status_code == 404
    assert move(browser(people.users["otto"]), one, begin="2026-06-04T09:00").status_code == 403
    assert move(sue, one, begin="soon").status_code == 422
    assert move(sue, one).status_code == 400
    assert 'data-move=""' in shown(browser(people.users["otto"]))


def test_dragging_to_a_colleague_hands_it_over(people: People) -> None:
    one = visit(people.sue)
    carl = people.users["carl"].pk
    assert move(browser(people.users["max"]), one, begin="2026-06-03T09:00", owner=carl).status_code == 204
    one.refresh_from_db()
    assert (one.owner_id, one.at.hour) == (carl, 9)
    assert move(browser(people.users["max"]), one, begin="2026-06-04T09:00", owner="²").status_code == 204
    one.refresh_from_db()
    assert (one.owner_id, one.at.day) == (carl, 4)


def test_deals_stand_on_their_day_and_move_by_days(people: People, sue: Client) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    deal = records.create(Opportunity, by=people.sue, name="Pumps", customer=acme, close_on="2026-06-09")
    page = sue.get("/opportunities/calendar/").content.decode()
    assert 'class="month"' in page
    assert "Pumps" in page
    assert "Acme" in page
    sent = {"id": deal.pk, "version": deal.version, "begin": "2026-06-17", "stay": "1"}
    assert sue.post("/opportunities/calendar/move/", sent, headers=PART).status_code == 204
    deal.refresh_from_db()
    assert deal.close_on == dt.date(2026, 6, 17)


def test_an_hour_that_is_clicked_fills_in_the_short_form(sue: Client) -> None:
    into = {**PART, "HX-Target": "div#dialog-content"}
    address = "/activities/new/?kind=meeting&at=2026-06-04T10:00&ends_at=2026-06-04T11:00"
    form = sue.get(address, headers=into).content.decode()
    assert 'value="2026-06-04T10:00"' in form
    assert 'value="2026-06-04T11:00"' in form
    assert '<option value="meeting" selected>' in form


def test_days_that_no_calendar_has_are_no_fault(sue: Client) -> None:
    for day in ("0001-01-01", "9999-12-31", "yesterday"):
        assert sue.get(f"/activities/calendar/?day={day}").status_code == 404
