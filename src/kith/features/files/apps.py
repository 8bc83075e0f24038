"""Django application of files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.files"
    label = "files"
    verbose_name = "Files"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, its panel and its job."""
        from kith.features.files import entities, jobs, panel  # noqa: F401, PLC0415
