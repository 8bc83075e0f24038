"""`kith seal`: seal the journal now, and print the last seal to keep it elsewhere."""

import argparse

from kith.config.refusal import Refusal
from kith.engine.sealing.making import Torn, last_seal, seal


def run(options: argparse.Namespace) -> int:
    """Seal what is finished and tell how much that was, or print the line of the newest block alone."""
    try:
        made = seal()
    except Torn as error:
        raise Refusal(str(error)) from error
    last = last_seal()
    if options.print:
        if last is None:
            raise Refusal("nothing is sealed yet")
        print(last.line())
        return 0
    print(f"{made} blocks sealed" + (f"; the last one is {last.number}" if last else ""))
    return 0
