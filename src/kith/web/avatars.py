"""Initials and grounds of the small discs that stand for people and companies."""

from __future__ import annotations

import zlib
from functools import lru_cache

TONES = ("", "tone-accent", "tone-good", "tone-warn", "tone-violet", "tone-teal")


def _ideographic(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


@lru_cache(maxsize=4096)
def initials(name: str, *, small: bool = False) -> str:
    """Two letters of a name; of a Chinese name its given name, as people there would write it, or its last sign; of a
    number its last digits."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    if not words:
        signs = "".join(filter(str.isalnum, name))
        return (signs[-2:] if signs.isdecimal() else signs[:2].upper()) or "?"
    if _ideographic(words[0][0]):
        if small:
            return words[0][-1] if len(words[0]) <= 4 else words[0][0]
        return words[0][-2:] if len(words[0]) <= 4 else words[0][:2]
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])
    return letters.upper()


@lru_cache(maxsize=4096)
def tone_of(name: str) -> str:
    """The ground of a name's disc: always the same one for the same name."""
    return TONES[zlib.crc32(name.encode("utf-8", "surrogatepass")) % len(TONES)]
