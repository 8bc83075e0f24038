"""A masked field is seen in part until the record is one's own."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People

from kith.engine import records, registry, searching
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import TYPES
from kith.engine.fieldtypes.masking import Own
from kith.engine.listing import Listing
from kith.engine.timeline import moments

PHONE = "+442079460018"


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", PHONE, "•••• 0018"),
        ("phone", "+49110", "•••"),
        ("phone", f"{PHONE};12", "•••• 0018"),
        ("email", "anna@firm.example", "a•••@firm.example"),
        ("email", "a@firm.example", "•••@firm.example"),
        ("text", "Wang", "W•••"),
        ("text", "王芳", "王•••"),
        ("text", "X", "•••"),
        ("country", "DE", "•••"),
        ("integer", 7, "•••"),
        ("boolean", False, "•••"),
    ],
)
def test_the_part_that_is_shown_suits_the_kind(kind: str, value: Any, shown: str) -> None:
    assert TYPES[kind].mask(value) == shown


@pytest.fixture
def half(people: People, probe: Any) -> Any:
    """Somebody to whom three fields are masked, who sees everything."""
    people.role(
        "half", {"probe": {"*": "all"}}, {"probe": dict.fromkeys(("phone", "email", "worth"), "masked")}
    )
    return people.join("Hal Half", "half")


def filled(probe: Any, by: Any, owner: int | None) -> Any:
    """A record with something in each masked field."""
    return records.create(
        probe, by=by, name="Row", owner=owner, phone=PHONE, email="anna@firm.example", worth="10", note="word"
    )


def test_a_mask_falls_when_the_record_becomes_ones_own(people: People, half: Any, probe: Any) -> None:
    row = filled(probe, people.ada, people.sue.user_id)
    spec = registry.spec("probe")
    seen = Listing(spec, half, fields=("phone", "email", "worth")).page().rows[0].values
    assert seen == {"phone": "•••• 0018", "email": "a•••@firm.example", "worth": "•••"}
    assert "0018" not in str(Listing(spec, half, text="word").page())
    records.update(row, by=people.ada, phone="+442079460019", owner=half.user_id)
    seen = Listing(spec, half, fields=("phone",)).page().rows[0].values
    assert seen == {"phone": Own("+442079460019")}
    assert "7946 0018" in str(moments(spec, records.find(spec, row.pk, half, "read"), half))


def test_the_people_one_manages_keep_their_masks(people: People, half: Any, probe: Any) -> None:
    people.give("sue", manager=half.user_id)
    filled(probe, people.ada, people.sue.user_id)
    row = Listing(registry.spec("probe"), people.actor("hal"), fields=("phone",)).page().rows[0]
    assert row.values == {"phone": "•••• 0018"}


def test_the_story_tells_the_part_of_old_and_new(people: People, half: Any, probe: Any) -> None:
    row = filled(probe, people.ada, people.sue.user_id)
    records.update(row, by=people.ada, phone="+442079460019")
    told = str(moments(registry.spec("probe"), row, half))
    assert "•••• 0018" in told
    assert "•••• 0019" in told
    assert "7946" not in told


def test_what_is_masked_is_written_on_own_records_only(people: People, half: Any, probe: Any) -> None:
    row = filled(probe, people.ada, people.sue.user_id)
    with pytest.raises(Invalid) as refused:
        records.update(row, by=half, phone="+442079460019")
    assert list(refused.value.errors) == ["phone"]
    with pytest.raises(Invalid):
        records.update(row, by=half, phone="+442079460019", owner=half.user_id)
    mine = records.create(probe, by=half, name="Mine", phone=PHONE)
    assert records.update(mine, by=half, phone="+442079460019").phone == "+442079460019"


def test_by_what_is_masked_one_finds_ones_own_records_only(people: People, half: Any, probe: Any) -> None:
    spec = registry.spec("probe")
    filled(probe, people.ada, people.sue.user_id)
    for words in ("0018", "+44 20 7946 0018", "anna@firm.example"):
        assert not Listing(spec, half, text=words).page().rows
    mine = filled(probe, half, half.user_id)
    assert [row.id for row in Listing(spec, half, text="+44 20 7946 0018").page().rows] == [mine.pk]
    assert len(Listing(spec, half, text="word").page().rows) == 2


def test_words_that_can_find_no_phone_are_searched_as_fast_as_by_others(people: People, probe: Any) -> None:
    people.role("calls", {"probe": {"*": "all"}}, {"probe": {"phone": "masked"}})
    carl, spec = people.give("carl", "calls"), registry.spec("probe")
    assert not searching.hidden_words(spec, carl, "word")
    assert searching.hidden_words(spec, carl, "word 0018")
    filled(probe, people.ada, people.sue.user_id)
    assert Listing(spec, carl, text="word").page().rows
    assert not Listing(spec, carl, text="word 0018").page().rows
