"""Telephone numbers in any notation: one stored form (E.164), one shown form, and the digits to search by."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

_LONGEST_INPUT = 60
_NON_DIGIT = re.compile(r"\D")
# Chat programs and Windows contacts wrap numbers in invisible directional marks.
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# How extensions are written in the product's languages, where the library knows only some.
_EXTENSION = re.compile(
    r"\s*[,;(]?\s*(?:доб(?:авочный)?\.?|вн(?:утр)?\.?|转|轉|分机)\s*:?\s*(\d{1,7})\s*\)?$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Phone:
    """A valid number: `e164` (+79123456789), `national` significant digits, `extension` (often empty),
    `region` (ISO 3166 alpha-2, or 001 for numbers of no country).
    """

    e164: str
    national: str
    extension: str
    region: str


def plain(text: str) -> str:
    """The text with full-width digits and signs made plain and invisible marks dropped."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).strip()


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber | None:
    text = _EXTENSION.sub(r" ext. \1", plain(text))
    if not text or len(text) > _LONGEST_INPUT:
        return None
    try:
        return phonenumbers.parse(text, region.upper() or None)
    except phonenumbers.NumberParseException:
        return None


@lru_cache(maxsize=512)
def normalise(text: str, region: str) -> Phone | None:
    """The number that a person in `region` (ISO 3166 alpha-2, may be empty) means by `text`.

    None where it is not a number in use anywhere: too long, too short, or in a range that is not assigned.
    """
    number = _parsed(text, region)
    if number is None or not phonenumbers.is_valid_number(number):
        return None
    return Phone(
        e164=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        national=phonenumbers.national_significant_number(number),
        extension=number.extension or "",
        region=phonenumbers.region_code_for_number(number) or "",
    )


def search_digits(text: str, region: str) -> list[str]:
    """The digit strings by which a stored number may be found when a person types `text`, most telling first:
    country code with number, national number, and the digits as typed. Works on fragments too."""
    typed = _NON_DIGIT.sub("", plain(text))
    phone = normalise(text, region)
    found = [phone.e164[1:], phone.national] if phone else []
    return list(dict.fromkeys(digits for digits in (*found, typed) if digits))


@lru_cache(maxsize=512)
def display(e164: str, region: str) -> str:
    """The number as people in `region` write it: national form inside their own country calling code's
    region, international form elsewhere. A text that is not an E.164 number comes back unchanged.
    """
    number = _parsed(e164, "") if e164.startswith("+") else None
    if number is None:
        return e164
    own = phonenumbers.region_code_for_number(number) == region.upper()
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if own else form.INTERNATIONAL)
