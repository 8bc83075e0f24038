"""Lists as files: CSV, XLSX and JSON Lines, within the right to export."""
