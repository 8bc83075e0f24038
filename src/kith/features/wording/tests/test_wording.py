"""The company's own words."""

from __future__ import annotations

import html
import re
import secrets
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import override
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry
from kith.engine.naming import every_name
from kith.features.wording.models import Wording

Lead: Any = apps.get_model("sales", "Lead")
AT = "/shape/leads/words/"


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return html.unescape(answer.content.decode())


def typed(client: Client, **words: str) -> Any:
    """Type words into the table as it is now: `w|field|name|en` and the like, with "_" for "|" in their place."""
    form = page(client, f"{AT}?all=1")
    sent = dict(re.findall(r'<input type="hidden" name="(v\|[^"]+)" value="(\d+)">', form))
    sent |= dict(re.findall(r'name="(w\|[^"]+)" value="([^"]*)"', form))
    said = {f"w|{name.replace('__', '|')}": text for name, text in words.items()}
    assert said.keys() <= sent.keys()
    return client.post(AT, {**sent, **said, "all": "1", "nonce": secrets.token_hex(8)})


def rename(people: People, what: str, key: str, entity: str = "lead", **texts: str) -> Any:
    values: dict[str, Any] = {"what": what, "key": key, "entity": entity, "words": texts}
    return records.create(Wording, by=people.ada, **values)


def test_a_renamed_object_is_called_so_everywhere_at_once(people: People, ada: Client) -> None:
    words = {"entity__one__en": "Enquiry", "entity__many__en": "Enquiries", "field__source__en": "Heard by"}
    answer = typed(ada, **words)
    assert answer.status_code == 303
    listed = page(ada, "/leads/")
    assert "<h1>Enquiries" in listed or "Enquiries</h1>" in listed
    assert "New enquiry" in listed
    assert "Enquiries" in page(ada, "/")
    assert ">Leads<" not in page(ada, "/")
    made = ada.post("/leads/new/", {"name": "Ann", "nonce": "1"})
    assert "Enquiry “Ann” is created." in page(ada, made.headers["Location"])
    assert "Heard by" in page(ada, "/leads/?columns=name,source")
    told = program(people.users["ada"]).get("/api/v1/entities/lead").json()
    assert (told["label"], told["label_plural"]) == ("Enquiry", "Enquiries")
    commands = ada.get("/search/commands/").json()
    create = next(
        one for shelf in commands["shelves"] for one in shelf["items"] if one["href"] == "/leads/new/"
    )
    assert create["label"] == "New enquiry"
    assert "Lead" in create["words"]


def test_a_language_without_a_word_keeps_the_standard(people: People) -> None:
    rename(people, "entity", "many", en="Enquiries", ru="Запросы")
    said = {}
    for code in ("en", "ru", "zh-hans"):
        with override(code):
            said[code] = str(registry.spec("lead").label_plural)
    assert said == {"en": "Enquiries", "ru": "Запросы", "zh-hans": "线索"}


def test_a_link_is_called_as_what_it_leads_to_until_it_has_a_word_of_its_own(people: People) -> None:
    rename(people, "entity", "one", "customer", en="Patient")
    fields = registry.spec("contact").fields
    assert str(fields["customer"].label) == "Patient"
    assert str(registry.spec("customer").fields["parent"].label) == "Belongs to"
    rename(people, "field", "customer", "contact", en="Treated as")
    assert str(registry.spec("contact").fields["customer"].label) == "Treated as"


def test_files_with_the_old_word_are_still_understood(people: People) -> None:
    rename(people, "choice", "status/new", en="Fresh")
    rename(people, "field", "company", en="Firm")
    fields = registry.spec("lead").fields
    assert fields["status"].type.parse("New", fields["status"], "en") == "new"
    assert fields["status"].type.parse("fresh", fields["status"], "en") == "new"
    assert {"Firm", "Company", "Компания"} <= set(every_name(fields["company"].label))


def test_sections_and_actions_have_words_too(people: People, ada: Client) -> None:
    rename(people, "section", "Interest", en="What they want")
    rename(people, "action", "disqualify", en="Turn down")
    lead = records.create(Lead, by=people.ada, name="Ann")
    shown = page(ada, f"/leads/{lead.pk}/")
    assert "What they want" in shown
    assert "Turn down" in shown
    assert "Disqualify" not in shown


def test_a_word_that_stands_twice_is_warned_of(ada: Client) -> None:
    typed(ada, field__company__en="Name")
    assert "“Name” stands for something else of this object too." in page(ada, AT)


def test_empty_or_standard_words_are_none(ada: Client) -> None:
    typed(ada, field__company__en="Firm", field__name__en="Name")
    assert [row.key for row in Wording.live()] == ["company"]
    typed(ada, field__company__en="")
    assert not Wording.live().exists()


def test_everything_goes_back_and_can_be_undone(people: People, ada: Client) -> None:
    typed(ada, field__company__en="Firm", entity__one__en="Enquiry")
    answer = ada.post(AT, {"do": "reset", "nonce": "2"}, follow=True)
    assert not Wording.live().exists()
    undo = re.search(r"/undo/\d+/", answer.content.decode())
    assert undo is not None
    ada.post(undo[0], {"nonce": "3"})
    assert str(registry.spec("lead").label) == "Enquiry"


def test_versions_say_what_is_called_how_and_is_called_so_no_more(ada: Client) -> None:
    typed(ada, entity__one__en="Enquiry", field__company__ru="Фирма")
    shown = page(ada, "/shape/versions/")
    assert "“Lead” is called “Enquiry”<" in shown
    assert "› Company” is called “Фирма” (Русский)<" in shown
    (undo,) = set(
        re.findall(r'action="(/undo/\d+/)"', shown.split("is called “Enquiry”")[1].split("</li>")[0])
    )
    ada.post(undo, {"nonce": "6"})
    assert "“Lead” is called “Lead” again<" in page(ada, "/shape/versions/")


def test_what_somebody_else_chose_meanwhile_is_not_overwritten(people: People, ada: Client) -> None:
    form = {"w|field|company|en": "Firm", "nonce": "4"}
    rename(people, "field", "company", en="House")
    answer = ada.post(AT, form)
    assert answer.status_code == 412
    assert 'value="Firm"' in answer.content.decode()
    assert str(registry.spec("lead").fields["company"].label) == "House"


def test_too_long_words_are_refused_where_they_stand(ada: Client) -> None:
    answer = typed(ada, field__company__en="x" * 81, field__name__en="Who")
    assert answer.status_code == 422
    assert "at most 80 characters" in answer.content.decode()
    assert not Wording.live().exists()


def test_who_does_not_shape_finds_no_words(people: People) -> None:
    sue = browser(people.users["sue"])
    assert sue.get(AT).status_code == 404
    assert sue.post(AT, {"w|field|company|en": "Firm", "nonce": "5"}).status_code == 404
