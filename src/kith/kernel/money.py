"""Amounts of money: exact, of one currency, always a whole number of minor units."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import total_ordering

from kith.kernel.currencies import CURRENCIES, EXPONENTS
from kith.kernel.errors import CodedError

__all__ = ["CURRENCIES", "EXPONENTS", "MINOR_LIMIT", "CurrencyMismatch", "Money", "MoneyError"]

# Minor units live in signed 64-bit columns.
MINOR_LIMIT = 2**63
# Commercial rounding: a half goes away from zero. Chinese and Russian tax rules and invoices are computed so,
# and people check a bill by it; the banker's rounding of Python's default context would differ by a unit from
# the paper.
_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP)
_MOST_DIGITS = 30


class MoneyError(CodedError):
    """An amount that cannot be. Codes: currency (unknown code), amount (not finite), too_large."""


class CurrencyMismatch(CodedError, TypeError):
    """Two currencies met where only one makes sense (params: left, right). Convert at a dated rate first."""


@total_ordering
@dataclass(frozen=True, slots=True, eq=True)
class Money:
    """`amount` in major units of `currency` (ISO 4217 code), rounded half up to the currency's minor unit
    when made.

    Raises MoneyError; TypeError for a float, which could not say exactly what it means.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Bring the amount to the currency's places and check the bounds."""
        if self.currency not in EXPONENTS:
            raise MoneyError("currency", currency=self.currency)
        if isinstance(self.amount, float | str):
            raise TypeError(f"an amount is a Decimal, not {type(self.amount).__name__}")
        object.__setattr__(self, "amount", _rounded(Decimal(self.amount), EXPONENTS[self.currency]))

    @classmethod
    def from_minor(cls, minor: int, currency: str) -> "Money":
        """The amount of `minor` cents, fen, kopecks ... of `currency`."""
        if currency not in EXPONENTS:
            raise MoneyError("currency", currency=currency)
        return cls(Decimal(minor).scaleb(-EXPONENTS[currency], _ROUNDING), currency)

    def minor(self) -> int:
        """The amount as a whole number of minor units, as it is stored."""
        return int(self.amount.scaleb(EXPONENTS[self.currency], _ROUNDING))

    def split(self, parts: int) -> list["Money"]:
        """`parts` nearly equal shares that add up to the whole; the earlier ones carry the odd units.

        Raises ValueError for less than one part.
        """
        if parts < 1:
            raise ValueError("at least one part")
        share, odd = divmod(abs(self.minor()), parts)
        sign = -1 if self.amount < 0 else 1
        return [Money.from_minor(sign * (share + (i < odd)), self.currency) for i in range(parts)]

    def __add__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return Money.from_minor(self.minor() + other.minor(), self.currency)

    def __radd__(self, other: int) -> "Money":
        # Lets sum() begin with its 0.
        return self if other == 0 else NotImplemented

    def __sub__(self, other: "Money") -> "Money":
        if not isinstance(other, Money):
            return NotImplemented
        return self + -other

    def __neg__(self) -> "Money":
        return Money.from_minor(-self.minor(), self.currency)

    def __abs__(self) -> "Money":
        return -self if self.amount < 0 else self

    def __mul__(self, factor: "Decimal | int") -> "Money":
        if isinstance(factor, float | str):
            return NotImplemented
        _finite(Decimal(factor))
        return Money(_ROUNDING.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        self._same(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return bool(self.amount)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch("currency_mismatch", left=self.currency, right=other.currency)


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise MoneyError("amount")
    # The size is looked at first: multiplying or quantizing 1E+999999 would be asked for a million digits.
    if value and value.adjusted() > _MOST_DIGITS:
        raise MoneyError("too_large")
    return value


def _rounded(amount: Decimal, places: int) -> Decimal:
    unit = Decimal(1).scaleb(-places)
    rounded = (_finite(amount) or Decimal(0)).quantize(unit, context=_ROUNDING)
    if rounded.copy_abs().scaleb(places, _ROUNDING) >= MINOR_LIMIT:
        raise MoneyError("too_large")
    # A small negative amount rounds to minus zero, which would print its sign.
    return rounded or rounded.copy_abs()
