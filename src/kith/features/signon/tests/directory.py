"""A small LDAP server on this machine, with TLS: binds, and searches by one equality inside a filter."""

from __future__ import annotations

import datetime as dt
import socketserver
import ssl
import threading
from pathlib import Path
from typing import Any, cast

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

BASE = "ou=people,dc=example,dc=com"
READER = ("cn=reader,dc=example,dc=com", "reading only")
Entry = dict[str, list[bytes]]


class Directory(socketserver.ThreadingTCPServer):
    """Entries by name, passwords by name, and every value that was searched for."""

    allow_reuse_address = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.entries: dict[str, Entry] = {}
        self.passwords = dict([READER])
        self.searched: list[bytes] = []
        self.bound: list[tuple[str, bytes]] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate = certified(folder)
        self.context.load_cert_chain(self.certificate, folder / "key.pem")
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        """Its address under the name in its certificate."""
        return f"ldaps://localhost:{self.server_address[1]}"

    def add(self, uid: str, number: str, password: str, **values: bytes) -> str:
        """A person; the name of the entry."""
        name = f"uid={uid},{BASE}"
        found = {key: [value] for key, value in values.items()}
        self.entries[name] = {
            "uid": [uid.encode()],
            "cn": [uid.title().encode()],
            "entryUUID": [number.encode()],
            **found,
        }
        self.passwords[name] = password
        return name

    def handle_error(self, *_args: Any) -> None:
        """A client that does not trust the certificate hangs up."""


class Talk(socketserver.BaseRequestHandler):
    """One connection."""

    def handle(self) -> None:
        """Requests until the client goes."""
        place, held = cast(Directory, self.server), b""
        with place.context.wrap_socket(self.request, server_side=True) as link:
            while data := link.recv(65_536):
                held += data
                while (message := first(held)) is not None:
                    _tag, body, held = message
                    number, (kind, asked) = parts(body)[:2]
                    for said in self.answers(place, kind, [content for _tag, content in parts(asked)]):
                        link.sendall(made(SEQUENCE, made(*number), said))

    def answers(self, place: Directory, kind: int, asked: list[bytes]) -> list[bytes]:
        """What is answered to one request."""
        if kind == BIND:
            name, password = asked[1].decode(), asked[2]
            place.bound.append((name, password))
            # As real servers do: a name without a password is a stranger, and welcome.
            good = not password or place.passwords.get(name, "").encode() == password
            return [made(BIND + 1, *outcome(0 if good else 49))]
        if kind != SEARCH:
            return []
        wanted = equality(asked[6])
        place.searched.append(wanted)
        found = [one for one in place.entries.items() if wanted.lower() in [v.lower() for v in one[1]["uid"]]]
        return [*(entry(*one) for one in found), made(SEARCH + 2, *outcome(0))]


# Tags of BER as LDAP uses them.
SEQUENCE, SET, STRING, ENUMERATED = 0x30, 0x31, 0x04, 0x0A
BIND, SEARCH, EQUALITY = 0x60, 0x63, 0xA3


def first(data: bytes) -> tuple[int, bytes, bytes] | None:
    """Tag and content of the first element, and what follows it; None when it is not whole yet."""
    if len(data) < 2:
        return None
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start])
    if len(data) < start + length:
        return None
    return data[0], data[start : start + length], data[start + length :]


def parts(data: bytes) -> list[tuple[int, bytes]]:
    """The elements of a content; one that is no list of elements has none."""
    found = []
    while data and (one := first(data)) is not None:
        found.append(one[:2])
        data = one[2]
    return found


def made(tag: int, *contents: bytes) -> bytes:
    """An element."""
    content = b"".join(contents)
    return bytes([tag, 0x84]) + len(content).to_bytes(4) + content


def outcome(code: int) -> list[bytes]:
    """How it went."""
    return [made(ENUMERATED, bytes([code])), made(STRING), made(STRING)]


def equality(wanted: bytes) -> bytes:
    """The value of uid in an "and" of two equalities: any other filter is none of ours."""
    assert [tag for tag, _content in parts(wanted)] == [EQUALITY, EQUALITY]
    (key, _object), (uid, value) = (
        [content for _tag, content in parts(content)] for _tag, content in parts(wanted)
    )
    assert (key, uid) == (b"objectClass", b"uid")
    return value


def entry(name: str, values: Entry) -> bytes:
    """A found entry."""
    attributes = [
        made(SEQUENCE, made(STRING, key.encode()), made(SET, *(made(STRING, value) for value in held)))
        for key, held in values.items()
    ]
    return made(SEARCH + 1, made(STRING, name.encode()), made(SEQUENCE, *attributes))


def certified(folder: Path) -> str:
    """A certificate for localhost that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + dt.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    return str(folder / "certificate.pem")
