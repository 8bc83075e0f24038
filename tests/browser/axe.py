"""Accessibility of a page, by axe-core from the pinned packages of the browser."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

PROGRAM = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
COLOURS = ("color-contrast", "link-in-text-block")
RUN = "([type, values]) => axe.run(document, {runOnly: {type, values}})"


@cache
def _source() -> str:
    return PROGRAM.read_text(encoding="utf-8")


def violations(page: Page, rules: Sequence[str] | None = None) -> list[str]:
    """Return what breaks WCAG 2.2 AA, or only these rules of it, on the page as it stands: rule, help and where, one
    line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    chosen = ["rule", list(rules)] if rules else ["tag", LEVELS]
    found: dict[str, Any] = page.evaluate(RUN, chosen)
    return [
        f"{item['id']}: {item['help']}: {node['target'][0]}"
        for item in found["violations"]
        for node in item["nodes"]
    ]
