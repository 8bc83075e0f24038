"""Forms of values ready to choose: numbers with check digits, codes of norms, number plates.

Each knows what is wrong with a text (its length, a character, its check digit, a part) and how it is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from stdnum import bic, ean, iban, imo, isin, iso6346
from stdnum.cn import ric, uscc
from stdnum.eu import vat
from stdnum.exceptions import InvalidChecksum, InvalidFormat, InvalidLength, ValidationError
from stdnum.ru import inn, ogrn

from kith.engine.settings import company
from kith.kernel import phones

DIGITS = "0-9"
CODE = "0-9A-Z"


def checked(key: str, text: str) -> str:
    """A text as a form keeps it; a form that is not known asks for nothing. Raises WrongForm."""
    return FORMS[key].normal(text) if text and key in FORMS else text


class WrongForm(ValueError):
    """A text that has not the form; says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form: of which characters, how long, and what more must hold. `loose` are signs that people put between,
    `alike` letters that they type for others of the same look.

    `check` raises what python-stdnum raises, a text that it answers is what is kept.
    """

    key: str
    label: Any
    example: str
    check: Callable[[str], Any]
    lengths: tuple[int, ...] = ()
    signs: str = CODE
    loose: str = r"[\s.\-/]"
    alike: Mapping[int, int] = field(default_factory=dict)

    def normal(self, text: str) -> str:
        """The text as it is kept: without what people put between. Raises WrongForm."""
        found = re.sub(self.loose, "", text.strip()).upper().translate(self.alike)
        if strange := re.sub(f"[{self.signs}]", "", found):
            raise WrongForm(
                str(
                    _("%(form)s: “%(sign)s” cannot stand there. Write it like %(example)s.")
                    % {"sign": strange[0], **self._said}
                )
            )
        if self.lengths and len(found) not in self.lengths:
            known = {"long": self._lengths(), "count": len(found)}
            raise WrongForm(
                str(_("%(form)s: it has %(long)s characters, this has %(count)s.") % {**self._said, **known})
            )
        try:
            kept = self.check(found)
        except InvalidChecksum as error:
            raise WrongForm(
                str(
                    _("%(form)s: the check digit does not fit. A character is probably mistyped.")
                    % self._said
                )
            ) from error
        except InvalidLength as error:
            raise WrongForm(
                str(_("%(form)s: this is too long or too short. Write it like %(example)s.") % self._said)
            ) from error
        except (ValidationError, ValueError) as error:
            raise WrongForm(
                str(_("%(form)s: a part of it cannot be so. Write it like %(example)s.") % self._said)
            ) from error
        return kept if isinstance(kept, str) else found

    @property
    def _said(self) -> dict[str, str]:
        return {"form": str(self.label), "example": self.example}

    def _lengths(self) -> str:
        return _(" or ").join(str(number) for number in self.lengths)


def _snils(text: str) -> None:
    """Eleven digits, the last two from the others."""
    total = sum(int(digit) * (9 - place) for place, digit in enumerate(text[:9])) % 101 % 100
    if int(text[9:]) != total:
        raise InvalidChecksum


VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
                      strict=True))  # fmt: skip
VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
CHECKED_VIN = "1245LU"
"""Vehicles made for North America and China must have a check digit; Europe only numbers."""


def _vin(text: str) -> None:
    total = sum(
        weight * (int(sign) if sign.isdigit() else VIN_VALUES[sign])
        for sign, weight in zip(text, VIN_WEIGHTS, strict=True)
    )
    if text[0] in CHECKED_VIN and "0123456789X"[total % 11] != text[8]:
        raise InvalidChecksum


def _shaped(pattern: str) -> Callable[[str], None]:
    """A check by the shape of the text alone."""
    known = re.compile(pattern)

    def check(text: str) -> None:
        if not known.fullmatch(text):
            raise InvalidFormat

    return check


def _phone(text: str) -> str:
    found = phones.normalise(text, company().country)
    if found is None:
        raise InvalidFormat
    return str(found.e164)


CN_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
RU_LETTERS = "АВЕКМНОРСТУХ"
LATIN = str.maketrans("ABEKMHOPCTYX", RU_LETTERS)
PLATES = {
    "plate_cn": (_("Chinese number plate"), "京A12345", f"{CODE}{CN_PLACES}学警港澳挂",
                 f"[{CN_PLACES}][A-HJ-NP-Z]([A-HJ-NP-Z0-9]{{4}}[A-HJ-NP-Z0-9学警港澳挂]|[A-HJ-NP-Z0-9]{{6}})",
                 r"[\s.·\-]"),
    "plate_ru": (_("Russian number plate"), "А123ВС77", f"{DIGITS}{RU_LETTERS}",
                 rf"[{RU_LETTERS}]\d{{3}}[{RU_LETTERS}]{{2}}\d{{2,3}}", r"[\s\-]"),
    "plate_de": (_("German number plate"), "B-AB 1234", rf"{CODE}ÄÖÜ \-",
                 r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?[1-9]\d{0,3}[EH]?", r"\A\s+"),
}  # fmt: skip

FORMS: Mapping[str, Form] = {form.key: form for form in (
    Form("uscc", _("Unified Social Credit Code (统一社会信用代码)"), "91110000600037341L", uscc.validate, (18,)),
    Form("ric", _("Chinese identity number (身份证)"), "11010519491231002X", ric.validate, (15, 18)),
    Form("inn", _("INN (ИНН)"), "7707083893", inn.validate, (10, 12), DIGITS),
    Form("kpp", _("KPP (КПП)"), "773601001", _shaped(r"\d{4}[\dA-Z]{2}\d{3}"), (9,)),
    Form("ogrn", _("OGRN or OGRNIP (ОГРН, ОГРНИП)"), "1027700132195", ogrn.validate, (13, 15), DIGITS),
    Form("snils", _("SNILS (СНИЛС)"), "112-233-445 95", _snils, (11,), DIGITS),
    Form("vat", _("EU VAT number"), "DE136695976", vat.validate),
    Form("iban", _("IBAN"), "DE89 3704 0044 0532 0130 00", iban.validate),
    Form("bic", _("BIC"), "COBADEFFXXX", bic.validate, (8, 11)),
    Form("isin", _("ISIN"), "US0378331005", isin.validate, (12,)),
    Form("ean", _("EAN"), "4006381333931", ean.validate, (8, 12, 13, 14), DIGITS),
    Form("vin", _("Vehicle number (VIN)"), "1M8GDM9AXKP042788", _vin, (17,), "0-9A-HJ-NPR-Z"),
    Form("imo", _("IMO ship number"), "9319466", imo.validate, (7,), DIGITS,
         r"[\s.\-]|^\s*[Ii][Mm][Oo]"),
    Form("container", _("Container number (ISO 6346)"), "CSQU3054383", iso6346.validate, (11,)),
    Form("phone", _("Phone number"), "+44 20 7946 0018", _phone, (), rf"{DIGITS}+", r"[\s.\-/()]"),
    *(Form(key, label, example, _shaped(shape), (), signs, loose, LATIN if key == "plate_ru" else {})
      for key, (label, example, signs, shape, loose) in PLATES.items()),
)}  # fmt: skip
