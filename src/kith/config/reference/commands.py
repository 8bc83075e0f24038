"""The page about the command `kith`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any, TypeVar

from kith.config.cli import COMMANDS, Command
from kith.config.reference.markdown import code, page, section, table

ABOUT = (
    "`./kith COMMAND` sets up what is missing and runs the command; inside the environment it is `kith "
    "COMMAND`. Exit codes: 0 done, 1 refused or failed with one clear line, 2 wrong usage. Settings are "
    "[variables](settings.md). `./kith test` runs the tests and is the launcher's own."
)

Kind = TypeVar("Kind", bound=argparse.Action)


class Recorder(argparse.ArgumentParser):
    """A parser that remembers its arguments."""

    def __init__(self) -> None:
        self.told: list[argparse.Action] = []
        super().__init__(add_help=False)

    def _add_action(self, action: Kind) -> Kind:
        self.told.append(action)
        return super()._add_action(action)


def commands() -> str:
    """Render the page."""
    overview = table(("command", "does"), [(code(command.name), command.help) for command in COMMANDS])
    return page(
        "Commands", ABOUT, section("Overview", overview), *(_command(command) for command in COMMANDS)
    )


def _command(command: Command) -> str:
    recorder = Recorder()
    command.arguments(recorder)
    usage = " ".join(("kith", command.name, *(_usage(action) for action in recorder.told)))
    return section(
        f"kith {command.name}",
        f"{command.help[0].upper()}{command.help[1:]}.",
        f"```\n{usage}\n```",
        _arguments(recorder.told),
    )


def _usage(action: argparse.Action) -> str:
    name = _name(action)
    return name if not action.option_strings and action.nargs is None else f"[{name}]"


def _name(action: argparse.Action) -> str:
    """An argument as one types it."""
    if not action.option_strings:
        return str(action.metavar or action.dest.upper())
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return f"{action.option_strings[-1]}{value}"


def _arguments(actions: Iterable[argparse.Action]) -> str:
    rows = [(code(_name(action)), _help(action)) for action in actions]
    return table(("argument", "means"), rows)


def _help(action: argparse.Action) -> str:
    facts: dict[str, Any] = {"default": action.default}
    return (action.help or "") % facts
