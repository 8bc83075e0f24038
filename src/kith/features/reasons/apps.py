"""Django application of reasons."""

from django.apps import AppConfig


class ReasonsConfig(AppConfig):
    """Plugs the question into the pages of records."""

    name = "kith.features.reasons"
    label = "reasons"
    verbose_name = "Reasons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the menu of records."""
        from kith.features.reasons import menus  # noqa: F401, PLC0415
