"""Django application of the role editor."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    """Plugs the editor into the pages of roles."""

    name = "kith.features.roles"
    label = "roles"
    verbose_name = "Roles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the menu of roles."""
        from kith.features.roles import menus  # noqa: F401, PLC0415
