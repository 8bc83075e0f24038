"""What stands around every page: commands of the palette, creating from anywhere, how Kith looks and speaks."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.test import Client

from kith.engine import records
from tests.company import People
from tests.signing import browser

Customer: Any = apps.get_model("customers", "Customer")
Contact: Any = apps.get_model("customers", "Contact")
SavedView: Any = apps.get_model("views", "SavedView")
DIALOG = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialog-content"}


def commands(user: Any) -> dict[str, list[dict[str, Any]]]:
    """The shelves of somebody's palette by their keys."""
    answer = browser(user).get("/search/commands/").json()
    return {shelf["key"]: shelf["items"] for shelf in answer["shelves"]}


def hrefs(items: list[dict[str, Any]]) -> list[str]:
    """Where lines lead."""
    return [item["href"] for item in items]


def test_the_palette_goes_to_every_place_and_setting_that_one_may_open(people: People) -> None:
    ada = commands(people.users["ada"])
    assert {"/", "/customers/", "/opportunities/", "/opportunities/board/", "/notifications/"} <= set(
        hrefs(ada["places"])
    )
    assert {"/settings/trash/", "/settings/batches/", "/users/", "/customers/import/", "/imports/"} <= set(
        hrefs(ada["settings"])
    )
    sue = commands(people.users["sue"])
    assert "/users/" not in hrefs(sue["settings"])
    stranger = commands(people.users["stranger"])
    assert "create" not in stranger
    assert "/customers/" not in hrefs(stranger["places"])


def test_creating_is_found_by_every_name_in_every_language(people: People) -> None:
    deal = next(
        item for item in commands(people.users["sue"])["create"] if item["href"] == "/opportunities/new/"
    )
    words = [word.strip().lower() for word in deal["words"].split(",")]
    assert {"deal", "opportunity", "new deal", "сделка", "商机", "create", "создать"} <= set(words)
    assert deal["way"] == "dialog"


def test_the_palette_runs_saved_views(people: People) -> None:
    view = records.create(SavedView, by=people.sue, name="Sleeping", entity="customer")
    mine = commands(people.users["sue"])["views"]
    assert [(item["label"], item["href"]) for item in mine] == [("Sleeping", f"/customers/?view={view.pk}")]
    assert "views" not in commands(people.users["carl"])


def test_language_colours_and_density_are_one_press_away(people: People) -> None:
    sue = browser(people.users["sue"])
    sue.post("/settings/look/", {"language": "ru"}, headers={"Referer": "http://testserver/customers/"})
    sue.post("/settings/look/", {"theme": "dark"})
    done = sue.post(
        "/settings/look/", {"density": "roomy"}, headers={"Referer": "http://testserver/customers/?q=a"}
    )
    assert (done.status_code, done.headers["Location"]) == (303, "/customers/?q=a")
    page = sue.get("/customers/").content.decode()
    assert 'lang="ru"' in page
    assert 'data-theme="dark"' in page
    assert 'data-density="roomy"' in page
    sue.post("/settings/look/", {"theme": "auto", "density": "auto", "language": "no such"})
    page = sue.get("/customers/").content.decode()
    assert 'lang="ru"' in page
    assert "data-theme" not in page
    assert "data-density=" not in page


def test_keys_of_one_letter_can_be_switched_off_and_on(people: People) -> None:
    sue = browser(people.users["sue"])
    sent = {"language": "en", "time_zone": "Europe/Berlin"}
    sue.post("/settings/", {**sent, "keys": "false"})
    assert 'data-keys="off"' in sue.get("/").content.decode()
    sue.post("/settings/", {**sent, "keys": ["false", "true"]})
    assert "data-keys" not in sue.get("/").content.decode()


def test_creating_from_anywhere_begins_with_the_kind_that_was_made_last(people: People) -> None:
    sue = browser(people.users["sue"])
    assert 'action="/customers/new/?kinds=1"' in sue.get("/new/", headers=DIALOG).content.decode()
    made = sue.post("/contacts/new/?kinds=1", {"name": "Lena", "dialog": "1"}, headers=DIALOG)
    assert "close-dialog" in made.headers["HX-Trigger"]
    again = sue.get("/new/", headers=DIALOG).content.decode()
    assert 'action="/contacts/new/?kinds=1"' in again
    assert 'href="/opportunities/new/?kinds=1"' in again
    assert browser(people.users["stranger"]).get("/new/").status_code == 403


