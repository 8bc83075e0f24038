"""The tabs over a list: what has to do with oneself, what was shared, what others plug in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from kith.engine import epoch, guard, plugs, records
from kith.engine.identity.models import RecordGrant
from kith.engine.plugs import Scene
from kith.engine.registry import code_of
from kith.features.views.models import SavedView
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

ROW = re.compile(r'<tr data-row[^>]* id="row-(\d+)"')


def rows(page: str) -> list[int]:
    return [int(number) for number in ROW.findall(page)]


def page(people: People, name: str, address: str) -> str:
    return str(browser(people.users[name]).get(address).content.decode())


def grant(record: Any, principal: int) -> None:
    with guard.opened():
        RecordGrant.objects.create(entity=code_of("customer"), record_id=record.pk, principal=principal)
        epoch.bump("access")


@pytest.fixture
def seen() -> Iterator[list[int]]:
    """A tab that somebody plugs in, with the ids that it names."""
    ids: list[int] = []
    before = list(plugs.scene_sources)

    def source(spec: Any, _actor: Any) -> list[Scene]:
        return [Scene("plugged", "Plugged", ids=lambda: ids)] if spec.key == "customer" else []

    plugs.scenes(source)
    yield ids
    plugs.scene_sources[:] = before


def test_what_others_shared_with_me_stands_under_its_tab(people: People) -> None:
    by_unit, to_me, private = (
        records.create(Customer, by=people.nora, name=name) for name in ("Acme", "Bolt", "Crane")
    )
    own = records.create(Customer, by=people.sue, name="Own")
    grant(to_me, RecordGrant.USER * RecordGrant.KIND + people.users["sue"].pk)
    grant(by_unit, RecordGrant.UNIT * RecordGrant.KIND + people.north.pk)
    grant(own, RecordGrant.USER * RecordGrant.KIND + people.users["sue"].pk)
    assert set(rows(page(people, "sue", "/customers/?view=shared"))) == {by_unit.pk, to_me.pk}
    assert private.pk not in rows(page(people, "sue", "/customers/"))


def test_nothing_shared_is_said_as_it_is(people: People) -> None:
    assert "No customers are shared with you" in page(people, "sue", "/customers/?view=shared")


def test_an_empty_tab_of_mine_offers_to_make_one(people: People) -> None:
    records.create(Customer, by=people.max, name="Acme")
    shown = page(people, "max", "/customers/?view=mine")
    assert shown.count("Acme") > 0
    shown = page(people, "ada", "/customers/?view=mine")
    assert "No customers of yours yet" in shown
    assert "fewer words" not in shown
    assert 'class="btn btn-primary" href="/customers/new/"' in shown


def test_i_take_part_where_a_field_names_me_and_nowhere_else(people: People) -> None:
    values = {"kind": "meeting", "subject": "Plan"}
    mine = records.create(
        Activity, by=people.max, users=[people.users["sue"].pk], owner=people.users["carl"].pk, **values
    )
    records.create(Activity, by=people.max, **values)
    shown = page(people, "max", "/activities/?view=part")
    assert rows(shown) == []
    assert "No activities with you yet" in shown
    assert rows(page(people, "ada", "/activities/")) != []
    people.role("watcher", {"activity": {"read": "all"}})
    people.give("sue", "watcher")
    assert rows(page(people, "sue", "/activities/?view=part")) == [mine.pk]
    assert "view=part" not in page(people, "sue", "/customers/")


def test_a_plugged_tab_shows_its_records_in_its_order_within_reach(people: People, seen: list[int]) -> None:
    made = [records.create(Customer, by=people.sue, name=name).pk for name in ("Acme", "Bolt", "Crane")]
    foreign = records.create(Customer, by=people.nora, name="Foreign").pk
    seen[:] = [made[1], foreign, made[2], made[0], 999_999]
    assert rows(page(people, "sue", "/customers/?view=plugged")) == [made[1], made[2], made[0]]
    assert rows(page(people, "sue", "/customers/?view=plugged&sort=name")) == made
    assert rows(page(people, "sue", "/customers/?view=plugged&q=crane")) == [made[2]]
    report = page(people, "sue", "/customers/report/?view=plugged")
    assert re.search(r'<tfoot>.*?<td class="number">3</td>', report)


def test_a_plugged_tab_has_pages(people: People, seen: list[int]) -> None:
    seen[:] = [records.create(Customer, by=people.sue, name=f"Row {number}").pk for number in range(60)][::-1]
    first = page(people, "sue", "/customers/?view=plugged")
    (following,) = set(re.findall(r'href="(/customers/\?view=plugged&amp;cursor=[^"]+)"', first))
    second = page(people, "sue", following.replace("&amp;", "&"))
    assert rows(first) + rows(second) == seen


def test_a_view_saved_on_a_tab_stays_on_it(people: People, seen: list[int]) -> None:
    made = [records.create(Customer, by=people.sue, name=name).pk for name in ("Acme", "Bolt", "Crane")]
    seen[:] = made[:2]
    sue = browser(people.users["sue"])
    got = sue.post(
        '/customers/save-view/?view=plugged&where={"field":"name","op":"is","value":"Bolt"}', {"label": "B"}
    )
    assert rows(sue.get(got.headers["Location"]).content.decode()) == [made[1]]


def test_a_view_on_a_tab_that_its_reader_has_not_is_not_found(people: People) -> None:
    values = {"entity": "customer", "shared": "everyone", "scene": "unit"}
    view = records.create(SavedView, by=people.max, name="Our unit", **values)
    assert f"view={view.pk}" in page(people, "ada", "/customers/")
    assert f"view={view.pk}" not in page(people, "sue", "/customers/")
