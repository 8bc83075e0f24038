"""Deputies and absences over HTTP: what is lent ends by the clock, in sessions and tokens that live on."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from kith.engine import records
from kith.engine.identity.staffing import Absence, Deputy
from kith.kernel import clock
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser, program

SIX = dt.datetime(2026, 11, 20, 18, tzinfo=dt.UTC)
SECOND, HOUR = dt.timedelta(seconds=1), dt.timedelta(hours=1)


@pytest.fixture
def lent(people: People) -> Any:
    """A customer of Nora's, for whom Carl stands in until six."""
    with clock.frozen(SIX - HOUR):
        made = records.create(Customer, by=people.nora, name="Nordlicht")
        nora, carl = (people.users[name].pk for name in ("nora", "carl"))
        records.create(Deputy, by=people.nora, person=nora, deputy=carl, starts_at=SIX - HOUR, ends_at=SIX)
    return made


def test_what_is_lent_ends_with_its_last_second_in_a_living_session_and_token(
    people: People, lent: Any
) -> None:
    with clock.frozen(SIX - SECOND):
        carl, robot = browser(people.users["carl"]), program(people.users["carl"])
        page = carl.get(f"/customers/{lent.pk}/").content.decode()
        assert "for Nora Neighbour until 20 Nov 2026" in page
        assert "Nordlicht" in carl.get("/customers/").content.decode()
        assert robot.get(f"/api/v1/customers/{lent.pk}").status_code == 200
    with clock.frozen(SIX):
        assert carl.get(f"/customers/{lent.pk}/").status_code == 404
        assert carl.get("/customers/export/?format=csv").status_code in (200, 403)
        assert "Nordlicht" not in carl.get("/customers/").content.decode()
        assert robot.get(f"/api/v1/customers/{lent.pk}").status_code == 404
        assert robot.get("/api/v1/customers").json()["items"] == []
        assert robot.get("/api/v1/search?q=Nordlicht").json()["items"] == []


def sent(people: People, person: str, deputy: str) -> dict[str, Any]:
    """The form of a deputy."""
    return {
        "person": people.users[person].pk, "deputy": people.users[deputy].pk, "extent": "everything",
        "starts_at": "2026-11-20T17:00", "ends_at": "2026-11-20T18:00",
    }  # fmt: skip


def test_nobody_lends_himself_what_another_owns(people: People) -> None:
    carl: Client = browser(people.users["carl"])
    assert carl.get("/deputies/new/").status_code == 200
    assert carl.post("/deputies/new/", sent(people, "nora", "carl")).status_code in (403, 422)
    answer = program(people.users["carl"]).post(
        "/api/v1/deputies", sent(people, "max", "carl"), content_type="application/json"
    )
    assert answer.status_code in (403, 422)
    assert not Deputy.live().exists()
    assert carl.post("/deputies/new/", sent(people, "carl", "sue")).status_code == 303
    assert Deputy.live().get().deputy_id == people.users["sue"].pk
    assert "/deputies/" in carl.get("/settings/").content.decode()


def test_who_is_away_is_seen_where_one_assigns_and_in_the_calendar_without_the_reason(
    people: People,
) -> None:
    with clock.frozen(SIX):
        sue, max_ = people.users["sue"], browser(people.users["max"])
        records.create(
            Absence, by=people.sue, person=sue.pk, kind="sick", starts_at=SIX - HOUR, ends_at=SIX + HOUR
        )
        offered = max_.get("/references/user/?q=Sue").json()["items"]
        assert [one["hint"][:17] for one in offered] == ["away until 20 Nov"]
        page = max_.get("/activities/calendar/?group=team-week").content.decode()
        assert page.count("Away") == 1
        assert "Sick" not in page


def test_the_moment_that_a_form_suggests_is_sent_as_it_is(people: People) -> None:
    nora, carl = (people.users[name].pk for name in ("nora", "carl"))
    client = browser(people.users["nora"])
    page = client.get("/deputies/new/").content.decode()
    held = {
        name: value
        for value, name in re.findall(r'value="([^"]+)"[^>]*? name="(starts_at(?:__untouched)?)"', page)
    }
    held |= dict(re.findall(r'name="(starts_at(?:__untouched)?)" value="([^"]+)"', page))
    assert "starts_at" in held, re.findall(r"<input[^>]*starts_at[^>]*>", page)
    sent = {**held, "person": nora, "deputy": carl, "extent": "everything", "ends_at": "2031-01-01T18:00"}
    answer = client.post("/deputies/new/", sent)
    assert answer.status_code in (204, 302, 303), answer.content.decode()[-2_000:]
    assert Deputy.live().filter(person=nora, deputy=carl).count() == 1
