"""Django application of layouts."""

from django.apps import AppConfig


class LayoutsConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.layouts"
    label = "layouts"
    verbose_name = "Layouts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and its place on record pages."""
        from kith.features.layouts import arranging, entities, homes, menus  # noqa: F401, PLC0415
