"""A small provider of OpenID Connect on this machine: it signs for real and can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from kith.kernel import clock

CLIENT, SECRET = "kith-client", "a secret & more"
PERSON = {"sub": "248289761001", "email": "sue@example.com", "email_verified": True, "name": "Sue Signer"}
Change = Callable[[dict[str, Any]], None]


class Provider:
    """Its address, its keys, the person who is signed in there, and what is changed in its tokens."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.person: dict[str, Any] = dict(PERSON)
        self.change: Change = lambda _claims: None
        self.algorithm = "RS256"
        self.sign_with: Any = None
        self.codes: dict[str, dict[str, str]] = {}
        self.fetched: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.provider = self  # type: ignore[attr-defined]
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,))
        self.thread.start()

    def stop(self) -> None:
        """Stop answering."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def agree(self, address: str) -> str:
        """What a person's browser does there: the query of the address that it is sent back to."""
        query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"code={code}&state={query['state']}"

    def token(self, asked: dict[str, str]) -> str:
        """An ID token for what was asked."""
        now = int(clock.now().timestamp())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
            **self.person,
        }
        self.change(claims)
        if self.algorithm == "none":
            parts = [{"alg": "none"}, claims]
            texts = [
                base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=").decode() for one in parts
            ]
            return ".".join([*texts, ""])
        header = {"alg": self.algorithm, "kid": self.key.kid or ""}
        return jwt.encode(header, claims, self.sign_with or self.key, algorithms=[self.algorithm])

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Tokens for a code, once, for who has client secret and verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        pair = base64.b64encode(b"kith-client:a%20secret%20%26%20more").decode()
        if asked is None or authorization != f"Basic {pair}" or form["redirect_uri"] != asked["redirect_uri"]:
            return None
        if base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
            return None
        return {"id_token": self.token(asked), "access_token": "access", "token_type": "Bearer"}


class Handler(BaseHTTPRequestHandler):
    """Discovery, keys and tokens."""

    def do_GET(self) -> None:
        """Description, keys, and what is known of the person."""
        provider = cast(Provider, self.server.provider)  # type: ignore[attr-defined]
        provider.fetched.append(self.path)
        base = provider.issuer
        said: dict[str, Any] = {
            "/.well-known/openid-configuration": {
                "issuer": base,
                "authorization_endpoint": f"{base}/authorize?tenant=1",
                "token_endpoint": f"{base}/token",
                "jwks_uri": f"{base}/keys",
            },
            "/keys": KeySet([provider.key]).as_dict(private=False),
        }
        self.answer(said.get(self.path))

    def do_POST(self) -> None:
        """A code for tokens."""
        provider = cast(Provider, self.server.provider)  # type: ignore[attr-defined]
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: values[0] for name, values in parse_qs(body).items()}
        self.answer(provider.exchange(form, self.headers.get("Authorization", "")))

    def answer(self, said: Any) -> None:
        """JSON, or a refusal."""
        body = json.dumps(said or {"error": "invalid_grant"}).encode()
        self.send_response(200 if said else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""
