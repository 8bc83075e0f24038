"""vCards as a table: a row for each person, a column for all that some card says."""

from collections.abc import Iterator
from itertools import islice
from operator import attrgetter
from pathlib import Path

from kith.features.tabular.encodings import detect
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Record
from kith.kernel.vcards import CardError, Person, person_of, read

COLUMNS = (
    ("Name", "name"),
    ("Company", "company"),
    ("Position", "position"),
    ("Mobile", "mobile"),
    ("Phone", "phone"),
    ("E-mail", "email"),
    ("Website", "website"),
    ("Street", "street"),
    ("Postcode", "postcode"),
    ("City", "city"),
    ("Region", "region"),
    ("Country", "country"),
    ("Language", "language"),
    ("Birthday", "birthday"),
    ("Tags", "tags"),
    ("Other names", "nicknames"),
    ("About", "note"),
)
"""Header and attribute of a Person, in words that the fields of customers, contacts and leads are found by."""
JOINED = {"tags": ", ", "nicknames": "\n"}
_FIRST = 1_000


class VCardFile:
    """Cards become rows; their number is the line on which a card begins."""

    kind = "vcard"
    delimiter = None
    sheet = None

    def __init__(self, path: Path, *, encoding: str | None = None) -> None:
        """Raises TableError(unfinished_card) for the first cards."""
        self.path = path
        self.sheets: list[str] = []
        self.encoding: str | None = encoding or detect(path).encoding
        said = {name for _row, person in islice(self._people(), _FIRST) for name in _said(person)}
        self._columns = [(label, name) for label, name in COLUMNS if name in said]

    def estimate(self) -> int:
        """Return about how many cards there are, from the first ones."""
        with self.path.open("rb") as file:
            head = file.read(1 << 16)
        return max(1, head.upper().count(b"BEGIN:VCARD") * self.path.stat().st_size // max(len(head), 1))

    def records(self) -> Iterator[Record]:
        """Give the header (row 0, since no line holds it), then the cards."""
        yield 0, [label for label, _name in self._columns]
        for row, person in self._people():
            said = _said(person)
            yield row, [said.get(name) for _label, name in self._columns]

    def _people(self) -> Iterator[tuple[int, Person]]:
        with self.path.open(encoding=self.encoding, errors="replace", newline=None) as lines:
            try:
                for card in read(lines):
                    yield card.line, person_of(card)
            except CardError as error:
                raise TableError("unfinished_card", row=error.line) from error


def _said(person: Person) -> dict[str, str]:
    """What a card says, as text."""
    found = {}
    for _label, name in COLUMNS:
        value = attrgetter(name)(person)
        text = value if isinstance(value, str) else JOINED[name].join(value)
        if text:
            found[name] = text
    return found
