"""Django application of duplicates."""

from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.duplicates"
    label = "duplicates"
    verbose_name = "Duplicates"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules and those that are shipped, what writes keys in the gate, what warns, and the scan."""
        from kith.features.duplicates import enforcing, entities, hinting, keeping, shipped  # noqa: F401, PLC0415
