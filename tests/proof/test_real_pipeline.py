"""A real company's pipeline: 85 accounts, 7 products, 41 people in 3 regions, 8,800 deals with the dirt of real files.

Taken in by the product's own import, then every figure of board and reports is compared with what plain Python
counts in the files, and with the answers that came with them; taken back, nothing is left.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kith.engine import bulk, epoch, records, registry, searching
from kith.engine.actor import Actor
from kith.engine.condition import parse
from kith.engine.identity.models import Role, Unit, User
from kith.engine.installing import set_up
from kith.engine.listing import Listing
from kith.engine.settings import Company
from kith.engine.summary import summarize
from kith.engine.undo import undo
from kith.features.imports import runs
from kith.features.imports.models import ExternalKey, State
from kith.modules.customers.models import Customer
from kith.modules.sales import queries
from kith.modules.sales.models import Opportunity, Pipeline, Product, Stage
from tests.signing import browser

FILES = Path(__file__).resolve().parents[3] / "shared" / "data" / "crm_sales_opportunities"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not FILES.is_dir(), reason="the company's files are not on this machine"),
]
STAGES = (("Prospecting", "open", 20), ("Engaging", "open", 50), ("Won", "won", 100), ("Lost", "lost", 0))
SOURCE = "the old system"


def lines(name: str) -> list[dict[str, str]]:
    """The rows of a file as they are."""
    with (FILES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass
class House:
    """The company as it was set up, its people by name, and the imports that were made."""

    admin: User
    pipeline: Pipeline
    users: dict[str, User] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)

    @property
    def ada(self) -> Actor:
        """Who imports."""
        return Actor.of(self.admin)

    def take_in(self, entity: str, name: str, mapping: dict[str, Any]) -> Any:
        """Import a file by a mapping, at once: all of its rows, also those that look alike."""
        said = {"alike": "create"}
        run = runs.upload(registry.spec(entity), name, [(FILES / name).read_bytes()], by=self.ada)
        runs.configure(run, {"locale": "en-us", **said, **mapping}, by=self.ada)
        run = runs.start(run, by=self.ada, dry=False, at_once=True)
        assert (run.state, run.failed) == (State.DONE, 0), run.sample
        self.batches.append(run.batch_id or 0)
        return run


def people_of(house: House) -> None:
    """Regions as units, managers and agents as users who work there."""
    system = Actor.system()
    roles = dict(Role.live().values_list("key", "pk"))
    rows = lines("sales_teams.csv")
    regions = sorted({row["regional_office"] for row in rows})
    units = {name: records.create(Unit, by=system, name=name, parent=house.admin.unit_id) for name in regions}
    for manager, region in sorted({(row["manager"], row["regional_office"]) for row in rows}):
        said = {"name": manager, "username": manager.replace(" ", "."), "unit": units[region]}
        house.users[manager] = records.create(User, by=system, roles=[roles["manager"]], **said)
    for row in rows:
        said = {"name": row["sales_agent"], "username": row["sales_agent"].replace(" ", ".")}
        said |= {"unit": units[row["regional_office"]], "manager": house.users[row["manager"]]}
        house.users[row["sales_agent"]] = records.create(User, by=system, roles=[roles["seller"]], **said)


def pipeline_of() -> Pipeline:
    """The company's own way through its four stages."""
    made: Pipeline = records.create(Pipeline, by=Actor.system(), name="Hardware", position=1)
    rows = [
        {"pipeline": made, "name": name, "outcome": outcome, "probability": chance, "position": position}
        for position, (name, outcome, chance) in enumerate(STAGES)
    ]
    bulk.create(Stage, rows, by=Actor.system())
    return made


ACCOUNTS: dict[str, Any] = {
    "columns": {
        "account": "name",
        "sector": {"field": "industry", "values": {"technolgy": "technology"}},
        "year_established": "founded",
        "revenue": "revenue",
        "employees": "employees",
        "office_location": {"field": "country", "values": {"Philipines": "PH", "Korea": "KR"}},
        "subsidiary_of": {"field": "parent", "create": True},
    },
    # A company that is named as a parent before its own row comes is made at once and completed by its row.
    "match": {"by": "name", "policy": "upsert"},
}
PRODUCTS: dict[str, Any] = {"columns": {"product": "name", "series": "series", "sales_price": "price"}}


