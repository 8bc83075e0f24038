"""Work reports: filled in beforehand, sent in time or not, read and answered by who is meant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import epoch, records, registry, sharing
from kith.engine.condition import parse
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.listing import Listing
from kith.kernel import clock
from kith.modules.activities.actions import going
from kith.modules.activities.actions import reports as rules
from kith.modules.activities.models import Activity, ReportRule, WorkReport
from kith.modules.activities.queries import figures, reports
from kith.modules.customers.models import Customer

MONDAY = dt.date(2026, 6, 1)
EVENING = dt.datetime(2026, 6, 1, 17, tzinfo=dt.UTC)


def rule(people: People, **values: Any) -> Any:
    """Sellers report each working day until noon of the next."""
    said = {"name": "Sellers", "roles": [people.roles["seller"].pk], "until_time": "12:00", **values}
    return records.create(ReportRule, by=people.ada, **said)


def written(people: People, name: str = "sue", day: dt.date = MONDAY, **values: Any) -> Any:
    return records.create(
        WorkReport, by=people.actor(name), kind="daily", starts_on=day.isoformat(), done="Calls", **values
    )


def fresh(report: WorkReport) -> WorkReport:
    return WorkReport.objects.get(pk=report.pk)


def sent(people: People, at: dt.datetime, name: str = "sue", **values: Any) -> Any:
    with clock.frozen(at):
        return records.perform("submit", written(people, name, **values), by=people.actor(name))


def test_what_was_recorded_stands_in_the_report_beforehand(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    about = ("customer", customer.pk)
    with clock.frozen(EVENING):
        for subject, at, done in (
            ("Prices", EVENING, True),
            ("Offer", EVENING + dt.timedelta(days=1), False),
        ):
            records.create(
                Activity,
                by=people.sue,
                kind="call",
                subject=subject,
                at=at,
                about=about,
                done=done,
                outcome="Yes",
            )
        found = rules.suggested("daily", MONDAY, MONDAY, by=people.sue)
    assert found["done"] == "- Call: Prices (Acme). Yes"
    assert found["plan"] == "- Call: Offer (Acme). Yes"
    assert found["customers"] == [customer.pk]


def test_a_week_begins_with_what_its_days_said(people: People) -> None:
    sent(people, EVENING)
    found = rules.suggested("weekly", MONDAY, MONDAY + dt.timedelta(days=6), by=people.sue)
    assert found["done"].endswith("Calls")


def test_in_time_too_late_and_missing_are_counted(people: People) -> None:
    rule(people)
    sent(people, EVENING)
    late = sent(people, EVENING + dt.timedelta(days=1), "nora")
    assert late.late
    with clock.frozen(EVENING + dt.timedelta(days=1, hours=-1)):
        ids = [people.actor(name).user_id or 0 for name in ("sue", "nora", "carl", "max")]
        found = reports.tallies("daily", ids, MONDAY, MONDAY + dt.timedelta(days=1))
    told = [(one.due, one.sent, one.late, one.missing, one.open) for one in found.values()]
    assert told == [(2, 1, 0, 0, 1), (2, 0, 1, 0, 1), (2, 0, 0, 1, 1), (0, 0, 0, 0, 0)]


def test_nothing_is_due_on_other_days_than_the_rule_says(people: People) -> None:
    rule(people, weekdays=["4"])
    sue = people.sue.user_id or 0
    assert reports.due_until("daily", sue, MONDAY) is None
    assert reports.due_until("daily", sue, MONDAY + dt.timedelta(days=4)) == dt.datetime(
        2026, 6, 6, 12, tzinfo=dt.UTC
    )


def test_who_is_meant_may_read_and_answer_and_others_may_not(people: People) -> None:
    carl = people.carl.user_id
    report = sent(people, EVENING, recipients=[carl])
    epoch.bump("access")
    rules.answer(report, "Well done", by=people.carl)
    assert WorkReport.objects.get(pk=report.pk).readers == [carl]
    with pytest.raises((NotFound, Forbidden, Invalid)):
        rules.answer(report, "And me?", by=people.nora)
    assert [one.id for one in sharing.shares_of(registry.spec("work-report"), report)] == [carl]


def test_the_page_of_a_report_says_when_each_has_read_it(people: People) -> None:
    report = sent(people, EVENING, recipients=[people.users[name].pk for name in ("carl", "max")])
    for name, hour in (("carl", 18), ("max", 20)):
        with clock.frozen(EVENING.replace(hour=hour)):
            rules.read(fresh(report), by=people.actor(name))
    with clock.frozen(EVENING.replace(hour=21)):
        shown = browser(people.users["sue"]).get(f"/reporting/{report.pk}/").content.decode()
    one, other = (people.sue.show.datetime(EVENING.replace(hour=hour)) for hour in (18, 20))
    assert f"Carl Colleague ({one}), Max Manager ({other})" in shown


def test_only_the_author_sends_and_an_empty_report_is_none(people: People) -> None:
    with pytest.raises(Forbidden):
        records.perform("submit", written(people), by=people.max)
    empty = records.create(WorkReport, by=people.sue, kind="weekly", starts_on="2026-06-03")
    assert (empty.starts_on, empty.ends_on) == (MONDAY, dt.date(2026, 6, 7))
    with pytest.raises(Invalid):
        records.perform("submit", empty, by=people.sue)


def test_figures_are_counted_by_person_within_reach(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    visit = going.begin(customer, by=people.sue)
    records.perform("complete", visit, by=people.sue)
    since, until = clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(days=1)
    ids = [people.sue.user_id or 0, people.nora.user_id or 0]
    found = figures.counted(ids, since, until, to=people.max)
    assert found[ids[0]]["visits"] == found[ids[0]]["new_customers"] == 1
    assert found[ids[1]] == {}
    assert figures.counted(ids, since, until, to=people.nora)[ids[0]] == {}


def test_a_figure_opens_the_list_that_it_counts(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    records.create(Customer, by=people.nora, name="Of somebody else")
    records.perform("complete", going.begin(customer, by=people.sue), by=people.sue)
    records.create(
        Activity, by=people.sue, kind="call", subject="C", at=clock.now() - dt.timedelta(minutes=5)
    )
    since, until = clock.now() - dt.timedelta(days=1), clock.now() + dt.timedelta(days=1)
    person = people.sue.user_id or 0
    numbers = figures.counted([person], since, until, to=people.max)[person]
    seen = set()
    for figure in figures.figures:
        if figure.listed is None or not numbers.get(figure.key):
            continue
        entity, where = figure.listed(person, since, until)
        spec = registry.spec(entity)
        listed = Listing(spec, people.max, where=parse({"all": where}, spec, people.max))
        assert listed.count(None)[0] == numbers[figure.key], figure.key
        seen.add(figure.key)
    assert seen >= {"visits", "new_customers", "overdue"}
    page = browser(people.users["max"]).get(f"/reporting/person/{person}/?kind=monthly")
    assert b"/customers/?where=" in page.content


def test_planned_missed_unplanned_and_counting_visits_are_told_apart(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    with clock.frozen(EVENING):
        for hours in (1, 2):
            records.create(
                Activity, by=people.sue, kind="visit", subject="V", at=EVENING + dt.timedelta(hours=hours),
                about=("customer", customer.pk),
            )  # fmt: skip
    with clock.frozen(EVENING + dt.timedelta(days=3)):
        records.perform("complete", Activity.live().order_by("pk").first(), by=people.sue)
        records.perform("complete", going.begin(customer, by=people.sue), by=people.sue)
        since, until = EVENING, clock.now() + dt.timedelta(hours=1)
        found = figures.visits_by("owner_id", since, until, to=people.sue)
    assert found == {people.sue.user_id: figures.Numbers(planned=2, done=2, missed=1, unplanned=1, valid=0)}
