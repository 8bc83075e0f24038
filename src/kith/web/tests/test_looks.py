"""What is promised of the look: readable in both themes, nothing inline, every icon there, sizes kept."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from kith.engine import plugs, registry

WEB = Path(__file__).resolve().parents[1]
HOUSE = WEB.parent
CSS = WEB / "static" / "css"
SCRIPTS = sorted((WEB / "static" / "js").rglob("*.js"))
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
BLOCK = re.compile(r":root(?P<which>[^{\n]*)\{(?P<body>[^}]*)\}")
# Where the icon stands among the arguments of what has one.
TAKES_ICON = {"Link": 2, "Empty": 0, "HomeSection": 2, "Panel": 2, "Kind": 2}
TOKEN = re.compile(r"--([\w-]+):\s*([^;]+);")

INKS = (
    "ink",
    "ink-2",
    "ink-3",
    "accent",
    "accent-strong",
    "good",
    "warn",
    "bad",
    "bad-strong",
    "violet",
    "teal",
)
GROUNDS = ("desk", "paper", "raised", "sunken", "hover")
SOFT = {
    "accent": "accent-soft", "good": "good-soft", "warn": "warn-soft", "bad": "bad-soft", "violet": "violet-soft",
    "teal": "teal-soft",
}  # fmt: skip
# Every ink on every ground, tones and inks on the soft grounds, and what stands on full colours.
READ = (
    *((ink, ground) for ink in INKS for ground in GROUNDS),
    *((ink, soft) for tone, soft in SOFT.items() for ink in ("ink", "ink-2", "ink-3", tone)),
    *(("on-accent", ground) for ground in ("accent", "accent-strong")),
    *(("paper", ground) for ground in ("good", "bad", "ink")),
    ("bad-strong", "bad-soft"), ("ink", "mark"),
)  # fmt: skip
# What is not read but has to be seen: edges of inputs, icons, the ring of the focus.
SEEN = tuple(
    (mark, ground) for mark in ("edge", "ink-mark", "accent") for ground in (*GROUNDS, *SOFT.values())
)
RULE = re.compile(r"(?P<where>[^{}]+)\{(?P<body>[^{}]*)\}")


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


def test_whatever_a_rule_writes_on_a_ground_can_be_read() -> None:
    weak = []
    for path in sorted(CSS.rglob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for rule in RULE.finditer(text):
            front = re.search(r"(?<![-\w])color:\s*var\(--([\w-]+)\)", rule["body"])
            ground = re.search(r"(?<![-\w])background(?:-color)?:\s*var\(--([\w-]+)\)", rule["body"])
            for theme, colours in palettes().items():
                pair = (front and colours.get(front[1]), ground and colours.get(ground[1]))
                if all(pair) and contrast(str(pair[0]), str(pair[1])) < 4.5:
                    weak.append(f"{path.name}: {rule['where'].strip()}, {theme}")
    assert weak == []


def test_densities_change_nothing_but_the_same_tokens() -> None:
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    found = dict(re.findall(r'\[data-density="(\w+)"\] \{([^}]*)\}', text))
    named = {density: set(re.findall(r"--[\w-]+(?=:)", body)) for density, body in found.items()}
    assert set(named) == {"compact", "middle", "roomy"}
    assert named["compact"] == named["middle"] == named["roomy"]
    root = text[: text.index("[data-density")]
    assert all(f"{declared.strip()};" in root for declared in found["middle"].split(";") if declared.strip())
    for path in sorted(CSS.rglob("*.css")):
        if path.name != "tokens.css":
            assert "data-density" not in path.read_text(encoding="utf-8"), path.name


def test_no_two_sheets_name_their_own_things_alike() -> None:
    owners: dict[str, set[str]] = {}
    for path in sorted(CSS.rglob("*.css")):
        text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text)
        for rule in RULE.finditer(text):
            for where in rule["where"].split(","):
                if re.fullmatch(r"\.[a-z][\w-]*", where.strip()):
                    owners.setdefault(where.strip(), set()).add(path.name)
    assert {name: files for name, files in owners.items() if len(files) > 1} == {}


def test_every_token_that_is_used_is_declared() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(CSS.rglob("*.css"))]
    declared = {name for text in texts for name in re.findall(r"--([\w-]+)\s*:", text)}
    declared |= {
        name for path in SCRIPTS for name in re.findall(r'"--([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    used = {name for text in texts for name in re.findall(r"var\(--([\w-]+)\)", text)}
    assert used <= declared


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


def icons_named() -> set[str]:
    """Icons that sources name where only an icon can stand."""
    wanted = {entity.icon for entity in registry.declared()}
    wanted |= {action.icon for entity in registry.declared() for action in entity.actions}
    wanted |= {panel.icon for panel in plugs.panels}
    for path in (*HOUSE.rglob("*.html"), *HOUSE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        wanted |= set(re.findall(r'\bicon\("([a-z0-9-]+)"', text))
        wanted |= set(re.findall(r'\bicon="([a-z0-9-]+)"', text))
        if path.suffix == ".py" and "tests" not in path.parts:
            wanted |= {name for call in calls(text) if (name := icon_of(call))}
    return wanted


def calls(text: str) -> list[ast.Call]:
    """Every call in a source."""
    return [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]


def icon_of(call: ast.Call) -> str:
    """The icon that a call gives by its place."""
    place = TAKES_ICON.get(getattr(call.func, "id", ""), len(call.args))
    found = call.args[place] if place < len(call.args) else None
    return found.value if isinstance(found, ast.Constant) and isinstance(found.value, str) else ""


def test_the_sprite_holds_every_icon_that_is_named_and_no_other() -> None:
    listed = (WEB / "static" / "icons.txt").read_text(encoding="utf-8").split("\n")
    there = {line.strip() for line in listed if line and not line.startswith("#")}
    assert icons_named() <= there
    sources = [
        path.read_text(encoding="utf-8")
        for ending in ("html", "py", "js")
        for path in HOUSE.rglob(f"*.{ending}")
        if "tests" not in path.parts
    ]
    words = {word for text in sources for word in re.findall(r"[\"'#]([a-z0-9-]+)[\"']", text)}
    assert there <= words, "named nowhere"


def test_style_sheets_and_scripts_stay_small_enough_to_read() -> None:
    for path in sorted(CSS.rglob("*.css")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 200, path.name
    for path in sorted((WEB / "static" / "js").rglob("*.js")):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 150, path.name
