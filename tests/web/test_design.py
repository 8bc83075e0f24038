"""The page of tokens and components: for administrators, in every language, with every component."""

from __future__ import annotations

from pathlib import Path

import pytest

from kith.web import assets, samples
from kith.web.templating import OWN
from tests.company import People
from tests.signing import browser

SHOWN = ("field.html", "tabs.html", "pager.html", "path.html", "empty.html")


@pytest.fixture(autouse=True)
def assets_without_a_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages need the names of built assets, not the assets."""
    names = ("app.js", "app.css", "icons.svg", "img/kith.svg")
    monkeypatch.setattr(assets, "manifest", lambda: {name: name for name in names})


@pytest.mark.parametrize(
    ("who", "status"), [("ada", 200), ("max", 404), ("sue", 404), ("otto", 404), ("stranger", 404)]
)
def test_only_administrators_open_the_page_of_the_design(people: People, who: str, status: int) -> None:
    client = browser(people.users[who])
    assert client.get("/design/").status_code == status
    assert ("/design/" in client.get("/settings/").content.decode()) == (status == 200)


@pytest.mark.parametrize(("language", "word"), [("en", "Buttons"), ("zh-hans", "按钮"), ("ru", "Кнопки")])
def test_the_page_of_the_design_speaks_every_language_and_shows_text_of_all(
    people: People, language: str, word: str
) -> None:
    people.give("ada", language=language)
    text = browser(people.users["ada"]).get("/design/").content.decode()
    assert word in text
    assert all(long.split("“")[0] in text for _short, long in samples.SAID.values())


def test_the_page_of_the_design_draws_with_the_templates_of_the_pages() -> None:
    own = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(OWN, "design").glob("*.html")))
    assert all(f"components/{name}" in own for name in SHOWN)
    assert all((Path(OWN) / "components" / name).exists() for name in SHOWN)


def test_every_token_of_colour_is_on_the_page(people: People) -> None:
    css = (OWN.parent / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    named = {name for names in samples.COLOURS.values() for name in names}
    declared = {line.split(":")[0].strip().removeprefix("--") for line in css.splitlines() if ": #" in line}
    assert named == declared
