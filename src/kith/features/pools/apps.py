"""Django application of pools."""

from django.apps import AppConfig


class PoolsConfig(AppConfig):
    """Loads the declarations and the background work."""

    name = "kith.features.pools"
    label = "pools"
    verbose_name = "Public pools"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entities, what holds every write to the pools, their jobs and pages."""
        from kith.features.pools import enforcing, entities, jobs, menus, shipped  # noqa: F401, PLC0415
