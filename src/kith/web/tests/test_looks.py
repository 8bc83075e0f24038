"""What is promised of the look: readable in both themes, nothing inline, every icon there, sizes kept."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kith.engine import plugs, registry

WEB = Path(__file__).resolve().parents[1]
CSS = WEB / "static" / "css"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
BLOCK = re.compile(r":root(?P<which>[^{\n]*)\{(?P<body>[^}]*)\}")
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")

READ = (
    ("ink", "paper"), ("ink", "desk"), ("ink", "raised"), ("ink", "hover"), ("ink", "accent-soft"),
    ("ink-2", "paper"), ("ink-2", "desk"), ("ink-2", "sunken"), ("ink-2", "raised"), ("ink-2", "accent-soft"),
    ("ink-3", "paper"), ("ink-3", "desk"), ("ink-3", "raised"), ("ink-3", "hover"),
    ("accent", "paper"), ("accent", "accent-soft"), ("on-accent", "accent"), ("on-accent", "accent-strong"),
    ("good", "good-soft"), ("warn", "warn-soft"), ("bad", "bad-soft"), ("bad", "paper"), ("bad-strong", "bad-soft"),
    ("violet", "violet-soft"), ("teal", "teal-soft"), ("good", "paper"), ("warn", "paper"), ("ink", "mark"),
    ("paper", "good"), ("paper", "bad"), ("paper", "ink"),
)  # fmt: skip
SEEN = (("edge", "raised"), ("edge", "paper"), ("ink-mark", "paper"), ("accent", "raised"))


def palettes() -> dict[str, dict[str, str]]:
    """The colours of every theme, dark ones on top of the light ones."""
    light: dict[str, str] = {}
    for found in BLOCK.finditer((CSS / "tokens.css").read_text(encoding="utf-8")):
        light |= {name: value for name, value in TOKEN.findall(found["body"]) if value.startswith("#")}
    made = {"light": light}
    for found in BLOCK.finditer((CSS / "dark.css").read_text(encoding="utf-8")):
        which = "by choice" if "dark" in found["which"] else "by device"
        made[f"dark {which}"] = light | {
            name: value for name, value in TOKEN.findall(found["body"]) if value.startswith("#")
        }
    return made


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("front", "ground"), READ)
def test_text_can_be_read_in_every_theme(front: str, ground: str) -> None:
    for theme, colours in palettes().items():
        assert contrast(colours[front], colours[ground]) >= 4.5, f"{front} on {ground}, {theme}"


@pytest.mark.parametrize(("front", "ground"), SEEN)
def test_marks_and_edges_of_inputs_can_be_seen_in_every_theme(front: str, ground: str) -> None:
    for theme, colours in palettes().items():
        assert contrast(colours[front], colours[ground]) >= 3, f"{front} on {ground}, {theme}"


def test_dark_is_the_same_whether_the_device_or_the_person_wants_it() -> None:
    found = palettes()
    assert found["dark by device"] == found["dark by choice"] != found["light"]


def test_only_tokens_name_colours() -> None:
    for path in sorted(CSS.rglob("*.css")):
        if path.name not in ("tokens.css", "dark.css", "print.css"):
            assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", path.read_text(encoding="utf-8")), (
                path.name
            )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_script_or_style(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|<style|javascript:|hx-vals=.js:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert text.startswith("{#"), "a template begins by saying what it needs"


def test_the_sprite_holds_every_icon_that_is_named() -> None:
    listed = (WEB / "static" / "icons.txt").read_text(encoding="utf-8").split("\n")
    there = {line.strip() for line in listed if line and not line.startswith("#")}
    wanted = {entity.icon for entity in registry.entities()}
    wanted |= {action.icon for entity in registry.entities() for action in entity.actions}
    wanted |= {panel.icon for panel in plugs.panels}
    for path in (*TEMPLATES, *WEB.rglob("*.py")):
        wanted |= set(re.findall(r'\bicon\("([a-z0-9-]+)"', path.read_text(encoding="utf-8")))
    assert wanted <= there


def test_style_sheets_and_scripts_stay_small_enough_to_read() -> None:
    for path in sorted(CSS.rglob("*.css")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path.name
    for path in sorted((WEB / "static" / "js").rglob("*.js")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path.name
