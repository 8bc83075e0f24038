"""What has been set up already: stamps by content, and a lock so that two launches never set up at once."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
BUILD = ROOT / "build"
LOG = BUILD / "set-up.log"


class SetUpError(Exception):
    """Set-up cannot go on; the message is the one line that the person reads."""


def fingerprint(paths: Iterable[Path], *facts: str) -> str:
    """Return a digest of the files' names and contents and of other facts that decide a step's outcome."""
    digest = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(paths):
        digest.update(f"\0{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def files_below(folder: Path, *patterns: str) -> list[Path]:
    """Return the files below the folder that match one of the patterns, in order of name."""
    return sorted({path for pattern in patterns for path in folder.rglob(pattern) if path.is_file()})


def is_stamped(stamp: Path, value: str) -> bool:
    """Tell whether the step that leaves this stamp was finished with this very input."""
    try:
        return stamp.read_text() == value
    except FileNotFoundError:
        return False


def put_stamp(stamp: Path, value: str) -> None:
    """Record that a step is finished; a crash in between leaves the old stamp or the new one, never half."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    draft = stamp.with_name(f"{stamp.name}.{os.getpid()}")
    draft.write_text(value)
    draft.replace(stamp)


@contextlib.contextmanager
def exclusive() -> Iterator[None]:
    """Hold the set-up lock; a second launch waits here and then finds everything done."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / "set-up.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another ./kith is setting up, waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(f"kith: {text}", flush=True)
