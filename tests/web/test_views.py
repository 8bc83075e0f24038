"""Saved views where one works with them: changed in place, renamed, shared, put first, moved, deleted, all undone."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from kith.engine import records
from kith.features.views.models import SavedView
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

LEEDS = {"field": "city", "op": "is", "value": "Leeds"}
TOP = {"field": "grade", "op": "is", "value": "A"}
TAB = re.compile(r'<a class="tab" href="([^"]+)"( aria-current="page")?>([^<]+)')
OFF = re.compile(r'class="chip-off" href="([^"]+)"')


def keep(people: People, by: str = "sue", **values: Any) -> Any:
    given = {
        "name": "Leeds",
        "entity": "customer",
        "where": {"all": [LEEDS, TOP]},
        "sort": ["name"],
        **values,
    }
    return records.create(SavedView, by=people.actor(by), **given)


def shown(client: Any, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def tabs(page: str) -> list[str]:
    return [label for _href, _current, label in TAB.findall(page)]


def deeds(page: str, address: str) -> list[dict[str, str]]:
    """The forms of the tab's menu that post to an address."""
    forms = re.findall(rf'<form method="post" action="{address}".*?</form>', page, re.DOTALL)
    return [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]


def press(client: Any, page: str, address: str, place: int = 0) -> Any:
    values = deeds(page, address)[place]
    values.pop("csrfmiddlewaretoken")
    values.pop("stay", None)
    answer = client.post(address, values)
    assert answer.status_code == 303, answer.content
    return answer


def undo(client: Any, answer: Any) -> str:
    """Take it back from the toast; returns the page on which the toast stood."""
    page = client.get(answer.headers["Location"], follow=True).content.decode()
    (address,) = re.findall(r"&#34;undo&#34;: ?&#34;(/undo/\d+/)", page)
    assert client.post(address).status_code == 303
    return str(page)


def test_without_one_of_its_conditions_one_stays_in_the_view_and_can_update_it(people: People) -> None:
    for name, city, grade in (("Acme", "Leeds", "A"), ("Bolt", "Leeds", "B"), ("Crane", "York", "A")):
        records.create(Customer, by=people.sue, name=name, city=city, grade=grade)
    view, sue = keep(people), browser(people.users["sue"])
    page = shown(sue, f"/customers/?view={view.pk}")
    assert "Changed, not saved" not in page
    (without_city, without_grade) = map(html.unescape, OFF.findall(page))
    page = shown(sue, without_grade)
    assert "Bolt" in page
    assert "Changed, not saved" in page
    assert "Crane" in shown(sue, without_city)
    assert "Leeds" in tabs(page)
    assert 'aria-current="page">Leeds' in page
    dialog = without_grade.replace("/customers/", "/customers/save-view/")
    form = shown(sue, dialog)
    assert "Update “Leeds”" in form
    version = re.search(r'name="version" value="(\d+)"', form)
    assert version
    answer = sue.post(dialog, {"how": "update", "version": version[1]})
    assert answer.headers["Location"] == f"/customers/?view={view.pk}"
    assert SavedView.live().get(pk=view.pk).where == {"all": [LEEDS]}
    undo(sue, answer)
    assert SavedView.live().get(pk=view.pk).where == {"all": [LEEDS, TOP]}


def test_a_stale_update_is_refused(people: People) -> None:
    view, sue = keep(people), browser(people.users["sue"])
    records.update(view, by=people.sue, sort=["-name"])
    answer = sue.post(f"/customers/save-view/?view={view.pk}&sort=city", {"how": "update", "version": "1"})
    assert answer.status_code == 412
    assert SavedView.live().get(pk=view.pk).sort == ["-name"]


def test_a_changed_view_of_somebody_else_is_saved_as_a_new_one_only(people: People) -> None:
    view = keep(people, by="max", shared="everyone", where={})
    sue = browser(people.users["sue"])
    dialog = f"/customers/save-view/?view={view.pk}&sort=city"
    assert "Update “" not in shown(sue, dialog)
    assert sue.post(dialog, {"how": "update", "version": "1"}).status_code == 403
    made = sue.post(dialog, {"how": "new", "label": "My own"})
    own = SavedView.live().get(name="My own")
    assert made.headers["Location"] == f"/customers/?view={own.pk}"
    assert own.sort == ["city"]


