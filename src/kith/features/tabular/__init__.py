"""Reading and writing of tables: CSV, XLSX, JSON Lines, and reading of XLS and ODS."""

from kith.features.tabular.cells import Cell, CellError
from kith.features.tabular.errors import TableError
from kith.features.tabular.opening import open_table
from kith.features.tabular.table import Table

__all__ = ["Cell", "CellError", "Table", "TableError", "open_table"]
