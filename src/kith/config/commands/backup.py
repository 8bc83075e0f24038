"""`kith backup FILE` and `kith restore FILE`."""

import argparse
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from kith import __version__
from kith.config import running
from kith.config.backups import archive, databases
from kith.config.refusal import Refusal
from kith.engine.sealing.keys import note_path
from kith.kernel import clock


def run(options: argparse.Namespace) -> int:
    """Write a backup; people may go on working meanwhile."""
    write(options.file)
    size = options.file.stat().st_size
    print(f"{options.file}: {size / 1_000_000:.1f} MB")
    return 0


def write(target: Path) -> None:
    """Write a backup of database and files to a new file.

    :raises Refusal: the file exists or the database cannot be copied
    """
    if target.exists():
        raise Refusal(f"{target} exists already; nothing was written")
    if not target.absolute().parent.is_dir():
        raise Refusal(f"the folder of {target} does not exist")
    below = Path(settings.MEDIA_ROOT)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix="backup-") as folder:
        database = Path(folder) / archive.DATABASE
        databases.copy(database)
        # Files after the database: they are kept by content, so all that the copy names are there.
        files = sorted(path for path in below.rglob("*") if path.is_file())
        archive.write(target, _manifest(database, len(files)), database, files=files, below=below)


def _manifest(database: Path, files: int) -> archive.Manifest:
    return archive.Manifest(
        format=archive.FORMAT,
        version=__version__,
        created_at=clock.now().isoformat(timespec="seconds"),
        vendor=connection.vendor,
        migrations=sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations()),
        sha256=archive.digest(database),
        files=files,
    )


def restore(options: argparse.Namespace) -> int:
    """Bring a backup back: unpacked aside, checked, migrated, and only then swapped in."""
    running.hold_alone()
    manifest = archive.read_manifest(options.file)
    _refuse_unfit(manifest, options.file)
    had_data = _has_data()
    if had_data and not options.replace:
        raise Refusal("there is data here already; --replace puts it aside")
    data = Path(settings.DATA)
    old = data / "backups" / f"replaced-{clock.now():%Y%m%dT%H%M%S}"
    with tempfile.TemporaryDirectory(dir=data, prefix="restore-") as folder:
        archive.extract(options.file, manifest, Path(folder))
        _swap(Path(folder), old)
    # What was sealed after the backup is gone with the former data; the journal goes on from here.
    note_path().unlink(missing_ok=True)
    print(
        f"restored the state of {manifest.created_at}"
        + (f"; the former data is in {old}" if had_data else "")
    )
    if not had_data:
        shutil.rmtree(old, ignore_errors=True)
    return 0


def _refuse_unfit(manifest: archive.Manifest, source: Path) -> None:
    if manifest.vendor != connection.vendor:
        raise Refusal(f"{source} is of {manifest.vendor}, this installation runs on {connection.vendor}")
    known = {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if not known.issuperset(manifest.migrations):
        raise Refusal(f"{source} was made by a newer version of Kith ({manifest.version}): update first")


def _has_data() -> bool:
    users = get_user_model()
    return users._meta.db_table in connection.introspection.table_names() and users._default_manager.exists()


def _swap(folder: Path, old: Path) -> None:
    if connection.vendor == "sqlite":
        databases.restore_sqlite(folder / archive.DATABASE, old)
    else:
        if _has_data():
            old.parent.mkdir(parents=True, exist_ok=True)
            write(old.with_suffix(".tar"))
        databases.restore_postgres(folder / archive.DATABASE)
    here = Path(settings.MEDIA_ROOT)
    if here.exists():
        old.mkdir(parents=True, exist_ok=True)
        here.replace(old / archive.FILES)
    if (folder / archive.FILES).exists():
        shutil.move(folder / archive.FILES, here)
