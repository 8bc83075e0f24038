"""Leads and deals on the home page: what waits for an answer, what has no next step, what closes this month."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import records
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities.models import Activity
from kith.modules.sales import panels
from kith.modules.sales.models import Lead, Opportunity

NOON = dt.datetime(2026, 6, 10, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def june(people: People) -> Any:
    with clock.frozen(NOON):
        yield


def shown(source: Any, reader: Any) -> list[str]:
    return [row.title for section in source(reader) for row in section.rows]


def lead(by: Any, name: str, hours: int = 0, **values: Any) -> Any:
    with clock.frozen(NOON - dt.timedelta(hours=hours)):
        return records.create(Lead, by=by, name=name, **values)


def deal(by: Any, name: str, **values: Any) -> Any:
    return records.create(Opportunity, by=by, name=name, **values)


def test_a_new_lead_waits_for_an_answer_the_one_whose_time_ends_first_on_top(people: People) -> None:
    lead(people.sue, "Fresh", 1)
    lead(people.sue, "Late", 30)
    lead(people.carl, "Carl's", 2)
    [section] = panels.to_answer(people.sue)
    assert [(row.title, row.late) for row in section.rows] == [("Late", True), ("Fresh", False)]
    assert section.rows[0].at == NOON - dt.timedelta(hours=19), "eight working hours, at the end of Tuesday"


def test_a_first_contact_or_a_new_state_stops_the_clock_of_a_lead(people: People) -> None:
    called, moved, planned = (lead(people.sue, name, 1) for name in ("Called", "Moved", "Planned"))
    records.create(
        Activity, by=people.sue, kind="call", subject="Hello", about=("lead", called.pk), done=True
    )
    records.update(moved, by=people.sue, status="working")
    later = NOON + dt.timedelta(days=1)
    records.create(
        Activity, by=people.sue, kind="call", subject="Later", about=("lead", planned.pk), at=later
    )
    assert shown(panels.to_answer, people.sue) == ["Planned"]


def test_the_clock_begins_anew_with_a_new_owner_and_never_for_what_was_imported(people: People) -> None:
    given = lead(people.max, "Given", 40)
    records.update(given, by=people.max, owner=people.users["sue"].pk)
    records.create(Lead, by=people.actor("sue", "import"), name="Imported")
    [section] = panels.to_answer(people.sue)
    assert [(row.title, row.at) for row in section.rows] == [("Given", NOON + dt.timedelta(days=1))]


def test_open_deals_without_anything_planned_are_shown_until_something_is(people: People) -> None:
    bare, done, planned = (deal(people.sue, name) for name in ("Bare", "Done", "Planned"))
    won = deal(people.sue, "Won")
    records.perform("win", won, by=people.sue)
    deal(people.sue, "In words", next_step="Send the contract")
    about = ("opportunity", planned.pk)
    records.create(Activity, by=people.sue, subject="Ask", about=about, at=NOON + dt.timedelta(days=3))
    records.create(Activity, by=people.sue, subject="Asked", about=("opportunity", done.pk), done=True)
    assert sorted(shown(panels.without_next_step, people.sue)) == ["Bare", "Done"]
    [section] = panels.without_next_step(people.sue)
    move = next(row.move for row in section.rows if row.record_id == bare.pk)
    assert move is not None
    assert move.values["about"] == f"opportunity:{bare.pk}"


def test_deals_of_this_month_come_with_their_sum_bare_and_weighted(people: People) -> None:
    for name, day, amount in (("First", 5, 1_000), ("Last", 30, 3_000)):
        deal(
            people.sue, name, close_on=dt.date(2026, 6, day), amount=Money(Decimal(amount), "EUR"),
            probability=Decimal(50),
        )  # fmt: skip
    deal(people.sue, "July", close_on=dt.date(2026, 7, 1), amount=Money(Decimal(9), "EUR"))
    deal(people.carl, "Carl's", close_on=dt.date(2026, 6, 5), amount=Money(Decimal(9), "EUR"))
    [section] = panels.closing(people.sue)
    assert [(row.title, row.late) for row in section.rows] == [("First", True), ("Last", False)]
    assert [tile.text for tile in section.tiles] == ["€4,000", "€2,000"]


def test_who_may_not_see_amounts_sees_no_sums(people: People) -> None:
    deal(people.sue, "First", close_on=dt.date(2026, 6, 5), amount=Money(Decimal(1_000), "EUR"))
    people.role("seller", {"*": {"*": "own"}}, {"opportunity": {"amount": "hidden"}})
    [section] = panels.closing(people.sue)
    assert (section.tiles, section.rows[0].figure) == ((), "")


def test_a_leader_sees_whose_deals_stand_still_and_whose_leads_wait_too_long(people: People) -> None:
    with clock.frozen(NOON - dt.timedelta(days=60)):
        deal(people.sue, "Still")
        deal(people.nora, "In another unit")
    deal(people.carl, "Fresh")
    lead(people.carl, "Late", 24 * 5)
    [team] = panels.stalled(people.max)
    names = {user.pk: key for key, user in people.users.items()}
    told = {(names.get(count.person or 0, "all"), count.label): count.number for count in team.counts}
    assert told == {
        ("all", "Stalled opportunities"): 1, ("sue", "Stalled opportunities"): 1, ("all", "Late answers"): 1,
        ("carl", "Late answers"): 1,
    }  # fmt: skip
    assert panels.stalled(people.sue) == []
