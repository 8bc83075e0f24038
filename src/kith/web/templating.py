"""The Jinja2 environment of every page: strict about missing variables, escaped, translated.

Templates of modules and features live in their package's `templates/` folder and are found beside the shell's own.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils import translation
from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    pass_context,
    pass_environment,
)
from jinja2.runtime import Context
from markupsafe import Markup

from kith.engine import epoch
from kith.engine.plugins import PluginConfig
from kith.web.assets import asset
from kith.web.avatars import initials, tone_of

OWN = Path(__file__).parent / "templates"


def template_folders() -> list[Path]:
    """The shell's templates first, then those of every installed package of the house."""
    others = (
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.name.startswith("kith.") or isinstance(config, PluginConfig)
    )
    return [OWN, *(folder for folder in others if folder != OWN and folder.is_dir())]


@lru_cache(maxsize=2_000)
def icon(name: str, kind: str = "") -> Markup:
    """An icon of the sprite, invisible to screen readers: the words beside it, or its button's label, say it."""
    return Markup('<svg class="icon {}" aria-hidden="true"><use href="{}#{}"/></svg>').format(
        kind, asset("icons.svg"), name
    )


@lru_cache(maxsize=20_000)
def _translated(language: str, text: str) -> Markup:
    return Markup(translation.gettext(text)) % ()  # noqa: S704 - our own catalogues


def gettext(text: str, **variables: Any) -> Markup:
    """A text of the catalogue; kept by language, for pages ask for the same hundred words every time."""
    if variables:
        return Markup(translation.gettext(text)) % variables  # noqa: S704 - our own catalogues
    return _translated(translation.get_language() or "", text)


_kept: dict[tuple[Any, ...], Markup] = {}


@pass_environment
def kept(made: Environment, template: str, frame: Any) -> Markup:
    """A part of the frame that is the same for a person on a place until rights, settings or language change."""
    key = (
        template,
        frame.me,
        frame.user_id,
        frame.here,
        frame.unread,
        translation.get_language(),
        *epoch.current(),
    )
    if key not in _kept:
        if len(_kept) > 5_000:
            _kept.clear()
        _kept[key] = Markup(made.get_template(template).render(frame=frame))  # noqa: S704 - our own template
    return _kept[key]


@pass_context
def part(context: Context, template: str) -> Markup:
    """A fragment rendered by itself, then put in as one text.

    An included template hands each of its thousands of pieces up through every block around it, which took a third
    of a list's time.
    """
    return Markup(context.environment.get_template(template).render(context.get_all()))  # noqa: S704 - our own template


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
    made.globals.update(gettext=gettext, _=gettext, kept=kept, part=part)
    made.globals.update(asset=asset, icon=icon, initials=initials, tone_of=tone_of, url=reverse)
    made.filters["as_json"] = as_json
    return made
