"""Django application of sharing by rules."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Loads the declaration and what keeps the rules true."""

    name = "kith.features.sharing"
    label = "sharing"
    verbose_name = "Sharing by rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, and hear of every write."""
        from kith.features.sharing import entities, menu  # noqa: F401, PLC0415
