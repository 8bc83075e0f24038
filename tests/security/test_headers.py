"""What surrounds every answer: the policy of its content, and cookies that keep to https."""

import pytest
from django.test import Client, override_settings

from kith.web.assets import asset
from tests.company import People
from tests.signing import browser, end

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "path",
    ["/", "/nothing-here/", "/customers/", "/api/v1/customers", "/sign-in/", "/app.webmanifest", "static"],
)
def test_every_answer_says_what_it_may_load_and_that_it_may_not_be_framed(people: People, path: str) -> None:
    for client in (Client(), browser(people.users["sue"])):
        answer = client.get(asset("app.css") if path == "static" else path)
        end(answer)
        headers = answer.headers
        policy = headers["Content-Security-Policy"]
        for said in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert said in policy
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers


@override_settings(HTTPS=True)
def test_over_https_browsers_keep_to_it_and_every_cookie_does(people: People) -> None:
    client = Client()
    answers = [client.get("/sign-in/"), client.get("/sign-in/?language=ru"), client.get(asset("app.css"))]
    for answer in answers:
        end(answer)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        for cookie in answer.cookies.values():
            assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax"), (
                cookie.key
            )
    assert [cookie for answer in answers for cookie in answer.cookies]


def test_signing_out_takes_what_the_browser_holds(people: People) -> None:
    client = browser(people.users["sue"])
    assert "no-store" in client.get("/customers/").headers["Cache-Control"]
    assert client.post("/sign-out/").headers["Clear-Site-Data"] == '"cache"'
    assert client.get("/customers/").status_code == 302
