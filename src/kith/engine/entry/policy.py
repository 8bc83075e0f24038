"""What the company demands of every sign-in. A role may demand more, never less."""

from __future__ import annotations

from dataclasses import dataclass

from kith.engine import epoch
from kith.engine.settings import stored

# name -> (least, most)
BOUNDS = {"idle": (5, 43_200), "absolute": (15, 129_600), "password_length": (8, 64)}


@dataclass(frozen=True, slots=True)
class Policy:
    """`idle` and `absolute` are minutes after which a session ends: without a sign of life, and in any case."""

    idle: int = 3 * 24 * 60
    absolute: int = 14 * 24 * 60
    password_length: int = 10


@epoch.per_configuration
def policy() -> Policy:
    """The company's policy as it is now."""
    said = {name: int(value) for name, value in stored(BOUNDS).items()}
    return Policy(**said)
