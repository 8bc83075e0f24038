"""Django application of following."""

from django.apps import AppConfig


class FollowingConfig(AppConfig):
    """Loads what shows it and what tells followers."""

    name = "kith.features.following"
    label = "following"
    verbose_name = "Following"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Plug in the record's bar, the tab of lists and the handler of changes."""
        from kith.features.following import handlers, keeping  # noqa: F401, PLC0415
