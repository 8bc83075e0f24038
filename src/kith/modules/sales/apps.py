"""Django application of the sales module."""

from django.apps import AppConfig


class SalesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.modules.sales"
    label = "sales"
    verbose_name = "Sales"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register entities, what plugs into the home page and what an installation begins with."""
        from kith.modules.sales import (  # noqa: PLC0415
            credit,  # noqa: F401
            entities,  # noqa: F401
            figures,  # noqa: F401
            handlers,  # noqa: F401
            jobs,  # noqa: F401
            living,  # noqa: F401
            panels,  # noqa: F401
            pooling,  # noqa: F401
            shipped,  # noqa: F401
        )
        from kith.modules.sales.views import checking, typing  # noqa: F401, PLC0415
