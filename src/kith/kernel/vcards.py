"""Business cards in files (vCard 2.1, 3.0 and 4.0): read as they are found in the wild, written as 3.0 or 4.0.

Sources: RFC 2426 (3.0), RFC 6350 (4.0), the specification of versit (2.1), RFC 6868 for marks in parameters.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

LONGEST = 75
"""Octets of a line; longer ones are folded."""
MOST = 4_000_000
"""Characters of one card with its pictures; longer ones are refused."""
UNKNOWN_YEAR = 1804
"""The year with which a birthday of unknown year is given: a leap year before 1900."""
ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_NAME = re.compile(r"(?:([A-Za-z0-9-]+)\.)?([A-Za-z0-9-]+)")
_PARAMETER = re.compile(r';([^=:;]*)(?:=((?:"[^"]*"|[^":;])*))?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MARKS = {"^n": "\n", "^^": "^", "^'": '"'}
_DAY = re.compile(r"(\d{4}|--)-?(\d{2})-?(\d{2})")


class CardError(ValueError):
    """A file that holds no card, or one that never ends; `line` counts from 1."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(frozen=True, slots=True)
class Property:
    """One line of a card: its name in capitals, its kinds (TYPE, small letters), other parameters, and its value as it
    stands, still escaped."""

    name: str
    value: str
    kinds: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    group: str = ""

    @property
    def text(self) -> str:
        """The value as text."""
        return unescaped(self.value)

    @property
    def parts(self) -> list[str]:
        """The parts of a structured value, such as family name and given name."""
        return [unescaped(part) for part in split(self.value, ";")]

    @property
    def preferred(self) -> bool:
        """Whether it is the one to use first."""
        return "pref" in self.kinds or any(name == "PREF" and value == "1" for name, value in self.parameters)


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its version and properties in their order; `line` is where it begins in its file."""

    properties: tuple[Property, ...]
    version: str = ""
    line: int = 0

    def all(self, name: str) -> list[Property]:
        """The properties of a name, the preferred ones first."""
        return sorted((one for one in self.properties if one.name == name), key=lambda one: not one.preferred)

    def first(self, name: str) -> Property | None:
        """The preferred one of a name."""
        return next(iter(self.all(name)), None)


# ---------------------------------------------------------------------- reading


def read(lines: Iterable[str]) -> Iterator[Card]:
    """The cards among some lines of text; other components are passed over. Raises CardError(unfinished)."""
    stack: list[str] = []
    found, begun = list[Property](), 0
    for number, line in logical(lines):
        one = parsed(line)
        if one is None:
            continue
        if one.name == "BEGIN":
            stack.append(one.value.strip().upper())
            found, begun = ([], number) if len(stack) == 1 else (found, begun)
        elif one.name == "END":
            if stack == ["VCARD"]:
                yield _card(found, begun)
            stack = stack[:-1]
        elif stack == ["VCARD"]:
            found.append(one)
    if stack[:1] == ["VCARD"]:
        raise CardError("unfinished", begun)


def _card(found: Sequence[Property], line: int) -> Card:
    version = next((one.value.strip() for one in found if one.name == "VERSION"), "")
    return Card(tuple(one for one in found if one.name != "VERSION"), version, line)


def logical(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The lines with what was folded put together, each with the number of its first."""
    held, begun = "", 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        soft = held.endswith("=") and _is_quoted(held)
        if held and (line[:1] in (" ", "\t") or soft) and len(held) < MOST:
            rest = line[1:] if line[:1] in (" ", "\t") else line
            held = (held[:-1] if soft else held) + rest
            continue
        if held:
            yield begun, held
        held, begun = line, number
    if held:
        yield begun, held


