"""Commands, supervisor, catalogues and backups."""
