"""Django application of merging."""

from django.apps import AppConfig


class MergingConfig(AppConfig):
    """Loads the ways to the page, the way from old numbers and the background work."""

    name = "kith.features.merging"
    label = "merging"
    verbose_name = "Merging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what plugs in."""
        from kith.features.merging import forwards, menus, running  # noqa: F401, PLC0415
