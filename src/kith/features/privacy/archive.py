"""The archive that a person is given: JSON for programs, a page for people, and the files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import msgspec

from kith.engine.settings import company
from kith.features.privacy.gathering import Gathered
from kith.features.privacy.words import TIES
from kith.kernel import clock
from kith.web.frame import TONGUES
from kith.web.responses import render

FORMAT = "kith-dossier-1"


def write(gathered: Gathered, path: Path, language: str, show: Any) -> None:
    """Write the archive; half of one is never given out."""
    part = path.with_suffix(".part")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data.json", as_json(gathered))
        out.writestr("statement.html", as_page(gathered, language, show))
        for name, place in gathered.files.items():
            out.write(place, name)
    part.replace(path)


def as_json(gathered: Gathered) -> bytes:
    """Everything for programs."""
    data = {
        "format": FORMAT,
        "made_at": clock.now(),
        "controller": company().name,
        "person": {"entity": gathered.spec.key, "id": gathered.record.pk},
        "records": [
            {"entity": one.group.spec.key, "tie": one.group.tie, "items": one.data} for one in gathered.found
        ],
        "changes": gathered.changes,
        "log": gathered.log,
        "beside": gathered.beside,
        "files": list(gathered.files),
    }
    return msgspec.json.format(msgspec.json.encode(data, enc_hook=str), indent=1)


def as_page(gathered: Gathered, language: str, show: Any) -> str:
    """Everything for people, as a page that needs nothing else."""
    tag = "zh-Hans" if language == "zh-hans" else language
    return render(
        None,
        "privacy/dossier.html",
        {
            "gathered": gathered,
            "ties": TIES,
            "show": show,
            "company": company().name,
            "lang": tag if language in TONGUES else "en",
            "now": clock.now(),
        },
    )
