"""Django application of the activities module."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.modules.activities"
    label = "activities"
    verbose_name = "Activities"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register entities, what plugs into timeline and home page, and reminders."""
        from kith.modules.activities import counting, entities, jobs, living, panels, reaching  # noqa: F401, PLC0415
