"""Declarations of activities and of visits and of work reports."""

from kith.modules.activities.entities import activities, reports, visits  # noqa: F401
