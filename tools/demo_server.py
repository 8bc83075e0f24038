"""A demo company on a server of its own, for the tools that look at Kith from outside."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--hide-scrollbars")  # fmt: skip
PATIENCE = 90.0
SEED = "1"


@contextmanager
def company() -> Iterator[tuple[str, str, Path]]:
    """A demo company that is served: its address, everybody's password, and its data folder."""
    with tempfile.TemporaryDirectory(prefix="kith-demo-") as folder:
        data = Path(folder)
        kith(data, "migrate")
        password = kith(data, "demo", "--seed", SEED).strip().splitlines()[-1]
        with serving(data) as address:
            yield address, password, data


def sign_in(page: Page, person: str, password: str) -> None:
    """Sign somebody in on a page, as a person would."""
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(person)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def kith(data: Path, *arguments: str) -> str:
    """Run a command of Kith on a data folder; return what it printed."""
    command = [sys.executable, "-m", "kith.config.cli", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment(data), stdout=subprocess.PIPE, text=True, check=True
    ).stdout


def environment(data: Path) -> dict[str, str]:
    """The variables of a process that knows this data folder only."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    return {**kept, "KITH_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}


@contextmanager
def serving(data: Path) -> Iterator[str]:
    """A server with its worker on a free port; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "kith.config.cli", "up", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment(data))
    try:
        address = f"http://127.0.0.1:{port}"
        wait(f"{address}/sign-in/", process)
        yield address
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once a server answers.

    :raises TimeoutError: it did not in time
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310  our own address
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(address)
