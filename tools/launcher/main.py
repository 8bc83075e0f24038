"""Where ./kith begins: set up what is missing, then hand over to the environment."""

import os
from collections.abc import Sequence

from launcher.state import ROOT, SetUpError, exclusive, say
from launcher.steps import PYTHON, Step, assets, environment, npm, texts

HELP = """usage: ./kith up [--demo] [--host HOST] [--port PORT] [--data DIR]
                                   set up what is missing and serve
       ./kith test [PYTEST ARGS]   run every check and suite that this machine can (--everything: PostgreSQL in full)
       ./kith COMMAND ...          any command of Kith; ./kith --help lists them

Needs Python 3.11 or newer. Everything else is installed into .venv, node_modules and build of this folder.
"""

# The commands that show pages; the others do without Node and what it builds.
WITH_ASSETS = frozenset({"up", "serve"})


def set_up(steps: Sequence[Step]) -> None:
    """Do the steps that are not done; nothing is started, locked or loaded when all are."""
    if all(step.is_done() for step in steps):
        return
    with exclusive():
        for step in steps:
            if not step.is_done():
                step.do()


def hand_over(module: str, *arguments: str) -> None:
    """Replace this process by a program of the environment."""
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])


def main(arguments: Sequence[str]) -> int:
    """Run the launcher; return the exit code where it does not hand over."""
    if not arguments:
        print(HELP, end="")
        return 2
    try:
        return _run(arguments[0], arguments[1:])
    except SetUpError as error:
        say(str(error))
    except OSError as error:
        say(f"{error.strerror}: {error.filename}" if error.filename else str(error))
    except KeyboardInterrupt:
        say("stopped; the next start goes on from here")
    return 1


def _run(word: str, rest: Sequence[str]) -> int:
    if word == "test":
        set_up([environment("dev"), npm(), assets(), texts()])
        os.chdir(ROOT)
        hand_over("tests.harness.suites", *rest)
    if word in WITH_ASSETS:
        set_up([environment("core"), npm(), assets(), texts()])
    else:
        set_up([environment("core"), texts()])
    hand_over("kith.config.cli", word, *rest)
    return 0
