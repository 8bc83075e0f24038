"""Customers and contacts, their places in companies, what relates them, and what is known of them."""

from kith.modules.customers.models.customers import (
    Address,
    AddressKind,
    Attitude,
    Contact,
    ContactRole,
    CreditClass,
    Customer,
    CustomerKind,
    CustomerStatus,
    Grade,
    Influence,
    Involvement,
)
from kith.modules.customers.models.dates import DateKind, SpecialDate
from kith.modules.customers.models.legal import LegalDetail, OwnLegalDetail
from kith.modules.customers.models.relations import Relation, RelationKind
from kith.modules.customers.models.stages import RelationshipStage

__all__ = (
    "Address",
    "AddressKind",
    "Attitude",
    "Contact",
    "ContactRole",
    "CreditClass",
    "Customer",
    "CustomerKind",
    "CustomerStatus",
    "DateKind",
    "Grade",
    "Influence",
    "Involvement",
    "LegalDetail",
    "OwnLegalDetail",
    "Relation",
    "RelationKind",
    "RelationshipStage",
    "SpecialDate",
)
