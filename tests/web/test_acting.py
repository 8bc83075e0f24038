"""What pages ask before something is done, proved with deals, leads and activities."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from typing import Any

import pytest
from django.test import Client

from kith.engine import journal, records
from kith.kernel import clock
from kith.modules.activities.models import Activity
from kith.modules.customers.models import Customer
from kith.modules.sales.models import Lead, LostReason, Opportunity, Pipeline, Stage
from tests.company import People
from tests.signing import browser

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
DIALOG = {**PART, "HX-Target": "div#dialog-content"}
LATE = dt.datetime(2026, 5, 3, 22, 30, tzinfo=dt.UTC)


@pytest.fixture
def sue(people: People) -> Client:
    """Sue's browser; she works in Moscow."""
    people.give("sue", time_zone="Europe/Moscow")
    return browser(people.users["sue"])


@pytest.fixture
def deal(people: People) -> Any:
    """A deal of Sue's in the first stage of the only pipeline."""
    way = Pipeline.live().first() or records.create(Pipeline, by=people.ada, name="Way")
    if not Stage.live().exists():
        steps = (("New", "open"), ("Offer", "open"), ("Won", "won"), ("Lost", "lost"))
        for position, (name, outcome) in enumerate(steps):
            given: dict[str, Any] = {"name": name, "outcome": outcome, "position": position}
            records.create(Stage, by=people.ada, pipeline=way, **given)
    if not LostReason.live().exists():
        records.create(LostReason, by=people.ada, name="Price")
    return records.create(Opportunity, by=people.sue, name="Scanners", pipeline=way)


def stage(outcome: str) -> int:
    return int(Stage.live().filter(outcome=outcome).values_list("pk", flat=True)[0])


def text(answer: Any) -> str:
    return html.unescape(str(answer.content.decode()))


def value(page: str, name: str) -> str:
    found = re.search(rf'<input [^>]*?value="([^"]*)"[^>]*? name="{name}"', page)
    assert found, name
    return str(found[1])


def test_the_day_of_closing_is_suggested_as_the_day_where_one_is(sue: Client, deal: Any) -> None:
    with clock.frozen(LATE):
        page = text(sue.get(f"/opportunities/{deal.pk}/win/", headers=DIALOG))
        assert value(page, "closed_on") == "2026-05-04"
        many = text(sue.get(f"/opportunities/bulk/win/?id={deal.pk}", headers=DIALOG))
        assert value(many, "closed_on") == "2026-05-04"


def test_a_declared_suggestion_wins_over_today(people: People, sue: Client) -> None:
    call = records.create(Activity, by=people.sue, subject="Call back", kind="task")
    with clock.frozen(LATE):
        assert value(text(sue.get(f"/activities/{call.pk}/complete/")), "next_contact_on") == ""
        assert value(text(sue.get(f"/activities/{call.pk}/postpone/")), "to") == "2026-05-05T01:30"


def test_a_call_noted_at_the_suggested_time_has_just_happened(people: People, sue: Client) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme")
    with clock.frozen(LATE):
        page = text(sue.get(f"/customers/{acme.pk}/"))
        at = value(page, "call.at")
        assert at == "2026-05-04T01:30"
        given = {"kind": "call", "text": "They rang", "call.at": at, "task.at": "2026-05-09T17:00"}
        sue.post(f"/customers/{acme.pk}/compose/", {**given, "call.at__untouched": at})
        sue.post(
            f"/customers/{acme.pk}/compose/", {**given, "text": "Ring them", "call.at": "2026-05-05T10:00"}
        )
    assert dict(Activity.live().values_list("subject", "done")) == {"They rang": True, "Ring them": False}


def test_a_card_moved_to_a_step_that_needs_more_asks_for_it_and_moves(sue: Client, deal: Any) -> None:
    given = {"id": deal.pk, "version": deal.version, "to": stage("lost"), "dialog": "1"}
    answer = sue.post("/opportunities/board/move/", given, headers=PART)
    page = text(answer)
    assert answer.status_code == 200
    assert 'name="lost_reason" aria-required="true"' in page
    assert 'role="alert"' not in page
    assert f'<input type="hidden" name="to" value="{stage("lost")}">' in page, "where to is known"
    assert "/references/" not in page, "a small list does not ask the server again"
    forgotten = sue.post("/opportunities/board/move/", {**given, "lost_reason": ""}, headers=PART)
    assert forgotten.status_code == 422
    assert 'role="alert"' in text(forgotten)
    assert 'name="lost_reason" aria-required="true"' in text(forgotten), "it is still required"
    reason = LostReason.live().values_list("pk", flat=True)[0]
    done = sue.post("/opportunities/board/move/", {**given, "lost_reason": reason}, headers=PART)
    assert done.status_code == 204
    assert {"close-dialog", "refresh", "toast"} <= set(json.loads(done.headers["HX-Trigger"]))
    deal.refresh_from_db()
    assert (deal.outcome, deal.lost_reason_id) == ("lost", reason)


