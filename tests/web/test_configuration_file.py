"""The configuration travels as a readable file from one installation to another, and back by undo."""

from __future__ import annotations

import re
from typing import Any

import pytest

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.configuring import calling, document, parts, planning, telling, versions
from kith.engine.configuring.calling import Caller
from kith.engine.configuring.planning import RefusedPlan
from kith.engine.custom import CustomField
from kith.engine.errors import Malformed, TooLarge
from kith.engine.identity.models import Role
from kith.engine.journal import Batch, Entry
from kith.engine.undo import undo
from kith.features.sharing.models import SharingRule
from kith.features.signon.models import IdentityProvider
from kith.features.views.models import SavedView
from kith.features.webhooks.models import Webhook
from kith.modules.sales.models import Pipeline, Stage
from tests.company import People

pytestmark = pytest.mark.django_db
RISK: dict[str, Any] = {
    "entity": "customer", "key": "risk", "kind": "choice", "label": {"en": "Risk", "ru": "Риск", "zh-hans": "风险"},
    "choices": [{"value": "high", "label": {"en": "High"}}, {"value": "low", "label": {"en": "Low"}}],
}  # fmt: skip


@pytest.fixture
def furnished(people: People) -> People:
    """A company with a field, a view that filters by it and by a stage, and a rule for a role."""
    records.create(CustomField, by=people.ada, **RISK)
    stage = Stage.live().get(name="New")
    where = {
        "all": [
            {"field": "stage", "op": "in", "value": [stage.pk]},
            {"field": "customer.risk", "value": "high"},
        ]
    }
    records.create(
        SavedView, by=people.ada, entity="opportunity", name="Risky", where=where, shared="everyone"
    )
    records.create(SavedView, by=people.ada, entity="opportunity", name="My own", where=where)
    role = people.role("tester", {"customer": {"read": "all"}}, {"customer": {"risk": "read"}})
    records.create(
        SharingRule, by=people.ada, entity="customer", name="Testers", where={"field": "risk", "value": "low"},
        roles=[role.pk],
    )  # fmt: skip
    return people


def exported(by: Actor) -> str:
    """The text of the whole configuration."""
    return document.text_of(planning.present(by))


def read(text: str, by: Actor, *, exact: bool = False) -> planning.Plan:
    """The plan of a text."""
    return planning.planned(document.parsed(text), by=by, exact=exact)


def named(row: document.Row) -> str:
    """The key of a row where it has one for people, else its name."""
    called = calling.Caller().called(row)
    return called.key or called.name


def told(plan: planning.Plan) -> dict[str, str]:
    """Title and fate of everything that changes."""
    return {named(item.shown): item.fate for item in plan.todo}


def clear(people: People) -> None:
    """Take all that was configured here away."""
    for model, which in ((SavedView, {}), (SharingRule, {}), (CustomField, {}), (Role, {"key": "tester"})):
        for row in model.live().filter(**which):
            records.delete(row, by=people.ada)


def test_what_was_written_is_read_back_to_the_letter(furnished: People) -> None:
    ada = furnished.ada
    text = exported(ada)
    assert text == exported(ada)
    assert not read(text, ada, exact=True).todo
    clear(furnished)
    plan = read(text, ada, exact=True)
    assert set(plan_fates := told(plan).values()) == {"added"}
    assert len(plan_fates) == 4
    assert planning.applied(plan, by=ada, label="kith.toml") is not None
    assert exported(ada) == text


def test_a_file_says_no_numbers_and_nobodys_own_affairs(furnished: People) -> None:
    text = exported(furnished.ada)
    assert '{key = ["Sales", "New"]}' in text
    assert 'roles = ["tester"]' in text
    assert "My own" not in text
    assert "ada" not in re.findall(r"\w+", text)
    assert "[[users]]" not in text


