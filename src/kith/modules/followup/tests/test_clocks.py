"""Clocks in working time, rhythm, and what people are told once: by whole days of made-up people."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import bulk, home, records, registry, undo
from kith.engine.condition import parse
from kith.engine.journal import Batch
from kith.engine.listing import Listing
from kith.engine.plugs import scenes_for
from kith.features.notifications.models import Notification
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.followup import jobs
from kith.modules.followup.clocks import pace
from kith.modules.followup.models import FollowUpRule
from kith.modules.sales.models import Lead

FRIDAY = dt.datetime(2026, 6, 5, 15, tzinfo=dt.UTC)
"""Two working hours before the weekend: the office works from 9:00 to 17:00 in UTC."""
DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def rule(people: People) -> Any:
    for number in FollowUpRule.live().values_list("pk", flat=True):
        records.delete((FollowUpRule, number), by=people.ada)
    people.give("sue", manager=people.users["max"].pk)
    said: dict[str, Any] = {
        "neglect_days": 30, "respond_hours": 4, "assign_hours": 2, "rhythm_days": 10, "remind_hours": 0,
        "escalate_days": 2,
    }  # fmt: skip
    return records.create(FollowUpRule, by=people.ada, name="All", entity="customer", **said)


def made(people: People, at: dt.datetime = FRIDAY, **values: Any) -> Any:
    with clock.frozen(at):
        return records.create(Customer, by=people.sue, **{"name": "Acme", **values})


def fresh(record: Any) -> Any:
    return Customer.live().get(pk=record.pk)


def call(people: People, about: Any, at: dt.datetime) -> Any:
    with clock.frozen(at):
        return records.create(
            Activity,
            by=people.sue,
            kind="call",
            subject="Spoken",
            at=at,
            done=True,
            about=("customer", about.pk),
        )


def told(people: People, name: str) -> list[str]:
    rows = Notification.objects.filter(user_id=people.users[name].pk, event__startswith="follow-up.")
    return list(rows.order_by("pk").values_list("event", flat=True))


def run(at: dt.datetime) -> None:
    with clock.frozen(at):
        jobs.tell.call()


def test_the_clock_of_an_owner_runs_in_his_working_time(people: People, rule: Any) -> None:
    acme = fresh(made(people))
    assert acme.warn_at == FRIDAY + 2 * HOUR, "half of four hours, on Friday at 17:00"
    assert acme.respond_by == FRIDAY + 3 * DAY - 4 * HOUR, "the other half on Monday at 11:00"
    assert pace(acme, FRIDAY + HOUR) == "good"
    assert pace(acme, FRIDAY + DAY) == "warn"
    assert pace(acme, FRIDAY + 3 * DAY) == "bad"
    sue = browser(people.users["sue"])
    with clock.frozen(FRIDAY + DAY):
        page = sue.get(f"/customers/{acme.pk}/").content.decode()
    assert re.search(r'class="badge tone-warn">Follow up until [^<]*11:00', page), "it stands beside the name"
    spoken = call(people, acme, FRIDAY + HOUR)
    assert pace(fresh(acme), FRIDAY + 3 * DAY) == ""
    assert "Follow up until" not in sue.get(f"/customers/{acme.pk}/").content.decode()
    records.delete(spoken, by=people.sue)
    assert pace(fresh(acme), FRIDAY + 3 * DAY) == "bad", "the call was taken back"


def test_the_first_follow_up_stops_the_clock_until_it_is_taken_back(people: People, rule: Any) -> None:
    acme = fresh(made(people))
    asked = acme.warn_at, acme.respond_by
    spoken = call(people, acme, FRIDAY + HOUR)
    assert (fresh(acme).warn_at, fresh(acme).respond_by) == (None, None)
    records.delete(spoken, by=people.sue)
    assert (fresh(acme).warn_at, fresh(acme).respond_by) == asked
    records.perform("restore", spoken, by=people.sue)
    assert fresh(acme).respond_by is None
    with clock.frozen(FRIDAY + 5 * DAY):
        records.update(acme, by=people.max, owner=people.carl.user_id)
    assert fresh(acme).respond_by > FRIDAY + 5 * DAY, "the next owner has a clock of his own"


def test_another_owner_has_a_clock_of_his_own_until_it_is_undone(people: People, rule: Any) -> None:
    acme = made(people)
    first = fresh(acme).respond_by
    with clock.frozen(FRIDAY + 5 * DAY):
        bulk.update(Customer, [(acme.pk, None, {"owner": people.carl.user_id})], by=people.max)
    assert fresh(acme).respond_by > first
    undo.undo(Batch.objects.order_by("-pk").values_list("pk", flat=True)[0], by=people.ada)
    assert fresh(acme).respond_by == first


def test_each_colour_is_told_once(people: People, rule: Any) -> None:
    run(FRIDAY - HOUR)
    acme = made(people)
    nobody = made(people, name="Bolt", owner=None)
    assert fresh(nobody).respond_by == FRIDAY + 2 * HOUR
    for at in (FRIDAY + 2 * HOUR, FRIDAY + 2 * HOUR, FRIDAY + 2 * DAY):
        run(at)
    assert told(people, "sue") == ["follow-up.pressing"]
    for at in (FRIDAY + 3 * DAY, FRIDAY + 3 * DAY + HOUR):
        run(at)
    assert told(people, "sue") == ["follow-up.pressing", "follow-up.late"]
    assert told(people, "max").count("follow-up.late") == 1, "who leads Sue knows that Acme is late"
    assert acme.pk != nobody.pk


def test_what_was_followed_up_is_not_told(people: People, rule: Any) -> None:
    run(FRIDAY - HOUR)
    call(people, made(people), FRIDAY + HOUR)
    run(FRIDAY + 3 * DAY)
    assert told(people, "sue") == []


def test_the_next_contact_follows_the_rhythm_unless_one_is_planned(people: People, rule: Any) -> None:
    acme = made(people)
    call(people, acme, FRIDAY)
    assert fresh(acme).next_contact_on == FRIDAY.date() + 10 * DAY
    records.update(fresh(acme), by=people.sue, next_contact_on=FRIDAY.date() + 3 * DAY)
    call(people, acme, FRIDAY + HOUR)
    assert fresh(acme).next_contact_on == FRIDAY.date() + 3 * DAY, "what people planned stays"


def test_the_owner_is_reminded_before_and_the_manager_told_after(people: People, rule: Any) -> None:
    run(FRIDAY)
    acme = made(people, next_contact_on=FRIDAY.date() + 3 * DAY)
    call(people, acme, FRIDAY)
    monday = dt.datetime(2026, 6, 8, 9, tzinfo=dt.UTC)
    run(monday - HOUR)
    assert told(people, "sue") == []
    run(monday)
    run(monday + HOUR)
    assert told(people, "sue") == ["follow-up.due"]
    run(monday + 2 * DAY)
    assert told(people, "max") == []
    run(monday + 3 * DAY)
    run(monday + 3 * DAY + HOUR)
    assert told(people, "max") == ["follow-up.escalated"], (
        "two working days after Monday are over on Thursday"
    )


def test_the_forgotten_stand_in_tabs_at_home_and_on_the_page_of_the_manager(
    people: People, rule: Any
) -> None:
    spec, now = registry.spec("customer"), FRIDAY + 40 * DAY
    old, spoken, young = made(people), made(people, name="Bolt"), made(people, now - 2 * DAY, name="Cole")
    call(people, spoken, now - 5 * DAY)
    with clock.frozen(now):
        scenes = {one.key: one for one in scenes_for(spec, people.sue)}

        def ids(key: str) -> list[int]:
            return Listing(
                spec, people.sue, where=parse(scenes[key].where, spec, people.sue), sort=("id",)
            ).ids(9)

        assert ids("neglected") == [old.pk], "who was spoken to, or came to Sue only now, is not neglected"
        assert ids("unplanned") == [old.pk, young.pk]
        assert ids("overdue") == []
        section = next(one for one in home.sections(people.sue) if one.key == "neglected")
        assert [(tile.label, tile.text) for tile in section.tiles] == [("Customers", "1")]
        max_ = browser(people.users["max"])
        answer = max_.get("/follow-up/")
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Sue" in page
        href = section.tiles[0].href
        assert "where" in parse_qs(urlsplit(href).query)


def test_a_new_lead_has_the_hours_of_its_rule_and_none_without_one(people: People) -> None:
    with clock.frozen(FRIDAY):
        lead = records.create(Lead, by=people.sue, name="Asked by mail")
        assert Lead.live().get().respond_by == FRIDAY + 3 * DAY, (
            "eight working hours, two of them before the weekend"
        )
        records.update(lead, by=people.sue, status="working")
        assert (Lead.live().get().warn_at, Lead.live().get().respond_by) == (None, None)
        for number in FollowUpRule.live().values_list("pk", flat=True):
            records.delete((FollowUpRule, number), by=people.ada)
        records.create(Lead, by=people.sue, name="Asked by phone")
        assert Lead.live().get(name="Asked by phone").respond_by is None
