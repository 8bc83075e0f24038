"""`kith where ENTITY.ACTION`: file and line of everything about it."""

import argparse
import inspect
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from pydoc import locate
from typing import Any

from kith.config.refusal import Refusal
from kith.engine import events, registry
from kith.engine.actions import Action
from kith.engine.spec import EntitySpec

HOUSE = Path(__file__).resolve().parents[2]
ROOT = HOUSE.parents[1]


def run(options: argparse.Namespace) -> int:
    """Print what, file and line, one a line, so that an editor can open it."""
    entity, _, name = options.name.partition(".")
    spec = _spec(entity)
    found = list(_of_entity(spec) if not name else _of_action(spec, _action(spec, name)))
    for what, place in found:
        print(f"{what:<12} {place}")
    return 0


def _spec(entity: str) -> EntitySpec:
    try:
        return registry.by_plural(entity) or registry.spec(entity)
    except LookupError as error:
        known = ", ".join(sorted(spec.key for spec in registry.specs()))
        raise Refusal(f"there is no entity {entity!r}; there are {known}") from error


def _action(spec: EntitySpec, name: str) -> Action:
    actions = {action.name: action for action in spec.entity.actions}
    if name not in actions:
        known = ", ".join(sorted(actions)) or "none"
        raise Refusal(f"{spec.key} has no action {name!r}; it has {known}")
    return actions[name]


def _of_entity(spec: EntitySpec) -> Iterator[tuple[str, str]]:
    yield "model", _place(spec.entity.model)
    yield "declaration", _place(spec.entity)
    for action in spec.entity.actions:
        yield "action", f"{_place(action.function)}  {action.name}"
    names = {spec.entity.model.__name__, spec.entity.__name__}
    yield from _mentions(spec, names)
    yield from _handlers(lambda event: event.partition(".")[0] == spec.key)


def _of_action(spec: EntitySpec, action: Action) -> Iterator[tuple[str, str]]:
    yield "model", _place(spec.entity.model)
    yield "declaration", _place(spec.entity)
    yield "action", _place(action.function)
    yield from _mentions(spec, {action.name})
    event = f"{spec.key}.{action.event or action.name}"
    yield from _handlers(lambda name: name in {event, action.event, f"{spec.key}.*", "*"})


def _place(thing: Any) -> str:
    """File and line of a class or function."""
    path = inspect.getsourcefile(thing)
    _lines, number = inspect.getsourcelines(thing)
    return f"{os.path.relpath(str(path), ROOT)}:{number}"


def _mentions(spec: EntitySpec, names: set[str]) -> Iterator[tuple[str, str]]:
    """Queries, templates and tests of the same package that name it."""
    folder = Path(str(inspect.getsourcefile(spec.entity))).parent
    word = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names))) + r")\b")
    rooms = {
        "query": (folder / "queries.py", *folder.glob("queries/*.py")),
        "job": (folder / "jobs.py",),
        "template": tuple(folder.glob("templates/**/*.html")),
        "test": tuple(folder.glob("tests/**/test_*.py")),
    }
    for what, paths in rooms.items():
        for path in sorted(paths):
            yield from ((what, place) for place in _lines(path, word))


def _lines(path: Path, word: re.Pattern[str]) -> Iterable[str]:
    """The functions of a file that mention a word, or the lines of one that has no functions."""
    if not path.exists():
        return []
    function = 0
    found: dict[int, None] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"\s*(async )?def ", line):
            function = number
        if word.search(line):
            inside = path.suffix != ".py" or bool(function)
            found.update(dict.fromkeys([function or number] if inside else []))
    return [f"{os.path.relpath(path, ROOT)}:{number}" for number in found]


def _handlers(concerns: Any) -> Iterator[tuple[str, str]]:
    for event, handlers in events.declared().items():
        if concerns(event):
            for dotted in handlers:
                yield "handler", f"{_place(locate(dotted))}  on {event}"
