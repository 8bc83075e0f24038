"""Every key that a page answers to stands on the sheet behind "?"."""

import re

from kith.web.keys import SHORTCUTS
from tests.architecture.sources import HOUSE

LISTENER = re.compile(r"""addEventListener\(\s*["']shortcut["']""")


def test_every_key_of_elements_and_behaviours_is_on_the_sheet() -> None:
    """The page presses nothing else: who adds a key adds it to kith.web.keys."""
    known = {press for one in SHORTCUTS for press in one.press}
    found = {
        key
        for path in HOUSE.glob("**/templates/**/*.html")
        for keys in re.findall(r'data-key="([^"{]+)"', path.read_text(encoding="utf-8"))
        for key in keys.split()
    }
    for path in HOUSE.glob("web/static/js/**/*.js"):
        text = path.read_text(encoding="utf-8")
        if LISTENER.search(text):
            found |= set(re.findall(r'key === "([^"]+)"', text))
    assert sorted(found - known) == []
