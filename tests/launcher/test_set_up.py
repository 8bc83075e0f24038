"""Set-up does what is missing, only that, one launch at a time, and says in one line why it cannot."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import main, state, steps

ROOT = Path(__file__).resolve().parents[2]


class Recorder:
    """A step that notes when it is done."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "input.txt"
        self.source.write_text("one")
        self.runs = 0
        self.fails = False
        self.step = steps.Step("trying", folder / "stamp", self.source.read_text, self.run)

    def run(self) -> None:
        self.runs += 1
        if self.fails:
            raise state.SetUpError("no")


@pytest.fixture
def recorder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """A step in a folder of its own."""
    monkeypatch.setattr(state, "BUILD", tmp_path / "build")
    return Recorder(tmp_path)


def test_a_step_is_done_once_and_again_when_its_input_changes(recorder: Recorder) -> None:
    main.set_up([recorder.step])
    main.set_up([recorder.step])
    assert recorder.runs == 1
    recorder.source.write_text("two")
    main.set_up([recorder.step])
    assert recorder.runs == 2


def test_a_step_that_failed_is_repeated(recorder: Recorder) -> None:
    recorder.fails = True
    with pytest.raises(state.SetUpError):
        main.set_up([recorder.step])
    recorder.fails = False
    main.set_up([recorder.step])
    assert recorder.runs == 2
    assert recorder.step.is_done()


def test_a_failing_update_leaves_no_stamp_of_the_former_one(recorder: Recorder) -> None:
    main.set_up([recorder.step])
    recorder.source.write_text("two")
    recorder.fails = True
    with pytest.raises(state.SetUpError):
        main.set_up([recorder.step])
    recorder.source.write_text("one")
    assert not recorder.step.is_done()


def test_a_second_launch_waits_and_then_has_nothing_to_do(tmp_path: Path) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(ROOT / "tools")!r})
from pathlib import Path
from launcher import main, state, steps
folder = Path({str(tmp_path)!r})
state.BUILD = folder / "build"
def run():
    with (folder / "runs").open("a") as out:
        out.write("x")
    print("running", flush=True)
    sys.stdin.readline()
main.set_up([steps.Step("trying", folder / "stamp", lambda: "value", run)])
"""
    command = [sys.executable, "-c", program]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as first:  # type: ignore[call-overload]
        assert first.stdout.readline() == "kith: trying\n"
        assert first.stdout.readline() == "running\n"
        with subprocess.Popen(command, **pipes) as second:  # type: ignore[call-overload]
            assert "waiting" in second.stdout.readline()
            first.communicate("\n")
            assert second.communicate()[0] == ""
    assert (tmp_path / "runs").read_text() == "x"


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("ERROR: Could not install: [Errno 28] No space left on device", "the disk is full"),
        ("npm error code ENOTFOUND\nnpm error network", "registry cannot be reached"),
        ("ERROR: No matching distribution found for django", "registry cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "wrong hash"),
        ('some text\nerror: icons.txt names "x"\nmore', 'error: icons.txt names "x"'),
        ("", "no output"),
    ],
)
def test_a_failing_program_is_explained_in_one_line(output: str, line: str) -> None:
    told = steps.explain(output, "trying")
    assert line in told
    assert "\n" not in told


def test_the_launcher_reaches_its_message_on_old_interpreters() -> None:
    ast.parse((ROOT / "kith").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_the_launcher_needs_nothing_but_the_standard_library() -> None:
    allowed = {*sys.stdlib_module_names, "launcher"}
    for path in (ROOT / "kith", *(ROOT / "tools" / "launcher").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
            assert {name.partition(".")[0] for name in names} <= allowed, path
