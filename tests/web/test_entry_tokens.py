"""API tokens: made after a proof, shown once, held to their scopes, ended by their owner or an administrator."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from kith.engine import records
from kith.engine.audit import Occurrence
from kith.engine.entry import proof
from kith.engine.identity.accounts import new_token
from kith.engine.identity.models import Token
from kith.kernel import clock
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db
NEW = "/settings/tokens/new/"


def proved(user: Any) -> Client:
    """A browser in which somebody has just proved who he is."""
    client = browser(user)
    session = client.session
    session[proof.KEY] = clock.now().timestamp()
    session.save()
    return client


def make(client: Client, **sent: str) -> str:
    """Make a token by the form; its text."""
    answer = client.post(NEW, {"label": "Nightly sync", "access": "read", "expires_at": "", **sent})
    assert answer.status_code == 200, answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r'value="(kith_[\w-]{40,})"', answer.content.decode())
    assert found is not None
    return found[1]


def calling(text: str) -> Client:
    """A program with a token."""
    return Client(headers={"Authorization": f"Bearer {text}"})


def test_a_token_is_made_after_a_proof_and_its_text_is_shown_once(people: People) -> None:
    unproved = browser(people.users["sue"])
    assert unproved.get(NEW).headers["Location"].startswith("/settings/prove/")
    assert (
        unproved.post(NEW, {"label": "x", "access": "all"}).headers["Location"].startswith("/settings/prove/")
    )
    client = proved(people.users["sue"])
    text = make(client)
    assert text not in client.get("/settings/tokens/").content.decode()
    assert text not in str(Token.objects.values())
    assert text not in str(Occurrence.objects.values())
    assert Occurrence.objects.get(kind="token-made").detail["label"] == "Nightly sync"
    assert calling(text).get("/api/v1/me").status_code == 200


def test_scopes_hold_for_every_verb_and_never_give_more_than_the_owner_has(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    other = records.create(Customer, by=people.nora, name="Other")
    client = proved(people.users["sue"])
    sent: dict[str, Any] = {"content_type": "application/json"}
    reading = calling(make(client, access="read"))
    assert reading.get(f"/api/v1/customers/{acme.pk}").status_code == 200
    assert reading.patch(f"/api/v1/customers/{acme.pk}", {"city": "Leeds"}, **sent).status_code == 403
    assert reading.post("/api/v1/customers", {"name": "New"}, **sent).status_code == 403
    some = calling(make(client, **{"access": "chosen", "may-customer": "write", "may-contact": "read"}))
    assert some.patch(f"/api/v1/customers/{acme.pk}", {"city": "Leeds"}, **sent).status_code == 200
    assert some.get("/api/v1/contacts").status_code == 200
    assert some.post("/api/v1/contacts", {"name": "New"}, **sent).status_code == 403
    assert some.get("/api/v1/leads").status_code in (403, 404)
    assert some.get(f"/api/v1/customers/{other.pk}").status_code == 404
    whole = calling(make(client, access="all"))
    assert whole.get(f"/api/v1/customers/{other.pk}").status_code == 404
    assert whole.get("/api/v1/leads").status_code == 200


def test_a_token_that_may_do_nothing_or_has_no_name_is_not_made(people: People) -> None:
    client = proved(people.users["sue"])
    good = {"label": "x", "access": "read", "expires_at": ""}
    for wrong in (
        {"label": " "},
        {"access": "chosen"},
        {"access": ""},
        {"access": "chosen", "may-customer": "everything"},
        {"expires_at": "2001-01-01"},
        {"expires_at": "soon"},
    ):
        answer = client.post(NEW, {**good, **wrong})
        assert answer.status_code == 422, wrong
    assert not Token.objects.exists()


def test_a_token_ends_with_its_date_its_owner_and_at_once_when_it_is_ended(people: People) -> None:
    client = proved(people.users["sue"])
    day = clock.today("UTC") + dt.timedelta(days=2)
    dated, ended = make(client, expires_at=day.isoformat()), make(client)
    with clock.frozen(clock.now() + dt.timedelta(days=4)):
        assert calling(dated).get("/api/v1/me").status_code == 401
        assert calling(ended).get("/api/v1/me").status_code == 200
    number = Token.objects.order_by("-id")[0].pk
    assert browser(people.users["carl"]).post("/settings/tokens/", {"end": number}).status_code == 404
    assert calling(ended).get("/api/v1/me").status_code == 200
    assert client.post("/settings/tokens/", {"end": number}).status_code == 303
    assert calling(ended).get("/api/v1/me").status_code == 401
    people.give("sue", is_active=False)
    assert calling(dated).get("/api/v1/me").status_code == 401


def test_an_administrator_sees_and_ends_the_tokens_of_everybody(people: People) -> None:
    text = make(proved(people.users["sue"]))
    ada, max_ = browser(people.users["ada"]), browser(people.users["max"])
    assert max_.get("/settings/tokens/all/").status_code == 403
    page = ada.get("/settings/tokens/all/").content.decode()
    assert "Nightly sync" in page
    assert "Sue Seller" in page
    assert ada.post("/settings/tokens/all/", {"end": Token.objects.get().pk}).status_code == 303
    assert calling(text).get("/api/v1/me").status_code == 401
    assert Occurrence.objects.get(kind="token-ended").actor_id == people.users["ada"].pk


def test_its_use_is_written_down_once_in_some_minutes(people: People) -> None:
    text, start, seen = new_token(people.users["sue"]), clock.now(), set()
    for minute in range(9):
        with clock.frozen(start + dt.timedelta(minutes=minute)):
            calling(text).get("/api/v1/me")
            seen.add(Token.objects.get().used_at)
    assert len(seen) == 2


def test_a_token_never_counts_in_an_address_and_opens_no_page(people: People) -> None:
    text = new_token(people.users["sue"])
    for given in ("token", "access_token", "api_key", "key"):
        assert Client().get(f"/api/v1/me?{given}={text}").status_code == 401
    assert calling(text).get("/settings/").status_code == 302


def test_a_token_lists_and_ends_tokens_but_makes_none(people: People) -> None:
    sue = people.users["sue"]
    text, second, narrow = new_token(sue), new_token(sue), new_token(sue, scopes=("customer:read",))
    foreign = new_token(people.users["carl"])
    program = calling(text)
    listed = program.get("/api/v1/tokens").json()["items"]
    assert [item["this"] for item in listed] == [False, False, True]
    assert text not in str(listed)
    other = Token.objects.get(user=people.users["carl"]).pk
    assert program.post("/api/v1/tokens", {}, content_type="application/json").status_code == 405
    assert program.delete(f"/api/v1/tokens/{other}").status_code == 404
    assert calling(foreign).get("/api/v1/me").status_code == 200
    assert calling(narrow).get("/api/v1/tokens").status_code == 403
    assert calling(narrow).delete(f"/api/v1/tokens/{listed[1]['id']}").status_code == 403
    assert program.delete(f"/api/v1/tokens/{listed[1]['id']}").status_code == 204
    assert calling(second).get("/api/v1/me").status_code == 401
    assert program.delete(f"/api/v1/tokens/{listed[2]['id']}").status_code == 409
    assert program.get("/api/v1/me").status_code == 200
