"""What lies outside the database: the key that signs blocks, and a note of the last block that was made here."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.conf import settings


def keys() -> dict[str, str]:
    """Every key by its id; the first one signs, the others were used before it."""
    found = (settings.SEAL_KEY or _kept(Path(settings.DATA) / "seal-key")).replace(",", "\n").split()
    return {key_id(key): key for key in found}


def key_id(key: str) -> str:
    """What a key is called in public."""
    return hashlib.sha256(f"kith seal key {key}".encode()).hexdigest()[:16]


def sign(text: str, key: str) -> str:
    """The signature that only who has the key can make."""
    return hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()


def signed(text: str, signature: str, key: str) -> bool:
    """Whether a signature was made with a key."""
    return hmac.compare_digest(sign(text, key).encode(), signature.encode())


def _kept(path: Path) -> str:
    """The keys of a file, which is made once, readable by its owner only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(48)
        out.write(f"{key}\n")
        out.flush()
        os.fsync(out.fileno())
    return key


def note_path() -> Path:
    """Where the line of the last block that was made here is kept, beside the key."""
    return Path(settings.DATA) / "seal-last"


def note(line: str) -> None:
    """Keep the line of the newest block."""
    path = note_path()
    part = path.with_suffix(".part")
    part.write_text(f"{line}\n", encoding="ascii")
    part.replace(path)


def noted() -> str:
    """The line of the last block that was made here, "" when there was none."""
    path = note_path()
    return path.read_text(encoding="ascii").strip() if path.exists() else ""
