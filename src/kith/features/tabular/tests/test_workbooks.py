"""Workbooks are read like other programs read them, and hostile ones are refused."""

import io
import struct
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from kith.features.tabular import CellError, TableError, open_table
from kith.features.tabular.numbers import meaning_of_format, value
from kith.features.tabular.tests.making import BOOK, inline, opened, rows, workbook
from kith.features.tabular.writing import write_xlsx

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e300, 1e300).map(lambda number: float(f"{number:.15g}")),
    st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda at: at.replace(microsecond=0)),  # noqa: DTZ001
    st.text(st.characters(codec="utf-8", exclude_characters="\0\ufffe\uffff"), min_size=1, max_size=20),
)


def refused(path: Path, sheet: str = "<worksheet/>", more: dict[str, str | bytes] | None = None) -> str:
    with pytest.raises(TableError) as caught:
        rows(open_table(workbook(path, sheet, more), name=path.name))
    assert caught.value.message
    return caught.value.code


@given(st.lists(st.lists(VALUES, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[object]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round.xlsx"
    write_xlsx(path, ["x", "y", "last"], [[*row, 1] for row in cells], sheet_title="t")
    got = rows(open_table(path, name="f"))
    expected = [
        [*(v.date() if isinstance(v, datetime) and v.time() == time.min else v for v in row), 1]
        for row in cells
    ]
    assert got == expected


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_a_workbook_of_another_writer_reads_as_another_reader_reads_it(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[object]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "other.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c"])
    for row in cells:
        sheet.append([v if not isinstance(v, str) or (v.isalnum() and v.isascii()) else "text" for v in row])
    book.save(path)
    theirs = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[1:]
    ours = rows(open_table(path, name="f")) if any(v is not None for row in cells for v in row) else []
    kept = [row for row in theirs if any(v != "" for v in row)]
    assert [[v if v is not None else "" for v in row] for row in ours] == [
        [v.date() if isinstance(v, datetime) and v.time() == time.min else v for v in row] for row in kept
    ]


def test_numbers_days_and_texts_have_their_types(tmp_path: Path) -> None:
    out = [
        1,
        1.5,
        Decimal("12.30"),
        date(2024, 2, 29),
        datetime(2024, 1, 2, 3, 4, 5),  # noqa: DTZ001
        time(3, 4),
        timedelta(hours=30),
        True,
    ]
    write_xlsx(
        tmp_path / "f", list("abcdefgh"), [out], sheet_title="t", formats=[None, None, "#,##0.00 [$₽]"]
    )
    (back,) = rows(open_table(tmp_path / "f", name="f"))
    assert back == [1, 1.5, 12.3, *out[3:]]
    assert [type(v) for v in back[:4]] == [int, float, float, date]


def test_what_a_spreadsheet_cannot_hold_is_kept_as_text(tmp_path: Path) -> None:
    out = [6222021234567890123, Decimal("12345678901234567.89"), date(1812, 9, 7)]
    write_xlsx(tmp_path / "f", list("abc"), [out], sheet_title="t")
    assert rows(open_table(tmp_path / "f", name="f")) == [
        ["6222021234567890123", "12345678901234567.89", "1812-09-07"]
    ]


def test_texts_never_become_formulas_or_links(tmp_path: Path) -> None:
    out = ["=1+1", "http://example.org", "{=1}", "mailto:a@b.c", "+1"]
    write_xlsx(tmp_path / "f.xlsx", ["=a", *"bcde"], [out], sheet_title="=t")
    sheet = openpyxl.load_workbook(tmp_path / "f.xlsx").active
    assert sheet is not None
    assert [cell.data_type for cell in sheet[2]] == ["s"] * 5
    assert not any(cell.hyperlink for cell in sheet[2])


def test_too_long_texts_are_shortened_and_told(tmp_path: Path) -> None:
    written = write_xlsx(tmp_path / "f", ["a"], [["x"], ["y" * 40_000]], sheet_title="t")
    assert (written.rows, written.shortened) == (2, [(3, 1)])


def test_only_what_formats_show_as_days_are_days() -> None:
    codes = {
        "yyyy-mm-dd": "date", 'yyyy"年"m"月"d"日"': "date", "dd.mm.yyyy h:mm": "date", "[$-419]d mmm yyyy;@": "date",
        "h:mm AM/PM": "time", "[h]:mm": "duration", "#,##0.00": "number", '0.00" d"': "number", "General": "number",
        "#,##0 [$USD]": "number", "[Red]0": "number", "0%": "number", "mm:ss": "time", "mmm-yy": "date",
    }  # fmt: skip
    assert {code: meaning_of_format(200, code) for code in codes} == codes
    assert (
        meaning_of_format(31, None) == "date"
    )  # 年月日 of Chinese programs, without a definition in the file


def test_days_before_march_1900_and_of_1904_are_right() -> None:
    assert value("1", "date") == date(1900, 1, 1)
    assert value("61", "date") == date(1900, 3, 1)
    assert value("0", "date", from_1904=True) == date(1904, 1, 1)
    assert value("45292.5", "date") == datetime(2024, 1, 1, 12)  # noqa: DTZ001
    assert value("0.5", "time") == time(12)
    assert value("99999999", "date") == 99999999
    assert isinstance(value("nan", "number"), CellError)


def test_sparse_rich_and_prefixed_sheets_are_read(tmp_path: Path) -> None:
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row r="3"><x:c r="B3" t="s"><x:v>0</x:v></x:c><x:c r="C3" t="str">'
        '<x:f>A1</x:f><x:v>a_x000D_b</x:v></x:c></x:row><x:row r="5"><x:c r="C5" t="e"><x:v>#N/A</x:v></x:c></x:row>'
        '<x:row r="6"><x:c r="B6" t="b"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    strings = "<sst><si><r><t>客</t></r><r><t xml:space='preserve'>户 </t></r><rPh><t>ke</t></rPh></si></sst>"
    table = open_table(workbook(tmp_path / "f", sheet, {"xl/sharedStrings.xml": strings}), name="f")
    assert table.header == ["Column 1", "客户", "a b"]
    assert list(table.rows()) == [(5, [None, None, "#N/A"]), (6, [None, True, None])]
    assert isinstance(rows(table)[0][2], CellError)


def test_a_sheet_is_chosen_by_name_and_hidden_ones_are_not_the_first(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.title = "secret"
    book.active.sheet_state = "hidden"
    for title in ("one", "two"):
        book.create_sheet(title).append([title])
        book[title].append([1])
    book.save(tmp_path / "f")
    assert open_table(tmp_path / "f", name="f").header == ["one"]
    table = open_table(tmp_path / "f", name="f", sheet="two")
    assert (table.header, table.sheets) == (["two"], ["secret", "one", "two"])
    with pytest.raises(TableError, match="no sheet named"):
        open_table(tmp_path / "f", name="f", sheet="three")


def test_content_decides_not_the_name(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "f.csv", ["a"], [[1]], sheet_title="t")
    assert open_table(tmp_path / "f.csv", name="f.csv").kind == "xlsx"
    assert opened(tmp_path / "f.xlsx", "a,b\n1,2\n").kind == "csv"


def test_a_workbook_cut_anywhere_is_refused(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "whole", ["a", "b"], [["x", 1], ["y", 2]], sheet_title="t")
    raw = (tmp_path / "whole").read_bytes()
    for end in range(1, len(raw)):
        with pytest.raises(TableError):
            rows(opened(tmp_path / "f.xlsx", raw[:end]))


@given(st.integers(0, 3_000), st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    path = workbook(tmp_path_factory.getbasetemp() / "byte.xlsx", inline(("a", "b"), ("1", "2")))
    raw = bytearray(path.read_bytes())
    raw[place % len(raw)] = byte
    try:
        rows(opened(path, bytes(raw)))
    except TableError as error:
        assert error.message  # noqa: PT017 (both outcomes are right)


DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "declaration", [DOCTYPE, LAUGHS, '<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">']
)
@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "_rels/.rels"]
)
def test_entities_and_document_types_are_refused(tmp_path: Path, declaration: str, part: str) -> None:
    plain = {"xl/workbook.xml": BOOK, "xl/worksheets/sheet1.xml": inline(("a",), ("&e;",))}
    more: dict[str, str | bytes] = {part: declaration + plain.get(part, "<x/>")}
    assert refused(tmp_path / "f", inline(("a",), ("1",)), more) == "forbidden_xml"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"xl/big.bin": b"\0" * 30_000_000}, "bomb"),
        ({f"xl/{number}": b"" for number in range(5_100)}, "bomb"),
        ({"xl/vbaProject.bin": b"x"}, "macros"),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, "macros"),
        ({"xl/workbook.bin": b"x"}, "xlsb"),
        ({"word/document.xml": "<x/>"}, "not_a_table"),
        ({"xl/workbook.xml": "<workbook/>"}, "no_sheets"),
        ({"xl/workbook.xml": "<workbook"}, "damaged"),
        ({"xl/styles.xml": "<s><cellXfs><xf numFmtId='x'/></cellXfs></s>"}, "damaged"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_archives_that_no_program_writes_are_refused(
    tmp_path: Path, more: dict[str, str | bytes], code: str
) -> None:
    assert refused(tmp_path / "f", inline(("a",), ("1",)), more) == code


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        ('<w><row r="9999999"><c t="str"><v>a</v></c></row></w>', "row_out_of_range"),
        ('<w><row r="1"><c r="XFD1" t="str"><v>a</v></c></row></w>', "too_many_columns"),
        ('<w><row r="1"><c r="1A" t="str"><v>a</v></c></row></w>', "damaged"),
        ('<w><row r="x"><c t="str"><v>a</v></c></row></w>', "damaged"),
        ('<w><row><c t="s"><v>7</v></c></row></w>', "damaged"),
        ('<w><row><c t="str"><v>' + "a1" * 600_000 + "</v></c></row></w>", "cell_too_long"),
        ("<w><row></w>", "damaged"),
        ("<w/>", "empty"),
    ],
    ids=lambda given: given[:30],
)
def test_sheets_that_no_program_writes_are_refused(tmp_path: Path, sheet: str, code: str) -> None:
    assert refused(tmp_path / "f", sheet) == code


