"""Texts are found where people write them, and every gap in a translation is seen."""

from pathlib import Path

import pytest

from kith.config import catalogues
from kith.config.catalogues import Package, problems, update

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
A = _("Customer")
B = pgettext_lazy("month", "May")
def c(n): return ngettext("%(n)s row", "%(n)s rows", n) % {"n": n}
"""
TEMPLATE = '<p>{{ _("Hello %(name)s", name=user) }}</p>{% trans %}  Good\n   day  {% endtrans %}'


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """A package with a module and a template."""
    monkeypatch.setattr(catalogues, "HOUSE", tmp_path)
    folder = tmp_path / "modules" / "zoo"
    (folder / "templates" / "zoo").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "models.py").write_text(PYTHON)
    (folder / "tests" / "test_zoo.py").write_text('_("Never shown")')
    (folder / "templates" / "zoo" / "page.html").write_text(TEMPLATE)
    return Package(folder)


def translate(package: Package, locale: str, old: str, new: str) -> None:
    """Change a catalogue as a translator would."""
    path = package.catalogue(locale)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def test_texts_come_from_python_and_templates_but_not_from_tests(package: Package) -> None:
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in package.texts()} - {
        ""
    }
    assert found == {"Customer", "May", "%(n)s row", "Hello %(name)s", "Good day"}


def test_collecting_twice_changes_nothing(package: Package) -> None:
    assert len(update(package)) == 2
    assert update(package) == []


def test_an_untranslated_text_is_a_problem_until_it_is_translated(package: Package) -> None:
    update(package)
    before = list(problems(package))
    assert any("[ru] is not translated" in problem and "'Customer'" in problem for problem in before)
    translate(package, "ru", 'msgid "Customer"\nmsgstr ""', 'msgid "Customer"\nmsgstr "Клиент"')
    assert not any("[ru]" in problem and "'Customer'" in problem for problem in problems(package))


def test_a_text_without_catalogue_is_a_problem(package: Package) -> None:
    assert len(list(problems(package))) == 10


def test_a_fuzzy_translation_is_a_problem(package: Package) -> None:
    update(package)
    translate(package, "ru", 'msgid "Customer"\nmsgstr ""', '#, fuzzy\nmsgid "Customer"\nmsgstr "Покупатель"')
    assert any("is marked fuzzy: " in problem for problem in problems(package))


def test_a_lost_placeholder_is_a_problem(package: Package) -> None:
    update(package)
    translate(
        package, "ru", 'msgid "Hello %(name)s"\nmsgstr ""', 'msgid "Hello %(name)s"\nmsgstr "Привет %(nom)s"'
    )
    assert any(
        "[ru]" in problem and "Hello" in problem and "placeholder" in problem for problem in problems(package)
    )


def test_russian_wants_all_its_plural_forms(package: Package) -> None:
    update(package)
    translate(
        package, "ru", 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "%(n)s строка"\nmsgstr[1] "%(n)s строки"'
    )
    assert any("[ru] is not translated" in problem and "row" in problem for problem in problems(package))


def test_a_translation_that_nothing_shows_is_a_problem(package: Package) -> None:
    update(package)
    (package.folder / "models.py").write_text("")
    assert any("is not used any more" in problem and "Customer" in problem for problem in problems(package))
    update(package)
    assert not any("Customer" in problem for problem in problems(package))
