"""Checking in and out, what counts, what is asked, and what is kept no longer than needed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.errors import Forbidden, Invalid
from kith.engine.journal import Entry
from kith.kernel import clock
from kith.modules.activities.actions import going
from kith.modules.activities.jobs.keeping import keep_visits_no_longer
from kith.modules.activities.models import (
    Activity,
    Visit,
    VisitAnswer,
    VisitForm,
    VisitPosition,
    VisitQuestion,
    VisitRule,
)
from kith.modules.activities.queries import visits as queries
from kith.modules.customers.models import Customer

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
HERE, NEXT_DOOR, FAR = "52.5200,13.4050", "52.5203,13.4050", "52.6200,13.4050"


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme", location=HERE)


def begun(people: People, customer: Any, **values: Any) -> Any:
    """Sue's visit, for which she agreed that her position is read."""
    going.agree(by=people.sue)
    with clock.frozen(NOON - dt.timedelta(days=1)):
        activity = records.create(
            Activity,
            by=people.sue,
            kind="visit",
            subject="See them",
            at=NOON,
            about=("customer", customer.pk),
        )
        return going.part_of(activity, by=people.sue, **values)


def there(visit: Any, by: Any, minutes: int = 20, **leaving: Any) -> Any:
    """The visit after somebody came and left."""
    with clock.frozen(NOON):
        records.perform("check_in", visit, by=by, place=NEXT_DOOR, accuracy=20)
    with clock.frozen(NOON + dt.timedelta(minutes=minutes)):
        records.perform("check_out", visit, by=by, **{"place": NEXT_DOOR, "accuracy": 20, **leaving})
    return Visit.objects.get(pk=visit.pk)


def test_a_visit_on_the_spot_that_was_long_enough_counts_and_is_done(people: People, customer: Any) -> None:
    found = there(
        begun(people, customer),
        people.sue,
        findings="They build a hall.\nMore.",
        next_contact_on="2026-07-01",
    )
    assert (found.valid, found.wanting, found.minutes, found.in_distance) == (True, "", 20, 33)
    activity = Activity.objects.get(pk=found.activity_id)
    assert activity.done
    assert (activity.outcome, activity.next_contact_on) == ("They build a hall.", dt.date(2026, 7, 1))


@pytest.mark.parametrize(
    ("arrive", "leave", "minutes", "wanting"),
    [
        ({"reason": "Cellar"}, {"reason": "Cellar"}, 20, "place"),
        ({"place": NEXT_DOOR, "accuracy": 900, "reason": "Rough"}, {"reason": "x"}, 20, "place"),
        ({"place": FAR, "accuracy": 20, "reason": "Moved"}, {"reason": "x"}, 20, "far"),
        ({"place": HERE, "accuracy": 20}, {"place": FAR, "accuracy": 20, "reason": "Forgot"}, 20, "far"),
        ({"place": HERE, "accuracy": 20}, {"place": HERE, "accuracy": 20}, 9, "short"),
    ],
)
def test_what_is_missing_is_said(
    people: People, customer: Any, arrive: Any, leave: Any, minutes: int, wanting: str
) -> None:
    visit = begun(people, customer)
    with clock.frozen(NOON):
        records.perform("check_in", visit, by=people.sue, **arrive)
    with clock.frozen(NOON + dt.timedelta(minutes=minutes)):
        found = records.perform("check_out", visit, by=people.sue, **leave)
    assert (found.valid, found.wanting) == (False, wanting)


@pytest.mark.parametrize(
    "arrive", [{}, {"place": HERE, "accuracy": 900}, {"place": HERE}, {"place": FAR, "accuracy": 20}]
)
def test_who_is_not_located_or_elsewhere_says_why(people: People, customer: Any, arrive: Any) -> None:
    visit = begun(people, customer)
    with clock.frozen(NOON), pytest.raises(Invalid) as refused:
        records.perform("check_in", visit, by=people.sue, **arrive)
    assert list(refused.value.errors) == ["reason"]
    assert Visit.objects.get(pk=visit.pk).in_at is None


def test_no_position_is_read_without_a_word_of_the_person(people: People, customer: Any) -> None:
    visit = begun(people, customer)
    records.perform("take_back", queries.agreed(people.sue), by=people.sue)
    with pytest.raises(Invalid) as refused:
        records.perform("check_in", visit, by=people.sue, place=HERE, accuracy=20)
    assert "place" in refused.value.errors
    records.perform("check_in", visit, by=people.sue, reason="I do not agree")
    assert not VisitPosition.live().exists()


def test_only_who_makes_the_visit_checks_in(people: People, customer: Any) -> None:
    with pytest.raises(Forbidden):
        records.perform("check_in", begun(people, customer), by=people.max, reason="For Sue")


def test_nobody_is_in_two_places_at_once(people: People, customer: Any) -> None:
    first, second = begun(people, customer), begun(people, customer)
    with clock.frozen(NOON):
        records.perform("check_in", first, by=people.sue, place=HERE, accuracy=20)
        with pytest.raises(Invalid):
            records.perform("check_in", second, by=people.sue, place=HERE, accuracy=20)
        with pytest.raises(Invalid):
            records.perform("complete", Activity.objects.get(pk=first.activity_id), by=people.sue)


