"""Forgetting who looked, once an hour."""

from __future__ import annotations

from kith.engine.jobs import every, task
from kith.features.presence.looking import forget


@every(minutes=60)
@task()
def forget_presence() -> None:
    """Remove what lasts no longer."""
    forget()
