"""What every kind of table gives: numbered records, read from the start as often as asked."""

from collections.abc import Iterator
from typing import Protocol

from kith.features.tabular.cells import Cell
from kith.features.tabular.errors import TableError

Record = tuple[int, list[Cell] | TableError]
"""The row number that a person sees and its cells, or what is wrong with this row alone."""


class Source(Protocol):
    """A file of one kind. Empty cells are None; rows without any cell may be left out, their numbers are not reused.

    What spoils the rest of the file is raised as TableError; what spoils one row is given in its place.
    """

    @property
    def kind(self) -> str:
        """csv, jsonl, vcard, xlsx, ods or xls."""

    @property
    def encoding(self) -> str | None:
        """The codec of a text file."""

    @property
    def delimiter(self) -> str | None:
        """The character between the cells of a text file."""

    @property
    def sheets(self) -> list[str]:
        """The names of the sheets, none for a text file."""

    @property
    def sheet(self) -> str | None:
        """The name of the sheet that is read."""

    def records(self) -> Iterator[Record]:
        """Open the file and give its rows, the header among them."""

    def estimate(self) -> int:
        """Return about how many rows there are, cheaply."""
