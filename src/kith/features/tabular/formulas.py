"""Texts that a spreadsheet program would run as a formula: made harmless on export, restored on import.

A text is dangerous when, after white space and invisible characters, it begins with one of = + - @ (also in their
full-width and small forms), or when it begins with a tab, carriage return or line feed. Such a text gets an
apostrophe in front. Numbers pass: `-5`, `+7.5 %` and `+79161234567` (digits only) are no formulas, and other programs
need them as they are. A phone number with spaces or brackets (`+7 495 000-00-00`) is arithmetic to a spreadsheet and
gets the apostrophe.

`restore` undoes `neutralise` exactly for every text, including those that begin with apostrophes already: both count
an apostrophe only when something dangerous follows all of them. The price: a foreign file in which `'=1` is really
meant loses one apostrophe, unless it is opened with `restore=False`.
"""

import re

_INVISIBLE = (
    r"\s\x00-\x1f\x7f-\xa0\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufeff\uffa0"
)
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫−"
_DANGEROUS = re.compile(f"'*(?:[\t\r\n]|[{_INVISIBLE}]*[{_SIGNS}])")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,3})?(?:[ \xa0]?%)?", re.ASCII)


def neutralise(text: str) -> str:
    """Return the text so that no spreadsheet program runs it."""
    if not _DANGEROUS.match(text) or _NUMBER.fullmatch(text):
        return text
    return "'" + text


def restore(text: str) -> str:
    """Return what `neutralise` was given."""
    if text[:1] != "'" or not _DANGEROUS.match(text) or _NUMBER.fullmatch(text[1:]):
        return text
    return text[1:]
