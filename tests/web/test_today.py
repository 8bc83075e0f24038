"""Today: what is mine to do, from all modules, with one click for each."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from decimal import Decimal
from typing import Any

import pytest

from kith.engine import home, records
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead, Opportunity
from kith.web import assets
from tests.company import People
from tests.signing import browser

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "#today"}
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def assets_without_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages need the names of built assets, not the assets."""
    names = ("app.js", "app.css", "icons.svg", "img/kith.svg")
    monkeypatch.setattr(assets, "manifest", lambda: {name: name for name in names})


def task(by: Any, subject: str, hours: int, **values: Any) -> Any:
    return records.create(Activity, by=by, subject=subject, at=NOON + dt.timedelta(hours=hours), **values)


def page(person: Any) -> str:
    return browser(person).get("/").content.decode()


def part(text: str, key: str) -> str:
    """One section of the page."""
    found = re.search(rf'<section class="panel" id="section-{key}".*?</section>', text, re.DOTALL)
    return html.unescape(found.group()) if found else ""


def test_what_is_empty_is_not_there_and_an_empty_day_says_what_to_do(people: People) -> None:
    text = page(people.users["sue"])
    assert 'class="panel"' not in text
    assert "Nothing waits for you" in text
    assert "New customer" in text
    with clock.frozen(NOON):
        task(people.sue, "Tonight", 5)
        text = page(people.users["sue"])
    assert "Tonight" in part(text, "tasks")
    assert "1 thing to do" in text
    assert "Nothing waits for you" not in text


def test_customers_and_leads_to_contact_are_one_list_by_day(people: People) -> None:
    with clock.frozen(NOON):
        for model, name, days in ((Customer, "Acme", 0), (Lead, "Bolt", -1), (Customer, "Early", -3)):
            day = NOON.date() + dt.timedelta(days=days)
            records.create(model, by=people.sue, name=name, next_contact_on=day)
        [due] = [section for section in home.sections(people.sue) if section.key == "contact"]
    assert [(row.title, row.late) for row in due.rows] == [("Early", True), ("Bolt", True), ("Acme", False)]


def test_seven_rows_are_shown_and_the_others_are_in_the_list_behind_them(people: People) -> None:
    with clock.frozen(NOON):
        for number in range(9):
            task(people.sue, f"Task {number}", -number)
        task(people.sue, "Not yet", 40)
        task(people.sue, "Finished", -2, done=True)
        task(people.carl, "Of Carl", -2)
        client = browser(people.users["sue"])
        tasks = part(client.get("/").content.decode(), "tasks")
        assert tasks.count("data-row") == 7
        [address] = re.findall(r'href="([^"]+)">Show all 9<', tasks)
        listed = client.get(address).content.decode()
    assert all(f"Task {number}" in listed for number in range(9))
    assert not any(other in listed for other in ("Not yet", "Finished", "Of Carl"))


def test_one_click_does_a_task_and_offers_the_way_back(people: People) -> None:
    with clock.frozen(NOON):
        made = task(people.sue, "Send the offer", -3)
        client = browser(people.users["sue"])
        tasks = part(client.get("/").content.decode(), "tasks")
        sent = dict(re.findall(r'name="(version|nonce|stay)" value="([^"]*)"', tasks))
        answer = client.post(f"/activities/{made.pk}/complete/", sent, headers=HTMX)
        assert answer.status_code == 204
        assert "/undo/" in answer.headers["HX-Trigger"]
        assert "Send the offer" not in page(people.users["sue"])


def test_one_click_puts_a_follow_up_off_and_does_it(people: People) -> None:
    with clock.frozen(NOON):
        acme = records.create(Customer, by=people.sue, name="Acme", next_contact_on=NOON.date())
        client = browser(people.users["sue"])
        address = f"/customers/{acme.pk}/edit/?field=next_contact_on"
        moved = {"next_contact_on": "2026-06-02", "version": "1", "stay": "1"}
        assert client.post(address, moved, headers=HTMX).status_code == 204
        assert Customer.objects.get(pk=acme.pk).next_contact_on == dt.date(2026, 6, 2)
        done = {"next_contact_on": "", "version": "2", "stay": "1"}
        assert client.post(address, done, headers=HTMX).status_code == 204
        assert Customer.objects.get(pk=acme.pk).next_contact_on is None


def test_one_click_plans_the_next_step_of_a_deal(people: People) -> None:
    with clock.frozen(NOON):
        deal = records.create(Opportunity, by=people.sue, name="Big deal")
        client = browser(people.users["sue"])
        [raw] = re.findall(
            r"data-move='?\"?({.*?})\"? aria", part(client.get("/").content.decode(), "no-step")
        )
        move = json.loads(raw)
        values = {**move["values"], move["name"]: f"2026-06-02T{move['hour']}", "stay": "1"}
        assert client.post(move["address"], values, headers=HTMX).status_code == 204
        [planned] = Activity.objects.filter(about_entity="opportunity", about=deal.pk)
        assert (planned.subject, planned.owner_id) == ("Next step: Big deal", people.users["sue"].pk)
        assert part(page(people.users["sue"]), "no-step") == ""


def test_a_section_may_carry_figures_with_a_pace_and_nothing_else(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    tile = home.HomeTile("June", "€40,000 of €100,000", share=Decimal("0.4"))
    target = home.HomeSection("target", "My target", "target", tiles=[tile])
    monkeypatch.setattr(home, "sources", [lambda _actor: [target]])
    text = part(page(people.users["sue"]), "target")
    assert "€40,000 of €100,000" in text
    assert 'value="40"' in text
