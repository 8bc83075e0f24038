"""Clean-up runs: what each would change is shown before, done with many in the background, and taken back as one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import or_
from typing import Any

import phonenumbers
from django.db.models import Q
from django.db.models.functions import Lower, Upper
from django.utils.translation import gettext_lazy as _

from kith.engine import bulk, limits, mass, records, registry, towns
from kith.engine.access import Level, Reach
from kith.engine.actor import Actor
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.features.quality import sleeping
from kith.kernel import phones

CLEAN = "clean"
MOST, CHUNK, SHOWN = 20_000, 1_000, 20
"""Records of one run, of one query, and of the preview."""
SPACES = re.compile(r"\s+")
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of run: `change(spec, record, parents)` gives the new values of a record, {} for none, and `among(spec)`
    finds those of which some would change, so that not all are read. One that `archives` moves what it finds to the
    trash."""

    key: str
    label: Any
    needs: tuple[str, ...]
    change: Callable[[EntitySpec, Any, Mapping[int, Any]], Values]
    among: Callable[[EntitySpec], Q]
    archives: bool = False


def _texts(spec: EntitySpec, kind: str) -> Iterator[str]:
    return (one.key for one in spec.writable if one.type.key == kind and one.column)


def tidy_names(spec: EntitySpec, record: Any, _parents: Mapping[int, Any]) -> Values:
    """Spaces once, none at the edges, and no shouting: ACME TOOLS LTD of three words or more becomes Acme Tools Ltd."""
    said = str(getattr(record, spec.title))
    made = SPACES.sub(" ", said).strip()
    words = made.split(" ")
    if len(words) > 1 and made.isupper() and any(len(word) > SHOUTED for word in words):
        made = " ".join(word.capitalize() if len(word) > SHOUTED else word for word in words)
    return {spec.title: made} if made != said else {}


SHOUTED = 3


def tidy_phones(spec: EntitySpec, record: Any, _parents: Mapping[int, Any]) -> Values:
    """Numbers as E.164, by the record's own country, else the company's."""
    region = getattr(record, "country", "") or company().country
    found = {}
    for name in _texts(spec, "phone"):
        said = getattr(record, name)
        if said and not said.startswith("+") and (phone := phones.normalise(said, region)):
            found[name] = phone.e164 + (f";ext={phone.extension}" if phone.extension else "")
    return found


def tidy_mails(spec: EntitySpec, record: Any, _parents: Mapping[int, Any]) -> Values:
    """Mail addresses in small letters, without spaces and “mailto:”."""
    found = {}
    for name in _texts(spec, "email"):
        said = getattr(record, name)
        made = SPACES.sub("", said).removeprefix("mailto:").lower()
        if said and made != said:
            found[name] = made
    return found


def country_of_phone(spec: EntitySpec, record: Any, _parents: Mapping[int, Any]) -> Values:
    """The country of the first number, where none is said."""
    if record.country:
        return {}
    for name in _texts(spec, "phone"):
        said = getattr(record, name).partition(";")[0]
        if said.startswith("+"):
            code = region_of(said)
            if code:
                return {"country": code}
    return {}


def region_of(e164: str) -> str:
    """The country of a number, "" for numbers of none."""
    phone = phones.normalise(e164, "")
    known = phone is not None and phone.region in phonenumbers.SUPPORTED_REGIONS
    return phone.region if phone is not None and known else ""


def country_of_town(_spec: EntitySpec, record: Any, _parents: Mapping[int, Any]) -> Values:
    """The country of the town, where none is said and the town is known in one country only, or by far the largest."""
    if record.country or not record.city:
        return {}
    code = towns.country_of(record.city)
    return {"country": code} if code else {}


def place_of_parent(_spec: EntitySpec, record: Any, parents: Mapping[int, Any]) -> Values:
    """Country and town of the record that it belongs to, where it says neither."""
    above = parents.get(record.parent_id)
    if above is None or record.country or record.city:
        return {}
    return {name: getattr(above, name) for name in ("country", "city") if getattr(above, name)}


