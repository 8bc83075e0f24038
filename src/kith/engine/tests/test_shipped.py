"""The shipped roles: safe as they are, copied, and put back to what was shipped."""

from __future__ import annotations

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records, registry
from kith.engine.access import VERBS, Reach
from kith.engine.errors import Conflict
from kith.engine.granting import rights_of
from kith.engine.identity.models import Role
from kith.engine.journal import Batch
from kith.engine.shipped import GRANTS, role_texts, template
from kith.engine.undo import undo

WRITING = tuple(verb for verb in (*VERBS, "import") if verb not in ("read", "export"))


def test_every_shipped_role_is_safe_and_says_what_it_is_for(people: People) -> None:
    reach = {key: rights_of(people.roles[key]).reach for key in GRANTS}
    for spec in registry.specs():
        if "read" in spec.entity.open:
            continue
        for key in GRANTS.keys() - {"administrator", "protection-officer"}:
            guarded = spec.entity.group == "settings"
            assert not guarded or all(reach[key](spec.key, verb) is Reach.NONE for verb in WRITING), (
                key,
                spec.key,
            )
            assert reach[key](spec.key, "delete") < Reach.ALL
            assert reach[key](spec.key, "privacy") is Reach.NONE
        assert reach["seller"](spec.key, "export") is Reach.NONE
        assert reach["agent"](spec.key, "export") is Reach.NONE
        assert reach["auditor"](spec.key, "read") is Reach.ALL
        closed = {*WRITING, *spec.actions} - {*spec.entity.open}
        assert all(reach["auditor"](spec.key, verb) is Reach.NONE for verb in closed), spec.key
    for key in GRANTS:
        exports = reach[key]("customer", "export") is not Reach.NONE
        assert exports == bool(people.roles[key].limits) or key == "administrator", key
        assert people.roles[key].about == role_texts()[key]


def test_a_role_goes_back_to_its_template_after_a_look_at_what_changes(people: People) -> None:
    shipped = template("seller")
    people.role("seller", {"*": {"read": "all"}}, {"customer": {"city": "hidden"}})
    here = f"/roles/{people.roles['seller'].pk}/put_back/"
    ada = browser(people.users["ada"])
    page = ada.get(here).content.decode()
    assert "All others: Read</th><td>All</td><td>Own" in page
    assert "Customers, field City</th><td>Hidden</td><td>Write" in page
    assert ada.post(here, {}).status_code == 303
    role = Role.objects.get(pk=people.roles["seller"].pk)
    assert {name: getattr(role, name) for name in shipped} == shipped
    assert "Nothing would change" in ada.get(here).content.decode()
    undo(Batch.objects.latest("pk").pk, by=people.ada)
    assert Role.objects.get(pk=role.pk).grants == {"*": {"read": "all"}}


def test_a_role_of_ones_own_has_no_template(people: People) -> None:
    own = people.role("own", {"customer": {"read": "own"}})
    with pytest.raises(Conflict):
        records.perform("put_back", own, by=people.ada)


def test_a_copy_may_do_the_same_under_another_name(people: People) -> None:
    made = records.perform("copy", people.roles["manager"], by=people.ada, called="Deputy")
    again = records.perform("copy", people.roles["manager"], by=people.ada, called="Deputy two")
    assert (made.grants, made.limits) == (people.roles["manager"].grants, people.roles["manager"].limits)
    assert len({made.key, again.key, "manager"}) == 3
