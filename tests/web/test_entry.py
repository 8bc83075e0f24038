"""The way in: one door for everybody, with further steps before it opens; nobody is sent elsewhere by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.test import Client, RequestFactory

from kith.engine.audit import Occurrence
from kith.engine.entry import entering
from kith.engine.entry.addresses import address_of, networks
from kith.engine.identity import accounts
from tests.company import People

pytestmark = pytest.mark.django_db
PASSWORD = "seven-slow-herons"


@pytest.fixture
def sue(people: People) -> Any:
    """Sue, who has a password."""
    accounts.set_password(people.users["sue"], PASSWORD)
    return people.users["sue"]


@pytest.fixture
def further() -> Iterator[list[entering.Step]]:
    """The further steps, as they were afterwards."""
    kept = list(entering.STEPS)
    entering.STEPS.clear()
    yield entering.STEPS
    entering.STEPS[:] = kept


def sign_in(client: Client, password: str = PASSWORD, name: str = "sue", **more: str) -> Any:
    """Send the form of the sign-in page."""
    return client.post("/sign-in/", {"username": name, "password": password, **more})


def test_a_session_begins_under_a_fresh_key_and_is_noted_with_its_address(sue: Any) -> None:
    browser = Client(REMOTE_ADDR="198.51.100.7")
    browser.get("/sign-in/")
    planted = browser.session
    planted["planted"] = "by somebody else"
    planted.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(planted.session_key)
    assert sign_in(browser, next="/customers/").headers["Location"] == "/customers/"
    assert browser.session.session_key != planted.session_key
    assert "planted" not in browser.session
    noted = Occurrence.objects.get(kind="sign-in")
    assert (noted.actor_id, noted.address, noted.detail) == (sue.pk, "198.51.100.7", {"by": "password"})


def test_a_refused_try_names_only_people_who_exist_and_never_the_password(sue: Any) -> None:
    assert sign_in(Client(), "wrong-and-secret", "SUE").status_code == 422
    assert sign_in(Client(), "x", PASSWORD).status_code == 422
    known, unknown = Occurrence.objects.filter(kind="refused").order_by("id")
    assert (known.record_id, known.detail) == (sue.pk, {"why": "password", "name": "sue"})
    assert (unknown.record_id, unknown.detail) == (None, {"why": "password"})


def test_a_further_step_stands_before_the_session_and_gives_no_right_meanwhile(
    sue: Any, further: list[entering.Step]
) -> None:
    def step(request: Any, user: Any, by: str) -> str | None:
        waiting = entering.pending(request)
        return None if waiting and "second" in waiting.passed else "/second/"

    further.append(step)
    browser = Client()
    assert sign_in(browser, next="/customers/").headers["Location"] == "/second/"
    assert SESSION_KEY not in browser.session
    assert browser.get("/customers/").headers["Location"].startswith("/sign-in/")
    assert browser.get("/api/v1/me").status_code == 401
    assert not Occurrence.objects.filter(kind="sign-in").exists()

    request = RequestFactory().get("/")
    request.session = browser.session
    before = request.session.session_key
    assert entering.passed(request, "second") == "/customers/"
    request.session.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = str(request.session.session_key)
    assert request.session.session_key != before
    assert browser.get("/customers/").status_code == 200
    assert Occurrence.objects.get(kind="sign-in").detail == {"by": "password", "steps": ["second"]}


@pytest.mark.parametrize("change", ["password", "inactive", "late"])
def test_who_waits_before_a_step_goes_back_to_the_start_when_the_ground_changes(
    people: People, sue: Any, further: list[entering.Step], change: str
) -> None:
    further.append(lambda _request, _user, _by: "/second/")
    browser = Client()
    sign_in(browser)
    request = RequestFactory().get("/")
    request.session = browser.session
    assert entering.pending(request) is not None
    if change == "password":
        accounts.set_password(sue, "eight-slow-herons")
    elif change == "inactive":
        people.give("sue", is_active=False)
    else:
        kept = request.session[entering.PENDING_KEY]
        request.session[entering.PENDING_KEY] = {**kept, "at": kept["at"] - entering.PENDING_SECONDS - 1}
    assert entering.pending(request) is None
    assert entering.passed(request, "second") == "/sign-in/"


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "/\\evil.example", "https:evil.example", "https://evil.example/", "/\t/evil.example",
     "\\\\evil.example", "javascript:alert(1)", "/%09//evil\r\nSet-Cookie: a=b", "evil.example", " //evil.example"],
)  # fmt: skip
def test_signing_in_leads_only_to_pages_of_ours(sue: Any, target: str) -> None:
    answer = sign_in(Client(), next=target)
    location = answer.headers["Location"]
    assert answer.status_code == 303
    assert location == "/" or (location.startswith("/%") and "\n" not in location)
    assert "a" not in answer.cookies


def test_a_session_changes_nothing_through_the_api_without_its_token(sue: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.get("/sign-in/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    assert sign_in(browser, csrfmiddlewaretoken=token[1]).status_code == 303
    for kind in ("text/plain", "application/json", "application/x-www-form-urlencoded"):
        answer = browser.post("/api/v1/customers", b'{"name": "Forged"}', content_type=kind)
        assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/problem+json")
    assert browser.post("/sign-out/").status_code == 403
    assert browser.get("/settings/").status_code == 200


def test_leaving_ends_the_session_and_is_noted(sue: Any) -> None:
    browser = Client()
    sign_in(browser)
    browser.post("/sign-out/")
    assert browser.get("/settings/").status_code == 302
    assert Occurrence.objects.get(kind="sign-out").actor_id == sue.pk


def test_a_form_from_elsewhere_signs_nobody_in(sue: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    assert sign_in(browser).status_code == 403
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize(
    ("connected", "header", "seen"),
    [
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.9", "198.51.100.1"),
        ("10.0.0.2", "198.51.100.1, <script>", "10.0.0.2"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("::ffff:10.0.0.2", "2001:db8::1", "2001:db8::1"),
        ("nonsense", "198.51.100.1", ""),
    ],
)
def test_a_forwarded_address_is_believed_only_from_a_named_proxy(
    settings: Any, connected: str, header: str, seen: str
) -> None:
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header}, REMOTE_ADDR=connected)
    settings.PROXIES = networks(("10.0.0.0/8",))
    assert address_of(request) == seen
    settings.PROXIES = ()
    assert address_of(request) == ("10.0.0.2" if "10.0.0.2" in connected else connected if seen else "")
