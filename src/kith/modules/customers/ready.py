"""Types of customers that are ready to be added, with what companies of these fields keep about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.features.types.ready import READY, ReadyField, ReadyType

COMPANY = {"kind": ["company"]}
PERSON = {"kind": ["person"]}

TERRITORY = ReadyField("territory", pgettext_lazy("type of customer", "Territory"))
CONTRACT_UNTIL = ReadyField("contract_until", pgettext_lazy("type of customer", "Contract until"), "date")
BRANDS = ReadyField("brands", pgettext_lazy("type of customer", "Brands they sell"), "tags")
SALES_TARGET = ReadyField("sales_target", pgettext_lazy("type of customer", "Yearly sales target"), "money")

DISTRIBUTOR = ReadyType(
    "distributor", pgettext_lazy("type of customer", "Distributor"),
    _("Buys to sell on to shops and dealers in a territory."),
    "truck",
    (
        ReadyField("channel_level", pgettext_lazy("type of customer", "Level in the channel"), "choice", (
            ("first", pgettext_lazy("level in the channel", "First level")),
            ("second", pgettext_lazy("level in the channel", "Second level")),
            ("third", pgettext_lazy("level in the channel", "Third level")),
        )),
        TERRITORY, SALES_TARGET, BRANDS,
        ReadyField("outlets_served", pgettext_lazy("type of customer", "Outlets they serve"), "integer"),
        ReadyField("warehouse_area", pgettext_lazy("type of customer", "Warehouse space, m²"), "integer"),
        ReadyField("delivery_vehicles", pgettext_lazy("type of customer", "Delivery vehicles"), "integer"),
        CONTRACT_UNTIL,
    ),
    ("channel_level", "territory"), limits=COMPANY,
)  # fmt: skip

TERMINAL = ReadyType(
    "terminal", pgettext_lazy("type of customer", "Outlet"),
    _("Sells or hands over to those who use it: a shop, a pharmacy, a hospital."),
    "building-store",
    (
        ReadyField("outlet_kind", pgettext_lazy("type of customer", "Kind of outlet"), "choice", (
            ("shop", pgettext_lazy("kind of outlet", "Shop")),
            ("chain", pgettext_lazy("kind of outlet", "Shop of a chain")),
            ("pharmacy", pgettext_lazy("kind of outlet", "Pharmacy")),
            ("hospital", pgettext_lazy("kind of outlet", "Hospital")),
            ("restaurant", pgettext_lazy("kind of outlet", "Restaurant")),
            ("online", pgettext_lazy("kind of outlet", "Online shop")),
        )),
        ReadyField("floor_area", pgettext_lazy("type of customer", "Sales area, m²"), "integer"),
        ReadyField("daily_visitors", pgettext_lazy("type of customer", "Visitors a day"), "integer"),
        ReadyField("shelf_share", pgettext_lazy("type of customer", "Share of the shelf"), "percent"),
        ReadyField("opening_hours", pgettext_lazy("type of customer", "Opening hours")),
        ReadyField("supplied_by", pgettext_lazy("type of customer", "Supplied by")),
    ),
    ("outlet_kind",), limits=COMPANY,
)  # fmt: skip

DEALER = ReadyType(
    "dealer", pgettext_lazy("type of customer", "Dealer"),
    _("Sells and services a brand under contract, such as cars or machines."),
    "car",
    (
        BRANDS,
        ReadyField("dealer_level", pgettext_lazy("type of customer", "Level of the dealer"), "choice", (
            ("authorized", pgettext_lazy("level of the dealer", "Authorised")),
            ("silver", pgettext_lazy("level of the dealer", "Silver")),
            ("gold", pgettext_lazy("level of the dealer", "Gold")),
        )),
        TERRITORY, SALES_TARGET,
        ReadyField("showroom_area", pgettext_lazy("type of customer", "Showroom, m²"), "integer"),
        ReadyField("service_bays", pgettext_lazy("type of customer", "Service bays"), "integer"),
        ReadyField("technicians", pgettext_lazy("type of customer", "Technicians"), "integer"),
        CONTRACT_UNTIL,
    ),
    ("dealer_level", "territory"), limits=COMPANY,
)  # fmt: skip

FUND = ReadyType(
    "fund", pgettext_lazy("type of customer", "Fund"),
    _("Invests money of others, or puts money into funds."),
    "building-bank",
    (
        ReadyField("fund_kind", pgettext_lazy("type of customer", "Kind of fund"), "choice", (
            ("private_equity", pgettext_lazy("kind of fund", "Private equity")),
            ("venture", pgettext_lazy("kind of fund", "Venture capital")),
            ("hedge", pgettext_lazy("kind of fund", "Hedge fund")),
            ("mutual", pgettext_lazy("kind of fund", "Public fund")),
            ("pension", pgettext_lazy("kind of fund", "Pension fund")),
            ("family_office", pgettext_lazy("kind of fund", "Family office")),
        )),
        ReadyField("fund_strategy", pgettext_lazy("type of customer", "Strategy"), "longtext"),
        ReadyField("assets_managed", pgettext_lazy("type of customer", "Assets under management"), "money"),
        ReadyField("ticket_from", pgettext_lazy("type of customer", "Ticket from"), "money"),
        ReadyField("ticket_to", pgettext_lazy("type of customer", "Ticket up to"), "money"),
        ReadyField("vintage", pgettext_lazy("type of customer", "Year of the first closing"), "integer"),
        ReadyField("fund_regulator", pgettext_lazy("type of customer", "Supervised by")),
        ReadyField("qualified_until", pgettext_lazy("type of customer", "Qualified investor until"), "date"),
    ),
    ("fund_kind", "assets_managed"), unused=("employees",), limits=COMPANY,
)  # fmt: skip

SHIP_OWNER = ReadyType(
    "ship_owner", pgettext_lazy("type of customer", "Ship owner"),
    _("Owns or runs ships that call at the port."),
    "ship",
    (
        ReadyField("fleet_size", pgettext_lazy("type of customer", "Ships"), "integer"),
        ReadyField("fleet_deadweight", pgettext_lazy("type of customer", "Deadweight of the fleet, t"), "integer"),
        ReadyField("ship_kinds", pgettext_lazy("type of customer", "Kinds of ships"), "multichoice", (
            ("container", pgettext_lazy("kind of ship", "Container ship")),
            ("bulk", pgettext_lazy("kind of ship", "Bulk carrier")),
            ("tanker", pgettext_lazy("kind of ship", "Tanker")),
            ("general", pgettext_lazy("kind of ship", "General cargo ship")),
            ("roro", pgettext_lazy("kind of ship", "Ro-ro ship")),
            ("passenger", pgettext_lazy("kind of ship", "Passenger ship")),
        )),
        ReadyField("imo_company", pgettext_lazy("type of customer", "IMO company number")),
        ReadyField("home_port", pgettext_lazy("type of customer", "Home port")),
        ReadyField("class_society", pgettext_lazy("type of customer", "Classification society")),
        ReadyField("port_calls", pgettext_lazy("type of customer", "Calls at the port a year"), "integer"),
        ReadyField("ship_agent", pgettext_lazy("type of customer", "Agent")),
    ),
    ("fleet_size", "home_port"), limits=COMPANY,
)  # fmt: skip

HOUSEHOLD = ReadyType(
    "household", pgettext_lazy("type of customer", "Household"),
    _("People who live and decide together."),
    "home",
    (
        ReadyField("household_size", pgettext_lazy("type of customer", "People in the household"), "integer"),
        ReadyField("household_children", pgettext_lazy("type of customer", "Children"), "integer"),
        ReadyField("life_stage", pgettext_lazy("type of customer", "Stage of life"), "choice", (
            ("single", pgettext_lazy("stage of life", "Single")),
            ("couple", pgettext_lazy("stage of life", "Couple")),
            ("family", pgettext_lazy("stage of life", "Family with children")),
            ("empty_nest", pgettext_lazy("stage of life", "Children moved out")),
            ("retired", pgettext_lazy("stage of life", "Retired")),
        )),
        ReadyField("home_kind", pgettext_lazy("type of customer", "Home"), "choice", (
            ("flat_owned", pgettext_lazy("home", "Flat of their own")),
            ("flat_rented", pgettext_lazy("home", "Rented flat")),
            ("house_owned", pgettext_lazy("home", "House of their own")),
            ("house_rented", pgettext_lazy("home", "Rented house")),
        )),
        ReadyField("home_area", pgettext_lazy("type of customer", "Living space, m²"), "integer"),
        ReadyField("vehicles", pgettext_lazy("type of customer", "Vehicles"), "integer"),
        ReadyField("interests", pgettext_lazy("type of customer", "Interests"), "tags"),
    ),
    ("life_stage",), unused=("employees", "revenue", "founded", "industry"), limits=PERSON,
)  # fmt: skip

END_USER = ReadyType(
    "end_user", pgettext_lazy("type of customer", "End-user company"),
    _("Uses what it buys in its own work."),
    "building-factory",
    (
        ReadyField("used_for", pgettext_lazy("type of customer", "What it is used for"), "longtext"),
        ReadyField("equipment", pgettext_lazy("type of customer", "Equipment in use"), "longtext"),
        ReadyField("equipment_year", pgettext_lazy("type of customer", "Bought in"), "integer"),
        ReadyField("replace_on", pgettext_lazy("type of customer", "To be replaced on"), "date"),
        ReadyField("yearly_need", pgettext_lazy("type of customer", "Yearly need"), "money"),
        ReadyField("buys_by", pgettext_lazy("type of customer", "Buys by"), "choice", (
            ("direct", pgettext_lazy("way of buying", "Direct order")),
            ("quotes", pgettext_lazy("way of buying", "Comparing quotes")),
            ("tender", pgettext_lazy("way of buying", "Tender")),
            ("framework", pgettext_lazy("way of buying", "Framework contract")),
        )),
        ReadyField("budget_month", pgettext_lazy("type of customer", "Month of the budget"), "integer"),
    ),
    ("buys_by", "replace_on"), limits=COMPANY,
)  # fmt: skip

READY["customer"] = (DISTRIBUTOR, TERMINAL, DEALER, FUND, SHIP_OWNER, HOUSEHOLD, END_USER)
