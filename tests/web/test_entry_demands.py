"""What roles demand: networks and hours, of sessions and tokens alike, at once, and never against oneself."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.company import save_company
from kith.engine.entry.demands import together
from kith.engine.errors import Invalid
from kith.engine.identity import accounts
from kith.engine.identity.models import Role
from kith.engine.settings import Company
from kith.kernel import clock
from tests.company import People
from tests.signing import browser, program
from tests.web.test_entry import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
OFFICE, CAFE = "10.1.2.3", "198.51.100.7"
WEEK = {"days": [1, 2, 3, 4, 5], "from": "08:00", "to": "18:00"}
MONDAY = dt.datetime(2026, 3, 2, 12, 0, tzinfo=dt.UTC)


def demand(people: People, role: str = "seller", **said: Any) -> None:
    """Let a role demand something."""
    records.update((Role, people.roles[role].pk), by=Actor.system(), demands=said)


def test_outside_its_networks_a_session_and_a_token_wait_and_say_why(people: People) -> None:
    web, api = browser(people.users["sue"]), program(people.users["sue"])
    demand(people, networks=["10.0.0.0/8", "2001:db8::/32"])
    for address, status in ((CAFE, 403), (OFFICE, 200), ("::ffff:10.1.2.3", 200), ("2001:db8::5", 200)):
        assert web.get("/customers/", REMOTE_ADDR=address).status_code == status
        assert api.get("/api/v1/customers", REMOTE_ADDR=address).status_code == status
    page = web.get("/customers/", REMOTE_ADDR=CAFE).content.decode()
    assert "only from certain networks" in page
    refused = api.get("/api/v1/customers", REMOTE_ADDR=CAFE)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:kith:problem:barred"
    part = web.get("/customers/", REMOTE_ADDR=CAFE, headers={"HX-Request-Type": "partial"})
    assert (part.status_code, part.content) == (403, b"")
    assert web.post("/customers/new/", {"name": "x"}, REMOTE_ADDR=CAFE).status_code == 403
    assert web.post("/sign-out/", REMOTE_ADDR=CAFE).status_code == 303
    assert browser(people.users["max"]).get("/customers/", REMOTE_ADDR=CAFE).status_code == 200


def test_signing_in_from_elsewhere_is_refused_in_words_and_noted(people: People) -> None:
    accounts.set_password(people.users["sue"], PASSWORD)
    demand(people, networks=["10.0.0.0/8"])
    client = Client(REMOTE_ADDR=CAFE)
    answer = sign_in(client)
    assert answer.headers["Location"] == "/sign-in/?barred=network"
    assert "only from certain networks" in client.get(answer.headers["Location"]).content.decode()
    assert client.get("/settings/").status_code == 302
    assert Occurrence.objects.get(kind="refused").detail == {"why": "network", "name": "sue"}
    assert sign_in(Client(REMOTE_ADDR=OFFICE)).headers["Location"] == "/"


def test_hours_are_those_of_the_persons_own_zone(people: People) -> None:
    save_company(Company(time_zone="Europe/Berlin"), by=Actor.system())
    people.give("sue", time_zone="Asia/Shanghai")
    demand(people, hours=WEEK)
    for at, status in (
        (dt.datetime(2026, 3, 2, 0, 0, tzinfo=dt.UTC), 200),
        (dt.datetime(2026, 3, 2, 9, 59, tzinfo=dt.UTC), 200),
        (dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC), 403),
        (dt.datetime(2026, 3, 1, 23, 59, tzinfo=dt.UTC), 403),
        (dt.datetime(2026, 3, 7, 4, 0, tzinfo=dt.UTC), 403),
    ):
        with clock.frozen(at):
            assert program(people.users["sue"]).get("/api/v1/customers").status_code == status, at
            assert browser(people.users["sue"]).get("/customers/").status_code == status, at


@pytest.mark.parametrize(
    ("moment", "holds"), [("2026-03-06T21:59", False), ("2026-03-06T22:00", True), ("2026-03-07T05:59", True),
                          ("2026-03-07T06:00", False), ("2026-03-07T23:00", False), ("2026-03-06T03:00", False)],
)  # fmt: skip
def test_a_night_belongs_to_the_day_on_which_it_began(moment: str, holds: bool) -> None:
    night = together([{"hours": {"days": [5], "from": "22:00", "to": "06:00"}}]).hours[0]
    assert night.hold(dt.datetime.fromisoformat(moment)) is holds


def test_the_strictest_of_all_roles_wins(people: People) -> None:
    both = together(
        [
            {"idle": 60, "networks": ["10.0.0.0/8"]},
            {"idle": 30, "absolute": 600, "networks": ["10.1.0.0/16"]},
            {},
        ]
    )
    assert (both.idle, both.absolute) == (30, 600)
    assert [both.barred(address, "UTC") for address in ("10.1.0.1", "10.2.0.1", "")] == [
        "",
        "network",
        "network",
    ]


@pytest.mark.parametrize(
    "said",
    [{"idle": 1}, {"idle": "30"}, {"idle": True}, {"absolute": 10**9}, {"networks": "10.0.0.0/8"},
     {"networks": ["10.0.0.0/99"]}, {"networks": [7]}, {"hours": {**WEEK, "days": [8]}}, {"hours": {"days": [1]}},
     {"hours": {**WEEK, "from": "8 o'clock"}}, {"hours": {**WEEK, "to": "08:00"}}, {"hours": {**WEEK, "days": "12"}},
     {"hours": {**WEEK, "to": 18}}, {"country": "DE"}, {"second_factor": "yes"}, {"hours": {**WEEK, "from": "08:00Z"}}],
)  # fmt: skip
def test_demands_that_cannot_be_understood_are_refused_with_their_name(people: People, said: Any) -> None:
    with pytest.raises(Invalid, match=next(iter(said))):
        demand(people, **said)


def test_nobody_locks_himself_out(people: People) -> None:
    ada = browser(people.users["ada"])
    role = people.roles["administrator"]

    def wish(said: Any, address: str = CAFE) -> Any:
        version = Role.live().get(pk=role.pk).version
        body = json.dumps({"demands": said})
        headers = {"If-Match": f'"{version}"'}
        return program(people.users["ada"]).patch(
            f"/api/v1/roles/{role.pk}",
            body,
            content_type="application/json",
            headers=headers,
            REMOTE_ADDR=address,
        )

    refused = wish({"networks": ["10.0.0.0/8"]})
    assert refused.status_code == 422
    assert CAFE in refused.json()["errors"]["demands"][0]
    with clock.frozen(MONDAY.replace(hour=20)):
        assert wish({"hours": WEEK}).status_code == 422
    assert ada.get("/settings/", REMOTE_ADDR=CAFE).status_code == 200
    assert wish({"networks": ["10.0.0.0/8"]}, OFFICE).status_code == 200
    assert ada.get("/settings/", REMOTE_ADDR=CAFE).status_code == 403


def test_the_form_of_a_role_says_the_same_as_the_api_and_marks_what_is_wrong(people: People) -> None:
    ada, role = browser(people.users["ada"]), people.roles["seller"]
    place = f"/settings/demands/{role.pk}/"
    assert place in ada.get(f"/roles/{role.pk}/").content.decode()
    good = {
        "version": str(role.version), "second_factor": ["false", "true"], "idle": "30", "absolute": "",
        "networks": "10.0.0.0/8\n2001:db8::/32", "days": ["", "1", "5"], "from": "08:00", "to": "18:00",
    }  # fmt: skip
    for wrong in ({"idle": "1"}, {"absolute": "soon"}, {"networks": "10.0.0.0/77"}, {"days": ""}, {"to": ""}):
        assert ada.post(place, {**good, **wrong}).status_code == 422, wrong
    assert ada.post(place, good).headers["Location"] == f"/roles/{role.pk}/"
    said = Role.live().get(pk=role.pk).demands
    assert said == {
        "idle": 30, "second_factor": True, "networks": ["10.0.0.0/8", "2001:db8::/32"],
        "hours": {"days": [1, 5], "from": "08:00", "to": "18:00"},
    }  # fmt: skip
    page = ada.get(place).content.decode()
    assert "10.0.0.0/8\n2001:db8::/32" in page
    assert ada.post(place, {**good, "idle": "40"}).status_code == 412
    own = people.roles["administrator"]
    locked = ada.post(
        f"/settings/demands/{own.pk}/", {**good, "version": str(own.version), "second_factor": "false"}
    )
    assert "you would lock yourself out" in locked.content.decode()
    assert browser(people.users["max"]).get(place).status_code in (403, 404)
    assert browser(people.users["otto"]).post(place, good).status_code in (403, 404)
