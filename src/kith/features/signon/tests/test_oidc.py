"""Sign-on by OpenID Connect against a provider that really signs: who comes in, and who does not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import OctKey, RSAKey
from tests.company import People
from tests.signing import browser as signed_in_as

from kith.engine import records
from kith.engine.actor import Actor
from kith.engine.audit import Occurrence
from kith.engine.entry import proof
from kith.engine.errors import Forbidden, Invalid
from kith.engine.identity import accounts
from kith.engine.identity.models import Role, Token, User
from kith.features.signon import oidc
from kith.features.signon.models import ForeignIdentity, IdentityProvider
from kith.features.signon.tests.provider import CLIENT, SECRET, Provider
from kith.kernel import clock

pytestmark = pytest.mark.django_db
PASSWORD = "seven-slow-herons"


@pytest.fixture
def there(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """The provider; addresses of this machine may be called during the test."""
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "127.0.0.1")
    oidc._kept.clear()
    made = Provider()
    yield made
    made.stop()


@pytest.fixture
def here(people: People, there: Provider) -> IdentityProvider:
    """The provider as it is configured here."""
    return configured(people, there)


def configured(people: People, there: Provider, **values: Any) -> IdentityProvider:
    """Configure the provider."""
    said = {"name": "Elsewhere", "issuer": there.issuer, "client_id": CLIENT, **values}
    made: IdentityProvider = records.create(IdentityProvider, by=people.ada, **said)
    records.perform("set_secret", made, by=people.ada, secret=SECRET)
    made.refresh_from_db()
    return made


def change(here: IdentityProvider, **values: Any) -> None:
    """Configure the provider otherwise."""
    records.update((IdentityProvider, here.pk), by=Actor.system(), **values)


def come(browser: Client, here: IdentityProvider, there: Provider, query: str = "next=/customers/") -> Any:
    """There and back: the answer to the browser's return."""
    going = browser.get(f"/sign-in/with/{here.pk}/?{query}")
    return browser.get(f"/sign-in/with/{here.pk}/back/?{there.agree(going.headers['Location'])}")


def is_in(browser: Client) -> bool:
    """Whether pages open."""
    return bool(browser.get("/settings/").status_code == 200)


def known(user: User, there: Provider) -> None:
    """Somebody who is linked already."""
    ForeignIdentity.objects.create(
        user=user, issuer=there.issuer, subject=there.person["sub"], linked_at=clock.now()
    )


def own(user: User) -> Client:
    """A browser of somebody who came in just now."""
    client = signed_in_as(user)
    session = client.session
    session[proof.KEY] = clock.now().timestamp()
    session.save()
    return client


