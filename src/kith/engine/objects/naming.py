"""What an own object may be called: a key that is free for good, an address that leads nowhere else, a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from kith.engine import access, registry
from kith.engine.actor import Actor
from kith.engine.errors import Invalid
from kith.engine.journal import Entry
from kith.engine.objects.models import CustomObject
from kith.engine.objects.tables import model_of
from kith.engine.registry import code_of
from kith.engine.rights import SUBJECTS
from kith.engine.sequences import fits
from kith.kernel.names import SLUG, plural_of, slug_of

# Beginnings of addresses that are not Kith's own pages, or that people would take for something else.
RESERVED = frozenset({"api", "static", "media", "portal", "custom", "own", "all", "none"})
PLACES = ("{}/", "shape/{}/", "{}/1/", "{}/new/", "{}/board/", "{}/1/edit/", "api/v1/{}", "api/v1/{}/1")
"""Where pages of an object with this address stand; no page of Kith may stand at any of these."""
LISTS = ("former", "subtitle", "columns", "facts", "search")
TAKEN = _("This name is taken.")


def complete(row: CustomObject, *, actor: Actor) -> None:
    """Fill in the address and the names that were left out, and keep an address that is given up."""
    row.key = row.key or free(row)
    row.plural = row.plural or plural_of(row.key)
    if not row.label:
        row.label = {"en": row.key.replace("-", " ").capitalize()}
    many: dict[str, str] = row.label_plural or {}
    if row.label.get("en") and many.get("en", "") in ("", _plural_before(row)):
        row.label_plural = {**many, "en": plural_of(row.label["en"])}
    if row.before is not None and row.before["plural"] not in ("", row.plural):
        row.former = [*dict.fromkeys([*(row.former or ()), row.before["plural"]])]
    row.former = [address for address in row.former or () if address != row.plural]


def _plural_before(row: CustomObject) -> str:
    """The plural that was filled in after the name that it had: it follows a new one."""
    label: dict[str, str] = row.before["label"] or {} if row.before is not None else {}
    return plural_of(label["en"]) if label.get("en") else ""


def check(row: CustomObject, *, actor: Actor) -> None:
    """Raises Invalid for what could not be called so."""
    errors: dict[str, list[Any]] = {}
    for name, message in _mistakes(row):
        errors.setdefault(name, []).append(message)
    if errors:
        raise Invalid(errors)


def _mistakes(row: CustomObject) -> Iterator[tuple[str, Any]]:
    if row.moved("key"):
        yield from _key(row)
    if row.moved("plural"):
        yield from _plural(row)
    yield from _numbering(row)
    for name in LISTS:
        if not all(isinstance(key, str) for key in getattr(row, name) or ()):
            yield name, _("Give a list of fields.")


def _key(row: CustomObject) -> Iterator[tuple[str, Any]]:
    if row.before is not None:
        yield "key", _("This cannot be changed any more.")
        return
    if not SLUG.fullmatch(row.key):
        yield "key", _("Use small letters, digits and -, beginning with a letter.")
    elif row.key in names(row.pk) or row.key in RESERVED or code_of(row.key) in _codes():
        yield "key", TAKEN
    elif Entry.objects.filter(entity=row.key).exists():
        yield "key", _("An object that is gone had this key, and its history is still there. Choose another.")


def _plural(row: CustomObject) -> Iterator[tuple[str, Any]]:
    if not SLUG.fullmatch(row.plural):
        yield "plural", _("Use small letters, digits and -, beginning with a letter.")
    elif row.plural in names(row.pk) or row.plural in RESERVED or not leads_nowhere(row.plural):
        yield "plural", _("This address is taken.")


def names(without: int | None = None) -> set[str]:
    """Every key and address that is taken, also by objects in the trash and by former addresses."""
    rows = CustomObject.objects.exclude(pk=without) if without else CustomObject.objects.all()
    found = {*SUBJECTS, *access.GUARDED, *access.OPEN}
    for entity in registry.declared():
        found |= {entity.key, entity.plural}
    for key, plural, former in rows.values_list("key", "plural", "former"):
        found |= {key, plural, *(former or ())}
    return found


def free(row: CustomObject) -> str:
    """A key after the object's name, in English if there is one; with a number when that is taken."""
    texts = row.label if isinstance(row.label, dict) else {}
    word = next((slug for text in (texts.get("en", ""), *texts.values()) if (slug := slug_of(text, 34))), "")
    taken = names(row.pk) | RESERVED
    tries = (word, *(f"{word}-{number}" for number in range(2, 100))) if word else ()
    return next((one for one in tries if one not in taken and plural_of(one) not in taken), "")


def _codes() -> set[int]:
    """The numbers that stand for entities where text would cost too much."""
    keys: Iterable[str] = CustomObject.objects.values_list("key", flat=True)
    return {code_of(key) for key in (*keys, *(entity.key for entity in registry.declared()))}


def leads_nowhere(plural: str) -> bool:
    """Whether no page of Kith stands where those of an object with this address would."""
    for place in PLACES:
        try:
            found = resolve(f"/{place.format(plural)}")
        except Resolver404:
            return False
        if found.kwargs.get("plural") != plural:
            return False
    return True


def _numbering(row: CustomObject) -> Iterator[tuple[str, Any]]:
    """Numbers are made by a pattern; records that have names keep them."""
    other = row.before is not None and bool(row.before["numbering"]) != bool(row.numbering)
    if row.numbering and not fits(row.numbering):
        yield (
            "numbering",
            _("Write it as SHIP-{year}-{n:05}: {n} is the number, {year} and {unit} may be left out."),
        )
    elif other and model_of(row.pk).objects.exists():
        yield "numbering", _("Records have names already: this cannot be changed any more.")
