"""Every kind of page for every entity, as a whole and as a fragment, by people who may and who may not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.idempotency import Answer
from kith.engine.identity import accounts
from kith.engine.journal import Batch
from kith.web import assets

# Some entities of the modules above, which this package must not import.
Activity: Any = apps.get_model("activities", "Activity")
Customer: Any = apps.get_model("customers", "Customer")

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
DIALOG = {**PART, "HX-Target": "div#dialog-content"}
KINDS = (
    "",
    "report/",
    "new/",
    "columns/",
    "export/?format=nothing",
    "board/",
    "calendar/",
    "calendar/?group=week",
)


@pytest.fixture(autouse=True)
def assets_without_a_build(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages need the names of built assets, not the assets."""
    names = ("app.js", "app.css", "icons.svg", "img/kith.svg")
    monkeypatch.setattr(assets, "manifest", lambda: {name: name for name in names})
    assets.asset.cache_clear()
    yield
    assets.asset.cache_clear()


@pytest.fixture
def ada(people: People) -> Client:
    """The administrator's browser."""
    return browser(people.users["ada"])


@pytest.fixture
def sue(people: People) -> Client:
    """A seller's browser."""
    return browser(people.users["sue"])


@pytest.fixture
def acme(people: People) -> Any:
    """A customer of Sue's."""
    return records.create(Customer, by=people.sue, name="Acme & <Sons>", city="Leeds")


def test_every_page_of_every_entity_opens_whole_and_in_part(ada: Client) -> None:
    for spec in registry.specs():
        for kind in KINDS:
            if kind == "new/" and spec.entity.writes:
                assert ada.get(f"/{spec.plural}/new/").headers["Location"] == spec.entity.writes
                continue
            answers = [ada.get(f"/{spec.plural}/{kind}", headers=headers) for headers in ({}, PART)]
            assert {answer.status_code for answer in answers} <= {200, 404}, f"{spec.plural}/{kind}"
            if answers[0].status_code == 200:
                assert answers[0].content.startswith(b"<!doctype html>")
                assert b"<html" not in answers[1].content


def test_a_record_opens_with_every_tab(ada: Client, acme: Any) -> None:
    page = ada.get(f"/customers/{acme.pk}/")
    assert "Acme &amp; &lt;Sons&gt;" in page.content.decode()
    for spec, link in registry.children("customer"):
        assert ada.get(f"/customers/{acme.pk}/?tab={spec.plural}.{link.key}").status_code == 200
    assert ada.get(f"/customers/{acme.pk}/?tab=files").status_code == 200
    assert ada.get(f"/customers/{acme.pk}/?tab=nothing").status_code == 404


def test_pages_carry_a_strict_policy_and_are_not_cached(sue: Client) -> None:
    headers = sue.get("/").headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"
    assert "HX-Request-Type" in headers["Vary"]


def test_strangers_are_asked_to_sign_in_and_come_back(people: People) -> None:
    stranger = Client()
    assert stranger.get("/customers/?q=x").headers["Location"] == "/sign-in/?next=%2Fcustomers%2F%3Fq%3Dx"
    assert stranger.get("/customers/", headers=PART).headers["HX-Redirect"] == "/sign-in/"
    assert stranger.post("/customers/new/", {"name": "x"}).status_code == 302
    assert not Customer.live().exists()


def test_the_next_page_after_signing_in_is_never_elsewhere(people: People) -> None:
    answer = Client().get("/sign-in/?next=https://evil.example/").content.decode()
    assert "evil" not in answer
    assert 'value="//evil' not in Client().get("/sign-in/?next=//evil.example/").content.decode()


@pytest.mark.django_db
def test_an_empty_installation_sets_itself_up_once() -> None:
    visitor = Client()
    assert visitor.get("/").headers["Location"] == "/set-up/"
    wrong = visitor.post("/set-up/", {"company": "Zenith", "password": "short"})
    assert wrong.status_code == 422
    given = {
        "company": "Zenith", "language": "ru", "country": "RU", "currency": "RUB", "time_zone": "Europe/Moscow",
        "name": "Анна Иванова", "username": "anna", "password": "очень длинная фраза",
    }  # fmt: skip
    assert visitor.post("/set-up/", given).headers["Location"] == "/"
    page = visitor.get("/").content.decode()
    assert 'lang="ru"' in page
    assert "Zenith" in page
    assert Client().get("/set-up/").headers["Location"] == "/"


