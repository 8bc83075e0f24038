"""What Kith's test runs add to pytest: choosing by database, required parts, counts for the closing line."""

import json
import os
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter

DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"})


def required(part: str) -> bool:
    """Tell whether KITH_REQUIRE names this part: then its absence is a failure, not a skip."""
    return part in os.environ.get("KITH_REQUIRE", "").split(",")


def skip_or_fail(part: str, reason: str) -> None:
    """Skip the test because a part of the machine is missing, or fail when that part is required."""
    if required(part):
        pytest.fail(f"{reason}, and KITH_REQUIRE names {part}")
    pytest.skip(reason)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --database-only."""
    parser.addoption("--database-only", action="store_true", help="run only tests that ask a database")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what no database can change, when asked to."""
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _asks_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _asks_database(item)])
    items[:] = kept


def _asks_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "database"))
    return marked or bool(DATABASE_FIXTURES.intersection(getattr(item, "fixturenames", ())))


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Write how many tests ended how, for the total over several runs."""
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
