"""Forgetting what the way in no longer needs."""

from __future__ import annotations

from kith.engine.entry import devices, holding
from kith.engine.jobs import daily, task


@daily("03:20")
@task()
def forget_tries() -> None:
    """Remove counters of failed tries that count no longer."""
    holding.forget()


@daily("03:25")
@task()
def forget_sessions() -> None:
    """Remove sessions that are over."""
    devices.forget()
