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


@pytest.mark.parametrize(
    ("locale", "wrong", "right"),
    [
        ("ru", "Поле “%(name)s”", "Поле «%(name)s»"),
        ("zh_Hans", "字段「%(name)s」", "字段“%(name)s”"),
        ("zh_Hans", "%(kind)s (%(count)s)", "%(kind)s（%(count)s）"),
        ("zh_Hans", "车辆识别代号 (VIN)", "金额，例如 MONEY(100, 5)"),
    ],
)
def test_quotes_and_brackets_are_those_of_the_language(locale: str, wrong: str, right: str) -> None:
    assert catalogues.punctuated(locale, wrong)
    assert not catalogues.punctuated(locale, right)
