"""Pages of visits: only within reach, with answers and pictures kept, and with errors where they belong."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kith.engine import records
from kith.features.files.models import Attachment
from kith.features.files.store import path_of
from kith.kernel import clock
from kith.modules.activities.actions import going
from kith.modules.activities.models import Activity, Visit, VisitAnswer, VisitForm, VisitQuestion
from kith.modules.customers.models import Customer
from tests.company import People
from tests.signing import browser

pytestmark = pytest.mark.database


@pytest.fixture
def visit(people: People) -> Any:
    """Sue's visit of now at a customer in Berlin."""
    customer = records.create(Customer, by=people.sue, name="Acme", location="52.52,13.405")
    going.agree(by=people.sue)
    return going.begin(customer, by=people.sue, purpose="shelf")


def photo(name: str = "shelf.png") -> Any:
    """A grey picture."""
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (200, 200, 200)).save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue(), "image/png")


def test_a_colleague_finds_no_visit_of_mine(people: People, visit: Any) -> None:
    carl = browser(people.users["carl"])
    assert carl.get(f"/visiting/{visit.pk}/").status_code == 404
    assert carl.post(f"/visiting/{visit.pk}/arrive/", {"reason": "x"}).status_code == 404
    assert "Acme" not in carl.get(f"/visiting/?person={people.sue.user_id}").content.decode()
    assert carl.get(f"/visiting/places/?person={people.sue.user_id}").json()["places"] == []
    assert carl.get(f"/visiting/new/?customer={visit.customer_id}").status_code == 404


def test_my_manager_sees_my_day_and_does_not_check_in_for_me(people: People, visit: Any) -> None:
    max_ = browser(people.users["max"])
    assert "Acme" in max_.get(f"/visiting/?person={people.sue.user_id}").content.decode()
    assert max_.post(f"/visiting/{visit.pk}/arrive/", {"reason": "For Sue"}).status_code == 403
    assert Visit.objects.get(activity=visit.pk).in_at is None


def test_a_picture_is_stamped_and_what_is_none_is_refused(people: People, visit: Any) -> None:
    sue, sent = browser(people.users["sue"]), {"place": "52.52,13.405", "accuracy": "10"}
    wrong = SimpleUploadedFile("shelf.png", b"no picture", "image/png")
    answer = sue.post(
        f"/visiting/{visit.pk}/arrive/", {**sent, "picture": wrong}, HTTP_ACCEPT="application/json"
    )
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["picture"])
    assert Visit.objects.get(activity=visit.pk).in_at is None
    assert sue.post(f"/visiting/{visit.pk}/arrive/", {**sent, "picture": photo()}).status_code == 303
    row = Attachment.live().get(about_entity="activity", about=visit.pk)
    with Image.open(path_of(row.sha)) as kept:
        foot, head = (kept.convert("L").getpixel(at) for at in ((390, 295), (390, 5)))
    assert foot == pytest.approx(80, abs=8)
    assert head == pytest.approx(200, abs=8)


def test_answers_are_kept_when_the_door_is_refused(people: People, visit: Any) -> None:
    form = records.create(VisitForm, by=people.ada, name="Shelf", purpose="shelf")
    boxes, look = (
        records.create(VisitQuestion, by=people.ada, form=form, text=kind, kind=kind, required=True)
        for kind in ("number", "picture")
    )
    sue = browser(people.users["sue"])
    sue.post(f"/visiting/{visit.pk}/arrive/", {"place": "52.52,13.405", "accuracy": "10"})
    leaving = {"place": "52.52,13.405", "accuracy": "10", "step": "leave", f"answer-{boxes.pk}": "7"}
    answer = sue.post(f"/visiting/{visit.pk}/leave/", leaving)
    assert answer.status_code == 422
    assert "1 question still has to be answered." in answer.content.decode()
    assert VisitAnswer.live().get().number == 7
    done = sue.post(f"/visiting/{visit.pk}/leave/", {**leaving, f"answer-{look.pk}": photo()})
    assert done.status_code == 303
    assert VisitAnswer.live().get(question=look.pk).picture_id
    assert Activity.objects.get(pk=visit.pk).done


def test_a_visit_ticked_off_says_that_it_does_not_count(people: People, visit: Any) -> None:
    records.perform("complete", visit, by=people.sue)
    text = browser(people.users["sue"]).get(f"/visiting/{visit.pk}/").content.decode()
    assert "Done, does not count" in text
    assert "Ticked off without checking in and out" in text


def test_a_day_far_away_is_empty_and_a_wrong_one_is_today(people: People, visit: Any) -> None:
    sue = browser(people.users["sue"])
    assert "No visits on this day." in sue.get("/visiting/?day=2019-01-01").content.decode()
    assert "Acme" in sue.get("/visiting/?day=nonsense").content.decode()
    assert clock.now() >= visit.at
