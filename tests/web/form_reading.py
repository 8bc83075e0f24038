"""What a browser would send of a form: the values of its inputs by name."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


class Inputs(HTMLParser):
    """Collects the successful inputs of the form with an id."""

    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form = form
        self.inside = False
        self.found: dict[str, list[str]] = {}
        self.select: str | None = None
        self.options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = given.get("id") == self.form
        if not self.inside:
            return
        if tag == "select":
            self.select, self.options = given.get("name"), []
        elif tag == "option":
            self.options.append((given.get("value") or "", "selected" in given))
        elif tag == "input" and given.get("name"):
            ticking = given.get("type") in ("checkbox", "radio")
            if not ticking or "checked" in given:
                self.found.setdefault(str(given["name"]), []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "select" and self.inside and self.select:
            chosen = [value for value, on in self.options if on] or [value for value, _on in self.options[:1]]
            self.found.setdefault(self.select, []).extend(chosen[-1:])
            self.select = None


def inputs(page: str, form: str) -> dict[str, Any]:
    """The values of a form's inputs, as a test client posts them."""
    reader = Inputs(form)
    reader.feed(page)
    return dict(reader.found)