def test_the_menu_of_a_tab_renames_and_deletes_it_and_each_is_undone(people: People) -> None:
    view, sue = keep(people), browser(people.users["sue"])
    assert 'value="Leeds"' in shown(sue, f"/views/{view.pk}/rename/")
    answer = sue.post(f"/views/{view.pk}/rename/", {"label": "North", "version": "1"})
    assert tabs(undo(sue, answer))[-1] == "North"
    page = shown(sue, f"/customers/?view={view.pk}")
    assert tabs(page)[-1] == "Leeds"
    answer = press(sue, page, f"/views/{view.pk}/delete/")
    assert answer.headers["Location"] == "/customers/"
    assert "Leeds" not in tabs(undo(sue, answer))
    assert "Leeds" in tabs(shown(sue, f"/customers/?view={view.pk}"))
    assert sue.post(f"/views/{view.pk}/rename/", {"label": ""}).status_code == 422


@pytest.mark.parametrize(
    ("place", "readers"), [("everyone", {"max", "carl", "otto"}), ("unit", {"max", "carl"})]
)
def test_a_tab_is_shared_from_its_menu(people: People, place: str, readers: set[str]) -> None:
    view, boss = keep(people, by="max", where={}), browser(people.users["max"])
    page = shown(boss, f"/customers/?view={view.pk}")
    places = [deed["with"] for deed in deeds(page, f"/views/{view.pk}/share/")]
    assert places == ["private", "unit", "everyone"]
    press(boss, page, f"/views/{view.pk}/share/", places.index(place))
    for name in ("max", "carl", "otto"):
        assert ("Leeds" in tabs(shown(browser(people.users[name]), "/customers/"))) == (name in readers)


def test_sharing_with_a_team_names_the_team(people: People) -> None:
    view, sue = keep(people, where={}), browser(people.users["sue"])
    page = shown(sue, f"/customers/?view={view.pk}")
    places = [deed["with"] for deed in deeds(page, f"/views/{view.pk}/share/")]
    press(sue, page, f"/views/{view.pk}/share/", places.index(f"team {people.team.pk}"))
    assert "Leeds" in tabs(shown(browser(people.users["nora"]), "/customers/"))
    assert "Leeds" not in tabs(shown(browser(people.users["carl"]), "/customers/"))


def test_who_may_not_change_a_view_has_no_menu_that_could(people: People) -> None:
    view = keep(people, by="max", shared="everyone", where={})
    page = shown(browser(people.users["carl"]), f"/customers/?view={view.pk}")
    assert f"/views/{view.pk}/" not in page
    assert "Move left" in page
    answer = browser(people.users["carl"]).post(f"/views/{view.pk}/delete/", {"version": "1"})
    assert answer.status_code == 403


def test_the_tab_that_opens_first_does_until_it_no_longer_shall(people: People) -> None:
    boss = browser(people.users["max"])
    page = shown(boss, "/customers/?view=mine")
    press(boss, page, "/customers/tabs/")
    assert boss.get("/customers/").headers["Location"] == "/customers/?view=mine"
    page = shown(boss, "/customers/?view=all")
    assert 'aria-current="page">All' in page
    assert shown(browser(people.users["ada"]), "/customers/")
    page = shown(boss, "/customers/?view=mine")
    press(boss, page, "/customers/tabs/")
    assert 'aria-current="page">All' in shown(boss, "/customers/")


def test_a_view_that_opens_first_for_everyone_yields_to_ones_own_choice(people: People) -> None:
    view = keep(people, by="max", shared="everyone", default=True, where={})
    carl = browser(people.users["carl"])
    assert carl.get("/customers/").headers["Location"] == f"/customers/?view={view.pk}"
    press(carl, shown(carl, "/customers/?view=all"), "/customers/tabs/")
    assert 'aria-current="page">All' in shown(carl, "/customers/")


def test_a_tab_is_moved_for_oneself_alone(people: People) -> None:
    view = keep(people, by="max", shared="everyone", where={})
    boss = browser(people.users["max"])
    before = tabs(shown(boss, "/customers/"))
    page = shown(boss, f"/customers/?view={view.pk}")
    moves = [deed["do"] for deed in deeds(page, "/customers/tabs/")]
    press(boss, page, "/customers/tabs/", moves.index("left"))
    after = tabs(shown(boss, "/customers/"))
    assert after == [*before[:-2], before[-1], before[-2]]
    assert tabs(shown(browser(people.users["ada"]), "/customers/"))[-1] == "Leeds"
    assert boss.post("/customers/tabs/", {"do": "left", "tab": "nothing"}).status_code == 404