def test_what_one_cannot_see_is_404_and_what_one_may_not_do_is_403(people: People, acme: Any) -> None:
    carl, otto = browser(people.users["carl"]), browser(people.users["otto"])
    for tail in ("", "edit/", "delete/"):
        assert carl.get(f"/customers/{acme.pk}/{tail}").status_code == 404
    assert otto.get(f"/customers/{acme.pk}/").status_code == 200
    assert otto.get(f"/customers/{acme.pk}/edit/").status_code == 403
    assert otto.post("/customers/new/", {"name": "x"}).status_code == 403
    assert "edit/" not in otto.get(f"/customers/{acme.pk}/").content.decode()


def test_creating_in_the_dialog_closes_it_says_so_and_can_be_undone(sue: Client) -> None:
    form = sue.get("/customers/new/", headers=DIALOG).content.decode()
    assert "dialog-head" in form
    answer = sue.post(
        "/customers/new/", {"name": "Zenith", "kind": "company", "dialog": "1", "nonce": "n1"}, headers=PART
    )
    assert answer.status_code == 204
    events = json.loads(answer.headers["HX-Trigger"])
    assert {"close-dialog", "refresh", "toast"} <= set(events)
    assert sue.post(events["toast"]["undo"]).status_code == 303
    assert not Customer.live().filter(name="Zenith").exists()


def test_a_form_sent_twice_does_the_thing_once(sue: Client) -> None:
    given = {"name": "Twice", "kind": "company", "nonce": "same"}
    answers = [sue.post("/customers/new/", given) for _time in range(2)]
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert Customer.live().filter(name="Twice").count() == 1
    assert Answer.objects.count() == 1


def test_wrong_input_comes_back_with_its_error_and_what_was_typed(sue: Client, acme: Any) -> None:
    given = {"name": "Kept name", "email": "nonsense", "version": "1", "nonce": "a"}
    for headers in ({}, PART):
        answer = sue.post(f"/customers/{acme.pk}/edit/", given, headers=headers)
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Kept name" in text
        assert 'aria-invalid="true"' in text
    acme.refresh_from_db()
    assert acme.name == "Acme & <Sons>"


def test_a_stale_edit_shows_both_values_and_overwrites_nothing(
    people: People, sue: Client, acme: Any
) -> None:
    records.update(acme, by=people.max, city="York")
    answer = sue.post(f"/customers/{acme.pk}/edit/", {"city": "Hull", "version": "1", "nonce": "s"})
    text = answer.content.decode()
    assert answer.status_code == 412
    assert all(word in text for word in ("York", "Hull", "Max Manager"))
    assert Customer.live().get(pk=acme.pk).city == "York"
    again = sue.post(f"/customers/{acme.pk}/edit/", {"city": "Hull", "version": "2", "nonce": "t"})
    assert again.status_code == 303
    assert Customer.live().get(pk=acme.pk).city == "Hull"


def test_a_typed_name_finds_the_record_without_any_script(people: People, sue: Client, acme: Any) -> None:
    given = {"name": "Kim", "customer": "", "customer__text": "acme & <sons>", "nonce": "k"}
    assert sue.post("/contacts/new/", given).status_code == 303
    refused = sue.post("/contacts/new/", {**given, "customer__text": "nobody", "nonce": "l"})
    assert refused.status_code == 422
    assert "offered while you type" in refused.content.decode()


def test_filters_added_one_by_one_stand_in_the_address_and_read_as_sentences(sue: Client, acme: Any) -> None:
    built = {"k.0": "group", "k.0-0": "row", "f.0-0": "city", "o.0-0": "is", "v.0-0": "Leeds", "do": "apply"}
    answer = sue.post("/customers/filter/", built)
    page = sue.get(answer.headers["Location"]).content.decode()
    assert "City is Leeds" in page
    assert "Acme" in page
    assert "Acme" not in sue.get(answer.headers["Location"].replace("Leeds", "Hull")).content.decode()
    assert sue.post("/customers/filter/", {**built, "v.0-0": ""}).status_code == 422


def test_what_does_not_fit_in_an_address_is_a_clear_400(sue: Client) -> None:
    for query in ("sort=nonsense", "where=%7B", "cursor=zzz", "where=%5B%7B%22field%22:%22x%22%7D%5D"):
        assert sue.get(f"/customers/?{query}").status_code == 400


def test_many_rows_change_in_one_batch_and_go_back_in_one(people: People, ada: Client) -> None:
    ids = [records.create(Customer, by=people.sue, name=f"C{number}").pk for number in range(5)]
    given: dict[str, Any] = {"id": ids, "change": "city", "city": "Bath", "dialog": "1", "nonce": "m"}
    answer = ada.post("/customers/bulk/update/", given, headers=PART)
    undo = json.loads(answer.headers["HX-Trigger"])["toast"]["undo"]
    assert Customer.live().filter(city="Bath").count() == 5
    ada.post(undo)
    assert not Customer.live().filter(city="Bath").exists()
    assert ada.post("/customers/bulk/delete/", {"id": ids, "nonce": "d"}).status_code == 303
    assert not Customer.live().exists()
    assert "C3" in ada.get("/settings/trash/").content.decode()


