"""Pictures taken at a visit get the time, the person and the place written into them, by the server."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont, ImageOps

from kith.engine.errors import Invalid
from kith.features.files.store import Arrived, Arriving

FORMATS = ("PNG", "JPEG", "GIF", "WEBP")
SIDE = 2_000
MOST_PIXELS = 64_000_000
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/Library/Fonts/Arial Unicode.ttf",
)
"""Fonts that know Chinese and Cyrillic letters, the first that is there; without one the font of Pillow, which knows
Latin letters only, is taken, and the rest of a name is left out."""


def stamped(content: Arrived, lines: Sequence[str]) -> Arrived:
    """A picture that says so at its foot, upright and without what the camera wrote beside it; the one that came is
    discarded. Raises Invalid for what is no picture."""
    try:
        with Image.open(content.path, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise _wrong()
            opened.draft("RGB", (SIDE, SIDE))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise _wrong() from error
    finally:
        content.discard()
    picture.thumbnail((SIDE, SIDE))
    _write(picture, lines)
    bytes_ = io.BytesIO()
    picture.save(bytes_, "JPEG", quality=85)
    arriving = Arriving(f"{Path(content.name).stem or 'visit'}.jpg")
    arriving.write(bytes_.getvalue())
    return arriving.finish()


def _wrong() -> Invalid:
    return Invalid({"picture": [_("This is no picture that can be read. Send a JPEG, PNG or WebP file.")]})


def _write(picture: Image.Image, lines: Sequence[str]) -> None:
    """Light letters on a dark strip at the foot."""
    size = max(12, picture.width // 40)
    face = _font(size)
    strip = int(size * 1.5) * len(lines) + size
    shade = Image.new("RGB", (picture.width, min(strip, picture.height)), (0, 0, 0))
    top = picture.height - shade.height
    under = picture.crop((0, top, picture.width, picture.height))
    picture.paste(Image.blend(under, shade, 0.6), (0, top))
    pen = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        pen.text(
            (size, top + size // 2 + int(size * 1.5) * number), _known(line), font=face, fill=(255, 255, 255)
        )


def _known(line: str) -> str:
    """What the font at hand can write."""
    return line if _path() else line.encode("ascii", "ignore").decode()


@lru_cache(maxsize=1)
def _path() -> str:
    return next((path for path in FONTS if Path(path).is_file()), "")


@lru_cache(maxsize=32)
def _font(size: int) -> Any:
    return ImageFont.truetype(_path(), size) if _path() else ImageFont.load_default(size)