def nothing(_spec: EntitySpec, _record: Any, _parents: Mapping[int, Any]) -> Values:
    """What is archived keeps its values."""
    return {}


def untidy(spec: EntitySpec) -> Q:
    """Names with spaces too many, and those of several words that have no small letter."""
    name = spec.title
    found = Q(**{name: Upper(name), f"{name}__contains": " "})
    for lookup, text in (
        ("contains", "  "),
        ("startswith", " "),
        ("endswith", " "),
        ("regex", r"[\t\n\r\u00a0]"),
    ):
        found |= Q(**{f"{name}__{lookup}": text})
    return found


def local_numbers(spec: EntitySpec) -> Q:
    """Numbers that do not begin with that of a country."""
    return _any(~Q(**{name: ""}) & ~Q(**{f"{name}__startswith": "+"}) for name in _texts(spec, "phone"))


def odd_mails(spec: EntitySpec) -> Q:
    """Addresses with capitals, spaces, or with what does not belong to them."""
    return _any(
        ~Q(**{name: Lower(name)}) | Q(**{f"{name}__regex": r"\s"}) | Q(**{f"{name}__startswith": "mailto:"})
        for name in _texts(spec, "email")
    )


def numbers_of_nowhere(spec: EntitySpec) -> Q:
    """Records without a country that have a number with one."""
    return Q(country="") & _any(Q(**{f"{name}__startswith": "+"}) for name in _texts(spec, "phone"))


def towns_of_nowhere(spec: EntitySpec) -> Q:
    """Records without a country, in a town that is sure to be in one."""
    rows = spec.model.live().filter(country="").exclude(city="").order_by()
    said = rows.values_list("city", flat=True).distinct()
    return Q(country="", city__in=[city for city in said if towns.country_of(city)])


def below_another(_spec: EntitySpec) -> Q:
    """Records without a place that belong to another one."""
    return Q(country="", city="", parent__isnull=False)


def _any(found: Iterable[Q]) -> Q:
    return reduce(or_, found, Q(pk__in=()))


KINDS = {
    kind.key: kind
    for kind in (
        Kind("names", _("Tidy names"), (), tidy_names, untidy),
        Kind("phones", _("Write phone numbers alike"), ("phone",), tidy_phones, local_numbers),
        Kind("mails", _("Write mail addresses alike"), ("email",), tidy_mails, odd_mails),
        Kind(
            "country-phone", _("Country from the phone number"), ("country", "phone"), country_of_phone,
            numbers_of_nowhere,
        ),
        Kind("country-town", _("Country from the town"), ("country", "city"), country_of_town, towns_of_nowhere),
        Kind(
            "parent", _("Country and town from the record above"), ("parent", "country", "city"), place_of_parent,
            below_another,
        ),
        Kind("sleeping", _("Archive what nobody touched"), (), nothing, sleeping.asleep, archives=True),
    )
}  # fmt: skip


def may_clean(spec: EntitySpec, actor: Actor) -> bool:
    """Whether somebody may change many records of an entity at once."""
    return actor.access.reach(spec.key, "mass_update") is not Reach.NONE


def kinds_of(spec: EntitySpec, actor: Actor) -> list[Kind]:
    """The runs that make sense for an entity and that somebody may do."""
    if not may_clean(spec, actor):
        return []
    found = []
    for kind in KINDS.values():
        names = [name for name in (*kind.needs, *((spec.title,) if kind.key == "names" else ())) if name]
        writable = all(
            name in spec.fields and actor.access.level(spec.key, name) is Level.WRITE for name in names
        )
        may = not kind.archives or actor.access.reach(spec.key, "delete") is not Reach.NONE
        if writable and may:
            found.append(kind)
    return found


