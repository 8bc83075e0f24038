"""Phones: any notation, one stored form."""

import csv
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.phones import display, normalise, search_digits

NUMBERS = Path(__file__).parents[4].parent / "shared/data/phone_numbers/numbers.csv"


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("8 912 345 67 89", "ru", "+79123456789"),
        ("+7 912 345-67-89", "CN", "+79123456789"),
        ("1３８ １２３４ ５６７８", "CN", "+8613812345678"),
        ("０１０－６５５５００００", "CN", "+861065550000"),
        ("＋86 138 1234 5678", "", "+8613812345678"),
        ("0086 138 1234 5678", "CN", "+8613812345678"),
        ("\u202a+7 912 345-67-89\u202c", "RU", "+79123456789"),
        ("tel:+1-212-736-5000", "RU", "+12127365000"),
    ],
)
def test_a_number_in_any_notation_has_one_form(text: str, region: str, e164: str) -> None:
    phone = normalise(text, region)
    assert phone is not None
    assert phone.e164 == e164
    assert phone.extension == ""


@pytest.mark.parametrize(
    "text",
    ["8 495 739-70-00 доб. 123", "8 495 739-70-00 ext. 123", "8 495 739-70-00 转123", "84957397000,доб 123"],
)
def test_an_extension_is_kept_apart(text: str) -> None:
    phone = normalise(text, "RU")
    assert phone is not None
    assert (phone.e164, phone.national, phone.extension) == ("+74957397000", "4957397000", "123")


@pytest.mark.parametrize(
    "text", ["", "   ", "Иван", "123", "+86 101234567", "+7", "1" * 300, "\x00", "+999 1234567"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert normalise(text, "CN") is None


def test_a_national_number_without_a_region_is_none() -> None:
    assert normalise("8 912 345 67 89", "") is None


def test_own_numbers_are_shown_national_and_others_international() -> None:
    assert display("+8613812345678", "CN") == "138 1234 5678"
    assert display("+8613812345678", "RU") == "+86 138 1234 5678"
    assert display("+79123456789", "RU") == "8 (912) 345-67-89"
    assert display("+77011234567", "RU") == "+7 701 123 4567"


def test_what_is_no_number_is_shown_as_it_is() -> None:
    assert display("ask Ivan", "RU") == "ask Ivan"
    assert display("", "RU") == ""


def test_search_digits_are_the_full_the_national_and_the_typed_ones() -> None:
    assert search_digits("8 (912) 345-67-89", "RU") == ["79123456789", "9123456789", "89123456789"]
    assert search_digits("６７－８９", "RU") == ["6789"]
    assert search_digits("Иван", "RU") == []


@given(st.text(max_size=80), st.sampled_from(["", "CN", "RU", "US", "XX"]))
def test_no_text_breaks_it_and_a_normal_form_stays(text: str, region: str) -> None:
    phone = normalise(text, region)
    if phone is not None:
        again = normalise(phone.e164, "")
        assert again is not None
        assert again.e164 == phone.e164
    assert isinstance(display(text, region), str)


@pytest.mark.skipif(not NUMBERS.exists(), reason="the shared data set phone_numbers is not here")
def test_numbers_of_199_regions_are_read_shown_and_refused_as_expected() -> None:
    with NUMBERS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wrong: list[tuple[str, ...]] = []
    for row in rows:
        phone = normalise(row["input"], row["default_region"])
        if (phone.e164 if phone else "") != row["expected_e164"]:
            wrong.append((row["default_region"], row["input"]))
        elif phone and row["expected_national"]:
            shown = display(phone.e164, row["expected_region"]), display(phone.e164, "")
            if shown != (row["expected_national"], row["expected_international"]):
                wrong.append((row["default_region"], *shown))
    sys.stdout.write(f"phone numbers: {len(rows) - len(wrong)} of {len(rows)} as expected\n{wrong[:20]}\n")
    assert len(rows) > 3000
    assert len(wrong) <= len(rows) // 200
