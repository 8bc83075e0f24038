"""Passkeys in a real browser with a virtual authenticator: made, used alone and as second factor, refused as copies."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import ANSWER, Server, patient

PASSWORD = "four quiet rivers"


class Device:
    """A device that holds passkeys and checks its person without asking."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.number = self.session.send("WebAuthn.addVirtualAuthenticator", {"options": options})[
            "authenticatorId"
        ]

    def held(self) -> list[dict[str, Any]]:
        """What the device holds."""
        found: list[dict[str, Any]] = self.session.send(
            "WebAuthn.getCredentials", {"authenticatorId": self.number}
        )["credentials"]
        return found

    def wind_back(self) -> None:
        """Become a copy: the counter is that of an earlier day."""
        (key,) = self.held()
        self.session.send("WebAuthn.clearCredentials", {"authenticatorId": self.number})
        key["signCount"] = 0
        self.session.send("WebAuthn.addCredential", {"authenticatorId": self.number, "credential": key})

    def verify(self, willing: bool) -> None:
        """Whether the finger is the right one from now on."""
        self.session.send(
            "WebAuthn.setUserVerified", {"authenticatorId": self.number, "isUserVerified": willing}
        )


@pytest.fixture
def name(server: Server) -> str:
    """A fresh person's sign-in name."""
    made = f"person-{secrets.token_hex(4)}"
    server.command("user", "add", made, "--role", "seller", typed=f"{PASSWORD}\n")
    return made


@pytest.fixture
def local(browser: Browser, server: Server) -> Iterator[Page]:
    """A page under a host name: passkeys belong to names, not to numbers."""
    context = browser.new_context(base_url=server.url.replace("127.0.0.1", "localhost"), locale="en-GB")
    context.set_default_timeout(ANSWER)
    yield patient(context.new_page())
    context.close()


def by_password(page: Page, name: str) -> None:
    """Name and password."""
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(name)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button[type=submit]").click()


def out(page: Page) -> None:
    """Out again."""
    page.context.clear_cookies()


def test_a_passkey_is_made_used_alone_and_as_a_second_factor_and_a_copy_is_refused(
    local: Page, name: str
) -> None:
    page, device = local, Device(local)
    by_password(page, name)
    page.wait_for_url("**/")
    page.goto("/settings/security/")
    page.get_by_label("What you call it").fill("My laptop")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".factor-codes li")).to_have_count(10)
    assert [key["isResidentCredential"] for key in device.held()] == [True]
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("My laptop")).to_be_visible()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("This device has a passkey for Kith already.")).to_be_visible()

    out(page)
    by_password(page, name)
    page.wait_for_url("**/sign-in/second/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)

    out(page)
    page.goto("/sign-in/?next=/customers/")
    device.verify(False)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("The passkey was not used.")).to_be_visible()
    device.verify(True)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: url.endswith("/customers/") and "/sign-in/" not in url)

    out(page)
    device.wind_back()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("This passkey was not accepted.")).to_be_visible()
    assert page.goto("/customers/")
    assert "/sign-in/" in page.url


def test_an_answer_is_good_once_and_only_in_the_session_that_was_asked(local: Page, name: str) -> None:
    page = local
    Device(page)
    by_password(page, name)
    page.wait_for_url("**/")
    page.goto("/settings/security/")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator(".factor-codes li")).to_have_count(10)

    out(page)
    page.goto("/sign-in/")
    sent: list[str] = []

    def keep(route: Any) -> None:
        sent.append(route.request.post_data)
        route.continue_()

    page.route("**/sign-in/passkey/", keep)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)
    page.unroute("**/sign-in/passkey/")

    out(page)
    page.goto("/sign-in/")
    for asked in (False, True):
        token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
        again = [part for part in sent[0].split("&") if not part.startswith("csrfmiddlewaretoken")]
        body = "&".join([f"csrfmiddlewaretoken={token}", *again])
        head = {"Content-Type": "application/x-www-form-urlencoded"}
        if asked:
            page.request.post("/sign-in/passkey/options/", data=f"csrfmiddlewaretoken={token}", headers=head)
        page.request.post("/sign-in/passkey/", data=body, headers=head)
        page.goto("/customers/")
        assert "/sign-in/" in page.url
