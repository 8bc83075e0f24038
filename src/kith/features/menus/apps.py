"""Django application of menus."""

from django.apps import AppConfig


class MenusConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.menus"
    label = "menus"
    verbose_name = "Menus"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, and its places in the frame and among the settings."""
        from kith.features.menus import entities, showing, views  # noqa: F401, PLC0415
