"""Django application of pins."""

from django.apps import AppConfig


class PinsConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.pins"
    label = "pins"
    verbose_name = "Pins"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and its place in stories."""
        from kith.features.pins import entities, pinning  # noqa: F401, PLC0415
