"""Django application of webhooks."""

from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.features.webhooks"
    label = "webhooks"
    verbose_name = "Webhooks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the entity and listen to every event."""
        from kith.features.webhooks import delivering, entities  # noqa: F401, PLC0415
