"""Too many requests: each caller has a measure of his own, is told when to come back, and costs nothing meanwhile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.engine.entry import rates
from kith.kernel import clock
from tests.company import People
from tests.signing import browser, program
from tests.web.test_entry import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(settings: Any) -> Iterator[None]:
    """Small limits and a clock that stands."""
    settings.RATE_PERSON, settings.RATE_TOKEN, settings.RATE_ADDRESS, settings.RATE_SIGN_IN = 6, 4, 3, 2
    rates.empty()
    with clock.frozen(clock.now()):
        yield
    rates.empty()


def statuses(client: Client, path: str, times: int, **more: Any) -> list[int]:
    """What the same address answers again and again."""
    return [client.get(path, **more).status_code for _time in range(times)]


def test_a_person_is_told_on_a_page_when_to_come_back_and_others_go_on(people: People) -> None:
    sue, carl = browser(people.users["sue"]), browser(people.users["carl"])
    assert statuses(sue, "/settings/", 8) == [200] * 6 + [429] * 2
    answer = sue.get("/settings/")
    assert answer.headers["Retry-After"] == "10"
    assert "Wait 10 seconds" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    part = sue.get("/settings/", headers={"HX-Request-Type": "partial"})
    assert (part.status_code, part.content) == (429, b"")
    assert statuses(carl, "/settings/", 1) == [200]
    with clock.frozen(clock.now() + dt.timedelta(seconds=10)):
        assert statuses(sue, "/settings/", 2) == [200, 429]


def test_a_token_gets_a_problem_document_and_another_token_its_own_measure(people: People) -> None:
    first, second = program(people.users["sue"]), program(people.users["sue"])
    assert statuses(first, "/api/v1/me", 6) == [200] * 4 + [429] * 2
    answer = first.get("/api/v1/me")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "15"
    assert answer.json()["type"] == "urn:kith:problem:too-many-requests"
    assert statuses(second, "/api/v1/me", 1) == [200]
    assert statuses(browser(people.users["sue"]), "/settings/", 1) == [200]


def test_a_stranger_is_counted_by_his_network_whatever_he_sends(people: People) -> None:
    wrong = Client(headers={"Authorization": "Bearer kith_wrong"}, REMOTE_ADDR="203.0.113.5")
    assert statuses(wrong, "/api/v1/me", 4) == [401] * 3 + [429]
    forged = {"headers": {"X-Forwarded-For": "10.0.0.1"}, "REMOTE_ADDR": "203.0.113.5"}
    assert statuses(Client(), "/sign-in/", 1, **forged) == [429]
    assert statuses(Client(), "/sign-in/", 1, REMOTE_ADDR="203.0.113.6") == [200]


def test_the_sign_in_page_is_measured_more_strictly(people: People) -> None:
    answers = [sign_in(Client(REMOTE_ADDR="203.0.113.5")).status_code for _time in range(3)]
    assert answers == [422, 422, 429]


def test_what_is_refused_does_no_work_and_what_passes_costs_microseconds(people: People) -> None:
    sue = browser(people.users["sue"])
    statuses(sue, "/customers/", 6)
    with CaptureQueriesContext(connection) as queries:
        assert statuses(sue, "/customers/", 1) == [429]
    assert len(queries) <= 3
    start = perf_counter()
    for number in range(20_000):
        rates.spend(f"network:{number % 5_000}", 1_000)
    assert perf_counter() - start < 2


def test_the_memory_of_callers_is_bounded_and_forgets_the_silent_first() -> None:
    for _time in range(3):
        rates.spend("loud", 3)
    for number in range(rates.MOST + 10):
        rates.spend(f"network:{number}", 3)
        if number % 1_000 == 0:
            rates.spend("loud", 3)
    assert rates.spend("loud", 3) > 0
    assert rates.spend("unlimited", 0) == 0
