"""Pages of work reports: for the author, for whom they are meant, and for who leads."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import records
from kith.kernel import clock
from kith.modules.activities.models import ReportRule, WorkReport
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.database


@pytest.fixture
def report(people: People) -> Any:
    """Sue's report of today, sent to nobody in particular."""
    made = records.create(WorkReport, by=people.sue, done="Talked to Acme")
    return records.perform("submit", made, by=people.sue)


def test_a_report_is_kept_sent_and_then_only_read(people: People) -> None:
    sue, day = browser(people.users["sue"]), clock.today("UTC").isoformat()
    sent = {"kind": "daily", "day": day, "done": "Nothing much", "recipients": str(people.max.user_id)}
    assert sue.post("/reporting/new/", {**sent, "step": "keep"}).status_code == 303
    assert "Nothing much" in sue.get("/reporting/new/").content.decode()
    assert sue.post("/reporting/new/", {**sent, "done": "A lot", "step": "send"}).status_code == 303
    made = WorkReport.live().get()
    assert (made.done, made.recipients, made.submitted_at is not None) == (
        "A lot",
        [people.max.user_id],
        True,
    )
    assert sue.get("/reporting/new/").headers["Location"] == f"/reporting/{made.pk}/"


def test_an_empty_report_comes_back_with_what_is_missing(people: People) -> None:
    answer = browser(people.users["sue"]).post("/reporting/new/", {"done": " ", "step": "send"})
    assert answer.status_code == 422
    assert "Say what was done." in answer.content.decode()
    assert not WorkReport.live().exists()


def test_the_manager_reads_answers_and_sees_everything_on_one_page(people: People, report: Any) -> None:
    records.create(ReportRule, by=people.ada, name="All", weekdays=list("0123456"))
    max_ = browser(people.users["max"])
    here = f"/reporting/{report.pk}/"
    assert "Talked to Acme" in max_.get(here).content.decode()
    assert max_.post(f"{here}answer/", {"text": " "}).status_code == 422
    assert max_.post(f"{here}answer/", {"text": "Call them again"}).status_code == 303
    assert "Call them again" in browser(people.users["sue"]).get(here).content.decode()
    team = max_.get("/reporting/").content.decode()
    assert "Sue Seller" in team
    assert "Nora Neighbour" not in team
    page = max_.get(f"/reporting/person/{people.sue.user_id}/?kind=weekly").content.decode()
    assert "Talked to Acme" in page
    assert "Money won" in page


def test_who_is_not_meant_finds_nothing(people: People, report: Any) -> None:
    carl = browser(people.users["carl"])
    assert carl.get(f"/reporting/{report.pk}/").status_code == 404
    assert carl.post(f"/reporting/{report.pk}/answer/", {"text": "x"}).status_code == 404
    assert carl.get(f"/reporting/person/{people.sue.user_id}/").status_code == 404
    assert "Sue Seller" not in carl.get("/reporting/").content.decode()
