"""A real server with a demo company, and a real browser that looks at it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    expect,
    sync_playwright,
)

from tests.harness import templates
from tests.harness.plugin import skip_or_fail

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 180.0
# How long a page may take on a machine that does other work beside; how fast pages are is asserted elsewhere.
ANSWER = 20_000
expect.set_options(timeout=ANSWER)
# Pages that come from elsewhere, such as a file or a calendar, have no scripts of ours.
ATTACHED = """() => !document.querySelector('script[type=module]')
  || (document.documentElement.classList.contains('js') && !('attaching' in document.documentElement.dataset))"""
# Chromium begins to hold requests back a moment after it has said so: what is asked for meanwhile slips through unseen.
PROBE = "**/held-back/"
HELD_BACK = """async () => {
  for (let tries = 0; tries < 100; tries += 1) if ((await fetch('/held-back/')).status === 204) return true;
  return false;
}"""
PASSWORD = "a password for browser tests"


@dataclass(frozen=True)
class Server:
    """A running Kith: its address, its data folder and who can sign in."""

    url: str
    data: Path
    username: str
    password: str

    def command(self, *arguments: str, typed: str | None = None) -> str:
        """Run a command of Kith on the same data; return what it printed."""
        return kith(self.data, *arguments, typed=typed)


def _environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    return {**kept, "KITH_DATA": str(data), "PYTHONPATH": str(ROOT / "src")}


def kith(data: Path, *arguments: str, typed: str | None = None) -> str:
    """Run a command of Kith on a data folder; return what it printed."""
    command = [sys.executable, "-m", "kith.config.cli", *arguments]
    done = subprocess.run(
        command, env=_environment(data), input=typed, capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, f"kith {' '.join(arguments)}: {done.stderr}"
    return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"nothing answered at {url} in {PATIENCE:g} s")


def hire(data: Path) -> None:
    """Put an administrator into a migrated database."""
    kith(data, "user", "add", "browser", "--role", "administrator", typed=f"{PASSWORD}\n")


@contextmanager
def served(data: Path) -> Iterator[Server]:
    """`kith up` on a data folder with an administrator in it, stopped at the end."""
    port = _free_port()
    command = [sys.executable, "-m", "kith.config.cli", "up", "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(command, env=_environment(data), cwd=ROOT)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_up(f"{url}/", process)
        yield Server(url, data, "browser", PASSWORD)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A served demo company, each worker's its own."""

    def make(folder: Path) -> None:
        shutil.copytree(templates.demo(), folder, dirs_exist_ok=True)
        hire(folder)

    data = tmp_path_factory.mktemp("served") / "data"
    shutil.copytree(templates.once("demo-with-administrator", make), data)
    with served(data) as one:
        yield one


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests; the machine's own, nothing is downloaded."""
    program = next((found for name in PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        skip_or_fail("browser", "Chromium is not on this machine")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser without history, wide as a laptop's, in English."""
    made = browser.new_context(
        base_url=server.url,
        locale="en-GB",
        timezone_id="Europe/London",
        viewport={"width": 1280, "height": 800},
        service_workers="block",
    )
    made.set_default_timeout(ANSWER)
    yield made
    made.close()


def patient(page: Page) -> Page:
    """A page that is there when its scripts are, as for people, who are slower than programs.

    When it says that requests are held back, they are.
    """
    go, hold = page.goto, page.route

    def goto(url: str, **options: Any) -> Response | None:
        answer = go(url, **options)
        page.wait_for_function(ATTACHED)
        return answer

    def route(url: Any, handler: Any, **options: Any) -> Any:
        held = hold(url, handler, **options)
        if page.url.startswith("http"):
            hold(PROBE, lambda one: one.fulfill(status=204))
            assert page.evaluate(HELD_BACK)
            page.unroute(PROBE)
        return held

    page.goto = goto  # type: ignore[method-assign]
    page.route = route  # type: ignore[method-assign]
    return page


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which no script may fail and no content policy may be broken."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    opened = patient(context.new_page())
    opened.on("console", note)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    assert complaints == []


def come_in(context: BrowserContext, url: str, username: str, password: str) -> None:
    """Sign in by what the form sends, without looking at it: the form is tried in test_entering.py."""
    asked = context.request
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', asked.get(f"{url}/sign-in/").text())
    assert token
    sent: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token[1],
        "username": username,
        "password": password,
    }
    answer = asked.post(f"{url}/sign-in/", form=sent, headers={"Origin": url}, max_redirects=0)
    assert answer.status in (302, 303), answer.text()
    assert "/sign-in/" not in answer.headers["location"]


@pytest.fixture
def signed_in(page: Page, server: Server) -> Page:
    """A page of the administrator, who has signed in and opened nothing yet."""
    come_in(page.context, server.url, server.username, server.password)
    return page
