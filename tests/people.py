"""People with fixed roles, by the name under which suites look for them."""

from tests.company import People, people

__all__ = ("People", "people")
