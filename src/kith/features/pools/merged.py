"""What becomes of pools when a record goes up in another one: the one that stays keeps its own place in them."""

from __future__ import annotations

from kith.engine import beside
from kith.features.pools.models import PoolMove, Standing

beside.stays[Standing] = (
    "the record that stays has its own place in pools; that of the other comes back with it"
)
beside.stays[PoolMove] = "the ledger tells what happened to the record of that number, and is only added to"
