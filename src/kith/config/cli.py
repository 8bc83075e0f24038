"""The command `kith`: reads its arguments, loads the one module that does the work, and answers 0, 1 or 2."""

import argparse
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kith import __version__
from kith.config.refusal import Refusal
from kith.config.variables import told

EPILOG = f"{told()}\n\nexit codes: 0 done, 1 refused or failed with one clear line, 2 wrong usage"


class _Parser(argparse.ArgumentParser):
    """A parser whose help tells the settings too."""

    def __init__(self, **options: object) -> None:
        super().__init__(
            formatter_class=argparse.RawDescriptionHelpFormatter,
            epilog=EPILOG,
            allow_abbrev=False,
            **options,  # type: ignore[arg-type]
        )


@dataclass(frozen=True)
class Command:
    """One command: its words, one line of help, `module:function` that runs it, and its arguments."""

    name: str
    help: str
    run: str
    arguments: Callable[[argparse.ArgumentParser], None] = lambda _parser: None
    django: bool = True


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number between 1 and 65535")
    return int(text)


def _address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=_count, default=2, help="web processes (default: %(default)s)")
    # Measured with 8 clients on 2 cores: 515 pages/s with one thread each, 348 with two, 169 with four; threads of one
    # process take turns at the interpreter, so capacity comes from processes.
    parser.add_argument("--threads", type=_count, default=1, help="threads of each (default: %(default)s)")


def _up(parser: argparse.ArgumentParser) -> None:
    _address(parser)
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty database with a believable company"
    )
    _language(parser)
    parser.add_argument("--data", metavar="DIR", help="data folder, instead of KITH_DATA")


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language",
        choices=("en", "zh-hans", "ru"),
        default="en",
        help="of the demo company (default: %(default)s)",
    )


def _worker(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--once", action="store_true", help="do what is due, then end")
    parser.add_argument("--concurrency", type=_count, default=1, help="jobs at once (default: %(default)s)")


def _user_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="NAME", help="name to sign in with")
    parser.add_argument(
        "--role", action="append", metavar="ROLE", help="key of a role, such as seller; may be repeated"
    )


def _token(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", metavar="NAME", help="whose token it is")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entity", metavar="ENTITY", help="what the rows are, such as customers")
    parser.add_argument("file", metavar="FILE", type=Path, help="a CSV or XLSX file")
    parser.add_argument("--map", metavar="M", help="name of a saved mapping, or COLUMN=field,COLUMN=field")
    parser.add_argument(
        "--alike",
        choices=("skip", "update", "create"),
        help="rows that look like a record are left out (as long as nothing is said), change it, or are created",
    )
    parser.add_argument("--dry-run", action="store_true", help="check every row and write nothing")
    _as(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entity", metavar="ENTITY", help="what to write, such as customers")
    parser.add_argument("file", metavar="FILE", type=Path, help="its ending chooses: .csv, .xlsx or .jsonl")
    _as(parser)
    parser.add_argument(
        "--raw", action="store_true", help="ids and stored values instead of names and labels"
    )


def _as(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="username", metavar="NAME", help="act as this user, with his rights")


def _undo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", type=_count, help="number of the batch to undo")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--customers", type=_count, default=300, metavar="N", help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same company")
    _language(parser)


def _file(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path)


def _config_export(parser: argparse.ArgumentParser) -> None:
    _as(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="a TOML file")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="a kind such as roles, or an object such as customer, with what it needs; may be repeated",
    )


def _config_plan(parser: argparse.ArgumentParser) -> None:
    _as(parser)
    parser.add_argument("file", metavar="FILE", type=Path, help="a TOML file")
    parser.add_argument("--exact", action="store_true", help="also remove what the file does not have")


def _config_import(parser: argparse.ArgumentParser) -> None:
    _config_plan(parser)
    parser.add_argument("--yes", action="store_true", help="apply the plan without asking")


def _restore(parser: argparse.ArgumentParser) -> None:
    _file(parser)
    parser.add_argument("--replace", action="store_true", help="put aside the data that is there now")


def _seal(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--print", action="store_true", help="print the last seal, one line to keep elsewhere"
    )


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--journal", action="store_true", help="prove that no row of the journal was altered")
    parser.add_argument(
        "--against", default="", metavar="FILE|HASH", help="seals kept elsewhere: lines of kith seal --print"
    )


