"""Django application of own objects."""

from django.apps import AppConfig


class ObjectsConfig(AppConfig):
    """Plugs the pages into Settings > Objects."""

    name = "kith.features.objects"
    label = "objects"
    verbose_name = "Own objects"

    def ready(self) -> None:
        """Register the tabs and the button."""
        from kith.features.objects import menus  # noqa: F401, PLC0415
