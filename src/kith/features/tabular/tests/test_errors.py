"""Every error can be said in three languages, with the same places to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.translation import override

from kith.features.tabular.errors import MESSAGES

LOCALE = Path(__file__).parents[1] / "locale"


@pytest.mark.parametrize("language", ["zh_Hans", "ru"])
def test_every_message_is_translated_and_names_the_same_values(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES/django.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    with override("en"):
        texts = [*map(str, MESSAGES.values()), "Errors", "Column %(number)s"]
    for text in texts:
        message = catalog.get(text)
        assert message is not None, text
        assert message.string, text
        assert set(re.findall(r"%\(\w+\)s", str(message.string))) == set(re.findall(r"%\(\w+\)s", text))
