"""Text files of every form are read right or refused at the right row."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.features.tabular import TableError, open_table
from kith.features.tabular.csvfile import CsvFile
from kith.features.tabular.table import Table
from kith.features.tabular.tests.making import opened, rows

DATA = Path(__file__).parents[6] / "shared/data"
TORTURE = DATA / "csv_torture"


def refused(path: Path, content: bytes | str, **options: Any) -> TableError:
    with pytest.raises(TableError) as caught:
        rows(opened(path, content, **options))
    assert caught.value.message
    return caught.value


@pytest.mark.skipif(not TORTURE.is_dir(), reason="sample files are not here")
@pytest.mark.parametrize("file", sorted((TORTURE / "csvs").glob("*.csv")), ids=lambda file: file.stem)
def test_every_torture_file_is_read_as_expected(file: Path) -> None:
    table = open_table(file, name=file.name)
    got = [dict(zip(table.header, (cell or "" for cell in cells), strict=True)) for cells in rows(table)]
    expected = json.loads((TORTURE / "json" / f"{file.stem}.json").read_text())
    expected = expected if isinstance(expected, list) else [expected]
    if file.stem == "location_coordinates":
        # The two files of the set disagree about this phone number; the file that is read says 2095257564.
        assert b"\n2095257564," in file.read_bytes()
        expected[0]["Contact Phone Number"] = "2095257564"
    assert got == expected


@pytest.mark.skipif(not (DATA / "crm_sales_opportunities").is_dir(), reason="sample files are not here")
def test_a_real_pipeline_is_read_whole() -> None:
    table = open_table(DATA / "crm_sales_opportunities/sales_pipeline.csv", name="sales_pipeline.csv")
    won = [cells for cells in rows(table) if cells[4] == "Won"]
    assert len(won) == 4238
    assert sum(int(str(cells[7])) for cells in won) == 10_005_534
    assert 8_000 < table.estimated_rows < 9_600


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^", "~"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_found(tmp_path: Path, delimiter: str, end: str) -> None:
    lines = [["Name", "City", "Sum"], ["A", f'"x{delimiter}y\n""z"""', "1"], ["B", "", "2"], ["C", "u", "3"]]
    table = opened(tmp_path / "f.csv", end.join(delimiter.join(line) for line in lines))
    assert table.delimiter == delimiter
    assert rows(table) == [["A", f'x{delimiter}y\n"z"', "1"], ["B", None, "2"], ["C", "u", "3"]]


def test_decimal_commas_do_not_hide_the_semicolon(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "Имя;Сумма\nА;1,50\nБ;2,75\nВ;3,00\n")
    assert rows(table) == [["А", "1,50"], ["Б", "2,75"], ["В", "3,00"]]


def test_a_single_column_with_commas_in_some_rows_stays_one_column(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "Company\nAcme\nBeta\n")
    assert table.header == ["Company"]


def test_the_line_sep_of_a_spreadsheet_program_is_obeyed_and_not_counted(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "sep=;\r\na,b;c\r\n1,2;3\r\n")
    assert (table.header, table.delimiter, list(table.rows())) == (["a,b", "c"], ";", [(2, ["1,2", "3"])])


