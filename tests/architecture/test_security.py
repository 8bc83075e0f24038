"""docs/security.md: every line of the standard that concerns us stands there once, with a test or a reason."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \|(.*?)\|$", re.MULTILINE)
# How many lines of level 1 and 2 each section of OWASP ASVS 5.0.0 has; chapter 17 concerns calls and stands as one.
SECTIONS = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
    17: (1,),
}  # fmt: skip
SIGNS = {"test", "made so", "yours", "not here", "weaker"}


def test_no_line_is_missing_or_twice() -> None:
    expected = [
        f"{chapter}.{section}.{line}"
        for chapter, sizes in SECTIONS.items()
        for section, size in enumerate(sizes, start=1)
        for line in range(1, size + 1)
    ]
    assert [row[0] for row in ROW.findall(TEXT)] == expected
    assert len(expected) == 253 - 7 + 1


def test_every_line_says_how_it_stands() -> None:
    rows = ROW.findall(TEXT)
    assert {sign for _line, _asked, sign, _how in rows} <= SIGNS
    silent = [line for line, _asked, sign, how in rows if not how.strip() and sign in ("test", "weaker")]
    assert silent == []
    unproved = [line for line, _asked, sign, how in rows if sign == "test" and "`" not in how]
    assert unproved == []
    assert Counter(sign for _line, _asked, sign, _how in rows)["test"] > 80


def test_what_it_names_exists() -> None:
    named = set(re.findall(r"`((?:tests|src)/[\w/.-]+)`", TEXT))
    named |= set(re.findall(r"docs/[\w/-]+\.md", TEXT))
    assert named
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