def changes(spec: EntitySpec, kind: Kind, rows: Sequence[Any]) -> dict[int, Values]:
    """The new values of those of some records that would change."""
    parents: Mapping[int, Any] = {}
    if "parent" in kind.needs:
        above = {row.parent_id for row in rows if row.parent_id}
        parents = spec.model.live().in_bulk(above)
    made = ((row.pk, kind.change(spec, row, parents)) for row in rows)
    return {number: values for number, values in made if values}


@dataclass(frozen=True)
class Preview:
    """What a run would do: the records that it would change, the first of them with their new values (`all` says
    whether these are all), and how many were left alone for which reason."""

    ids: list[int]
    first: list[tuple[Any, Values]]
    all: bool
    spared: list[tuple[str, int]] = field(default_factory=list)


def within(spec: EntitySpec, kind: Kind, by: Actor) -> Any:
    """The records that a run may change."""
    verb = "delete" if kind.archives else "mass_update"
    return records.visible(spec.model, to=by, verb=verb).order_by("pk")


def preview(spec: EntitySpec, kind: Kind, by: Actor) -> Preview:
    """Look through the records that somebody may change, the first MOST that would change."""
    rows = within(spec, kind, by)
    if kind.archives:
        ids = list(rows.filter(kind.among(spec)).values_list("pk", flat=True)[: MOST + 1])
        known = rows.in_bulk(ids[:SHOWN])
        first: list[tuple[Any, Values]] = [(known[number], {}) for number in ids[:SHOWN]]
        return Preview(ids[:MOST], first, len(ids) <= MOST, sleeping.spared(spec, rows))
    return _looked(spec, kind, rows.filter(kind.among(spec)))


def _looked(spec: EntitySpec, kind: Kind, rows: Any) -> Preview:
    ids: list[int] = []
    first: list[tuple[Any, Values]] = []
    last = 0
    while len(ids) < MOST:
        part = list(rows.filter(pk__gt=last)[:CHUNK])
        if not part:
            return Preview(ids, first, all=True)
        made = changes(spec, kind, part)
        ids += made
        known = {row.pk: row for row in part}
        first += [(known[number], values) for number, values in made.items()][: SHOWN - len(first)]
        last = part[-1].pk
    return Preview(ids[:MOST], first, all=False)


def begin(spec: EntitySpec, kind: Kind, ids: Sequence[int], by: Actor) -> mass.Mass:
    """Have it done in the background; belongs into a transaction. Raises Beyond."""
    if kind.archives:
        limits.changed_at_once(spec.key, "delete", len(ids), by)
    return mass.begin(mass.Order(spec.key, CLEAN, {"kind": kind.key}), ids, by)


def work(order: mass.Order, ids: Sequence[int], by: Actor) -> list[bulk.Outcome]:
    """Change some records as they are now; who needs no change any more stays as it is."""
    spec, kind = registry.spec(order.entity), KINDS[order.values["kind"]]
    if kind.archives:
        return archive(spec, ids, by)
    rows = list(records.visible(spec.model, to=by).filter(pk__in=ids))
    made = changes(spec, kind, rows)

    def write(part: Sequence[Any]) -> list[bulk.Outcome]:
        return bulk.update(spec.model, part, by=by, partial=True, right="mass_update")

    return bulk.attempt([(number, None, made.get(number, {})) for number in ids], write)


def archive(spec: EntitySpec, ids: Sequence[int], by: Actor) -> list[bulk.Outcome]:
    """Move those of some records to the trash that are still asleep."""
    known = set(spec.model.live().filter(sleeping.asleep(spec), pk__in=ids).values_list("pk", flat=True))
    asleep = [number for number in ids if number in known]
    gone = bulk.attempt(asleep, partial(bulk.delete, spec.model, by=by, partial=True)) if asleep else []
    made = dict(zip(asleep, gone, strict=True))
    awake = bulk.Outcome(None, {"": [_("Somebody touched it in the meantime.")]})
    return [made.get(number, awake) for number in ids]


mass.works[CLEAN] = work
