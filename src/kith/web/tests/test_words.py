"""Small things that need no database: initials, addresses, columns on the phone, what a composer splits."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from kith.engine.errors import Malformed
from kith.kernel.text import lower_first
from kith.web.addressing import State
from kith.web.avatars import initials, tone_of
from kith.web.composing import split


@pytest.mark.parametrize(
    ("name", "letters", "small"),
    [
        ("Maria Hughes", "MH", "MH"),
        ("Мария Петровна Кузнецова", "МК", "МК"),
        ("王晓明", "晓明", "明"),
        ("上海华润电子科技有限公司", "上海", "上"),
        ("Madonna", "MA", "MA"),
        ("3M", "3M", "3M"),
        ("00012", "12", "12"),
        ("", "?", "?"),
    ],
)
def test_initials_are_those_that_people_would_write(name: str, letters: str, small: str) -> None:
    assert initials(name) == letters
    assert initials(name, small=True) == small
    assert tone_of(name) == tone_of(name)


def test_an_address_says_the_same_state_again() -> None:
    given = QueryDict(
        'view=mine&q=pumps&where=[{"field":"grade","op":"in","value":["A"]}]&sort=-name,city&columns=name'
    )
    state = State.of("/customers/", given)
    assert state.where == ({"field": "grade", "op": "in", "value": ["A"]},)
    assert State.of("/customers/", QueryDict(state.url().partition("?")[2])) == state


def test_changing_what_is_shown_starts_at_the_beginning() -> None:
    state = State.of("/customers/", QueryDict("cursor=abc&at=50&q=x"))
    assert state.url(sort=("name",)) == "/customers/?q=x&sort=name"
    assert "cursor=abc" in state.url()


@pytest.mark.parametrize("text", ["{", "[" * 5_000, '"', "x" * 9_000])
def test_a_broken_filter_in_the_address_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        State.of("/customers/", QueryDict(mutable=True) | {"where": text})


def test_what_is_written_on_a_timeline_becomes_subject_and_body() -> None:
    assert split("Call Anna", "Note") == ("Call Anna", "")
    assert split("Price agreed\nShe signs next week.", "Note") == ("Price agreed", "She signs next week.")
    assert split("  \n ", "Note") == ("Note", "")
    subject, body = split("x" * 300, "Note")
    assert len(subject) == 120
    assert body == "x" * 300


def test_labels_in_a_sentence_keep_abbreviations() -> None:
    assert lower_first("Customer") == "customer"
    assert lower_first("VAT rate") == "VAT rate"
