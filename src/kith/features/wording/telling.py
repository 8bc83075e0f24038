"""What a change of words says: “Lead” is called “Enquiry”, “Lead” is called “Lead” again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from kith.engine import registry
from kith.engine.called import bracketed
from kith.engine.configuring import calling, telling
from kith.engine.configuring.links import SEPARATOR
from kith.engine.spec import EntitySpec
from kith.features.wording.models import What

AWAY = ("delete", "purge")


def name(values: Mapping[str, Any]) -> str:
    """What words are for: the standard name of an object, of what is in one together with its object."""
    spec = registry.known(str(values.get("entity")))
    what, key = str(values.get("what")), str(values.get("key"))
    if spec is None:
        return ""
    standard = _standard(spec, what, key)
    return standard if what == What.OBJECT else SEPARATOR.join((str(spec.label_plural), standard))


def _standard(spec: EntitySpec, what: str, key: str) -> str:
    """The standard word in the language in force, the key for what is there no more."""
    label = _label(spec, what, key)
    while hasattr(label, "standard"):
        label = label.standard
    return str(label) if label is not None else key


def _label(spec: EntitySpec, what: str, key: str) -> Any:
    if what == What.OBJECT:
        return spec.label if key == "one" else spec.label_plural
    if what == What.ACTION:
        return spec.actions[key].label if key in spec.actions else None
    field = spec.fields.get(key.partition("/")[0])
    if field is None:
        return None
    if what != What.CHOICE:
        return field.label
    return getattr(field.choice(key.partition("/")[2]), "label", None)


def sentences(values: Mapping[str, Any], verb: str, changes: Mapping[str, Any]) -> list[str]:
    """A sentence for each language whose word changed; only that of the reader where his own is among them."""
    if values.get("what") == What.HELP:
        return []
    pair = changes.get("words") or (values.get("words"), values.get("words"))
    before = (pair[0] if verb != "restore" else None) or {}
    after = (pair[1] if verb not in AWAY else None) or {}
    moved = [code for code, _own in settings.LANGUAGES if before.get(code) != after.get(code)]
    reader = get_language() or "en"
    return [*_said(values, after, [reader] if reader in moved else moved, reader)]


def _said(
    values: Mapping[str, Any], after: Mapping[str, str], codes: list[str], reader: str
) -> Iterator[str]:
    spec = registry.known(str(values.get("entity")))
    languages = dict(settings.LANGUAGES)
    for code in codes if spec is not None else ():
        with override(code):
            standard = _standard(spec, str(values["what"]), str(values["key"])) if spec else ""
        pattern = (
            _("“%(name)s” is called “%(now)s”")
            if code in after
            else _("“%(name)s” is called “%(now)s” again")
        )
        said = pattern % {"name": name(values), "now": after.get(code, standard)}
        yield said if code == reader else bracketed(said, languages[code])


calling.named_by("wording", name)
telling.tells("wording", sentences)