def test_a_file_names_secrets_and_says_none(people: People) -> None:
    ada = people.ada
    hook = records.create(Webhook, by=ada, url="https://hooks.example.org/kith", events=["customer.*"])
    records.create(Webhook, by=ada, url="https://hooks.example.org/T02AB34CD/B02AB34CDEF/x9fK2mQ7LpZ4vB8n")
    provider = records.create(
        IdentityProvider, by=ada, name="Office", issuer="https://id.example.org", client_id="k"
    )
    records.perform("set_secret", provider, by=ada, secret="very-secret")
    found = planning.present(ada)
    assert [(row.entity, why) for row, why in found.left] == [
        ("webhook", "Its address may hold a secret of the other system.")
    ]
    text = document.text_of(found)
    assert "[[webhooks]]\n# To be typed in again, in no file: Secret\n" in text
    assert "# To be typed in again, in no file: Client secret\n" in text
    assert not re.search(r"whsec_|very-secret|x9fK2|sealed", text)
    for row in (hook, provider):
        records.delete(row, by=ada)
    plan = read(text, ada)
    assert {telling.secrets(item) for item in plan.todo} == {"Secret", "Client secret"}
    planning.applied(plan, by=ada, label="")
    assert exported(ada) == text
    made = Webhook.live().get(url=hook.url)
    assert made.secret not in ("", hook.secret)
    assert made.owner_id == ada.user_id
    said = read(text.replace("events = ", 'secret = "whsec_x"\nevents = '), ada)
    assert said.refused[0].errors == [("secret", "This cannot be said in a configuration.")]


def test_who_comes_in_by_another_system_is_said_only_by_who_holds_everything(people: People) -> None:
    every = {"create": "all", "read": "all", "update": "all", "delete": "all"}
    people.role("shaper", {"*": {"read": "all"}, "identity-provider": every, "custom-field": every})
    sam = people.join("Sam Shaper", "shaper")
    text = 'format = 1\n[[identity-providers]]\nname = "Mine"\nissuer = "https://evil.example"\nclient_id = "k"\n'
    assert "do not have the right" in read(text, sam).refused[0].errors[0][1]


def test_views_of_teams_and_units_travel_by_the_names_of_these(people: People) -> None:
    ada, kinds = people.ada, {"entity": "customer", "name": "Ours"}
    for audience in ("everyone", "team", "unit"):
        records.create(SavedView, by=ada, **kinds, shared=audience, team=people.team.pk, unit=people.north.pk)
    text = exported(ada)
    assert text.count('name = "Ours"') == 3
    assert text.count(f'team = "{people.team.name}"') == text.count(f'unit = "{people.north.name}"') == 1
    outsider = people.join("Sam Shaper", "administrator")
    assert exported(outsider) == text
    assert not read(text, outsider, exact=True).todo
    changed = text.replace(f'team = "{people.team.name}"', f'team = "{people.team.name}"\nposition = 77')
    planning.applied(read(changed, outsider), by=outsider, label="")
    assert exported(ada).count("position = 77") == 1
    for view in SavedView.live():
        records.delete(view, by=ada)
    planning.applied(read(text, outsider), by=outsider, label="")
    assert exported(ada) == text
    nobody = text.replace(f'team = "{people.team.name}"', 'team = "Nobody"')
    (item,) = read(nobody, ada).refused
    assert item.errors == [("team", "There is no Team “Nobody” here.")]


def test_people_stand_in_no_file_and_in_none_that_is_applied(furnished: People) -> None:
    ada = furnished.ada
    records.update(SharingRule.live().get(name="Testers"), by=ada, people=[furnished.max.user_id])
    ((row, why),) = planning.present(ada).left
    assert (Caller().called(row).name, why) == (
        "Customers › Testers", "It names a person, and people stand in no configuration."
    )  # fmt: skip
    text = 'format = 1\n[[sharing-rules]]\nentity = "customer"\nname = "R"\npeople = ["ada"]\n'
    assert read(text, ada).refused[0].errors[0] == ("people", "This cannot be said in a configuration.")


def test_rows_may_need_each_other_in_any_order(furnished: People) -> None:
    text = exported(furnished.ada)
    clear(furnished)
    head, *rows = re.split(r"\n(?=\[\[)", text)
    backwards = "\n".join([head, *reversed(rows)])
    plan = read(backwards, furnished.ada)
    assert not plan.refused
    planning.applied(plan, by=furnished.ada, label="")
    assert exported(furnished.ada) == text


