"""Money: exact, never of two currencies, never losing a unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.money import CURRENCIES, EXPONENTS, MINOR_LIMIT, CurrencyMismatch, Money, MoneyError

currencies = st.sampled_from(CURRENCIES)
minors = st.integers(-(MINOR_LIMIT - 1), MINOR_LIMIT - 1)
small = st.integers(-(10**15), 10**15)


@given(minors, currencies)
def test_minor_units_go_there_and_back(minor: int, currency: str) -> None:
    assert Money.from_minor(minor, currency).minor() == minor


@given(small, small, currencies)
def test_sums_and_differences_are_exact(left: int, right: int, currency: str) -> None:
    a, b = Money.from_minor(left, currency), Money.from_minor(right, currency)
    assert (a + b).minor() == left + right
    assert (a - b).minor() == left - right
    assert a + b - b == a
    assert (a < b) == (left < right)


@given(minors, st.integers(1, 200), currencies)
def test_a_split_loses_nothing_and_is_even(minor: int, parts: int, currency: str) -> None:
    shares = [share.minor() for share in Money.from_minor(minor, currency).split(parts)]
    assert len(shares) == parts
    assert sum(shares) == minor
    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize(
    ("currency", "places"),
    [("CNY", 2), ("RUB", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4), ("VND", 0)],
)
def test_currencies_have_their_places(currency: str, places: int) -> None:
    assert EXPONENTS[currency] == places
    assert Money(Decimal(1), currency).minor() == 10**places


def test_every_code_stands_once_and_is_three_letters() -> None:
    assert len(CURRENCIES) == len(set(CURRENCIES)) > 160
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)


@pytest.mark.parametrize(
    ("amount", "rounded"), [("1.005", "1.01"), ("1.004", "1.00"), ("-1.005", "-1.01"), ("2.675", "2.68")]
)
def test_a_half_is_rounded_away_from_zero(amount: str, rounded: str) -> None:
    assert Money(Decimal(amount), "CNY").amount == Decimal(rounded)


def test_tax_of_a_price_is_what_the_invoice_says() -> None:
    assert Money(Decimal("99.50"), "CNY") * Decimal("0.13") == Money(Decimal("12.94"), "CNY")
    assert 3 * Money(Decimal("0.10"), "RUB") == Money(Decimal("0.30"), "RUB")
    assert Money(Decimal(1000), "JPY") * Decimal("0.1") == Money(Decimal(100), "JPY")


def test_a_rounded_away_debt_is_plain_zero() -> None:
    assert str(Money(Decimal("-0.001"), "CNY").amount) == "0.00"
    assert not Money(Decimal("-0.001"), "CNY")


def test_amounts_add_up_with_sum() -> None:
    assert sum([Money(Decimal(1), "CNY"), Money(Decimal(2), "CNY")]) == Money(Decimal(3), "CNY")


def test_two_currencies_do_not_mix() -> None:
    yuan, rouble = Money(Decimal(1), "CNY"), Money(Decimal(1), "RUB")
    for mixing in (
        lambda: yuan + rouble,
        lambda: yuan - rouble,
        lambda: yuan < rouble,
        lambda: yuan >= rouble,
    ):
        with pytest.raises(CurrencyMismatch):
            mixing()
    assert yuan != rouble


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_an_amount_is_a_number(amount: str) -> None:
    with pytest.raises(MoneyError):
        Money(Decimal(amount), "CNY")


@pytest.mark.parametrize("amount", ["92233720368547758.08", "1E+999999", "-1E+40"])
def test_an_amount_beyond_the_column_is_refused(amount: str) -> None:
    with pytest.raises(MoneyError) as refused:
        Money(Decimal(amount), "CNY")
    assert refused.value.code == "too_large"


def test_a_product_beyond_the_column_is_refused() -> None:
    with pytest.raises(MoneyError):
        Money.from_minor(MINOR_LIMIT - 1, "CNY") * 2
    with pytest.raises(MoneyError):
        Money(Decimal(5), "CNY") * Decimal("9E+999999")


def test_floats_and_unknown_currencies_are_refused() -> None:
    with pytest.raises(TypeError):
        Money(0.1, "CNY")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(Decimal(1), "CNY") * 0.1  # type: ignore[operator]
    with pytest.raises(MoneyError):
        Money(Decimal(1), "XYZ")
    with pytest.raises(MoneyError):
        Money.from_minor(1, "cny")
    with pytest.raises(ValueError, match="one part"):
        Money(Decimal(1), "CNY").split(0)
