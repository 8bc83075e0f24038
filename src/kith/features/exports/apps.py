"""Django application of exports."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Plugs the writers in."""

    name = "kith.features.exports"
    label = "exports"
    verbose_name = "Exports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the formats and the jobs."""
        from kith.features.exports import exporting, jobs  # noqa: F401, PLC0415