def _where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="ENTITY.ACTION", help="such as opportunity.win, or opportunity alone")


def _texts(parser: argparse.ArgumentParser) -> None:
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--update", action="store_true", help="bring the .po files in line with the sources")
    choice.add_argument("--check", action="store_true", help="fail when a text is not translated")
    choice.add_argument("--compile", action="store_true", help="write the .mo files that programs read")


def _reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing, fail when a page is out of date")


def _manage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="such as makemigrations sales")


COMMANDS = (
    Command("up", "migrate if needed, then serve pages and run jobs", "up:run", _up, django=False),
    Command("serve", "serve pages and the API", "serve:run", _address, django=False),
    Command("worker", "run jobs and schedules", "worker:run", _worker),
    Command("migrate", "bring the database up to this version", "migrate:run"),
    Command("user add", "add a user and print a first password", "users:add", _user_add),
    Command("token", "print a new API token of a user", "users:token", _token),
    Command("import", "read rows from a file", "imports:run", _import),
    Command("export", "write rows to a file", "exports:run", _export),
    Command("undo", "undo one batch of changes", "undo:run", _undo),
    Command("demo", "fill the database with a believable company", "demo:run", _demo),
    Command("backup", "write database and files into one file", "backup:run", _file),
    Command("restore", "bring a backup back", "backup:restore", _restore),
    Command("config export", "write the configuration to a file", "configuration:write", _config_export),
    Command("config plan", "tell what a configuration would change", "configuration:show", _config_plan),
    Command("config import", "apply a configuration from a file", "configuration:read", _config_import),
    Command("check", "look after data and set-up, or prove the journal", "check:run", _check),
    Command("seal", "seal the journal, so that changes of it are found", "seal:run", _seal),
    Command("towns", "learn where the towns of the world are", "towns:run"),
    Command("plugins", "list the plugins of this installation", "plugins:run"),
    Command("where", "show file and line of everything about an action", "where:run", _where),
    Command(
        "texts", "collect, check or compile translations (for developers)", "texts:run", _texts, django=False
    ),
    Command("reference", "write docs/reference (for developers)", "reference:run", _reference, django=False),
    Command("manage", "Django's own commands (for developers)", "manage:run", _manage, django=False),
)


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = _Parser(prog="kith", description="Kith: customer relationship management that you run yourself.")
    top.add_argument("--version", action="version", version=f"Kith {__version__}")
    words = top.add_subparsers(metavar="COMMAND", required=True)
    groups: dict[str, argparse._SubParsersAction[_Parser]] = {}
    for command in COMMANDS:
        group, _, word = command.name.rpartition(" ")
        if group and group not in groups:
            branch = words.add_parser(group, help=f"commands about {group}")
            groups[group] = branch.add_subparsers(metavar="COMMAND", required=True)
        below = groups[group] if group else words
        leaf = below.add_parser(
            word, help=command.help, description=f"{command.help[0].upper()}{command.help[1:]}."
        )
        command.arguments(leaf)
        leaf.set_defaults(command=command)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        return _run(options.command, options)
    except KeyboardInterrupt:
        return _fail("stopped")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # the border: whatever went wrong below becomes one clear line
        if os.environ.get("KITH_DEBUG") == "1":
            raise
        return _fail(explain(error))


def _run(command: Command, options: argparse.Namespace) -> int:
    module, _, function = command.run.partition(":")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    if command.django:
        import django

        django.setup()
        _tell_of_plugins()
    code: int | None = getattr(importlib.import_module(f"kith.config.commands.{module}"), function)(options)
    return code or 0


def _tell_of_plugins() -> None:
    from kith.engine import plugins

    for plugin in plugins.found():
        if plugin.wrong:
            print(f"kith: plugin {plugin.name} is left out: {plugin.wrong}", file=sys.stderr)


def explain(error: Exception) -> str:
    """Say in one line what went wrong."""
    text = " ".join(str(error).split()) or type(error).__name__
    if "no such table" in text or ("relation" in text and "does not exist" in text):
        return "the database is not prepared for this version: run kith migrate, or start with kith up"
    expected = type(error).__module__ == "kith.engine.errors" or isinstance(error, OSError | Refusal)
    if expected:
        return text
    return f"{type(error).__name__}: {text} (KITH_DEBUG=1 shows where)"


def _fail(text: str) -> int:
    print(f"kith: {text}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
