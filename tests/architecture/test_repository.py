"""What is kept in the repository, and what must not be."""

import json
import re

from tests.architecture.sources import ROOT, shown, tracked

ITSELF = "tests/architecture/test_repository.py"
# Addresses of registries and places of one machine: they are the reader's business, not the project's.
FORBIDDEN = re.compile(
    r"registry\.npmjs|pypi\.org|files\.pythonhosted|deb\.debian|[\"'\s=(]/(?:work|root|home/\w+)/",
    re.IGNORECASE,
)
THIRD_PARTY = re.compile(r"\.min\.(js|css)$|(^|/)(vendor|node_modules|third_party)/|\.(woff2?|ttf|otf)$")
LARGEST = 500_000


def test_the_lock_file_names_no_place() -> None:
    """Packages are known by name, version and digest; where from is the reader's business."""
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert [name for name, facts in packages.items() if "resolved" in facts] == []
    assert [name for name, facts in packages.items() if "integrity" not in facts] == []


def test_packages_of_the_browser_are_pinned_exactly() -> None:
    """A caret would let the next install bring something else."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    asked = {**package["dependencies"], **package["devDependencies"]}
    assert [
        f"{name} {version}" for name, version in asked.items() if not re.fullmatch(r"[\d.]+", version)
    ] == []


def test_every_python_package_is_pinned_with_its_digests() -> None:
    """`--require-hashes` would refuse it on the reader's machine: notice here."""
    for name in ("core", "dev", "node"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        requirements = re.findall(r"^[A-Za-z].*?(?=^[A-Za-z]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert requirements
        assert [entry for entry in requirements if "==" not in entry or "--hash=" not in entry] == []


def test_tests_run_on_the_versions_that_people_run() -> None:
    """What is developed with is what is installed."""
    pins = {name: _pins(name) for name in ("core", "dev")}
    assert {name: pin for name, pin in pins["core"].items() if pins["dev"].get(name) != pin} == {}


def _pins(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([\w.\[\],-]+)==(\S+)", text, re.MULTILINE))


def test_no_file_names_a_registry_or_a_machine() -> None:
    """The project runs anywhere: it names neither the hosts nor the folders of one place."""
    found = []
    for path in tracked():
        if path == ROOT / ITSELF or path.suffix in {".png", ".jpg", ".xlsx", ".ico"}:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if FORBIDDEN.search(line):
                found.append(f"{shown(path, number)} {line.strip()[:80]}")
    assert found == []


def test_nothing_of_others_is_committed() -> None:
    """Packages of others come from their registries, pinned; the repository holds our own work."""
    assert [shown(path) for path in tracked() if THIRD_PARTY.search(shown(path))] == []


def test_no_file_is_large() -> None:
    """Data sets and binaries do not belong here; pictures of the documentation are small."""
    large = [shown(path) for path in tracked() if path.stat().st_size > LARGEST]
    assert large == []


def test_no_decision_has_the_number_of_another() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs" / "adr").glob("*.md")]
    assert len(numbers) == len(set(numbers))
