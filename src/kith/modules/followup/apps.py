"""Django application of the follow-up module."""

from django.apps import AppConfig


class FollowUpConfig(AppConfig):
    """Loads the declarations."""

    name = "kith.modules.followup"
    label = "followup"
    verbose_name = "Follow-up"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register entities, what is kept on records, and what an installation begins with."""
        from kith.modules.followup import (  # noqa: F401, PLC0415
            clocks,
            entities,
            handlers,
            jobs,
            keeping,
            menus,
            panels,
            shipped,
        )
