"""Django application of words."""

from django.apps import AppConfig


class WordingConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.wording"
    label = "wording"
    verbose_name = "Words"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity, what gives every object its words, and the page where they are chosen."""
        from kith.features.wording import entities, naming, telling, views  # noqa: F401, PLC0415
