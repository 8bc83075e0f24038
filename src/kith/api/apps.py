"""The JSON shell as a Django app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Holds views; has no tables."""

    name = "kith.api"
    label = "api"
