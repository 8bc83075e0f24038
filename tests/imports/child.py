"""A process that walks through a run on the database of the test that starts it: `python -m … '{...}'`."""

import json
import sys
from typing import Any

import django
from django.conf import settings


def main(orders: dict[str, Any]) -> None:
    """Walk, as a worker would."""
    settings.DATABASES["default"].update(orders["database"])
    django.setup()
    from kith.features.imports.walking import walk  # noqa: PLC0415 - needs the settings above

    walk(orders["run"])


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
