"""The tools that read the sources find nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
TOOLS = {
    "ruff finds nothing": ("ruff", "check", "--output-format=concise"),
    "the sources are formatted": ("ruff", "format", "--check"),
    "imports run one way": ("lint-imports",),
    "mypy finds nothing": ("mypy", "--no-error-summary"),
    "templates are well formed": ("djlint", "src", "--lint", "--quiet"),
    "no migration is missing": (
        "python",
        "-m",
        "kith.config.cli",
        "manage",
        "makemigrations",
        "--check",
        "--dry-run",
    ),
}


@pytest.mark.parametrize("command", TOOLS.values(), ids=TOOLS.keys())
def test_a_tool_that_reads_the_sources_agrees(command: tuple[str, ...]) -> None:
    """Each tool is run as a developer would run it."""
    program, *arguments = command
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
    done = subprocess.run(
        [BIN / program, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"\n{done.stdout}\n{done.stderr}"
