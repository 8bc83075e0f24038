"""Today: what is mine to do, from customers and activities, in one list."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest

from kith.engine import plugs, records
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.web import assets
from tests.company import People
from tests.signing import browser

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def assets_without_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages need the names of built assets, not the assets."""
    names = ("app.js", "app.css", "icons.svg", "img/kith.svg")
    monkeypatch.setattr(assets, "manifest", lambda: {name: name for name in names})


def task(by: Any, subject: str, hours: int, **values: Any) -> Any:
    return records.create(Activity, by=by, subject=subject, at=NOON + dt.timedelta(hours=hours), **values)


def test_tasks_and_customers_to_contact_are_one_list_by_time(people: People) -> None:
    with clock.frozen(NOON):
        task(people.sue, "Tonight", 5)
        task(people.sue, "Days ago", -72)
        for name, days in (("Acme", 0), ("Bolt", -1)):
            day = NOON.date() + dt.timedelta(days=days)
            records.create(Customer, by=people.sue, name=name, next_contact_on=day)
        [todo] = [section for section in plugs.home_sections(people.sue) if section.key == "tasks"]
        assert [(row.title, row.late) for row in todo.rows] == [
            ("Days ago", True), ("Bolt", True), ("Acme", False), ("Tonight", False),
        ]  # fmt: skip


def test_show_all_opens_ones_own_open_tasks(people: People) -> None:
    task(people.sue, "Open of Sue", 50)
    task(people.sue, "Done by Sue", -50, done=True)
    task(people.carl, "Open of Carl", 50)
    max_ = browser(people.users["max"])
    task(people.max, "Open of Max", 60)
    [address] = re.findall(r'id="panel-tasks".*?href="([^"]+)"', max_.get("/").content.decode(), re.DOTALL)
    page = max_.get(html.unescape(address)).content.decode()
    assert "Open of Max" in page
    assert not any(other in page for other in ("Open of Sue", "Done by Sue", "Open of Carl"))