def _is_quoted(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line.partition(":")[0].upper()


def parsed(line: str) -> Property | None:
    """One line as a property; None for what is none."""
    line = line.lstrip("\ufeff").strip()
    name = _NAME.match(line)
    if name is None:
        return None
    place, kinds, others = name.end(), list[str](), list[tuple[str, str]]()
    while found := _PARAMETER.match(line, place):
        place = found.end()
        for key, value in _parameters(found[1].strip().upper(), found[2]):
            if key == "TYPE":
                kinds.append(value.lower())
            else:
                others.append((key, value))
    if line[place : place + 1] != ":":
        return None
    value, others = _decoded(line[place + 1 :], others)
    return Property(name[2].upper(), value, tuple(dict.fromkeys(kinds)), tuple(others), name[1] or "")


def _parameters(key: str, said: str | None) -> Iterator[tuple[str, str]]:
    """A parameter with each of its values; in 2.1 the value stands alone."""
    if said is None:
        yield ("ENCODING" if key in ENCODINGS else "TYPE"), key
        return
    for value in re.findall(r'"([^"]*)"|([^,"]+)', said):
        text = re.sub(r"\^[n^']", lambda mark: _MARKS[mark[0]], value[0] or value[1])
        for part in text.split(",") if key == "TYPE" else (text,):
            yield key, part.strip()


def _decoded(value: str, others: list[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    """The value without the encoding of 2.1, and the parameters that are left. Line breaks become those of 3.0."""
    said = {key: text for key, text in others if key in ("ENCODING", "CHARSET")}
    if said.get("ENCODING", "").upper() != "QUOTED-PRINTABLE":
        return value, [one for one in others if one[0] != "CHARSET"]
    octets = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        text = octets.decode(said.get("CHARSET") or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = octets.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return text, [one for one in others if one[0] not in ("ENCODING", "CHARSET")]


def split(text: str, mark: str) -> list[str]:
    """A value at marks that are not escaped."""
    return re.findall(rf"(?:^|(?<={mark}))((?:\\.|[^\\{mark}])*)", text, re.DOTALL) or [""]


def unescaped(text: str) -> str:
    """A value as text."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text).strip()


# ---------------------------------------------------------------------- writing


def escaped(text: str) -> str:
    """A text as a value."""
    found = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\").replace("\n", "\\n")
    return found.replace(",", "\\,").replace(";", "\\;")


def written(card: Card, version: str = "3.0") -> str:
    """A card as text with folded lines."""
    lines = ["BEGIN:VCARD", f"VERSION:{version}", *(_line(one) for one in card.properties), "END:VCARD"]
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _line(one: Property) -> str:
    group = f"{one.group}." if one.group else ""
    said = "".join(f";{key}={_quoted(value)}" for key, value in one.parameters)
    kinds = "".join(f";TYPE={_quoted(kind)}" for kind in one.kinds)
    return f"{group}{one.name}{kinds}{said}:{one.value}"


def _quoted(value: str) -> str:
    marked = value.replace("^", "^^").replace('"', "^'").replace("\n", "^n")
    return f'"{marked}"' if re.search(r"[,:;]", marked) else marked


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no character cut in two."""
    pieces, piece, size = [], "", 0
    for sign in line:
        width = len(sign.encode("utf-8", "surrogateescape"))
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = "", 1
        piece, size = piece + sign, size + width
    return "\r\n ".join([*pieces, piece])


# ---------------------------------------------------------------------- what a card says of somebody


@dataclass(frozen=True, slots=True)
class Person:
    """What is taken from a card and put into one. `birthday` is written as 1970-04-14."""

    name: str = ""
    family: str = ""
    given: str = ""
    nicknames: tuple[str, ...] = ()
    company: str = ""
    position: str = ""
    mobile: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    language: str = ""
    birthday: str = ""
    tags: tuple[str, ...] = ()
    note: str = ""
    is_company: bool = field(default=False)


def person_of(card: Card) -> Person:
    """What a card says, of several numbers and addresses the preferred one."""
    names = _parts(card.first("N"), 5)
    company = next((part for part in _parts(card.first("ORG"), 1) if part), "")
    shown = _text(card, "FN") or " ".join(part for part in (names[1], names[2], names[0]) if part) or company
    mobile, phone = _phones(card.all("TEL"))
    place = _parts(_work_first(card.all("ADR")), 7)
    street = "\n".join(part for part in (place[0], place[1], place[2]) if part)
    return Person(
        shown, names[0], names[1], _listed(card, "NICKNAME"), company, _text(card, "TITLE") or _text(card, "ROLE"),
        mobile, phone, _text(card, "EMAIL"), _text(card, "URL"), street, place[5], place[3], place[4], place[6],
        _text(card, "LANG"), day_of(_text(card, "BDAY")), _listed(card, "CATEGORIES"), _text(card, "NOTE"),
        _text(card, "X-ABSHOWAS").upper() == "COMPANY" or _text(card, "KIND").lower() == "org",
    )  # fmt: skip


def card_of(person: Person) -> Card:
    """A card that says it."""
    name = (person.family or ("" if person.given else person.name), person.given, "", "", "")
    place = ("", "", person.street, person.city, person.region, person.postcode, person.country)
    lines = (
        ("N", ";".join(escaped(part) for part in name), ()),
        ("FN", escaped(person.name), ()),
        ("NICKNAME", ",".join(escaped(one) for one in person.nicknames), ()),
        ("ORG", escaped(person.company), ()),
        ("TITLE", escaped(person.position), ()),
        ("TEL", escaped(person.mobile), ("cell",)),
        ("TEL", escaped(person.phone), ("work", "voice")),
        ("EMAIL", escaped(person.email), ("work",)),
        ("URL", escaped(person.website), ()),
        ("ADR", ";".join(escaped(part) for part in place) if any(place) else "", ("work",)),
        ("LANG", escaped(person.language), ()),
        ("BDAY", escaped(person.birthday), ()),
        ("CATEGORIES", ",".join(escaped(tag) for tag in person.tags), ()),
        ("NOTE", escaped(person.note), ()),
    )
    return Card(tuple(Property(key, value, kinds) for key, value, kinds in lines if value), "3.0")


def day_of(text: str) -> str:
    """A day of a card as 1970-04-14, with UNKNOWN_YEAR where it says none; "" for what is no day."""
    found = _DAY.match(text)
    if found is None:
        return ""
    return f"{UNKNOWN_YEAR if found[1] == '--' else found[1]}-{found[2]}-{found[3]}"


def _text(card: Card, name: str) -> str:
    one = card.first(name)
    return one.text if one else ""


def _listed(card: Card, name: str) -> tuple[str, ...]:
    found = (unescaped(part) for one in card.all(name) for part in split(one.value, ","))
    return tuple(part for part in found if part)


def _parts(one: Property | None, length: int) -> Sequence[str]:
    parts = one.parts if one else []
    return [*parts, *("" for _missing in range(length - len(parts)))]


def _phones(found: Sequence[Property]) -> tuple[str, str]:
    """The mobile number and the other one; faxes are neither."""
    spoken = [one for one in found if not {"fax", "pager", "x400"} & set(one.kinds)]
    numbers = [(bool({"cell", "iphone"} & set(one.kinds)), one.text.removeprefix("tel:")) for one in spoken]
    mobile = next((number for is_mobile, number in numbers if is_mobile), "")
    return mobile, next((number for is_mobile, number in numbers if not is_mobile), "")


def _work_first(found: Sequence[Property]) -> Property | None:
    return min(found, key=lambda one: "work" not in one.kinds and not one.preferred, default=None)