def test_an_attribute_of_megabytes_is_refused_while_it_is_read(tmp_path: Path) -> None:
    noise = "".join(chr(97 + number * 7919 % 26) for number in range(100_003))
    assert refused(tmp_path / "f", f'<w a="{noise * 120}"/>') == "bomb"


def test_overlapping_and_encrypted_entries_are_refused(tmp_path: Path) -> None:
    raw = bytearray(workbook(tmp_path / "f", inline(("a",), ("1",))).read_bytes())
    first = raw.index(b"PK\x01\x02")
    second = raw.index(b"PK\x01\x02", first + 4)
    overlapping, encrypted = raw.copy(), raw.copy()
    overlapping[second + 42 : second + 46] = struct.pack("<L", 5)
    encrypted[second + 8] |= 1
    for damaged, code in ((overlapping, "bomb"), (encrypted, "encrypted")):
        with pytest.raises(TableError) as caught:
            opened(tmp_path / "g", bytes(damaged))
        assert caught.value.code == code


def test_a_size_that_lies_cannot_unpack_more_than_it_declares(tmp_path: Path) -> None:
    raw = workbook(tmp_path / "f", inline(*[("a", str(n)) for n in range(2_000)])).read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = struct.pack("<L", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    with pytest.raises(TableError) as caught:
        rows(opened(tmp_path / "g", raw.replace(size, struct.pack("<L", 700))))
    assert caught.value.code == "damaged"


def test_a_password_is_named_as_the_reason(tmp_path: Path) -> None:
    container = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 600
    )
    with pytest.raises(TableError, match="password"):
        opened(tmp_path / "f.xlsx", container)


