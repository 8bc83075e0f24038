"""Rows that look like a record which is there, or like an earlier row: left out, written into it, or created."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kith.config.commands import imports as command
from kith.engine import records
from kith.engine.identity import accounts
from kith.engine.identity.models import User
from kith.engine.undo import undo
from kith.features.duplicates.models import MatchRule
from kith.features.imports import places, runs, walking
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.imports.making import counts, csv, problems, taken_in, uploaded
from tests.signing import browser

HEADER = ("Name", "City")
COLUMNS = {"Name": "name", "City": "city"}


def how(alike: str, **more: Any) -> dict[str, Any]:
    return {"columns": COLUMNS, "alike": alike, **more}


def cities() -> list[tuple[str, str]]:
    return sorted(Customer.live().values_list("name", "city"))


def rule(people: People, then: str, **values: Any) -> MatchRule:
    said = {"name": "Known already", "entity": "customer", "then": then, **values}
    made: MatchRule = records.create(MatchRule, by=people.ada, **said)
    return made


@pytest.fixture
def acme(people: People) -> Customer:
    """A customer that is there already."""
    found: Customer = records.create(
        Customer, by=people.sue, name="Acme Ltd", city="Berlin", phone="+442079460018"
    )
    return found


@pytest.mark.parametrize(
    ("alike", "expected", "kept"),
    [
        (None, (1, 0, 1, 0), [("Acme Ltd", "Berlin"), ("Bolt", "Bonn")]),
        ("skip", (1, 0, 1, 0), [("Acme Ltd", "Berlin"), ("Bolt", "Bonn")]),
        ("update", (1, 1, 0, 0), [("ACME", "Bonn"), ("Bolt", "Bonn")]),
        ("create", (2, 0, 0, 0), [("ACME", "Bonn"), ("Acme Ltd", "Berlin"), ("Bolt", "Bonn")]),
    ],
)
@pytest.mark.parametrize("dry", [True, False])
def test_the_choice_decides_and_the_check_counts_the_same(
    people: People, acme: Customer, alike: str | None, expected: Any, kept: Any, dry: bool
) -> None:
    mapping = how(alike) if alike else {"columns": COLUMNS}
    run = taken_in(csv(HEADER, ("ACME", "Bonn"), ("Bolt", "Bonn")), people.sue, mapping, dry=dry)
    assert counts(run) == expected
    assert cities() == ([("Acme Ltd", "Berlin")] if dry else kept)
    if not dry:
        assert undo(run.batch_id or 0, by=people.sue).left == []
        assert cities() == [("Acme Ltd", "Berlin")]


def test_a_row_that_is_left_out_names_its_record_and_comes_back_in_the_file(
    people: People, acme: Customer
) -> None:
    run = taken_in(csv(HEADER, ("ACME", "Bonn"), ("Bolt", "Bonn")), people.sue, how("skip"))
    assert run.sample == [[2, "", "“Acme Ltd” is known already: same name.", acme.pk]]
    assert [line[1:] for line in run.problems] == [["It looks like a record that is there already.", 1]]
    assert b"ACME,Bonn," in places.rejected(run).read_bytes()
    assert runs.describe(run, people.sue)["errors"][0]["record"] == acme.pk


def test_nothing_is_emptied_in_a_record_that_a_row_only_looks_like(people: People, acme: Customer) -> None:
    run = taken_in(csv(HEADER, ("Acme Ltd", "")), people.sue, how("update", empty="clear"))
    assert (counts(run), cities()) == ((0, 1, 0, 0), [("Acme Ltd", "Berlin")])


def test_a_record_that_one_may_not_see_or_change_is_a_problem(people: People, acme: Customer) -> None:
    rights = {"create": "own", "read": "own", "update": "own"}
    people.role("plain", {"customer": rights})
    people.role("reader", {"customer": {**rights, "read": "all"}})
    data = csv(HEADER, ("Acme", "Bonn"))
    plain, told = people.give("carl", "plain"), rule(people, "hint")
    skipped = taken_in(data, plain, how("skip"))
    assert (counts(skipped), skipped.sample) == (
        (0, 0, 1, 0),
        [[2, "", "Already known, with another colleague.", None]],
    )
    assert counts(taken_in(data, plain, how("update"))) == (0, 0, 0, 1)
    reader = people.give("nora", "reader")
    run = taken_in(data, reader, how("update"))
    assert counts(run) == (0, 0, 0, 1)
    assert [text for _row, _column, text in problems(run)] == [
        "You do not have the right to do this.", "“Acme Ltd” is known already: same name.",
    ]  # fmt: skip
    assert cities() == [("Acme Ltd", "Berlin")]
    records.update(told, by=people.ada, tells="nothing")
    assert counts(taken_in(data, plain, how("skip"))) == (1, 0, 0, 0)


@pytest.mark.parametrize("size", [500, 2])
@pytest.mark.parametrize("dry", [True, False])
@pytest.mark.parametrize(
    ("alike", "expected"), [("skip", (2, 0, 3, 0)), ("update", (2, 3, 0, 0)), ("create", (5, 0, 0, 0))]
)
def test_of_rows_that_look_the_same_the_first_is_taken(
    people: People, monkeypatch: Any, size: int, dry: bool, alike: str, expected: Any
) -> None:
    monkeypatch.setattr(walking, "CHUNK", size)
    rows = [("Acme", "1"), ("ACME Ltd", "2"), ("Bolt", "3"), ("Acme", "4"), ("bolt", "5")]
    run = taken_in(csv(HEADER, *rows), people.sue, how(alike), dry=dry)
    assert counts(run) == expected
    if alike == "skip" and dry:
        assert {(text, record) for _row, _column, text, record in run.sample} == {
            ("An earlier row of this file says the same.", None)
        }
    if alike == "update" and not dry:
        assert cities() == [("Acme", "4"), ("bolt", "5")]


def test_after_a_row_that_is_refused_the_next_of_its_kind_is_taken(people: People) -> None:
    mapping = {"columns": {"Name": "name", "Mail": "email"}}
    run = taken_in(csv(("Name", "Mail"), ("Acme", "nonsense"), ("Acme", "a@acme.com")), people.sue, mapping)
    assert (counts(run), Customer.live().get().email) == ((1, 0, 0, 1), "a@acme.com")


def test_a_row_that_the_import_itself_matches_goes_its_usual_way(people: People, acme: Customer) -> None:
    match = {"by": "name", "policy": "upsert"}
    run = taken_in(csv(HEADER, ("acme ltd", "Bonn"), ("ACME", "Ulm")), people.sue, how("skip", match=match))
    assert (counts(run), Customer.live().get().city) == ((0, 1, 1, 0), "Bonn")


def test_several_records_that_a_row_looks_like_are_not_guessed_at(people: People, acme: Customer) -> None:
    other = records.create(Customer, by=people.sue, name="Acme Inc")
    run = taken_in(csv(HEADER, ("Acme", "Bonn")), people.sue, how("update"))
    assert problems(run) == [(2, "", f"The row looks like several records: #{acme.pk}, #{other.pk}.")]


def test_persons_may_share_a_name_or_a_phone_but_not_both(people: People) -> None:
    header = ("Name", "Phone", "Mail")
    rows = [
        ("Ann Lee", "+442079460018", "ann@a.com"),
        ("Bob Ray", "+442079460018", ""),
        ("Ann Lee", "", "lee@b.com"),
        ("Ann Lee", "+44 20 7946 0018", ""),
        ("A. Lee", "", "ann@a.com"),
    ]
    mapping = {"columns": {"Name": "name", "Phone": "phone", "Mail": "email"}}
    run = taken_in(csv(header, *rows), people.sue, mapping, entity="contact")
    assert counts(run) == (3, 0, 2, 0)
    assert sorted(Contact.live().values_list("name", flat=True)) == ["Ann Lee", "Ann Lee", "Bob Ray"]


def test_numbers_in_names_keep_rows_apart(people: People) -> None:
    run = taken_in(csv(HEADER, *((f"Firm {n}", "x") for n in range(1, 120))), people.sue, how("skip"))
    assert counts(run) == (119, 0, 0, 0)


@pytest.mark.parametrize(("then", "alike"), [("refuse", "create"), ("warn", "create"), ("refuse", "update")])
def test_no_choice_goes_around_a_rule_for_duplicates(
    people: People, acme: Customer, then: str, alike: str
) -> None:
    rule(people, then)
    other = records.create(Customer, by=people.sue.as_house(), name="Zenith", email="z@zenith.com")
    mapping = {"columns": {"Name": "name", "Phone": "phone", "Mail": "email"}, "alike": alike}
    data = csv(("Name", "Phone", "Mail"), ("Acme", "+442079460018", "z@zenith.com"))
    run = taken_in(data, people.sue, mapping)
    assert counts(run) == (0, 0, 0, 1)
    assert Customer.live().count() == 2
    assert Customer.live().get(pk=other.pk).name == "Zenith"


@pytest.mark.parametrize("alike", ["skip", "update"])
def test_the_records_are_looked_up_once_however_many_rows_there_are(people: People, alike: str) -> None:
    def queries(number: int) -> tuple[int, int]:
        rows = [(f"Firm {number} of {n}", "Ulm") for n in range(number)]
        taken_in(csv(HEADER, *rows), people.sue, how("create"))
        data = csv(HEADER, *((name.upper(), "Bonn") for name, _city in rows))
        with CaptureQueriesContext(connection) as found:
            run = taken_in(data, people.sue, how(alike))
        assert run.skipped + run.updated == number
        reads = [one["sql"] for one in found if one["sql"].startswith("SELECT")]
        return sum("matchkey" in sql.lower() for sql in reads), len(found)

    queries(2)
    few, many = queries(5), queries(50)
    assert few[0] == many[0] == 1
    assert many[1] <= few[1] + 2, "long lists of values may be written in two parts"


@pytest.mark.parametrize(
    ("language", "text"),
    [("zh-hans", "它看起来像一条已有的记录。"), ("ru", "Похоже на запись, которая уже есть.")],
)
def test_it_is_told_in_the_language_of_the_person(
    people: People, acme: Customer, language: str, text: str
) -> None:
    records.update((User, people.users["sue"].pk), by=people.ada, language=language)
    run = taken_in(csv(HEADER, ("ACME", "Bonn")), people.sue, how("skip"))
    with translation.override(language):
        assert [line[1] for line in run.problems] == [text]
        assert "Acme Ltd" in run.sample[0][2]


def test_pages_api_and_command_take_the_choice(
    people: People, acme: Customer, tmp_path: Any, capsys: Any
) -> None:
    client = browser(people.users["sue"])
    run = uploaded(csv(HEADER, ("ACME", "Bonn")), people.sue)
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert 'name="alike"' in page
    assert '<option value="skip" selected>' in page
    form = {
        "field-0": "name",
        "field-1": "city",
        "match": "none",
        "locale": "en",
        "alike": "skip",
        "go": "check",
    }
    client.post(f"/imports/{run.pk}/mapping/", form)
    page = client.get(f"/imports/{run.pk}/").content.decode()
    assert f'href="/customers/{acme.pk}/"' in page
    assert "Would be skipped" in page
    api = Client()
    headers = {"Authorization": f"Bearer {accounts.new_token(people.users['ada'])}"}

    def sent(**fields: str) -> Any:
        file = SimpleUploadedFile("c.csv", csv(HEADER, ("ACME", "Ulm")))
        return api.post("/api/v1/imports", {"file": file, "entity": "customers", **fields}, headers=headers)

    assert sent(alike="perhaps").status_code == 422
    assert "mapping.alike" in sent(entity="products", alike="update").json()["errors"]
    checked = sent(alike="update", dry_run="true").json()
    assert (checked["updated"], checked["mapping"]["alike"]) == (1, "update")
    path = f"/api/v1/imports/{checked['id']}/run"
    ran = api.post(path, {"alike": "skip"}, content_type="application/json", headers=headers).json()
    assert (ran["skipped"], ran["errors"][0]["record"]) == (1, acme.pk)
    file = tmp_path / "c.csv"
    file.write_bytes(csv(HEADER, ("Acme Ltd", "Ulm")))
    options = Namespace(
        entity="customers", file=file, map=None, alike="update", dry_run=False, username="sue"
    )
    assert command.run(options) == 0
    assert "0 created, 1 changed" in capsys.readouterr().out
    assert cities() == [("Acme Ltd", "Ulm")]
