"""Names of built assets: what templates call `app.css` is served under a name that holds a digest of its content."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings


class AssetMissing(LookupError):
    """The front end was not built, or the name is not in its manifest."""


@lru_cache(maxsize=1)
def manifest() -> dict[str, str]:
    """The built name of every asset. Raises AssetMissing when nothing was built yet."""
    path = Path(settings.STATIC_ROOT) / "manifest.json"
    try:
        found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise AssetMissing(f"{path} is missing: run the asset build") from error
    return found


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """The URL of an asset by its plain name, such as `app.js` or `icons.svg`."""
    try:
        return f"{settings.STATIC_URL}{manifest()[name]}"
    except KeyError as error:
        raise AssetMissing(f"no built asset is called {name}") from error
