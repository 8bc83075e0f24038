"""Files, archives and what reads them: A72 to A81."""

from __future__ import annotations

import io
import json
import random
import secrets
import zipfile
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from kith.features.files.models import Attachment
from kith.features.files.store import path_of
from tests.architecture.sources import python_files
from tests.attacks.scene import api, customer, state, web
from tests.company import People
from tests.security.world import file_on, text_of

pytestmark = pytest.mark.database

HOSTILE = {
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "page.xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>',
    "data.xml": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
    "photo.png": b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>",
    "photo.gif": b"GIF89a/*<script>*/=1;alert(1)//",
    "letter.pdf.html": b"<script>alert(1)</script>",
    "shell.pHaR": b"<?php __HALT_COMPILER();",
    "paper.pdf": b"%PDF-1.4\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
}
NAMES = {
    "photo\u202egnp.exe": "photognp.exe",
    "a\x00b.txt": "ab.txt",
    "CON": "_CON",
    "..\\..\\x.txt": "x.txt",
    "../../etc/passwd": "passwd",
    "a\r\nSet-Cookie: x=1.txt": "aSet-Cookie_ x=1.txt",
    "x" * 300 + ".txt": "",
}


def upload(people: People, number: int, content: bytes, name: str) -> Any:
    """Attach a file to a customer through the page."""
    return web(people, "sue").post(
        f"/customers/{number}/files/",
        {"file": SimpleUploadedFile(name, content), "nonce": secrets.token_hex(16)},
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_a72_a73_whatever_is_uploaded_never_runs_on_a_page_of_ours(people: People, name: str) -> None:
    mine = customer(people, "sue", name="Mine")
    assert upload(people, mine.pk, HOSTILE[name], name).status_code in (200, 302, 303)
    row = Attachment.objects.get()
    assert path_of(row.sha).name == row.sha
    for path in (
        f"/files/{row.pk}/content/",
        f"/files/{row.pk}/content/?inline=1",
        f"/api/v1/files/{row.pk}/content",
    ):
        answer = (api if path.startswith("/api") else web)(people, "sue").get(path)
        text_of(answer)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        kind, shown = answer.headers["Content-Type"], answer.headers.get("Content-Disposition", "")
        if answer.status_code == 404:
            assert row.type.startswith("image/")
            assert "inline=1" in path
            continue
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert shown.startswith("attachment") or kind == "application/pdf"
        assert kind.partition(";")[0] in (
            "text/plain",
            "application/octet-stream",
            "application/pdf",
            "image/png",
            "image/gif",
        )


@pytest.mark.parametrize("name", NAMES)
def test_a72_a65_names_of_files_are_kept_harmless_and_split_no_header(people: People, name: str) -> None:
    mine = customer(people, "sue", name="Mine")
    number = file_on("customer", mine.pk, people.sue, b"hello", name)
    kept = Attachment.objects.get(pk=number).name
    assert kept == NAMES[name] or not NAMES[name]
    assert len(kept.encode()) <= 240
    answer = web(people, "sue").get(f"/files/{number}/content/")
    text_of(answer)
    said = answer.headers["Content-Disposition"]
    assert "\n" not in said
    assert "\r" not in said
    assert "Set-Cookie" not in answer.headers


def whole(answer: Any) -> bytes:
    """The bytes of a file that was given out."""
    return b"".join(answer.streaming_content)


def picture(size: tuple[int, int] = (40, 30), kind: str = "JPEG", **options: Any) -> bytes:
    """A picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, kind, **options)
    return made.getvalue()


def test_a74_a_picture_is_drawn_anew_without_what_the_camera_wrote(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    exif = Image.Exif()
    exif[0x010E] = "Unmistakable place"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture((3_000, 2_000), exif=exif.tobytes()) + b"<script>alert(1)</script>"
    number = file_on("customer", mine.pk, people.sue, content, "a.jpg")
    answer = web(people, "sue").get(f"/files/{number}/content/?inline=1")
    shown = whole(answer)
    assert answer.headers["Content-Type"] == "image/webp"
    assert b"Unmistakable" not in shown
    assert b"<script>" not in shown
    with Image.open(io.BytesIO(shown)) as drawn:
        assert drawn.size == (1_600, 1_067)
        assert not drawn.getexif()
    saved = web(people, "sue").get(f"/files/{number}/content/")
    assert whole(saved) == content


def bomb(side: int) -> bytes:
    """A PNG that says it is much larger than it is."""
    content = bytearray(picture((1, 1), "PNG"))
    content[16:24] = side.to_bytes(4, "big") * 2
    content[29:33] = zlib.crc32(content[12:29]).to_bytes(4, "big")
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [bomb(50_000), bomb(9_000), picture(kind="PNG")[:60], b"GIF89a" + b"\0" * 20, b"RIFF\0\0\0\0WEBPVP8 "],
)
def test_a74_a_picture_that_would_fill_the_memory_or_is_none_is_not_shown(
    people: People, content: bytes
) -> None:
    mine = customer(people, "sue", name="Mine")
    number = file_on("customer", mine.pk, people.sue, content, "a.png")
    assert web(people, "sue").get(f"/files/{number}/content/?inline=1").status_code == 404
    saved = web(people, "sue").get(f"/files/{number}/content/")
    assert whole(saved) == content


def test_a74_of_a_moving_picture_the_first_is_shown(people: People) -> None:
    mine = customer(people, "sue", name="Mine")
    frames = [Image.new("P", (20, 20), color) for color in range(200)]
    made = io.BytesIO()
    frames[0].save(made, "GIF", save_all=True, append_images=frames[1:], duration=1)
    number = file_on("customer", mine.pk, people.sue, made.getvalue(), "a.gif")
    answer = web(people, "sue").get(f"/files/{number}/content/?inline=1")
    with Image.open(io.BytesIO(whole(answer))) as drawn:
        assert getattr(drawn, "n_frames", 1) == 1


def workbook(**changed: bytes) -> bytes:
    """A workbook with some parts changed."""
    parts = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets>'
        b'<sheet name="A" sheetId="1" r:id="r1" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/>'
        b"</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
        b' Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c t="inlineStr"><is><t>name</t></is></c></row>'
        b'<row r="2"><c t="inlineStr"><is><t>Fine</t></is></c></row></sheetData></worksheet>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in {
            **parts,
            **{name.replace("__", "/"): text for name, text in changed.items()},
        }.items():
            book.writestr(name, content)
    return made.getvalue()


SHEET = "xl__worksheets__sheet1.xml"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet>&a;</worksheet>'
LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'
ARCHIVES = {
    "xxe": workbook(**{SHEET: XXE}),
    "laughs": workbook(**{SHEET: LAUGHS}),
    "bomb": workbook(**{SHEET: b"<worksheet>" + b" " * 400_000_000 + b"</worksheet>"}),
    "many": workbook(**{f"xl__media__{number}": b"x" for number in range(30_000)}),
    "slip": workbook(**{"..__..__..__tmp__evil": b"x"}),
    "nested": workbook(**{"xl__inner.zip": workbook()}),
}


def imported(people: People, content: bytes, name: str) -> Any:
    """Send a file to be imported as customers."""
    sent = {"entity": "customers", "file": SimpleUploadedFile(name, content)}
    return api(people, "ada").post("/api/v1/imports", sent)


@pytest.mark.parametrize("case", ARCHIVES)
def test_a75_a76_a77_a_hostile_workbook_is_refused_or_read_for_its_cells_alone(
    people: People, case: str
) -> None:
    before = state()
    answer = imported(people, ARCHIVES[case], "list.xlsx")
    text = text_of(answer)
    assert answer.status_code < 500
    assert "root:" not in text
    if case not in ("slip", "nested"):
        assert 400 <= answer.status_code < 500, text
        assert state() == before


def test_a78_no_address_takes_the_path_of_a_file(people: People) -> None:
    for path in (
        "/exports/..%2f..%2fetc%2fpasswd/", "/exports/1/?file=../../etc/passwd", "/files/../../etc/passwd",
        "/static/../../etc/passwd", "/static/%2e%2e/%2e%2e/kith/config/settings.py",
        "/files/1/content/?file=/etc/passwd",
        "/imports/1/rejected/?file=/etc/passwd", "/api/v1/exports/..%2f1/content",
    ):  # fmt: skip
        answer = web(people, "ada").get(path)
        assert answer.status_code in (400, 404), path
        assert "root:" not in text_of(answer)


def test_a79_nothing_reads_pickles_or_runs_texts() -> None:
    forbidden = (
        "import pickle",
        "pickle.load",
        "yaml.load",
        "import marshal",
        "import shelve",
        " eval(",
        " exec(",
    )
    found = [
        (path.name, word)
        for path in python_files()
        for word in forbidden
        if word in f" {path.read_text(encoding='utf-8')}"
    ]
    assert not found


LISTS = {
    "columns": b",".join(b"c%d" % number for number in range(200_000)) + b"\nx\n",
    "cell": b"name\n" + b"x" * 20_000_000,
    "quote": b'name,city\n"Acme,York\n' + b"x,y\n" * 1_000,
    "nul": b"name\nAc\0me\n",
    "mixed": "name\nПривет\n".encode() + "name\nПривет\n".encode("cp1251") + b"\xff\xfe\x00",
    "bom": b"name\n\xef\xbb\xbfAcme\n",
    "noise": random.Random(1).randbytes(50_000),  # noqa: S311 - noise
}


@pytest.mark.parametrize("case", LISTS)
def test_a80_a_strange_list_is_taken_or_refused_in_words(people: People, case: str) -> None:
    answer = imported(people, LISTS[case], "list.csv")
    assert answer.status_code < 500
    told = json.loads(answer.content)
    assert told.get("detail") or told.get("errors") or "id" in told, told
