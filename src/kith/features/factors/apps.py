"""Django application of second factors."""

from django.apps import AppConfig


class FactorsConfig(AppConfig):
    """Loads what plugs into signing in and into the settings."""

    name = "kith.features.factors"
    label = "factors"
    verbose_name = "Second factors"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug in the step of signing in, the page of the settings and the reset."""
        from kith.features.factors import placing, stepping  # noqa: F401, PLC0415
