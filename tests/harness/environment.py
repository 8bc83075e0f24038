"""Settings of a test run: nothing of the developer's own data is read or written."""

import atexit
import os
import shutil
import tempfile

from tests.harness import postgres, templates

# Tests ask more in a minute than people do; those of the limits set their own.
RATES = ("RATE_PERSON", "RATE_TOKEN", "RATE_ADDRESS", "RATE_SIGN_IN")
WORKER = "PYTEST_XDIST_WORKER"


def prepare() -> None:
    """Choose data folder and database through KITH_* variables and load Django.

    KITH_TEST_DATABASE is `sqlite` (default) or `postgres`. Parallel workers inherit the first one's choice.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.config.settings")
    if WORKER not in os.environ:
        _choose()
        templates.keep()
    for limit in RATES:
        os.environ[f"KITH_{limit}"] = "0"
    import django  # noqa: PLC0415  the variables above have to be set first

    django.setup()
    _without_limits()


def _without_limits() -> None:
    """Settings that were read before the variables were set, as pytest-django may do, let all requests pass too."""
    from django.conf import settings  # noqa: PLC0415

    for limit in RATES:
        setattr(settings, limit, 0)


def _choose() -> None:
    folder = tempfile.mkdtemp(prefix="kith-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["KITH_DATA"] = folder
    os.environ["KITH_SECRET_KEY"] = "a key for tests only, as long as Django wishes keys to be"
    kind = os.environ.setdefault("KITH_TEST_DATABASE", "sqlite")
    if kind == "postgres":
        os.environ["KITH_DATABASE_URL"] = os.environ.get("KITH_TEST_POSTGRES_URL") or postgres.start()
    elif kind == "sqlite":
        os.environ.pop("KITH_DATABASE_URL", None)
    else:
        message = f"KITH_TEST_DATABASE is {kind!r}; it can be sqlite or postgres"
        raise ValueError(message)
