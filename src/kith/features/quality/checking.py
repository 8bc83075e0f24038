"""What a quality rule has to be, and which values are plausible."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from kith.engine import registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.fieldtypes import FieldSpec
from kith.features.quality.models import Kind, QualityRule
from kith.kernel import clock, phones
from kith.kernel.text import fold

DAYS = ("date", "datetime")
PLACEHOLDERS = frozenset(
    ("test", "тест", "测试", "x", "xx", "xxx", "n/a", "na", "none", "null", "unknown", "нет", "неизвестно",
     "无", "暂无", "未知", "待定", "asdf", "qwerty", "-", "--", ".", "?")
)  # fmt: skip
NOWHERE = re.compile(r"@(example\.(com|org|net)|test\.|localhost)|\.(invalid|test|local)$", re.IGNORECASE)
SAME = re.compile(r"(\d)\1{6,}")
FIRST_YEAR = 1900


def check(rule: QualityRule, *, actor: Actor) -> None:
    """A rule says what its kind needs, of a field of its own object. Raises Invalid."""
    errors: dict[str, list[Any]] = {}
    entity, _dot, name = rule.field.partition(".")
    spec = registry.known(rule.entity)
    field = spec.fields.get(name) if spec is not None and entity == rule.entity else None
    if rule.kind == Kind.CONDITION:
        if not rule.where:
            errors["where"] = [_("Say what a good record is like.")]
    elif field is None and rule.kind != Kind.SINGLE:
        errors["field"] = [_("Choose a field of this object.")]
    elif rule.kind == Kind.YOUNGER and field is not None and field.type.key not in DAYS:
        errors["field"] = [_("Choose a field that holds a day.")]
    if rule.kind == Kind.YOUNGER and rule.days is None:
        errors["days"] = [_("Say how many days.")]
    if errors:
        raise Invalid(errors)


def plausible(field: FieldSpec, value: Any) -> bool:
    """Whether a value can be true: no stop-gap, no address of nowhere, no number that is not in use, no day of another
    century. An empty value is; that it is missing is another rule's matter."""
    if field.type.empty(value):
        return True
    if field.type.key in DAYS:
        return bool(FIRST_YEAR < value.year <= clock.now().year + 50)
    if not isinstance(value, str):
        return True
    if field.type.key == "phone":
        return not SAME.search(value) and phones.normalise(value.partition(";")[0], "") is not None
    if field.type.key == "email":
        return not NOWHERE.search(value)
    return fold(value) not in PLACEHOLDERS and any(sign.isalnum() for sign in value)
