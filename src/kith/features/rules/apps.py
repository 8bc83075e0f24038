"""Django application of rules."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.rules"
    label = "rules"
    verbose_name = "Rules"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entities, what holds every object to its rules, and the page where they are made."""
        from kith.features.rules import enforcing, entities, reviewing, views  # noqa: F401, PLC0415
