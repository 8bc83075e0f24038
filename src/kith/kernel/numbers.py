"""Numbers as people write them, read without guessing, and their scaled whole-number form for storing."""

import re
from decimal import Context, Decimal

from kith.kernel.errors import CodedError
from kith.kernel.text import fold

_LONGEST = 60
_ID_DIGITS = 19
_LARGEST_EXPONENT = 30
_SCALED_LIMIT = 2**63
_EXACT = Context(prec=60)

# Groups of three set off by one kind of gap (folding has made every space a plain one); then a fraction, if
# any.
_GAPS = re.compile("[ '’]")
_GROUPED_BY_GAPS = re.compile(r"\d{1,3}(?P<gap>[ '’])\d{3}(?:(?P=gap)\d{3})*(?:[.,]\d*)?")
_PLAIN = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_SCIENTIFIC = re.compile(r"(?P<digits>[\d.,]+)e(?P<exponent>[+-]?\d{1,3})")
_BY_THREE = {",": re.compile(r"\d{1,3}(?:,\d{3})+"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+")}
_INDIAN = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}")
_CHINESE_UNITS = {"十": 1, "百": 2, "千": 3, "万": 4, "萬": 4, "亿": 8, "億": 8}
_CHINESE_SUFFIX = re.compile("[十百千]?[万萬]?[亿億]?")
_SURE_DECIMAL_COMMA = re.compile(r"0,\d+|\d+,\d{1,2}")


class NumberTextError(CodedError):
    """A text or value that is no acceptable number. Codes: empty, format, ambiguous, too_long, too_large,
    places (params: places)."""


def parse_decimal(text: str, locale: str) -> Decimal:
    """The number that `text` means to a reader of `locale` (en, zh-hans or ru; variants such as en-us count
    as en).

    Groups may be set off by spaces of any kind, apostrophes, commas or points, provided that they are groups
    of three. Where both comma and point occur, the last one is the decimal sign. A single comma before three
    digits is a group in English and Chinese and a decimal sign in Russian; a lone point is a decimal sign
    everywhere. Chinese numbers may end in 万 or 亿 (3.5万 is 35000). Brackets or a trailing minus mean
    negative. Raises NumberTextError.
    """
    folded = fold(text).replace("−", "-").replace("–", "-")
    if not folded:
        raise NumberTextError("empty")
    if len(folded) > _LONGEST:
        raise NumberTextError("too_long", limit=_LONGEST)
    negative, digits = _sign(_ascii_digits(folded))
    digits, power = _power(digits, locale)
    value = Decimal(_pointed(_ungrouped(digits), locale)).scaleb(power, _EXACT)
    if value == value.to_integral_value() and power > 0:
        # 3.5E+4 is right but prints oddly: a whole number is shown whole.
        value = value.quantize(Decimal(1), context=_EXACT)
    return value.copy_negate() if negative and value else value


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _sign(text: str) -> tuple[bool, str]:
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text.endswith("-") and not text.startswith(("-", "+")):
        return True, text[:-1].strip()
    if text.startswith(("-", "+")):
        return text[0] == "-", text[1:].strip()
    return False, text


def _power(text: str, locale: str) -> tuple[str, int]:
    """Split off what multiplies: an exponent (1.5e+05) or, in Chinese, 万 and 亿."""
    if scientific := _SCIENTIFIC.fullmatch(text):
        exponent = int(scientific["exponent"])
        if abs(exponent) > _LARGEST_EXPONENT:
            raise NumberTextError("too_large")
        return scientific["digits"], exponent
    if not locale.lower().startswith("zh"):
        return text, 0
    digits = text.rstrip("".join(_CHINESE_UNITS))
    suffix = text[len(digits) :]
    if not _CHINESE_SUFFIX.fullmatch(suffix):
        raise NumberTextError("format")
    return digits.strip(), sum(_CHINESE_UNITS[unit] for unit in suffix)


def _ungrouped(digits: str) -> str:
    """Take out gaps. Where there were some, a comma or point after them can only be the decimal sign."""
    if not _GAPS.search(digits):
        return digits
    if not _GROUPED_BY_GAPS.fullmatch(digits):
        raise NumberTextError("format")
    return _GAPS.sub("", digits).replace(",", ".")


def _pointed(digits: str, locale: str) -> str:
    """The digits with a point as the only sign, ready for Decimal."""
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        digits = _both(digits)
    elif commas:
        digits = _only_commas(digits, commas, locale)
    elif points > 1:
        digits = _drop_groups(digits, ".")
    if not _PLAIN.fullmatch(digits):
        raise NumberTextError("format")
    return digits


def _both(digits: str) -> str:
    decimal = max(",.", key=digits.rfind)
    whole, _, fraction = digits.rpartition(decimal)
    return _drop_groups(whole, "," if decimal == "." else ".") + "." + fraction


def _only_commas(digits: str, commas: int, locale: str) -> str:
    if commas > 1:
        return _drop_groups(digits, ",")
    if locale.lower().startswith("ru") or _SURE_DECIMAL_COMMA.fullmatch(digits):
        return digits.replace(",", ".")
    if _BY_THREE[","].fullmatch(digits):
        return digits.replace(",", "")
    raise NumberTextError("ambiguous")


def _drop_groups(digits: str, sign: str) -> str:
    if not (_BY_THREE[sign].fullmatch(digits) or (sign == "," and _INDIAN.fullmatch(digits))):
        raise NumberTextError("format")
    return digits.replace(sign, "")


def identity(text: str) -> int | None:
    """The number of a record as addresses and forms carry it: ascii digits, and short enough for the database."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < _ID_DIGITS else None


def scaled(value: Decimal, places: int) -> int:
    """`value` as a whole number of 10**-places, exactly: scaled(Decimal("1.5"), 2) is 150.

    Raises NumberTextError: places where that would lose digits, too_large beyond 64 bits, format for NaN.
    """
    if not value.is_finite():
        raise NumberTextError("format")
    if not value:
        return 0
    if value.adjusted() + places > len(str(_SCALED_LIMIT)):
        raise NumberTextError("too_large")
    exact = value.scaleb(places, Context(prec=max(60, len(value.as_tuple().digits))))
    if exact != exact.to_integral_value():
        raise NumberTextError("places", places=places)
    if abs(int(exact)) >= _SCALED_LIMIT:
        raise NumberTextError("too_large")
    return int(exact)


def unscaled(number: int, places: int) -> Decimal:
    """The inverse of `scaled`: unscaled(150, 2) is Decimal("1.50")."""
    return Decimal(number).scaleb(-places, _EXACT)
