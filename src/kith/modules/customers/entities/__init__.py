"""Declarations of customers, contacts and what belongs to them."""

from kith.modules.customers.entities.customers import (
    AddressEntity,
    ContactEntity,
    CustomerEntity,
    InvolvementEntity,
)
from kith.modules.customers.entities.knowing import RelationEntity, RelationKindEntity, SpecialDateEntity
from kith.modules.customers.entities.legal import LegalDetailEntity, OwnLegalDetailEntity

__all__ = (
    "AddressEntity",
    "ContactEntity",
    "CustomerEntity",
    "InvolvementEntity",
    "LegalDetailEntity",
    "OwnLegalDetailEntity",
    "RelationEntity",
    "RelationKindEntity",
    "SpecialDateEntity",
)
