"""`kith config export FILE` and `kith config import FILE`."""

import argparse
import json

from kith.config import configuration
from kith.config.refusal import Refusal
from kith.engine.actor import Actor


def write(options: argparse.Namespace) -> int:
    """Write the configuration as JSON, to be read, compared and kept."""
    text = json.dumps(configuration.read(), ensure_ascii=False, indent=2, default=str)
    options.file.write_text(f"{text}\n", encoding="utf-8")
    print(f"{options.file} written")
    return 0


def read(options: argparse.Namespace) -> int:
    """Apply a configuration and tell how to take it back."""
    try:
        data = json.loads(options.file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise Refusal(f"{options.file} is not JSON: {error}") from error
    outcome = configuration.apply(data, by=Actor.system(), label=options.file.name)
    print(f"{outcome.created} added, {outcome.updated} changed, {outcome.same} as they were", end="")
    print(f"; kith undo {outcome.batch} takes it back" if outcome.batch else "")
    return 0
