"""Django application of grading."""

from django.apps import AppConfig


class GradingConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.grading"
    label = "grading"
    verbose_name = "Grading"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entities, what keeps grades current, and the panel of records."""
        from kith.features.grading import entities, history, jobs, panel  # noqa: F401, PLC0415
