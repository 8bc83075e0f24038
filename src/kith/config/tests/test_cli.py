"""The command `kith` answers as its contract says."""

import argparse

import pytest

from kith.config import cli
from kith.config.refusal import Refusal

CONTRACT = (
    "up serve worker migrate user token import export undo demo backup restore config check where".split()  # noqa: SIM905
)


def run(*arguments: str) -> int:
    """Run the command and return its exit code, also where argparse ends the program."""
    try:
        return cli.main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


@pytest.mark.parametrize("word", CONTRACT)
def test_every_command_of_the_contract_explains_itself_and_its_settings(
    word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(word, "--help") == 0
    shown = capsys.readouterr().out
    for part in ("KITH_DATA", "KITH_DATABASE_URL", "KITH_SECRET_KEY", "exit codes"):
        assert part in shown


@pytest.mark.parametrize(
    "arguments",
    [(), ("dance",), ("serve", "--port", "0"), ("serve", "--workers", "0"), ("backup",), ("user",)],
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*arguments) == 2
    assert "usage:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (Refusal("the moon is full"), "kith: the moon is full"),
        (FileNotFoundError(2, "No such file or directory", "a.csv"), "a.csv"),
        (ValueError("odd"), "ValueError: odd"),
        (KeyboardInterrupt(), "stopped"),
    ],
)
def test_whatever_goes_wrong_is_one_line_and_1(
    error: BaseException, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_command: cli.Command, _options: argparse.Namespace) -> int:
        raise error

    monkeypatch.setattr(cli, "_run", fail)
    assert run("migrate") == 1
    told = capsys.readouterr().err
    assert line in told
    assert told.count("\n") == 1


def test_every_command_leads_to_a_function() -> None:
    from importlib import import_module

    for command in cli.COMMANDS:
        module, _, function = command.run.partition(":")
        assert callable(getattr(import_module(f"kith.config.commands.{module}"), function)), command.name
