"""Django application of saved views."""

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.views"
    label = "views"
    verbose_name = "Saved views"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and its places in the shells."""
        from kith.features.views import entities, keeping, looking  # noqa: F401, PLC0415
