"""A process that takes records from a pool as fast as it can: `python -m tests.worker.claimer '{...}'`.

It waits for a file, takes what it is told one after the other, and prints what it got.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import django
from django.conf import settings


def main(orders: dict[str, Any]) -> int:
    """Take records as one person."""
    settings.DATABASES["default"].update(orders["database"])
    django.setup()
    from kith.engine import epoch  # noqa: PLC0415 - needs the settings above
    from kith.engine.actor import Actor  # noqa: PLC0415
    from kith.engine.errors import Refused  # noqa: PLC0415
    from kith.engine.identity.models import User  # noqa: PLC0415
    from kith.features.pools import moving  # noqa: PLC0415
    from kith.features.pools.models import Pool  # noqa: PLC0415

    got = []
    pool, user = Pool.objects.get(pk=orders["pool"]), User.objects.get(pk=orders["person"])
    print("ready", flush=True)  # noqa: T201
    while not Path(orders["go"]).exists():
        time.sleep(0.005)
    for number in orders["ids"]:
        with epoch.turn():
            try:
                moving.claim(pool, number, by=Actor.of(user))
                got.append(number)
            except Refused:
                continue
    print(json.dumps(got), flush=True)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
