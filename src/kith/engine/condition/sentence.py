"""Sentence back end: the condition in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kith.engine.actor import Actor
from kith.engine.condition.nodes import AllOf, AnyOf, FieldValue, Leaf, Node, Not, Related
from kith.engine.fieldtypes import FieldSpec
from kith.engine.settings import company
from kith.engine.titles import titles
from kith.kernel.money import Money
from kith.kernel.text import lower_first

ONE_DAY = ("today", "yesterday", "tomorrow")


def sentence(node: Node, actor: Actor) -> str:
    """What the condition says, in the language in force."""
    match node:
        case AllOf(parts) | AnyOf(parts):
            return _joined(node, parts, actor)
        case Not(Leaf(op="contains" | "starts") as leaf):
            return _leaf(leaf, actor, positive=False)
        case Not(part):
            return _("not (%(condition)s)") % {"condition": sentence(part, actor)}
        case Related():
            return _related(node, actor)
        case Leaf():
            return _leaf(node, actor)
    raise TypeError(node)


def _joined(node: Node, parts: tuple[Node, ...], actor: Actor) -> str:
    if not parts:
        return _("everything") if isinstance(node, AllOf) else _("nothing")
    said = [
        f"({sentence(part, actor)})"
        if isinstance(part, AllOf | AnyOf) and len(part.parts) > 1
        else sentence(part, actor)
        for part in parts
    ]
    return (_(" and ") if isinstance(node, AllOf) else _(" or ")).join(said)


def _related(node: Related, actor: Actor) -> str:
    inner = sentence(node.part, actor)
    if node.forward:
        return f"{node.link.label} → {inner}"
    records = lower_first(str(node.spec.label_plural))
    if node.part == AllOf(()):
        return (_("has %(records)s") if node.some else _("has no %(records)s")) % {"records": records}
    text = (
        _("has %(records)s where %(condition)s") if node.some else _("has no %(records)s where %(condition)s")
    )
    return text % {"records": records, "condition": inner}


def _leaf(leaf: Leaf, actor: Actor, *, positive: bool = True) -> str:
    words = {
        "is": _("%(field)s is %(value)s"),
        "is_not": _("%(field)s is not %(value)s"),
        "in": _("%(field)s is one of %(value)s"),
        "not_in": _("%(field)s is none of %(value)s"),
        "contains": _("%(field)s contains %(value)s"),
        "starts": _("%(field)s starts with %(value)s"),
        "gt": _("%(field)s is more than %(value)s"),
        "gte": _("%(field)s is at least %(value)s"),
        "lt": _("%(field)s is less than %(value)s"),
        "lte": _("%(field)s is at most %(value)s"),
        "between": _("%(field)s is between %(value)s"),
        "within": _("%(field)s is in %(value)s"),
        "not_within": _("%(field)s is not in %(value)s"),
        "empty": _("%(field)s is empty"),
        "not_empty": _("%(field)s is not empty"),
        "changed": _("%(field)s changed"),
        "changed_to": _("%(field)s changed to %(value)s"),
    }
    if leaf.field.type.key in ("date", "datetime"):
        words |= {
            "gt": _("%(field)s is after %(value)s"),
            "gte": _("%(field)s is on or after %(value)s"),
            "lt": _("%(field)s is before %(value)s"),
            "lte": _("%(field)s is on or before %(value)s"),
        }
    if not positive:
        words |= {
            "contains": _("%(field)s does not contain %(value)s"),
            "starts": _("%(field)s does not start with %(value)s"),
        }
    op = leaf.op
    if op in ("in", "not_in") and isinstance(leaf.said, list | tuple) and len(leaf.said) == 1:
        op = "is" if op == "in" else "is_not"
    if leaf.said in ONE_DAY:
        op = {"within": "is", "not_within": "is_not"}.get(op, op)
    return _days(leaf) or words[op] % {"field": leaf.field.label, "value": _value(leaf, actor)}


def _days(leaf: Leaf) -> str:
    """A comparison with a day counted from today, in the words that people have for it; "" for others."""
    days = leaf.said.get("days") if isinstance(leaf.said, Mapping) else None
    if days is None or (leaf.op, days < 0) not in (("lt", True), ("gt", False)):
        return ""
    if leaf.op == "lt":
        text = ngettext(
            "%(field)s is more than %(n)s day ago", "%(field)s is more than %(n)s days ago", -days
        )
    else:
        text = ngettext(
            "%(field)s is more than %(n)s day ahead", "%(field)s is more than %(n)s days ahead", days
        )
    return text % {"field": leaf.field.label, "n": abs(days)}


def _value(leaf: Leaf, actor: Actor) -> str:
    if isinstance(leaf.value, FieldValue):
        return str(leaf.value.field.label)
    if leaf.op in ("within", "not_within"):
        return period_label(str(leaf.said))
    if leaf.op == "between":
        return _("%(from)s and %(to)s") % {
            "from": _text(leaf.field, leaf.value[0], actor),
            "to": _text(leaf.field, leaf.value[1], actor),
        }
    if leaf.op in ("in", "not_in"):
        return ", ".join(_listed(leaf, actor))
    return _people(leaf.field, leaf.said) or _text(leaf.field, leaf.value, actor)


def _listed(leaf: Leaf, actor: Actor) -> list[str]:
    """What stands in a list, words for people first."""
    words = [text for item in leaf.said if (text := _people(leaf.field, item))]
    values = [
        leaf.field.type.operand(item, leaf.field) for item in leaf.said if not _people(leaf.field, item)
    ]
    return [*words, *(_text(leaf.field, value, actor) for value in values)]


def _people(field: FieldSpec, said: Any) -> str:
    """The words for oneself and one's own, where they are meant."""
    if field.type.key not in ("reference", "references") or not isinstance(said, str):
        return ""
    return {"me": _("me"), "my_unit": _("my unit"), "my_team": _("my team")}.get(said, "")


def _text(field: FieldSpec, value: Any, actor: Actor) -> str:
    if value is None:
        return "–"
    if field.type.key in ("reference", "references") and field.target:
        return titles(field.target, [value], actor).get(value, f"#{value}")
    if field.type.key == "money":
        value = Money.from_minor(value, company().currency)
    if field.type.key in ("multichoice", "tags"):
        value = [value]
    return field.type.text(value, field, actor.show)


def period_label(name: str) -> str:
    """The name of a period for people."""
    fixed = {
        "today": _("today"), "yesterday": _("yesterday"), "tomorrow": _("tomorrow"),
        "this_week": _("this week"), "last_week": _("last week"), "next_week": _("next week"),
        "this_month": _("this month"), "last_month": _("last month"), "next_month": _("next month"),
        "this_quarter": _("this quarter"), "last_quarter": _("last quarter"), "next_quarter": _("next quarter"),
        "this_year": _("this year"), "last_year": _("last year"), "next_year": _("next year"),
    }  # fmt: skip
    if name in fixed:
        return fixed[name]
    way, number, unit = name.split("_")
    texts = {
        ("last", "days"): _("the last %(n)s days"), ("next", "days"): _("the next %(n)s days"),
        ("last", "months"): _("the last %(n)s months"), ("next", "months"): _("the next %(n)s months"),
    }  # fmt: skip
    return texts[way, unit] % {"n": number}
