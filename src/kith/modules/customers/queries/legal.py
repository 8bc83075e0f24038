"""What countries ask for in legal details: which fields they use, what they call them, and how numbers are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from stdnum import get_cc_module, iban
from stdnum.exceptions import ValidationError

from kith.engine.formats import FORMS, WrongForm
from kith.kernel import accounts

EVERYWHERE = ("title", "form", "tax_number", "address", "bank", "account")
ELSEWHERE = ("register_number", "phone", "signs", "basis", "bank_code", "swift")
NUMBERS = ("tax_number", "branch_number", "register_number", "bank_code", "swift", "account", "correspondent")
"""The fields that are checked, those first on which others depend."""

Check = Callable[[str, Any], str]


@dataclass(frozen=True, slots=True)
class Template:
    """What a country uses: its fields beyond EVERYWHERE, its own names of fields, and what checks them.

    A check takes the text and the record, gives the text as it is kept, and raises WrongForm.
    """

    uses: tuple[str, ...] = ELSEWHERE
    names: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, Check] = field(default_factory=dict)

    @property
    def unused(self) -> frozenset[str]:
        """The fields that nobody fills in there."""
        return frozenset((*NUMBERS, *ELSEWHERE)) - {*EVERYWHERE, *self.uses}


def _form(key: str) -> Check:
    return lambda text, _record: FORMS[key].normal(text)


def _shape(pattern: str, example: str) -> Check:
    known = re.compile(pattern)

    def check(text: str, _record: Any) -> str:
        found = re.sub(r"[\s.\-]", "", text)
        if not known.fullmatch(found):
            raise WrongForm(_("This cannot be so. Write it like %(example)s.") % {"example": example})
        return found

    return check


def _settlement(text: str, record: Any) -> str:
    """A Russian account: 20 digits whose control digit fits the БИК."""
    found = _shape(r"\d{20}", "40702810900000000001")(text, record)
    code = re.sub(r"\D", "", record.bank_code)
    if len(code) == 9 and not accounts.settlement_fits(found, code):
        raise WrongForm(_("This account and the bank code (БИК) do not belong together."))
    return found


def _correspondent(text: str, record: Any) -> str:
    found = _shape(r"\d{20}", "30101810400000000225")(text, record)
    code = re.sub(r"\D", "", record.bank_code)
    if len(code) == 9 and not accounts.correspondent_fits(found, code):
        raise WrongForm(_("This account and the bank code (БИК) do not belong together."))
    return found


def _tax(text: str, record: Any) -> str:
    """The VAT number of any country of which python-stdnum knows it; others are kept as they are written."""
    module = get_cc_module((record.country or "").lower(), "vat") if record.country else None
    if module is None:
        return text.strip()
    try:
        return str(module.validate(text))
    except ValidationError as error:
        raise WrongForm(
            _("This is no tax number of that country. A character is probably mistyped.")
        ) from error


def _account(text: str, _record: Any) -> str:
    """An IBAN where it looks like one, else what is written."""
    found = re.sub(r"\s", "", text).upper()
    if not re.match(r"[A-Z]{2}\d{2}", found):
        return text.strip()
    try:
        return str(iban.validate(found))
    except ValidationError as error:
        raise WrongForm(
            _("%(form)s: the check digit does not fit. A character is probably mistyped.") % {"form": "IBAN"}
        ) from error


CHINA = Template(
    ("phone", "bank_code"),
    {
        "title": "名称", "tax_number": "统一社会信用代码", "address": "注册地址", "bank": "开户行",
        "bank_code": "联行号", "account": "银行账号",
    },
    {
        "tax_number": _form("uscc"), "bank_code": _shape(r"\d{12}", "102100099996"),
        "account": _shape(r"\d{8,30}", "0200001009014431288"), "swift": _form("bic"),
    },
)  # fmt: skip
RUSSIA = Template(
    ("branch_number", "register_number", "signs", "basis", "bank_code", "correspondent"),
    {
        "tax_number": "ИНН", "branch_number": "КПП", "register_number": "ОГРН / ОГРНИП", "bank_code": "БИК",
        "account": "Расчётный счёт", "correspondent": "Корреспондентский счёт",
    },
    {
        "tax_number": _form("inn"), "branch_number": _form("kpp"), "register_number": _form("ogrn"),
        "bank_code": _shape(r"0\d{8}", "044525225"), "account": _settlement, "correspondent": _correspondent,
        "swift": _form("bic"),
    },
)  # fmt: skip
OTHERS = Template(checks={"tax_number": _tax, "account": _account, "swift": _form("bic")})
TEMPLATES: Mapping[str, Template] = {"CN": CHINA, "RU": RUSSIA}


def template(country: str) -> Template:
    """What a country uses, by its code."""
    return TEMPLATES.get(country, OTHERS)


def written(record: Any, name: str) -> str:
    """A number of legal details as it is kept. Raises WrongForm."""
    text = str(getattr(record, name))
    check = template(record.country).checks.get(name)
    return check(text, record) if check and text.strip() else text.strip()
