"""A person about whom much is kept, and people who may and may not answer for her."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.company import People
from tests.signing import browser, program

from kith.engine import records

Customer: Any = apps.get_model("customers", "Customer")
Contact: Any = apps.get_model("customers", "Contact")
Lead: Any = apps.get_model("sales", "Lead")
Activity: Any = apps.get_model("activities", "Activity")
Comment: Any = apps.get_model("comments", "Comment")
Opportunity: Any = apps.get_model("sales", "Opportunity")

SECRETS = ("Vera Petrova", "vera@example.org", "+491701234567", "likes tulips", "Passport copy")


@dataclass
class Kept:
    """What is kept of Vera: contact, activities alone and among others, a comment, a file, a lead with her mail."""

    people: People
    vera: Any
    other: Any
    alone: Any
    shared: Any
    lead: Any
    deal: Any

    def web(self, name: str) -> Client:
        """Somebody's browser."""
        return browser(self.people.users[name])

    def api(self, name: str) -> Client:
        """Somebody's program."""
        return program(self.people.users[name])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    """Files of each test by themselves."""
    settings.MEDIA_ROOT, settings.DATA = tmp_path / "files", tmp_path
    return tmp_path / "files"


@pytest.fixture
def kept(people: People) -> Kept:
    """All of it, written by Sue; Dora answers for persons of every unit and sees contacts and customers only."""
    sue = people.sue
    read = {"read": "all", "privacy": "all"}
    people.role("protection", {"contact": read, "customer": read, "lead": read})
    people.join("Dora Data", "protection", unit=people.hq)
    acme = records.create(Customer, by=sue, name="Acme")
    vera = records.create(
        Contact, by=sue, name="Vera Petrova", customer=acme, email="vera@example.org", mobile="+49 170 1234567",
        birthday="1980-02-03", about="likes tulips",
    )  # fmt: skip
    other = records.create(Contact, by=sue, name="Boris Brown", customer=acme, email="boris@example.org")
    alone = records.create(
        Activity,
        by=sue,
        kind="note",
        subject="Vera Petrova called",
        about=("contact", vera.pk),
        body="likes tulips",
    )
    shared = records.create(
        Activity, by=sue, kind="meeting", subject="Vera Petrova and Boris Brown", contacts=[vera.pk, other.pk],
        about=("customer", acme.pk), body="Vera Petrova (vera@example.org) wants red ones.",
    )  # fmt: skip
    records.create(Comment, by=sue, about=("contact", vera.pk), text="Vera Petrova is nice")
    lead = records.create(Lead, by=people.nora, name="V. Petrova", email="Vera@example.org")
    pipeline: Any = apps.get_model("sales", "Pipeline")
    deal = None
    if pipeline.live().exists():
        deal = records.create(
            Opportunity, by=sue, name="Tulips for Vera Petrova", customer=acme, contact=vera
        )
    browser(people.users["sue"]).post(
        f"/contacts/{vera.pk}/files/", {"file": SimpleUploadedFile("Passport copy.txt", b"0123 4567")}
    )
    return Kept(people, vera, other, alone, shared, lead, deal)
