"""Django application of fields."""

from django.apps import AppConfig


class FieldsConfig(AppConfig):
    """Plugs the page of fields into what is shaped of every object."""

    name = "kith.features.fields"
    label = "fields"
    verbose_name = "Fields"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the tab, and what arranges the choices of built-in fields."""
        from kith.features.fields import entities, offering, views  # noqa: F401, PLC0415
