"""Texts that mean something to a database, a template or a spreadsheet: A59 to A65."""

from __future__ import annotations

import csv
import io
import json
import secrets
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from kith.features.views.models import SavedView
from tests.attacks.scene import Customer, api, ask, customer, state, web
from tests.company import People
from tests.security.world import text_of

pytestmark = pytest.mark.database

NAMES = (
    "name; DROP TABLE customers_customer",
    "name' OR '1'='1",
    'name" --',
    "(SELECT password FROM engine_user)",
    "name/**/",
    "1",
    "owner__password",
    "owner__user__password",
    "id) UNION SELECT 1--",
    "name COLLATE NOCASE",
    "custom->>'x'",
    "pg_sleep(5)",
    "CASE WHEN 1=1 THEN name ELSE city END",
    "name,(select 1)",
    "-(-name)",
    "customers_customer.name",
    "__class__",
    "name.month",
    "created_at.century",
    "sum(name)",
    "name desc, city",
    "owner.password",
    "owner.name.first",
    "名; --",
)
OPERATORS = ("__gte", "is' OR 1=1 --", "regex", "iregex", "raw", "contains)", "in (select 1)", "search", "")


@pytest.mark.parametrize("name", NAMES)
def test_a59_a_name_that_is_no_field_reaches_no_statement(people: People, name: str) -> None:
    customer(people, "sue", name="Mine")
    before, program, page = state(), api(people, "sue"), web(people, "sue")
    for key in ("fields", "sort"):
        answer = program.get("/api/v1/customers", {key: name})
        assert answer.status_code == 400, key
    for key in ("group", "measure"):
        assert program.get("/api/v1/customers/summary", {key: name}).status_code == 400, key
    assert program.get("/api/v1/customers/summary", {"measure": f"sum:{name}"}).status_code == 400
    assert program.get("/api/v1/customers/summary", {"measure": f"{name}:employees"}).status_code == 400
    where = json.dumps({"field": name, "op": "is", "value": "x"})
    assert program.get("/api/v1/customers", {"where": where}).status_code == 400
    for path in (
        "/customers/",
        "/customers/board/",
        "/customers/report/",
        "/customers/group-rows/",
        "/customers/map/",
    ):
        for key in ("sort", "group", "columns", "way", "view", "open", "day", "inside", "near"):
            answer = page.get(path, {key: name})
            assert answer.status_code < 500, (path, key)
            assert "argon2" not in text_of(answer)
    assert state() == before


@pytest.mark.parametrize("op", OPERATORS)
def test_a59_an_operator_that_is_none_reaches_no_statement(people: People, op: str) -> None:
    where = json.dumps({"field": "name", "op": op, "value": "x"})
    assert api(people, "sue").get("/api/v1/customers", {"where": where}).status_code == 400
    assert api(people, "sue").get("/api/v1/customers", {f"name.{op}": "x"}).status_code == 400


@pytest.mark.parametrize("name", NAMES[:8])
def test_a59_what_is_kept_in_a_view_is_looked_at_again_when_it_is_used(people: People, name: str) -> None:
    for values in (
        {"sort": [name]},
        {"columns": [name]},
        {"group": name},
        {"where": {"field": name, "op": "is", "value": "1"}},
    ):
        sent = {"name": "Bad", "entity": "customer", "columns": ["name"], **values}
        answer = ask(api(people, "sue"), "POST", "/api/v1/saved-views", sent)
        assert answer.status_code in (201, 400, 422)
    for view in SavedView.live():
        for path in ("/customers/", "/customers/board/", "/customers/report/", "/customers/export/"):
            answer = web(people, "sue").get(path, {"view": str(view.pk), "format": "csv"})
            assert answer.status_code < 500
            assert "argon2" not in text_of(answer)


@pytest.mark.parametrize(
    "words",
    [
        "%",
        "_" * 200,
        "%_" * 100,
        "(a+)+$" * 20,
        "a" * 500,
        "*",
        '"',
        "' OR 1",
        "NEAR(a b)",
        "name:a",
        "-",
        "^" * 99,
    ],
)
def test_a60_words_are_words(people: People, words: str) -> None:
    customer(people, "sue", name="Mine aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert api(people, "sue").get("/api/v1/customers", {"q": words}).status_code in (200, 400)
    for op in ("contains", "starts", "is"):
        where = json.dumps({"field": "name", "op": op, "value": words})
        answer = api(people, "sue").get("/api/v1/customers", {"where": where})
        assert answer.status_code in (200, 400)
        assert not answer.json().get("items") or words in "mine " + "a" * 30
    for path in ("/search/", "/search/palette/", "/references/any/", "/customers/"):
        assert web(people, "sue").get(path, {"q": words}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "{{91*90001}}",
        "{{''.__class__}}",
        "{% include 'x' %}",
        "${91*90001}",
        "{{settings.SECRET_KEY}}",
        "{0.__globals__}",
        "%(name)s %s",
        "#{91*90001}",
    ],
)
def test_a61_a_text_is_no_template(people: People, text: str) -> None:
    mine = customer(people, "sue", name=text, city=text, about=text)
    page = web(people, "sue")
    for path in (
        f"/customers/{mine.pk}/",
        "/customers/",
        f"/customers/{mine.pk}/edit/",
        f"/customers/{mine.pk}/delete/",
        "/search/?q=7",
    ):
        found = text_of(page.get(path))
        assert str(91 * 90_001) not in found
        assert "<class" not in found
    assert text in unescape(text_of(page.get(f"/customers/{mine.pk}/")))
    answer = page.post(
        f"/customers/{mine.pk}/edit/",
        {"name": text, "city": "York", "version": "1", "nonce": secrets.token_hex(16)},
    )
    assert answer.status_code in (200, 302, 303)


FORMULAS = (
    '=HYPERLINK("http://evil")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "+7 903 123-45-67",
)


def test_a63_no_cell_of_a_file_is_a_formula_and_comes_back_as_it_was(people: People) -> None:
    for text in FORMULAS:
        customer(people, "max", name=f"N {text}", city=text.strip(), about=text)
    answer: Any = api(people, "max").get("/api/v1/customers/export?format=csv&fields=name,city,about")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    cells = [cell for row in rows[1:] for cell in row]
    assert not [
        cell
        for cell in cells
        if cell[:1] in "=+-@\t\r＝" and cell and not cell[1:].replace(" ", "").isdigit()
    ]
    book = text_of(api(people, "max").get("/api/v1/customers/export?format=xlsx&fields=name,city,about"))
    assert "<f>" not in book
    assert "<hyperlink " not in book


def test_a65_names_in_headers_and_logs_split_nothing(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    for text in ('a"b', "a\r\nX-Evil: 1", "имя", "名字", "a;b=c", "\x1b[31mred", "a%0d%0aX-Evil: 1"):
        for path in (
            f"/customers/?q={quote(text)}",
            f"/customers/export/?format={quote(text)}",
            f"/nothing/{quote(text)}/",
            f"/sign-in/?next={quote(text)}",
        ):
            answer = web(people, "max").get(path)
            text_of(answer)
            assert "X-Evil" not in answer.headers
            assert not [value for value in answer.headers.values() if "\n" in value or "\r" in value]
    assert not [line for line in caplog.messages if "\n" in line or "\x1b" in line]
    assert Customer.objects.count() == 0
