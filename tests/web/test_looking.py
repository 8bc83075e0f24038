"""What a list says about what it shows."""

from __future__ import annotations

import html
import re

from kith.engine import records
from kith.features.views.models import SavedView
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

LEEDS = {"field": "city", "op": "is", "value": "Leeds"}
TOP = {"field": "grade", "op": "is", "value": "A"}
OFF = re.compile(r'class="chip-off" href="([^"]+)"')


def test_a_saved_view_shows_its_conditions_and_each_can_be_taken_away(people: People) -> None:
    for name, city, grade in (("Acme", "Leeds", "A"), ("Bolt", "Leeds", "B"), ("Crane", "York", "A")):
        records.create(Customer, by=people.sue, name=name, city=city, grade=grade)
    inner = {"all": [TOP]}
    view = records.create(
        SavedView, by=people.sue, name="Best", entity="customer", where={"all": [inner, LEEDS]}, sort=["name"]
    )
    sue = browser(people.users["sue"])
    page = sue.get(f"/customers/?view={view.pk}").content.decode()
    assert "City is Leeds" in page
    assert "Acme" in page
    assert "Bolt" not in page
    without_grade, without_city = (html.unescape(address) for address in OFF.findall(page))
    assert f"view={view.pk}" in without_grade
    page = sue.get(without_grade).content.decode()
    assert all(name in page for name in ("Acme", "Bolt", "City is Leeds"))
    assert "Crane" not in page
    assert "Crane" in sue.get(without_city).content.decode()


def test_a_filter_on_top_of_a_view_is_cleared_without_leaving_it(people: People) -> None:
    view = records.create(SavedView, by=people.sue, name="Leeds", entity="customer", where=LEEDS)
    sue = browser(people.users["sue"])
    plain = sue.get(f"/customers/?view={view.pk}").content.decode()
    assert ">Clear</a>" not in plain
    page = sue.get(f"/customers/?view={view.pk}&q=acme").content.decode()
    assert f'href="/customers/?view={view.pk}" hx-get="/customers/?view={view.pk}" hx-target="#main"' in page
    assert ">Clear</a>" in page
