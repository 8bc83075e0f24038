"""The columns of a list: which they are, and what their heads say and do."""

from __future__ import annotations

from kith.engine import paths
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.web import forms
from kith.web.look import Look
from kith.web.pieces import Head


def columns_of(spec: EntitySpec, actor: Actor, wanted: tuple[str, ...]) -> list[FieldSpec]:
    """The columns to show: the title first, then the wanted or standard ones that this person may read."""
    keys = dict.fromkeys([spec.title, *(wanted or spec.columns)])
    fields = [paths.field_at(spec, actor, key) for key in keys if paths.known(spec, actor, key)]
    return [one for one in fields if one.type.listed or one.key == spec.title]


def heads(look: Look, columns: list[FieldSpec], sorting: str) -> list[Head]:
    """Heads of the columns; pressing one sorts by it or turns the order round, with Shift it is one more key."""
    terms = sorting.split(",")
    may = forms.changeable(look.spec, look.actor)
    found = []
    for column in columns:
        head = Head(str(column.label), "number" if column.type.align == "end" else "", key=column.key)
        head.width = look.widths.get(column.key, 0) or (usual(column, look.spec) if look.widths else 0)
        head.edit = column.type.key if column.key in may else ""
        if column.type.sortable and "." not in column.key:
            sort(head, look, terms)
        found.append(head)
    return found


def sort(head: Head, look: Look, terms: list[str]) -> None:
    """What pressing a head does to the order, and its place in the present one."""
    keys = [term.lstrip("-") for term in terms]
    at = keys.index(head.key) if head.key in keys else -1
    turned = f"-{head.key}" if head.key in terms else head.key
    head.href = look.state.url(sort=(turned if at == 0 else head.key,))
    more = [turned if key == head.key else term for key, term in zip(keys, terms, strict=True)]
    head.add = look.state.url(sort=(*more, head.key) if at < 0 else tuple(more))
    if at >= 0:
        head.sorted = "descending" if terms[at].startswith("-") else "ascending"
        head.place = str(at + 1) if len(terms) > 1 else ""


def usual(column: FieldSpec, spec: EntitySpec) -> int:
    """The width of a column that nobody made wider or narrower, where others were."""
    return 280 if column.key == spec.title else 120 if column.type.align == "end" else 160
