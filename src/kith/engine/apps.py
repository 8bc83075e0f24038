"""Django application of the engine."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """Loads the engine's models, connection settings and checks."""

    name = "kith.engine"
    label = "engine"
    verbose_name = "Kith engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Attach what needs a loaded application registry."""
        from kith.engine import checks, connections, entities, staff  # noqa: F401, PLC0415 - models are there only now
        from kith.engine.entry import jobs as forgetting  # noqa: F401, PLC0415 - declares its task
        from kith.engine.jobs import timetable  # noqa: PLC0415
        from kith.engine.objects import entities as own  # noqa: F401, PLC0415 - declares them
        from kith.engine.objects import finding  # noqa: F401, PLC0415 - declares its task
        from kith.engine.sealing import jobs  # noqa: F401, PLC0415 - declares its task
        from kith.engine.settings import company  # noqa: PLC0415

        timetable.use_zone(lambda: company().time_zone)
        connections.attach()
        checks.attach()
