"""Measures pages of a demo company with Lighthouse, signed in as a seller, and prints its scores.

.venv/bin/python tools/lighthouse.py            list, board, record and Today, as a phone and as a desktop
.venv/bin/python tools/lighthouse.py --limit 95 ends with 1 when a score is lower

Lighthouse comes pinned by tools/lighthouse/package-lock.json and is installed there when it is missing.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from demo_server import FLAGS, PROGRAMS, ROOT, company, sign_in

HOME = ROOT / "tools" / "lighthouse"
PROGRAM = HOME / "node_modules" / "lighthouse" / "cli" / "index.js"
PERSON = "jonas"
SUBJECTS = ("performance", "accessibility", "best-practices")
DEVICES: dict[str, list[str]] = {"phone": [], "desktop": ["--preset=desktop"]}


def main() -> int:
    """Measure and print; tell by the exit code whether every score reaches the limit."""
    asked = argparse.ArgumentParser(description="Scores of Kith's pages by Lighthouse.")
    asked.add_argument("--limit", type=int, default=0, help="the lowest score that is good enough, 0 to 100")
    limit = asked.parse_args().limit
    if not PROGRAM.exists():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=HOME, check=True)
    lowest = 100
    with company() as (address, password, _data):
        for device, page, report in reports(address, password):
            scores = {one: round(100 * report["categories"][one]["score"]) for one in SUBJECTS}
            lowest = min(lowest, *scores.values())
            print(f"{device:8} {page:8}", *(f"{one} {score:3}" for one, score in scores.items()), flush=True)
            for line in lost(report):
                print(f"         {line}")
    return int(lowest < limit)


def lost(report: dict[str, Any]) -> list[str]:
    """What cost points, a line each."""
    return [
        f"{subject}: {audit['title']} ({audit.get('displayValue') or audit['score']})"
        for subject in SUBJECTS
        for part in report["categories"][subject]["auditRefs"]
        if part["weight"]
        and (audit := report["audits"][part["id"]])["score"] is not None
        and audit["score"] < 0.9
    ]


def reports(address: str, password: str) -> Any:
    """Device, name of the page, and Lighthouse's report of each."""
    program = next(found for name in PROGRAMS if (found := shutil.which(name)))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory(prefix="kith-browser-") as folder, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            folder,
            executable_path=program,
            args=[*FLAGS, f"--remote-debugging-port={port}"],
            base_url=address,
        )
        page = context.new_page()
        sign_in(page, PERSON, password)
        pages = addresses(page)
        for device, options in DEVICES.items():
            for name, path in pages.items():
                yield device, name, measured(f"{address}{path}", port, Path(folder) / "report.json", options)
        context.close()


def addresses(page: Page) -> dict[str, str]:
    """The pages to measure, by name."""
    page.goto("/opportunities/")
    record = str(page.locator("[data-row] a[href^='/opportunities/']").first.get_attribute("href"))
    return {"list": "/customers/", "board": "/opportunities/board/", "record": record, "today": "/"}


def measured(url: str, port: int, target: Path, options: list[str]) -> dict[str, Any]:
    """What Lighthouse reports of one page, in the browser that listens at the port."""
    command = ["node", str(PROGRAM), url, f"--port={port}", "--output=json", f"--output-path={target}",
               f"--only-categories={','.join(SUBJECTS)}", "--disable-storage-reset", "--quiet", *options]  # fmt: skip
    subprocess.run(command, check=True)
    found: dict[str, Any] = json.loads(target.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main())
