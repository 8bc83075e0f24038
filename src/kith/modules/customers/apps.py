"""Django application of the customers module."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.modules.customers"
    label = "customers"
    verbose_name = "Customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register entities, and what plugs into the home page."""
        from kith.modules.customers import (  # noqa: F401, PLC0415
            cards,
            celebrating,
            doubles,
            entities,
            kinds,
            likes,
            menus,
            panels,
            ready,
            shipped,
            showing,
        )
