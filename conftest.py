"""Prepares a test run before Django loads: a data folder of its own and the database that was asked for."""

from tests.harness.environment import prepare

prepare()

pytest_plugins = ("tests.harness.plugin", "tests.company", "tests.database")
