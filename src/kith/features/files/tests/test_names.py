"""Names that strangers give to files."""

import pytest

from kith.features.files.naming import safe_name

TRICKS = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\system32\\evil.exe": "evil.exe",
    "/absolute/report.pdf": "report.pdf",
    "C:\\Users\\x\\report.pdf": "report.pdf",
    "re\x00port\n.p\tdf": "report.pdf",
    "gpj\u202e.exe": "gpj.exe",
    "con.txt": "_con.txt",
    "NUL": "_NUL",
    "a<b>c:d|e?f*.txt": "a_b_c_d_e_f_.txt",
    "  spaces   inside .txt ": "spaces inside.txt",
    "trailing...": "trailing",
    "..": "file",
    "": "file",
    "\ud800broken.txt": "?broken.txt".replace("?", "_"),
    "合同（最终版）.docx": "合同（最终版）.docx",
    "Договор № 5.pdf": "Договор № 5.pdf",
}


@pytest.mark.parametrize(("given", "kept"), TRICKS.items())
def test_a_name_loses_what_could_do_harm_and_nothing_else(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("mark", ["a", "合", "Ж", "👍"])
def test_a_long_name_fits_every_file_system_and_keeps_its_ending(mark: str) -> None:
    name = safe_name(mark * 300 + ".docx")
    assert name.endswith(f"{mark}.docx")
    assert len(name) <= 200
    assert len(name.encode()) <= 240
