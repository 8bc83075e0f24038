"""Cards of every version are read as people wrote them, and what is written is read again the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.vcards import Card, CardError, Person, Property, card_of, folded, person_of, read, written

CARDS = Path(__file__).parents[4].parent / "shared/data/vcards"
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60).map(str.strip)


def of(text: str) -> Person:
    """What the only card of a text says."""
    (card,) = read(text.splitlines())
    return person_of(card)


def test_old_cards_have_quoted_texts_and_bare_kinds() -> None:
    found = of(
        "BEGIN:VCARD\nVERSION:2.1\nN;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:von St=C3=BCrmer;Bartholom=C3=A4u=\ns;;;\n"
        "TEL;WORK;FAX:1\nTEL;CELL:+08154711\nTEL;WORK:55\nEND:VCARD\n"
    )
    assert (found.family, found.given, found.name) == (
        "von Stürmer",
        "Bartholomäus",
        "Bartholomäus von Stürmer",
    )
    assert (found.mobile, found.phone) == ("+08154711", "55")


def test_new_cards_have_groups_preferences_and_escaped_signs() -> None:
    found = of(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Li\\, Ming\r\nORG:Acme\\; Sons;Sales\r\nitem1.EMAIL:b@example.com\r\n"
        "item2.EMAIL;type=pref:a@exam\r\n ple.com\r\nBDAY:--0229\r\nNOTE:one\\ntwo\r\nEND:VCARD\r\n"
    )
    assert (found.name, found.company, found.email) == ("Li, Ming", "Acme; Sons", "a@example.com")
    assert (found.birthday, found.note) == ("1804-02-29", "one\ntwo")


def test_a_card_that_never_ends_is_refused_with_its_line() -> None:
    with pytest.raises(CardError) as refused:
        list(read(["", "BEGIN:VCARD", "FN:Kim"]))
    assert (refused.value.code, refused.value.line) == ("unfinished", 2)


@given(
    st.builds(Person, name=TEXT.filter(bool), given=TEXT, family=TEXT, company=TEXT, position=TEXT, note=TEXT)
)
def test_what_is_written_is_read_again(person: Person) -> None:
    for version in ("3.0", "4.0"):
        (card,) = read(written(card_of(person), version).split("\r\n"))
        assert card.properties == card_of(person).properties


def test_lines_are_folded_between_characters() -> None:
    pieces = folded("NOTE:" + "漢" * 80).split("\r\n")
    assert max(len(piece.encode()) for piece in pieces) <= 75
    assert all(piece.startswith(" ") for piece in pieces[1:])


@pytest.mark.skipif(not CARDS.exists(), reason="the shared data set vcards is not here")
def test_every_card_of_the_data_set_is_read_and_comes_back_from_what_is_written() -> None:
    cards: list[Card] = []
    others = 0
    for path in sorted(CARDS.glob("*.vcf")):
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        others += sum(line.startswith("BEGIN:") and line.strip() != "BEGIN:VCARD" for line in lines)
        cards += read(lines)
    back = [card for card in cards if next(read(written(card).split("\r\n"))).properties == card.properties]
    named = [card for card in cards if person_of(card).name]
    sys.stdout.write(f"vcards: {len(cards)} cards and {others} other component read, {len(named)} with a name, "
                     f"{len(back)} the same once written and read again\n")  # fmt: skip
    assert len(cards) + others == 16
    assert len(back) == len(named) == len(cards)
    assert Property("TITLE", "Research Scientist") in [one for card in cards for one in card.properties]
