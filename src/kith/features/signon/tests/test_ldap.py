"""Signing in by a directory that really speaks LDAP over TLS: who comes in, and who does not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.company import People
from tests.signing import browser as signed_in_as

from kith.engine.audit import Occurrence
from kith.engine.entry import proof
from kith.engine.identity import accounts
from kith.engine.identity.models import User
from kith.features.signon.models import ForeignIdentity
from kith.features.signon.tests.directory import BASE, READER, Directory
from kith.kernel import clock

pytestmark = pytest.mark.django_db
SALES = b"cn=Sales,ou=groups,dc=example,dc=com"
LEAD = b"cn=lead,ou=groups,dc=example,dc=com"
OWN = "seven-slow-herons"


@pytest.fixture
def place(people: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    """A directory, configured here, in which Sue and Pia are."""
    made = Directory(tmp_path)
    made.add("sue", "0001", "sue there", mail=b"sue@example.com", memberOf=SALES)
    made.add("pia", "0002", "pia there", mail=b"pia@example.com", memberOf=SALES)
    for name, value in {
        "URL": made.url,
        "BASE": BASE,
        "USER": READER[0],
        "PASSWORD": READER[1],
        "CA": made.certificate,
        "ROLE_MAP": json.dumps({SALES.decode(): "seller", LEAD.decode(): "leader"}),
    }.items():
        monkeypatch.setenv(f"KITH_LDAP_{name}", value)
    yield made
    made.shutdown()
    made.server_close()


def sign_in(name: str, password: str) -> tuple[Client, Any]:
    """A browser that tried, and the answer."""
    browser = Client()
    return browser, browser.post("/sign-in/", {"username": name, "password": password})


def is_in(browser: Client) -> bool:
    """Whether pages open."""
    return bool(browser.get("/settings/").status_code == 200)


def tied(people: People, name: str = "sue") -> User:
    """Somebody whose account an administrator tied to the directory."""
    ada = signed_in_as(people.users["ada"])
    session = ada.session
    session[proof.KEY] = clock.now().timestamp()
    session.save()
    assert ada.post(f"/users/{people.users[name].pk}/directory/").status_code == 303
    found: User = User.live().get(pk=people.users[name].pk)
    return found


def test_an_account_of_the_directory_opens_by_the_directory_alone(people: People, place: Directory) -> None:
    accounts.set_password(people.users["sue"], OWN)
    browser, _answer = sign_in("sue", "sue there")
    assert not is_in(browser), "an account is not the directory's because it is called alike"
    assert place.searched == [], "and the directory is not asked about it"
    before, _answer = sign_in("sue", OWN)
    assert is_in(before)
    user = tied(people)
    assert not is_in(before)
    assert is_in(sign_in("SUE", "sue there")[0])
    accounts.set_password(user, OWN)
    for wrong in (OWN, "", "sue there ", "\0"):
        assert not is_in(sign_in("sue", wrong)[0]), wrong
    assert ("uid=sue,ou=people,dc=example,dc=com", b"") not in place.bound, "no password, no question"
    place.shutdown()
    place.server_close()
    browser, answer = sign_in("sue", OWN)
    assert answer.status_code == 503
    assert not is_in(browser)
    assert Occurrence.objects.filter(kind="refused", detail__why__startswith="directory").exists()


def test_it_stays_so_when_the_directory_is_no_longer_configured(
    people: People, place: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = tied(people)
    accounts.set_password(user, OWN)
    monkeypatch.delenv("KITH_LDAP_URL")
    assert not is_in(sign_in("sue", OWN)[0])
    assert not is_in(sign_in("sue", "sue there")[0])


def test_another_person_who_gets_a_name_there_does_not_get_the_account(
    people: People, place: Directory
) -> None:
    tied(people)
    place.add("sue", "0099", "another sue")
    assert not is_in(sign_in("sue", "another sue")[0])


TYPED = ("*", "*)(uid=*", "sue)(|(uid=*", "su*", "\\2a", "sue\\00", "uid=sue", "sue,ou=people", "(sue)")


def test_what_is_typed_is_a_name_and_nothing_else(
    people: People, place: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_LDAP_CREATE", "1")
    for typed in TYPED:
        for password in ("sue there", "pia there"):
            assert not is_in(sign_in(typed, password)[0]), typed
    assert place.searched == [typed.encode() for typed in TYPED for _again in range(2)]


def test_accounts_are_made_at_the_first_sign_in_with_roles_by_group(
    people: People, place: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not is_in(sign_in("pia", "pia there")[0]), "not without being told so"
    monkeypatch.setenv("KITH_LDAP_CREATE", "1")
    assert not is_in(sign_in("pia", "wrong")[0])
    assert is_in(sign_in("pia", "pia there")[0])
    pia = User.live().get(username="pia")
    assert (pia.email, pia.roles) == ("pia@example.com", [people.roles["seller"].pk])
    assert not accounts.has_password(pia)
    monkeypatch.setenv("KITH_LDAP_FOLLOW", "1")
    place.entries[f"uid=pia,{BASE}"]["memberOf"] = [LEAD]
    assert is_in(sign_in("pia", "pia there")[0])
    pia.refresh_from_db()
    assert pia.roles == [people.roles["leader"].pk]
    place.add("new", "0003", "new there")
    assert not is_in(sign_in("new", "new there")[0]), "no group, no role, no account"
    people.give("sue", email="zed@example.com")
    place.add("zed", "0004", "zed there", mail=b"zed@example.com", memberOf=SALES)
    assert not is_in(sign_in("zed", "zed there")[0]), "his mail is another account's"
    assert ForeignIdentity.objects.count() == 1


def test_who_belongs_to_the_directory_proves_himself_by_it(people: People, place: Directory) -> None:
    tied(people)
    browser, _answer = sign_in("sue", "sue there")
    session = browser.session
    session[proof.KEY] -= proof.SECONDS + 1
    session.save()
    assert browser.get("/settings/security/app/").status_code == 303
    assert browser.post("/settings/prove/", {"proof": "password", "password": OWN}).status_code == 422
    assert browser.post("/settings/prove/", {"proof": "directory", "password": "wrong"}).status_code == 422
    assert (
        browser.post("/settings/prove/", {"proof": "directory", "password": "sue there"}).status_code == 303
    )
    assert browser.get("/settings/security/app/").status_code == 200


def test_nothing_is_said_to_a_directory_whose_certificate_is_not_vouched_for(
    people: People, place: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    tied(people)
    place.bound.clear()
    monkeypatch.delenv("KITH_LDAP_CA")
    browser, answer = sign_in("sue", "sue there")
    assert answer.status_code == 503
    monkeypatch.setenv("KITH_LDAP_CA", place.certificate)
    monkeypatch.setenv("KITH_LDAP_URL", place.url.replace("localhost", "127.0.0.1"))
    browser, answer = sign_in("sue", "sue there")
    assert answer.status_code == 503
    assert not is_in(browser)
    assert place.bound == []
