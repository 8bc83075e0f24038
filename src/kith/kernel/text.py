"""Text as people type it: cleaned for storing, folded for comparing, keyed for sorting."""

import re
import unicodedata

from kith.kernel import pinyin
from kith.kernel.errors import CodedError

# Every character that needs a look; a text without any of them takes the short way.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060\u2066-\u2069\ufdd0-\ufdef\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile("\r\n|[\r\u2028\u2029]")
# Invisible and without meaning inside a text: left over from copying, they would make equal names differ.
_LITTER = re.compile("[\u200b\u2060\ufeff]")
# C0 and C1 controls, bidirectional embeddings, overrides and isolates (they make a text look like another
# one), and code points that Unicode promises never to assign (XML and so spreadsheets cannot carry them).
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]")
_SINGLE_LINE_GAP = re.compile("[ ]*[\t\n][ \t\n]*")

# What comparing ignores: zero-width characters, soft hyphen, directional marks, variation selectors.
_IGNORABLE = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_ACCENTED = re.compile("([a-z])[\u0300-\u036f]+")
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_HAS_LATIN_EXTENSION = re.compile("[\u00df-\u024f\u1e00-\u1eff\u0300-\u036f]")
_QUOTES = re.compile("[\"'`«»‹›“”„‟‘’‚‛〝〞〟「」『』《》〈〉]")
_LEADING_PUNCTUATION = re.compile(r"^[\W_]+")


class TextError(CodedError):
    """A text that cannot be kept. Codes: null, control, surrogate, too_long (params: limit, length)."""


def clean_text(value: str, *, multiline: bool, max_length: int | None) -> str:
    """Make a typed or imported text fit to keep: NFC, LF line ends, no edges of white space.

    In a single-line text a line break or tab becomes one space: spreadsheet cells are full of them.
    Zero-width joiners stay, they belong to names in several scripts. `max_length` counts code points.
    Raises TextError.
    """
    if _SUSPECT.search(value):
        value = _without_suspects(value, multiline=multiline)
    value = unicodedata.normalize("NFC", value).strip()
    if max_length is not None and len(value) > max_length:
        raise TextError("too_long", limit=max_length, length=len(value))
    return value


def _without_suspects(value: str, *, multiline: bool) -> str:
    if "\x00" in value:
        raise TextError("null")
    if _SURROGATE.search(value):
        raise TextError("surrogate")
    value = _LITTER.sub("", _BREAK.sub("\n", value))
    if found := _CONTROL.search(value):
        raise TextError("control", character=f"U+{ord(found[0]):04X}", position=found.start())
    return value if multiline else _SINGLE_LINE_GAP.sub(" ", value)


def fold(value: str) -> str:
    """The form in which texts are compared: compatibility forms (full width and others) made plain, case and
    ё folded, zero-width characters dropped, white space collapsed. Folding twice changes nothing.
    """
    if value.isascii():
        return " ".join(value.lower().split())
    previous = None
    # Folding may give rise to a sequence that composes anew; two rounds nearly always reach the fixed point.
    while value != previous:
        previous = value
        value = unicodedata.normalize("NFKC", _IGNORABLE.sub("", value)).casefold().replace("ё", "е")
        value = unicodedata.normalize("NFKC", value)
    return " ".join(value.split())


def unaccent(folded: str) -> str:
    """A folded text with its Latin letters bare: é becomes e, ł becomes l. Other scripts (й) stay as they
    are.
    """
    if folded.isascii() or not _HAS_LATIN_EXTENSION.search(folded):
        return folded
    bare = _ACCENTED.sub(r"\1", unicodedata.normalize("NFD", folded.translate(_STROKED)))
    return unicodedata.normalize("NFC", bare)


def lower_first(name: str) -> str:
    """A name in the middle of a sentence; abbreviations such as VAT keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def sort_key(value: str, max_length: int = 120) -> str:
    """The key by which names are listed in byte order, Latin and Chinese among each other, then Cyrillic.

    A Chinese character becomes its syllable, its tone and itself (华 is `hua2华`), so that 西安 (xi1 an1)
    stands before 先 (xian1) and people named 李 are not mixed with people named 黎. Leading punctuation and
    all quotes are skipped; digits are kept. Compare bytewise (SQLite BINARY, PostgreSQL collation "C").
    """
    folded = fold(value)
    key = _LEADING_PUNCTUATION.sub("", _QUOTES.sub("", unaccent(folded))) or folded
    if not key.isascii():
        key = pinyin.spell_out(key[:max_length])
    return key[:max_length]
