"""Forms as templates want them: derived from the spec for creating and editing, from arguments for actions."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition.subjects import naming
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.spec import RECORD_TYPE, SYSTEM_FIELDS, EntitySpec
from kith.web import conditioned
from kith.web.arrangement import KEEPING, Arrangement, blocks
from kith.web.fields import Bound, bind
from kith.web.pieces import Link, Message, Section

Errors = Mapping[str, Sequence[Any]]
NEW = object()
UNCELLED = (*FILES, "structure", "listed", "words", "condition")


@dataclass
class Form:
    """Everything of one form. `draft` names it among the drafts of this browser; "" keeps none. `again` is
    the button that saves and begins the next one, `kinds` are other records that could be made instead; with `carries`
    they take along what was typed (sent with `redraw`, to be answered by the form of that kind). `insist` asks
    for the reason to go on in spite of warnings. `reacts` is where a form asks how its fields react to what is typed,
    of which `reactions` is the beginning, `alike` where it asks whom it looks like."""

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
    again: str = ""
    kinds: list[Link] = field(default_factory=list)
    carries: bool = False
    hidden: list[tuple[str, str]] = field(default_factory=list)
    crumbs: list[Link] = field(default_factory=list)
    errors: list[Message] = field(default_factory=list)
    insist: Bound | None = None
    reacts: str = ""
    alike: str = ""
    reactions: Mapping[str, Any] = field(default_factory=dict)
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


def writable(spec: EntitySpec, actor: Actor, record: Any = None) -> dict[str, FieldSpec]:
    """The fields that this person may set: on a record, on one of his own those too that are masked on others, as on
    one that he makes (NEW), or else on whatever record."""
    own = record is NEW or (record is not None and actor.access.holds(record.owner_id))
    return spec.writable_by(actor, own=own)


def changeable(spec: EntitySpec, actor: Actor) -> dict[str, FieldSpec]:
    """The fields that this person may change in the cells of a list, on the rows that he may change."""
    if actor.access.reach(spec.key, "update") is Reach.NONE:
        return {}
    return {key: one for key, one in writable(spec, actor).items() if one.type.key not in UNCELLED}


class Group(NamedTuple):
    """Fields of a form under a title, in one column if `narrow`, shut at first if `collapsed`."""

    title: str
    fields: list[FieldSpec]
    narrow: bool = False
    collapsed: bool = False


def layout(spec: EntitySpec, actor: Actor, record: Any, chosen: Arrangement) -> list[Group]:
    """Sections with the fields of a record, or of a NEW one, that this person may write, without what a new one cannot
    have yet and what Kith itself keeps of it; what must be filled in but was left out, and assignment, last. A
    stored one changes its files one by one."""
    creating, every = record is NEW, writable(spec, actor, record)
    fields = {key: one for key, one in every.items() if creating or one.type.key not in FILES}
    later = {key for section in spec.layout if section.later for key in section.fields} if creating else set()
    found: list[Group] = []
    for block in blocks(spec, chosen):
        told = SYSTEM_FIELDS if block.key == KEEPING else ()
        named = [
            fields[key] for key in block.fields if key in fields and key not in later and key not in told
        ]
        if named:
            found.append(Group(str(block.title), named, block.columns == 1, block.collapsed))
    placed = {one.key for group in found for one in group.fields}
    asked = [one for one in spec.needed if one.key in fields and one.key not in placed | later]
    rest = [one for one in asked if creating and one.key != RECORD_TYPE]
    if spec.entity.group not in ("settings", "parts") and actor.access.reach(
        spec.key, "assign" if not creating else "create"
    ):
        rest += [fields[key] for key in ("owner", "team") if key in fields and key not in placed]
    return [*found, Group("", rest)] if rest else found


def sections(
    groups: Sequence[tuple[Any, ...]],
    values: Mapping[str, Any],
    actor: Actor,
    *,
    sent: Any = None,
    errors: Errors | None = None,
) -> list[Section]:
    """Bound sections of a form."""
    wrong = errors or {}
    there = {one.key for group in groups for one in group[1]}

    def bound(one: FieldSpec) -> Bound:
        placed = conditioned.placed(one, values, sent)
        made = bind(placed, values.get(one.key), actor, sent=sent, errors=wrong.get(one.key, ()))
        if naming(one) in there:
            made.value.named_by = naming(one)
        narrow(made, one, values, there)
        return made

    made = [Section(title, [bound(one) for one in named], *look) for title, named, *look in groups]
    for section in made:
        asking = any(one.errors or (one.required and not one.value) for one in section.fields)
        section.collapsed = section.collapsed and not asking
    return made


def narrow(made: Bound, field: FieldSpec, values: Mapping[str, Any], there: Collection[str] = ()) -> None:
    """A link within another one is chosen under what that says: in the form, else as the record has it."""
    if field.within in there:
        made.within = field.within
    elif made.url and (number := values.get(field.within)):
        made.url += f"&within={number}"


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
