"""vCards read as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.features.tabular import TableError, open_table

CARDS = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Zoë Müller\r
N:Müller;Zoë;;;\r
ORG:Acme\\, Sons\r
TEL;TYPE=cell:+49 151 23456789\r
EMAIL:zoe@example.com\r
BDAY:1970-04-14\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=E8=8A=B3\r
TEL;WORK;VOICE:021 1234\r
END:VCARD\r
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_each_card_is_a_row_and_what_no_card_says_is_no_column(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "cards"
    path.write_bytes(CARDS.encode(encoding))
    table = open_table(path, name="people.vcf")
    assert table.header == ["Name", "Company", "Mobile", "Phone", "E-mail", "Birthday"]
    rows = [(row, cells) for row, cells in table.rows()]
    assert rows == [
        (1, ["Zoë Müller", "Acme, Sons", "+49 151 23456789", None, "zoe@example.com", "1970-04-14"]),
        (10, ["王芳", None, None, "021 1234", None, None]),
    ]


def test_a_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cards"
    path.write_text(CARDS.removesuffix("END:VCARD\r\n"))
    with pytest.raises(TableError) as caught:
        open_table(path, name="people.vcf")
    assert (caught.value.code, caught.value.row) == ("unfinished_card", 10)
