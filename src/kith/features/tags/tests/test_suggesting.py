"""Which tags are offered to whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.errors import NotFound
from kith.engine.spec import UnknownField
from kith.features.tags import suggesting

Customer: Any = apps.get_model("customers", "Customer")


@pytest.fixture(autouse=True)
def tagged(people: People) -> None:
    suggesting._known.clear()
    for tags in (["VIP", "eu"], ["vip"], ["VIP", "Киев"], []):
        records.create(Customer, by=people.sue, name="x", tags=tags)
    records.create(Customer, by=people.nora, name="y", tags=["secret", "重要"])


def offered(actor: Actor, words: str = "") -> list[tuple[str, int]]:
    found = suggesting.suggestions(registry.spec("customer"), actor, "tags", words)
    return [(one.tag, one.count) for one in found]


def test_the_most_used_spelling_comes_first(people: People) -> None:
    assert offered(people.sue) == [("VIP", 3), ("eu", 1), ("Киев", 1)]


def test_words_narrow_without_regard_to_case(people: People) -> None:
    assert offered(people.sue, "ки") == [("Киев", 1)]
    assert offered(people.nora, "重") == [("重要", 1)]


def test_tags_of_records_out_of_reach_are_not_offered(people: People) -> None:
    assert offered(people.carl) == []
    assert "secret" not in dict(offered(people.max))
    assert "secret" in dict(offered(people.ada))


def test_a_changed_right_changes_what_is_offered(people: People) -> None:
    assert offered(people.carl) == []
    assert dict(offered(people.give("carl", "auditor")))["VIP"] == 3


def test_only_readable_fields_of_tags_are_asked(people: People) -> None:
    spec = registry.spec("customer")
    with pytest.raises(NotFound):
        suggesting.suggestions(spec, people.sue, "name")
    with pytest.raises(UnknownField):
        suggesting.suggestions(spec, people.sue, "nothing")
    with pytest.raises(NotFound):
        suggesting.suggestions(spec, people.stranger, "tags")


def test_page_and_api_offer_the_same(people: People) -> None:
    page = browser(people.users["sue"]).get("/customers/tags/tags/?q=v").json()["items"]
    items = program(people.users["sue"]).get("/api/v1/customers/tags?q=v").json()["items"]
    assert [one["text"] for one in page] == [one["tag"] for one in items] == ["VIP"]
    assert program(people.users["sue"]).get("/api/v1/customers/tags?field=name").status_code == 404
    assert program(people.users["sue"]).get("/api/v1/customers/tags?color=1").status_code == 400
