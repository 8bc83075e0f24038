"""Django application of sign-on by other systems."""

from django.apps import AppConfig


class SignonConfig(AppConfig):
    """Loads the declarations and what plugs into signing in."""

    name = "kith.features.signon"
    label = "signon"
    verbose_name = "Sign-on"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and plug in ways in and pages."""
        from kith.features.signon import entities, placing  # noqa: F401, PLC0415
