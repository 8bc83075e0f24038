"""Kinds of text: plain, long, mail address, phone, web address, country, language, colour, postal address."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from babel.core import get_global
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from email_validator import EmailNotValidError, validate_email

from kith.engine import formats
from kith.engine.fieldtypes.base import EQUALITY, MASK, PRESENCE, FieldSpec, FieldType, cleaned_text, refuse
from kith.engine.formatting import Formatter
from kith.engine.settings import company
from kith.kernel import phones, places
from kith.kernel.text import fold

TEXT_OPERATORS: tuple[str, ...] = (*EQUALITY, "contains", "starts", *PRESENCE)


# Kinds of text whose first letter tells nearly nothing: a country or a colour would be as good as known.
INITIALED = ("text", "longtext")
# A number is known by as many of its last digits, if it has at least twice as many.
SHOWN_DIGITS = 4


class Text(FieldType):
    """One line of text."""

    key = "text"
    label = pgettext_lazy("kind of field", "Text")
    operators = TEXT_OPERATORS

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = "" if value is None else cleaned_text(value, field, multiline=False)
        try:
            return formats.checked(field.format, text) if field.format else text
        except formats.WrongForm as error:
            raise refuse(str(error), "format") from error

    def operand(self, value: Any, field: FieldSpec) -> Any:
        return self.clean(value, replace(field, format=""))

    def mask(self, value: Any) -> str:
        """The first letter of what is more than one."""
        return f"{value[0]}{MASK}" if self.key in INITIALED and len(value) > 1 else MASK

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", **({"maxLength": field.max_length} if field.max_length else {})}


class LongText(Text):
    """Text of several lines."""

    key = "longtext"
    label = _("Long text")
    widget = "textarea"
    sortable = False
    listed = False

    def clean(self, value: Any, field: FieldSpec) -> str:
        return "" if value is None else cleaned_text(value, field, multiline=True)


class Formula(LongText):
    """What is computed, as one writes it in a spreadsheet (kith.engine.formula)."""

    key = "formula"
    label = _("Formula")
    widget = "formula"


# Addresses that the validator passes as they are; in short ones no part can be too long. Importing many rows, it would
# cost more than all other fields together.
COMMON_MAIL = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+"
    r"(?!(?:arpa|invalid|local|localhost|onion|test)$)[a-z]{2,}"
)


class Email(Text):
    """A mail address; the domain part is lowered, international addresses are kept."""

    key = "email"
    label = _("E-mail")
    widget = "email"

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = super().clean(value, field)
        if not text:
            return ""
        if len(text) < 64 and COMMON_MAIL.fullmatch(text):
            return text
        try:
            return validate_email(text, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise refuse(_("This is not an e-mail address."), "email") from error

    def operand(self, value: Any, field: FieldSpec) -> Any:
        return cleaned_text(value, field, multiline=False)

    def mask(self, value: Any) -> str:
        """The first letter and the firm."""
        name, _at, firm = value.rpartition("@")
        return f"{name[0] if len(name) > 1 else ''}{MASK}@{firm}"


class Phone(Text):
    """A phone number, stored as E.164 with an optional extension; any notation is understood.

    What cannot be read as a number of the company's country or with a country code is refused.
    """

    key = "phone"
    label = _("Phone")
    widget = "tel"

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = super().clean(value, field)
        if not text:
            return ""
        phone = phones.normalise(text, company().country)
        if phone is None:
            raise refuse(
                _("This is not a phone number. Write it with the country code, such as +44 20 7946 0018."),
                "phone",
            )
        return f"{phone.e164};{phone.extension}" if phone.extension else phone.e164

    def operand(self, value: Any, field: FieldSpec) -> Any:
        text = cleaned_text(value, field, multiline=False)
        phone = phones.normalise(text, company().country)
        return phone.e164 if phone else text

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        if not value:
            return ""
        number, _sep, extension = value.partition(";")
        shown = phones.display(number, company().country)
        return f"{shown} #{extension}" if extension else shown

    def mask(self, value: Any) -> str:
        """The last digits, by which one recognises a number that one knows."""
        digits = value.partition(";")[0].removeprefix("+")
        return f"•••• {digits[-SHOWN_DIGITS:]}" if len(digits) >= 2 * SHOWN_DIGITS else MASK


class Url(Text):
    """A web address; only http and https, the scheme may be left out when typing."""

    key = "url"
    label = _("Web address")
    widget = "url"

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = super().clean(value, field)
        if not text:
            return ""
        if "://" not in text:
            text = f"https://{text}"
        try:
            parts = urlsplit(text)
            valid = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in text
        except ValueError:
            valid = False
        if not valid:
            raise refuse(_("This is not a web address."), "url")
        return text

    def operand(self, value: Any, field: FieldSpec) -> Any:
        return cleaned_text(value, field, multiline=False)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return re.sub(r"^https?://(www\.)?", "", value or "").rstrip("/")


COUNTRIES = frozenset(code for code in get_global("territory_aliases") or {} if len(code) == 2) | frozenset(
    code
    for code in Locale.parse("en").territories
    if isinstance(code, str)
    and re.fullmatch(r"[A-Z]{2}", code)
    and code not in ("EU", "EZ", "UN", "ZZ", "XA", "XB")
)
COUNTRY_LOCALES = ("en", "zh_Hans", "ru")


LONGEST_LANGUAGE = 12


@cache
def country_codes() -> dict[str, str]:
    """Codes by folded name in each of the three languages."""
    return {
        fold(name): code
        for locale in COUNTRY_LOCALES
        for code, name in Locale.parse(locale).territories.items()
        if code in COUNTRIES
    }


@cache
def language_codes() -> dict[str, str]:
    """The same for languages."""
    return {
        fold(name): code.replace("_", "-").lower()
        for locale in COUNTRY_LOCALES
        for code, name in Locale.parse(locale).languages.items()
    }


class Country(Text):
    """A country by its ISO 3166 code; names in the three languages are understood."""

    key = "country"
    label = _("Country")
    widget = "country"
    operators = (*EQUALITY, *PRESENCE)
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> str:
        # The column holds a code of two letters; what is given may be a name.
        text = "" if value is None else cleaned_text(value, replace(field, max_length=80), multiline=False)
        code = text.upper() if len(text) == 2 and text.isascii() else country_codes().get(fold(text), "")
        if not text or code in COUNTRIES:
            return code
        raise refuse(_("There is no such country."), "country")

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return str(show.locale.territories.get(value, value or ""))

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "maxLength": 60}


class Language(Text):
    """A language by its code; names in the three languages are understood."""

    key = "language"
    label = _("Language")
    operators = (*EQUALITY, *PRESENCE)
    groupable = True

    def clean(self, value: Any, field: FieldSpec) -> str:
        # The column holds a short code; what is given may be a name.
        text = "" if value is None else cleaned_text(value, replace(field, max_length=80), multiline=False)
        code = language_codes().get(fold(text), text.lower())
        if code and (code.split("-")[0] not in Locale.parse("en").languages or len(code) > LONGEST_LANGUAGE):
            raise refuse(_("There is no such language."), "language")
        return code

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        code = (value or "").replace("-", "_").replace("hans", "Hans")
        return str(show.locale.languages.get(code, value or ""))

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "maxLength": 80}


class Color(Text):
    """A colour as #rrggbb."""

    key = "color"
    label = _("Colour")
    widget = "color"
    operators = (*EQUALITY, *PRESENCE)

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = super().clean(value, field).lower()
        if text and not re.fullmatch(r"#[0-9a-f]{6}", text):
            raise refuse(_("Write a colour as #rrggbb."), "color")
        return text


