"""Forms as templates want them: derived from the spec for creating and editing, from arguments for actions."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web.fields import Bound, bind
from kith.web.pieces import Link, Message, Section

Errors = Mapping[str, Sequence[Any]]


@dataclass
class Form:
    """Everything of one form. `draft` names it among the drafts of this browser; "" keeps none."""

    title: str
    action: str
    submit: str
    sections: list[Section]
    cancel: str = "/"
    draft: str = ""
    version: int | None = None
    intro: str = ""
    full_href: str = ""
    dialog: bool = False
    danger: bool = False
    multipart: bool = False
    template: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    crumbs: list[Link] = field(default_factory=list)
    errors: list[Message] = field(default_factory=list)
    nonce: str = field(default_factory=lambda: secrets.token_hex(16))

    def tell(self, errors: Errors) -> None:
        """Fill the summary of errors: those of fields lead to the field, others stand alone."""
        bound = {one.name: one for section in self.sections for one in section.fields}
        for key, texts in errors.items():
            at = bound.get(key)
            for text in texts:
                self.errors.append(
                    Message(str(text), at.id, at.label)
                    if at
                    else Message(f"{key}: {text}" if key else str(text))
                )

    def ask(self, needed: Errors) -> None:
        """Make fields necessary and say why; the cursor goes to the first of them."""
        for one in (one for section in self.sections for one in section.fields):
            if one.name in needed:
                one.required, one.help = True, " ".join(str(text) for text in needed[one.name])
        self.focus(*needed)

    def focus(self, *names: str) -> None:
        """Put the cursor into the first field with an error, else of those named, else of all."""
        every = [one for section in self.sections for one in section.fields if not one.readonly]
        named = [one for one in every if one.name in names]
        chosen = next((one for one in every if one.errors), next(iter(named or every), None))
        for one in every:
            one.focus = one is chosen


def writable(spec: EntitySpec, actor: Actor) -> dict[str, FieldSpec]:
    """The fields that this person may set."""
    level = actor.access.level
    return {one.key: one for one in spec.writable if level(spec.key, one.key) >= Level.WRITE}


def layout(spec: EntitySpec, actor: Actor, *, creating: bool) -> list[tuple[str, list[FieldSpec]]]:
    """Sections with the fields that this person may write; the assignment ends the first section."""
    fields = writable(spec, actor)
    found: list[tuple[str, list[FieldSpec]]] = []
    for section in spec.layout:
        named = [fields[key] for key in section.fields if key in fields]
        if named:
            found.append((str(section.title), named))
    placed = {one.key for _title, named in found for one in named}
    assign = [fields[key] for key in ("owner", "team") if key in fields and key not in placed]
    if (
        assign
        and spec.entity.group != "settings"
        and actor.access.reach(spec.key, "assign" if not creating else "create")
    ):
        found.append(("", assign))
    return found


def sections(
    groups: Sequence[tuple[str, Sequence[FieldSpec]]],
    values: Mapping[str, Any],
    actor: Actor,
    *,
    sent: Any = None,
    errors: Errors | None = None,
) -> list[Section]:
    """Bound sections of a form."""
    wrong = errors or {}
    return [
        Section(
            title,
            [
                bind(one, values.get(one.key), actor, sent=sent, errors=wrong.get(one.key, ()))
                for one in named
            ],
        )
        for title, named in groups
    ]


def widen(made: Sequence[Section]) -> None:
    """A field that would stand alone in its row takes the whole row."""
    for section in made:
        run: list[Bound] = []
        for one in [*section.fields, None]:
            if one is not None and not one.wide:
                run.append(one)
                continue
            if len(run) == 1:
                run[0].wide = True
            run = []
