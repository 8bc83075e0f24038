"""Django application of the organisation."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """Loads the pages' links and the background work."""

    name = "kith.features.organisation"
    label = "organisation"
    verbose_name = "Organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what plugs in."""
        from kith.features.organisation import menus, moving  # noqa: F401, PLC0415
