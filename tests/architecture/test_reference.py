"""The documentation says what the sources do: generated pages are up to date, no link leads nowhere."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from kith.config.reference import pages
from kith.config.variables import FOR_TESTS, INTERNAL, VARIABLES
from tests.architecture.sources import HOUSE, ROOT, shown, tracked

VARIABLE = re.compile(r"[\"'](KITH_[A-Z_]+)[\"']")
LINK = re.compile(r"\]\(([^)#\s:]+)(?:#[^)]*)?\)")
LIST = HOUSE / "config" / "variables.py"
PICTURES = 3_000_000


def kith(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a person would, on the data folder of the tests."""
    command = [sys.executable, "-m", "kith.config.cli", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_reference_is_up_to_date() -> None:
    """`kith reference` writes it anew."""
    done = kith("reference", "--check")
    assert done.returncode == 0, done.stderr


def test_an_outdated_a_missing_and_a_left_over_page_are_noticed(tmp_path: Path) -> None:
    """A check that finds nothing wrong with wrong pages would be no check."""
    wanted = {"actions.md": "# Actions\n", "api.md": "# Addresses\n", "events.md": "# Events\n"}
    assert pages.write(tmp_path, wanted) == sorted(wanted)
    assert pages.outdated(tmp_path, wanted) == []
    (tmp_path / "actions.md").unlink()
    (tmp_path / "api.md").write_text("# API\n", encoding="utf-8")
    (tmp_path / "old.md").write_text("# Old\n", encoding="utf-8")
    assert pages.outdated(tmp_path, wanted) == ["actions.md", "api.md", "old.md"]
    pages.write(tmp_path, wanted)
    assert pages.outdated(tmp_path, wanted) == []
    assert not (tmp_path / "old.md").exists()


def test_every_variable_of_the_product_is_documented() -> None:
    """Whoever reads a KITH_* variable names it in the list, and the list names nothing that nobody reads."""
    read = _variables(path for path in tracked() if path.is_relative_to(HOUSE) and "tests" not in path.parts)
    assert read - INTERNAL == {variable.name for variable in VARIABLES}


def test_every_variable_of_test_runs_is_documented() -> None:
    """The same for what steers the tests."""
    read = _variables(path for path in tracked() if "tests" in path.parts)
    known = {variable.name for variable in VARIABLES}
    assert read - known - INTERNAL == {variable.name for variable in FOR_TESTS}


def _variables(files: Iterable[Path]) -> set[str]:
    """The names of variables that Python files have as strings."""
    texts = (path.read_text(encoding="utf-8") for path in files if path.suffix == ".py" and path != LIST)
    return {name for text in texts for name in VARIABLE.findall(text)}


def test_no_link_of_the_documentation_leads_nowhere() -> None:
    """A page that moved takes its links along."""
    lost = [
        f"{shown(path)} {target}"
        for path in tracked()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert lost == []


def test_the_pictures_of_the_documentation_are_small() -> None:
    """Whoever clones the repository pays for every byte, for ever."""
    assert sum(path.stat().st_size for path in (ROOT / "docs" / "pictures").glob("*.png")) < PICTURES
