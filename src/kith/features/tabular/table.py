"""A table as the import sees it: a header and numbered rows, whatever the file was."""

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from kith.features.tabular.cells import MAX_COLUMNS, Cell, cut, distinct
from kith.features.tabular.errors import TableError
from kith.features.tabular.source import Source

OnError = Callable[[TableError, list[Cell]], None]
_MAX_NAME = 200


class Table:
    """A file that was opened: form, header, rows.

    `header` has a name for every column, all different; `original_header` is what the file says. `estimated_rows` is
    meant for a progress bar, not for decisions.
    """

    def __init__(self, source: Source) -> None:
        """Raises TableError(empty, too_many_columns) and those of the source."""
        self.kind = source.kind
        self.encoding = source.encoding
        self.delimiter = source.delimiter
        self.sheets = source.sheets
        self.sheet = source.sheet
        self._source = source
        self.header_row, self.original_header = self._first()
        self.header = distinct([_name(cell, number) for number, cell in enumerate(self.original_header, 1)])

    @property
    def estimated_rows(self) -> int:
        """About how many rows there are."""
        return self._source.estimate()

    def rows(self, on_error: OnError | None = None) -> Iterator[tuple[int, list[Cell]]]:
        """Give the number and the cells of every row, as many cells as the header has, empty ones as None.

        A row that is wrong by itself (too many cells, a stray quote) goes to `on_error` with the cells that could be
        read and the reading goes on; without `on_error` it is raised. What spoils the rest of the file is raised
        always. Each call reads the file anew, in constant memory.
        """
        width = len(self.header)
        for row, found in self._source.records():
            if row == self.header_row:
                continue
            error, cells = (found, []) if isinstance(found, TableError) else (None, found)
            if len(cells) > width:
                cells = cut(cells)
            if len(cells) > width:
                error = TableError("too_many_cells", row=row, found=len(cells), expected=width)
            if error is None:
                if len(cells) < width:
                    cells = cells + [None] * (width - len(cells))
                yield row, cells
            elif on_error is None:
                raise error
            else:
                on_error(error, cells)

    def check_has_rows(self) -> None:
        """Raise TableError(no_rows) when nothing follows the header."""
        wrong: list[TableError] = []
        if next(self.rows(lambda error, _cells: wrong.append(error)), None) is None and not wrong:
            raise TableError("no_rows")

    def _first(self) -> tuple[int, list[Cell]]:
        for row, found in self._source.records():
            if isinstance(found, TableError):
                raise found
            cells = cut(found)
            if len(cells) > MAX_COLUMNS:
                raise TableError("too_many_columns", limit=MAX_COLUMNS)
            if cells:
                return row, cells
        raise TableError("empty")


def _name(cell: Cell, number: int) -> str:
    name = " ".join(str(cell).split())[:_MAX_NAME] if cell is not None else ""
    return name or _("Column %(number)s") % {"number": number}
