"""The mapping as a form: what each column of the file is, chosen from lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from kith.engine import destinations, registry
from kith.engine.access import Level
from kith.engine.actor import Actor
from kith.engine.fieldtypes import FieldSpec
from kith.engine.spec import EntitySpec
from kith.features.imports.alike import CHOICES, comparer
from kith.features.imports.plan import FINDABLE, KEY_TYPES, LINKS, PEOPLE, POLICIES, offered

KEY = "*key"
CONSTANTS = 3
SAMPLES = 3
Option = tuple[str, str]


@dataclass(slots=True)
class Row:
    """One column of the file in the form."""

    number: int
    heading: str
    samples: list[str]
    chosen: str = ""
    source: str = ""
    find: str = ""
    create: bool = False
    values: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def special(self) -> bool:
        """Whether more than the field is said, so that the details should be open."""
        return bool(self.source or self.find or self.create or self.values)


@dataclass(slots=True)
class MappingForm:
    """Everything that the page of the mapping shows."""

    rows: list[Row]
    fields: list[Option]
    finds: list[Option]
    matches: list[Option]
    constants: list[Option]
    match: str = "none"
    policy: str = "upsert"
    alike: str = CHOICES[0]
    alikes: Sequence[Option] = ()
    into: str = ""
    intos: Sequence[Option] = ()
    locale: str = "en"
    clear: bool = False
    errors: list[str] = field(default_factory=list)


def policies() -> list[Option]:
    """What is done with records that are there already."""
    texts = (
        _("change those found, create the others"), _("create only, refuse those found"),
        _("change only, refuse the others"), _("skip those found, create the others"),
    )  # fmt: skip
    return list(zip(POLICIES, texts, strict=True))


def alikes() -> list[Option]:
    """What is done with rows that look like a record."""
    texts = (_("leave them out"), _("change that record"), _("create them all the same"))
    return list(zip(CHOICES, texts, strict=True))


def locales() -> list[Option]:
    """How dates and numbers are written in the file."""
    return [
        ("en", _("English (1,234.5; days first or month names)")), ("en-us", _("American (12/31/2026)")),
        ("en-gb", _("British (31/12/2026)")), ("zh-hans", _("Chinese (2026年12月31日)")),
        ("ru", _("Russian (31.12.2026; 1 234,5)")),
    ]  # fmt: skip


def shown(
    spec: EntitySpec,
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    mapping: Mapping[str, Any],
    actor: Actor,
) -> MappingForm:
    """The form of a mapping."""
    said = mapping.get("columns") or {}
    found = offered(spec, actor)
    match = (mapping.get("match") or {}).get("by", "none")
    form = MappingForm(
        rows=[_row(number, name, rows, said.get(name)) for number, name in enumerate(header)],
        fields=[(key, _label(item)) for key, item in found.items()],
        finds=_finds(found, actor),
        matches=_matches(spec, found, actor),
        constants=[
            (key, str(value))
            for key, value in (mapping.get("constants") or {}).items()
            if not isinstance(value, dict)
        ],
        match=match if isinstance(match, str) else ",".join(match),
        policy=(mapping.get("match") or {}).get("policy", "upsert"),
        alike=mapping.get("alike") or CHOICES[0],
        alikes=alikes() if comparer(spec) else (),
        into=mapping.get("into") or "",
        intos=destinations.places(spec, actor),
        locale=mapping.get("locale") or actor.language,
        clear=mapping.get("empty") == "clear",
    )
    form.constants += [("", "")] * (CONSTANTS - len(form.constants))
    return form


def _label(item: FieldSpec) -> str:
    return f"{item.label} *" if item.required else str(item.label)


def _row(number: int, name: str, rows: Sequence[Sequence[Any]], said: Any) -> Row:
    samples = [str(cells[number])[:40] for cells in rows if cells[number] is not None][:SAMPLES]
    row = Row(number, name, samples)
    if isinstance(said, str):
        row.chosen = said
    elif isinstance(said, dict):
        row.chosen = KEY if "key" in said else str(said.get("field", ""))
        row.source = str(said.get("key", said.get("source", "")))
        row.find, row.create = said.get("find", ""), bool(said.get("create"))
        row.values = "\n".join(f"{text} = {value}" for text, value in said.get("values", {}).items())
    return row


def _finds(found: Mapping[str, FieldSpec], actor: Actor) -> list[Option]:
    """By what linked records can be found, over all entities that are linked to."""
    options = [("", _("its name")), ("id", _("its number")), ("key", _("the key of another system"))]
    if any(item.target in PEOPLE for item in found.values()):
        options += [("username", _("the sign-in name")), ("email", _("the mail address"))]
    targets = {
        item.target
        for item in found.values()
        if item.type.key in LINKS and item.target not in (None, *PEOPLE)
    }
    for target in sorted(filter(None, targets)):
        spec = registry.spec(target)
        for name in spec.entity.import_by:
            item = spec.fields[name]
            if (
                item.type.key in FINDABLE
                and actor.access.level(target, name) >= Level.READ
                and name != spec.title
            ):
                options.append((name, f"{spec.label}: {item.label}"))
    return list(dict(options).items())


def _matches(spec: EntitySpec, found: Mapping[str, FieldSpec], actor: Actor) -> list[Option]:
    """By what rows can find the records that they change: the entity's own keys first."""
    names = [*spec.entity.import_by, *(key for key in found if key not in spec.entity.import_by)]
    usable = [key for key in names if key in found and found[key].type.key in KEY_TYPES]
    readable = [key for key in usable if actor.access.level(spec.key, key) >= Level.READ]
    return [("none", _("no field: every row is new")), ("key", _("the key of another system"))] + [
        (key, str(found[key].label)) for key in readable
    ]


def sent(post: Any, header: Sequence[str], spec: EntitySpec, actor: Actor) -> dict[str, Any]:
    """The mapping that a form says."""
    found = offered(spec, actor)
    columns = {name: _column(post, number, found) for number, name in enumerate(header)}
    constants = {
        name: value
        for name, value in zip(post.getlist("constant"), post.getlist("constant_value"), strict=False)
        if name and value.strip()
    }
    mapping: dict[str, Any] = {"columns": columns, "constants": constants, "locale": post.get("locale", "en")}
    by = post.get("match", "none")
    if by != "none":
        names: Any = by if by == "key" else [name for name in by.split(",") if name]
        mapping["match"] = {"by": names, "policy": post.get("policy", "upsert")}
    if post.get("alike"):
        mapping["alike"] = post["alike"]
    if post.get("into"):
        mapping["into"] = post["into"]
    if post.get("empty") == "clear":
        mapping["empty"] = "clear"
    return mapping


def _column(post: Any, number: int, found: Mapping[str, FieldSpec]) -> Any:
    chosen = post.get(f"field-{number}", "")
    if not chosen:
        return None
    values = _values(post.get(f"values-{number}", ""))
    said: dict[str, Any] = {"values": values} if values else {}
    source = post.get(f"source-{number}", "").strip()
    if chosen == KEY:
        return {**said, "key": source or _("import")}
    said["field"] = chosen
    if chosen in found and found[chosen].type.key in LINKS:
        if post.get(f"find-{number}"):
            said["find"] = post[f"find-{number}"]
        if source and said.get("find") == "key":
            said["source"] = source
        if post.get(f"create-{number}"):
            said["create"] = True
    return said if len(said) > 1 else chosen


def _values(text: str) -> dict[str, str]:
    """Lines of `what the file says = what is meant`."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {before.strip(): after.strip() for before, sign, after in pairs if sign}
