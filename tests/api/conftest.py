"""Who calls."""

from __future__ import annotations

import pytest

from tests.api.callers import Caller, branch, hire


@pytest.fixture
def boss(db: None) -> Caller:
    """An administrator."""
    return hire("boss", "administrator")


@pytest.fixture
def seller(db: None) -> Caller:
    """A seller of the north branch."""
    return hire("seller", "seller", unit=branch("North"))


@pytest.fixture
def other(db: None) -> Caller:
    """A seller of the south branch."""
    return hire("other", "seller", unit=branch("South"))
