"""The page about actions."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kith.config.reference.entities import facts
from kith.config.reference.markdown import LANGUAGES, code, labels, page, purpose, section, table
from kith.engine import registry
from kith.engine.actions import Action
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec

ABOUT = (
    "A named change is a button, a bulk operation, an API verb and a right of its own, all at once. "
    "`POST /api/v1/{plural}/{id}/actions/{action}` runs it on one record, and where it can be run on several, "
    "`POST /api/v1/{plural}/actions/{action}` does so for `ids`. It is possible under its condition only "
    "([conditions](../explanation/conditions.md)), and leaves its event behind."
)


def actions() -> str:
    """Render the page."""
    specs = sorted((spec for spec in registry.specs() if spec.actions), key=lambda spec: spec.key)
    parts = [
        section(f"{spec.key}.{name}", *_action(spec, spec.actions[name]))
        for spec in specs
        for name in spec.actions
    ]
    return page("Actions", ABOUT, *parts)


def _action(spec: EntitySpec, action: Action) -> tuple[str, ...]:
    when = json.dumps(action.when, ensure_ascii=False) if action.when else ""
    told = {
        "Label": " / ".join(labels(action.label)),
        "Possible when": code(when) if when else "",
        "Event": code(f"{spec.key}.{action.event or action.name}"),
        "On several at once": "yes" if action.many else "no",
    }
    listed = "\n".join(f"- {name}: {text}" for name, text in told.items() if text)
    return purpose(action.function), listed, _arguments(action.arguments(spec.key).values())


def _arguments(arguments: Iterable[FieldSpec]) -> str:
    heads = ("argument", *LANGUAGES, "kind", "facts")
    return table(
        heads,
        [
            (code(item.key), *labels(item.label), code(item.type.key), "; ".join(facts(item)))
            for item in arguments
        ],
    )
