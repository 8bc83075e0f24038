"""Files on records, by people with fixed roles."""

from __future__ import annotations

import datetime as dt
import io
import os
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.company import People
from tests.signing import browser, program

from kith.engine import records, registry, timeline, undo
from kith.engine.errors import Forbidden, Invalid, NotFound, TooLarge
from kith.engine.journal import Batch, Entry
from kith.engine.listing import Listing
from kith.features.files import store
from kith.features.files.attaching import attach
from kith.features.files.jobs import collect_orphans
from kith.features.files.models import Attachment
from kith.features.files.store import Arrived, Arriving
from kith.kernel import clock

Customer: Any = apps.get_model("customers", "Customer")


def picture(kind: str = "PNG") -> bytes:
    """A small red picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(made, kind)
    return made.getvalue()


PNG = picture()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def customer(people: People) -> Any:
    return records.create(Customer, by=people.sue, name="Acme")


def arrived(content: bytes = b"hello", name: str = "letter.txt") -> Arrived:
    arriving = Arriving(name)
    arriving.write(content)
    return arriving.finish()


def attached(customer: Any, by: Any, content: bytes = b"hello", name: str = "letter.txt") -> Attachment:
    return attach(registry.spec("customer"), customer.pk, [arrived(content, name)], by=by)[0]


def names(actor: Any) -> list[str]:
    return [
        row.values["name"]
        for row in Listing(registry.spec("attachment"), actor, fields=("name",)).page().rows
    ]


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def uploads(**files: bytes) -> dict[str, Any]:
    return {"file": [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]}


def test_a_file_is_kept_once_whoever_attaches_it(people: People, customer: Any) -> None:
    first, second = attached(customer, people.sue), attached(customer, people.sue, name="again.txt")
    assert first.sha == second.sha
    assert [path.read_bytes() for path in store.contents()] == [b"hello"]
    assert list(store.unfinished()) == []


def test_who_sees_the_record_sees_its_files_and_nobody_else(people: People, customer: Any) -> None:
    row = attached(customer, people.sue)
    spec = registry.spec("attachment")
    for actor in (people.sue, people.max, people.ada, people.otto):
        assert records.find(spec, row.pk, actor, "read").pk == row.pk
        assert names(actor) == ["letter.txt"]
    for actor in (people.carl, people.nora, people.stranger):
        with pytest.raises(NotFound):
            records.find(spec, row.pk, actor, "read")
        assert names(actor) == []


def test_a_file_leaves_with_the_reach_of_its_record_even_for_who_attached_it(
    people: People, customer: Any
) -> None:
    row = attached(customer, people.sue)
    records.update(customer, by=people.max, owner=people.users["carl"])
    assert names(people.sue) == []
    assert names(people.carl) == ["letter.txt"]
    with pytest.raises(NotFound):
        records.delete(row, by=people.sue)


def test_files_of_a_record_in_the_trash_are_out_of_reach_and_come_back_with_it(
    people: People, customer: Any
) -> None:
    attached(customer, people.sue)
    records.delete(customer, by=people.sue)
    assert names(people.sue) == names(people.ada) == []
    records.perform("restore", (Customer, customer.pk), by=people.sue)
    assert names(people.sue) == ["letter.txt"]


def test_nothing_is_attached_to_a_record_that_one_does_not_see(people: People, customer: Any) -> None:
    with pytest.raises(NotFound):
        attached(customer, people.carl)
    assert list(store.contents()) == list(store.unfinished()) == []


def test_an_auditor_attaches_nothing_and_leaves_no_row(people: People, customer: Any) -> None:
    with pytest.raises(Forbidden):
        attached(customer, people.otto)
    assert not Attachment.objects.exists()
    assert list(store.unfinished()) == []


def test_an_attachment_without_its_file_is_refused(people: People, customer: Any) -> None:
    with pytest.raises(Invalid):
        records.create(Attachment, by=people.sue, name="x.txt", about=("customer", customer.pk))
    with pytest.raises(Invalid, match="sha"):
        records.create(Attachment, by=people.sue, name="x.txt", about=("customer", customer.pk), sha="0" * 64)


def test_a_file_cannot_be_moved_to_a_record_out_of_reach(people: People, customer: Any) -> None:
    row = attached(customer, people.sue)
    other = records.create(Customer, by=people.nora, name="Theirs")
    with pytest.raises(Invalid):
        records.update(row, by=people.sue, about=("customer", other.pk))


def test_all_files_of_an_upload_are_attached_or_none(people: People, customer: Any, monkeypatch: Any) -> None:
    contents = [arrived(b"one", "one.txt"), arrived(b"two", "two.txt")]
    records.delete(customer, by=people.sue)
    with pytest.raises(NotFound):
        attach(registry.spec("customer"), customer.pk, contents, by=people.sue)
    assert not Attachment.objects.exists()


def test_an_upload_can_be_taken_back_and_stands_in_the_journal(people: People, customer: Any) -> None:
    row = attached(customer, people.sue)
    batch = Batch.objects.get(pk=Entry.objects.get(entity="attachment", record_id=row.pk).batch_id)
    assert batch.kind == "attach"
    assert undo.undo(batch.pk, by=people.sue).undone == 1
    assert names(people.sue) == []


def test_a_file_stands_in_the_story_of_its_record(people: People, customer: Any) -> None:
    attached(customer, people.sue, name="offer.txt")
    story = timeline.moments(registry.spec("customer"), customer, people.max)
    assert [(moment.title, moment.actor_name) for moment in story if moment.kind == "file"] == [
        ("offer.txt", "Sue Seller")
    ]


def test_too_large_a_content_is_refused_while_it_arrives(settings: Any) -> None:
    settings.UPLOAD_LIMIT = 10
    arriving = Arriving("x")
    with pytest.raises(TooLarge):
        arriving.write(b"0123456789x")
    assert list(store.unfinished()) == []


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (PNG, "a.png", "image/png"),
        (b"<html><script>alert(1)</script>", "a.png", "text/plain"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", "a.svg", "text/plain"),
        (b"MZ\x90\0", "invoice.pdf", "application/x-msdownload"),
        (b"%PDF-1.7", "shell.pHaR", "application/pdf"),
        (b"PK\x03\x04....", "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (b"\x00\x01\x02", "a.txt", "application/octet-stream"),
        (("合" * 2_000).encode(), "a", "text/plain"),
        (b"", "empty.png", "text/plain"),
    ],
)  # fmt: skip
def test_a_type_is_what_the_content_is(
    people: People, customer: Any, content: bytes, name: str, kept: str
) -> None:
    assert attached(customer, people.sue, content, name).type == kept


def test_old_contents_without_a_row_are_collected_and_others_stay(people: People, customer: Any) -> None:
    kept, trashed, young = (attached(customer, people.sue, body) for body in (b"kept", b"trashed", b"young"))
    records.delete(trashed, by=people.sue)
    batch = Entry.objects.get(entity="attachment", record_id=young.pk, verb="create").batch_id
    undo.undo(batch, by=people.sue)
    orphan = arrived(b"orphan")
    store.settle(orphan)
    cut_off = arrived(b"cut off")
    old = (clock.now() - dt.timedelta(days=31)).timestamp()
    for path in (*map(store.path_of, (kept.sha, trashed.sha, orphan.sha)), cut_off.path):
        os.utime(path, (old, old))
    assert collect_orphans.call() == 2
    assert {path.name for path in store.contents()} == {kept.sha, trashed.sha, young.sha}


# ------------------------------------------------------------------ pages and API


def test_several_files_go_through_the_page_and_come_back_unchanged(people: People, customer: Any) -> None:
    client = browser(people.users["sue"])
    got = client.post(f"/customers/{customer.pk}/files/", uploads(a_png=PNG, b_txt="Привет, 世界".encode()))
    assert got.status_code == 303
    rows = {row.name: row for row in Attachment.live()}
    assert set(rows) == {"a.png", "b.txt"}
    sent = client.get(f"/files/{rows['b.txt'].pk}/content/")
    assert body(sent).decode() == "Привет, 世界"
    assert sent.headers["Content-Disposition"] == 'attachment; filename="b.txt"'
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent.headers["Content-Security-Policy"]


def test_only_harmless_types_are_shown_in_place_and_sandboxed(people: People, customer: Any) -> None:
    picture = attached(customer, people.sue, PNG, "a.png")
    page = attached(customer, people.sue, b"<html><script>alert(1)</script>", "a.png")
    client = browser(people.users["sue"])
    shown = client.get(f"/files/{picture.pk}/content/?inline=1")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert shown.headers["Content-Type"] == "image/webp"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert body(shown).startswith(b"RIFF")
    saved = client.get(f"/files/{page.pk}/content/?inline=1")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Type"].startswith("text/plain")
    assert body(saved).startswith(b"<html>")


def test_a_page_gives_no_file_to_who_does_not_see_its_record(people: People, customer: Any) -> None:
    row = attached(customer, people.sue)
    assert browser(people.users["carl"]).get(f"/files/{row.pk}/content/").status_code == 404
    assert program(people.users["carl"]).get(f"/api/v1/files/{row.pk}/content").status_code == 404
    assert Client().get(f"/files/{row.pk}/content/").status_code in (302, 303)
    assert Client().get(f"/api/v1/files/{row.pk}/content").status_code == 401
    assert browser(people.users["sue"]).get(f"/files/{2**70}/content/").status_code == 404


def test_a_page_takes_no_upload_without_its_token(people: People, customer: Any) -> None:
    client = browser(people.users["sue"], enforce_csrf_checks=True)
    assert client.post(f"/customers/{customer.pk}/files/", uploads(a_txt=b"x")).status_code == 403
    assert not Attachment.objects.exists()
    assert list(store.unfinished()) == []


def test_a_stranger_leaves_nothing_on_disk(customer: Any, folder: Path) -> None:
    assert Client().post(f"/customers/{customer.pk}/files/", uploads(a_txt=b"x")).status_code in (302, 303)
    assert Client().post(f"/api/v1/customers/{customer.pk}/files", uploads(a_txt=b"x")).status_code == 401
    assert not list(folder.rglob("*")) if folder.exists() else True


def test_too_large_an_upload_is_refused_and_leaves_nothing(
    people: People, customer: Any, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1_000
    client = browser(people.users["sue"])
    mixed = uploads(small_txt=b"x", large_txt=b"x" * 1_001)
    assert client.post(f"/customers/{customer.pk}/files/", mixed).status_code == 413
    whole = uploads(huge_txt=b"x" * 9_000)
    assert (
        program(people.users["sue"]).post(f"/api/v1/customers/{customer.pk}/files", whole).status_code == 413
    )
    assert not Attachment.objects.exists()
    assert list(store.contents()) == list(store.unfinished()) == []


def test_a_damaged_upload_is_refused(people: People, customer: Any) -> None:
    client = program(people.users["sue"])
    address = f"/api/v1/customers/{customer.pk}/files"
    kind = "multipart/form-data; boundary=x"
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n'
    cut = head + b"Content-Transfer-Encoding: base64\r\n\r\n!"
    for body, status in ((cut, 400), (b"", 415), (b"garbage", 422)):
        assert client.post(address, body, content_type=kind).status_code == status
    assert client.post(address, b"{}", content_type="application/json").status_code == 415
    assert client.post(address, b"x", content_type="multipart/form-data").status_code == 400
    assert list(store.unfinished()) == []


def test_a_file_is_removed_by_who_attached_it_and_can_be_taken_back(people: People, customer: Any) -> None:
    row = attached(customer, people.sue)
    assert browser(people.users["sue"]).post(f"/files/{row.pk}/remove/").status_code == 303
    assert names(people.sue) == []
    undo.undo(Entry.objects.get(record_id=row.pk, entity="attachment", verb="delete").batch_id, by=people.sue)
    assert names(people.sue) == ["letter.txt"]


def test_the_api_attaches_lists_and_gives_out(people: People, customer: Any) -> None:
    client = program(people.users["sue"])
    made = client.post(f"/api/v1/customers/{customer.pk}/files", uploads(a_txt=b"one", b_txt=b"two"))
    assert made.status_code == 201
    items = client.get(f"/api/v1/customers/{customer.pk}/files").json()["items"]
    assert {item["name"] for item in items} == {"a.txt", "b.txt"}
    assert items[0]["about"] == {"entity": "customer", "id": customer.pk}
    sent = client.get(f"/api/v1/files/{items[0]['id']}/content")
    assert body(sent) in (b"one", b"two")
    again = client.get(
        f"/api/v1/files/{items[0]['id']}/content", headers={"If-None-Match": sent.headers["ETag"]}
    )
    assert again.status_code == 304
    assert program(people.users["carl"]).get(f"/api/v1/customers/{customer.pk}/files").status_code == 404
    assert client.get("/api/v1/files/1/content/more").status_code == 404


def test_an_upload_with_a_key_is_done_once(people: People, customer: Any) -> None:
    client = program(people.users["sue"])
    for _ in range(2):
        made = client.post(
            f"/api/v1/customers/{customer.pk}/files", uploads(a_txt=b"one"), headers={"Idempotency-Key": "k1"}
        )
        assert made.status_code == 201
    assert Attachment.objects.count() == 1


def test_the_panel_offers_what_one_may_do(people: People, customer: Any) -> None:
    row = attached(customer, people.sue, PNG, "<b>.png")
    address = f"/customers/{customer.pk}/?tab=files"
    own = browser(people.users["sue"]).get(address).content.decode()
    assert f"/files/{row.pk}/content/?inline=1" in own
    assert f"/files/{row.pk}/remove/" in own
    assert 'type="file"' in own
    assert "<b>" not in own.replace("<b data", "")
    audited = browser(people.users["otto"]).get(address).content.decode()
    assert f"/files/{row.pk}/content/" in audited
    assert f"/files/{row.pk}/remove/" not in audited
    assert 'type="file"' not in audited
