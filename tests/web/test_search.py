"""The page of results: what is called so stands before what only has the word somewhere."""

from __future__ import annotations

import re
from typing import Any

from django.apps import apps

from kith.engine import records
from tests.company import People
from tests.signing import browser

Customer: Any = apps.get_model("customers", "Customer")


def test_names_come_before_other_finds(people: People) -> None:
    for name, more in (
        ("Aachen Works", {"city": "Ural"}),
        ("Baltic Ural", {}),
        ("Ural", {}),
        ("Zenith", {"email": "info@ural.example"}),
        ("UralMash", {}),
    ):
        records.create(Customer, by=people.sue, name=name, **more)
    page = browser(people.users["sue"]).get("/search/?q=ural").content.decode()
    names = [name for name in re.findall(r">\s*([^<>]+?)\s*<", page) if name in
             {"Aachen Works", "Baltic Ural", "Ural", "Zenith", "UralMash"}]  # fmt: skip
    assert list(dict.fromkeys(names)) == ["Ural", "UralMash", "Baltic Ural", "Aachen Works", "Zenith"]


def test_a_list_with_few_finds_keeps_its_order(people: People) -> None:
    for name in ("Cedar Ural", "Alder Ural", "Birch Ural"):
        records.create(Customer, by=people.sue, name=name)
    page = browser(people.users["sue"]).get("/customers/?q=ural").content.decode()
    places = [page.index(f">{name} Ural<") for name in ("Alder", "Birch", "Cedar")]
    assert places == sorted(places)


def test_what_stands_beneath_a_find_is_said_once(people: People) -> None:
    lead: Any = apps.get_model("sales", "Lead")
    records.create(lead, by=people.sue, name="Clara Richter", company="Granite Print")
    page = browser(people.users["sue"]).get("/search/?q=clara").content.decode()
    assert page.count("Granite Print") == 1
