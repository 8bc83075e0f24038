"""Deals follow their stage; they are won, lost with a reason, and taken up again; by people with fixed roles."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from tests.company import People

from kith.engine import bulk, epoch, records, registry
from kith.engine.errors import Conflict, Forbidden, Invalid, NotFound
from kith.engine.foreseeing import refusals
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.customers.models import Contact, Customer
from kith.modules.sales import queries
from kith.modules.sales.models import Competitor, LostReason, Opportunity, Pipeline, Stage

NOON = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
TODAY = NOON.date()


def deal(by: Any, **values: Any) -> Any:
    return records.create(Opportunity, by=by, name="Deal", **values)


def stage(name: str) -> Any:
    return Stage.live().get(name=name)


def test_a_new_deal_begins_in_the_first_stage_of_the_first_pipeline(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue)
    made.refresh_from_db()
    assert (made.stage.name, made.pipeline.name, made.outcome) == ("New", "Sales", "open")
    assert (made.probability, made.stage_changed_at) == (Decimal(10), NOON)
    assert made.close_on == TODAY + dt.timedelta(days=90)


def test_a_deal_takes_its_customer_from_its_contact(people: People) -> None:
    customer = records.create(Customer, by=people.sue, name="Acme")
    contact = records.create(Contact, by=people.sue, name="Kim", customer=customer)
    assert deal(people.sue, contact=contact).customer_id == customer.pk


def test_another_stage_brings_its_probability_unless_one_was_given(people: People) -> None:
    made = deal(people.sue)
    with clock.frozen(NOON):
        records.update(made, by=people.sue, stage=stage("Proposal"))
    made.refresh_from_db()
    assert (made.probability, made.stage_changed_at) == (Decimal(50), NOON)
    records.update(made, by=people.sue, stage=stage("Negotiation"), probability="65")
    made.refresh_from_db()
    assert made.probability == Decimal(65)
    records.update(made, by=people.sue, name="Better name")
    made.refresh_from_db()
    assert made.probability == Decimal(65)
    assert made.stage_changed_at != NOON


def test_a_stage_of_another_pipeline_is_refused(people: People) -> None:
    other = records.create(Pipeline, by=people.ada, name="Service")
    inquiry = records.create(Stage, by=people.ada, pipeline=other, name="Inquiry", probability=20)
    made = deal(people.sue)
    with pytest.raises(Invalid) as refused:
        records.update(made, by=people.sue, stage=inquiry)
    assert list(refused.value.errors) == ["stage"]
    records.update(made, by=people.sue, pipeline=other)
    made.refresh_from_db()
    assert (made.stage_id, made.probability) == (inquiry.pk, Decimal(20))
    assert deal(people.sue, stage=inquiry).pipeline_id == other.pk


def test_a_pipeline_without_stages_takes_no_deals(people: People) -> None:
    empty = records.create(Pipeline, by=people.ada, name="Empty")
    with pytest.raises(Invalid) as refused:
        deal(people.sue, pipeline=empty)
    assert "stage" in refused.value.errors


def test_winning_moves_to_the_won_stage_and_remembers_the_day(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue, engaged_on=TODAY - dt.timedelta(days=20))
        records.perform("win", made, by=people.sue, closed_on=TODAY - dt.timedelta(days=1))
        made.refresh_from_db()
        assert (made.stage.name, made.outcome, made.probability) == ("Won", "won", Decimal(100))
        assert made.closed_on == made.close_on == TODAY - dt.timedelta(days=1)
        assert made.days_to_close == 19
        with pytest.raises(Conflict):
            records.perform("win", made, by=people.sue)


def test_nothing_is_won_in_the_future(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue)
        with pytest.raises(Invalid) as refused:
            records.perform("win", made, by=people.sue, closed_on=TODAY + dt.timedelta(days=2))
    assert list(refused.value.errors) == ["close_on"]


def test_losing_asks_for_a_reason_by_action_and_by_stage(people: People) -> None:
    made = deal(people.sue)
    rival = records.create(Competitor, by=people.sue, name="Rival")
    reason = LostReason.live().get(name="Price")
    with pytest.raises(Invalid) as refused:
        records.perform("lose", made, by=people.sue)
    assert list(refused.value.errors) == ["reason"]
    with pytest.raises(Invalid) as refused:
        records.update(made, by=people.sue, stage=stage("Lost"))
    assert list(refused.value.errors) == ["lost_reason"]
    records.perform("lose", made, by=people.sue, reason=reason, competitor=rival, note="Too slow")
    made.refresh_from_db()
    assert (made.outcome, made.lost_reason_id, made.competitor_id) == ("lost", reason.pk, rival.pk)
    assert (made.lost_note, made.probability) == ("Too slow", Decimal(0))


def test_a_lost_deal_keeps_its_reason_when_edited(people: People) -> None:
    made = deal(people.sue)
    records.perform("lose", made, by=people.sue, reason=LostReason.live().first())
    with pytest.raises(Invalid):
        records.update(made, by=people.sue, lost_reason=None)
    records.update(made, by=people.sue, name="Lost deal")


def test_what_is_imported_may_lack_a_reason_and_closes_on_its_own_day(people: People) -> None:
    made = deal(
        people.actor("sue", "import"), stage=stage("Lost"), close_on="2017-03-01", engaged_on="2017-02-01"
    )
    made.refresh_from_db()
    assert (made.closed_on, made.days_to_close) == (dt.date(2017, 3, 1), 28)
    records.update(made, by=people.sue, name="Old deal")


def test_a_deal_dragged_to_won_closes_today_not_when_it_was_expected(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue, close_on=TODAY - dt.timedelta(days=10))
        records.update(made, by=people.sue, stage=stage("Won"))
    made.refresh_from_db()
    assert made.closed_on == made.close_on == TODAY


def test_a_closed_deal_taken_up_again_goes_on_where_it_was(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue)
        records.update(made, by=people.sue, stage=stage("Negotiation"))
        records.perform("lose", made, by=people.sue, reason=LostReason.live().first())
        records.perform("reopen", made, by=people.sue)
        made.refresh_from_db()
    assert (made.stage.name, made.outcome, made.probability) == ("Negotiation", "open", Decimal(70))
    assert (made.closed_on, made.days_to_close, made.lost_reason_id) == (None, None, None)
    assert made.close_on > TODAY


def test_a_wrong_closing_day_is_corrected_on_the_deal(people: People) -> None:
    with clock.frozen(NOON):
        made = deal(people.sue)
        records.perform("win", made, by=people.sue)
        records.update(made, by=people.sue, close_on=TODAY - dt.timedelta(days=3))
        made.refresh_from_db()
        assert made.closed_on == TODAY - dt.timedelta(days=3)
        with pytest.raises(Invalid):
            records.update(made, by=people.sue, close_on=TODAY + dt.timedelta(days=3))


def test_neither_outcome_nor_days_are_written_by_hand(people: People) -> None:
    made = deal(people.sue)
    by_hand: dict[str, Any] = {"outcome": "won", "closed_on": "2026-01-01", "days_to_close": 1}
    for name, value in by_hand.items():
        with pytest.raises(Invalid) as refused:
            records.update(made, by=people.ada, **{name: value})
        assert list(refused.value.errors) == [name]


def test_a_colleague_cannot_win_my_deal_and_an_auditor_only_looks(people: People) -> None:
    made = deal(people.sue)
    for hidden in (people.carl, people.nora, people.stranger):
        with pytest.raises(NotFound):
            records.perform("win", made, by=hidden)
    with pytest.raises(Forbidden):
        records.perform("win", made, by=people.otto)
    records.perform("win", made, by=people.max)


def test_sellers_neither_make_stages_nor_change_them(people: People) -> None:
    with pytest.raises(Forbidden):
        records.update(stage("New"), by=people.max, name="Fresh")
    with pytest.raises(Forbidden):
        records.create(Pipeline, by=people.sue, name="My own")
    with pytest.raises(Forbidden):
        records.create(LostReason, by=people.sue, name="Bad luck")
    assert records.visible(Stage, to=people.stranger).count() == 7


def test_a_stage_with_deals_stays_what_it_is(people: People) -> None:
    deal(people.sue)
    first = stage("New")
    with pytest.raises(Invalid):
        records.delete(first, by=people.ada)
    with pytest.raises(Invalid):
        records.update(first, by=people.ada, outcome="won")
    records.update(first, by=people.ada, name="Fresh", probability=15)
    records.delete(stage("Agreement"), by=people.ada)


def test_a_final_stage_leaves_nothing_to_chance(people: People) -> None:
    made = records.create(
        Stage, by=people.ada, pipeline=Pipeline.live().get(), name="Signed", outcome="won", probability=40
    )
    assert (made.probability, made.tone) == (Decimal(100), "good")


def test_a_changed_configuration_acts_on_the_next_deal(people: People) -> None:
    assert deal(people.sue).probability == Decimal(10)
    records.update(stage("New"), by=people.ada, probability=15)
    assert deal(people.sue).probability == Decimal(15)


def test_many_deals_cost_no_query_each(people: People, django_assert_max_num_queries: Any) -> None:
    rows = [{"name": f"Deal {number}"} for number in range(50)]
    with epoch.turn():
        registry.specs()  # what the company configured is read once per configuration
        with django_assert_max_num_queries(26):
            bulk.create(Opportunity, rows, by=people.sue)


def test_the_win_rate_counts_what_one_may_see(people: People) -> None:
    for seller, outcomes in ((people.sue, ("win", "win", "lose")), (people.carl, ("lose",))):
        for outcome in outcomes:
            arguments: dict[str, Any] = {"reason": LostReason.live().first()} if outcome == "lose" else {}
            records.perform(outcome, deal(seller), by=seller, **arguments)
    deal(people.sue)
    of_sue, of_carl = (people.users[name].pk for name in ("sue", "carl"))
    found = {
        rate.key: (rate.won, rate.lost, rate.percent) for rate in queries.win_rate(by="owner", to=people.max)
    }
    assert found == {of_sue: (2, 1, Decimal("66.67")), of_carl: (0, 1, Decimal("0.00"))}
    assert [rate.percent for rate in queries.win_rate(to=people.max)] == [Decimal("50.00")]
    assert [rate.key for rate in queries.win_rate(by="owner", to=people.sue)] == [of_sue]
    assert [(rate.won, rate.percent) for rate in queries.win_rate(to=people.nora)] == [(0, None)]


def test_pipeline_figures_weigh_each_deal_by_its_own_probability(people: People) -> None:
    deal(people.sue, amount="1000")
    deal(people.sue, amount="500", probability="80")
    deal(people.carl, amount="9000")
    pipeline = Pipeline.live().get()
    first, *others = queries.pipeline_figures(pipeline.pk, to=people.sue)
    assert (first.count, first.total, first.weighted) == (
        2,
        Money(Decimal(1500), "EUR"),
        Money(Decimal(500), "EUR"),
    )
    assert [figures.count for figures in others] == [0] * 6
    assert queries.pipeline_figures(pipeline.pk, to=people.max)[0].count == 3


def test_a_stage_that_needs_fields_lets_no_deal_in_without_them(people: People) -> None:
    way = records.create(Pipeline, by=people.ada, name="Needy")
    new, offer = (
        records.create(Stage, by=people.ada, pipeline=way, name=name, position=place, requires=needs)
        for place, (name, needs) in enumerate((("New", []), ("Offer", ["next_step", "source"])))
    )
    deal = records.create(Opportunity, by=people.sue, name="Scanners", pipeline=way)
    assert deal.stage_id == new.pk
    foreseen = refusals(Opportunity.live().get(), by=people.sue, stage=offer.pk)
    with pytest.raises(Invalid) as refused:
        records.update(deal, by=people.sue, stage=offer.pk, source="Fair")
    assert set(foreseen) == {"next_step", "source"}
    assert list(refused.value.errors) == ["next_step"]
    assert Opportunity.live().get().stage_id == new.pk
    records.update(deal, by=people.sue, stage=offer.pk, source="Fair", next_step="Visit")
    records.update(deal, by=people.sue, next_step="")
    assert Opportunity.live().get().stage_id == offer.pk
    records.create(Opportunity, by=people.sue.through("import"), name="Old", pipeline=way, stage=offer.pk)