def test_a_record_of_the_trash_can_be_taken_out_by_its_page(people: People, sue: Client, acme: Any) -> None:
    records.delete(acme, by=people.sue)
    assert "in the trash" in sue.get(f"/customers/{acme.pk}/").content.decode()
    assert sue.post(f"/customers/{acme.pk}/restore/").status_code == 303
    assert Customer.live().filter(pk=acme.pk).exists()


def test_writing_on_a_timeline_makes_an_activity_about_the_record(sue: Client, acme: Any) -> None:
    given = {"kind": "note", "text": "Met Kim\nLikes the plan.", "stay": "1", "nonce": "c"}
    answer = sue.post(f"/customers/{acme.pk}/compose/", given, headers=PART)
    assert answer.status_code == 204
    made = Activity.live().values_list("subject", "body", "about_entity", "about").get()
    assert made == ("Met Kim", "Likes the plan.", "customer", acme.pk)
    assert "Likes the plan." in sue.get(f"/customers/{acme.pk}/").content.decode()


def test_search_palette_and_type_ahead_stay_within_reach(people: People, acme: Any) -> None:
    sue, carl = browser(people.users["sue"]), browser(people.users["carl"])
    for address in (
        "/search/?q=acme",
        "/search/palette/?q=acme",
        "/references/customer/?q=acme",
        "/references/any/?q=acme",
    ):
        assert "Sons" in sue.get(address).content.decode(), address
        assert "Sons" not in carl.get(address).content.decode(), address


def test_a_fragment_answers_a_refusal_with_a_toast_and_swaps_nothing(people: People, acme: Any) -> None:
    answer = browser(people.users["carl"]).get(f"/customers/{acme.pk}/edit/", headers=PART)
    assert answer.status_code == 404
    assert answer.headers["HX-Reswap"] == "none"
    assert json.loads(answer.headers["HX-Trigger"])["toast"]["tone"] == "bad"


def test_a_list_costs_the_same_number_of_queries_for_five_rows_and_for_fifty(people: People) -> None:
    carl = browser(people.users["carl"])
    counts = []
    for number in range(50):
        records.create(Customer, by=people.carl, name=f"C{number:02}")
        if number in (4, 49):
            carl.get("/customers/")
            with CaptureQueriesContext(connection) as caught:
                carl.get("/customers/")
            counts.append(len(caught))
    assert counts[0] == counts[1] <= 8


def test_one_sees_only_ones_own_changes_and_takes_only_those_back(people: People, acme: Any) -> None:
    carl = browser(people.users["carl"])
    batch = Batch.objects.filter(actor_id=people.users["sue"].pk).latest("id")
    assert "Sue Seller" not in carl.get("/settings/batches/").content.decode()
    assert carl.post(f"/undo/{batch.pk}/").status_code == 403


@pytest.mark.parametrize("language", ["zh-hans", "ru"])
def test_pages_speak_the_language_of_the_person(people: People, language: str) -> None:
    people.give("sue", language=language)
    page = browser(people.users["sue"]).get("/customers/").content.decode()
    word = {"zh-hans": "筛选", "ru": "Фильтр"}[language]
    assert word in page


def test_ones_own_habits_are_kept_and_act_at_once(people: People, sue: Client) -> None:
    given = {
        "language": "ru",
        "time_zone": "Asia/Shanghai",
        "theme": "dark",
        "density": "compact",
        "nonce": "h",
    }
    assert sue.post("/settings/", given).status_code == 303
    page = sue.get("/settings/").content.decode()
    assert 'data-theme="dark"' in page
    assert 'data-density="compact"' in page
    assert 'lang="ru"' in page


def test_a_new_password_needs_the_old_one_and_keeps_this_session(people: People) -> None:
    accounts.set_password(people.users["sue"], "an old long password")
    people.users["sue"].refresh_from_db()
    sue = browser(people.users["sue"])
    assert (
        sue.post("/settings/password/", {"old": "wrong", "password": "a new long password"}).status_code
        == 422
    )
    assert (
        sue.post(
            "/settings/password/", {"old": "an old long password", "password": "a new long password"}
        ).status_code
        == 303
    )
    assert sue.get("/settings/").status_code == 200
    assert accounts.authenticate("sue", "a new long password") is not None
