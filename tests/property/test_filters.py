"""Whatever the builder of filters can make is the same after a way through condition, page, form and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import epoch, records, registry
from kith.engine.actor import Actor
from kith.engine.condition import parse, sentence, to_q
from kith.engine.currencies import CurrencyRate
from kith.engine.custom import CustomField
from kith.kernel import clock
from kith.web import building, filtering, operands
from kith.web.building import Group, Kept, Row
from kith.web.fields import Bound
from kith.web.filterstep import Step
from kith.web.operands import Sent
from kith.web.responses import render
from tests.company import People
from tests.web.form_reading import inputs

pytestmark = pytest.mark.database

NOW = dt.datetime(2026, 5, 15, 10, tzinfo=dt.UTC)
PATHS = (
    "name", "code", "email", "phone", "country", "amount", "share", "price", "worth", "stars", "length",
    "active", "day", "at", "hour", "stage", "kinds", "tags", "parent", "customer", "owner", "unit", "team", "others",
    "about", "note", "c_text", "c_date", "c_money", "parent.name", "customer.city", "customer.grade", "owner.unit",
    "parent.customer.grade", "customer.last_contact_at", "parent.worth",
)  # fmt: skip
CHILD_PATHS = ("name", "stage", "worth", "owner", "customer.grade", "at")
TYPED = {
    "text": ["x", "a b", "茶叶", "1<2&\"'", "яблоко"],
    "email": ["a@example.com"],
    "phone": ["+442079460018"],
    "longtext": ["words"],
    "country": ["DE", "CN"],
    "integer": ["0", "12", "-3"],
    "percent": ["12.5"],
    "decimal": ["1.5"],
    "money": ["5", "2.50"],
    "rating": ["3"],
    "duration": ["1:30"],
    "boolean": ["true", "false"],
    "date": ["2026-01-31"],
    "datetime": ["2026-01-31T14:30"],
    "time": ["08:30"],
    "choice": ["open", "done"],
    "multichoice": ["open", "done"],
    "tags": ["vip", "яблоко"],
}


@st.composite
def rows(draw: st.DrawFn, paths: tuple[str, ...], people: People, actor: Actor) -> Row:
    """A comparison as somebody could fill it in."""
    path = draw(st.sampled_from(paths))
    field = building.field_of(path, registry.spec("probe"), actor)
    op = draw(st.sampled_from([way.value for way in operands.ways(field)]))
    typed: dict[str, list[str]] = {}
    for bound in operands.inputs(field, op, {}, actor):
        typed |= filled(draw, bound, field, people)
        if bound.value in operands.COUNTED:
            typed["n"] = ["9"]
    if typed.get("v", [""])[0] in operands.COUNTED:
        typed["n"] = [str(draw(st.integers(1, 3_660)))]
    return Row(path, op, typed, op)


def filled(draw: st.DrawFn, bound: Bound, field: Any, people: People) -> dict[str, list[str]]:
    """What somebody puts into one input."""
    if bound.name == "n":
        return {"n": [str(draw(st.integers(1, 3_660)))]}
    if bound.widget == "multiselect":
        values = [option.value for option in bound.options]
        return {bound.name: ticked(draw, values)}
    if bound.widget == "references":
        words = [option.value for option in bound.options]
        return {bound.name: ticked(draw, [*words, *(str(user.pk) for user in people.users.values())])}
    if bound.widget == "reference":
        return {bound.name: ["1"]}
    if bound.widget == "select":
        return {
            bound.name: [draw(st.sampled_from([option.value for option in bound.options if option.value]))]
        }
    found = {bound.name: [draw(st.sampled_from(TYPED[field.type.key]))]}
    if field.type.key == "money":
        found[f"{bound.name}__currency"] = [draw(st.sampled_from(["EUR", "USD"]))]
    return found


def ticked(draw: st.DrawFn, values: list[str]) -> list[str]:
    """Some boxes, in the order in which they stand on the page."""
    found = draw(st.sets(st.sampled_from(values), min_size=1, max_size=3))
    return [value for value in values if value in found]


def trees(people: People, actor: Actor) -> st.SearchStrategy[Group]:
    """Groups within groups, some about linked records."""
    joins = st.sampled_from(building.JOINS)

    def group(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Group]:
        return st.builds(Group, joins, st.lists(parts, min_size=1, max_size=3))

    child = rows(CHILD_PATHS, people, actor)
    related = st.builds(
        Group,
        joins,
        st.lists(st.one_of(child, group(child)), max_size=2),
        st.just("probes:parent"),
        st.booleans(),
    )
    kept = st.just(Kept({"field": "name", "op": "is", "value": {"field": "code"}}))
    part = st.one_of(rows(PATHS, people, actor), rows(PATHS, people, actor), related, kept)
    return group(st.recursive(part, group, max_leaves=6))


def posted(whole: Group, actor: Actor) -> Group:
    """The tree as it comes back from the page on which it was shown."""
    spec = registry.spec("probe")
    step = Step(spec, actor, Sent(), (), whole)
    given_ = {
        "step": step, "action": "/probes/filter/", "hidden": [], "back": "/probes/", "listed": "/probes/",
        "joins": filtering.joins(), "frame": {"csrf": "token"},
    }  # fmt: skip
    page = render(None, "fragments/filter.html", given_)
    return building.from_form(Sent(inputs(page, "filter-build")))


def plain(part: Any) -> Any:
    """A tree as lists, for comparing; what is typed into no input counts for nothing."""
    if isinstance(part, Row):
        return part.path, part.op, {name: value for name, value in part.typed.items() if any(value)}
    if isinstance(part, Kept):
        return part.said
    return part.join, part.related.partition(":")[0], part.some, [plain(one) for one in part.parts]


def test_what_is_built_is_shown_again_as_it_was_built(people: People, probe: Any) -> None:
    records.create(CurrencyRate, by=people.ada, currency="USD", day="2020-01-01", rate="0.5")
    for kind in ("text", "date", "money"):
        records.create(CustomField, by=people.ada, entity="probe", key=f"c_{kind}", kind=kind)
    spec, sue = registry.spec("probe"), people.sue

    @settings(max_examples=200)
    @given(whole=trees(people, people.ada), actor=st.sampled_from([people.ada, sue]))
    def same(whole: Group, actor: Actor) -> None:
        built = building.meant(whole, spec, actor)
        again = building.whole_of(built, spec, actor)
        assert building.meant(again, spec, actor) == built
        back = posted(again, actor)
        assert plain(back) == plain(again)
        assert building.meant(back, spec, actor) == built
        node = parse(built, spec, actor)
        spec.model.objects.filter(to_q(node, actor)).exists()
        for language in ("en", "zh-hans", "ru"):
            with translation.override(language):
                assert sentence(node, actor)

    with clock.frozen(NOW), epoch.turn():
        same()
