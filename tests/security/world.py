"""One row of an entity for each way of being in somebody's reach, and what each reach shows of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any

from kith.engine import access, epoch, guard, records, registry
from kith.engine.actor import Actor
from kith.engine.following import Following, PartOf
from kith.engine.identity.models import Unit
from kith.engine.spec import EntitySpec
from kith.features.files.attaching import attach
from kith.features.files.store import Arriving
from kith.features.privacy.acts import destroying
from kith.features.privacy.models import Destruction
from kith.kernel import clock
from tests import own
from tests.company import People
from tests.values import a_protection, create_valid, unique

WORDS = ("none", "own", "team", "unit", "below", "all")
PLACES = ("own", "team", "unit", "below", "far")
WORK = ("create", "read", "update", "delete", "assign", "share", "export", "mass_update")
# Names of these are known to every colleague, as the design of titles says.
KNOWN_BY_NAME = {"user", "unit", "team"}
JSON = ("application/json;", "application/problem+json")
cases: Counter[str] = Counter()


# Entities whose reach is neither by owner, unit and team nor that of another record, and where they are proved instead.
ELSEWHERE = {
    "saved-view": "seen by its audience: tests of the views feature",
    "absence": "of a person: tests of the organisation",
    "deputy": "of a person: tests of the organisation",
    "relation": "seen by who sees both ends: tests of the customers",
}


def entities() -> list[str]:
    """Every entity of the product."""
    return own.keys()


def placed() -> list[str]:
    """Every entity whose rows are in reach by a place of their own or of the record that they belong to."""
    return [key for key in entities() if not ruled(key) or whole_of(key)]


def ruled(key: str) -> bool:
    """Whether an entity has a rule of reach of its own instead of owner, unit and team."""
    return rule_of(key) is not None


def rule_of(key: str) -> Any:
    """The rule of reach of an entity, which the company's own object has not."""
    return None if key == own.SHIP else registry.rule_of(key)


def whole_of(key: str) -> str:
    """The entity of the records that rows of an entity belong to, "" when they stand for themselves."""
    rule = rule_of(key)
    return rule.whole if isinstance(rule, PartOf) else "customer" if isinstance(rule, Following) else ""


def within(word: str) -> set[str]:
    """The places that a reach shows; each contains the ones before it."""
    return set(PLACES[: WORDS.index(word)])


@dataclass
class World:
    """Rows of one entity around Vera, who works at HQ, which has North below it, and who is in the team.

    Rows that belong to other records are in reach as those are: `wholes` are these, by the same places.
    """

    people: People
    key: str
    rows: dict[str, int]
    wholes: dict[str, int] = field(default_factory=dict)

    @property
    def spec(self) -> EntitySpec:
        """The entity as configured now."""
        return registry.spec(self.key)

    @property
    def whole(self) -> str:
        """The entity of the wholes."""
        return whole_of(self.key)

    def vera(
        self,
        grants: dict[str, str],
        levels: dict[str, str] | None = None,
        channel: Any = "web",
        **others: str,
    ) -> Actor:
        """Vera with these rights on the entity and the wholes of parts; `others` she reads so far, and nothing else."""
        said = {**{other: {"read": word} for other, word in others.items()}, self.key: grants}
        if self.whole:
            said[self.whole] = grants
        self.people.role("matrix", said, {self.key: levels or {}})
        return self.people.actor("vera", channel)

    def expected(self, verb: str, word: str) -> set[int]:
        """Numbers of the rows in reach."""
        if verb in access.OPEN.get(self.whole or self.key, ()):
            word = "all"
        return {self.rows[place] for place in within(word)}

    def mine(self, ids: Any) -> set[int]:
        """Those of some ids that are rows of this world."""
        return set(ids) & set(self.rows.values())

    @cached_property
    def marks(self) -> dict[int, tuple[re.Pattern[str], ...]]:
        """What gives each row away: its address, and what it is called if no other is called so."""
        names = {
            row.pk: str(self.spec.value(row, self.spec.fields[self.spec.title])) for row in self.records()
        }
        found = {}
        for number, name in names.items():
            words = [f"/{self.spec.plural}/{number}/"]
            if re.search(r"\w\W.*\d", name) and list(names.values()).count(name) == 1:
                words.append(name)
            found[number] = tuple(re.compile(rf"(?<![\w/]){re.escape(word)}(?!\w)") for word in words)
        return found

    @property
    def named(self) -> bool:
        """Whether every row can be told from the others by what it is called."""
        return all(len(marks) > 1 for marks in self.marks.values())

    def records(self) -> Any:
        """The rows as records, whatever anybody may see of them."""
        return self.spec.model.objects.filter(pk__in=self.rows.values())

    def told(self, *answers: Any) -> set[int]:
        """The rows that some answers give away by address, name, or as ids of JSON items."""
        found: set[int] = set()
        for answer in answers:
            text = unescape(text_of(answer))
            if '"items"' in text[:20]:
                items = json.loads(text)["items"]
                # A notice has a number of its own beside that of its record.
                found |= {
                    one.get("record_id", one["id"])
                    for one in items
                    if one.get("entity", self.key) == self.key and "id" in one
                }
            found |= {
                number for number, marks in self.marks.items() if any(mark.search(text) for mark in marks)
            }
        return self.mine(found)


