"""Files as they come: encodings, delimiters, kinds of workbooks, truncated and lying ones."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from kith.engine import records
from kith.engine.errors import Invalid
from kith.features.imports import places
from kith.features.imports.models import ImportRun, State
from kith.features.tabular.writing import write_xlsx
from kith.modules.customers.models import Contact, Customer
from tests.company import People
from tests.imports.making import counts, csv, problems, taken_in, uploaded
from tests.signing import browser

CHINESE = (
    ("客户名称", "城市", "备注"),
    ("华为技术有限公司", "深圳", "重要客户，联系电话请保密"),
    ("上海贸易集团", "上海", "合同已经签订，等待付款"),
)
RUSSIAN = (
    ("Название", "Город", "Комментарий"),
    ("ООО Ромашка", "Казань", "Перезвонить после обеда, просили договор"),
    ("Василёк", "Тверь", "Постоянный клиент, оплата по счёту"),
)
WESTERN = (
    ("Name", "Town", "Note"),
    ("Müller & Söhne", "Köln", "größere Flächen"),
    ("Café Père", "Orléans", "déjà livré"),
)


@pytest.mark.parametrize(
    ("table", "encoding", "delimiter"),
    [
        *((CHINESE, encoding, ",") for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030")),
        *((RUSSIAN, encoding, ";") for encoding in ("utf-8", "utf-16", "cp1251", "koi8-r", "cp866")),
        *((WESTERN, "cp1252", delimiter) for delimiter in (",", ";", "\t", "|")),
    ],
)
def test_every_encoding_and_delimiter_comes_through_whole(
    people: People, table: tuple[tuple[str, ...], ...], encoding: str, delimiter: str
) -> None:
    mapping = {"columns": dict(zip(table[0], ("name", "city", "about"), strict=True))}
    run = taken_in(csv(*table, encoding=encoding, delimiter=delimiter), people.sue, mapping)
    assert counts(run) == (2, 0, 0, 0), problems(run)
    rows = Customer.live().order_by("id").values_list("name", "city", "about")
    assert list(rows) == list(table[1:])


def test_a_workbook_keeps_dates_and_numbers_and_its_refused_rows_are_a_workbook(
    people: People, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    rows = [("Acme", dt.date(2026, 2, 1), 12), ("Bolt", "soon", 3.5)]
    write_xlsx(path, ["Name", "Next contact", "Employees"], rows, sheet_title="S")
    run = taken_in(path.read_bytes(), people.sue, name="a.xlsx")
    assert counts(run) == (1, 0, 0, 1)
    acme = Customer.live().get()
    assert (acme.next_contact_on, acme.employees) == (dt.date(2026, 2, 1), 12)
    assert [(row, column) for row, column, _text in problems(run)] == [(3, "Next contact"), (3, "Employees")]
    assert run.rejected == "rejected.xlsx"
    again = taken_in(places.rejected(run).read_bytes(), people.sue, dry=True, name="again.xlsx")
    assert (again.mapping["columns"]["Errors"], counts(again)) == (None, (0, 0, 0, 1))


def test_json_lines_come_through(people: People) -> None:
    lines = (json.dumps({"name": name, "employees": 5}) for name in ("Acme", "Bolt"))
    assert counts(taken_in("\n".join(lines).encode(), people.sue, name="a.jsonl")) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty.csv"),
        (b"Name,City\n", "header.csv"),
        (b"PK\x03\x04 this is no archive", "lying.xlsx"),
        (b"<html><table><tr><td>Name</td></tr></table>", "lying.xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off", "cut.xls"),
        (b"Name,City\n\x00\x00\x00,\x00", "nul.csv"),
    ],
)
def test_what_is_no_table_is_refused_and_not_kept(
    people: People, data: bytes, name: str, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = tmp_path  # its own folder: tests beside this one take in files too
    before = set(places.root().iterdir())
    with pytest.raises(Invalid) as caught:
        taken_in(data, people.sue, name=name)
    assert list(caught.value.errors) == ["file"]
    assert not ImportRun.objects.exists()
    assert set(places.root().iterdir()) == before


def test_a_workbook_cut_off_is_refused_before_anything_is_written(people: People, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write_xlsx(path, ["Name"], [(f"Firm {n}",) for n in range(5_000)], sheet_title="S")
    with pytest.raises(Invalid):
        uploaded(path.read_bytes()[:-4_000], people.sue, name="a.xlsx")


def test_a_file_that_breaks_off_inside_a_quote_takes_nothing_in(people: People) -> None:
    data = csv(("Name", "City"), *((f"Firm {n}", "x") for n in range(700))) + b'"never closed,Berlin\n'
    run = uploaded(data, people.sue)
    run = taken_in(data, people.sue)
    assert (run.state, run.created) == (State.FAILED, 0)
    assert "closing quote" in run.message
    assert not Customer.objects.exists()


def test_bad_rows_are_listed_beside_good_ones(people: People) -> None:
    data = b"Name,City\nAcme,Berlin\nBolt,Bonn,more,than,the,header\nCord,Celle\n"
    run = taken_in(data, people.sue)
    assert counts(run) == (2, 0, 0, 1)
    assert problems(run) == [(3, "", "Row 3 has 6 cells, the header has 2.")]
    assert "more,than,the,header" in places.rejected(run).read_text("utf-8-sig")


def test_texts_that_no_database_keeps_are_refused_at_their_cell(people: People) -> None:
    data = csv(("Name", "City"), ("Acme", "x" * 500), ("Bo\x07lt", "Bonn"), ("Cord", "Celle"))
    run = taken_in(data, people.sue)
    assert counts(run) == (1, 0, 0, 2)
    assert [(row, column) for row, column, _text in problems(run)] == [(2, "City"), (3, "Name")]


def test_cards_of_an_address_book_become_contacts_of_their_customers(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    cards = "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nORG:Acme\r\nTEL;TYPE=cell:{phone}\r\nBDAY:{day}\r\nEND:VCARD\r\n"
        for name, phone, day in (
            ("Zoë Müller", "+49 151 23456789", "--0414"),
            ("王芳", "+86 138 0013 8000", "1970-04-14"),
        )
    )
    run = taken_in(cards.encode(), people.sue, entity="contact", name="people.vcf")
    assert counts(run) == (2, 0, 0, 0), problems(run)
    found = Contact.live().filter(customer=acme.pk).order_by("pk").values_list("name", "mobile", "birthday")
    assert list(found) == [
        ("Zoë Müller", "+4915123456789", dt.date(1804, 4, 14)),
        ("王芳", "+8613800138000", dt.date(1970, 4, 14)),
    ]


def test_an_exported_address_book_is_taken_in_as_the_same_people(people: People) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme; Sons, Ltd")
    said: tuple[dict[str, Any], ...] = (
        {"name": "Zoë Müller", "mobile": "+4915123456789", "phone": "+493055503100", "email": "zoe@example.com",
         "position": "Head of purchasing", "birthday": dt.date(1804, 4, 14), "other_names": "Zo\nZZ",
         "tags": ["vip", "fair"]},
        {"name": "王芳", "mobile": "", "phone": "+862150003100", "email": "fang@example.com", "position": "",
         "birthday": dt.date(1970, 4, 14), "other_names": "", "tags": []},
    )  # fmt: skip
    for values in said:
        records.create(Contact, by=people.sue, customer=acme.pk, **values)
    exported: Any = browser(people.users["max"]).get("/contacts/export/?format=vcf")
    data = b"".join(exported.streaming_content)
    for gone in list(Contact.live()):
        records.delete(gone, by=people.sue)
    run = taken_in(data, people.sue, entity="contact", name="people.vcf")
    assert counts(run) == (2, 0, 0, 0), problems(run)
    found = Contact.live().filter(customer=acme.pk).order_by("pk")
    known = [{name: getattr(one, name) for name in said[0]} for one in found]
    assert sorted(known, key=str) == sorted(said, key=str)
