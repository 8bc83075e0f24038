"""What Kith's test runs add to pytest: choosing by database, required parts, counts for the closing line."""

import json
import os
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

from tests.harness import sharing

TOLD, COUNTED = "told", "counted"
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"})


def required(part: str) -> bool:
    """Tell whether KITH_REQUIRE names this part: then its absence is a failure, not a skip."""
    return part in os.environ.get("KITH_REQUIRE", "").split(",")


def skip_or_fail(part: str, reason: str) -> None:
    """Skip the test because a part of the machine is missing, or fail when that part is required."""
    if required(part):
        pytest.fail(f"{reason}, and KITH_REQUIRE names {part}")
    pytest.skip(reason)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Says something that the run tells at its end, such as what was counted, whichever process the test runs in."""
    return lambda text: request.node.user_properties.append((TOLD, text))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --database-only and --share."""
    parser.addoption("--database-only", action="store_true", help="run only tests that ask a database")
    parser.addoption("--share", action="store_true", help="run only today's share of those above our own SQL")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what no database can change, or what another day tries on this one, when asked to. Workers begin with
    the longest."""
    kept = list(items)
    if config.getoption("--database-only"):
        kept = [item for item in kept if _asks_database(item)]
    if config.getoption("--share"):
        kept = [item for item in kept if sharing.is_run(item.nodeid, sharing.today())]
    left = set(items) - set(kept)
    config.hook.pytest_deselected(items=[item for item in items if item in left])
    items[:] = longest_first(kept) if hasattr(config, "workerinput") else kept


def longest_first(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Whole files, those with a slow test before all, then by how many tests they hold: what is dealt out last is
    short, so that no worker waits long for the other."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    count = Counter(item.path for item in items)
    return sorted(items, key=lambda item: (item.path not in slow, -count[item.path], str(item.path)))


def _asks_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return marked or bool(DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say what tests told; write how many ended how, for the total over several runs."""
    reports = [report for group in terminalreporter.stats.values() for report in group]
    said = [
        pair
        for report in reports
        if getattr(report, "when", "") == "call"
        for pair in getattr(report, "user_properties", ())
    ]
    counted: Counter[str] = Counter()
    for name, counts in said:
        counted.update(counts if name == COUNTED else {})
    lines = [text for name, text in said if name == TOLD]
    lines += [f"{count:7} cases: {kind}" for kind, count in sorted(counted.items())]
    if counted:
        lines.append(f"{counted.total():7} cases in all")
    if lines:
        terminalreporter.write_sep("=", "told")
        terminalreporter.write_line("\n".join(lines))
    target = os.environ.get("KITH_TEST_COUNTS")
    if not target or hasattr(config, "workerinput"):
        return
    ended = {name: len(reports) for name, reports in terminalreporter.stats.items()}
    counts = {
        "passed": ended.get("passed", 0) + ended.get("xfailed", 0),
        "failed": ended.get("failed", 0) + ended.get("error", 0),
        "skipped": ended.get("skipped", 0),
    }
    Path(target).write_text(json.dumps(counts), encoding="utf-8")
