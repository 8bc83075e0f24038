"""Django application of the log."""

from django.apps import AppConfig


class LogConfig(AppConfig):
    """Loads the places that lead to it."""

    name = "kith.features.log"
    label = "log"
    verbose_name = "Log"

    def ready(self) -> None:
        """Plug in the links of the settings and of records, and the addresses of the API's document."""
        from kith.features.log import api, places  # noqa: F401, PLC0415