def text_of(answer: Any) -> str:
    """All that an answer says: its headers that lead somewhere, and its body; JSON without its escapes."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body.startswith(b"PK"):
        body = unpacked(body)
    text = body.decode("utf-8", "replace")
    if answer.headers.get("Content-Type", "").startswith(JSON) and body:
        text = json.dumps(json.loads(text), ensure_ascii=False)
    return " ".join(
        [text, *(answer.headers.get(name, "") for name in ("Location", "HX-Redirect", "HX-Trigger"))]
    )


def unpacked(body: bytes) -> bytes:
    """The parts of a workbook one after the other."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def build(people: People, key: str) -> World:
    """Make the rows, then put each in its place."""
    people.role("matrix", {key: {}})
    if "vera" not in people.users:
        people.join("Vera Viewer", "matrix", unit=people.hq)
    elsewhere = records.create(Unit, by=Actor.system(), name="Elsewhere")
    members = [people.users[name].pk for name in ("vera", "nora")]
    records.update((type(people.team), people.team.pk), by=Actor.system(), members=members)
    nora, vera = people.users["nora"].pk, people.users["vera"].pk
    places = {
        "own": (vera, elsewhere.pk, None),
        "team": (nora, elsewhere.pk, people.team.pk),
        "unit": (nora, people.hq.pk, None),
        "below": (nora, people.north.pk, None),
        "far": (nora, elsewhere.pk, None),
    }
    spec, wholes = own.ensure(key), dict[str, int]()
    if whole_of(key):
        whole = registry.spec(whole_of(key))
        wholes = {place: create_valid(whole, people.ada).pk for place in places}
        put(whole, wholes, places)
    rows = {place: row_of(spec, people, wholes.get(place)) for place in places}
    put(spec, rows, places)
    epoch.bump("access")
    epoch.bump("config")
    return World(people, key, rows, wholes)


def put(spec: EntitySpec, rows: dict[str, int], places: dict[str, tuple[int, int, int | None]]) -> None:
    """Give each row the owner, unit and team of its place."""
    with guard.opened():
        for place, (owner, unit, team) in places.items():
            spec.model.objects.filter(pk=rows[place]).update(owner=owner, unit=unit, team=team)


def row_of(spec: EntitySpec, people: People, whole: int | None) -> int:
    """One row, as a part of a whole if it is to be one."""
    rule, values = spec.entity.rule, dict[str, Any]()
    if spec.key == "attachment":
        return file_on("customer", whole or 0, people.ada)
    if spec.key == "destruction":
        return act_of(people)
    if isinstance(rule, Following):
        values[rule.field] = ("customer", whole)
    elif isinstance(rule, PartOf):
        values[rule.field] = a_protection(whole) if spec.key == "registration-extension" else whole
    return int(create_valid(spec, people.ada, **values).pk)


def act_of(people: People) -> int:
    """An act of a destruction, as erasing leaves it."""
    token = destroying.set(
        {"ground": "request", "done_at": clock.now(), "done_by": "Ada", "lines": [], "copies": {}}
    )
    try:
        return int(records.create(Destruction, by=people.ada).pk)
    finally:
        destroying.reset(token)


def file_on(entity: str, number: int, actor: Actor, content: bytes = b"hello", name: str = "") -> int:
    """A file on a record."""
    arriving = Arriving(name or f"letter {unique()}.txt")
    arriving.write(content)
    return int(attach(registry.spec(entity), number, [arriving.finish()], by=actor)[0].pk)


def several(answers: Iterable[Any]) -> list[Any]:
    """Answers one after the other, none of which may be a fault of ours."""
    found = list(answers)
    assert all(answer.status_code < 500 for answer in found)
    return found