def test_a_plan_shows_old_and_new_and_one_batch_takes_it_back(furnished: People) -> None:
    ada = furnished.ada
    text = exported(ada)
    role = Role.live().get(key="tester")
    records.update(role, by=ada, name="Somebody", grants={"customer": {"read": "own"}})
    records.create(Role, by=ada, key="extra", name="Extra")
    before = exported(ada)
    assert told(read(text, ada)) == {"tester": "changed"}
    plan = read(text, ada, exact=True)
    assert told(plan) == {"tester": "changed", "extra": "removed"}
    lines = telling.Teller(ada).lines(plan.of("changed")[0])
    assert ("Name", "Somebody", "tester") in lines
    assert ("Rights › Customers › Read", "Own", "All") in lines
    assert exported(ada) == before
    log = planning.applied(plan, by=ada, label="kith.toml")
    assert log is not None
    assert exported(ada) == text
    undo(log.pk, by=ada)
    assert exported(ada) == before


def test_a_part_brings_what_it_needs_and_removes_nothing(furnished: People) -> None:
    part = parts.part(planning.present(furnished.ada), ["opportunity"])
    assert {(row.entity, row.key[:2]) for row in part.rows} >= {
        ("saved-view", ("opportunity", "Risky")), ("custom-field", ("customer", "risk")), ("stage", ("Sales", "New")),
    }  # fmt: skip
    assert "role" not in {row.entity for row in part.rows}
    text = document.text_of(part)
    assert not read(text, furnished.ada).todo
    with pytest.raises(Malformed, match="only a part"):
        read(text, furnished.ada, exact=True)
    with pytest.raises(Malformed, match="rocket"):
        parts.part(part, ["rocket"])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "says no format"),
        ("format = 99", "newer version"),
        ("format = true", "says no format"),
        ("format = 1\n[[rockets]]\nname = 1", "rockets"),
        ("format = 1\nroles = 5", "roles"),
        ("format = 1\n[[roles]\n", "line 2"),
        (b"format = 1 # \xff", "byte 13"),
        ("format = 1\nx = " + "[" * 5000, "damaged"),
    ],
)
def test_what_is_no_configuration_is_refused_whole(people: People, text: str | bytes, why: str) -> None:
    with pytest.raises(Malformed, match=why):
        document.parsed(text)


def test_a_file_that_is_too_large_is_not_even_read(people: People) -> None:
    with pytest.raises(TooLarge):
        document.parsed(b"#" * 4_000_001)


@pytest.mark.parametrize(
    ("rows", "place", "why"),
    [
        ('[[roles]]\nkey = "x"\nname = "X"\nrank = 1', "line 5, [[roles]] x", "no such field"),
        ('[[roles]]\nkey = "x"\nname = "X"\nowner = 1', "line 5, [[roles]] x", "cannot be said"),
        ('[[roles]]\nname = "X"', "line 5", "must be filled in"),
        ('[[roles]]\nkey = "x"\nname = "X"\ngrants = {a = {b = "everywhere"}}', "line 5, [[roles]] x", "Only these"),
        ('[[stages]]\npipeline = "Moon"\nname = "A"', "line 5, [[stages]] Moon › A", "no Pipeline “Moon”"),
        (('[[sharing-rules]]\nentity = "customer"\nname = "R"\nroles = ["tester"]\n'
         'where = {field = "colour", value = "red"}'), "line 5", "colour"),
        ('[[page-layouts]]\nentity = "customer"\nrole = {a = 1}', "line 5", "no Role"),
        ('[[custom-fields]]\nentity = "moon"\nkey = "a"\nkind = "text"', "line 5", "no such object"),
    ],
)  # fmt: skip
def test_wrong_rows_are_refused_with_their_place_and_nothing_is_half_done(
    furnished: People, rows: str, place: str, why: str
) -> None:
    before, entries = exported(furnished.ada), Entry.objects.count()
    text = f'format = 1\n[[roles]]\nkey = "fine"\nname = "Fine"\n{rows}\n'
    plan = read(text, furnished.ada)
    (item,) = plan.refused
    assert document.place_of(item.shown).startswith(place)
    assert why in " ".join(text for _name, text in item.errors)
    with pytest.raises(RefusedPlan):
        planning.applied(plan, by=furnished.ada, label="wrong")
    assert exported(furnished.ada) == before
    assert Entry.objects.count() == entries


