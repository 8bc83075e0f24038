"""The engine's probe for properties, and how hard chance tries."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

from kith.engine.tests.conftest import _probe_table, probe

__all__ = ("_probe_table", "probe")

# Deterministic, so that a run tells the same story twice; a fixture lives through all examples of its test.
# Examples ask a database: making a failing one smaller would take longer than reading it.
settings.register_profile(
    "kith",
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ),
)
settings.load_profile("kith")
