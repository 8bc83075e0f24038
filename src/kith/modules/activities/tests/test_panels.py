"""Activities on timelines and on the home page, within the reader's rights; reminders."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People

from kith.engine import plugs, records, registry, timeline
from kith.kernel import clock
from kith.modules.activities import panels
from kith.modules.activities.jobs import reminders as jobs
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Contact, Customer

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def told(record: Any, reader: Any) -> list[str]:
    spec = registry.spec_of(record)
    found = timeline.moments(spec, record, reader)
    return [moment.title for moment in found if moment.entity == "activity"]


def test_a_customer_tells_what_was_done_with_its_contacts_too(people: People, customer: Any) -> None:
    contact = records.create(Contact, by=people.sue, name="Kim", customer=customer)
    records.create(Activity, by=people.sue, subject="With Kim", about=("contact", contact.pk), at=NOON)
    records.create(Activity, by=people.sue, subject="With Acme", about=("customer", customer.pk))
    assert told(customer, people.sue) == ["With Acme", "With Kim"]
    assert told(contact, people.sue) == ["With Kim"]


def test_a_timeline_leaves_out_activities_that_its_reader_may_not_see(people: People, customer: Any) -> None:
    records.create(Activity, by=people.max, subject="Between us", about=("customer", customer.pk))
    assert told(customer, people.sue) == []
    assert told(customer, people.max) == ["Between us"]


def test_hidden_texts_do_not_stand_on_timelines(people: People, customer: Any) -> None:
    people.role("blind", {"*": {"*": "all"}}, {"activity": {"body": "hidden", "outcome": "hidden"}})
    blind = people.join("Ben Blind", "blind")
    records.create(Activity, by=people.sue, subject="Talk", body="Secret", about=("customer", customer.pk))
    texts = [moment.text for moment in timeline.moments(registry.spec("customer"), customer, blind)]
    assert "Secret" not in "".join(texts)


def rows(reader: Any, key: str) -> list[str]:
    return [row.title for section in panels.my_day(reader) if section.key == key for row in section.rows]


def test_my_day_shows_my_open_tasks_due_and_late_and_nobody_elses(people: People, customer: Any) -> None:
    with clock.frozen(NOON):
        records.create(Activity, by=people.sue, subject="Late", at=NOON - dt.timedelta(days=3))
        records.create(Activity, by=people.sue, subject="Tonight", at=NOON + dt.timedelta(hours=6))
        records.create(Activity, by=people.sue, subject="Next week", at=NOON + dt.timedelta(days=7))
        records.create(Activity, by=people.sue, subject="Done", at=NOON, done=True)
        records.create(Activity, by=people.carl, subject="Carl's", at=NOON)
        assert rows(people.sue, "tasks") == ["Late", "Tonight"]
        late = [
            row.late
            for section in panels.my_day(people.sue)
            if section.key == "tasks"
            for row in section.rows
        ]
        assert late == [True, False]
        assert rows(people.max, "tasks") == []


def test_a_day_ends_where_its_person_lives(people: People) -> None:
    shanghai = people.give("sue", time_zone="Asia/Shanghai")
    with clock.frozen(NOON):
        records.create(Activity, by=people.sue, subject="After her midnight", at=NOON + dt.timedelta(hours=5))
        assert rows(shanghai, "tasks") == []


def test_meetings_of_today_are_those_that_i_own_or_take_part_in_and_may_see(people: People) -> None:
    with clock.frozen(NOON):
        sue = people.users["sue"].pk
        records.create(Activity, by=people.sue, kind="meeting", subject="Mine", at=NOON)
        records.create(
            Activity, by=people.sue, kind="visit", subject="Tomorrow", at=NOON + dt.timedelta(days=1)
        )
        records.create(Activity, by=people.carl, kind="meeting", subject="Carl's", at=NOON, users=[sue])
        max_ = people.users["max"].pk
        records.create(Activity, by=people.carl, kind="visit", subject="With Max", at=NOON, users=[max_])
        assert rows(people.sue, "day") == ["Mine"]
        assert rows(people.max, "day") == ["With Max"]


def test_a_meeting_of_yesterday_that_nobody_ticked_off_is_still_to_do(people: People) -> None:
    with clock.frozen(NOON):
        records.create(
            Activity, by=people.sue, kind="visit", subject="Forgotten", at=NOON - dt.timedelta(days=1)
        )
        assert rows(people.sue, "tasks") == ["Forgotten"]


def test_a_leader_sees_how_much_of_each_one_s_work_is_overdue(people: People) -> None:
    with clock.frozen(NOON):
        for person, count in (("sue", 2), ("carl", 1), ("nora", 1)):
            for _number in range(count):
                at = NOON - dt.timedelta(days=2)
                records.create(Activity, by=people.actor(person), subject="Late", at=at)
        [team] = panels.of_the_team(people.max)
        names = {user.pk: key for key, user in people.users.items()}
        told = {names.get(count.person or 0, "all"): count.number for count in team.counts}
        assert told == {"all": 3, "sue": 2, "carl": 1}
        assert panels.of_the_team(people.sue) == []


def test_somebody_without_a_role_has_an_empty_home_page(people: People) -> None:
    assert panels.my_day(people.stranger) == []


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> list[tuple[tuple[int, ...], str, int]]:
    """What people are told, taken where a notifier stands."""
    found: list[tuple[tuple[int, ...], str, int]] = []

    def note(users: tuple[int, ...], event: str, **told: Any) -> None:
        found.append((users, event, told["record_id"]))

    monkeypatch.setattr(plugs, "notifiers", [note])
    return found


def test_a_reminder_reaches_owner_and_colleagues_once(people: People, notices: list[Any]) -> None:
    sue, max_ = people.users["sue"].pk, people.users["max"].pk
    with clock.frozen(NOON):
        jobs.remind.func()
        made = records.create(
            Activity,
            by=people.sue,
            subject="Call",
            users=[max_, sue],
            reminder_at=NOON + dt.timedelta(minutes=3),
        )
    for minute in (1, 3, 4, 5):
        with clock.frozen(NOON + dt.timedelta(minutes=minute)):
            jobs.remind.func()
    assert notices == [((sue, max_), "activity.reminded", made.pk)]


def test_reminders_of_a_pause_of_the_worker_are_not_lost(people: People, notices: list[Any]) -> None:
    with clock.frozen(NOON):
        jobs.remind.func()
        records.create(Activity, by=people.sue, subject="Call", reminder_at=NOON + dt.timedelta(minutes=3))
    with clock.frozen(NOON + dt.timedelta(days=2)):
        jobs.remind.func()
    assert len(notices) == 1


def test_nobody_is_reminded_of_what_is_done(people: People, notices: list[Any]) -> None:
    with clock.frozen(NOON):
        jobs.remind.func()
        records.create(
            Activity, by=people.sue, subject="Call", done=True, reminder_at=NOON + dt.timedelta(minutes=1)
        )
    with clock.frozen(NOON + dt.timedelta(minutes=2)):
        jobs.remind.func()
    assert notices == []
