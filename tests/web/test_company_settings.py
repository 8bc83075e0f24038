"""What the company sets for everybody is configuration: with author, way back and a line in the file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kith.engine.company import save_company, save_policy
from kith.engine.configuring import document, planning, telling, versions
from kith.engine.configuring.calling import Caller
from kith.engine.entry.policy import Policy, policy
from kith.engine.errors import Invalid
from kith.engine.settings import Company, company
from kith.engine.undo import undo
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.django_db
ACME = Company("Acme", "ru", "USD", "Europe/Berlin", "DE", 6)


def told(text: str, people: People, *, exact: bool = False) -> dict[str, Any]:
    """What a file would change, or why it cannot, by the names of rows."""
    plan = planning.planned(document.parsed(text), by=people.ada, exact=exact)
    return {Caller().called(item.shown).name: item.errors or item.fate for item in plan.todo}


def test_settings_are_versions_with_author_and_way_back(people: People) -> None:
    save_company(ACME, by=people.ada)
    then = versions.versions(people.ada)[0]
    assert (then.batch.actor_name, then.count) == ("Ada Admin", 6)
    save_company(replace(ACME, currency="EUR"), by=people.ada)
    (item,) = versions.differences(then.moment, None, people.ada)
    assert (Caller().called(item.shown).name, telling.Teller(people.ada).lines(item)) == (
        "Currency", [("Value", "USD", "EUR")]
    )  # fmt: skip
    planning.applied(versions.way_back(then.moment, people.ada), by=people.ada, label="Back")
    assert company() == ACME
    undo(then.batch.pk, by=people.ada)
    assert company().currency == "USD"


def test_settings_travel_in_the_file_and_what_it_does_not_say_is_as_usual(people: People) -> None:
    save_company(ACME, by=people.ada)
    save_policy(Policy(30, 60, 12), by=people.ada)
    text = document.text_of(planning.present(people.ada))
    save_company(Company("Other"), by=people.ada)
    save_policy(Policy(), by=people.ada)
    plan = planning.planned(document.parsed(text), by=people.ada, exact=True)
    planning.applied(plan, by=people.ada, label="")
    assert (company(), policy()) == (ACME, Policy(30, 60, 12))
    assert document.text_of(planning.present(people.ada)) == text
    silent = planning.present(people.ada)
    silent.rows = [row for row in silent.rows if row.entity != "company-setting"]
    nothing = planning.planned(silent, by=people.ada, exact=True)
    planning.applied(nothing, by=people.ada, label="")
    assert policy() == Policy()


@pytest.mark.parametrize(
    ("key", "value", "why"),
    [
        ("currency", "XXZ", "no such currency"), ("time_zone", "Moon/Base", "no such time zone"),
        ("language", "eo", "listed values"), ("country", "germany", "listed values"),
        ("idle", "1", "From 5 to"), ("idle", "43200", "cannot be longer"), ("colour", "red", "listed"),
    ],
)  # fmt: skip
def test_impossible_settings_are_refused_with_their_place(
    people: People, key: str, value: str, why: str
) -> None:
    said = told(f'format = 1\n[[company-settings]]\nkey = "{key}"\nvalue = "{value}"\n', people)
    ((errors,),) = [said.values()]
    assert why in str(errors)


def test_the_pages_write_them_with_their_author(people: People) -> None:
    sent = {
        "name": "Acme",
        "language": "en",
        "country": "GB",
        "time_zone": "UTC",
        "week_start": "6",
        "currency": "EUR",
    }
    client = browser(people.users["ada"])
    assert client.post("/settings/company/", sent).status_code == 303
    assert (company().name, company().week_start) == ("Acme", 6)
    assert (
        client.post(
            "/settings/sign-in/", {"idle": "60", "absolute": "30", "password_length": "8"}
        ).status_code
        == 422
    )
    assert (
        client.post(
            "/settings/sign-in/", {"idle": "60", "absolute": "90", "password_length": "8"}
        ).status_code
        == 303
    )
    assert versions.versions(people.ada)[0].batch.actor_name == "Ada Admin"
    with pytest.raises(Invalid):
        save_policy(Policy(idle=4), by=people.ada)
    assert policy() == Policy(60, 90, 8)
