"""`./kith test`: the quick checks, then every suite on SQLite, what asks a database on PostgreSQL, the browser.

On PostgreSQL what stands above our own SQL takes turns (tests/harness/sharing.py); with `--everything` all of it runs.
With other arguments only pytest runs, with those, on SQLite; `--postgres` as the first one chooses PostgreSQL.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.harness import postgres, sharing, sizes, templates

NOTHING_COLLECTED = 5
EVERYTHING, SHARE = "--everything", "--share"
# Files are dealt out in the order of the plugin: the longest first.
DEALT = ("--dist", "loadfile", "--no-loadscope-reorder")
PARALLEL = ("-n", "2", *DEALT)


@dataclass(frozen=True)
class Suite:
    """One run of pytest: a name for people, its arguments, and the variables that it is run with."""

    name: str
    arguments: tuple[str, ...]
    variables: dict[str, str] = field(default_factory=dict)


SUITES = (
    Suite("architecture", ("tests/architecture", "-n", "2")),
    Suite("SQLite", ("--ignore=tests/architecture", "--ignore=tests/browser", *PARALLEL)),
    Suite(
        "PostgreSQL",
        ("--ignore=tests/architecture", "--ignore=tests/browser", "--database-only", SHARE, *PARALLEL),
        {"KITH_TEST_DATABASE": "postgres"},
    ),
    Suite("browser", ("tests/browser", *PARALLEL)),
)


@dataclass
class Counts:
    """How many tests ended how; errors of set-up and tear-down are failures."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, other: "Counts") -> None:
        """Add the figures of another run."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    def __str__(self) -> str:
        """The closing line, in the form that other programs look for."""
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


def run(arguments: Sequence[str]) -> int:
    """Run what was asked for and return the exit code."""
    everything = list(arguments) == [EVERYTHING]
    if arguments and not everything:
        return _run_some(list(arguments))
    templates.keep()
    total = Counts()
    for suite in SUITES:
        total.add(_run_suite(suite, everything=everything))
    sizes.report(Path("src"))
    print(f"\n{total}", flush=True)
    return 1 if total.failed or not total.passed else 0


def _run_some(arguments: list[str]) -> int:
    if arguments[0] == "--postgres":
        os.environ["KITH_TEST_DATABASE"] = "postgres"
        arguments = arguments[1:]
    return subprocess.run(_pytest(arguments), check=False).returncode


def _run_suite(suite: Suite, *, everything: bool) -> Counts:
    print(f"\n== {suite.name}", flush=True)
    arguments = [one for one in suite.arguments if one != SHARE or not everything]
    if SHARE in arguments:
        print(f"share {sharing.today() + 1} of {sharing.SHARES}; all shares with {EVERYTHING}", flush=True)
    if suite.variables.get("KITH_TEST_DATABASE") == "postgres" and not postgres.available():
        required = "postgres" in os.environ.get("KITH_REQUIRE", "")
        print("no PostgreSQL on this machine: " + ("it is required" if required else "not run"))
        return Counts(failed=1) if required else Counts()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kith-counts-") as folder:
        report = Path(folder) / "counts.json"
        variables = {**os.environ, **suite.variables, "KITH_TEST_COUNTS": str(report)}
        code = subprocess.run(_pytest(arguments), env=variables, check=False).returncode
        counts = Counts(**json.loads(report.read_text())) if report.exists() else Counts()
    if code not in {0, NOTHING_COLLECTED} and not counts.failed:
        counts.failed = 1
    print(f"== {suite.name}: {counts} in {time.monotonic() - began:.0f} s", flush=True)
    return counts


def _pytest(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
