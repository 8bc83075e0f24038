"""What is known of a record: the facts at a glance, and everything in the order of its layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine import reacting, revealing
from kith.engine.actor import Actor
from kith.engine.condition.subjects import on_record
from kith.engine.fieldtypes import FieldSpec
from kith.engine.fieldtypes.base import FILES
from kith.engine.fieldtypes.masking import Masked
from kith.engine.scope import Scope
from kith.engine.spec import EntitySpec
from kith.web import cells, forms
from kith.web.arrangement import Arrangement, blocks, factual
from kith.web.pieces import Fact, FactSection


def facts_of(spec: EntitySpec, record: Any, actor: Actor, chosen: Arrangement) -> list[Fact]:
    """The facts that one wants at a glance; empty ones are left out, but an empty next contact asks for a day."""
    away = reacting.hidden(spec, record, actor)
    fields = [one for one in factual(spec, actor, chosen, record) if one.key not in away]
    shown = told(spec, record, actor, fields, seen={})
    for fact in shown:
        if fact.key == spec.entity.next_contact and not fact.text and _asks(spec, record, actor):
            fact.text, fact.href = _("Choose a day"), f"/{spec.plural}/{record.pk}/edit/?field={fact.key}"
    return [one for one in shown if one.text or one.tags]


def _asks(spec: EntitySpec, record: Any, actor: Actor) -> bool:
    """Whether a record is still on its way, and somebody may say when the next contact is."""
    board = spec.board
    over = board is not None and str(getattr(record, board.field, "")) in board.ends
    may = spec.entity.next_contact in forms.writable(spec, actor, record)
    return may and not over and Scope(spec.key, actor.access, "update").covers(record)


def told(
    spec: EntitySpec, record: Any, actor: Actor, fields: Sequence[FieldSpec], *, seen: Mapping[str, int]
) -> list[Fact]:
    """What fields say: masked ones with the way to see them whole, one's own with how often others saw them so."""
    may = Scope(spec.key, actor.access, revealing.VERB)
    found = []
    for field in fields:
        fact = cells.fact(on_record(field, spec, record), spec.value(record, field), actor)
        if field.computed is not None and not fact.text:
            fact.trouble = ", ".join(map(str, field.computed.troubles(field, spec, record)))
        if isinstance(field.type, Masked) and fact.text and may.covers(record):
            fact.reveal = f"/{spec.plural}/{record.pk}/reveal/?field={field.key}"
        if count := seen.get(field.key):
            text = ngettext("shown whole %(count)s time", "shown whole %(count)s times", count)
            fact.seen = text % {"count": actor.show.number(count)}
        found.append(fact)
    return found


def sections_of(
    spec: EntitySpec, record: Any, actor: Actor, chosen: Arrangement, *, writable: bool
) -> list[FactSection]:
    """Everything, in the order of the layout, but for what rules hide as in the form."""
    away = reacting.hidden(spec, record, actor)
    readable = {key: one for key, one in spec.shown(actor, record).items() if key not in away}
    may = forms.writable(spec, actor, record) if writable else {}
    seen = revealing.times(spec, record, actor)
    base = f"/{spec.plural}/{record.pk}/edit/?field="
    made = []
    for block in blocks(spec, chosen):
        known = [readable[key] for key in block.fields if key in readable]
        rows = told(spec, record, actor, known, seen=seen)
        for one in rows:
            one.edit = f"{base}{one.key}" if one.key in may else ""
            if one.edit and readable[one.key].type.key in FILES:
                one.edit, one.dialog = f"/{spec.plural}/{record.pk}/files/{one.key}/", True
        rows = [one for one in rows if one.edit or one.text or one.tags or one.trouble]
        if rows:
            made.append(FactSection(str(block.title), rows, block.columns == 2, block.collapsed))
    return made
