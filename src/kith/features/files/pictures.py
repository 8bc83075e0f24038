"""Pictures as pages show them: drawn anew and smaller, so that nothing else that the file holds reaches a browser.

What a camera wrote beside the picture (where it was taken, by whom) is left behind, as is whatever hides behind its
first bytes. Who downloads the file gets it as it came.
"""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

from PIL import Image, ImageOps

from kith.features.files.store import path_of, root

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
SIDE = 1_600
MOST_PIXELS = 32_000_000
"""Points that are held in memory at once, about 128 MB; photos of JPEG are read smaller than they are."""
TYPE = "image/webp"


def picture_of(sha: str) -> Path | None:
    """The file of a content's picture, made when it is asked for first; None for what cannot be drawn."""
    place = kept(sha)
    if place.is_file():
        return place
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = drawn(path_of(sha))
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Warning, Image.DecompressionBombError):
        return None
    if found is None:
        return None
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
        found.save(file, "WEBP", quality=85, method=2)
    Path(file.name).replace(place)
    return place


def kept(sha: str) -> Path:
    """Where the picture of a content lies."""
    return root() / "pictures" / sha[:2] / sha


def drawn(path: Path) -> Image.Image | None:
    """The first picture of a file, upright, at most SIDE points wide and high; None for one too large to draw."""
    with Image.open(path, formats=FORMATS) as opened:
        opened.draft("RGB", (SIDE, SIDE))
        if opened.width * opened.height > MOST_PIXELS:
            return None
        upright = ImageOps.exif_transpose(opened)
        clear = "A" in upright.mode or "transparency" in upright.info
        found = upright.convert("RGBA" if clear else "RGB")
    found.thumbnail((SIDE, SIDE))
    found.info.clear()
    return found