def test_nobody_gives_rights_by_a_file_that_he_has_not(furnished: People) -> None:
    every = {"create": "all", "read": "all", "update": "all", "delete": "all"}
    furnished.role("shaper", {"*": {"read": "all"}, "custom-field": every, "role": every})
    sam = furnished.join("Sam Shaper", "shaper")
    text = 'format = 1\n[[roles]]\nkey = "god"\nname = "God"\ngrants = {"*" = {"*" = "all"}}\n'
    plan = read(text, sam)
    assert "cannot give" in plan.refused[0].errors[0][1]
    plan = read('format = 1\n[[pipelines]]\nname = "New way"\n', sam)
    assert "do not have the right" in plan.refused[0].errors[0][1]


def test_what_another_installation_cannot_know_is_left_out_and_told(furnished: People) -> None:
    ada = furnished.ada
    field = {"field": "customer", "value": 77}
    view = records.create(
        SavedView, by=ada, entity="opportunity", name="One customer", where=field, shared="everyone"
    )
    found = planning.present(ada)
    assert [(row.number, "customer" in why) for row, why in found.left] == [(view.pk, False)]
    text = document.text_of(found)
    assert "One customer" not in text
    assert not read(text, ada, exact=True).todo


def test_what_is_used_is_not_removed_unless_its_user_goes_too(furnished: People) -> None:
    ada = furnished.ada
    text = exported(ada)
    without = re.sub(r"\n\[\[custom-fields\]\](.|\n)*?\n(?=\[\[)", "\n", text)
    assert "Testers" in without
    assert "risk" not in without.split("[[roles]]")[0]
    (item,) = read(without, ada, exact=True).refused
    assert "still used" in item.errors[0][1]
    bare = "\n".join(
        part for part in re.split(r"\n(?=\[\[)", text) if not re.match(r"\[\[(cus|sav|sha)", part)
    )
    plan = read(bare, ada, exact=True)
    assert not plan.refused
    assert sorted(told(plan).values()) == ["removed"] * 3


def test_a_big_file_is_planned_and_applied_in_bearable_time(people: People) -> None:
    rows = "".join(
        f'[[custom-fields]]\nentity = "customer"\nkey = "field_{number}"\nkind = "integer"\nlabel = {{en = "F"}}\n'
        for number in range(300)
    )
    plan = read(f"format = 1\n{rows}", people.ada)
    assert len(plan.of("added")) == 300
    assert not plan.refused
    planning.applied(plan, by=people.ada, label="big")
    assert CustomField.live().count() == 300


def test_every_change_is_a_version_that_can_be_compared_and_gone_back_to(furnished: People) -> None:
    ada = furnished.ada
    known = versions.versions(ada)
    then, text = known[0], exported(ada)
    assert [(deed.verb, named(deed.row)) for deed in then.deeds] == [("create", "Customers › Testers")]
    assert {deed.row.entity for one in known for deed in one.deeds} >= {"custom-field", "saved-view", "role"}
    assert "My own" not in str([named(deed.row) for one in known for deed in one.deeds])
    pipeline = records.create(Pipeline, by=ada, name="Second")
    role = Role.live().get(key="tester")
    records.update(role, by=ada, key="renamed", name="Renamed")
    rule = SharingRule.live().get(name="Testers")
    records.delete(rule, by=ada)
    records.delete(rule, by=ada)
    fates = {(item.fate, named(item.shown)) for item in versions.differences(then.moment, None, ada)}
    assert fates == {("added", "Second"), ("changed", "renamed"), ("removed", "Customers › Testers")}
    plan = versions.way_back(then.moment, ada)
    assert not plan.refused
    log = planning.applied(plan, by=ada, label="Back")
    assert exported(ada) == text
    assert Role.live().get(key="tester").pk == role.pk
    assert not Pipeline.live().filter(pk=pipeline.pk).exists()
    assert log is not None
    assert Batch.objects.get(pk=log.pk).label == "Back"
    assert versions.versions(ada)[0].batch.pk == log.pk