@pytest.mark.parametrize("size", [8, 100, 512, 2_000, 70_000])
def test_damaged_old_workbooks_are_refused(tmp_path: Path, size: int) -> None:
    with pytest.raises(TableError) as caught:
        opened(tmp_path / "f.xls", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1\7\3" * size)[:size])
    assert caught.value.code == "damaged"


def ods(path: Path, body: str, manifest: str = "<m/>") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", manifest)
        names = 'xmlns:table="t" xmlns:office="o" xmlns:text="x"'
        archive.writestr("content.xml", f'<d {names}><table:table table:name="S">{body}</table:table></d>')
    return path


def cell(text: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{text}</text:p></table:table-cell>"


def test_open_document_sheets_are_read(tmp_path: Path) -> None:
    body = (
        f"<table:table-row>{cell('a')}{cell('b')}{cell('c')}</table:table-row>"
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2">'
        + cell("1,5", 'office:value-type="float" office:value="1.5"')
        + cell("x<text:s text:c='2'/>y</text:p><text:p>z")
        + cell("d", 'office:value-type="date" office:date-value="2024-02-29"')
        + '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    )
    table = open_table(ods(tmp_path / "f", body), name="f.xlsx")
    row = [1.5, "x  y\nz", date(2024, 2, 29)]
    assert (table.kind, table.sheets, list(table.rows())) == ("ods", ["S"], [(4, row), (5, row)])


@pytest.mark.parametrize(
    ("repeat", "code"),
    [
        (('table:number-rows-repeated="2000000000"', ""), "row_out_of_range"),
        (("", 'table:number-columns-repeated="1000000000"'), "too_many_columns"),
    ],
    ids=["rows", "columns"],
)
def test_repetitions_without_end_are_refused(tmp_path: Path, repeat: tuple[str, str], code: str) -> None:
    body = f"<table:table-row {repeat[0]}>{cell('a', repeat[1])}</table:table-row>"
    with pytest.raises(TableError) as caught:
        open_table(ods(tmp_path / "f", body), name="f")
    assert caught.value.code == code


def test_an_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="password"):
        open_table(ods(tmp_path / "f", "", "<m><encryption-data/></m>"), name="f")
