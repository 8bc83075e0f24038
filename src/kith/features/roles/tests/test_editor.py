"""Editing the rights of a role on the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.company import People
from tests.signing import browser

from kith.engine import access
from kith.engine.identity.models import Role

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def ada(people: People) -> Client:
    return browser(people.users["ada"])


def at(people: People, key: str = "seller") -> str:
    return f"/roles/{people.roles[key].pk}/rights/"


def form(page: str) -> dict[str, str]:
    """What a browser would send of a page without scripts."""
    sent = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    for name, options in re.findall(
        r'<select class="right[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def stored(people: People, key: str = "seller") -> Role:
    found: Role = Role.objects.get(pk=people.roles[key].pk)
    return found


def test_saving_the_page_as_it_is_changes_nothing(people: People, ada: Client) -> None:
    for key in people.roles:
        before = stored(people, key)
        sent = form(ada.get(at(people, key)).content.decode())
        assert len(sent) > 100
        assert ada.post(at(people, key), sent).status_code == 303
        assert (stored(people, key).grants, stored(people, key).version) == (before.grants, before.version)


def test_one_changed_word_is_one_stored_word_and_is_taken_back(people: People, ada: Client) -> None:
    before = stored(people)
    sent = form(ada.get(at(people)).content.decode())
    sent["g|lead|read"] = "all"
    sent["limit|export_rows"] = "500"
    answer = ada.post(at(people), sent)
    after = stored(people)
    assert after.grants == {**before.grants, "lead": {"read": "all"}}
    assert after.limits == {"export_rows": 500}
    assert people.sue.access.reach("lead", "read") is access.Reach.ALL
    assert people.sue.access.reach("lead", "update") is access.Reach.OWN
    page = ada.get(answer.headers["Location"]).content.decode()
    undo = re.search(r"/undo/\d+/", page)
    assert undo
    ada.post(undo[0])
    assert (stored(people).grants, stored(people).limits) == (before.grants, before.limits)


def test_a_word_that_follows_again_is_not_stored(people: People, ada: Client) -> None:
    people.role(
        "seller", {"*": {"read": "own"}, "customer": {"read": "all"}}, {"customer": {"city": "hidden"}}
    )
    sent = form(ada.get(f"{at(people)}customer/").content.decode())
    assert sent["g|customer|read"] == "all"
    assert sent["l|customer|city"] == "hidden"
    sent["g|customer|read"], sent["l|customer|city"] = "", "write"
    assert ada.post(f"{at(people)}customer/", sent).status_code == 303
    assert (stored(people).grants, stored(people).levels) == ({"*": {"read": "own"}}, {})


def test_a_line_unfolds_with_its_actions_and_fields_only(people: People, ada: Client) -> None:
    page = ada.get(f"{at(people)}opportunity/", headers=PART).content.decode()
    sent = form(page)
    assert "g|opportunity|win" in sent
    assert "g|opportunity|import" in sent
    assert "l|opportunity|amount" in sent
    assert "g|opportunity|read" not in sent
    ada.post(f"{at(people)}opportunity/", {"g|opportunity|win": "none", "l|opportunity|amount": "masked"})
    assert people.sue.access.reach("opportunity", "win") is access.Reach.NONE
    assert people.sue.access.level("opportunity", "amount") is access.Level.MASKED


def test_what_somebody_else_changed_meanwhile_is_shown_beside_mine(people: People, ada: Client) -> None:
    sent = form(ada.get(at(people)).content.decode())
    people.role("seller", {**stored(people).grants, "contact": {"read": "unit"}})
    sent["g|lead|read"] = "all"
    answer = ada.post(at(people), sent)
    page = answer.content.decode()
    assert answer.status_code == 412
    assert "meanwhile" in page
    assert re.search(r"Contacts: Read</th><td>Unit</td><td>Own", page)
    again = form(page)
    assert again["g|lead|read"] == "all"
    assert "lead" not in stored(people).grants
    ada.post(at(people), again)
    assert stored(people).grants["lead"] == {"read": "all"}


def test_the_page_says_what_may_not_be_given_and_keeps_what_was_chosen(people: People) -> None:
    people.role("keeper", {"role": {"*": "all"}, "customer": {"read": "own"}})
    people.join("Kim Keeper", "keeper")
    kim = browser(people.users["kim"])
    people.role("small", {})
    for word, status in (("all", 422), ("own", 303)):
        answer = kim.post(at(people, "small"), {"g|customer|read": word})
        assert answer.status_code == status
    assert (
        form(kim.post(at(people, "small"), {"g|customer|read": "all"}).content.decode())["g|customer|read"]
        == "all"
    )
    assert stored(people, "small").grants == {"customer": {"read": "own"}}


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"g|nothing|read": "all"}, 400),
        ({"g|customer|fly": "all"}, 400),
        ({"l|customer|nothing": "read"}, 400),
        ({"g|customer|read": "everywhere"}, 422),
        ({"limit|export_rows": "many"}, 422),
    ],
)
def test_names_and_words_that_do_not_exist_are_refused(
    people: People, ada: Client, sent: dict[str, str], status: int
) -> None:
    before = stored(people)
    assert ada.post(at(people), sent).status_code == status
    assert stored(people).version == before.version


def test_the_editor_is_closed_to_who_may_not_read_roles_and_still_for_who_only_reads(people: People) -> None:
    sue = browser(people.users["sue"])
    for path in (at(people), f"{at(people)}customer/", "/roles/compare/"):
        assert sue.get(path).status_code == 404
        assert sue.post(at(people), {"g|customer|read": "all"}).status_code == 404
    people.role("reader", {"role": {"read": "all"}})
    people.give("sue", "reader")
    page = sue.get(at(people)).content.decode()
    assert 'name="g|customer|read"' in page
    assert '<button class="btn btn-primary" type="submit">Save' not in page
    assert sue.post(at(people), {"g|customer|read": "all"}).status_code == 403


def test_two_roles_stand_side_by_side_with_what_differs(people: People, ada: Client) -> None:
    ids: dict[str, Any] = {"a": people.roles["seller"].pk, "b": people.roles["manager"].pk}
    page = ada.get("/roles/compare/", ids).content.decode()
    assert re.search(r"All others: Read</th><td>Own</td><td>Unit and below", page)
    assert "Contacts: Read" not in page
    whole = ada.get("/roles/compare/", {**ids, "all": "1"}).content.decode()
    assert re.search(r"Contacts: Read</th><td>Own</td><td>Unit and below", whole)
    same: Any = ada.get("/roles/compare/", {"a": ids["a"], "b": ids["a"]})
    assert "the same rights" in same.content.decode()
