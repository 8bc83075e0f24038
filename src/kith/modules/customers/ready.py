"""Types of customers that are ready to be added, with what companies of these fields keep about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kith.features.types.ready import READY, ReadyField, ReadyType

COMPANY = {"kind": ["company"]}
PERSON = {"kind": ["person"]}

TERRITORY = ReadyField("territory", _("Territory"))
CONTRACT_UNTIL = ReadyField("contract_until", _("Contract until"), "date")
BRANDS = ReadyField("brands", _("Brands they sell"), "tags")
SALES_TARGET = ReadyField("sales_target", _("Yearly sales target"), "money")

DISTRIBUTOR = ReadyType(
    "distributor", _("Distributor"), _("Buys to sell on to shops and dealers in a territory."), "truck",
    (
        ReadyField("channel_level", _("Level in the channel"), "choice", (
            ("first", pgettext_lazy("level in the channel", "First level")),
            ("second", pgettext_lazy("level in the channel", "Second level")),
            ("third", pgettext_lazy("level in the channel", "Third level")),
        )),
        TERRITORY, SALES_TARGET, BRANDS,
        ReadyField("outlets_served", _("Outlets they serve"), "integer"),
        ReadyField("warehouse_area", _("Warehouse space, m²"), "integer"),
        ReadyField("delivery_vehicles", _("Delivery vehicles"), "integer"),
        CONTRACT_UNTIL,
    ),
    ("channel_level", "territory"), limits=COMPANY,
)  # fmt: skip

TERMINAL = ReadyType(
    "terminal", _("Outlet"), _("Sells or hands over to those who use it: a shop, a pharmacy, a hospital."),
    "building-store",
    (
        ReadyField("outlet_kind", _("Kind of outlet"), "choice", (
            ("shop", pgettext_lazy("kind of outlet", "Shop")),
            ("chain", pgettext_lazy("kind of outlet", "Shop of a chain")),
            ("pharmacy", pgettext_lazy("kind of outlet", "Pharmacy")),
            ("hospital", pgettext_lazy("kind of outlet", "Hospital")),
            ("restaurant", pgettext_lazy("kind of outlet", "Restaurant")),
            ("online", pgettext_lazy("kind of outlet", "Online shop")),
        )),
        ReadyField("floor_area", _("Sales area, m²"), "integer"),
        ReadyField("daily_visitors", _("Visitors a day"), "integer"),
        ReadyField("shelf_share", _("Share of the shelf"), "percent"),
        ReadyField("opening_hours", _("Opening hours")),
        ReadyField("supplied_by", _("Supplied by")),
    ),
    ("outlet_kind",), limits=COMPANY,
)  # fmt: skip

DEALER = ReadyType(
    "dealer", _("Dealer"), _("Sells and services a brand under contract, such as cars or machines."), "car",
    (
        BRANDS,
        ReadyField("dealer_level", _("Level of the dealer"), "choice", (
            ("authorized", pgettext_lazy("level of the dealer", "Authorised")),
            ("silver", pgettext_lazy("level of the dealer", "Silver")),
            ("gold", pgettext_lazy("level of the dealer", "Gold")),
        )),
        TERRITORY, SALES_TARGET,
        ReadyField("showroom_area", _("Showroom, m²"), "integer"),
        ReadyField("service_bays", _("Service bays"), "integer"),
        ReadyField("technicians", _("Technicians"), "integer"),
        CONTRACT_UNTIL,
    ),
    ("dealer_level", "territory"), limits=COMPANY,
)  # fmt: skip

FUND = ReadyType(
    "fund", _("Fund"), _("Invests money of others, or puts money into funds."), "building-bank",
    (
        ReadyField("fund_kind", _("Kind of fund"), "choice", (
            ("private_equity", pgettext_lazy("kind of fund", "Private equity")),
            ("venture", pgettext_lazy("kind of fund", "Venture capital")),
            ("hedge", pgettext_lazy("kind of fund", "Hedge fund")),
            ("mutual", pgettext_lazy("kind of fund", "Public fund")),
            ("pension", pgettext_lazy("kind of fund", "Pension fund")),
            ("family_office", pgettext_lazy("kind of fund", "Family office")),
        )),
        ReadyField("fund_strategy", _("Strategy"), "longtext"),
        ReadyField("assets_managed", _("Assets under management"), "money"),
        ReadyField("ticket_from", _("Ticket from"), "money"),
        ReadyField("ticket_to", _("Ticket up to"), "money"),
        ReadyField("vintage", _("Year of the first closing"), "integer"),
        ReadyField("fund_regulator", _("Supervised by")),
        ReadyField("qualified_until", _("Qualified investor until"), "date"),
    ),
    ("fund_kind", "assets_managed"), unused=("employees",), limits=COMPANY,
)  # fmt: skip

SHIP_OWNER = ReadyType(
    "ship_owner", _("Ship owner"), _("Owns or runs ships that call at the port."), "ship",
    (
        ReadyField("fleet_size", _("Ships"), "integer"),
        ReadyField("fleet_deadweight", _("Deadweight of the fleet, t"), "integer"),
        ReadyField("ship_kinds", _("Kinds of ships"), "multichoice", (
            ("container", pgettext_lazy("kind of ship", "Container ship")),
            ("bulk", pgettext_lazy("kind of ship", "Bulk carrier")),
            ("tanker", pgettext_lazy("kind of ship", "Tanker")),
            ("general", pgettext_lazy("kind of ship", "General cargo ship")),
            ("roro", pgettext_lazy("kind of ship", "Ro-ro ship")),
            ("passenger", pgettext_lazy("kind of ship", "Passenger ship")),
        )),
        ReadyField("imo_company", _("IMO company number")),
        ReadyField("home_port", _("Home port")),
        ReadyField("class_society", _("Classification society")),
        ReadyField("port_calls", _("Calls at the port a year"), "integer"),
        ReadyField("ship_agent", _("Agent")),
    ),
    ("fleet_size", "home_port"), limits=COMPANY,
)  # fmt: skip

HOUSEHOLD = ReadyType(
    "household", _("Household"), _("People who live and decide together."), "home",
    (
        ReadyField("household_size", _("People in the household"), "integer"),
        ReadyField("household_children", _("Children"), "integer"),
        ReadyField("life_stage", _("Stage of life"), "choice", (
            ("single", pgettext_lazy("stage of life", "Single")),
            ("couple", pgettext_lazy("stage of life", "Couple")),
            ("family", pgettext_lazy("stage of life", "Family with children")),
            ("empty_nest", pgettext_lazy("stage of life", "Children moved out")),
            ("retired", pgettext_lazy("stage of life", "Retired")),
        )),
        ReadyField("home_kind", _("Home"), "choice", (
            ("flat_owned", pgettext_lazy("home", "Flat of their own")),
            ("flat_rented", pgettext_lazy("home", "Rented flat")),
            ("house_owned", pgettext_lazy("home", "House of their own")),
            ("house_rented", pgettext_lazy("home", "Rented house")),
        )),
        ReadyField("home_area", _("Living space, m²"), "integer"),
        ReadyField("vehicles", _("Vehicles"), "integer"),
        ReadyField("interests", _("Interests"), "tags"),
    ),
    ("life_stage",), unused=("employees", "revenue", "founded", "industry"), limits=PERSON,
)  # fmt: skip

END_USER = ReadyType(
    "end_user", _("End-user company"), _("Uses what it buys in its own work."), "building-factory",
    (
        ReadyField("used_for", _("What it is used for"), "longtext"),
        ReadyField("equipment", _("Equipment in use"), "longtext"),
        ReadyField("equipment_year", _("Bought in"), "integer"),
        ReadyField("replace_on", _("To be replaced on"), "date"),
        ReadyField("yearly_need", _("Yearly need"), "money"),
        ReadyField("buys_by", _("Buys by"), "choice", (
            ("direct", pgettext_lazy("way of buying", "Direct order")),
            ("quotes", pgettext_lazy("way of buying", "Comparing quotes")),
            ("tender", pgettext_lazy("way of buying", "Tender")),
            ("framework", pgettext_lazy("way of buying", "Framework contract")),
        )),
        ReadyField("budget_month", _("Month in which the budget is decided"), "integer"),
    ),
    ("buys_by", "replace_on"), limits=COMPANY,
)  # fmt: skip

READY["customer"] = (DISTRIBUTOR, TERMINAL, DEALER, FUND, SHIP_OWNER, HOUSEHOLD, END_USER)
