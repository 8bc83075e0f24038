"""Declarations of activities and of what belongs to visits."""

from kith.modules.activities.entities import activities, visits  # noqa: F401
