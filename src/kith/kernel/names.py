"""Names that stand in addresses and programs."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Collection

from kith.kernel import pinyin

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
NUMBER = re.compile(r"(0?[1-9]\d?)?")

_LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "y",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya",
    }
)  # fmt: skip
_HAN = re.compile(f"[{pinyin.HAN}]+")


def slug_of(text: str, longest: int = 40) -> str:
    """A name for addresses out of what people wrote, in Latin letters; "" when nothing of it is left."""
    return _latin(text).strip("-0123456789")[:longest].strip("-")


def _latin(text: str) -> str:
    spoken = _HAN.sub(
        lambda run: f" {''.join(pinyin.syllables(run[0]))} ", text.casefold().translate(_LETTERS)
    )
    spoken = re.sub(r"(?<=[a-z])[1-5](?=[a-z ]|$)", "", spoken) if spoken != text.casefold() else spoken
    plain = unicodedata.normalize("NFKD", spoken).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def plural_of(word: str) -> str:
    """The usual English plural; a number at the end stays there."""
    if numbered := re.fullmatch(r"(.*[a-z])(-?\d+)", word):
        return plural_of(numbered[1]) + numbered[2]
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in ("a", "e", "i", "o", "u"):
        return f"{word[:-1]}ies"
    return f"{word}s"


def is_pattern(pattern: str, known: tuple[str, ...], needed: str) -> bool:
    """Whether a pattern such as "SHIP-{year}-{n:05}" names only what is `known`, and what is `needed`."""
    try:
        parts = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    asked = [(name, spec, conversion) for _text, name, spec, conversion in parts if name is not None]
    plain = all(
        name in known and not conversion and NUMBER.fullmatch(spec or "") for name, spec, conversion in asked
    )
    return plain and any(name == needed for name, _spec, _conversion in asked)


def key_of(label: str, *, otherwise: str, taken: Collection[str] = (), longest: int = 40) -> str:
    """A short name in small Latin letters for a label in any script: 船长 is chuanzhang, Судно is sudno, 20 ft is
    n20_ft."""
    found = _latin(label)[:longest].strip("-").replace("-", "_") or otherwise
    found = f"n{found}" if found[0].isdigit() else found
    free, number = found, 2
    while free in taken:
        free, number = f"{found}_{number}", number + 1
    return free
