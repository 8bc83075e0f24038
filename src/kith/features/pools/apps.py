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
        from kith.features.pools import (  # noqa: PLC0415
            enforcing,  # noqa: F401
            entities,  # noqa: F401
            importing,  # noqa: F401
            jobs,  # noqa: F401
            menus,  # noqa: F401
            merged,  # noqa: F401
            shipped,  # noqa: F401
        )
