"""What a user may be called, and how somebody without a password gets one."""

from __future__ import annotations

import pytest
from tests.company import People

from kith.engine import guard, records
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity import accounts
from kith.engine.identity.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "value"), [("time_zone", "Berlin"), ("username", "two words"), ("language", "de")]
)
def test_what_would_lock_a_user_out_is_refused(people: People, name: str, value: str) -> None:
    with pytest.raises(Invalid) as refused:
        records.create(User, by=people.ada, **{"username": "wei", "name": "Wei", name: value})
    assert name in refused.value.errors


def test_a_wrong_time_zone_that_got_in_falls_back_to_the_companys(people: People) -> None:
    user = records.create(User, by=people.ada, username="wei", name="Wei")
    with guard.opened():
        User.objects.filter(pk=user.pk).update(time_zone="Berlin")
    assert Actor.of(User.live().get(pk=user.pk)).time_zone == people.ada.time_zone


def test_an_administrator_gives_a_new_user_a_password(people: People) -> None:
    user = records.create(User, by=people.ada, username="wei", name="Wei")
    records.perform("set_password", user, by=people.ada, password="seven-slow-herons")
    found = accounts.authenticate("wei", "seven-slow-herons")
    assert found is not None
    assert found.pk == user.pk


def test_a_password_that_is_too_simple_is_refused_at_its_field(people: People) -> None:
    user = records.create(User, by=people.ada, username="wei", name="Wei")
    with pytest.raises(Invalid) as refused:
        records.perform("set_password", user, by=people.ada, password="wei")
    assert "password" in refused.value.errors


def test_a_seller_sets_nobody_s_password(people: People) -> None:
    user = records.create(User, by=people.ada, username="wei", name="Wei")
    with pytest.raises(Forbidden):
        records.perform("set_password", user, by=people.sue, password="seven-slow-herons")
