"""What leads and deals add to the home page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from kith.engine import called, home, news, records, registry
from kith.engine.access import Reach
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.home import MINE, Change, HomeRow, HomeSection, HomeTile, Move
from kith.engine.listing import Listing
from kith.engine.plugs import address_of_list
from kith.engine.prepared import count_of_actor
from kith.engine.settings import company
from kith.engine.spec import EntitySpec
from kith.engine.titles import titles
from kith.kernel import clock
from kith.kernel.money import Money
from kith.modules.activities.panels import plan
from kith.modules.customers.panels import follow_ups
from kith.modules.customers.queries import groups
from kith.modules.sales import queries
from kith.modules.sales.models import Lead, Opportunity

home.block("answer", 10, lambda: _("Answer these %(things)s") % {"things": called.many("lead")})
home.block(
    "no-step",
    50,
    lambda: _("%(things)s without a next step") % {"things": registry.spec("opportunity").label_plural},
)
home.block("closing", 60, lambda: _("Closing this month"))
home.block("decide", 42, lambda: _("To decide"))


@home.source
def to_answer(actor: Actor) -> list[HomeSection]:
    """My new leads that nobody has been in touch with yet, the one whose time ends first on top."""
    found = home.own("lead", actor, *queries.UNANSWERED, sort="respond_by", shown=("name",))
    known = found.spec.readable(actor)
    may = home.writable(found.spec, actor, "status")
    now = clock.now()

    def row(lead: Lead) -> HomeRow:
        phone = next(
            (getattr(lead, name) for name in ("mobile", "phone") if name in known and getattr(lead, name)), ""
        )
        parts = (getattr(lead, name) for name in ("company", "source") if name in known)
        done = Change(
            home.setting(found.spec, lead, "status"), _("I have been in touch"),
            {"status": "working", "version": str(lead.version)},
        )  # fmt: skip
        return HomeRow(
            lead.name, "lead", lead.pk, note=" · ".join(part for part in parts if part), at=lead.respond_by,
            late=lead.respond_by < now, countdown=True, phone=phone, done=done if may else None,
        )  # fmt: skip

    rows = [row(lead) for lead in found.rows]
    title = _("Answer these %(things)s") % {"things": called.many("lead")}
    return [HomeSection("answer", title, "user-plus", rows, rank=10, more=found.more)]


@home.source
def to_decide(actor: Actor) -> list[HomeSection]:
    """How many registrations of others wait for my decision."""
    spec = registry.spec("registration")
    if actor.access.reach(spec.key, "approve") is Reach.NONE or not home.readable(spec, actor, "state"):
        return []

    def rows() -> Any:
        found = records.visible(spec.model, to=actor, verb="approve").filter(state="submitted")
        return found.exclude(owner_id=actor.user_id)

    number = count_of_actor(actor, ("to decide",), rows, home.COUNTED + 1)
    if not number:
        return []
    text = f"{home.COUNTED}+" if number > home.COUNTED else actor.show.number(number)
    where = {"field": "state", "op": "is", "value": "submitted"}
    href = address_of_list(spec, where, {"not": MINE}, sort="submitted_at")
    tile = HomeTile(str(spec.label_plural), text, href)
    return [HomeSection("decide", _("To decide"), "gavel", rank=42, aside=True, tiles=[tile])]


@home.source
def leads_to_contact(actor: Actor) -> list[HomeSection]:
    """My leads under way to be in touch with today or since longer ago."""
    return follow_ups("lead", actor, queries.UNDER_WAY)


@home.source
def without_next_step(actor: Actor) -> list[HomeSection]:
    """My open deals for which nothing is planned; one click plans a task."""
    found = home.own("opportunity", actor, *queries.NOTHING_PLANNED, sort="close_on", shown=("name",))
    rows = deals(found.rows, actor, planning=True)
    title = _("%(things)s without a next step") % {"things": found.spec.label_plural}
    return [HomeSection("no-step", title, "route", rows, rank=50, more=found.more)]


@home.source
def closing(actor: Actor) -> list[HomeSection]:
    """My open deals that are to close this month, with their sum, bare and weighted."""
    found = home.own("opportunity", actor, *queries.CLOSING, sort="close_on", shown=("name", "close_on"))
    if not found.rows:
        return []
    rows = deals(found.rows, actor)
    tiles = sums(found.spec, actor) if {"amount", "probability"} <= found.spec.readable(actor).keys() else ()
    title = _("Closing this month")
    return [
        HomeSection("closing", title, "target-arrow", rows, rank=60, aside=True, tiles=tiles, more=found.more)
    ]


def deals(rows: Any, actor: Actor, *, planning: bool = False) -> list[HomeRow]:
    """Deals as rows: their customer, what they are worth, and when they are to close."""
    spec = registry.spec("opportunity")
    known, today = spec.readable(actor), clock.today(actor.time_zone)
    names = titles("customer", {deal.customer_id for deal in rows if deal.customer_id}, actor)
    stages = titles("stage", {deal.stage_id for deal in rows}, actor) if "stage" in known else {}
    may = home.writable(spec, actor, "close_on")

    def row(deal: Opportunity) -> HomeRow:
        parts = (
            names.get(deal.customer_id or 0, "") if "customer" in known else "",
            stages.get(deal.stage_id, ""),
        )
        worth = deal.amount if "amount" in known else None
        move = (
            plan("opportunity", deal.pk, _("Next step: %(deal)s") % {"deal": deal.name}, actor)
            if planning
            else None
        )
        return HomeRow(
            deal.name, "opportunity", deal.pk, note=" · ".join(part for part in parts if part),
            at=deal.close_on if "close_on" in known else None, late="close_on" in known and deal.close_on < today,
            figure=actor.show.money(worth.amount, worth.currency) if worth is not None else "",
            move=move if planning else _later(spec, deal) if may else None,
        )  # fmt: skip

    return [row(deal) for deal in rows]


def _later(spec: EntitySpec, deal: Opportunity) -> Move:
    address = home.setting(spec, deal, "close_on")
    return Move(address, address, "close_on", _("Move the close date"), values={"version": str(deal.version)})


def sums(spec: EntitySpec, actor: Actor) -> tuple[HomeTile, ...]:
    """What the deals of this month add up to, and what they are worth weighted by their chances."""
    node = parse({"all": [MINE, *queries.CLOSING]}, spec, actor)
    rows = Listing(spec, actor, where=node).rows()
    total, weighted = 0, Decimal(0)
    for chance, amount in rows.order_by().values_list("probability").annotate(total=Sum("amount_base")):
        total += amount or 0
        weighted += (chance or Decimal(0)) / 100 * (amount or 0)
    if not total:
        return ()
    here = address_of_list(spec, MINE, *queries.CLOSING, sort="close_on")
    texts = (_said(total, actor), _said(round(weighted), actor))
    return HomeTile(_("Sum"), texts[0], here), HomeTile(_("Weighted"), texts[1], here)


def _said(minor: int, actor: Actor) -> str:
    money = Money.from_minor(minor, company().currency)
    return actor.show.money(Decimal(round(money.amount)), money.currency)


@home.source
def stalled(actor: Actor) -> list[HomeSection]:
    """For those who lead others: whose deals stand still, whose customers and leads wait."""
    team = home.led(actor, "opportunity")
    if not team:
        return []
    counts = []
    where = queries.stalled()
    if where is not None:
        label = _("Stalled %(things)s") % {"things": called.many("opportunity")}
        counts += home.counted("opportunity", actor, where, team=team, label=label, sort="stage_changed_at")
    label = _("Late answers")
    counts += home.counted(
        "lead", actor, *queries.ANSWERED_TOO_LATE, team=team, label=label, sort="respond_by"
    )
    return [HomeSection("team", _("Team"), "users", rank=10, aside=True, counts=counts)]


@home.source
def changed_by_others(actor: Actor) -> list[HomeSection]:
    """My leads and deals that somebody else changed or gave to me since the last working day."""
    return [*news.of_others("opportunity", actor), *news.of_others("lead", actor)]


@groups.figures.append
def open_deals(customers: Sequence[int], actor: Actor) -> list[tuple[str, str]]:
    """How many open deals a group of customers has, and what they come to, as far as the actor sees them."""
    if not home.readable(registry.spec("opportunity"), actor, "customer", "outcome", "amount"):
        return []
    rows = records.visible(Opportunity, to=actor).filter(customer__in=customers, outcome="open").order_by()
    found = rows.aggregate(many=Count("pk"), all=Sum("amount_base"))
    money = Money.from_minor(int(found["all"] or 0), company().currency)
    text = actor.show.money(money.amount, money.currency)
    return [(_("Open deals"), f"{actor.show.number(found['many'])} · {text}")]
