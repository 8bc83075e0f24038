"""`kith plugins`: which plugins this installation has, and whether they work."""

import argparse

from django.urls import resolve

from kith.engine import plugins


def run(_options: argparse.Namespace) -> int:
    """One line a plugin; answer 1 when one of them fails."""
    resolve("/")  # the addresses of plugins are loaded with the first question for one
    for plugin in plugins.found():
        print(f"{plugin.name} {plugin.version} ({plugin.package or 'not loaded'}): {plugin.wrong or 'works'}")
    if not plugins.found():
        print("no plugins are installed")
    return 1 if any(plugin.wrong for plugin in plugins.found()) else 0
