"""What people type finds what they mean, in three scripts, on both databases alike, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from tests.company import People

from kith.engine import records, registry, searching
from kith.engine.listing import Listing
from kith.engine.searching import SearchDocument

NAMES = {
    "bank": "Сбербанк России",
    "bread": "ООО «Хлебозавод №1»",
    "steel": "上海钢铁集团有限公司",
    "tea": "西湖龙井茶叶店",
    "mill": "Müller & Söhne GmbH",
    "north": "Northwind Traders",
    "yolka": "Ёлка",
}
PHONES = {"north": "+44 20 7946 0018", "bank": "8 (495) 500-55-50", "steel": "+86 21 6888 1234"}


@pytest.fixture
def rows(people: People, probe: Any) -> dict[str, int]:
    """Records with names of three scripts."""
    return {
        key: records.create(
            probe, by=people.sue, name=name, phone=PHONES.get(key, "").replace("8 (", "+7 (", 1), code=f"C-{number:04}",
            email=f"{key}@example.com",
        ).pk
        for number, (key, name) in enumerate(NAMES.items())
    }  # fmt: skip


def find(actor: Any, text: str, rows: dict[str, int]) -> set[str]:
    """Keys of what the words find."""
    back = {number: key for key, number in rows.items()}
    return {back[number] for number in Listing(registry.spec("probe"), actor, text=text).ids(50)}


@pytest.mark.database
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("钢铁", {"steel"}), ("上海", {"steel"}), ("龙井", {"tea"}), ("有限公司", {"steel"}), ("铁", {"steel"}),
        ("茶叶 西湖", {"tea"}),
        ("сбербанка", {"bank"}), ("СБЕРБАНК", {"bank"}), ("россия", {"bank"}), ("хлебозаводом", {"bread"}),
        ("елка", {"yolka"}),
        ("north", {"north"}), ("nor", {"north"}), ("NORTHWIND trad", {"north"}), ("muller", {"mill"}),
        ("Müll", {"mill"}),
        ("sohne", {"mill"}), ("+442079460018", {"north"}), ("020 7946 0018", {"north"}),
        ("7946 0018", {"north"}), ("0018", {"north"}),
        ("8 495 500 55 50", {"bank"}), ("+7(495)500-55-50", {"bank"}), ("5005550", {"bank"}),
        ("86 21 68881234", {"steel"}),
        ("C-0003", {"tea"}), ("tea@example.com", {"tea"}), ("sberbank", {"bank"}),
        ("wind north nothing", set()), ("钢茶", set()), ("!!!", set()), ("\"' OR 1=1 --", set()),
        ("*", set()), ("NEAR(", set()),
        ("\0", set()), ("%", set()), ("\ud800", set()), ("a" * 5_000, set()),
    ],
)  # fmt: skip
def test_words_find_what_they_mean(
    people: People, rows: dict[str, int], text: str, expected: set[str]
) -> None:
    for name in ("ada", "sue"):
        assert find(people.actor(name), text, rows) == expected, name
        assert Listing(registry.spec("probe"), people.actor(name), text=text).count() == (len(expected), True)


def test_words_find_only_what_is_in_reach(people: People, rows: dict[str, int]) -> None:
    for name, expected in (
        ("sue", {"north"}),
        ("max", {"north"}),
        ("otto", {"north"}),
        ("nora", set()),
        ("stranger", set()),
    ):
        assert find(people.actor(name), "northwind", rows) == expected, name


def test_many_hits_are_paged_like_few(
    people: People, rows: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "few", lambda spec, query: None)
    for name in ("ada", "sue", "max"):
        seen: list[int] = []
        cursor: str | None = None
        while True:
            page = Listing(registry.spec("probe"), people.actor(name), text="example.com", limit=2).page(
                cursor
            )
            seen += [row.id for row in page.rows]
            cursor = page.next
            if cursor is None:
                break
        assert sorted(seen) == sorted(rows.values()), name


def test_a_changed_name_is_found_by_its_new_words_only(
    people: People, probe: Any, rows: dict[str, int]
) -> None:
    records.update((probe, rows["north"]), by=people.sue, name="Southern Sea", phone="")
    assert find(people.sue, "northwind", rows) == set()
    assert find(people.sue, "0018", rows) == set()
    assert find(people.sue, "southern", rows) == {"north"}


def test_no_words_outlive_their_record(people: People, probe: Any, rows: dict[str, int]) -> None:
    spec = registry.spec("probe")
    first = searching.number_of(spec, 0)
    documents = SearchDocument.objects.filter(pk__gt=first, pk__lt=first + 2**40)
    assert documents.count() == len(rows)
    for number in rows.values():
        records.delete((probe, number), by=people.ada)
    assert documents.count() == 0
    records.perform("restore", (probe, rows["north"]), by=people.ada)
    assert documents.count() == 1
    assert find(people.sue, "northwind", rows) == {"north"}
    records.delete((probe, rows["north"]), by=people.ada)
    records.delete((probe, rows["north"]), by=people.ada)
    assert documents.count() == 0
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM engine_search_words WHERE engine_search_words MATCH 'northwind'"
            )
            assert cursor.fetchone() == (0,)


def test_a_search_knows_of_which_entities_there_are_finds(
    people: People, probe: Any, rows: dict[str, int]
) -> None:
    customers = registry.spec("customer").model
    for name in ("Northwind Stores", "Northwind Mills"):
        records.create(customers, by=people.sue, name=name)
    assert searching.kinds(searching.query_of("northwind")) == {"probe", "customer"}
    assert searching.kinds(searching.query_of("northwind mills")) == {"customer"}
    assert searching.kinds(searching.query_of("nobody")) == searching.kinds(searching.query_of("-")) == set()


def test_pages_go_on_when_a_word_becomes_common_meanwhile(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"Common {letter}" for letter in "dbacf"]
    for name in names:
        records.create(probe, by=people.sue, name=name)

    def page(cursor: str | None) -> Any:
        return Listing(registry.spec("probe"), people.sue, fields=("name",), text="common", limit=2).page(
            cursor
        )

    first = page(None)
    monkeypatch.setattr(searching, "few", lambda spec, query: None)
    second = page(first.next)
    monkeypatch.undo()
    third = page(second.next)
    found = [row.values["name"] for got in (first, second, third) for row in got.rows]
    assert sorted(found) == sorted(names)
    assert len(found) == 5


@pytest.mark.parametrize("many", ["probe", "customer"])
def test_an_entity_with_very_many_finds_hides_no_other(
    people: People, probe: Any, monkeypatch: pytest.MonkeyPatch, many: str
) -> None:
    monkeypatch.setattr(searching, "MOST", 1)
    for key in ("probe", "customer"):
        for number in range(3 if key == many else 1):
            records.create(registry.spec(key).model, by=people.sue, name=f"Throng {many} {number}")
    query = searching.query_of(f"throng {many}")
    assert searching.few(registry.spec(many), query) is None
    assert searching.kinds(query) == {"probe", "customer"}
