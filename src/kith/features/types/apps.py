"""Django application of types."""

from django.apps import AppConfig


class TypesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.types"
    label = "types"
    verbose_name = "Types"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, what it makes of other entities, and its place among the pages."""
        from kith.features.types import entities, menus, ruling  # noqa: F401, PLC0415
