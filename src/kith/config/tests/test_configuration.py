"""The configuration travels from one installation to another, and back by undo."""

import json
from pathlib import Path
from typing import Any

import pytest

from kith.config import configuration
from kith.config.refusal import Refusal
from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.custom import CustomField
from kith.engine.identity.models import Role
from kith.engine.undo import undo

pytestmark = pytest.mark.django_db
FIELD: dict[str, Any] = {
    "entity": "customer",
    "key": "risk",
    "kind": "integer",
    "label": {"en": "Risk", "ru": "Риск"},
}


@pytest.fixture
def actor() -> Actor:
    """Kith itself."""
    return Actor.system()


@pytest.fixture
def furnished(actor: Actor) -> dict[str, object]:
    """A configuration with a role and a custom field, as a file holds it."""
    records.create(Role, by=actor, key="tester", name="Tester", grants={"customer": {"read": "all"}})
    records.create(CustomField, by=actor, **FIELD)
    read: dict[str, object] = json.loads(json.dumps(configuration.read(), default=str))
    return read


def test_reading_what_was_written_changes_nothing(actor: Actor, furnished: dict[str, object]) -> None:
    outcome = configuration.apply(furnished, by=actor, label="same")
    assert (outcome.created, outcome.updated, outcome.batch) == (0, 0, None)
    assert outcome.same >= 2


def test_what_is_missing_comes_and_what_differs_changes(actor: Actor, furnished: dict[str, object]) -> None:
    records.delete(CustomField.live().get(key="risk"), by=actor)
    records.update(Role.live().get(key="tester"), by=actor, name="Somebody")
    outcome = configuration.apply(furnished, by=actor, label="again")
    assert (outcome.created, outcome.updated) == (1, 1)
    assert CustomField.live().get(key="risk").label == FIELD["label"]
    assert Role.live().get(key="tester").name == "Tester"


def test_one_command_takes_a_configuration_back(actor: Actor, furnished: dict[str, object]) -> None:
    records.update(Role.live().get(key="tester"), by=actor, name="Somebody")
    outcome = configuration.apply(furnished, by=actor, label="again")
    assert outcome.batch is not None
    undo(outcome.batch, by=actor)
    assert Role.live().get(key="tester").name == "Somebody"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([], "not a configuration"),
        ({"format": 2}, "newer version"),
        ({"format": 1, "rockets": []}, "'rockets'"),
        ({"format": 1, "company": {"colour": "red"}}, "company"),
        ({"format": 1, "roles": [{"key": "new", "name": "New"}, {"name": "No key"}]}, "roles, row 2"),
        ({"format": 1, "roles": [{"key": "new", "name": "New"}, "text"]}, "roles, row 2"),
        ({"format": 1, "roles": [{"key": "new", "name": "New"}, {"key": "x", "rank": 1}]}, "roles, row 2"),
    ],
)
def test_a_wrong_file_is_refused_whole(actor: Actor, wrong: object, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        configuration.apply(wrong, by=actor, label="wrong")
    assert not Role.live().filter(key="new").exists()


def test_a_file_holds_no_people(furnished: dict[str, object], tmp_path: Path) -> None:
    assert not {"users", "teams", "units", "customers"} & furnished.keys()
