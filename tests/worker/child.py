"""A worker process on the database of the test that starts it: `python -m tests.worker.child '{...}'`."""

import json
import sys
from typing import Any

import django
from django.conf import settings


def main(orders: dict[str, Any]) -> int:
    """Work as ordered: the database's settings, the backend's options, the arguments of `run`."""
    settings.DATABASES["default"].update(orders["database"])
    settings.TASKS["default"]["OPTIONS"] = orders["options"]
    django.setup()
    from kith.engine.jobs import daily, timetable  # noqa: PLC0415 - needs the settings above
    from kith.engine.jobs.tests.errands import tick  # noqa: PLC0415
    from kith.worker.main import run  # noqa: PLC0415

    if orders["timetable"]:
        daily("03:00", "UTC")(tick)
    else:
        timetable.clear()
    return run(**orders["run"])


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
