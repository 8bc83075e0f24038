"""Django application of privacy."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.privacy"
    label = "privacy"
    verbose_name = "Privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what plugs in."""
        from kith.features.privacy import entities, jobs, menus, panel  # noqa: F401, PLC0415