def deals(pipeline: Pipeline) -> dict[str, Any]:
    """How the columns of the pipeline file are meant."""
    here = {"field": "pipeline", "op": "is", "value": pipeline.pk}
    return {
        "columns": {
            "opportunity_id": "name",
            "sales_agent": {"field": "owner", "find": "name"},
            "product": {"field": "product", "values": {"GTXPro": "GTX Pro"}},
            "account": {"field": "customer"},
            "deal_stage": {"field": "stage", "where": here},
            "engage_date": "engaged_on",
            "close_date": "close_on",
            "close_value": "amount",
        },
        "constants": {"source": SOURCE},
    }


@pytest.fixture
def house(settings: Any, tmp_path: Path) -> Iterator[House]:
    """The company with everything taken in."""
    settings.MEDIA_ROOT = tmp_path / "files"
    with epoch.turn():
        us = Company(name="Hardware", currency="USD", country="US", language="en")
        admin = set_up(us, username="ada", name="Ada", password="a password for tests only")
        found = House(admin, pipeline_of())
        people_of(found)
        found.take_in("customer", "accounts.csv", ACCOUNTS)
        found.take_in("product", "products.csv", PRODUCTS)
        found.take_in("opportunity", "sales_pipeline.csv", deals(found.pipeline))
        yield found


def test_a_real_pipeline_runs_through_the_house(house: House) -> None:
    """One long test, because taking 8,800 deals in is what takes the time."""
    rows = lines("sales_pipeline.csv")
    it_is_all_there(rows)
    stages_agree(house, rows)
    win_rates_agree(house, rows)
    products_and_months_agree(house, rows)
    times_to_close_agree(house)
    the_answers_that_came_with_the_files_agree(house)
    everybody_sees_what_is_his(house, rows)
    the_board_shows_the_same(house)
    taken_back_nothing_is_left(house)


def amount(row: dict[str, str]) -> Decimal:
    return Decimal(row["close_value"] or 0)


def product(row: dict[str, str]) -> str:
    return {"GTXPro": "GTX Pro"}.get(row["product"], row["product"])


def report(
    by: Actor, groups: list[str], *, measure: str = "sum:amount", **where: Any
) -> dict[Any, tuple[int, Any]]:
    """Count and sum by group as the report page asks for them."""
    spec = registry.spec("opportunity")
    node = parse(where, spec, by) if where else None
    found = summarize(spec, by, groups=groups, measures=[measure], where=node)
    return {line.keys if len(groups) > 1 else line.keys[0]: (line.count, line.values[0]) for line in found}


def totals(rows: list[dict[str, str]], key: Any) -> dict[Any, tuple[int, Decimal]]:
    """The same counted by hand."""
    counts: Counter[Any] = Counter()
    sums: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        counts[key(row)] += 1
        sums[key(row)] += amount(row)
    return {name: (counts[name], sums[name]) for name in counts}


def in_numbers(found: dict[Any, tuple[int, Any]], names: Any) -> dict[Any, tuple[int, Decimal]]:
    """Report lines with names for ids and plain numbers for money."""
    return {
        names(key): (count, money.amount if money else Decimal(0)) for key, (count, money) in found.items()
    }


def it_is_all_there(rows: list[dict[str, str]]) -> None:
    assert Opportunity.live().filter(source=SOURCE).count() == len(rows) == 8_800
    assert (
        Opportunity.live().filter(customer=None).count() == sum(not row["account"] for row in rows) == 1_425
    )
    assert Product.live().count() == 7
    accounts = lines("accounts.csv")
    assert Customer.live().count() == len(accounts) == 85
    stored = {row.name: row for row in Customer.live().select_related("parent")}
    for row in accounts:
        known = stored[row["account"]]
        assert getattr(known.parent, "name", "") == row["subsidiary_of"]
        assert (known.employees, known.founded) == (int(row["employees"]), int(row["year_established"]))
        assert known.revenue.amount == Decimal(row["revenue"])
    assert not Customer.live().filter(industry="technolgy").exists()
    assert {stored[name].country for name in ("Bioholding", "Acme Corporation")} == {"PH", "US"}


def stages_agree(house: House, rows: list[dict[str, str]]) -> None:
    names = dict(Stage.live().values_list("pk", "name"))
    by_hand = totals(rows, lambda row: row["deal_stage"])
    assert in_numbers(report(house.ada, ["stage"]), names.get) == by_hand
    figures = queries.pipeline_figures(house.pipeline.pk, to=house.ada)
    assert {names[one.stage_id]: (one.count, one.total.amount) for one in figures} == by_hand
    for one in figures:
        chance = Decimal(next(chance for name, _outcome, chance in STAGES if name == names[one.stage_id]))
        assert one.weighted.amount == one.total.amount * chance / 100


