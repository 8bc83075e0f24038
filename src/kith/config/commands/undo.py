"""`kith undo BATCH`: take one batch of changes back."""

import argparse

from kith.engine.actor import Actor
from kith.engine.undo import undo


def run(options: argparse.Namespace) -> int:
    """Undo a batch; rows that were changed since are listed and left."""
    result = undo(options.batch, by=Actor.system())
    print(
        f"{result.undone} rows taken back"
        + (f", {len(result.left)} left as they were changed since:" if result.left else "")
    )
    for entity, number in result.left:
        print(f"  {entity} {number}")
    return 0
