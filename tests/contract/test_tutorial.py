"""The tutorial tells the truth: exactly its code, in a package of its own, passes the derived tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial" / "business-object.md"
MOST_LINES = 60
APPS = '''"""Django application of the fleet module."""

from django.apps import AppConfig


class FleetConfig(AppConfig):
    """Loads the declarations."""

    name, label, default_auto_field = "kith.modules.fleet", "fleet", "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register entities."""
        from kith.modules.fleet import entities  # noqa: F401
'''
SETTINGS = '''"""The settings of Kith with one module more, which lies beside this file."""

from pathlib import Path

import kith.modules
from kith.config.settings import *

kith.modules.__path__.append(str(Path(__file__).parent / "modules"))
INSTALLED_APPS = [*INSTALLED_APPS, "kith.modules.fleet"]
'''


def blocks() -> dict[str, str]:
    """The code of the page by file name: each block belongs to the file that was named last before it."""
    parts = re.split(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    names = [re.findall(r"`(?:[\w/]*/)?(\w+\.py)`", text)[-1] for text in parts[:-1:2]]
    return dict(zip(names, parts[1::2], strict=True))


def test_a_business_object_is_three_files_of_at_most_sixty_lines() -> None:
    code = blocks()
    assert sorted(code) == ["actions.py", "entities.py", "models.py"]
    written = [line for text in code.values() for line in text.splitlines() if line.strip()]
    assert len(written) <= MOST_LINES
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= 100


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A module made of the page's code, settings that know it, and an environment to run in."""
    module = tmp_path / "modules" / "fleet"
    (module / "migrations").mkdir(parents=True)
    (module / "migrations" / "__init__.py").touch()
    (module / "__init__.py").write_text('"""Ships."""\n')
    (module / "apps.py").write_text(APPS)
    for name, text in blocks().items():
        (module / name).write_text(text)
    (tmp_path / "with_fleet.py").write_text(SETTINGS)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "PYTEST_"))}
    path = os.pathsep.join(map(str, (tmp_path, ROOT / "src", ROOT)))
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "with_fleet",
        "PYTHONPATH": path,
        "KITH_DATA": str(tmp_path / "data"),
    }


def run(environment: dict[str, str], *arguments: str) -> str:
    """Run Python there and give what it printed; fails when it fails."""
    done = subprocess.run(
        (sys.executable, *arguments), cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_code_of_the_tutorial_keeps_the_derived_contract(environment: dict[str, str]) -> None:
    made = run(environment, "-m", "django", "makemigrations", "fleet", "-n", "initial")
    assert "Create model Ship" in made
    told = run(
        environment,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/contract",
        "-k",
        "ship",
    )
    assert re.search(r"\d+ passed", told)
    assert "failed" not in told
