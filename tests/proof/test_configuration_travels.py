"""Everything that a company shaped goes into one file, comes back from it into an empty house, and is the same."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kith.engine import records, registry
from kith.engine.actor import Actor
from kith.engine.company import save_company
from kith.engine.configuring import document, planning
from kith.engine.configuring.kinds import in_order, kinds, written_fields
from kith.engine.custom.models import CHOICE_KINDS, KINDS, LINK_KINDS, WORKED_OUT
from kith.engine.settings import Company
from kith.modules.sales.models import Stage
from tests.company import People
from tests.values import create_valid

pytestmark = pytest.mark.django_db
SHAPED = (
    "home-page", "menu", "button", "page-layout", "form-rule", "validation-rule", "record-type", "wording",
    "sharing-rule", "saved-view", "custom-field", "custom-object",
)  # fmt: skip


def make(key: str, by: Actor, /, **values: Any) -> Any:
    """A row of an object of the configuration."""
    return records.create(registry.spec(key).model, by=by, **values)


def shape(people: People) -> None:
    """Configure a bit of everything, rows naming each other by number where Kith does."""
    ada, seller = people.ada, people.roles["seller"].pk
    make("custom-object", ada, key="ship", plural="ships", label={"en": "Ship"}, label_plural={"en": "Ships"})
    fields: tuple[dict[str, Any], ...] = (
        {
            "key": "state",
            "kind": "choice",
            "choices": [{"value": "new", "label": {"en": "New", "ru": "Новый"}}],
        },
        {"key": "length", "kind": "decimal", "places": 1, "minimum": "1", "indexed": True},
        {
            "key": "yard",
            "kind": "reference",
            "target": "customer",
            "allowed": {"field": "name", "op": "not_empty"},
        },
        {
            "key": "sister",
            "kind": "reference",
            "target": "ship",
            "required_when": {"field": "state", "value": "new"},
        },
    )
    for one in fields:
        make("custom-field", ada, entity="ship", label={"en": one["key"].title()}, **one)
    stage = Stage.live().get(name="New").pk
    where = {"any": [{"field": "stage", "value": stage}, {"field": "stage", "op": "in", "value": [stage]}]}
    view = make("saved-view", ada, entity="opportunity", name="Fresh", where=where, shared="everyone").pk
    make(
        "sharing-rule",
        ada,
        entity="customer",
        name="All",
        where={"field": "name", "op": "not_empty"},
        roles=[seller],
    )
    make("wording", ada, entity="customer", what="entity", key="one", words={"en": "Client", "ru": "Клиент"})
    make(
        "record-type", ada, entity="ship", key="ferry", label={"en": "Ferry"}, unused=["yard"], roles=[seller]
    )
    wrong = {"field": "length", "op": "gt", "value": "400.0"}
    make(
        "validation-rule",
        ada,
        entity="ship",
        name="Too long",
        where=wrong,
        message={"en": "Too long"},
        active=True,
    )
    make("form-rule", ada, entity="ship", name="Ask", where={"field": "state", "value": "new"}, effect="require",
         on=["yard"])  # fmt: skip
    make("page-layout", ada, entity="ship", role=seller, facts=["state"], left=["yard"])
    make("button", ada, entity="customer", does="link", label={"en": "Map"}, link="https://example.org/{name}",
         roles=[seller], when={"field": "owner", "value": "me"})  # fmt: skip
    entries = [{"kind": "object", "entity": "ship"},
               {"kind": "view", "entity": "opportunity", "view": view, "words": {"en": "Fresh"}}]  # fmt: skip
    make("menu", ada, role=seller, entries=entries)
    save_company(Company("Acme", "ru", "USD", "Europe/Berlin", "DE", 6), by=ada)
    for audience in ("unit", "team"):
        make(
            "saved-view",
            ada,
            entity="ship",
            name="Fresh",
            shared=audience,
            team=people.team.pk,
            unit=people.north.pk,
        )
    for kind in (*KINDS, *WORKED_OUT):
        make("custom-field", ada, entity="customer", key=f"any_{kind}", kind=kind, **said_of(kind))
    part = {"key": "fresh", "entity": "opportunity", "view": view, "show": "rows", "measure": "", "group": ""}
    make("home-page", ada, role=seller, order=[], hidden=[], parts=[{**part, "title": {"en": "Fresh"}}])


def said_of(kind: str) -> dict[str, Any]:
    """What a field of a kind needs besides its name; labels in three scripts."""
    choices = [{"value": "a", "label": {"en": "A", "ru": "А", "zh-hans": "甲"}, "tone": "good"}]
    more: dict[str, dict[str, Any]] = {
        **{one: {"choices": choices} for one in CHOICE_KINDS},
        **{one: {"target": "contact"} for one in LINK_KINDS},
        "autonumber": {"format": "N-{year}-{n:04}"},
        "rollup": {"rollup": {"child": "opportunity", "link": "customer", "function": "count"}},
        "formula": {"formula": "UPPER(name)"},
    }
    return {"label": {"en": kind, "ru": "Поле", "zh-hans": "字段"}, **more.get(kind, {})}


def rows_of() -> dict[str, set[int]]:
    """Every row that is configuration, by object."""
    return {key: set(spec.model.live().values_list("pk", flat=True)) for key, spec in kinds().items()}


def empty(people: People, shipped: dict[str, set[int]]) -> None:
    """Remove all that was configured for good, as in a house where nobody shaped anything."""
    others = [spec.key for spec in reversed(in_order(kinds().keys() - set(SHAPED)))]
    for key in (*SHAPED, *others):
        for row in registry.spec(key).model.live().exclude(pk__in=shipped.get(key, ())):
            records.delete(row, by=people.ada)
            records.delete(row, by=people.ada)
    assert rows_of() == shipped


def test_the_whole_configuration_comes_back_from_its_file(people: People) -> None:
    shipped = rows_of()
    shape(people)
    for key in {key for key, rows in rows_of().items() if rows == shipped[key]}:
        create_valid(registry.spec(key), people.ada)
    found = planning.present(people.ada)
    assert not found.left
    assert {row.entity for row in found.rows} == kinds().keys()
    text = document.text_of(found)
    assert not planning.planned(document.parsed(text), by=people.ada, exact=True).todo
    empty(people, shipped)
    plan = planning.planned(document.parsed(text), by=people.ada, exact=True)
    assert not plan.refused, [(item.shown.identity, item.errors) for item in plan.refused]
    planning.applied(plan, by=people.ada, label="moved")
    assert document.text_of(planning.present(people.ada)) == text
    assert not planning.planned(document.parsed(text), by=people.ada, exact=True).todo


STAYS = {
    "user": "people belong to an installation; what names one stays too",
    "unit": "the organisation is named, not moved: it is there before a file comes",
    "team": "has people; named like units",
    "currency-rate": "comes anew every day, and is history",
    "competitor": "a record of the business, seen by everybody",
    "own-legal-detail": "our own companies and their bank accounts belong to an installation",
    "legal-hold": "is about one person",
    "destruction": "an act that happened here",
}


def test_all_settings_are_in_the_file_or_stay_with_a_reason(people: People) -> None:
    """A new object of the settings, or one that bumps the configuration, joins by `known_by` or a unique constraint
    (and `configures = True` where it bumps nothing), or it is named above."""
    concerned = {
        spec.key
        for spec in registry.specs()
        if spec.entity.bumps == "config" or spec.entity.group == "settings"
    }
    assert concerned - kinds().keys() == STAYS.keys()


def test_what_is_in_the_file_holds_no_secret_and_only_what_can_be_set(people: People) -> None:
    words = re.compile(r"secret|password|token|sealed|hash")
    said = {(spec.key, field.key) for spec in kinds().values() for field in written_fields(spec)}
    assert {place for place in said if words.search(place[1])} == set()
