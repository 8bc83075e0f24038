"""Customers and contacts, their places in companies, addresses and legal details."""

from kith.modules.customers.models.customers import (
    Address,
    AddressKind,
    Contact,
    ContactRole,
    Customer,
    CustomerKind,
    CustomerStatus,
    Grade,
    Involvement,
)
from kith.modules.customers.models.legal import LegalDetail, OwnLegalDetail

__all__ = (
    "Address",
    "AddressKind",
    "Contact",
    "ContactRole",
    "Customer",
    "CustomerKind",
    "CustomerStatus",
    "Grade",
    "Involvement",
    "LegalDetail",
    "OwnLegalDetail",
)
