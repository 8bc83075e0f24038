"""Django application of the configuration file and the versions."""

from django.apps import AppConfig


class ConfiguringConfig(AppConfig):
    """Plugs the pages into Settings > Objects."""

    name = "kith.features.configuring"
    label = "configuring"
    verbose_name = "Configuration file"

    def ready(self) -> None:
        """Register the ways to the pages."""
        from kith.features.configuring import menus  # noqa: F401, PLC0415
