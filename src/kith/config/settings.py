"""Settings of the whole product. Everything that differs between installations comes from KITH_* variables."""

from __future__ import annotations

import os
import secrets
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from kith.engine import plugins

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = Path(__file__).resolve().parents[1]


def _data_folder() -> Path:
    """The folder that holds database, files and secret key; made on first use, readable by its owner only."""
    folder = Path(os.environ.get("KITH_DATA") or ROOT / "data").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _secret_key(folder: Path) -> str:
    """The key from KITH_SECRET_KEY or from the data folder, created there once with mode 0600."""
    given = os.environ.get("KITH_SECRET_KEY")
    if given:
        return given
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as out:
        key = secrets.token_urlsafe(48)
        out.write(key)
        out.flush()
        os.fsync(out.fileno())
    return key


def _sqlite(path: str) -> dict[str, object]:
    """SQLite as scale.md D.7 measured it: WAL, FULL, IMMEDIATE; readers never take the write lock."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=1073741824; PRAGMA temp_store=MEMORY;"
                "PRAGMA journal_size_limit=67108864; PRAGMA cell_size_check=ON"
            ),
        },
        "CONN_MAX_AGE": None,
    }


def _postgres(url: str) -> dict[str, object]:
    """PostgreSQL from postgres://user:password@host:port/name?option=value, connections kept per thread."""
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # Statements stay parsed and planned on the server: pages ask the same ones again and again.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5, **dict(parse_qsl(parts.query))},
        "CONN_MAX_AGE": None,
    }


def _database(folder: Path) -> dict[str, object]:
    url = os.environ.get("KITH_DATABASE_URL", "")
    if url.startswith(("postgres://", "postgresql://")):
        return _postgres(url)
    return _sqlite(url.removeprefix("sqlite:///") or str(folder / "kith.sqlite3"))


DATA = _data_folder()
SECRET_KEY = _secret_key(DATA)
# Signs the blocks of the journal; without it the key of the data folder does. Older keys follow after commas.
SEAL_KEY = os.environ.get("KITH_SEAL_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("KITH_HOSTS", "*").split(",")
# Networks of the proxies whose X-Forwarded-For is believed.
PROXIES = tuple(
    ip_network(item.strip(), strict=False)
    for item in os.environ.get("KITH_PROXIES", "").split(",")
    if item.strip()
)
ROOT_URLCONF = "kith.config.urls"
WSGI_APPLICATION = "kith.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "kith.engine",
    "kith.features.buttons",
    "kith.features.comments",
    "kith.features.configuring",
    "kith.features.duplicates",
    "kith.features.exports",
    "kith.features.factors",
    "kith.features.fields",
    "kith.features.files",
    "kith.features.following",
    "kith.features.imports",
    "kith.features.layouts",
    "kith.features.log",
    "kith.features.menus",
    "kith.features.merging",
    "kith.features.notifications",
    "kith.features.objects",
    "kith.features.organisation",
    "kith.features.pins",
    "kith.features.places",
    "kith.features.pools",
    "kith.features.presence",
    "kith.features.privacy",
    "kith.features.quality",
    "kith.features.reasons",
    "kith.features.roles",
    "kith.features.rules",
    "kith.features.seeing",
    "kith.features.sharing",
    "kith.features.signon",
    "kith.features.tags",
    "kith.features.types",
    "kith.features.views",
    "kith.features.webhooks",
    "kith.features.wording",
    "kith.web",
    "kith.api",
    "kith.modules.customers",
    "kith.modules.activities",
    "kith.modules.sales",
    "kith.modules.followup",
]
INSTALLED_APPS += plugins.applications(INSTALLED_APPS)
MIDDLEWARE = [
    "kith.web.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kith.web.middleware.Compress",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "kith.engine.requests.ActorMiddleware",
    "kith.config.limiting.Limits",
    "kith.config.looking.OnlyLooking",
]
DATABASES = {"default": _database(DATA)}
ATOMIC_REQUESTS = False

# Sign-in names are unique among users that are not in the trash: a conditional constraint, which W004 cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTH_USER_MODEL = "engine.User"
AUTHENTICATION_BACKENDS = ["kith.engine.identity.backend.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "kith.engine.entry.passwords.Length"},
    {"NAME": "kith.engine.entry.passwords.Guessable"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

TASKS = {"default": {"BACKEND": "kith.engine.jobs.backend.DatabaseBackend"}}

TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# A package that is no application of Django's brings texts too.
LOCALE_PATHS = [PACKAGE / "features" / "tabular" / "locale"]
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文"), ("ru", "Русский")]

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("KITH_STATIC") or ROOT / "build" / "static")
WHITENOISE_ROOT = None
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_MAX_AGE = 31_536_000
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = DATA / "files"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {"environment": "kith.web.templating.environment"},
    },
]

SESSION_ENGINE = "kith.engine.sessions"
# The longest that the company may allow (kith.engine.entry.policy); sessions end before.
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# Whether people come over https. Browsers then accept the names below from this very host only.
HTTPS = os.environ.get("KITH_HTTPS", "") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-kith" if HTTPS else "kith"
CSRF_COOKIE_NAME = "__Host-kith_form" if HTTPS else "kith_form"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kith.web.wrong.csrf_failure"
CSRF_TRUSTED_ORIGINS = [item for item in os.environ.get("KITH_ORIGINS", "").split(",") if item]
# Requests in a minute that one person, one token, one network without either, and the sign-in page are answered.
RATE_PERSON = int(os.environ.get("KITH_RATE_PERSON") or 12_000)
RATE_TOKEN = int(os.environ.get("KITH_RATE_TOKEN") or 12_000)
RATE_ADDRESS = int(os.environ.get("KITH_RATE_ADDRESS") or 6_000)
RATE_SIGN_IN = int(os.environ.get("KITH_RATE_SIGN_IN") or 120)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
APPEND_SLASH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None
# Bytes of one attached file.
TILES = os.environ.get("KITH_TILES", "")
TILES_BY = os.environ.get("KITH_TILES_BY", "")
UPLOAD_LIMIT = int(os.environ.get("KITH_UPLOAD_LIMIT") or 50 * 1024 * 1024)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("KITH_LOG", "WARNING")},
}
