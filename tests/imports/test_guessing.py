"""Headers as companies write them find the fields of customers, contacts and leads, in three languages."""

from __future__ import annotations

import pytest

from kith.engine import registry
from kith.features.imports.guessing import candidates
from kith.features.tabular.mapping import guess_mapping
from tests.company import People

COMPANY = (
    "Company", "Company name", "Organization", "公司", "公司名称", "客户名称", "企业名称", "Компания", "Организация",
    "Название компании", "Контрагент",
)  # fmt: skip
PERSON = ("Full name", "Contact name", "姓名", "联系人", "ФИО", "Контактное лицо", "Имя контакта")


def guess(entity: str, people: People, *headers: str) -> list[str | None]:
    return list(guess_mapping(headers, candidates(registry.spec(entity), people.ada)).values())


@pytest.mark.parametrize("header", [*COMPANY, "Название", "名称", "Name", "Клиент"])
def test_a_company_is_the_name_of_a_customer(people: People, header: str) -> None:
    assert guess("customer", people, "Phone", header) == ["phone", "name"]


def test_a_customer_with_a_name_of_its_own_keeps_it(people: People) -> None:
    assert guess("customer", people, "Company", "Name", "Type") == [None, "name", "kind"]


@pytest.mark.parametrize("header", COMPANY)
@pytest.mark.parametrize(("entity", "field"), [("contact", "customer"), ("lead", "company")])
def test_a_company_is_where_a_person_works(people: People, entity: str, field: str, header: str) -> None:
    for person in PERSON:
        assert guess(entity, people, header, person) == [field, "name"]


@pytest.mark.parametrize("header", ["Lead", "线索名称", "Лид"])
def test_a_lead_may_be_called_a_lead(people: People, header: str) -> None:
    assert guess("lead", people, header, "Company") == ["name", "company"]
