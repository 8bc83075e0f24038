"""Django application of the engine."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """Loads the engine's models, connection settings and checks."""

    name = "kith.engine"
    label = "engine"
    verbose_name = "Kith engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Attach what needs a loaded application registry."""
        from kith.engine import checks, connections, entities  # noqa: F401, PLC0415

        connections.attach()
        checks.attach()
