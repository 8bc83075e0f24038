"""Codes of an app and recovery codes: on the way in, in the settings, and where a role demands a second factor."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from tests.company import People

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.entry import proof
from kith.engine.identity.accounts import new_token
from kith.engine.identity.models import Role
from kith.features.factors.models import CodeApp, Passkey, RecoveryCode
from kith.features.factors.tests.signing import (
    PASSWORD,
    code,
    code_of,
    is_in,
    sign_in,
    with_app,
    with_password,
)
from kith.kernel import clock

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 5, 4, 12, 0, 10, tzinfo=dt.UTC)


def demand(people: People, key: str = "seller") -> None:
    """Let a role demand a second factor."""
    role = people.roles[key]
    records.update((Role, role.pk), by=Actor.system(), demands={"second_factor": True})


def entered(people: People, name: str = "sue") -> Client:
    """A browser in which somebody with an app came in by password and code."""
    browser = Client()
    sign_in(browser, name)
    browser.post("/sign-in/second/", {"code": code_of(people.users[name])})
    assert is_in(browser)
    return browser


def stale(browser: Client) -> None:
    """Make the last proof old."""
    session = browser.session
    session[proof.KEY] -= proof.SECONDS + 1
    session.save()


def test_a_code_is_asked_after_the_password_and_before_everything_else(people: People) -> None:
    with_app(people, "sue")
    browser = Client()
    assert sign_in(browser, "sue") == "/sign-in/second/"
    assert not is_in(browser)
    assert browser.get("/api/v1/me").status_code == 401
    assert browser.get("/settings/security/recovery/").headers["Location"].startswith("/sign-in/")
    assert browser.get("/sign-in/set-up/").headers["Location"] == "/sign-in/second/"
    assert browser.post("/sign-in/second/", {"code": "000000"}).status_code == 422
    assert Occurrence.objects.filter(kind="refused", detail__why="factor").count() == 1
    answer = browser.post("/sign-in/second/", {"code": code_of(people.users["sue"])})
    assert answer.headers["Location"] == "/customers/"
    assert is_in(browser)
    assert Occurrence.objects.get(kind="sign-in").detail["steps"] == ["factor"]


def test_a_code_is_good_once_and_only_around_its_own_half_minute(people: People) -> None:
    user, _codes = with_app(people, "sue")
    with clock.frozen(NOON):
        for later, status in ((2, 422), (-2, 422), (0, 303), (0, 422), (-1, 422), (1, 303), (1, 422)):
            browser = Client()
            sign_in(browser, "sue")
            answer = browser.post("/sign-in/second/", {"code": f" {code_of(user, later)} "})
            assert answer.status_code == status, f"{later} steps later"


def test_a_recovery_code_stands_in_for_the_app_once_and_its_owner_is_told(people: People) -> None:
    user, codes = with_app(people, "sue")
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, "sue")
    assert first.post("/sign-in/second/", {"code": codes[0].upper()}).status_code == 303
    assert is_in(first)
    assert second.post("/sign-in/second/", {"code": codes[0]}).status_code == 422
    assert not is_in(second)
    assert Occurrence.objects.get(kind="recovery-used").record_id == user.pk
    assert "9 of 10" in first.get("/settings/security/").text
    stored = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(one in digest for digest in stored for one in codes)


def test_the_secret_lies_encrypted_and_another_person_s_codes_open_nothing(people: People) -> None:
    sue, _codes = with_app(people, "sue")
    carl, carls = with_app(people, "carl")
    assert not re.fullmatch("[A-Z2-7]{32}", CodeApp.objects.get(user=sue).secret)
    browser = Client()
    sign_in(browser, "sue")
    for wrong in (code_of(carl), carls[0]):
        assert browser.post("/sign-in/second/", {"code": wrong}).status_code == 422


def test_wrong_codes_make_one_wait_and_a_right_password_does_not_wipe_that_out(people: People) -> None:
    user, _codes = with_app(people, "sue")
    with clock.frozen(NOON):
        for number in range(6):
            browser = Client()
            sign_in(browser, "sue")
            answer = browser.post("/sign-in/second/", {"code": f"00000{number}"})
        assert answer.status_code == 429
        assert browser.post("/sign-in/second/", {"code": code_of(user)}).status_code == 429
    with clock.frozen(NOON + dt.timedelta(seconds=16)):
        assert browser.post("/sign-in/second/", {"code": code_of(user)}).status_code == 303


def test_setting_up_an_app_shows_its_picture_and_recovery_codes_once(people: People) -> None:
    with_password(people, "sue")
    browser = Client()
    assert sign_in(browser, "sue") == "/customers/"
    shown = browser.get("/settings/security/app/")
    assert shown.headers["Cache-Control"] == "no-store"
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", shown.text)
    assert found
    secret = found[1].replace(" ", "")
    picture = browser.get("/settings/security/picture.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert b"style" not in picture.content
    assert secret.encode() not in picture.content
    assert browser.post("/settings/security/app/", {"code": "123456"}).status_code == 422
    assert not CodeApp.objects.exists()
    assert browser.post("/settings/security/app/", {"code": code(secret)}).status_code == 303
    codes = re.findall(r"<code>([-\w]{14})</code>", browser.get("/settings/security/recovery/").text)
    assert len(codes) == 10
    assert browser.get("/settings/security/recovery/").headers["Location"] == "/settings/security/"
    assert browser.get("/settings/security/picture.svg").status_code == 404
    again = Client()
    assert sign_in(again, "sue") == "/sign-in/second/"
    assert again.post("/sign-in/second/", {"code": code(secret)}).status_code == 422
    assert again.post("/sign-in/second/", {"code": codes[3]}).status_code == 303


def test_where_a_role_demands_it_nothing_opens_before_a_factor_is_set_up(people: People) -> None:
    user = with_password(people, "sue")
    before = Client()
    sign_in(before, "sue")
    assert is_in(before)
    demand(people)
    assert not is_in(before)
    assert before.get("/api/v1/me").status_code == 401
    assert sign_in(before, "sue") == "/sign-in/set-up/"
    shown = before.get("/sign-in/set-up/")
    assert shown.status_code == 200
    assert before.get("/settings/security/picture.svg").status_code == 200
    assert before.get("/customers/").headers["Location"].startswith("/sign-in/")
    found = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", shown.text)
    assert found
    secret = found[1].replace(" ", "")
    answer = before.post("/sign-in/set-up/", {"code": code(secret)})
    assert answer.headers["Location"] == "/settings/security/recovery/?next=%2Fcustomers%2F"
    page = before.get(answer.headers["Location"]).text
    assert len(re.findall(r"<code>[-\w]{14}</code>", page)) == 10
    assert 'href="/customers/"' in page
    assert is_in(before)
    token = Client(headers={"Authorization": f"Bearer {new_token(user)}"})
    assert token.get("/api/v1/me").status_code == 200


def test_the_last_factor_stays_where_a_role_demands_one(people: People) -> None:
    user, _codes = with_app(people, "sue")
    demand(people)
    browser = entered(people)
    assert browser.post("/settings/security/app/remove/").status_code == 409
    assert CodeApp.objects.filter(user=user).exists()
    Passkey.objects.create(
        user=user, name="x", host="testserver", credential_id="x", credential=b"", created_at=clock.now()
    )
    assert browser.post("/settings/security/app/remove/").status_code == 303
    key = Passkey.objects.get(user=user)
    assert browser.post(f"/settings/security/passkeys/{key.pk}/remove/").status_code == 409
    assert Passkey.objects.filter(user=user).exists()


def test_changes_of_factors_ask_anew_who_is_there(people: People) -> None:
    user, codes = with_app(people, "sue")
    browser = entered(people)
    stale(browser)
    answer = browser.post(
        "/settings/security/app/remove/", headers={"Referer": "http://testserver/settings/security/"}
    )
    assert answer.headers["Location"] == "/settings/prove/?next=%2Fsettings%2Fsecurity%2F"
    assert browser.post("/settings/security/recovery/").headers["Location"].startswith("/settings/prove/")
    assert browser.get("/settings/security/app/").headers["Location"].startswith("/settings/prove/")
    assert CodeApp.objects.filter(user=user).exists()
    assert browser.post("/settings/prove/", {"proof": "password", "password": "wrong"}).status_code == 422
    assert browser.post("/settings/prove/", {"proof": "code", "code": codes[0]}).status_code == 422
    assert browser.post("/settings/prove/", {"proof": "passkey", "credential": "{}"}).status_code == 422
    assert browser.get("/settings/security/app/").status_code == 303
    proved = browser.post(
        "/settings/prove/", {"proof": "password", "password": PASSWORD, "next": "/settings/security/"}
    )
    assert proved.headers["Location"] == "/settings/security/"
    assert browser.post("/settings/security/app/remove/").status_code == 303
    assert not CodeApp.objects.exists()
    assert not RecoveryCode.objects.exists()


def test_an_administrator_resets_factors_and_their_owner_is_told(people: People) -> None:
    user, _codes = with_app(people, "sue")
    with_password(people, "ada")
    with_app(people, "max")
    address = f"/users/{user.pk}/reset-factors/"
    assert entered(people, "max").post(address).status_code == 403
    assert CodeApp.objects.filter(user=user).exists()
    ada = Client()
    sign_in(ada, "ada")
    assert address in ada.get(f"/users/{user.pk}/").text
    assert ada.get(address).status_code == 200
    assert ada.post(address).status_code == 303
    assert not CodeApp.objects.filter(user=user).exists()
    noted = Occurrence.objects.get(kind="factors-reset")
    assert (noted.actor_id, noted.record_id) == (people.users["ada"].pk, user.pk)
    browser = Client()
    assert sign_in(browser, "sue") == "/customers/"
    assert "reset your second factors" in browser.get("/notifications/").text
    assert ada.post(f"/users/{people.users['ada'].pk}/reset-factors/").status_code == 403