def test_the_first_visit_notes_where_a_customer_is(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Somewhere")
    visit = begun(people, customer)
    with pytest.raises(Invalid):
        records.perform(
            "check_in", visit, by=people.sue, place=HERE, accuracy=900, reason="x", note_place=True
        )
    records.perform("check_in", visit, by=people.sue, place=HERE, accuracy=20, note_place=True)
    assert Customer.objects.get(pk=customer.pk).location == "52.52,13.405"
    assert Visit.objects.get(pk=visit.pk).in_distance == 0


def test_a_rule_for_some_customers_comes_before_the_usual_one(people: People, customer: Any) -> None:
    records.create(
        VisitRule, by=people.ada, name="Large sites", radius=20_000, minutes=5,
        customers={"field": "name", "op": "is", "value": "Acme"},
    )  # fmt: skip
    visit = begun(people, customer)
    with clock.frozen(NOON):
        records.perform("check_in", visit, by=people.sue, place=FAR, accuracy=20)
    assert queries.rule_for(records.create(Customer, by=people.sue, name="Other")).radius == 500


def asked(people: People) -> Any:
    form = records.create(VisitForm, by=people.ada, name="Shelf", purpose="shelf")
    texts = (("Boxes", "number", ""), ("Seen", "yes", ""), ("Which", "several", "Red\nBlue"))
    return [
        records.create(
            VisitQuestion, by=people.ada, form=form, text=text, kind=kind, options=options, position=number,
            required=kind == "number",
        )
        for number, (text, kind, options) in enumerate(texts)
    ]  # fmt: skip


def test_what_has_to_be_answered_is_asked_for_at_the_door(people: People, customer: Any) -> None:
    questions = asked(people)
    visit = begun(people, customer, purpose="shelf")
    with pytest.raises(Invalid) as refused:
        there(visit, people.sue)
    assert set(refused.value.errors) == {"", f"answer-{questions[0].pk}"}
    activity = Activity.objects.get(pk=visit.activity_id)
    given = {questions[0].pk: "12,5", questions[1].pk: "yes", questions[2].pk: "Red\nBlue"}
    going.answer(activity, questions, given, {}, by=people.sue)
    with clock.frozen(NOON + dt.timedelta(hours=1)):
        records.perform("check_out", visit, by=people.sue, place=HERE, accuracy=20)
    rows = VisitAnswer.live().order_by("question__position").values_list("text", "number")
    assert [(text, str(number)) for text, number in rows] == [
        ("12,5", "12.500"), ("yes", "1.000"), ("Red\nBlue", "None"),
    ]  # fmt: skip


def test_an_answer_is_one_that_the_question_takes(people: People, customer: Any) -> None:
    questions = asked(people)
    activity = Activity.objects.get(pk=begun(people, customer, purpose="shelf").activity_id)
    wrong = {questions[0].pk: "many", questions[1].pk: "perhaps", questions[2].pk: "Green"}
    with pytest.raises(Invalid) as refused:
        going.answer(activity, questions, wrong, {}, by=people.sue)
    assert set(refused.value.errors) == {f"answer-{one.pk}" for one in questions}
    assert not VisitAnswer.live().exists()


def test_positions_are_removed_for_good_when_their_time_is_over(people: People, customer: Any) -> None:
    found = there(begun(people, customer), people.sue)
    with clock.frozen(NOON + dt.timedelta(days=365)):
        assert keep_visits_no_longer.func() == 0
    with clock.frozen(NOON + dt.timedelta(days=367)):
        assert keep_visits_no_longer.func() == 2
    assert not VisitPosition.objects.exists()
    told = Entry.objects.filter(entity="visit-position").values_list("changes", flat=True)
    assert not any("52.52" in str(said) for said in told)
    assert Visit.objects.get(pk=found.pk).valid


def test_the_nearest_comes_next_in_the_times_of_the_day(people: People) -> None:
    names, system = ("West", "East", "Middle"), people.sue
    places = ("50.0,8.0", "50.0,9.0", "50.0,8.4")
    for number, (name, place) in enumerate(zip(names, places, strict=True)):
        made = records.create(Customer, by=system, name=name, location=place)
        records.create(
            Activity, by=system, kind="visit", subject=name, about=("customer", made.pk),
            at=NOON + dt.timedelta(hours=number),
        )  # fmt: skip
    day = NOON.date()
    assert going.reorder(queries.visits_of(people.sue.user_id, day, to=people.sue), by=people.sue) == 2
    found = queries.visits_of(people.sue.user_id, day, to=people.sue)
    assert [one.subject for one in found] == ["West", "Middle", "East"]
    assert Actor.system().user_id is None


def test_a_visit_is_called_by_its_purpose_as_its_reader_speaks(people: People, customer: Any) -> None:
    begun(people, customer, purpose="interview")
    people.give("sue", language="zh-hans")
    shown = browser(people.users["sue"]).get("/visits/").content.decode()
    assert "访谈" in shown
    assert ">interview<" not in shown
