"""The pages of the import, from the file to taking it back, without a line of script."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kith.features.imports.models import ImportMapping, ImportRun, State
from kith.modules.customers.models import Customer
from tests import signing
from tests.company import People
from tests.imports.making import csv

DATA = csv(("Name", "Town", "Who"), ("Acme", "Berlin", "sue"), ("Bolt", "Bonn", "nobody"))


@pytest.fixture
def browser(people: People) -> Client:
    """Sue, signed in."""
    return signing.browser(people.users["sue"])


def dropped(browser: Client, data: bytes = DATA) -> str:
    """The address of the import of a file."""
    response = browser.post("/customers/import/", {"file": SimpleUploadedFile("towns.csv", data)})
    assert response.status_code == 303, response.content.decode()
    return str(response.headers["Location"])


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_way_from_file_to_undo(browser: Client, people: People) -> None:
    assert "Drop a file" in text(browser.get("/customers/import/"))
    here = dropped(browser)
    page = text(browser.get(here))
    assert "Acme" in page
    assert "Berlin · Bonn" in page
    chosen = {"field-0": "name", "field-1": "city", "field-2": "owner", "match": "name", "locale": "en"}
    checked = browser.post(f"{here}mapping/", {**chosen, "go": "check", "save_as": "Towns"}, follow=True)
    assert "Would be created" in text(checked)
    assert "“nobody” does not exist" in text(checked)
    assert not Customer.objects.exists()
    assert ImportMapping.objects.get().mapping["columns"] == {"Name": "name", "Town": "city", "Who": "owner"}
    done = browser.post(f"{here}run/", follow=True)
    assert "Take the import back" in text(done)
    assert list(Customer.live().values_list("name", "owner_id")) == [("Acme", people.sue.user_id)]
    run = ImportRun.objects.get()
    browser.post(f"/undo/{run.batch_id}/")
    assert not Customer.objects.exists()
    assert "This import was taken back." in text(browser.get(here))


def test_a_mapping_that_cannot_be_followed_comes_back_with_the_error_at_its_column(browser: Client) -> None:
    here = dropped(browser)
    response = browser.post(f"{here}mapping/", {"field-0": "name", "field-1": "name", "go": "check"})
    assert response.status_code == 422
    assert "This field has a value already." in text(response)


def test_encoding_and_delimiter_can_be_corrected(browser: Client) -> None:
    here = dropped(browser, "Name|Город\nАкме|Казань\nБолт|Тверь\n".encode("cp866"))
    response = browser.post(f"{here}mapping/", {"go": "look", "encoding": "cp866", "delimiter": "|"})
    assert "Казань" in text(response)
    assert ImportRun.objects.get().header == ["Name", "Город"]


def test_a_file_that_is_no_table_is_told_at_once(browser: Client) -> None:
    response = browser.post("/customers/import/", {"file": SimpleUploadedFile("a.csv", b"%PDF-1.4")})
    assert response.status_code == 422
    assert "not a table" in text(response)
    assert browser.post("/customers/import/", {}).status_code == 422


def test_the_template_has_the_headings_that_the_import_understands(browser: Client) -> None:
    content = browser.get("/customers/import/template/").content.decode("utf-8-sig")
    rows = content.strip() + "\r\n" + "Acme," * content.count(",") + "Acme"
    here = dropped(browser, rows.encode())
    run = ImportRun.objects.get(pk=int(here.split("/")[2]))
    assert all(run.mapping["columns"].values())


def test_a_running_import_shows_its_progress_and_can_be_stopped(browser: Client) -> None:
    here = dropped(browser)
    ImportRun.objects.update(state=State.RUNNING, dry=False, rows_total=1000, rows_done=250)
    page = text(browser.get(here))
    assert 'value="250"' in page
    assert "hx-trigger" in page
    assert "The import is stopped" in text(browser.post(f"{here}cancel/", follow=True))
    assert ImportRun.objects.get().state == State.CANCELLED


def test_imports_of_others_and_without_the_right_are_refused(browser: Client, people: People) -> None:
    here = dropped(browser)
    carl, otto = signing.browser(people.users["carl"]), signing.browser(people.users["otto"])
    assert carl.get(here).status_code == 404
    assert otto.get("/customers/import/").status_code == 403
    assert "/customers/import/" in text(carl.get("/customers/"))
    assert "/customers/import/" not in text(otto.get("/customers/"))
    assert Client().get("/imports/").status_code == 302
    assert "towns.csv" in text(browser.get("/imports/"))
