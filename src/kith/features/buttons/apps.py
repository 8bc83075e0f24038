"""Django application of buttons."""

from django.apps import AppConfig


class ButtonsConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.buttons"
    label = "buttons"
    verbose_name = "Buttons"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, and its places on pages and in the description of the API."""
        from kith.features.buttons import entities, showing  # noqa: F401, PLC0415
        from kith.features.buttons.views import editing  # noqa: F401, PLC0415
