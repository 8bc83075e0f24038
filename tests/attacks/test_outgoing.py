"""Requests that Kith sends where somebody else says: A66 to A71. Only webhooks do."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from kith.engine import outgoing, records
from kith.engine.events import dispatch
from kith.engine.jobs import drain
from kith.engine.jobs.models import Job, Status
from kith.features.webhooks import sending
from kith.features.webhooks.models import Webhook
from tests.attacks.scene import api, ask, customer
from tests.company import People

pytestmark = pytest.mark.database

INSIDE = (
    "127.0.0.1", "0.0.0.0", "[::1]", "169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1",  # noqa: S104
    "[fd00::1]", "[fe80::1]", "localhost", "0177.0.0.1", "0x7f.1", "2130706433", "127.1", "[::ffff:7f00:1]",
    "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[2002:7f00:1::]", "①②⑦.⓪.⓪.①",
    "127.0.0.1.", "example.com@127.0.0.1", "224.0.0.1", "255.255.255.255", "[::]", "198.18.0.1", "192.0.2.1",
)  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_a66_a67_no_way_to_write_an_address_inside_is_called(people: People, host: str) -> None:
    sent = {"url": f"http://{host}:9/hook", "events": ["customer.created"], "active": True}
    made = ask(api(people, "ada"), "POST", "/api/v1/webhooks", sent)
    assert made.status_code in (201, 422)
    if made.status_code == 422:
        return
    customer(people, "ada")
    dispatch()
    drain()
    job = Job.objects.get(name__contains="deliver")
    assert (
        job.status == Status.FAILED
        or "not known" in job.error
        or "getaddrinfo" in job.error
        or "resolution" in job.error
    )
    assert "connection refused" not in job.error.lower()


def resolved(*addresses: str) -> Callable[..., Any]:
    """A resolver that answers with these addresses, one call after the other."""
    left = list(addresses)

    def answer(_host: str, port: int, **_options: Any) -> Any:
        found = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found.split()]

    return answer


def test_a69_a_name_with_one_address_inside_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", resolved("93.184.216.34 127.0.0.1"))
    with pytest.raises(sending.Refused):
        sending.post("http://two.example/", b"", {})


def test_a69_the_connection_goes_to_the_address_that_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Any] = []

    def connect(address: Any, **_options: Any) -> Any:
        called.append(address)
        raise OSError("nobody there")

    monkeypatch.setattr(socket, "getaddrinfo", resolved("93.184.216.34", "127.0.0.1"))
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(sending.Undelivered):
        sending.post("http://twice.example/", b"", {})
    assert called == [("93.184.216.34", 80)]


@contextmanager
def answering(answer: bytes, *, endless: bool = False) -> Iterator[str]:
    """A server that answers every call with these bytes; an endless one goes on sending the last of them."""
    server = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            with suppress(OSError), server.accept()[0] as line:
                line.recv(65_536)
                line.sendall(answer)
                while endless and not stop.wait(0.05):
                    line.sendall(answer[-1:])

    server.settimeout(0.2)
    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
    finally:
        stop.set()
        thread.join(5)
        server.close()


@pytest.mark.parametrize(
    "place", ["http://127.0.0.1:1/", "file:///etc/passwd", "gopher://127.0.0.1:1/", "//elsewhere/"]
)
def test_a68_no_redirect_is_followed(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.0/8")
    head = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n".encode()
    with answering(head) as url, pytest.raises(sending.Undelivered) as refused:
        sending.post(url, b"{}", {})
    assert refused.value.status == 302


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX: y", b"HTTP/1.1 20"])
def test_a70_an_answer_that_never_ends_is_cut(monkeypatch: pytest.MonkeyPatch, start: bytes) -> None:
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.0/8")
    monkeypatch.setattr(outgoing, "SECONDS", 0.5)
    begun = time.monotonic()
    with answering(start, endless=True) as url, suppress(sending.Undelivered):
        sending.post(url, b"{}", {})
    assert time.monotonic() - begun < 5


def test_a70_a_body_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.0/8")
    with answering(
        b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\nContent-Encoding: gzip\r\n\r\nx", endless=True
    ) as url:
        assert sending.post(url, b"{}", {}) == 200


def test_a71_what_the_other_side_answers_is_shown_to_nobody(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.0/8")
    body = b"Unmistakable inner page <script>"
    head = b"HTTP/1.1 500 Unmistakable\r\nContent-Length: %d\r\n\r\n" % len(body)
    with answering(head + body) as url:
        records.create(Webhook, by=people.ada, url=url, events=["customer.created"], active=True)
        customer(people, "ada", name="Acme")
        dispatch()
        drain()
    assert not [job for job in Job.objects.all() if "Unmistakable" in job.error]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "gopher://example.com/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "http://a:b@example.com/",
    ],
)
def test_a67_a_webhook_is_an_address_of_the_web_without_a_password(people: People, url: str) -> None:
    sent = {"url": url, "events": ["customer.created"], "active": True}
    assert ask(api(people, "ada"), "POST", "/api/v1/webhooks", sent).status_code == 422
