"""The path of a record tells what a step requires before one presses it."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import records
from kith.modules.sales.models import Lead, Opportunity, Pipeline, Stage
from tests.company import People
from tests.signing import browser

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
def deal(people: People) -> Any:
    way = records.create(Pipeline, by=people.ada, name="Needy")
    records.create(Stage, by=people.ada, pipeline=way, name="New", position=0)
    records.create(
        Stage, by=people.ada, pipeline=way, name="Offer", position=1, requires=["next_step", "source"]
    )
    return records.create(Opportunity, by=people.sue, name="Scanners", pipeline=way)


def needs(people: People, name: str, deal: Any, to: Any) -> Any:
    return browser(people.users[name]).get(f"/opportunities/{deal.pk}/needs/?to={to}")


def test_a_step_tells_the_fields_that_it_still_requires(people: People, deal: Any) -> None:
    offer = Stage.live().get(name="Offer", pipeline=deal.pipeline_id)
    assert needs(people, "sue", deal, offer.pk).json() == {"text": "Still needed: Source, Next step"}
    records.update(deal, by=people.sue, next_step="Visit", source="Fair")
    assert needs(people, "sue", deal, offer.pk).json() == {"text": ""}
    deal.refresh_from_db()
    assert deal.stage_id != offer.pk, "asking moves nothing"
    assert needs(people, "carl", deal, offer.pk).status_code == 404
    assert needs(people, "otto", deal, offer.pk).status_code == 403


def test_pressing_a_step_asks_for_just_these_and_moves(people: People, deal: Any) -> None:
    offer = Stage.live().get(name="Offer", pipeline=deal.pipeline_id)
    sue = browser(people.users["sue"])
    given = {"id": deal.pk, "version": deal.version, "to": offer.pk}
    page = sue.post("/opportunities/board/move/", given, headers=PART).content.decode()
    assert 'name="next_step"' in page
    assert 'name="source"' in page
    assert 'name="amount"' not in page
    sent = {**given, "dialog": "1", "next_step": "Visit", "source": "Fair"}
    assert sue.post("/opportunities/board/move/", sent, headers=PART).status_code == 204
    deal.refresh_from_db()
    assert deal.stage_id == offer.pk


def test_a_step_that_an_action_leads_to_tells_what_that_asks(people: People) -> None:
    lead = records.create(Lead, by=people.sue, name="Kim")
    sue = browser(people.users["sue"])
    text = sue.get(f"/leads/{lead.pk}/needs/?to=disqualified").json()["text"]
    assert text.startswith("Still needed: ")
