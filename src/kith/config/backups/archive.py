"""The file of a backup: what is written into it, and what is believed when one is read."""

import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from kith.config.refusal import Refusal

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database"
FILES = "files"
LARGEST_MANIFEST = 1_000_000


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: format, versions, kind of database, its migrations (app.name) and its digest."""

    format: int
    version: str
    created_at: str
    vendor: str
    migrations: list[str]
    sha256: str
    files: int


def digest(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal text."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, database: Path, *, files: list[Path], below: Path) -> None:
    """Write a backup; the file appears under its name only when it is whole and on the disk."""
    draft = target.with_name(f"{target.name}.part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                _add_text(tar, MANIFEST, json.dumps(asdict(manifest), indent=2))
                tar.add(database, DATABASE)
                for path in files:
                    tar.add(path, f"{FILES}/{path.relative_to(below).as_posix()}", recursive=False)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _add_text(tar: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    tar.addfile(entry, io.BytesIO(content))


def read_manifest(source: Path) -> Manifest:
    """Return the manifest of a backup.

    :raises Refusal: it is not a backup of Kith, or one of a newer format
    """
    try:
        with tarfile.open(source, "r:") as tar:
            entry = tar.next()
            content = tar.extractfile(entry) if entry and entry.name == MANIFEST else None
            facts = json.loads(content.read(LARGEST_MANIFEST)) if content else {}
        if facts.get("format", 0) > FORMAT:
            raise Refusal(f"{source} was made by a newer version of Kith: update first")
        return Manifest(**facts)
    except (tarfile.TarError, ValueError, TypeError, AttributeError) as error:
        raise Refusal(f"{source} is not a backup of Kith, or it is damaged") from error


def extract(source: Path, manifest: Manifest, folder: Path) -> None:
    """Unpack database and files into an empty folder and compare them with the manifest.

    :raises Refusal: something is missing, different or does not belong there
    """
    try:
        with tarfile.open(source, "r:") as tar:
            for entry in tar:
                _extract_one(tar, entry, folder)
    except tarfile.TarError as error:
        raise Refusal(f"{source} is damaged: {error}") from error
    found = sum(path.is_file() for path in (folder / FILES).rglob("*"))
    database = folder / DATABASE
    if found != manifest.files or not database.exists() or digest(database) != manifest.sha256:
        raise Refusal(f"{source} is damaged: its contents are not what its manifest says")


def _extract_one(tar: tarfile.TarFile, entry: tarfile.TarInfo, folder: Path) -> None:
    if entry.name == MANIFEST:
        return
    parts = PurePosixPath(entry.name).parts
    plain = all(re.fullmatch(r"[\w-][\w.-]*", part) for part in parts)
    target = folder.joinpath(*parts)
    content = tar.extractfile(entry) if entry.isreg() else None
    known = parts == (DATABASE,) or parts[:1] == (FILES,)
    if content is None or not plain or not known or target.exists():
        raise Refusal(f"the backup holds {entry.name!r}, which does not belong there")
    target.parent.mkdir(parents=True, exist_ok=True)
    # By hand: the safe way of tarfile is missing before Python 3.11.4, which Debian's own is older than.
    with content, target.open("xb") as stream:
        shutil.copyfileobj(content, stream)
