"""The store of contents: one file per SHA-256 on disk, written so that no row can point at a file that is not there.

Order of an upload: temporary file, fsync, rename to its hash, fsync of the folder, then the row's transaction. A crash
in between leaves an orphan file, which the job collects a month later, and never a row without its file.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kith.engine.errors import TooLarge
from kith.features.files.sniffing import HEAD, type_of

INCOMING = "incoming"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole content in a temporary file, safe on disk; `type` is what it looks like."""

    path: Path
    sha: str
    size: int
    type: str
    name: str

    def discard(self) -> None:
        """Remove the temporary file, if it was not settled."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """What Django calls at the end of a request."""
        self.discard()


class Arriving:
    """A content on its way in: hashed while it is written, in constant memory. Raises TooLarge beyond `limit` bytes."""

    def __init__(self, name: str, limit: int | None = None) -> None:
        folder = root() / INCOMING
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, path = tempfile.mkstemp(dir=folder)
        self.path = Path(path)
        self._file = os.fdopen(number, "wb")
        self._digest = hashlib.sha256()
        self._limit = settings.UPLOAD_LIMIT if limit is None else limit
        self.name = name
        self.size = 0
        self.head = b""

    def write(self, chunk: bytes) -> None:
        """Add a piece."""
        self.size += len(chunk)
        if self.size > self._limit:
            self.discard()
            raise TooLarge(limit=self._limit)
        self._digest.update(chunk)
        if len(self.head) < HEAD:
            self.head = (self.head + chunk)[:HEAD]
        self._file.write(chunk)

    def finish(self) -> Arrived:
        """Put the content safely on disk."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return Arrived(
            self.path, self._digest.hexdigest(), self.size, type_of(self.head, self.name), self.name
        )

    def discard(self) -> None:
        """Forget it."""
        self._file.close()
        self.path.unlink(missing_ok=True)


def root() -> Path:
    """The folder of all contents."""
    return Path(settings.MEDIA_ROOT)


def path_of(sha: str) -> Path:
    """Where a content lies."""
    return root() / sha[:2] / sha


def settle(content: Arrived) -> None:
    """Move a content to its place. One that is there already is replaced by its equal, which renews its age."""
    place = path_of(content.sha)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    content.path.replace(place)
    os.utime(place)
    handle = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def contents() -> Iterator[Path]:
    """Every settled content."""
    for folder in sorted(root().glob("[0-9a-f][0-9a-f]")):
        yield from folder.iterdir()


def unfinished() -> Iterator[Path]:
    """Temporary files, of uploads on their way and of those that a crash cut off."""
    yield from (root() / INCOMING).glob("*")


@contextmanager
def settling() -> Iterator[None]:
    """Hold off the collector from the first rename until the rows are committed."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextmanager
def collecting() -> Iterator[None]:
    """Wait until no upload stands between its file and its row, and hold off new ones for a moment."""
    with _lock(fcntl.LOCK_EX):
        yield


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    with (root() / "lock").open("a") as handle:
        fcntl.flock(handle, kind)
        yield
