"""Claim and return: a record goes to the public pool with a reason, and somebody takes it from there."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server

PHONE = 390


def ask(server: Server, page: Page, path: str, body: dict[str, Any]) -> Any:
    """What the API answers to a program of the administrator."""
    token = server.command("token", server.username).split()[-1]
    answer = page.request.post(
        f"{server.url}/api/v1{path}",
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Kith-Reason": "one phone, two widths",
        },
        data=json.dumps(body),
    )
    assert answer.ok, answer.text()
    return answer.json()


def test_claim_and_return(signed_in: Page, server: Server) -> None:
    pool = ask(server, signed_in, "/pools", {"name": "Sea", "entity": "customer", "masked": ["phone"]})
    for width in (1280, PHONE):
        claim_and_return(signed_in, server, pool, width)


def claim_and_return(page: Page, server: Server, pool: Any, width: int) -> None:
    """Give a customer back and take it again, in a window of this width: by its tick, on a phone by its own button."""
    page.set_viewport_size({"width": width, "height": 800})
    name = f"Rope and Sail {width}"
    made = ask(server, page, "/customers", {"name": name, "phone": "+442079460018"})
    page.goto(f"/customers/{made['id']}/give_back/")
    page.get_by_role("combobox", name="Reason").select_option(label="No budget")
    page.get_by_role("button", name="Give back").click()
    expect(page.get_by_role("button", name="Give back")).to_have_count(0)
    page.goto(f"/pool/{pool['id']}/")
    row = page.locator("tbody tr").filter(has_text=name)
    expect(row).to_contain_text("No budget")
    expect(row).not_to_contain_text("7946 0018")
    if width > PHONE:
        row.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="Take the ticked ones").click()
    else:
        row.get_by_role("button", name=f"Take {name}").click()
    expect(page.get_by_text("1 record is yours now.")).to_be_visible()
    expect(row).to_have_count(0)
    page.goto(f"/customers/{made['id']}/?tab=pool")
    expect(page.get_by_text("Taken from the pool").first).to_be_visible()
