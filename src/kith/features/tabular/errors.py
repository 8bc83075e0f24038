"""What can be wrong with a table, said in the reader's language and at the right place."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from typing_extensions import override

MESSAGES = {
    # the file as a whole
    "empty": _("The file is empty."),
    "no_rows": _("The file has a header line but no rows."),
    "too_large": _("The file is too large: at most %(limit)s MB can be read in this format."),
    "not_a_table": _("This is not a table. Save it as CSV or XLSX and try again."),
    "html": _(
        "This is a web page with the name of a spreadsheet. Open it in a spreadsheet program, save it as XLSX."
    ),
    "xml_spreadsheet": _("This is an XML spreadsheet of an old kind. Save it as XLSX and try again."),
    "xlsb": _("Binary workbooks (XLSB) are not read. Save the file as XLSX and try again."),
    "damaged": _("The file is damaged or incomplete: %(part)s cannot be read."),
    "encrypted": _("The file is protected by a password. Remove the password and try again."),
    "macros": _("The workbook contains macros. Save it as XLSX without macros and try again."),
    "bomb": _("The file unpacks to far more than it should. It is refused for safety."),
    "forbidden_xml": _(
        "The file contains XML declarations that a spreadsheet never needs. It is refused for safety."
    ),
    "no_sheets": _("The workbook has no sheet with a table."),
    "unknown_sheet": _("There is no sheet named “%(sheet)s”."),
    # text files
    "unknown_encoding": _("The encoding of the file is not clear. Choose it, or save the file as UTF-8."),
    "unsupported_encoding": _("The encoding “%(encoding)s” is not known."),
    "bad_delimiter": _("The delimiter must be one character that is not a quote or a line end."),
    "undecodable": _("Row %(row)s has characters that do not exist in %(encoding)s."),
    "nul": _("Row %(row)s has a zero byte. The file is damaged or is not text."),
    "line_too_long": _("Row %(row)s is too long (over %(limit)s characters). A quote may be missing."),
    "unclosed_quote": _("The quoted text that begins in row %(row)s has no closing quote."),
    "bad_quote": _("Row %(row)s has a quote in a wrong place."),
    "unfinished_card": _("The card that begins on line %(row)s does not end. The file may be cut off."),
    "bad_json": _("Row %(row)s is not a JSON object."),
    # rows and cells
    "too_many_columns": _("There are more than %(limit)s columns."),
    "too_many_cells": _("Row %(row)s has %(found)s cells, the header has %(expected)s."),
    "unknown_key": _("Row %(row)s has the key “%(key)s”, which the first rows do not have."),
    "cell_too_long": _("Row %(row)s, column %(column)s: the text is longer than %(limit)s characters."),
    "row_out_of_range": _("Row number %(row)s is beyond the limit of a sheet."),
    "cannot_encode": _("Row %(row)s, column %(column)s: “%(text)s” cannot be written in %(encoding)s."),
}


class TableError(Exception):
    """A table, row or cell that cannot be read or written.

    `code` is one of `MESSAGES`; `row` is the number a person sees in a spreadsheet program, `column` counts from 1;
    `params` are the values in the message. Code and parameters are plain values, so that a job can store them.
    """

    def __init__(
        self, code: str, *, row: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        super().__init__(code, row, column, params)
        self.code = code
        self.row = row
        self.column = column
        self.params = params

    @property
    def message(self) -> str:
        """Return the text in the language that is active now."""
        return str(MESSAGES[self.code]) % {"row": self.row, "column": self.column, **self.params}

    @override
    def __str__(self) -> str:
        return self.message
