"""The web shell as a Django app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Holds templates, styles, scripts and views; has no tables."""

    name = "kith.web"
    label = "web"
