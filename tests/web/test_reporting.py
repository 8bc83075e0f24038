"""Pages of work reports: for the author, for whom they are meant, and for who leads."""

from __future__ import annotations

from typing import Any

import pytest

from kith.engine import records
from kith.features.notifications.models import Notification
from kith.kernel import clock
from kith.modules.activities.models import ReportRule, WorkReport
from tests.company import People
from tests.signing import browser

DIALOG = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "div#dialog-content"}

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


def test_whoever_asks_for_the_plain_pages_is_led_to_those_of_reports(people: People, report: Any) -> None:
    sue, plain = browser(people.users["sue"]), f"/work-reports/{report.pk}/"
    assert sue.get(plain).headers["Location"] == f"/reporting/{report.pk}/"
    assert sue.get(f"{plain}?all=1").status_code == 200
    assert sue.get("/work-reports/new/").headers["Location"] == "/reporting/new/"
    assert sue.get("/work-reports/new/", headers=DIALOG).headers["HX-Redirect"] == "/reporting/new/"
    assert sue.get("/work-reports/new/?kind=weekly").status_code == 200
    assert browser(people.users["carl"]).get(plain).status_code == 404
    records.delete(report, by=people.sue)
    assert sue.get(plain).status_code == 200


def test_a_report_says_whose_it_is_and_its_reader_is_told_once(people: People) -> None:
    made = records.create(
        WorkReport, by=people.sue, done="Calls", starts_on="2026-06-01", recipients=[people.max.user_id]
    )
    records.perform("submit", made, by=people.sue)
    assert made.name == "Daily report Sue Seller"
    day = people.max.show.date(made.starts_on)
    told = Notification.objects.filter(user_id=people.users["max"].pk, entity="work-report")
    assert [one.title for one in told] == [f"Daily report Sue Seller, {day} is there to read"]
    max_, waiting = browser(people.users["max"]), "/work-reports/?view=to_read"
    assert made.name in max_.get(waiting).content.decode()
    max_.post(f"/reporting/{made.pk}/answer/", {"step": "read"})
    assert made.name not in max_.get(waiting).content.decode()


def test_who_is_not_meant_finds_nothing(people: People, report: Any) -> None:
    carl = browser(people.users["carl"])
    assert carl.get(f"/reporting/{report.pk}/").status_code == 404
    assert carl.post(f"/reporting/{report.pk}/answer/", {"text": "x"}).status_code == 404
    assert carl.get(f"/reporting/person/{people.sue.user_id}/").status_code == 404
    assert "Sue Seller" not in carl.get("/reporting/").content.decode()