def test_a_choice_of_the_person_overrules_what_is_found(tmp_path: Path) -> None:
    table = opened(
        tmp_path / "f.csv", "a;b,c\n1;2,3\n".encode("utf-16-le"), delimiter=",", encoding="utf-16-le"
    )
    assert table.header == ["a;b", "c"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", 'a,b\n\n"x\ny",1\n,,\nlast,2\n')
    assert [row for row, _cells in table.rows()] == [3, 5]


def test_short_rows_are_filled_and_long_ones_are_errors_of_their_row_only(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "a,b\n1\n1,2,3\n1,2,,\n4,5\n")
    wrong: list[tuple[TableError, list[object]]] = []
    assert list(table.rows(lambda error, cells: wrong.append((error, list(cells))))) == [
        (2, ["1", None]),
        (4, ["1", "2"]),
        (5, ["4", "5"]),
    ]
    assert [(error.code, error.row, cells) for error, cells in wrong] == [
        ("too_many_cells", 3, ["1", "2", "3"])
    ]
    with pytest.raises(TableError, match="Row 3 has 3 cells, the header has 2"):
        rows(table)


def test_a_stray_quote_spoils_its_row_only(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", 'a,b\n"x"y,1\nz,2\n')
    wrong: list[TableError] = []
    assert list(table.rows(lambda error, _cells: wrong.append(error))) == [(3, ["z", "2"])]
    assert [(error.code, error.row) for error in wrong] == [("bad_quote", 2)]


def test_empty_and_repeated_names_of_columns_become_different_ones(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", "Name,,Name,Name (2),  \n1,2,3,4,5\n")
    assert table.header == ["Name", "Column 2", "Name (3)", "Name (2)", "Column 5"]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty", None),
        (b"\r\n\r\n,,\n", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b"a,b\n", "no_rows", None),
        (b"a,b\n1,2\n3,\0\n", "nul", 3),
        (b'a,b\n1,2\n"3,4\n5,6\n', "unclosed_quote", 3),
        ("a,b\nй,2\n3,ж\n".encode() + b"4,\xd0,\n" + "й,ц\n".encode() * 9, "undecodable", 4),
        (b"a,b\n" + b"x" * 2_500_000 + b",1\n", "line_too_long", 2),
        (b'a,b\n"' + b"x\n" * 700_000 + b'",1\n', "line_too_long", 2),
        (b",".join([b"x"] * 1_500) + b"\n1\n", "too_many_columns", None),
        (b"<html><body><table><tr><td>a</td></tr></table>", "html", None),
        (
            b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            "xml_spreadsheet",
            None,
        ),
        (b"%PDF-1.7\n", "not_a_table", None),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_a_table", None),
    ],
    ids=str,
)
def test_what_cannot_be_read_says_why_and_where(
    tmp_path: Path, content: bytes, code: str, row: int | None
) -> None:
    error = refused(tmp_path / "f.csv", content)
    assert (error.code, error.row) == (code, row)


@pytest.mark.parametrize("encoding", ["rot13", "zip", "idna", "nonsense", "unicode_escape", "utf-8\0"])
def test_only_encodings_of_text_can_be_chosen(tmp_path: Path, encoding: str) -> None:
    assert refused(tmp_path / "f.csv", "a,b\n1,2\n", encoding=encoding).code == "unsupported_encoding"


def test_a_wrong_choice_of_encoding_is_an_error_at_the_row_not_a_replacement(tmp_path: Path) -> None:
    error = refused(tmp_path / "f.csv", "a,b\n1,2\nПётр,3\n".encode("windows-1251"), encoding="utf-8")
    assert (error.code, error.row) == ("undecodable", 3)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "windows-1251"])
def test_a_file_cut_anywhere_is_read_or_refused(tmp_path: Path, encoding: str) -> None:
    names = "Наименование" if encoding == "windows-1251" else "客户名称,Имя"
    raw = f'{names};"b\nc";d\n"1;2";3;4\nя;5;"6"\n'.encode(encoding)
    for end in range(len(raw)):
        try:
            rows(opened(tmp_path / "f.csv", raw[:end]))
        except TableError as error:
            assert error.message  # noqa: PT017 (both outcomes are right)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_table_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    try:
        rows(opened(tmp_path_factory.getbasetemp() / "any.csv", raw))
    except TableError as error:
        assert error.message  # noqa: PT017 (both outcomes are right)


def test_json_lines_become_rows(tmp_path: Path) -> None:
    table = opened(tmp_path / "f.csv", '{"a": 1, "b": "x"}\n\n{"b": null, "c": [1, {"d": 2}]}\n')
    assert (table.kind, table.header) == ("jsonl", ["a", "b", "c"])
    assert list(table.rows()) == [(1, [1, "x", None]), (3, [None, None, '[1, {"d": 2}]'])]


@pytest.mark.parametrize(
    "line", ["[1]", "{", '{"a": NaN}', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}", "\udcff"]
)
def test_a_line_that_is_no_object_is_an_error_of_its_row(tmp_path: Path, line: str) -> None:
    raw = b'{"a": 1}\n' + line.encode("utf-8", "surrogateescape") + b'\n{"a": 2}\n'
    wrong: list[TableError] = []
    table = opened(tmp_path / "f.jsonl", raw)
    assert [cells for _row, cells in table.rows(lambda error, _cells: wrong.append(error))] == [[1], [2]]
    assert [error.row for error in wrong] == [2]


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("a,b\n1,2\n")
    table = Table(CsvFile(tmp_path / "f", encoding=None, delimiter=None, restoring=True))
    assert rows(table) == rows(table) == [["1", "2"]]