class Address(Text):
    """A postal address as people write it in their country, several lines."""

    key = "address"
    label = _("Address")
    widget = "textarea"
    sortable = False

    def clean(self, value: Any, field: FieldSpec) -> str:
        return "" if value is None else cleaned_text(value, field, multiline=True)

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return ", ".join((value or "").splitlines())


class Location(Text):
    """A place on the earth, stored as degrees of latitude and longitude with a comma between."""

    key = "location"
    label = _("Location")
    operators = (*EQUALITY, *PRESENCE)
    sortable = False

    def clean(self, value: Any, field: FieldSpec) -> str:
        text = super().clean(value, field)
        try:
            return str(places.parse(text)) if text else ""
        except places.PlaceError as error:
            raise refuse(
                _("This is not a location. Write degrees north and east, such as 52.52, 13.405."), "location"
            ) from error

    def text(self, value: Any, field: FieldSpec, show: Formatter) -> str:
        return (value or "").replace(",", ", ")

    def schema(self, field: FieldSpec) -> dict[str, Any]:
        return {"type": "string", "maxLength": 40}


class AutoNumber(Text):
    """A number that Kith gives, such as Q-2026-00017, from a sequence per unit and year."""

    key = "autonumber"
    label = _("Automatic number")

    def clean(self, value: Any, field: FieldSpec) -> str:
        return "" if value is None else cleaned_text(value, field, multiline=False)
