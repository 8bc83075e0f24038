"""Names, writes and migrations of the house."""

import ast
import re
from collections import Counter

import pytest

from tests.architecture.sources import HOUSE, imports, python_files, shown, tree
from tests.architecture.writes import around_the_gate

FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "extras", "misc"})
FLOORS_WITHOUT_WRITES = ("modules", "web", "api", "portal")


def test_no_module_is_named_after_nothing() -> None:
    """A name says what is inside; utils, helpers, common and extras say that nobody knew."""
    found = [
        shown(path)
        for path in HOUSE.rglob("*")
        if path.stem in FORBIDDEN_NAMES and path.suffix in {"", ".py"}
    ]
    assert found == []


def test_every_python_folder_is_a_package() -> None:
    """A folder without __init__ is invisible to the import contracts."""
    folders = {path.parent for path in HOUSE.rglob("*.py")}
    assert sorted(shown(folder) for folder in folders if not (folder / "__init__.py").exists()) == []


def test_nothing_writes_around_the_gate() -> None:
    """Modules and shells change records through the gate only."""
    found = [
        f"{shown(path, line)} .{method}()"
        for path in python_files()
        if path.relative_to(HOUSE).parts[0] in FLOORS_WITHOUT_WRITES and "migrations" not in path.parts
        for line, method in around_the_gate(tree(path))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "writes"),
    [
        ("customer.save()", True),
        ("customer.save(update_fields=['name'])", True),
        ("storage.save('a.txt', content)", False),
        ("customer.delete()", True),
        ("Customer.objects.filter(a=1).delete()", True),
        ("cache.delete('key')", False),
        ("records.delete(customer, by=actor)", False),
        ("rows.update(name='x')", True),
        ("Customer.objects.update(name='x')", True),
        ("environment.globals.update(url='x')", False),
        ("values.update({'name': 'x'})", False),
        ("digest.update(b'x')", False),
        ("Customer.objects.create(name='x')", True),
        ("records.create(Customer, by=actor, name='x')", False),
        ("Customer.objects.bulk_create(rows)", True),
        ("cursor.execute('UPDATE customers SET name = 1')", True),
        ("cursor.execute(f'delete from {table}')", True),
        ("cursor.execute('SELECT 1')", False),
    ],
)
def test_the_rule_about_writes_tells_them_from_their_likes(source: str, writes: bool) -> None:
    """The finder is only as good as its eye: what it has to see, and what it must not take for a write."""
    assert bool(list(around_the_gate(ast.parse(source)))) is writes


def test_no_migration_imports_what_will_change() -> None:
    """A migration has to run years later: it may import fields and the kernel, but no models and rules."""
    allowed = re.compile(r"kith\.(kernel\b|(engine|features\.\w+)(\.\w+)*\.(fields|migrations|schema|sql)\b)")
    found = [
        f"{shown(path)} {name}"
        for path in HOUSE.glob("**/migrations/*.py")
        for name in imports(path)
        if name.startswith("kith.") and not allowed.match(f"{name}.")
    ]
    assert found == []


def test_no_migration_number_is_used_twice() -> None:
    """Two migrations of one number are two histories."""
    numbers = Counter((path.parent, path.name[:4]) for path in HOUSE.glob("**/migrations/[0-9]*.py"))
    assert [f"{shown(folder)} {number}" for (folder, number), count in numbers.items() if count > 1] == []
