"""Django application of presence."""

from django.apps import AppConfig


class PresenceConfig(AppConfig):
    """Loads what shows it."""

    name = "kith.features.presence"
    label = "presence"
    verbose_name = "Presence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug in the record's bar and the job that forgets."""
        from kith.features.presence import jobs, looking  # noqa: F401, PLC0415
