"""Webhooks against a real receiver on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from kith.engine import outgoing, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.events import dispatch
from kith.engine.identity.models import Role, User
from kith.engine.installing import ensure_roles
from kith.engine.jobs import drain
from kith.engine.jobs.models import Job, Status
from kith.features.webhooks import signing
from kith.features.webhooks.models import Webhook


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it gets and answers what it was told to."""

    got: ClassVar[list[tuple[dict[str, str], bytes]]] = []
    answers: ClassVar[list[int]] = []

    def do_POST(self) -> None:
        """Take a delivery."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.append(({name.lower(): text for name, text in self.headers.items()}, body))
        status = self.answers.pop(0) if self.answers else 204
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def receiver(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A receiver's address; addresses of this machine are allowed for the test."""
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.1")
    Receiver.got.clear()
    Receiver.answers.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook?x=1"
    server.shutdown()
    thread.join()
    server.server_close()


def person(name: str, *roles: Role) -> Actor:
    """Somebody with these roles."""
    user = records.create(
        User, by=Actor.system(), username=name, name=name.title(), roles=[role.pk for role in roles]
    )
    return Actor.of(user, "api")


@pytest.fixture
def boss(db: None) -> Actor:
    """An administrator."""
    return person("boss", ensure_roles()["administrator"])


def work() -> None:
    """What the worker does."""
    while dispatch():
        drain()
    drain()


def told() -> list[dict[str, Any]]:
    """The bodies that arrived."""
    return [json.loads(body) for _headers, body in Receiver.got]


def test_a_wanted_event_arrives_signed(boss: Actor, receiver: str) -> None:
    hook = records.create(Webhook, by=boss, url=receiver, events=["customer.created"])
    made = records.create(registry.spec("customer").model, by=boss, name="Zeta", grade="A")
    records.update(made, by=boss, grade="B")
    work()
    (headers, body), data = Receiver.got[0], told()[0]
    assert len(Receiver.got) == 1
    assert (data["type"], data["data"]["id"], data["data"]["record"]["name"]) == (
        "customer.created",
        made.pk,
        "Zeta",
    )
    assert data["data"]["changes"]["name"] == [None, "Zeta"]
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"


def test_patterns_and_switches_decide(boss: Actor, receiver: str) -> None:
    records.create(Webhook, by=boss, url=receiver, events=["customer.*"])
    off = records.create(Webhook, by=boss, url=receiver, events=["*"])
    records.update(off, by=boss, active=False)
    made = records.create(registry.spec("customer").model, by=boss, name="Zeta")
    records.delete(made, by=boss)
    work()
    assert [item["type"] for item in told()] == ["customer.created", "customer.deleted"]


def test_an_owner_learns_only_what_he_may_read(boss: Actor, receiver: str) -> None:
    grants = {"customer": {"read": "own", "create": "own"}, "webhook": {"create": "own", "read": "own"}}
    levels = {"customer": {"phone": "hidden"}}
    role = records.create(Role, by=Actor.system(), key="narrow", name="Narrow", grants=grants, levels=levels)
    narrow = person("narrow", role)
    records.create(Webhook, by=narrow, url=receiver, events=["customer.*"])
    records.create(registry.spec("customer").model, by=boss, name="Not his")
    records.create(
        registry.spec("customer").model, by=boss, name="His", phone="+44 20 7946 0018", owner=narrow.user_id
    )
    work()
    assert [item["data"]["record"]["name"] for item in told()] == ["His"]
    assert "phone" not in told()[0]["data"]["record"]
    assert "phone" not in told()[0]["data"]["changes"]


def test_a_failed_delivery_is_tried_again_with_the_same_id(boss: Actor, receiver: str) -> None:
    records.create(Webhook, by=boss, url=receiver, events=["customer.created"])
    Receiver.answers[:] = [500, 302, 200]
    records.create(registry.spec("customer").model, by=boss, name="Zeta")
    work()
    for _ in range(2):
        Job.objects.filter(status=Status.READY).update(run_at="2020-01-01T00:00:00Z")
        work()
    assert len(Receiver.got) == 3
    assert len({headers["webhook-id"] for headers, _body in Receiver.got}) == 1
    assert not Job.objects.exclude(status=Status.DONE).exists()


def test_an_address_that_is_gone_is_switched_off(boss: Actor, receiver: str) -> None:
    hook = records.create(Webhook, by=boss, url=receiver, events=["customer.created"])
    Receiver.answers[:] = [410]
    records.create(registry.spec("customer").model, by=boss, name="Zeta")
    work()
    hook.refresh_from_db()
    assert not hook.active


def test_a_test_can_be_sent(boss: Actor, receiver: str) -> None:
    hook = records.create(Webhook, by=boss, url=receiver, events=[])
    records.perform("test", hook, by=boss)
    work()
    assert [item["type"] for item in told()] == ["webhook.pinged"]


def test_addresses_inside_are_refused_for_good(
    boss: Actor, receiver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "10.0.0.0/8, fd00::/8")
    records.create(Webhook, by=boss, url=receiver, events=["customer.created"])
    records.create(registry.spec("customer").model, by=boss, name="Zeta")
    work()
    assert Receiver.got == []
    assert Job.objects.get(name__endswith="deliver").status == Status.FAILED


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.1",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "fe80::1%eth0",
        "fc00::1",
        "2002:7f00:0001::",
        "::",
    ],
)
def test_private_addresses_are_recognised(address: str) -> None:
    assert not outgoing.public(address)


def test_public_addresses_are_recognised() -> None:
    assert outgoing.public("93.184.215.14")
    assert outgoing.public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_wrong_webhooks_are_refused(boss: Actor) -> None:
    fine: dict[str, Any] = {"url": "https://example.com/", "events": ["*"]}
    for name, value in (
        ("url", "ftp://example.com/x"),
        ("url", "https://me:secret@example.com/"),
        ("url", ""),
        ("events", ["Customer"]),
        ("events", [1]),
        ("events", ["x.y z"]),
        ("secret", "abc"),
        ("secret", "whsec_abcd"),
    ):
        with pytest.raises(Invalid) as refused:
            records.create(Webhook, by=boss, **{**fine, name: value})
        assert list(refused.value.errors) == [name]
    assert len(signing.key_of(signing.new_secret())) == 32
