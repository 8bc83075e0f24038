"""`kith reference`: write docs/reference from what declarations, settings and commands say of themselves."""

import argparse
import os

from kith.config.refusal import Refusal


def run(options: argparse.Namespace) -> int:
    """Write the pages, or refuse when they are not what would be written.

    The reference is about what is shipped: it is made over an empty database in memory, whatever the data holds.
    """
    os.environ["KITH_DATABASE_URL"] = "sqlite:///:memory:"
    import django

    django.setup()
    from kith.config.reference import pages
    from kith.config.settings import ROOT

    folder = ROOT / "docs" / "reference"
    pages.prepare()
    wanted = pages.rendered()
    if not options.check:
        for name in pages.write(folder, wanted):
            print(folder.relative_to(ROOT) / name)
        return 0
    old = pages.outdated(folder, wanted)
    if old:
        raise Refusal(f"docs/reference is not up to date ({', '.join(old)}); kith reference writes it anew")
    return 0