def test_the_next_one_is_begun_at_once(people: People) -> None:
    sue = browser(people.users["sue"])
    sent = {"name": "Acme", "kind": "company", "again": "1"}
    made = sue.post("/customers/new/", {**sent, "dialog": "1"}, headers=DIALOG)
    assert made.status_code == 200
    assert 'value="Acme"' not in made.content.decode()
    assert "close-dialog" not in made.headers["HX-Trigger"]
    assert "Acme" in made.headers["HX-Trigger"]
    whole = sue.post("/customers/new/", {**sent, "name": "Bolt"})
    assert whole.headers["Location"] == "/customers/new/"
    assert Customer.objects.filter(name__in=["Acme", "Bolt"]).count() == 2


def test_a_customer_takes_the_first_contact_along_and_undo_takes_both_back(people: People) -> None:
    sue = browser(people.users["sue"])
    sent = {"name": "Acme", "kind": "company", "contacts.name": "Lena", "contacts.mobile": "+49 30 123456"}
    done = sue.post("/customers/new/", {**sent, "nonce": "n1"})
    lena = Contact.objects.get(name="Lena")
    assert (lena.customer.name, lena.owner_id) == ("Acme", people.users["sue"].pk)
    assert done.headers["Location"] == f"/customers/{lena.customer_id}/"
    sue.post(f"/undo/{lena_batch(lena)}/")
    assert not Contact.live().filter(name="Lena").exists()
    assert not Customer.live().filter(name="Acme").exists()


def lena_batch(record: Any) -> int:
    """The batch that made a record."""
    entry = apps.get_model("engine", "Entry").objects.get(record_id=record.pk, entity="contact")
    return int(entry.batch_id)


def test_a_wrong_contact_leaves_no_customer_and_is_said_at_its_field(people: People) -> None:
    sue = browser(people.users["sue"])
    sent = {
        "name": "Acme",
        "kind": "company",
        "dialog": "1",
        "contacts.name": "Lena",
        "contacts.mobile": "no phone",
    }
    wrong = sue.post("/customers/new/", sent, headers=DIALOG)
    assert wrong.status_code == 422
    assert 'id="f-contacts.mobile-error1"' in wrong.content.decode()
    assert not Customer.objects.filter(name="Acme").exists()


def test_an_empty_contact_makes_none(people: People) -> None:
    sent = {"name": "Acme", "kind": "company", "contacts.name": "", "contacts.mobile": ""}
    browser(people.users["sue"]).post("/customers/new/", sent)
    assert not Contact.objects.exists()


def test_who_may_not_create_contacts_is_not_asked_for_one(people: People) -> None:
    people.role("narrow", {"customer": {"create": "all", "read": "all"}, "contact": {"read": "all"}})
    people.join("Pia Narrow", "narrow")
    pia = browser(people.users["pia"])
    assert "contacts.name" not in pia.get("/customers/new/", headers=DIALOG).content.decode()
    pia.post("/customers/new/", {"name": "Acme", "kind": "company", "contacts.name": "Lena"})
    assert not Contact.objects.exists()


def test_only_pages_of_somebody_who_is_in_say_whose_they_are(people: People) -> None:
    sue, max_ = browser(people.users["sue"]), browser(people.users["max"])
    mine = sue.get("/customers/").headers["Kith-Person"]
    assert sue.get("/").headers["Kith-Person"] == mine != max_.get("/").headers["Kith-Person"]
    assert "Kith-Person" not in Client().get("/sign-in/").headers
    assert "Kith-Person" not in sue.get("/customers/", headers={**DIALOG, "HX-Target": "main#main"}).headers


def test_strangers_learn_nothing_from_what_a_device_asks_for(people: People) -> None:
    records.create(Customer, by=people.sue, name="Acme")
    for address in ("/offline/", "/app.webmanifest", "/service-worker.js"):
        answer = Client().get(address)
        assert answer.status_code == 200
        assert "Acme" not in answer.content.decode()
    assert Client().get("/app.webmanifest").json()["shortcuts"] == []
    assert "worker-src 'self'" in Client().get("/offline/").headers["Content-Security-Policy"]
