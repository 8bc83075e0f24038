"""Names of files as strangers send them, made safe to keep, to show and to give to any file system."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 200
LONGEST_BYTES = 240
"""Most file systems hold 255 bytes in a name; people add " (2)" to it."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*', "_"))


def safe_name(given: str, otherwise: str = "file") -> str:
    """The name without folders, control characters, direction overrides and names that Windows keeps for itself.

    At most 200 characters and 240 bytes; a long name loses its middle, never its ending.
    """
    name = unicodedata.normalize("NFC", given.encode("utf-8", "replace").decode())
    name = re.split(r"[/\\]", name)[-1]
    name = "".join(
        mark for mark in name if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    name = re.sub(r"\s+", " ", name.translate(_FORBIDDEN)).strip(" .")
    if not name:
        return otherwise
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    return shortened(name)


def shortened(name: str) -> str:
    """The name within both limits, with its ending kept when that is a plausible one."""
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > 12:
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    while len(stem) + len(tail) > LONGEST or len((stem + tail).encode()) > LONGEST_BYTES:
        stem = stem[:-1]
    return stem.rstrip(" .") + tail
