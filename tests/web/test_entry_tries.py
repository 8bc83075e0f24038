"""Guessing at the sign-in page: it gets slower and slower, tells nothing, and keeps nobody else out for long."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, ClassVar

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.engine.audit import Occurrence
from kith.engine.entry import holding, jobs
from kith.engine.entry.addresses import networks
from kith.engine.entry.models import Hold
from kith.engine.identity import accounts
from kith.kernel import clock
from tests.company import People

pytestmark = pytest.mark.django_db
PASSWORD = "seven-slow-herons"
HOME, ATTACKER = "198.51.100.7", "203.0.113.66"


class Counting(PBKDF2PasswordHasher):
    """A cheap hasher that counts how often it worked."""

    algorithm = "counting"
    iterations = 1
    worked: ClassVar[list[str]] = []

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        """Hash, and count it."""
        self.worked.append(password)
        return super().encode(password, salt, iterations)


@pytest.fixture(autouse=True)
def sue(people: People, settings: Any) -> Iterator[Any]:
    """Sue, who has a password that is cheap to check; the clock stands, however slow the machine is."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Counting"]
    accounts.set_password(people.users["sue"], PASSWORD)
    Counting.worked.clear()
    with clock.frozen(clock.now()):
        yield people.users["sue"]


def knock(address: str = HOME, name: str = "sue", password: str = PASSWORD, **more: Any) -> Any:
    """Try to sign in from an address with a browser of one's own, or the one given."""
    client = more.pop("client", None) or Client()
    return client.post(
        "/sign-in/", {"username": name, "password": password}, REMOTE_ADDR=address, headers=more
    )


def fail(times: int, address: str = ATTACKER, name: str = "sue") -> list[Any]:
    """Try wrong passwords; the answers."""
    return [knock(address, name, f"wrong {number}") for number in range(times)]


def test_waits_grow_from_seconds_to_a_quarter_of_an_hour_and_end(sue: Any) -> None:
    now, waits = clock.now(), []
    for _round in range(16):
        with clock.frozen(now):
            answer = knock(ATTACKER, "sue", "wrong")
        if answer.status_code == 429:
            waits.append(int(answer.headers["Retry-After"]))
            now += dt.timedelta(seconds=waits[-1])
        else:
            assert answer.status_code == 422
    assert waits[:3] == [6, 11, 21]
    assert waits == sorted(waits)
    with clock.frozen(now + dt.timedelta(seconds=holding.LONGEST + 1)):
        assert knock(ATTACKER).status_code == 303
        assert max(holding.Limit("x").wait(tries) for tries in range(1_000)) == 900


def test_a_held_door_opens_to_nobody_not_even_with_the_password_and_checks_nothing(sue: Any) -> None:
    fail(5)
    Counting.worked.clear()
    noted = Occurrence.objects.count()
    answer = knock(ATTACKER)
    assert answer.status_code == 429
    assert re.search(r"Wait \d seconds?, then", answer.content.decode())
    assert (Counting.worked, Occurrence.objects.count()) == ([], noted)


def test_who_guesses_from_many_networks_slows_a_person_down_for_a_minute_at_most(sue: Any) -> None:
    now = clock.now()
    with clock.frozen(now):
        answers = [knock(f"203.0.113.{number}", "sue", f"wrong {number}").status_code for number in range(40)]
    assert answers.count(422) == 20
    with clock.frozen(now + dt.timedelta(seconds=61)):
        assert knock(HOME).status_code == 303


def test_a_browser_that_was_signed_in_before_is_kept_out_by_nobody_else(sue: Any, people: People) -> None:
    own = Client()
    assert knock(client=own).status_code == 303
    own.post("/sign-out/")
    now = clock.now()
    for number in range(60):
        knock(f"203.0.113.{number}", "sue", "wrong")
        knock(HOME, f"nobody {number}", "wrong")
    with clock.frozen(now):
        assert knock(HOME).status_code == 429
        assert knock(HOME, client=own).status_code == 303
    own.post("/sign-out/")
    wrong = [knock(HOME, "sue", "wrong", client=own).status_code for _time in range(7)]
    assert wrong == [422] * 5 + [429] * 2
    forged = Client()
    forged.cookies[holding.DEVICE_COOKIE] = own.cookies[holding.DEVICE_COOKIE].value[:-2] + "xx"
    assert knock(HOME, client=forged).status_code == 429
    accounts.set_password(people.users["max"], PASSWORD)
    assert knock(HOME, "max", client=own).status_code == 429


def test_one_password_tried_on_many_names_holds_the_network(sue: Any) -> None:
    answers = [knock(ATTACKER, f"name{number}", "wrong").status_code for number in range(60)]
    assert answers.count(422) == 30
    assert knock("2001:db8:1:2::1", "nobody", "wrong").status_code == 422
    assert holding.network_of("2001:db8:1:2::1") == holding.network_of("2001:db8:1:2:ffff::9")


def test_owning_one_account_does_not_buy_more_guesses_at_others(sue: Any, people: People) -> None:
    accounts.set_password(people.users["carl"], PASSWORD)
    answers = []
    for number in range(40):
        answers.append(knock(ATTACKER, f"name{number}", "wrong").status_code)
        knock(ATTACKER, "carl")
    assert answers.count(422) == 30


def test_a_written_header_moves_nobody_to_another_network(sue: Any, settings: Any) -> None:
    def spray() -> int:
        return [
            knock(ATTACKER, f"n{number}", "wrong", **{"X-Forwarded-For": f"10.1.1.{number}"}).status_code
            for number in range(40)
        ].count(429)

    assert spray() == 10
    Hold.objects.all().delete()
    settings.PROXIES = networks((ATTACKER,))
    assert spray() == 0


def test_names_that_exist_and_names_that_do_not_look_cost_and_wait_the_same(sue: Any, people: People) -> None:
    people.give("carl", is_active=False)
    seen: list[Any] = []
    fail(1, "192.0.2.1", "warm")
    Counting.worked.clear()
    for name in ("sue", "nobody", "carl"):
        with CaptureQueriesContext(connection) as queries:
            answers = fail(7, f"203.0.113.{len(seen) + 1}", name)
        texts = [answer.content.decode().replace(name, "").partition("<form")[2] for answer in answers]
        tokens = [text.partition('value="')[2].partition('"')[0] for text in texts]
        texts = [text.replace(token, "") for text, token in zip(texts, tokens, strict=True)]
        seen.append(
            (
                [answer.status_code for answer in answers],
                [answer.headers.get("Retry-After") for answer in answers],
                texts,
                len(Counting.worked),
                len(queries),
            )
        )
        Counting.worked.clear()
    assert seen[0] == seen[1] == seen[2]
    assert seen[0][3] == 5


def test_nothing_that_was_typed_stands_in_the_table_and_it_is_forgotten(sue: Any) -> None:
    fail(1, ATTACKER, "my secret password")
    assert not [key for key in Hold.objects.values_list("key", flat=True) if "secret" in key]
    with clock.frozen(clock.now() + dt.timedelta(days=1)):
        jobs.forget_tries.call()
    assert not Hold.objects.exists()


def test_a_password_of_a_million_letters_costs_no_more_than_one_of_a_thousand(sue: Any) -> None:
    assert knock(HOME, "sue", "x" * 1_000_000).status_code == 422
    assert max(len(text) for text in Counting.worked) <= 1_000
