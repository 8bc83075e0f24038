"""The story of a record: what is written on it, what is to be done, what is pinned, what comes along."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kith.engine import records
from kith.features.comments.models import Comment
from kith.features.files.models import Attachment
from kith.features.pins.models import Pin
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def sue(people: People) -> Client:
    return browser(people.users["sue"])


@pytest.fixture
def acme(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme", email="kim@acme.example")


def story(client: Client, acme: Any, query: str = "") -> str:
    """The timeline as text, one line an entry."""
    page = html.unescape(client.get(f"/customers/{acme.pk}/{query}").content.decode())
    found = page.partition('id="timeline"')[2].partition("<aside")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def write(client: Client, acme: Any, **sent: Any) -> Any:
    return client.post(f"/customers/{acme.pk}/compose/", {"stay": "1", **sent}, headers=PART)


def test_a_call_is_logged_with_its_outcome_and_the_next_contact_in_one_step(sue: Client, acme: Any) -> None:
    write(
        sue,
        acme,
        kind="call",
        text="They rang",
        **{"call.outcome": "Wants an offer", "call.next_contact_on": "2027-01-04"},
    )
    call = Activity.live().get()
    assert (call.subject, call.outcome, call.done) == ("They rang", "Wants an offer", True)
    acme.refresh_from_db()
    assert acme.next_contact_on == dt.date(2027, 1, 4)


def test_what_belongs_to_another_kind_is_not_taken(sue: Client, acme: Any) -> None:
    write(sue, acme, kind="note", text="Hm", **{"call.outcome": "No", "task.at": "2030-01-01T10:00"})
    note = Activity.live().get()
    assert note.outcome == ""
    assert note.at < clock.now()


def test_a_task_is_suggested_for_the_end_of_work_and_given_to_whom_one_says(
    people: People, sue: Client, acme: Any
) -> None:
    with clock.frozen(NOON):
        page = sue.get(f"/customers/{acme.pk}/").content.decode()
        assert 'value="2026-06-01T17:00" id="f-task-at" name="task.at"' in page
        write(sue, acme, kind="task", text="Send it", **{"task.owner": people.users["sue"].pk})
    assert Activity.live().get().at == NOON.replace(hour=17)


def test_a_mail_opens_the_mail_program_with_the_address(people: People, sue: Client, acme: Any) -> None:
    assert 'href="mailto:kim@acme.example"' in sue.get(f"/customers/{acme.pk}/").content.decode()
    mute = records.create(Customer, by=people.sue, name="Mute")
    assert "data-mail" not in sue.get(f"/customers/{mute.pk}/").content.decode()


def test_a_comment_is_written_in_the_same_place(sue: Client, acme: Any) -> None:
    assert write(sue, acme, kind="comment", text="@max look").status_code == 204
    assert Comment.live().get().text == "@max look"
    assert "Commented" in story(sue, acme)
    refused = write(sue, acme, kind="comment", text=" ")
    assert refused.status_code == 422


def test_what_is_to_be_done_stands_above_and_is_done_where_it_stands(
    people: People, sue: Client, acme: Any
) -> None:
    about = ("customer", acme.pk)
    with clock.frozen(NOON):
        late = records.create(
            Activity, by=people.sue, subject="Send offer", about=about, at=NOON - dt.timedelta(days=90)
        )
        for number in range(40):
            records.create(Activity, by=people.sue, kind="note", subject=f"Note {number}", about=about)
        shown = story(sue, acme)
        assert shown.index("To do") < shown.index("Send offer") < shown.index("Note 39")
        assert "Overdue since 3 Mar" in shown
        assert shown.count("Send offer") == 1
        answer = sue.post(f"/activities/{late.pk}/complete/", {"stay": "1", "nonce": "n"}, headers=PART)
        assert "undo" in answer.headers["HX-Trigger"]
        assert "To do" not in story(sue, acme)


def test_a_story_shows_the_kinds_that_one_asks_for(people: People, sue: Client, acme: Any) -> None:
    about = ("customer", acme.pk)
    for kind in ("call", "visit", "note"):
        records.create(Activity, by=people.sue, kind=kind, subject=f"A {kind}", about=about)
    records.create(Comment, by=people.sue, about=about, text="Hello")
    assert all(text in story(sue, acme) for text in ("A call", "A visit", "A note", "Hello", "Created"))
    some = story(sue, acme, "?show=call,comment,nonsense")
    assert "A call" in some
    assert "Hello" in some
    assert not any(text in some for text in ("A visit", "A note", "Created"))


def test_a_pinned_entry_stands_at_the_top_for_all_who_see_it(people: People, sue: Client, acme: Any) -> None:
    about = ("customer", acme.pk)
    note = records.create(Activity, by=people.sue, kind="note", subject="Gate code 12", about=about)
    other = records.create(Activity, by=people.max, kind="note", subject="Between managers", about=about)
    at = f"/customers/{acme.pk}/pins/"
    assert sue.post(at, {"entry": f"activity:{note.pk}", "stay": "1"}, headers=PART).status_code == 204
    shown = story(browser(people.users["max"]), acme)
    assert shown.index("Pinned") < shown.index("Gate code 12")
    assert shown.count("Gate code 12") == 1
    assert sue.post(at, {"entry": f"activity:{other.pk}"}, headers=PART).status_code == 422
    assert sue.post(at, {"entry": f"customer:{acme.pk}"}, headers=PART).status_code == 422
    assert browser(people.users["carl"]).post(at, {"entry": f"activity:{note.pk}"}).status_code == 404
    sue.post(at, {"entry": f"activity:{note.pk}", "stay": "1"}, headers=PART)
    assert "Pinned" not in story(sue, acme)
    assert not Pin.live().exists()


def upload(client: Client, acme: Any) -> Any:
    sent = {"file": SimpleUploadedFile("plan.png", PNG), "nonce": "u"}
    return client.post(f"/customers/{acme.pk}/files/", sent, headers={"Accept": "application/json"})


def test_a_picture_comes_along_with_what_is_written(people: People, sue: Client, acme: Any) -> None:
    (file,) = upload(sue, acme).json()["items"]
    assert file["preview"] == f"/files/{file['id']}/content/?inline=1"
    write(sue, acme, kind="note", text="The plan", file=file["id"])
    page = sue.get(f"/customers/{acme.pk}/").content.decode()
    assert f'<img src="{file["preview"]}" alt="plan.png"' in html.unescape(page)
    assert story(sue, acme).count("plan.png") == 0, "it does not stand there a second time by itself"


def test_nobody_takes_along_what_another_person_or_record_has(people: People, sue: Client, acme: Any) -> None:
    (file,) = upload(browser(people.users["max"]), acme).json()["items"]
    other = records.create(Customer, by=people.sue, name="Bolt")
    (elsewhere,) = upload(sue, other).json()["items"]
    write(sue, acme, kind="note", text="Mine?", file=[file["id"], elsewhere["id"], "x"])
    assert not Attachment.live().filter(entry__isnull=False).exists()
