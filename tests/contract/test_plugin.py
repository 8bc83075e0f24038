"""The tutorial of plugins tells the truth: exactly its package, installed beside Kith, works; a broken one is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.harness import templates

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "tutorial" / "plugin.md"
TRY = """
import json

import django

django.setup()
from django.test import Client
from kith.engine import jobs, records
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, User
from kith.engine.installing import set_up
from kith.engine.settings import Company
from kith.modules.customers.models import Customer
from kith_berths.jobs import free_berths
from kith_berths.models import Berth

user = set_up(Company("Port"), username="ada", name="Ada", password="a long enough phrase")
system = Actor.system()
customer = records.create(Customer, by=system, name="Sea Ltd", owner=user)
berth = records.create(Berth, by=system, name="North", quay="a12")
other = records.create(Berth, by=system, name="South", quay="B3")
assert berth.quay == "A12"
records.create(CustomField, by=system, entity="customer", key="home", kind="quay", label={"en": "Home quay"})

web = Client()
assert web.post("/sign-in/", {"username": "ada", "password": "a long enough phrase"}).status_code in (302, 303)
page = web.get("/free-berths/").content.decode()
assert "North" in page and "South" in page, page[:2000]
assert "A12" in web.get("/berths/").content.decode()

api = Client(headers={"Authorization": f"Bearer {accounts.new_token(user)}"})
address = f"/api/v1/customers/{customer.pk}/actions/moor"
given = {"berth": berth.pk, "until": "2020-01-31"}
answer = api.post(address, json.dumps(given), "application/json")
assert answer.status_code == 200, answer.content
assert api.post(address, json.dumps(given), "application/json").status_code == 409
assert "North" not in web.get("/free-berths/").content.decode()
wrong = api.post("/api/v1/berths", json.dumps({"name": "West", "quay": "12A"}), "application/json")
assert wrong.status_code == 422 and "A12" in wrong.content.decode()
assert api.patch(f"/api/v1/customers/{customer.pk}", '{"home": "c7"}', "application/json").json()["home"] == "C7"
free_berths.enqueue()
jobs.drain()
assert "North" in web.get("/free-berths/").content.decode()
print("all is well")
"""


def files() -> dict[str, str]:
    """The package of the page by path: each block belongs to the next file that was named before it."""
    found: dict[str, str] = {}
    waiting: list[str] = []
    for text, kind, code in re.findall(
        r"(.*?)```(toml|python|html|sh)\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL
    ):
        waiting += re.findall(r"`(pyproject\.toml|kith_berths/[\w/]+\.\w+)`", text)
        if kind != "sh":
            found[waiting.pop(0)] = code
    return found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The package of the page as it lies when it was installed: its modules, and what its project file says of it."""
    folder = tmp_path / "site"
    for path, code in files().items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(code, encoding="utf-8")
    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    about = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    groups = project["entry-points"].items()
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {to}\n" for name, to in named.items()) for group, named in groups
    ]
    (about / "entry_points.txt").write_text("".join(lines))
    return folder


def run(site: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run Python beside the package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KITH_", "PYTEST_"))}
    environment = {
        **kept, **more, "PYTHONPATH": os.pathsep.join(map(str, (site, ROOT / "src"))),
        "KITH_DATA": str(site.parent / "data"), "DJANGO_SETTINGS_MODULE": "kith.config.settings",
    }  # fmt: skip
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def kith(site: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Kith beside the package."""
    return run(site, "-m", "kith.config.cli", *arguments, **more)


@pytest.mark.slow
def test_the_package_of_the_tutorial_works(site: Path) -> None:
    assert "berths 1.0 (kith_berths): works" in kith(site, "plugins").stdout
    shutil.copytree(templates.migrated(), site.parent / "data", dirs_exist_ok=True)
    for command in (("manage", "makemigrations", "berths"), ("migrate",)):
        done = kith(site, *command)
        assert done.returncode == 0, done.stderr
    done = run(site, "-c", TRY)
    assert "all is well" in done.stdout, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "code", "told"),
    [
        ("apps", "raise RuntimeError('no apps')", "RuntimeError: no apps"),
        ("apps", "BerthsConfig = 5", "is no PluginConfig"),
        ("models", "import nothing_of_the_kind", "nothing_of_the_kind"),
        ("entities", "1 / 0", "division by zero"),
        ("urls", "urlpatterns = missing", "missing"),
    ],
)
def test_a_broken_plugin_is_told_and_kith_starts_without_it(
    site: Path, file: str, code: str, told: str
) -> None:
    (site / "kith_berths" / f"{file}.py").write_text(f"{code}\n")
    listed = kith(site, "plugins")
    assert (listed.returncode, told in listed.stdout) == (1, True), listed.stdout + listed.stderr
    done = kith(site, "manage", "check")
    assert done.returncode == 0, done.stderr
    if file != "urls":
        refused = kith(site, "manage", "check", KITH_NEEDED_PLUGINS="berths")
        assert refused.returncode != 0
        assert "plugin berths" in refused.stderr
