"""Every text for people is there in every language, and reaches the person."""

from pathlib import Path

import pytest
from django.conf import settings

from kith.config import catalogues


@pytest.mark.parametrize("package", catalogues.packages(), ids=lambda package: package.name)
def test_every_text_is_translated(package: catalogues.Package) -> None:
    """`kith texts --update` adds what is missing to the catalogues; a person translates it."""
    assert list(catalogues.problems(package)) == []


def test_every_catalogue_is_loaded() -> None:
    """A catalogue outside the applications and LOCALE_PATHS would be translated for nobody."""
    loaded = {folder.resolve() for folder in map(Path, getattr(settings, "LOCALE_PATHS", ()))}
    applications = set(settings.INSTALLED_APPS)
    lost = [
        package.name
        for package in catalogues.packages()
        if (package.folder / "locale").exists()
        if package.name not in applications and (package.folder / "locale").resolve() not in loaded
    ]
    assert lost == []
