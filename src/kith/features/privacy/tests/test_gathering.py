"""Everything about a person, for those who may answer for her and for nobody else."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.apps import apps
from tests.signing import end

from kith.engine import records
from kith.engine.audit import Occurrence
from kith.engine.jobs import drain
from kith.features.privacy import asking
from kith.features.privacy.models import Dossier
from kith.features.privacy.tests.conftest import SECRETS, Customer, Kept


def opened(answer: Any) -> zipfile.ZipFile:
    content = b"".join(answer.streaming_content)
    end(answer)
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_archive_holds_every_record_value_change_file_and_notice_about_a_person(kept: Kept) -> None:
    dora = kept.web("dora")
    asked = dora.post(f"/contacts/{kept.vera.pk}/privacy/dossier/", {"language": "ru", "nonce": "a"})
    assert asked.status_code == 303
    with opened(dora.get(asked.headers["Location"])) as archive:
        data = json.loads(archive.read("data.json"))
        page = archive.read("statement.html").decode()
        files = [name for name in archive.namelist() if name.startswith("files/")]
        assert archive.read(files[0]) == b"0123 4567"
    ties = {
        (group["entity"], group["tie"]): [row["id"] for row in group["items"]] for group in data["records"]
    }
    assert ties["contact", "self"] == [kept.vera.pk]
    assert ties["activity", "linked"] == [kept.alone.pk]
    assert ties["activity", "shared"] == [kept.shared.pk]
    assert ties["lead", "alike"] == [kept.lead.pk]
    assert {"comment", "attachment"} <= {entity for entity, _tie in ties}
    assert all(secret in page for secret in SECRETS[:2])
    assert 'lang="ru"' in page
    assert any(change["changes"].get("email") for change in data["changes"])
    noted = Occurrence.objects.get(kind="access-request")
    assert (noted.entity, noted.record_id, noted.actor_name) == ("contact", kept.vera.pk, "Dora Data")


def test_only_who_may_answer_for_a_person_learns_what_is_kept(kept: Kept) -> None:
    here = f"/contacts/{kept.vera.pk}/privacy/"
    api = f"/api/v1/contacts/{kept.vera.pk}/privacy"
    for name, status in (("sue", 403), ("max", 403), ("otto", 403), ("nora", 404), ("stranger", 404)):
        assert kept.web(name).get(here).status_code == status, name
        assert kept.web(name).post(f"{here}dossier/", {"nonce": "b"}).status_code == status, name
        assert kept.api(name).get(api).status_code == status, name
        assert kept.api(name).post(f"{api}/dossier", {}, "application/json").status_code == status, name
    assert "/privacy/" not in kept.web("sue").get(f"/contacts/{kept.vera.pk}/").content.decode()
    assert here in kept.web("dora").get(f"/contacts/{kept.vera.pk}/").content.decode()
    assert kept.web("dora").get(here).status_code == 200
    assert not Dossier.objects.exists()


def test_a_dossier_is_its_asker_s_and_ends_with_his_right(kept: Kept) -> None:
    made = (
        kept.api("dora")
        .post(f"/api/v1/contacts/{kept.vera.pk}/privacy/dossier", {}, "application/json")
        .json()
    )
    assert made["state"] == "done"
    assert opened(kept.api("dora").get(made["content"])).namelist()
    assert kept.api("ada").get(made["content"]).status_code == 404
    assert kept.web("ada").get(f"/dossiers/{made['id']}/").status_code == 404
    kept.people.give("dora", "auditor")
    assert kept.api("dora").get(made["content"]).status_code == 403


def test_a_company_is_no_person_and_has_no_dossier(kept: Kept) -> None:
    acme = Customer.objects.get(name="Acme")
    assert kept.web("dora").get(f"/customers/{acme.pk}/privacy/").status_code == 404
    jane = records.create(Customer, by=kept.people.sue, name="Jane", kind="person")
    assert kept.web("dora").get(f"/customers/{jane.pk}/privacy/").status_code == 200


def test_much_is_gathered_in_the_background_and_the_asker_is_told(kept: Kept, monkeypatch: Any) -> None:
    monkeypatch.setattr(asking, "SMALL", 2)
    asked = kept.api("dora").post(f"/api/v1/contacts/{kept.vera.pk}/privacy/dossier", {}, "application/json")
    assert asked.status_code == 202
    drain()
    told = apps.get_model("notifications", "Notification").objects.get(event="dossier.finished")
    assert (told.user_id, told.href) == (kept.people.users["dora"].pk, f"/dossiers/{asked.json()['id']}/")
    assert opened(kept.web("dora").get(f"/dossiers/{asked.json()['id']}/")).namelist()
