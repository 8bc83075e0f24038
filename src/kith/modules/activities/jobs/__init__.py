"""What is done by the clock."""

from kith.modules.activities.jobs import keeping, reminders  # noqa: F401
