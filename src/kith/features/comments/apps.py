"""Django application of comments."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.comments"
    label = "comments"
    verbose_name = "Comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and its panel."""
        from kith.features.comments import entities, panel  # noqa: F401, PLC0415
