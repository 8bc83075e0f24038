"""Django application of the import feature."""

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    """Plugs in jobs, the care for external keys and the import's places in lists."""

    name = "kith.features.imports"
    label = "imports"
    verbose_name = "Import"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what other parts of the house ask for."""
        from kith.features.imports import describing, jobs, keys, menus  # noqa: F401, PLC0415
        from kith.web import slots  # noqa: PLC0415

        slots.add("list_menu", menus.menu)
        slots.add("commands", menus.commands)
