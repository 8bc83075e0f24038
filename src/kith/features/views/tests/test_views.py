"""Saved views, by people with fixed roles."""

from __future__ import annotations

from typing import Any

import pytest
from tests.company import People
from tests.signing import browser, program

from kith.engine import plugs, records, registry
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid, NotFound
from kith.engine.identity.models import Team
from kith.engine.journal import Entry
from kith.features.views.models import SavedView

HOT = {"field": "grade", "op": "is", "value": "A"}


def keep(by: Actor, **values: Any) -> Any:
    given = {
        "name": "Hot",
        "entity": "customer",
        "where": HOT,
        "columns": ["name", "city"],
        "sort": ["-created_at"],
        **values,
    }
    return records.create(SavedView, by=by, **given)


def found(actor: Actor) -> list[str]:
    return [look.name for look in plugs.views_for(registry.spec("customer"), actor)]


def test_a_private_view_is_mine_alone(people: People) -> None:
    keep(people.sue)
    assert found(people.sue) == ["Hot"]
    for other in (people.carl, people.max, people.ada, people.stranger):
        assert found(other) == []


def test_a_view_reaches_its_audience_and_nobody_else(people: People) -> None:
    keep(people.sue, name="team", shared="team", team=people.team.pk)
    keep(people.max, name="north", shared="unit")
    keep(people.ada, name="hq", shared="unit")
    keep(people.max, name="all", shared="everyone")
    assert set(found(people.nora)) == {"team", "hq", "all"}
    assert set(found(people.carl)) == {"north", "hq", "all"}
    assert set(found(people.otto)) == {"hq", "all"}


def test_everybody_keeps_his_own_views_even_who_may_change_nothing_else(people: People) -> None:
    view = keep(people.otto)
    records.update(view, by=people.otto, name="Mine")
    assert found(people.otto) == ["Mine"]
    records.delete(view, by=people.otto)
    assert found(people.otto) == []


def test_who_may_not_share_keeps_views_private(people: People) -> None:
    with pytest.raises(Invalid) as refused:
        keep(people.otto, shared="everyone")
    assert "shared" in refused.value.errors


def test_a_team_view_needs_a_team_of_mine(people: People) -> None:
    for values in ({}, {"team": people.team.pk}):
        with pytest.raises(Invalid):
            keep(people.carl, shared="team", **values)


def test_a_team_view_goes_to_a_team_of_mine_only(people: People) -> None:
    view = keep(people.sue, shared="team", team=people.team.pk)
    foreign = records.create(Team, by=people.ada, name="Foreign")
    with pytest.raises(Invalid) as refused:
        records.update(view, by=people.sue, team=foreign.pk)
    assert "shared" in refused.value.errors


def test_a_shared_view_is_changed_by_its_owner_and_his_manager_only(people: People) -> None:
    view = keep(people.sue, shared="everyone")
    with pytest.raises(Forbidden):
        records.update(view, by=people.carl, name="Taken")
    with pytest.raises(Forbidden):
        records.delete(view, by=people.nora)
    records.update(view, by=people.max, name="Better")
    assert found(people.nora) == ["Better"]


def test_a_private_view_does_not_exist_for_others(people: People) -> None:
    view = keep(people.sue)
    with pytest.raises(NotFound):
        records.update(view, by=people.max, name="x")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"entity": "spaceship"}, "entity"),
        ({"columns": ["nothing"]}, "columns"),
        ({"columns": [1]}, "columns"),
        ({"columns": ["name"] * 99}, "columns"),
        ({"sort": ["-nothing"]}, "sort"),
        ({"sort": ["tags"]}, "sort"),
        ({"where": {"field": "nothing", "op": "is", "value": 1}}, "where"),
        ({"where": {"field": "grade", "op": "within", "value": "today"}}, "where"),
        ({"group": "about"}, "group"),
        ({"kind": "board"}, "kind"),
        ({"kind": "pie"}, "kind"),
        ({"name": ""}, "name"),
    ],
)
def test_what_a_view_cannot_say_is_refused_at_its_field(
    people: People, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        keep(people.sue, **values)
    assert set(refused.value.errors) == {field}


def test_a_reader_gets_only_what_he_may_read_of_a_shared_view(people: People) -> None:
    keep(
        people.max,
        name="columns",
        shared="everyone",
        columns=["name", "revenue"],
        sort=["-revenue", "name"],
        where={},
    )
    keep(people.max, name="condition", shared="everyone", where={"field": "revenue", "op": "gt", "value": 5})
    people.role("seller", people.roles["seller"].grants, {"customer": {"revenue": "hidden"}})
    looks = plugs.views_for(registry.spec("customer"), people.carl)
    assert [(look.name, look.columns, look.sort) for look in looks] == [("columns", ("name",), ("name",))]
    assert found(people.max) == ["columns", "condition"]


def test_a_hidden_field_cannot_be_saved_in_a_view(people: People) -> None:
    people.role("seller", people.roles["seller"].grants, {"customer": {"revenue": "hidden"}})
    with pytest.raises(Invalid) as refused:
        keep(people.sue, columns=["revenue"], where={"field": "revenue", "op": "gt", "value": 5})
    assert set(refused.value.errors) == {"columns", "where"}


def test_a_view_is_written_in_the_journal(people: People) -> None:
    view = keep(people.sue)
    assert Entry.objects.filter(entity="saved-view", record_id=view.pk, verb="create").exists()


def test_a_list_is_saved_from_its_page_and_opens_as_a_tab(people: People) -> None:
    client = browser(people.users["sue"])
    records.create(registry.spec("customer").model, by=people.sue, name="Hot one", grade="A")
    records.create(registry.spec("customer").model, by=people.sue, name="Cold one", grade="C")
    where = '{"field":"grade","op":"is","value":"A"}'
    got = client.post(f"/customers/save-view/?where={where}&columns=name,city&sort=-name", {"label": "Hot"})
    assert got.status_code == 303
    shown = client.get(got.headers["Location"]).content.decode()
    assert "Hot one" in shown
    assert "Cold one" not in shown


def test_the_api_keeps_views_like_any_record(people: People) -> None:
    client = program(people.users["sue"])
    body = {"name": "Hot", "entity": "customer", "where": HOT, "columns": ["name"]}
    made = client.post("/api/v1/saved-views", body, content_type="application/json")
    assert made.status_code == 201
    items = client.get("/api/v1/saved-views?entity=customer").json()["items"]
    assert [item["name"] for item in items] == ["Hot"]
    assert program(people.users["carl"]).get("/api/v1/saved-views").json()["items"] == []
