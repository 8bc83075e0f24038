"""Columns find their fields in three languages."""

from pathlib import Path

import pytest

from kith.features.tabular import open_table
from kith.features.tabular.mapping import Candidate, guess_mapping

DATA = Path(__file__).parents[6] / "shared/data/crm_sales_opportunities"
CUSTOMER = (
    Candidate("name", ("Customer", "Name", "客户名称", "Наименование")),
    Candidate("industry", ("Industry", "行业", "Отрасль"), kind="choice"),
    Candidate("founded", ("Founded", "成立年份", "Год основания"), kind="integer"),
    Candidate("revenue", ("Annual revenue", "年营业额", "Годовая выручка"), kind="money"),
    Candidate("employees", ("Employees", "员工数", "Сотрудники"), kind="integer"),
    Candidate("country", ("Country", "国家", "Страна"), kind="country"),
    Candidate("parent", ("Parent", "上级客户", "Головная компания"), kind="reference"),
    Candidate("owner", ("Owner", "负责人", "Ответственный"), kind="user"),
    Candidate("email", ("Email", "电子邮箱", "Электронная почта"), kind="email"),
    Candidate("phone", ("Phone", "电话", "Телефон"), kind="phone"),
    Candidate("mobile", ("Mobile", "手机", "Мобильный телефон"), kind="phone"),
    Candidate("note", ("Note", "备注", "Примечание"), kind="longtext"),
)
OPPORTUNITY = (
    Candidate("name", ("Name", "名称", "Название")),
    Candidate("external_key", ("External key", "外部编号", "Внешний код")),
    Candidate("customer", ("Customer", "客户", "Клиент"), kind="reference"),
    Candidate("owner", ("Owner", "负责人", "Ответственный"), kind="user"),
    Candidate("product", ("Product", "产品", "Товар"), kind="reference"),
    Candidate("stage", ("Stage", "阶段", "Стадия"), kind="choice"),
    Candidate("opened_on", ("Opened on", "开始日期", "Дата открытия"), kind="date"),
    Candidate("closed_on", ("Close date", "成交日期", "Дата закрытия"), kind="date"),
    Candidate("amount", ("Amount", "金额", "Сумма"), kind="money"),
)


def guess(headers: str, candidates: tuple[Candidate, ...], *sample: tuple[str, ...]) -> list[str | None]:
    return list(guess_mapping(headers.split("|"), candidates, [list(row) for row in sample]).values())


@pytest.mark.skipif(not DATA.is_dir(), reason="sample files are not here")
@pytest.mark.parametrize(
    ("file", "candidates", "expected"),
    [
        ("accounts", CUSTOMER, ["name", "industry", "founded", "revenue", "employees", "country", "parent"]),
        (
            "sales_pipeline",
            OPPORTUNITY,
            ["external_key", "owner", "product", "customer", "stage", "opened_on", "closed_on", "amount"],
        ),
    ],
)
def test_a_real_pipeline_is_mapped_whole(
    file: str, candidates: tuple[Candidate, ...], expected: list[str | None]
) -> None:
    table = open_table(DATA / f"{file}.csv", name=file)
    sample = [cells for _row, cells in table.rows()][:50]
    assert list(guess_mapping(table.header, candidates, sample).values()) == expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        (
            "客户名称|手机|负责人|邮箱|所属行业|备注|星座",
            ["name", "mobile", "owner", "email", "industry", "note", None],
        ),
        (
            "Наименование|Ответственный|Тел.|Эл. почта|Отрасль|Комментарий|Мобильный",
            ["name", "owner", "phone", "email", "industry", "note", "mobile"],
        ),
        (
            "Account Name|Account Owner|Phone Number|E-mail|Mobile Phone",
            ["name", "owner", "phone", "email", "mobile"],
        ),
        ("companyName|EMAIL *|Annual Revenue (USD)|Employes", ["name", "email", "revenue", "employees"]),
        ("НАИМЕНОВАНИЕ|Отвественный", ["name", "owner"]),
        ("Name|Errors|Ошибки|错误", ["name", None, None, None]),
    ],
    ids=lambda given: given[:20] if isinstance(given, str) else "",
)
def test_names_are_understood_in_three_languages(headers: str, expected: list[str | None]) -> None:
    assert guess(headers, CUSTOMER) == expected


@pytest.mark.parametrize("header", ["Company", "公司", "公司名称", "Компания", "Организация", "Название"])
def test_the_name_of_the_thing_itself_says_more_than_a_word_for_any_name(header: str) -> None:
    fields = (
        Candidate("name", ("Name", "名称", "Название"), ("Customer", "客户", "Клиент")),
        Candidate("kind"),
    )
    assert guess(f"Job title|{header}|Kind", fields) == [None, "name", "kind"]
    assert guess(f"Title|{header}", fields)[1] == "name"


def test_nothing_is_mapped_twice() -> None:
    assert guess("Email|E-mail|邮箱", CUSTOMER) == ["email", None, None]


def test_mails_are_recognised_by_their_look_and_names_do_not_lie() -> None:
    sample = (("a@b.example", "Ann"), ("c@d.example", "Bob"))
    assert guess("Column 1|Email", CUSTOMER, *sample) == ["email", None]


def test_an_empty_file_of_candidates_maps_nothing() -> None:
    assert guess("a|b", ()) == [None, None]
