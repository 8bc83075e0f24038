"""A process that writes through the gate to the database of the test that starts it.

`python -m kith.engine.tests.writer ORDERS`: JSON with the database's settings, a user's number, and what to do.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.conf import settings


def main(orders: dict[str, Any]) -> None:
    """Make customers for ever, or add to one customer's number so many times; tell each success on a line."""
    settings.DATABASES["default"].update(orders["database"])
    django.setup()
    from kith.engine import registry  # noqa: PLC0415 - needs the settings above
    from kith.engine.actor import Actor  # noqa: PLC0415
    from kith.engine.identity.models import User  # noqa: PLC0415

    actor = Actor.of(User.live().get(pk=orders["user"]))
    model = registry.spec("customer").model
    if orders["customer"] is None:
        make(model, actor)
    else:
        add(model, orders["customer"], orders["times"], actor)


def make(model: Any, actor: Any) -> None:
    """Make customers until killed."""
    from kith.engine import records  # noqa: PLC0415

    while True:
        tell(records.create(model, by=actor, name="Written").pk)


def add(model: Any, number: int, times: int, actor: Any) -> None:
    """Add one, as often as asked, to what is there."""
    from kith.engine import records  # noqa: PLC0415
    from kith.engine.errors import Stale  # noqa: PLC0415

    done = 0
    while done < times:
        row = model.objects.get(pk=number)
        try:
            records.update((model, number), by=actor, version=row.version, employees=row.employees + 1)
        except Stale:
            continue
        done += 1
        tell(done)


def tell(number: int) -> None:
    """Acknowledge."""
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
