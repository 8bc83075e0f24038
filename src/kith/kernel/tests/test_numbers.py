"""Numbers: read as the reader of each language means them, or not at all."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.numbers import NumberTextError, identity, parse_decimal, scaled, unscaled


@pytest.mark.parametrize(
    ("text", "locale", "value"),
    [
        ("1,234.56", "en", "1234.56"),
        ("1,234", "en", "1234"),
        ("1,234", "ru", "1.234"),
        ("1,234", "zh-hans", "1234"),
        ("1.234,56", "en", "1234.56"),
        ("1.234.567", "ru", "1234567"),
        ("1 234 567,89", "ru", "1234567.89"),
        ("1\u00a0234\u00a0567,89", "ru", "1234567.89"),
        ("1\u202f234,5", "ru", "1234.5"),
        ("1'234'567.89", "en", "1234567.89"),
        ("1’234,50", "ru", "1234.50"),
        ("12,5", "en", "12.5"),
        ("0,125", "en", "0.125"),
        ("12.5", "ru", "12.5"),
        ("1.234", "ru", "1.234"),
        ("1.234", "en-us", "1.234"),
        ("12,34,567.5", "en", "1234567.5"),
        ("−5", "en", "-5"),
        ("5-", "ru", "-5"),
        ("(1,200.50)", "en", "-1200.50"),
        ("+7", "en", "7"),
        (".5", "en", "0.5"),
        ("5.", "en", "5"),
        ("１，２３４．５", "zh-hans", "1234.5"),
        ("3.5万", "zh-hans", "35000"),
        ("1.2亿", "zh-hans", "120000000"),
        ("3百万", "zh-hans", "3000000"),
        ("2 万亿", "zh-hans", "2000000000000"),
        ("1.5E+05", "en", "150000"),
        ("2e-3", "en", "0.002"),
        ("-0", "en", "0"),
        ("٣٤", "en", "34"),
    ],
)
def test_a_number_is_read_as_meant(text: str, locale: str, value: str) -> None:
    assert parse_decimal(text, locale) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "locale", "code"),
    [
        ("", "en", "empty"),
        (" \u00a0", "en", "empty"),
        ("abc", "en", "format"),
        ("1 2 3", "ru", "format"),
        ("12 34", "ru", "format"),
        ("1,23,4", "en", "format"),
        ("1,234.567,8", "en", "format"),
        ("1.2.3", "ru", "format"),
        ("--5", "en", "format"),
        ("(-5)", "en", "format"),
        ("5万", "en", "format"),
        ("5亿万", "zh-hans", "format"),
        ("万", "zh-hans", "format"),
        ("NaN", "en", "format"),
        ("inf", "en", "format"),
        ("0x10", "en", "format"),
        ("1_000", "en", "format"),
        ("1e999999", "en", "format"),
        ("1e99", "en", "too_large"),
        ("12,3456", "en", "ambiguous"),
        ("12,3456", "zh-hans", "ambiguous"),
        ("9" * 100, "en", "too_long"),
    ],
)
def test_what_is_no_clear_number_is_refused_with_its_reason(text: str, locale: str, code: str) -> None:
    with pytest.raises(NumberTextError) as refused:
        parse_decimal(text, locale)
    assert refused.value.code == code


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_numbers_written_in_each_language_are_read_back(value: Decimal) -> None:
    english = f"{value:,.2f}"
    russian = english.replace(",", "\u00a0").replace(".", ",")
    assert parse_decimal(english, "en") == value
    assert parse_decimal(english, "zh-hans") == value
    assert parse_decimal(russian, "ru") == value
    assert parse_decimal(str(value), "ru") == value


@given(
    st.text(st.sampled_from("0123456789.,'’ -+()eE万亿\u00a0x"), max_size=20),
    st.sampled_from(["en", "ru", "zh-hans"]),
)
def test_any_text_gives_a_finite_number_or_a_clear_refusal(text: str, locale: str) -> None:
    with suppress(NumberTextError):
        assert parse_decimal(text, locale).is_finite()


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.integers(0, 10))
def test_scaled_and_unscaled_are_inverse(number: int, places: int) -> None:
    assert scaled(unscaled(number, places), places) == number


def test_scaling_refuses_to_lose_digits() -> None:
    assert scaled(Decimal("1.500"), 2) == 150
    assert scaled(Decimal("0E+999999"), 2) == 0
    with pytest.raises(NumberTextError) as refused:
        scaled(Decimal("1.005"), 2)
    assert (refused.value.code, refused.value.params) == ("places", {"places": 2})


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1E+999999", "too_large"),
        ("9223372036854775808", "too_large"),
        ("NaN", "format"),
        ("Infinity", "format"),
        ("1E-999999", "places"),
        ("0." + "1" * 200, "places"),
    ],
)
def test_scaling_refuses_what_no_column_holds(value: str, code: str) -> None:
    with pytest.raises(NumberTextError) as refused:
        scaled(Decimal(value), 0)
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "²", "٣", "-1", "1.0", " 1", "9" * 19, "one"])
def test_what_is_no_number_of_a_record_is_none(text: str) -> None:
    assert identity(text) is None


def test_a_number_of_a_record_is_read() -> None:
    assert identity("70") == 70
    assert identity("9" * 18) == 10**18 - 1