def test_a_step_that_only_an_action_leads_to_asks_what_the_action_asks(people: People, sue: Client) -> None:
    lead = records.create(Lead, by=people.sue, name="Kim Lee")
    given = {"id": lead.pk, "version": lead.version, "to": "disqualified", "dialog": "1"}
    page = text(sue.post("/leads/board/move/", given, headers=PART))
    assert f'action="/leads/{lead.pk}/disqualify/"' in page
    assert 'role="alert"' not in page
    given = {"reason": "no_need", "dialog": "1", "version": lead.version}
    assert sue.post(f"/leads/{lead.pk}/disqualify/", given, headers=PART).status_code == 204
    lead.refresh_from_db()
    assert lead.status == "disqualified"


def test_a_step_of_the_path_moves_the_record_and_stays_on_its_page(sue: Client, deal: Any) -> None:
    page = text(sue.get(f"/opportunities/{deal.pk}/"))
    assert 'class="path-form" method="post" action="/opportunities/board/move/"' in page
    given = {"id": deal.pk, "next": f"/opportunities/{deal.pk}/", "to": stage("won")}
    assert sue.post("/opportunities/board/move/", given).headers["Location"] == f"/opportunities/{deal.pk}/"
    deal.refresh_from_db()
    assert deal.outcome == "won"


def test_the_preview_of_a_conversion_follows_what_is_chosen(people: People, sue: Client) -> None:
    acme = records.create(Customer, by=people.sue, name="Acme", city="York")
    lead = records.create(Lead, by=people.sue, name="Kim Lee", company="Acme", city="Leeds")
    here = f"/leads/{lead.pk}/convert/"
    assert ">Customer: City<" not in text(sue.get(here, headers=DIALOG)), "the known customer keeps its city"
    fresh = text(sue.get(f"{here}?customer=&contact=&opportunity=true", headers=PART))
    assert ">Customer: City<" in fresh
    assert ">Customer: Name<" in fresh
    known = text(sue.get(f"{here}?customer={acme.pk}&contact=nonsense", headers=PART))
    assert ">Customer: City<" not in known


def test_the_bar_of_a_record_follows_what_was_done(sue: Client, deal: Any) -> None:
    here = f"/opportunities/{deal.pk}/"
    assert f'hx-get="{here}win/"' in text(sue.get(here))
    sue.post(f"{here}win/", {"version": deal.version, "dialog": "1"}, headers=PART)
    part = text(sue.get(here, headers=PART))
    assert 'id="record-bar" hx-swap-oob="true"' in part
    assert 'id="record-menu" hx-swap-oob="true"' in part
    assert f'hx-get="{here}win/"' not in part
    assert f'hx-get="{here}reopen/"' in part


def test_what_cannot_be_taken_back_is_not_offered_for_it(people: People) -> None:
    ada = browser(people.users["ada"])
    records.create(Customer, by=people.ada, name="Acme")
    file: Any = ada.get("/customers/export/?format=csv")
    assert file.status_code == 200
    assert b"Acme" in b"".join(file.streaming_content)
    export, made = (
        journal.Batch.objects.filter(actor_id=people.ada.user_id, kind=kind).latest("id").pk
        for kind in ("export", "create")
    )
    page = text(ada.get("/settings/batches/"))
    assert f"/undo/{made}/" in page
    assert f"/undo/{export}/" not in page


def test_lines_of_a_report_come_in_the_order_of_the_stages(people: People, sue: Client, deal: Any) -> None:
    names = list(
        Stage.live().filter(pipeline=deal.pipeline_id).order_by("position").values_list("name", flat=True)
    )
    reason = LostReason.live().values_list("pk", flat=True)[0]
    for name in reversed(names):
        step = Stage.live().get(pipeline=deal.pipeline_id, name=name)
        given: dict[str, Any] = {} if step.outcome == "open" else {"close_on": dt.date(2026, 1, 1)}
        given |= {"lost_reason": reason} if step.outcome == "lost" else {}
        records.create(Opportunity, by=people.sue, name=f"In {name}", stage=step, **given)
    page = text(sue.get("/opportunities/report/?group=stage"))
    table = page[page.index("report-table") :]
    assert re.findall(r'<tr><td><a href="[^"]*">([^<]+)</a>', table) == names