def test_who_is_linked_comes_in_by_number_whatever_his_mail_is(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    known(people.users["sue"], there)
    there.person.update(email="other@example.com", email_verified=False)
    browser = Client()
    assert "Sign in with Elsewhere" in browser.get("/sign-in/").text
    assert come(browser, here, there).headers["Location"] == "/customers/"
    assert is_in(browser)
    noted = Occurrence.objects.get(kind="sign-in")
    assert (noted.actor_id, noted.detail["by"]) == (people.users["sue"].pk, "sign-on")
    assert SECRET not in here.sealed
    people.give("sue", is_active=False)
    other = Client()
    come(other, here, there)
    assert not is_in(other)


def forged(provider: Provider) -> None:
    """Signed by a key that is not the issuer's."""
    provider.sign_with = RSAKey.generate_key(2048, {"kid": "one"})


def symmetric(provider: Provider) -> None:
    """Signed by the client secret, as who steals it could."""
    provider.algorithm, provider.sign_with = "HS256", OctKey.import_key(SECRET * 3)


def unsigned(provider: Provider) -> None:
    """Not signed at all."""
    provider.algorithm = "none"


def said(**claims: Any) -> Any:
    """A token with other claims; None leaves one out."""

    def spoil(provider: Provider) -> None:
        def change(given: dict[str, Any]) -> None:
            given.update(claims)
            for name in [name for name, value in given.items() if value is None]:
                del given[name]

        provider.change = change

    return spoil


SPOILT = (
    forged,
    symmetric,
    unsigned,
    said(nonce="another"),
    said(nonce=None),
    said(aud="another-client"),
    said(aud=[CLIENT, "another-client"]),
    said(azp="another-client"),
    said(iss="https://evil.example"),
    said(exp=1_000_000),
    said(exp=None),
    said(iat=9_999_999_999),
    said(sub=""),
    said(sub=7),
    said(sub=None),
)


def test_a_token_that_is_not_for_this_sign_on_opens_nothing(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    known(people.users["sue"], there)
    for number, spoil in enumerate(SPOILT):
        there.algorithm, there.sign_with, there.change = "RS256", None, lambda _claims: None
        spoil(there)
        browser = Client()
        assert come(browser, here, there).headers["Location"] == "/sign-in/", number
        assert not is_in(browser), number
        assert (
            Occurrence.objects.filter(kind="refused").latest("id").detail["why"].startswith("sign-on: token")
        )
    there.algorithm, there.sign_with, there.change = "RS256", None, lambda _claims: None
    assert come(Client(), here, there).headers["Location"] == "/customers/"


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    known(people.users["sue"], there)
    browser, thief = Client(), Client()
    going = browser.get(f"/sign-in/with/{here.pk}/")
    query = there.agree(going.headers["Location"])
    back = f"/sign-in/with/{here.pk}/back/"
    thief.get(f"/sign-in/with/{here.pk}/")
    thief.get(f"{back}?{query}")
    assert not is_in(thief)
    browser.get(f"{back}?{query.replace('state=', 'state=x')}")
    browser.get(f"{back}?{query}")
    assert not is_in(browser), "a wrong state ends the attempt"
    again = browser.get(f"/sign-in/with/{here.pk}/")
    there.agree(again.headers["Location"])
    state = re.search("state=([^&]+)", again.headers["Location"])
    assert state
    there.codes.clear()
    browser.get(f"{back}?code=code-0&state={state[1]}")
    assert not is_in(browser), "a code that was used"
    mixed = browser.get(f"/sign-in/with/{here.pk}/")
    browser.get(f"{back}?{there.agree(mixed.headers['Location'])}&iss=https://evil.example")
    assert not is_in(browser), "an answer of another issuer"
    assert come(browser, here, there).headers["Location"] == "/customers/"
    browser.post("/sign-out/")
    browser.get(f"{back}?{query}")
    assert not is_in(browser)


def test_a_mail_address_alone_never_opens_an_account_that_is_there(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    people.give("sue", email="sue@example.com")
    for creates in (False, True):
        change(here, creates=creates, roles=[people.roles["seller"].pk])
        for mail, verified in (
            ("sue@example.com", True),
            ("SUE@EXAMPLE.COM", True),
            ("ſue@example.com", True),
            ("sue@example.com", "true"),
            ("sue@example.com", None),
        ):
            there.person.update(email=mail, email_verified=verified)
            browser = Client()
            come(browser, here, there)
            assert not is_in(browser), mail
    assert not ForeignIdentity.objects.exists()
    assert User.live().count() == len(people.users)


def test_an_owner_who_is_in_links_his_account_with_a_verified_mail_of_his_own(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    people.give("sue", email="sue@example.com")
    browser = own(people.users["sue"])
    start = f"/settings/sign-on/{here.pk}/link/"

    def try_to_link() -> bool:
        going = browser.get(start)
        browser.get(f"/sign-in/with/{here.pk}/back/?{there.agree(going.headers['Location'])}")
        return ForeignIdentity.objects.exists()

    for mail, verified in (
        ("sue@example.com", False),
        ("süe@example.com", True),
        ("ſue@example.com", True),
        ("sue+x@example.com", True),
        ("sue@example.com.evil.example", True),
    ):
        there.person.update(email=mail, email_verified=verified)
        assert not try_to_link(), mail
    there.person.update(email="Sue@Example.com", email_verified=True)
    assert try_to_link()
    assert "sign-on-linked" in Occurrence.objects.values_list("kind", flat=True)
    assert "Sue@Example.com" in browser.get("/settings/sign-on/").text

    carl = own(people.users["carl"])
    going = carl.get(start)
    carl.get(f"/sign-in/with/{here.pk}/back/?{there.agree(going.headers['Location'])}")
    row = ForeignIdentity.objects.get()
    assert row.user_id == people.users["sue"].pk
    assert carl.post(f"/settings/sign-on/{row.pk}/unlink/").status_code in (303, 409)
    assert ForeignIdentity.objects.exists()
    assert browser.post(f"/settings/sign-on/{row.pk}/unlink/").status_code == 409, "the only way in"
    accounts.set_password(people.users["sue"], PASSWORD)
    again = own(User.live().get(pk=people.users["sue"].pk))
    assert again.post(f"/settings/sign-on/{row.pk}/unlink/").status_code == 303
    assert not ForeignIdentity.objects.exists()


def test_an_invitation_hands_an_account_over_and_ends_what_was_set_up_in_advance(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    sue = people.users["sue"]
    people.give("sue", email="sue@example.com")
    accounts.set_password(sue, PASSWORD)
    accounts.new_token(sue)
    early = signed_in_as(User.live().get(pk=sue.pk))
    assert is_in(early)
    assert (
        own(people.users["max"]).post(f"/users/{sue.pk}/invite-sign-on/", {"provider": here.pk}).status_code
        == 403
    )
    shown = own(people.users["ada"]).post(f"/users/{sue.pk}/invite-sign-on/", {"provider": here.pk}).text
    found = re.search(r"\?invitation=([-\w]+)", shown)
    assert found
    there.person.update(email="sue@evil.example")
    come(Client(), here, there, f"invitation={found[1]}")
    assert not ForeignIdentity.objects.exists()
    there.person.update(email="sue@example.com")
    browser = Client()
    assert come(browser, here, there, f"invitation={found[1]}").headers["Location"] == "/"
    assert is_in(browser)
    assert not is_in(early)
    assert Client().post("/sign-in/", {"username": "sue", "password": PASSWORD}).status_code == 422
    assert not Token.objects.filter(user=sue, revoked_at=None).exists()
    there.person.update(sub="another")
    come(Client(), here, there, f"invitation={found[1]}")
    assert ForeignIdentity.objects.count() == 1


def test_an_invitation_ends_after_a_week(people: People, here: IdentityProvider, there: Provider) -> None:
    sue = people.users["sue"]
    shown = own(people.users["ada"]).post(f"/users/{sue.pk}/invite-sign-on/", {"provider": here.pk}).text
    found = re.search(r"\?invitation=([-\w]+)", shown)
    assert found
    with clock.frozen(clock.now() + dt.timedelta(days=8)):
        come(Client(), here, there, f"invitation={found[1]}")
    assert not ForeignIdentity.objects.exists()


def test_accounts_are_made_just_in_time_with_mapped_roles_that_follow_the_claim(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    change(
        here,
        creates=True,
        domains=["example.com"],
        new_unit=people.south.pk,
        role_claim="groups",
        role_map={"crm-sales": "seller", "crm-lead": "leader"},
    )
    there.person.update(sub="7", email="pia@example.com", preferred_username="pia", groups=["other"])
    come(Client(), here, there)
    assert not User.live().filter(username="pia").exists(), "no role, no account"
    there.person.update(groups=["crm-sales"], email="pia@evil.example")
    come(Client(), here, there)
    assert not User.live().filter(username="pia").exists(), "another domain"
    there.person.update(email="pia@example.com")
    browser = Client()
    assert come(browser, here, there).headers["Location"] == "/customers/"
    assert is_in(browser)
    pia = User.live().get(username="pia")
    assert (pia.name, pia.unit_id, pia.roles) == ("Sue Signer", people.south.pk, [people.roles["seller"].pk])
    there.person.update(groups="crm-lead")
    come(Client(), here, there)
    pia.refresh_from_db()
    assert pia.roles == [people.roles["seller"].pk], "roles follow only where it is so configured"
    change(here, follows=True)
    come(Client(), here, there)
    pia.refresh_from_db()
    assert pia.roles == [people.roles["leader"].pk]


def test_a_second_factor_is_asked_here_unless_the_provider_asks_for_it(
    people: People, here: IdentityProvider, there: Provider
) -> None:
    known(people.users["sue"], there)
    role = people.roles["seller"]
    records.update((Role, role.pk), by=Actor.system(), demands={"second_factor": True})
    browser = Client()
    assert come(browser, here, there).headers["Location"] == "/sign-in/set-up/"
    assert not is_in(browser)
    change(here, second_factor=True)
    trusted = Client()
    assert come(trusted, here, there).headers["Location"] == "/customers/"
    assert is_in(trusted)


def test_keys_may_change_and_addresses_inside_are_not_asked(
    people: People, here: IdentityProvider, there: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(people.users["sue"], there)
    come(Client(), here, there)
    there.key = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"})
    kept = oidc._kept[f"{there.issuer}/keys"]
    oidc._kept[f"{there.issuer}/keys"] = (kept[0] - 60, kept[1])
    browser = Client()
    come(browser, here, there)
    assert is_in(browser)
    oidc._kept.clear()
    monkeypatch.setenv("KITH_OUTGOING_ALLOW", "")
    there.fetched.clear()
    stranger = Client()
    assert stranger.get(f"/sign-in/with/{here.pk}/").headers["Location"] == "/sign-in/"
    assert there.fetched == []


def test_only_who_holds_everything_names_providers(people: People, there: Provider) -> None:
    grants = {"identity-provider": {"*": "all"}, "role": {"*": "all"}}
    people.role("clerk", grants)
    clerk = people.join("Clara", "clerk")
    fine: dict[str, Any] = {"name": "X", "issuer": there.issuer, "client_id": CLIENT}
    with pytest.raises(Forbidden):
        records.create(IdentityProvider, by=clerk, **fine)
    for name, value in (
        ("scopes", "profile"),
        ("domains", ["exa mple"]),
        ("role_map", {"a": "nobody"}),
        ("role_map", {"a": 1}),
        ("issuer", "https://me:x@example.com"),
        ("issuer", "https://example.com?x=1"),
    ):
        with pytest.raises(Invalid):
            records.create(IdentityProvider, by=people.ada, **{**fine, name: value})
