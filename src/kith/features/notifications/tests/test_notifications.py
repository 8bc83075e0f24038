"""Who is told what, by people with fixed roles."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser, program

from kith.engine import bulk, plugs, records, undo
from kith.engine.actor import Actor
from kith.engine.events import dispatch
from kith.engine.jobs import PermanentError, drain, task
from kith.engine.jobs.models import Job
from kith.engine.journal import Batch
from kith.features.notifications import reading
from kith.features.notifications.jobs import forget_old_notifications, tell_of_failures
from kith.features.notifications.models import Notification
from kith.kernel import clock

Customer: Any = apps.get_model("customers", "Customer")
Comment: Any = apps.get_model("comments", "Comment")


@pytest.fixture
def customer(people: People) -> Any:
    made = records.create(Customer, by=people.sue, name="Acme")
    deliver()
    Notification.objects.all().delete()
    return made


def deliver() -> None:
    while dispatch():
        drain()


def told(actor: Actor) -> list[str]:
    return [row.title for row in reading.listed(actor, 50)]


def test_the_new_owner_is_told_by_whom(people: People, customer: Any) -> None:
    records.update(customer, by=people.max, owner=people.users["carl"])
    deliver()
    assert told(people.carl) == ["Max Manager made “Acme” yours"]
    assert told(people.sue) == told(people.max) == []


def test_nobody_is_told_what_he_did_himself(people: People, customer: Any) -> None:
    records.create(Customer, by=people.sue, name="Mine")
    records.update(customer, by=people.sue, city="Riga")
    deliver()
    assert told(people.sue) == []


def test_a_mass_assignment_is_one_notification_that_counts(people: People, customer: Any) -> None:
    many = [records.create(Customer, by=people.sue, name=f"C{number}") for number in range(4)]
    bulk.update(Customer, [(one.pk, None, {"owner": people.users["carl"].pk}) for one in many], by=people.max)
    deliver()
    assert [row.count for row in reading.listed(people.carl, 50)] == [4]


def test_what_was_taken_back_is_no_news_to_anybody(people: People, customer: Any) -> None:
    many = [records.create(Customer, by=people.sue, name=f"C{number}") for number in range(3)]
    bulk.update(Customer, [(one.pk, None, {"owner": people.users["carl"].pk}) for one in many], by=people.max)
    deliver()
    undo.undo(Batch.objects.latest("pk").pk, by=people.max)
    deliver()
    assert told(people.carl) == told(people.sue) == []


def test_an_import_assigns_in_silence(people: People, customer: Any) -> None:
    records.update(customer, by=people.max.through("import"), owner=people.users["carl"])
    deliver()
    assert told(people.carl) == []


def test_a_mention_is_told_once_and_leads_to_the_record(people: People, customer: Any) -> None:
    comment = records.create(Comment, by=people.sue, about=("customer", customer.pk), text="Look @max @sue")
    deliver()
    records.update(comment, by=people.sue, text="Look again @max")
    deliver()
    assert told(people.max) == ["Sue Seller mentioned you: Acme"]
    assert told(people.sue) == []
    row = Notification.objects.get()
    assert row.body == "Look @max @sue"
    got = browser(people.users["max"]).get(f"/notifications/{row.pk}/")
    assert got.headers["Location"] == f"/customers/{customer.pk}/"
    assert reading.unread(people.max) == 0


def test_nobody_is_told_of_a_record_that_he_may_not_see(people: People, customer: Any) -> None:
    records.create(Comment, by=people.sue, about=("customer", customer.pk), text="Psst @carl @stranger")
    deliver()
    assert not Notification.objects.exists()


def test_a_notification_hides_with_its_record(people: People, customer: Any) -> None:
    records.update(customer, by=people.max, owner=people.users["carl"])
    deliver()
    row = Notification.objects.get()
    records.update(customer, by=people.max, owner=people.users["sue"])
    assert told(people.carl) == []
    assert reading.unread(people.carl) == 0
    assert browser(people.users["carl"]).get(f"/notifications/{row.pk}/").status_code == 404
    assert "Acme" not in browser(people.users["carl"]).get("/notifications/").content.decode()
    assert program(people.users["carl"]).get("/api/v1/notifications").json()["items"] == []


def test_a_hidden_name_is_not_told(people: People, customer: Any) -> None:
    people.role("seller", people.roles["seller"].grants, {"customer": {"name": "hidden"}})
    records.update(customer, by=people.max, owner=people.users["carl"])
    deliver()
    assert told(people.carl) == [f"Max Manager made “Customer {customer.pk}” yours"]


def test_each_is_told_in_his_language_and_only_if_he_may_sign_in(people: People, customer: Any) -> None:
    people.give("nora", is_active=False)
    people.give("carl", language="ru")
    ids = [people.users[name].pk for name in ("carl", "sue", "nora")]
    plugs.notify(ids, "test", title=lambda reader: reader.language, body="x" * 5_000)
    assert told(people.carl) == ["ru"]
    assert told(people.sue) == ["en"]
    assert Notification.objects.count() == 2


def test_the_page_shows_and_marks_as_read(people: People, customer: Any) -> None:
    plugs.notify([people.users["sue"].pk], "test", title="<b>One</b>")
    client = browser(people.users["sue"])
    assert "&lt;b&gt;One&lt;/b&gt;" in client.get("/notifications/").content.decode()
    assert reading.unread(people.sue) == 1
    assert client.post("/notifications/read/").status_code == 303
    assert reading.unread(people.sue) == 0


def test_pages_of_notifications_leave_out_nothing(people: People, customer: Any) -> None:
    for number in range(120):
        plugs.notify([people.users["sue"].pk], "test", title=str(number))
    client, found, cursor = program(people.users["sue"]), [], ""
    while True:
        got = client.get(f"/api/v1/notifications?limit=50&cursor={cursor}").json()
        found += [item["title"] for item in got["items"]]
        cursor = got["next"]
        if cursor is None:
            break
    assert found == [str(number) for number in reversed(range(120))]


def test_the_api_marks_as_read_what_is_mine_only(people: People, customer: Any) -> None:
    plugs.notify([people.users["sue"].pk, people.users["max"].pk], "test", title="x")
    ids = list(Notification.objects.values_list("pk", flat=True))
    client = program(people.users["sue"])
    assert client.post(
        "/api/v1/notifications/read", {"ids": ids}, content_type="application/json"
    ).json() == {"read": 1}
    assert reading.unread(people.max) == 1
    assert client.get("/api/v1/notifications?unread=true").json()["items"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=x", "cursor=-1", "cursor=x", "unread=maybe", "colour=red"]
)
def test_the_api_refuses_what_it_does_not_understand(people: People, query: str) -> None:
    assert program(people.users["sue"]).get(f"/api/v1/notifications?{query}").status_code == 400


@pytest.mark.parametrize("body", [{"ids": "all"}, {"ids": [True]}, {"ids": [-1]}, {"which": []}])
def test_the_api_refuses_wrong_bodies(people: People, body: Any) -> None:
    client = program(people.users["sue"])
    assert client.post("/api/v1/notifications/read", body, content_type="application/json").status_code == 422


@task(max_attempts=1)
def break_down() -> None:
    """Fail at once."""
    raise PermanentError("the disk is full")


def test_a_failed_job_is_told_once_to_who_wanted_it(people: People) -> None:
    break_down.using(actor_id=people.users["sue"].pk).enqueue()
    break_down.enqueue()
    drain()
    assert Job.objects.filter(status="failed").count() == 2
    assert (tell_of_failures.call(), tell_of_failures.call()) == (1, 0)
    row = Notification.objects.get()
    assert "the disk is full" in row.body
    assert row.user_id == people.users["sue"].pk


def test_old_notifications_are_forgotten(people: People) -> None:
    plugs.notify([people.users["sue"].pk], "test", title="old")
    with clock.frozen(clock.now() + dt.timedelta(days=100)):
        plugs.notify([people.users["sue"].pk], "test", title="young")
    with clock.frozen(clock.now() + dt.timedelta(days=181)):
        assert forget_old_notifications.call() == 1
    assert told(people.sue) == ["young"]
