"""Django application of notifications."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Loads what tells and what shows."""

    name = "kith.features.notifications"
    label = "notifications"
    verbose_name = "Notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug in the notifier, its handlers and its places."""
        from kith.features.notifications import handlers, jobs, showing, telling  # noqa: F401, PLC0415
