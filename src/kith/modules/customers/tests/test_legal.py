"""Legal details: numbers are checked by their country and kept in one form; one row of them is the usual one."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.company import People

from kith.engine import reacting, records, registry
from kith.engine.errors import Invalid
from kith.engine.formats import FORMS, WrongForm
from kith.engine.searching import few, query_of
from kith.kernel import accounts
from kith.modules.customers.models import Customer, LegalDetail, OwnLegalDetail

NUMBERS = Path(__file__).parents[5].parent / "shared/data/tax_ids/numbers.csv"
KINDS = {"ru.inn": "inn", "cn.uscc": "uscc", "cn.ric": "ric", "ean": "ean"}
BANK = {"bank_code": "044525225", "correspondent": "30101810400000000225", "account": "40702810338000000001"}


def made(people: People, country: str, **values: Any) -> LegalDetail:
    """Legal details of a new customer in a country."""
    customer = records.create(Customer, by=people.sue, name=f"Buyer {country}", country=country)
    found: LegalDetail = records.create(
        LegalDetail, by=people.sue, customer=customer, title="Buyer Ltd", **values
    )
    return found


def refused(people: People, country: str, **values: Any) -> dict[str, Any]:
    """What is wrong with them, by field."""
    with pytest.raises(Invalid) as error:
        made(people, country, **values)
    return dict(error.value.errors)


def test_every_number_of_the_data_set_is_judged_right() -> None:
    if not NUMBERS.exists():
        pytest.skip("the data set tax_ids is not here")
    right = 0
    with NUMBERS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        try:
            FORMS[KINDS[row["kind"]]].normal(row["number"])
            valid = "1"
        except WrongForm:
            valid = "0"
        right += valid == row["valid"]
    sys.stdout.write(f"\ntax_ids: {right} of {len(rows)} judged right\n")
    assert right == len(rows) == 240


def test_a_chinese_company_has_a_credit_code_that_fits(people: People) -> None:
    row = made(people, "CN", tax_number=" 9111 0000 6000 3734 1l ", account="0200 0010 0901 4431 288")
    assert (row.country, row.tax_number, row.account) == ("CN", "91110000600037341L", "0200001009014431288")
    assert refused(people, "CN", tax_number="911100006000373411").keys() == {"tax_number"}


def test_a_russian_company_has_numbers_that_fit_and_an_account_of_its_bank(people: People) -> None:
    numbers = {"tax_number": "7707083893", "branch_number": "773601001", "register_number": "1027700132195"}
    account = next(
        text
        for digit in range(10)
        if accounts.settlement_fits(text := f"40702810{digit}38000000001", "044525225")
    )
    row = made(people, "RU", **{**numbers, **BANK, "account": account})
    assert row.account == account
    other = account[:8] + str((int(account[8]) + 1) % 10) + account[9:]
    wrong = refused(
        people, "RU", tax_number="7707083894", branch_number="77360100", register_number="1027700132194",
        bank_code="044525225", account=other, correspondent="30101810400000000226",
    )  # fmt: skip
    assert wrong.keys() == {"tax_number", "branch_number", "register_number", "account", "correspondent"}


def test_other_countries_have_vat_numbers_ibans_and_bics(people: People) -> None:
    row = made(
        people, "DE", tax_number="DE 136 695 976", account="de89 3704 0044 0532 0130 00", swift="cobadeff"
    )
    assert (row.tax_number, row.account, row.swift) == ("136695976", "DE89370400440532013000", "COBADEFF")
    wrong = refused(people, "DE", tax_number="136695978", account="DE89370400440532013001", swift="COBA")
    assert wrong.keys() == {"tax_number", "account", "swift"}
    assert made(people, "", tax_number="anything 1").tax_number == "anything 1"


def test_one_of_the_details_is_the_usual_one(people: People) -> None:
    first = made(people, "DE")
    second = records.create(
        LegalDetail, by=people.sue, customer=first.customer_id, title="Other Ltd", main=True
    )
    third = records.create(LegalDetail, by=people.sue, customer=first.customer_id, title="Third Ltd")
    assert list(LegalDetail.live().filter(main=True)) == [second]
    records.update(third, by=people.sue, main=True)
    assert list(LegalDetail.live().filter(main=True)) == [third]
    ours = [records.create(OwnLegalDetail, by=people.ada, title=name, main=True) for name in ("A", "B")]
    assert list(OwnLegalDetail.live().filter(main=True)) == ours[1:]


def test_a_form_asks_for_what_the_country_uses_and_names_it_so(people: People) -> None:
    spec = registry.spec("legal-detail")
    customer = records.create(Customer, by=people.sue, name="Buyer", country="RU")

    def asked(**values: Any) -> dict[str, Any]:
        change = reacting.typed(spec, None, {"customer": customer.pk, **values}, people.sue)
        return reacting.react(spec, change, list(spec.fields), people.sue)

    russian, chinese = asked(), asked(country="CN")
    assert (russian["country"].value, russian["tax_number"].message) == ("RU", "ИНН")
    assert "branch_number" not in russian or russian["branch_number"].shown
    assert chinese["tax_number"].message == "统一社会信用代码"
    assert not chinese["branch_number"].shown
    assert not chinese["correspondent"].shown


def test_other_names_are_one_a_line_and_found(people: People) -> None:
    customer = records.create(
        Customer,
        by=people.sue,
        name="Ромашка",
        other_names=" Camomile  Ltd \n\nРомашка\nCamomile Ltd\n洋甘菊",
    )
    assert customer.other_names == "Camomile Ltd\n洋甘菊"
    for words in ("camomile", "洋甘菊"):
        assert few(registry.spec("customer"), query_of(words)) == [customer.pk]
