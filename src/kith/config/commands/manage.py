"""`kith manage`: Django's own commands, for developers."""

import argparse

from django.core.management import execute_from_command_line


def run(options: argparse.Namespace) -> int:
    """Run a management command of Django, such as makemigrations."""
    execute_from_command_line(["kith manage", *options.arguments])
    return 0
