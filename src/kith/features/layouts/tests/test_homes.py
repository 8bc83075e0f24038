"""Home pages by role."""

from __future__ import annotations

import re

from django.apps import apps
from tests.company import People
from tests.signing import browser

from kith.engine import home, records
from kith.features.layouts.models import HomePage

Customer = apps.get_model("customers", "Customer")
AT = "/shape/home/"


def titles(people: People, name: str) -> list[str]:
    """The parts of somebody's home page."""
    return [one.title for one in home.sections(people.actor(name))]


def test_an_administrator_adds_figures_and_orders_the_page_of_a_role_within_the_readers_rights(
    people: People,
) -> None:
    for number, status in enumerate(("active", "active", "lost")):
        records.create(Customer, by=people.sue, name=f"Acme {number}", status=status)
    records.create(Customer, by=people.nora, name="Other", status="lost")
    ada, role = browser(people.users["ada"]), people.roles["seller"].pk
    sent = {"entity": "customer", "role": role, "view": "0", "title__en": "My customers"}
    assert ada.post(f"{AT}add/", {**sent, "show": "chart|status"}).status_code == 303
    assert ada.post(f"{AT}add/", {**sent, "show": "rows", "title__en": "Newest"}).status_code == 303
    chart = next(one for one in home.sections(people.sue) if one.title == "My customers")
    first = chart.tiles[0]
    assert (first.label, first.text, int(first.share or 0)) == ("Active", "2", 1)
    assert titles(people, "sue") == ["My customers", "Newest"]
    assert [len(one.rows) for one in home.sections(people.nora) if one.title == "Newest"] == [1]
    assert "My customers" not in titles(people, "max")
    keys = re.findall(r'name="at" value="([^"]+)"', ada.get(f"{AT}?role={role}").content.decode())
    assert set(home.blocks) < set(keys)
    order = ["own_2", *(key for key in keys if key != "own_2")]
    ada.post(AT, {"role": role, "at": order, "shown": order})
    assert titles(people, "sue") == ["Newest", "My customers"]
    ada.post(AT, {"role": role, "at": order, "shown": ["own_2"]})
    assert titles(people, "sue") == ["Newest"]
    ada.post(AT, {"role": role, "do": "standard"})
    assert titles(people, "sue") == []
    assert not HomePage.live().exists()


def test_a_part_that_one_may_not_read_is_no_part_of_ones_page(people: People) -> None:
    people.role("blind", {"customer": {"read": "own"}}, {"customer": {"revenue": "hidden"}})
    people.give("sue", "blind")
    part = {"key": "own_1", "entity": "customer", "show": "figure", "measure": "sum:revenue"}
    records.create(HomePage, by=people.ada, parts=[part, {**part, "key": "own_2", "entity": "gone"}])
    assert titles(people, "sue") == []
    assert len(titles(people, "max")) == 1
    assert browser(people.users["sue"]).get(AT).status_code == 404
