"""Sessions and passwords: where one is signed in, how that ends, and which passwords nobody should have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.company import save_company, save_policy
from kith.engine.entry import jobs
from kith.engine.entry.models import Session
from kith.engine.entry.policy import Policy
from kith.engine.errors import Conflict, Invalid
from kith.engine.identity import accounts
from kith.engine.identity.accounts import digest
from kith.engine.identity.models import Role
from kith.engine.settings import Company
from kith.kernel import clock
from tests.company import People
from tests.signing import browser, program
from tests.web.test_entry import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"
)


@pytest.fixture
def sue(people: People) -> Any:
    """Sue, who has a password."""
    accounts.set_password(people.users["sue"], PASSWORD)
    return people.users["sue"]


def signed_in(agent: str = FIREFOX, address: str = "198.51.100.7", name: str = "sue") -> Client:
    """A browser that came in by the sign-in page."""
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert sign_in(client, name=name).status_code == 303
    return client


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/settings/").status_code == 200


def test_the_list_tells_every_device_and_ends_one_or_all_others(sue: Any) -> None:
    laptop, phone, third = signed_in(), signed_in(PHONE, "203.0.113.9"), signed_in("odd")
    text = laptop.get("/settings/sessions/").content.decode()
    for said in ("Firefox on Linux", "Safari on iPhone", "203.0.113.9", "Unknown device", "This browser"):
        assert said in text
    key = digest(str(phone.session.session_key))
    assert laptop.post("/settings/sessions/", {"end": key}).status_code == 303
    assert [is_in(client) for client in (laptop, phone, third)] == [True, False, True]
    laptop.post("/settings/sessions/", {"end": "*"})
    assert [is_in(client) for client in (laptop, third)] == [True, False]
    assert [one.detail for one in Occurrence.objects.filter(kind="sessions-ended")] == [
        {"count": 1},
        {"count": 1},
    ]


def test_nobody_ends_or_sees_the_sessions_of_others_but_an_administrator(people: People, sue: Any) -> None:
    own, carl, ada = signed_in(), browser(people.users["carl"]), browser(people.users["ada"])
    key = digest(str(own.session.session_key))
    carl.post("/settings/sessions/", {"end": key})
    assert is_in(own)
    assert carl.get(f"/settings/sessions/{sue.pk}/").status_code == 403
    assert carl.post(f"/settings/sessions/{sue.pk}/", {"end": "*"}).status_code == 403
    assert f"/settings/sessions/{sue.pk}/" in ada.get(f"/users/{sue.pk}/").content.decode()
    assert "Firefox on Linux" in ada.get(f"/settings/sessions/{sue.pk}/").content.decode()
    ada.post(f"/settings/sessions/{sue.pk}/", {"end": "*"})
    assert not is_in(own)
    assert is_in(ada)


def test_the_key_of_a_session_is_not_to_be_read_in_the_database(sue: Any) -> None:
    client = signed_in()
    key = str(client.session.session_key)
    row = Session.objects.get(user_id=sue.pk)
    assert key not in (row.key, row.data)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row.key
    assert not is_in(thief)


@pytest.mark.parametrize("change", ["deactivated", "password", "trash", "left"])
def test_what_ends_a_session_ends_it_at_the_next_request_and_for_good(
    people: People, sue: Any, change: str
) -> None:
    client, token = signed_in(), program(sue)
    kept = client.cookies[settings.SESSION_COOKIE_NAME].value
    if change == "password":
        records.perform("set_password", sue, by=people.ada, password="eight-slow-herons")
    elif change == "trash":
        records.delete(sue, by=people.ada)
    elif change == "left":
        client.post("/sign-out/")
    else:
        people.give("sue", is_active=False)
        assert token.get("/api/v1/me").status_code == 401
        assert client.get("/settings/").status_code == 302
        people.give("sue", is_active=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert not is_in(client)
    assert not Session.objects.filter(user_id=sue.pk).exists()


def test_a_session_ends_without_a_sign_of_life_and_in_any_case(people: People, sue: Any) -> None:
    save_policy(Policy(idle=60, absolute=240), by=Actor.system())
    start = clock.now()
    with clock.frozen(start):
        busy, idle = signed_in(), signed_in()
    for minutes, expected in ((50, True), (100, True), (150, True), (200, True), (239, True), (241, False)):
        with clock.frozen(start + dt.timedelta(minutes=minutes)):
            assert is_in(busy) is expected, minutes
            if minutes == 100:
                assert not is_in(idle)


def test_what_a_page_sends_by_itself_is_no_sign_of_life(sue: Any) -> None:
    save_policy(Policy(idle=60), by=Actor.system())
    start = clock.now()
    with clock.frozen(start):
        client = signed_in()
    with clock.frozen(start + dt.timedelta(minutes=50)):
        assert client.get("/settings/", headers={"Kith-Quiet": "1"}).status_code == 200
    with clock.frozen(start + dt.timedelta(minutes=61)):
        assert not is_in(client)


def test_the_strictest_role_shortens_a_session_at_once_and_the_forgetting_follows(
    people: People, sue: Any
) -> None:
    start = clock.now()
    with clock.frozen(start):
        client = signed_in()
    with clock.frozen(start + dt.timedelta(minutes=20)):
        assert is_in(client)
        role = people.roles["seller"]
        records.update((Role, role.pk), by=Actor.system(), demands={"absolute": 15})
        jobs.forget_sessions.call()
        assert not Session.objects.filter(user_id=sue.pk).exists()
        assert not is_in(client)


def test_being_here_is_written_once_in_some_minutes_only(sue: Any) -> None:
    start = clock.now()
    with clock.frozen(start):
        client = signed_in()
    seen = []
    for minute in range(8):
        with clock.frozen(start + dt.timedelta(minutes=minute)):
            is_in(client)
            seen.append(Session.objects.get(user_id=sue.pk).seen)
    assert len(set(seen)) == 2


def test_the_company_sets_the_rules_within_bounds(people: People) -> None:
    ada = browser(people.users["ada"])
    good = {"idle": "30", "absolute": "600", "password_length": "20"}
    assert browser(people.users["max"]).post("/settings/sign-in/", good).status_code == 403
    for wrong in ({"idle": "1"}, {"absolute": "x"}, {"password_length": "7"}, {"idle": "700"}):
        assert ada.post("/settings/sign-in/", {**good, **wrong}).status_code == 422
    assert ada.post("/settings/sign-in/", good).status_code == 303
    with pytest.raises(Invalid, match="at least 20 characters"):
        accounts.set_password(people.users["sue"], PASSWORD)


def test_a_new_password_asks_the_old_one_and_ends_the_other_sessions(people: People, sue: Any) -> None:
    here, there = signed_in(), signed_in(PHONE)
    key = here.session.session_key
    for old in ("wrong", ""):
        assert (
            here.post("/settings/password/", {"old": old, "password": "a quite new one"}).status_code == 422
        )
    same = here.post("/settings/password/", {"old": PASSWORD, "password": PASSWORD})
    assert "already" in same.content.decode()
    good = {"old": PASSWORD, "password": "a quite new sentence"}
    assert here.post("/settings/password/", good).status_code == 303
    assert [is_in(here), is_in(there)] == [True, False]
    assert here.session.session_key != key
    assert "Firefox on Linux" in here.get("/settings/sessions/").content.decode()
    answers = [
        here.post("/settings/password/", {"old": "x", "password": "y"}).status_code for _time in range(7)
    ]
    assert answers == [422] * 5 + [429] * 2


def test_a_password_from_an_administrator_opens_only_the_page_of_an_own_one(people: People, sue: Any) -> None:
    records.perform("set_password", sue, by=people.ada, password="eight-slow-herons")
    client = Client()
    answer = sign_in(client, "eight-slow-herons", next="/customers/")
    assert answer.headers["Location"] == "/sign-in/new-password/"
    assert not is_in(client)
    page = "/sign-in/new-password/"
    assert "At least 10 characters" in client.get(page).content.decode()
    for wrong in ("eight-slow-herons", "short", "sue-seller-1"):
        assert client.post(page, {"password": wrong}).status_code == 422
    assert client.post(page, {"password": PASSWORD}).headers["Location"] == "/customers/"
    assert is_in(client)
    assert sign_in(Client()).headers["Location"] == "/"
    assert Client().get(page).headers["Location"] == "/sign-in/"


def test_an_administrator_changes_his_own_password_only_where_the_old_one_is_asked(people: People) -> None:
    with pytest.raises(Conflict):
        records.perform("set_password", people.users["ada"], by=people.ada, password=PASSWORD)


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop", "йцукенгшщзхъ", "1234567890", "abcdefghijkl", "zxcvbnm,asdf", "aaaaaaaaaaaa", "abcabcabcabc",
     "sunshine2024!", "P@ssw0rd!!!!", "Пароль12345", "woaini1314520", "ZenithGmbH1", "sueseller2024", "Sue.Seller!",
     "x" * 1_001],
)  # fmt: skip
def test_what_a_guesser_tries_first_is_refused(people: People, password: str) -> None:
    save_company(Company(name="Zenith GmbH"), by=Actor.system())
    with pytest.raises(Invalid):
        accounts.set_password(people.users["sue"], password)


@pytest.mark.parametrize(
    "password",
    ["seven-slow-herons", "очень длинная фраза", "我喜欢在早上喝热咖啡", "x7!Kp qz9vT", "correct horse"],
)
def test_a_password_that_is_hard_to_guess_is_taken_as_it_is(people: People, password: str) -> None:
    accounts.set_password(people.users["sue"], f"  {password} ")
    assert accounts.authenticate("sue", f"  {password} ") is not None
    assert accounts.authenticate("sue", password) is None
