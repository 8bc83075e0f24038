"""Pages of any size visit every row exactly once, in the order that was asked for."""

from __future__ import annotations

import base64
import functools
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import bulk, cursors, epoch, records, registry
from kith.engine.custom import CustomField
from kith.engine.errors import Malformed
from kith.engine.listing import Listing
from kith.kernel.money import Money
from kith.kernel.text import sort_key
from tests.company import People

pytestmark = pytest.mark.database

CUSTOM = ("text", "integer", "decimal", "money", "date", "datetime", "time", "boolean", "rating")
SORTS = (
    "name",
    "code",
    "amount",
    "price",
    "share",
    "worth",
    "stars",
    "day",
    "at",
    "hour",
    "active",
    "stage",
    "created_at",
    "owner",
    "parent",
    "length",
    *(f"c_{kind}" for kind in CUSTOM),
)
POOLS: dict[str, list[Any]] = {
    "name": ["Ärger", "apple", "Apple", "яблоко", "Ёлка", "茶叶", "银行", "zebra"],
    "code": ["a", "B", "я", "茶"],
    "amount": [-2, 0, 7],
    "price": ["-1.5", "0", "2.125"],
    "share": ["0", "50"],
    "worth": ["0", "-3", "12.50"],
    "stars": [1, 5],
    "day": ["2026-01-01", "2025-12-31"],
    "at": ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000001Z"],
    "hour": ["08:00", "23:59"],
    "active": [True, False],
    "stage": ["open", "done"],
    "c_text": ["a", "B", "я"],
    "c_integer": [-5, 0, 10],
    "c_decimal": ["-0.5", "10"],
    "c_money": ["1", "-1"],
    "c_date": ["2026-01-01", "1999-12-31"],
    "c_datetime": ["2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"],
    "c_time": ["08:00", "23:59"],
    "c_boolean": [True, False],
    "c_rating": [1, 5],
}


@pytest.fixture
def rows(people: People, probe: Any) -> list[Any]:
    """Records full of ties and gaps, of two owners."""
    chance = random.Random(7)  # noqa: S311 - chance, not a secret
    for kind in CUSTOM:
        records.create(
            CustomField,
            by=people.ada,
            entity="probe",
            key=f"c_{kind}",
            kind=kind,
            indexed=kind in ("text", "date"),
        )
    values = [
        {
            **{
                name: chance.choice(pool)
                for name, pool in POOLS.items()
                if name in ("name", "stage") or chance.random() < 0.7
            },
            "owner": chance.choice([people.sue.user_id, people.carl.user_id, people.nora.user_id]),
            "code": f"{chance.choice(POOLS['code'])}{number}",
        }
        for number in range(45)
    ]
    ids = [outcome.id for outcome in bulk.create(probe, values, by=people.ada)]
    bulk.update(
        probe,
        [(number, None, {"parent": chance.choice(ids)}) for number in ids[::3] if number],
        by=people.ada,
    )
    return list(probe.live())


def compared(name: str, row: Any, rows: dict[int, Any], people: People) -> Any:
    """What a row is sorted by; None is smaller than everything."""
    spec = registry.spec("probe")
    value = spec.value(row, spec.fields[name])
    if name == "name":
        return sort_key(value)
    if name == "owner":
        return sort_key(next(user.name for user in people.users.values() if user.pk == value))
    if name == "parent":
        return None if value not in rows else sort_key(rows[value].name)  # a name out of reach sorts as none
    if name == "worth":
        return row.worth_base
    return value.minor() if isinstance(value, Money) else value


def expected(terms: tuple[str, ...], rows: list[Any], people: People) -> list[int]:
    """Ids in the asked order; equal rows by id in the direction of the first term."""
    by_id = {row.pk: row for row in rows}
    keys = {row.pk: [compared(term.lstrip("-"), row, by_id, people) for term in terms] for row in rows}

    def before(one: int, other: int) -> int:
        for term, left, right in zip(terms, keys[one], keys[other], strict=True):
            if left != right:
                smaller = left is None or (right is not None and left < right)
                return (-1 if smaller else 1) * (-1 if term.startswith("-") else 1)
        return (one - other) * (-1 if terms[0].startswith("-") else 1)

    return sorted(keys, key=functools.cmp_to_key(before))


TERMS = st.lists(
    st.tuples(st.sampled_from(SORTS), st.booleans()), min_size=1, max_size=3, unique_by=lambda term: term[0]
).map(lambda terms: tuple(f"-{name}" if down else name for name, down in terms))


def test_every_row_comes_once_and_in_order(people: People, rows: list[Any]) -> None:
    spec = registry.spec("probe")
    actors = {None: people.ada, people.users["sue"].pk: people.sue}

    @settings(max_examples=120)
    @given(
        terms=TERMS,
        limit=st.sampled_from([1, 3, 10, 44, 45, 46]),
        owner=st.sampled_from(sorted(actors, key=str)),
    )
    def agree(terms: tuple[str, ...], limit: int, owner: int | None) -> None:
        visible = [row for row in rows if owner in (None, row.owner_id)]
        look = Listing(spec, actors[owner], sort=terms, limit=limit)
        found: list[int] = []
        cursor: str | None = None
        while True:
            page = look.page(cursor)
            found += [row.id for row in page.rows]
            cursor = page.next
            assert len(page.rows) == limit or cursor is None
            if cursor is None:
                break
            look = Listing(spec, actors[owner], sort=terms, limit=limit)
        wanted = expected(terms, visible, people)
        assert found == wanted, (terms, look.shape)

    with epoch.turn():
        agree()


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda part: st.one_of(
        st.lists(part, max_size=3), st.dictionaries(st.sampled_from("tdmnx"), part, max_size=1)
    ),
    max_leaves=4,
)


def test_a_forged_position_is_refused(people: People, rows: list[Any]) -> None:

    spec = registry.spec("probe")
    actors = [people.ada, people.sue]

    @settings(max_examples=250)
    @given(name=st.sampled_from(SORTS), value=JSON, last=st.one_of(st.integers(-1, 2**64), JSON))
    def forge(name: str, value: Any, last: Any) -> None:
        said = json.dumps([name, [value], last]).encode()
        packed = base64.urlsafe_b64encode(said + b"seal of 9").decode().rstrip("=")
        for actor in actors:
            with pytest.raises(Malformed):
                Listing(spec, actor, sort=(name,), limit=3).page(packed)

    with epoch.turn():
        forge()
        for text in ("x", "", "é", "AAAA", "\ud800", "[]", "a" * 9_999, cursors.encode("other", [1], 1)):
            if text:
                with pytest.raises(Malformed):
                    Listing(spec, people.ada, sort=("name",)).page(text)
