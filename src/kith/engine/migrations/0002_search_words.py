"""The full-text index: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL."""

from typing import Any

from django.db import migrations

from kith.kernel.search import FTS5_OPTIONS


def build(apps: Any, schema_editor: Any) -> None:
    """Create the index of this database."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"CREATE VIRTUAL TABLE engine_search_words USING fts5(tokens, {FTS5_OPTIONS})")
    else:
        schema_editor.execute("ALTER TABLE engine_searchdocument ADD COLUMN vector tsvector")
        schema_editor.execute(
            "CREATE INDEX engine_search_vector ON engine_searchdocument USING gin (vector) WITH (fastupdate = on)"
        )


def drop(apps: Any, schema_editor: Any) -> None:
    """Remove it."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE engine_search_words")
    else:
        schema_editor.execute("ALTER TABLE engine_searchdocument DROP COLUMN vector")


class Migration(migrations.Migration):
    """Beside the documents stands what finds them."""

    dependencies = [("engine", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
