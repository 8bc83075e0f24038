"""Django application of looking as somebody else."""

from django.apps import AppConfig


class SeeingConfig(AppConfig):
    """Plugs the way in into the pages of people."""

    name = "kith.features.seeing"
    label = "seeing"
    verbose_name = "Seeing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the menu of people."""
        from kith.features.seeing import menus  # noqa: F401, PLC0415
