"""What the matrix of rights counts is told at the end of the run."""

from collections.abc import Iterator

import pytest

from tests.harness.plugin import COUNTED
from tests.security.world import cases


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Tells how many cases of which kind a test tried."""
    cases.clear()
    yield
    item.user_properties.append((COUNTED, dict(cases)))