def win_rates_agree(house: House, rows: list[dict[str, str]]) -> None:
    names = {user.pk: user.name for user in User.live()}
    won: Counter[str] = Counter(row["sales_agent"] for row in rows if row["deal_stage"] == "Won")
    lost: Counter[str] = Counter(row["sales_agent"] for row in rows if row["deal_stage"] == "Lost")
    found = {names[rate.key]: (rate.won, rate.lost) for rate in queries.win_rate(by="owner", to=house.ada)}
    assert found == {name: (won[name], lost[name]) for name in {row["sales_agent"] for row in rows}}
    assert len(found) == 30
    assert [rate.percent for rate in queries.win_rate(to=house.ada)] == [Decimal("63.15")]


def products_and_months_agree(house: House, rows: list[dict[str, str]]) -> None:
    names = dict(Product.live().values_list("pk", "name"))
    won = [row for row in rows if row["deal_stage"] == "Won"]
    found = report(house.ada, ["product", "close_on.month"], field="outcome", op="is", value="won")
    by_hand = totals(won, lambda row: (product(row), dt.date.fromisoformat(row["close_date"]).replace(day=1)))
    assert in_numbers(found, lambda keys: (names[keys[0]], keys[1])) == by_hand


def times_to_close_agree(house: House) -> None:
    days = report(house.ada, ["outcome"], measure="avg:days_to_close")
    assert {name: round(float(days[name][1]), 1) for name in ("won", "lost")} == {"won": 51.8, "lost": 41.5}
    assert days["open"][1] is None


def the_answers_that_came_with_the_files_agree(house: House) -> None:
    won = {"field": "outcome", "op": "is", "value": "won"}
    by_outcome = report(house.ada, ["outcome"])
    assert {name: count for name, (count, _sum) in by_outcome.items()} == {
        "won": 4_238,
        "lost": 2_473,
        "open": 2_089,
    }
    assert by_outcome["won"][1].amount == 10_005_534
    quarters = report(house.ada, ["close_on.quarter"], **won)
    sums = [int(money.amount) for _day, (_count, money) in sorted(quarters.items()) if _day.year == 2017]
    assert sums == [1_134_672, 3_086_111, 2_982_255, 2_802_496]
    best = max(report(house.ada, ["owner"], **won).items(), key=lambda item: item[1][1])
    assert (best[0], best[1][1].amount) == (house.users["Darcel Schlecht"].pk, 1_153_214)
    count, money = max(report(house.ada, ["product"], **won).values(), key=lambda item: item[1])
    assert (count, money.amount) == (729, 3_510_578)


def everybody_sees_what_is_his(house: House, rows: list[dict[str, str]]) -> None:
    """A seller his own deals, a manager those of his people and of his region, an agent without deals none."""
    teams = lines("sales_teams.csv")
    region = {row["sales_agent"]: row["regional_office"] for row in teams}
    region |= {row["manager"]: row["regional_office"] for row in teams}
    for name, user in house.users.items():
        seller = any(row["sales_agent"] == name for row in teams)
        mine = [
            row
            for row in rows
            if (row["sales_agent"] == name if seller else region[row["sales_agent"]] == region[name])
        ]
        by_hand = totals(mine, lambda row: row["deal_stage"])
        names = dict(Stage.live().values_list("pk", "name"))
        assert in_numbers(report(Actor.of(user), ["stage"]), names.get) == by_hand
        assert Listing(registry.spec("opportunity"), Actor.of(user)).count(None) == (len(mine), True)


def the_board_shows_the_same(house: House) -> None:
    page = browser(house.admin).get(f"/opportunities/board/?way={house.pipeline.pk}")
    assert page.status_code == 200
    text = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())
    for figure in ("4,238", "2,473", "1,589", "500", "10,005,534"):
        assert figure in text, text[:2_000]


def taken_back_nothing_is_left(house: House) -> None:
    for number in reversed(house.batches):
        assert undo(number, by=house.ada).left == []
    for model in (Opportunity, Customer, Product, ExternalKey):
        assert not model.objects.exists()
    for key in ("opportunity", "customer", "product"):
        query = searching.query_of("GTX Acme 1C1I7A6R")
        assert searching.few(registry.spec(key), query) == []
