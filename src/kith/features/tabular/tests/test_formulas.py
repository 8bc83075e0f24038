"""No text that leaves runs as a formula, and every text comes back as it was."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kith.features.tabular import open_table
from kith.features.tabular.formulas import neutralise, restore
from kith.features.tabular.tests.making import opened, rows
from kith.features.tabular.writing import write_csv, write_xlsx

DATA = Path(__file__).parents[6] / "shared/data"
HARMLESS = {'"=1+1"', "'=1+1", "%0A=1+1", '1,"=1+1"', "a\n=1+1", "-5"}
NAUGHTY = st.text(st.sampled_from("'=+-@\t\r\n ＝\ufeff\u200b15.,;\"aЯ客|"), max_size=8)


@given(NAUGHTY | st.text())
@example("'=1")
@example("'-5")
@example("''+1")
def test_what_export_does_import_undoes_exactly(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(NAUGHTY)
def test_nothing_that_starts_like_a_formula_leaves_unless_it_is_a_number(text: str) -> None:
    left = neutralise(text)
    start = left.lstrip(" \t\r\n\ufeff\u200b")[:1]
    if start and start in "=+-@＝":
        float(left.replace(",", "."))


@pytest.mark.skipif(not (DATA / "csv_formula_injection").is_dir(), reason="sample texts are not here")
def test_every_known_injection_is_neutralised_and_comes_back(tmp_path: Path) -> None:
    texts: list[str] = json.loads((DATA / "csv_formula_injection/strings.json").read_text())
    passed = {text for text in texts if neutralise(text) == text}
    assert passed == HARMLESS - {"'=1+1"}
    write_csv(tmp_path / "f.csv", ["a", "b"], [[text, "x"] for text in texts])
    assert rows(open_table(tmp_path / "f.csv", name="f.csv")) == [[text, "x"] for text in texts]


@pytest.mark.parametrize("number", ["-5", "+7.5", "-1,25", "+79161234567", "-3e5", "-12 %", ".5"])
def test_numbers_stay_numbers(number: str) -> None:
    assert neutralise(number) == number


@pytest.mark.skipif(not (DATA / "naughty_strings").is_dir(), reason="sample texts are not here")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_naughty_string_goes_out_and_comes_back(tmp_path: Path, kind: str) -> None:
    texts = [
        text
        for text in json.loads((DATA / "naughty_strings/blns.json").read_text())
        if text and "\0" not in text
    ]
    out = [[text, number] for number, text in enumerate(texts)]
    if kind == "csv":
        write_csv(tmp_path / "f", ["a", "b"], out)
    else:
        write_xlsx(tmp_path / "f", ["a", "b"], out, sheet_title="a")
    back = [cells[0] for cells in rows(open_table(tmp_path / "f", name="f"))]
    assert back == texts
    assert len(texts) > 480


@given(
    st.lists(
        st.lists(
            NAUGHTY | st.text(st.characters(codec="utf-8", exclude_characters="\0")), min_size=3, max_size=3
        ),
        min_size=1,
        max_size=5,
    ),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8-sig", "utf-8", "utf-16", "gb18030"]),
)
def test_csv_round_trips(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]], delimiter: str, encoding: str
) -> None:
    target = io.BytesIO()
    write_csv(
        target,
        ["x", "y", "z", "last"],
        [[*row, "1"] for row in cells],
        encoding=encoding,
        delimiter=delimiter,
    )
    path = tmp_path_factory.getbasetemp() / "round.csv"
    table = opened(path, target.getvalue(), encoding=encoding, delimiter=delimiter)
    assert rows(table) == [[*(cell or None for cell in row), "1"] for row in cells]
