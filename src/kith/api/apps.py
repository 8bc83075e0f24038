"""The JSON shell as a Django app."""

from django.apps import AppConfig
from django.urls import register_converter


class ApiConfig(AppConfig):
    """Holds views; has no tables."""

    name = "kith.api"
    label = "api"

    def ready(self) -> None:
        """Make `<number:…>` known to the addresses of every package."""
        from kith.api.places import NumberConverter  # noqa: PLC0415 - applications are loaded by now

        register_converter(NumberConverter, "number")
