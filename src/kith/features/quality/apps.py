"""Django application of data quality."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.quality"
    label = "quality"
    verbose_name = "Quality"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the rules, what keeps the scores, and the ways to the page."""
        from kith.features.quality import entities, jobs, menus, scoring, shipped  # noqa: F401, PLC0415
