"""The Jinja2 environment of every page: strict about missing variables, escaped, translated.

Templates of modules and features live in their package's `templates/` folder and are found beside the shell's own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import translation
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kith.web.assets import asset
from kith.web.avatars import initials, tone_of

OWN = Path(__file__).parent / "templates"


def template_folders() -> list[Path]:
    """The shell's templates first, then those of every installed package of the house."""
    others = (
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.name.startswith("kith.")
    )
    return [OWN, *(folder for folder in others if folder != OWN and folder.is_dir())]


def icon(name: str, kind: str = "") -> Markup:
    """An icon of the sprite, invisible to screen readers: the words beside it, or its button's label, say it."""
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        kind, asset("icons.svg"), name
    )


def as_json(value: Any) -> str:
    """JSON for a data attribute; escaped by the template like any text."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for; its own loader gives way to every package's folder."""
    options.update(
        autoescape=True,
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in template_folders()]),
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    made = Environment(**options)  # noqa: S701 - autoescape is among the options
    made.add_extension("jinja2.ext.i18n")
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=translation.gettext,
        ngettext=translation.ngettext,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
        newstyle=True,
    )
    made.globals.update(asset=asset, icon=icon, initials=initials, tone_of=tone_of, url=reverse)
    made.filters["as_json"] = as_json
    return made
