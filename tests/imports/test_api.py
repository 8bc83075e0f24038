"""The API of imports: send, check, run, fetch what was refused, cancel; refusals say what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kith.engine.identity import accounts
from kith.features.imports.models import ImportRun
from kith.modules.customers.models import Customer
from tests.company import People
from tests.imports.making import csv

GOOD = csv(("Name", "City"), ("Acme", "Berlin"), ("Bolt", "Bonn"))


class Caller:
    """Somebody with a token."""

    def __init__(self, people: People, name: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {accounts.new_token(people.users[name])}"}

    def send(
        self, data: bytes = GOOD, *, entity: str = "customers", name: str = "c.csv", **fields: str
    ) -> Any:
        """POST a file."""
        file = SimpleUploadedFile(name, data)
        return self.client.post(
            "/api/v1/imports", {"file": file, "entity": entity, **fields}, headers=self.headers
        )

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/v1/imports{path}", headers=self.headers)

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(
            f"/api/v1/imports{path}", json.dumps(body), content_type="application/json", headers=self.headers
        )


@pytest.fixture
def sue(people: People) -> Caller:
    return Caller(people, "sue")


def test_a_small_file_is_taken_in_at_once(sue: Caller) -> None:
    response = sue.send()
    assert response.status_code == 201, response.content
    body = response.json()
    assert (body["state"], body["created"], body["failed"]) == ("done", 2, 0)
    assert response.headers["Location"] == f"/api/v1/imports/{body['id']}"
    assert sue.get(f"/{body['id']}").json() == body
    assert Customer.live().count() == 2


def test_a_dry_run_keeps_nothing_and_can_be_run_afterwards(sue: Caller) -> None:
    body = sue.send(dry_run="true").json()
    assert (body["state"], body["created"], body["batch"]) == ("checked", 2, None)
    assert not Customer.objects.exists()
    done = sue.post(f"/{body['id']}/run")
    assert (done.status_code, done.json()["state"]) == (200, "done")
    assert sue.post(f"/{body['id']}/run").status_code == 409
    assert Customer.live().count() == 2


def test_refused_rows_come_back_in_the_same_format_with_the_reasons(sue: Caller) -> None:
    data = csv(("Name", "Employees"), ("Acme", "1"), ("Zürich", "x"), encoding="cp1252", delimiter=";")
    body = sue.send(data, options=json.dumps({"encoding": "cp1252"})).json()
    assert body["failed"] == 1
    assert body["errors"] == [{"row": 3, "column": "Employees", "message": "This is not a number."}]
    content = b"".join(sue.get(f"/{body['id']}/rejected").streaming_content).decode("cp1252")
    assert content.splitlines()[1] == "Zürich;x;Employees: This is not a number."


def test_a_bad_mapping_is_told_part_by_part_and_leaves_nothing_behind(sue: Caller) -> None:
    mapping = {"columns": {"Name": "nonsense", "Gone": "name"}, "match": {"by": "city"}}
    response = sue.send(mapping=json.dumps(mapping))
    assert response.status_code == 422
    assert set(response.json()["errors"]) == {
        "mapping.columns.Gone", "mapping.columns.Name", "mapping.match.by",
    }  # fmt: skip
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("fields", "status", "where"),
    [
        ({"entity": "nonsense"}, 422, "entity"),
        ({"dry_run": "perhaps"}, 422, "dry_run"),
        ({"mapping": "{"}, 422, "mapping"),
        ({"options": "[]"}, 422, "options"),
        ({"options": '{"encoding": "utf-99"}'}, 422, "file"),
        ({"data": b"%PDF-1.4 not a table"}, 422, "file"),
        ({"data": b""}, 422, "file"),
        ({"extra": "1"}, 422, "extra"),
    ],
)
def test_wrong_requests_are_refused_at_the_right_place(
    sue: Caller, fields: Any, status: int, where: str
) -> None:
    response = sue.send(**fields)
    assert (response.status_code, list(response.json()["errors"])) == (status, [where])
    assert not ImportRun.objects.exists()


def test_what_is_no_form_is_refused(sue: Caller) -> None:
    response = sue.post("", entity="customers")
    assert response.status_code == 415
    broken = sue.client.post(
        "/api/v1/imports",
        b"--x\r\nnonsense",
        content_type="multipart/form-data; boundary=",
        headers=sue.headers,
    )
    assert broken.status_code == 400


def test_imports_of_others_are_not_there(people: People, sue: Caller) -> None:
    number = sue.send().json()["id"]
    carl, ada = Caller(people, "carl"), Caller(people, "ada")
    assert carl.get(f"/{number}").status_code == 404
    assert carl.get("").json() == {"items": [], "next": None}
    assert [item["id"] for item in ada.get("").json()["items"]] == [number]


def test_who_may_not_create_may_not_import(people: People) -> None:
    otto, stranger = Caller(people, "otto"), Caller(people, "stranger")
    assert otto.send().status_code == 403
    assert stranger.send().status_code == 422
    assert Client().post("/api/v1/imports").status_code == 401


def test_only_what_runs_can_be_cancelled(sue: Caller) -> None:
    number = sue.send().json()["id"]
    assert sue.post(f"/{number}/cancel").status_code == 409


def test_the_list_goes_on_after_its_first_page(sue: Caller) -> None:
    numbers = [sue.send(dry_run="true").json()["id"] for _one in range(3)]
    first = sue.get("?limit=2").json()
    second = sue.get(f"?limit=2&cursor={first['next']}").json()
    assert [item["id"] for item in first["items"] + second["items"]] == numbers[::-1]
    assert second["next"] is None


def test_the_document_of_the_api_tells_of_imports_what_the_caller_may(people: People, sue: Caller) -> None:
    paths = sue.client.get("/api/v1/openapi.json", headers=sue.headers).json()["paths"]
    form = paths["/api/v1/imports"]["post"]["requestBody"]["content"]["multipart/form-data"]["schema"]
    assert "customers" in form["properties"]["entity"]["enum"]
    otto = Caller(people, "otto")
    seen = otto.client.get("/api/v1/openapi.json", headers=otto.headers).json()["paths"]
    assert "post" not in seen["/api/v1/imports"]


def test_numbers_beyond_every_database_are_no_imports(sue: Caller) -> None:
    assert sue.get(f"/{10**30}").status_code == 404
    assert sue.get("?cursor=9999999999999999999").status_code == 400
    assert sue.get("?cursor=%00").status_code == 400
