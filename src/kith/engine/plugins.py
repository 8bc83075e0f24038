"""Plugins: Python packages that bring modules, field types, actions, jobs and pages without touching Kith's files.

A package names itself by an entry point of the group `kith.plugins` that leads to its PluginConfig. It is an
application like Kith's own and plugs in where they do; what fails in it is told by name and does not keep Kith from
starting, unless KITH_NEEDED_PLUGINS names it. Nothing here may need models: settings ask before there are any.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig

GROUP = "kith.plugins"


class PluginError(Exception):
    """A plugin that this installation cannot do without does not work."""


@dataclass(slots=True)
class Plugin:
    """A package that was found: its name, its version, the class of its application, and what is wrong with it."""

    name: str
    version: str = ""
    package: str = ""
    config: str = ""
    wrong: str = ""

    def fails(self, why: object) -> None:
        """Note the first thing that is wrong."""
        told = f"{type(why).__name__}: {why}" if isinstance(why, BaseException) else str(why)
        self.wrong = self.wrong or " ".join(told.split())[:300]


class PluginConfig(AppConfig):
    """The application of a plugin. Subclasses give `name` and `label`, and in `plug` import what plugs in: entities,
    jobs, menus. Models stand in `models.py`, addresses of pages in `urls.py`, of the API in `api.py`, texts in
    `locale`."""

    default_auto_field = "django.db.models.BigAutoField"
    apps: Any

    def plug(self) -> None:
        """Import what registers itself; called once, when all models are there."""

    def import_models(self) -> None:
        """Load the models; a plugin whose models fail has none, and its tables are left alone."""
        try:
            super().import_models()
        except Exception as error:
            of_package(self.name).fails(error)
            self.apps.all_models[self.label].clear()
            self.models = self.apps.all_models[self.label]

    def ready(self) -> None:
        """Plug in, unless the models failed already."""
        plugin = of_package(self.name)
        try:
            if not plugin.wrong:
                self.plug()
        except Exception as error:
            plugin.fails(error)
        require()


_found: dict[str, Plugin] = {}


def found() -> list[Plugin]:
    """All plugins of this installation in the order of their names."""
    return [_found[name] for name in sorted(_found)]


def of_package(package: str) -> Plugin:
    """The plugin of a package."""
    known = next((one for one in _found.values() if one.package == package), None)
    return known or _found.setdefault(package, Plugin(package, package=package))


def applications(taken: list[str]) -> list[str]:
    """The classes of the plugins' applications, for INSTALLED_APPS; those that fail are left out and told."""
    _found.clear()
    labels = {name.rpartition(".")[2] for name in taken}
    for entry in sorted(entry_points(group=GROUP), key=lambda one: one.name):
        plugin = Plugin(entry.name, entry.dist.version if entry.dist else "")
        if entry.name in _found:
            _found[entry.name].fails("two packages have this name")
            continue
        _found[entry.name] = plugin
        try:
            config: Any = entry.load()
            if not (isinstance(config, type) and issubclass(config, PluginConfig)):
                plugin.fails(f"{entry.value} is no PluginConfig")
            elif (label := getattr(config, "label", config.name.rpartition(".")[2])) in labels:
                plugin.fails(f"another application is called {label}")
            else:
                labels.add(label)
                plugin.package, plugin.config = config.name, f"{config.__module__}.{config.__qualname__}"
        except Exception as error:
            plugin.fails(error)
    require()
    return [plugin.config for plugin in found() if plugin.config and not plugin.wrong]


def require() -> None:
    """Raise PluginError when a plugin that this installation needs is missing or fails."""
    needed = [name.strip() for name in os.environ.get("KITH_NEEDED_PLUGINS", "").split(",") if name.strip()]
    for name in needed:
        if name not in _found or _found[name].wrong:
            why = _found[name].wrong if name in _found else "it is not installed"
            message = f"plugin {name}: {why}"
            raise PluginError(message)


def addresses(module: str) -> Iterator[list[Any]]:
    """The `urlpatterns` of a module (urls, api) of each plugin that has it."""
    for plugin in found():
        if plugin.wrong or find_spec(f"{plugin.package}.{module}") is None:
            continue
        try:
            yield list(import_module(f"{plugin.package}.{module}").urlpatterns)
        except Exception as error:
            plugin.fails(error)
