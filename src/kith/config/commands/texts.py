"""`kith texts`: collect the texts of every package, check that all are translated, compile them."""

import argparse

from kith.config import catalogues
from kith.config.refusal import Refusal


def run(options: argparse.Namespace) -> int:
    """Update, check or compile the catalogues."""
    if options.compile:
        catalogues.compile_all()
    elif options.update:
        _update()
    else:
        _check()
    return 0


def _update() -> None:
    for package in catalogues.packages():
        for path in catalogues.update(package):
            print(path.relative_to(catalogues.HOUSE))


def _check() -> None:
    found = [problem for package in catalogues.packages() for problem in catalogues.problems(package)]
    for problem in found:
        print(problem)
    if found:
        raise Refusal(
            f"{len(found)} texts are not translated; kith texts --update adds them to the catalogues"
        )
