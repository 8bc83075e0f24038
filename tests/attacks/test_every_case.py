"""Every case of the list of attacks is tried here, held by a test elsewhere, or listed with what it comes with."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.sources import ROOT

TABLE = ROOT / "docs" / "security-cases.md"
LAST = 104


def tried() -> set[str]:
    """The cases that the tests of this folder are named after."""
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    names = re.findall(r"^def test_((?:a\d{2,3}_)+)", text, re.MULTILINE)
    return {f"A{number}" for name in names for number in re.findall(r"\d+", name)}


def listed() -> dict[str, str]:
    """The table: case and what stands beside it."""
    return dict(
        re.findall(r"^\| (A\d{2,3}) \|[^|]*\| (.*?) \|$", TABLE.read_text(encoding="utf-8"), re.MULTILINE)
    )


def test_no_case_is_left_out_silently() -> None:
    every = {f"A{number:02}" for number in range(1, LAST + 1)}
    assert every - tried() - listed().keys() == set()
    assert tried() & listed().keys() == set(), "tried by now: take it out of the table"
    assert (tried() | listed().keys()) - every == set()


def test_what_the_table_says_is_so() -> None:
    for case, said in listed().items():
        assert said.startswith(("not here yet: comes with ", "held by `", "does not apply: ")), case
        for path, name in re.findall(r"`([\w/.]+)::(\w+)`", said):
            assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), f"{case}: {path}::{name}"
