"""Refused rows come back in the form in which they came, with the reason."""

from pathlib import Path

import pytest

from kith.features.tabular import open_table
from kith.features.tabular.rejected import suffix, write_rejected
from kith.features.tabular.tests.making import opened, rows
from kith.features.tabular.writing import write_xlsx

ERRORS = [(3, ["Email is wrong", "Name is missing"]), (4, ["Too many cells"])]


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "utf-16", "gb18030"])
def test_a_csv_keeps_encoding_delimiter_and_texts(tmp_path: Path, encoding: str) -> None:
    content = 'Имя;Город\r\nИван;Уфа\r\n"\'+7 912";Тверь\r\nа;б;в\r\nПётр;\r\n'
    table = opened(tmp_path / "in.csv", content.encode(encoding), encoding=encoding)
    write_rejected(tmp_path / "out.csv", table, ERRORS)
    marked = "utf-8-sig" if encoding == "utf-8" else encoding
    assert (tmp_path / "out.csv").read_bytes().decode(marked) == (
        "Имя;Город;Errors\r\n'+7 912;Тверь;Email is wrong; Name is missing\r\nа;б;Too many cells;в\r\n".replace(
            "Email is wrong; Name is missing", '"Email is wrong; Name is missing"'
        )
    )


@pytest.mark.parametrize("encoding", [None, "utf-8", "UTF8", "utf-8-sig"])
def test_utf8_is_marked_so_that_spreadsheet_programs_show_it(tmp_path: Path, encoding: str | None) -> None:
    table = opened(tmp_path / "in.csv", "名称\n海港\n".encode(), encoding=encoding)
    write_rejected(tmp_path / "out.csv", table, [(2, ["wrong"])])
    assert (tmp_path / "out.csv").read_bytes() == "\ufeff名称,Errors\r\n海港,wrong\r\n".encode()
    for said in (None, "utf-8"):
        again = open_table(tmp_path / "out.csv", name="out.csv", encoding=said)
        assert (again.header, rows(again)) == (["名称", "Errors"], [["海港", "wrong"]])


def test_errors_that_the_encoding_cannot_hold_make_the_file_utf8(tmp_path: Path) -> None:
    table = opened(tmp_path / "in.csv", "Имя,b\nИван,1\n".encode("windows-1251"))
    write_rejected(tmp_path / "out.csv", table, [(2, ["邮箱不对"])])
    assert rows(open_table(tmp_path / "out.csv", name="out.csv")) == [["Иван", "1", "邮箱不对"]]


def test_a_workbook_stays_a_workbook(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "in", ["a", "b"], [["x", 1], ["y", 2]], sheet_title="Клиенты")
    table = open_table(tmp_path / "in", name="in.xlsx")
    write_rejected(tmp_path / "out", table, [(3, ["wrong"])])
    back = open_table(tmp_path / "out", name="out.xlsx")
    assert (suffix(table), back.sheets, rows(back)) == (".xlsx", ["Клиенты"], [["y", 2, "wrong"]])


def test_json_lines_stay_json_lines(tmp_path: Path) -> None:
    table = opened(tmp_path / "in", '{"a": 1, "b": null}\n{"a": 2, "b": "x"}\n')
    write_rejected(tmp_path / "out", table, [(2, ["wrong"])])
    assert (tmp_path / "out").read_text() == '{"a":2,"b":"x","errors":"wrong"}\n'
