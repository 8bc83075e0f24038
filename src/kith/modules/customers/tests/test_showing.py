"""The chart draws who reports to whom; the group adds up what one sees; relations read from either end."""

from __future__ import annotations

from tests.company import People
from tests.signing import browser

from kith.engine import records
from kith.modules.customers.models import Contact, Customer, Involvement, Relation, RelationKind
from kith.modules.customers.queries import charts, groups


def test_the_chart_draws_everybody_once_below_whom_they_report_to(people: People) -> None:
    firm = records.create(Customer, by=people.sue, name="Firm")
    head = records.create(
        Contact, by=people.sue, name="Head", customer=firm, attitude="champion", influence="high"
    )
    hand = records.create(Contact, by=people.sue, name="Hand", customer=firm, reports_to=head)
    guest = records.create(Contact, by=people.sue, name="Guest")
    records.create(Involvement, by=people.sue, contact=guest, customer=firm, reports_to=hand, role="decides")
    (top,) = charts.drawn(charts.places(firm, people.sue))
    assert (top.name, top.attitude, top.tone, top.influence) == ("Head", "Champion", "good", "High")
    assert [(one.name, [low.name for low in one.below]) for one in top.below] == [("Hand", ["Guest"])]
    page = browser(people.users["sue"]).get(f"/customers/{firm.pk}/?tab=chart").content.decode()
    assert all(name in page for name in ("Head", "Hand", "Guest", "Champion"))


def test_a_circle_of_places_is_still_drawn() -> None:
    rows = [charts.Place(1, "A", reports_to=2), charts.Place(2, "B", reports_to=1)]
    (top,) = charts.drawn(rows)
    assert [top.name, *(one.name for one in top.below)] == ["A", "B"]
    assert not top.below[0].below


def test_a_group_shows_and_adds_up_what_one_sees(people: People) -> None:
    revenue = {"amount": "1000", "currency": "EUR"}
    top = records.create(Customer, by=people.sue, name="Top", revenue=revenue)
    low = records.create(Customer, by=people.sue, name="Low", parent=top, revenue=revenue)
    records.create(Customer, by=people.ada, name="Hidden", parent=top, revenue=revenue)
    rows = groups.members(low, people.sue)
    assert [(row.name, row.current) for row in rows] == [("Top", False), ("Low", True)]
    assert [row.name for row in groups.members(low, people.ada)] == ["Top", "Hidden", "Low"]
    (tree,) = groups.tree(rows)
    assert [one.name for one in tree.below] == ["Low"]
    page = browser(people.users["sue"]).get(f"/customers/{low.pk}/?tab=group").content.decode()
    assert "2,000" in page
    assert "Hidden" not in page


def test_relations_are_read_from_either_end(people: People) -> None:
    kind = records.create(RelationKind, by=people.ada, name="Rivalry", forth="fights", back="is fought by")
    one = records.create(Customer, by=people.sue, name="One")
    other = records.create(Contact, by=people.sue, name="Kim")
    records.create(Relation, by=people.sue, kind=kind, one=("customer", one.pk), other=("contact", other.pk))
    client = browser(people.users["sue"])
    for address, words in ((f"/customers/{one.pk}/", "fights"), (f"/contacts/{other.pk}/", "is fought by")):
        assert words in client.get(f"{address}?tab=relations").content.decode()
    form = client.get(f"/relations/new/?one=customer:{one.pk}")
    assert form.status_code == 200
    assert "One" in form.content.decode()
