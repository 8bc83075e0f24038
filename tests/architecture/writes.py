"""Finds writes to the database that go around the gate.

The rule, by the shape of the call:

- ``x.save(...)`` and ``x.delete()`` without positional arguments (a storage's take a name, these do not);
- ``x.update(a=1)`` with keywords only, on a manager, a name or the result of a call (a dictionary's and a digest's
  take a position; ``environment.globals`` and what is declared as ``**options`` are none of these);
- ``x.bulk_create``, ``bulk_update``, ``get_or_create``, ``update_or_create``;
- ``x.objects.create`` and the like on any manager;
- ``x.execute("INSERT ...")`` and other statements that write.
"""

import ast
from collections.abc import Iterator

BULK = frozenset(
    {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create", "aupdate"}
)
MANAGERS = frozenset({"objects", "_default_manager", "_base_manager"})
STATEMENTS = ("insert", "update", "delete", "replace", "merge", "truncate")


def around_the_gate(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Return line and method of each call that writes."""
    options = {
        node.args.kwarg.arg
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.args.kwarg
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        receiver = node.func.value
        if _writes(node, node.func) and not (isinstance(receiver, ast.Name) and receiver.id in options):
            yield node.lineno, node.func.attr


def _writes(call: ast.Call, method: ast.Attribute) -> bool:
    if method.attr in BULK:
        return True
    if method.attr in {"save", "delete"}:
        return not call.args and not _is_gate(method.value)
    if method.attr == "update":
        return not call.args and bool(call.keywords) and _is_rows(method.value)
    if method.attr in {"create", "acreate"}:
        return isinstance(method.value, ast.Attribute) and method.value.attr in MANAGERS
    return method.attr in {"execute", "executemany"} and _writes_sql(call)


def _is_rows(receiver: ast.expr) -> bool:
    if isinstance(receiver, ast.Attribute):
        return receiver.attr in MANAGERS
    return not _is_gate(receiver)


def _is_gate(receiver: ast.expr) -> bool:
    """The gate's functions are called on their modules: `records.update(...)`, `bulk.delete(...)`."""
    return isinstance(receiver, ast.Name) and receiver.id in {"records", "bulk"}


def _writes_sql(call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    if isinstance(first, ast.JoinedStr) and first.values:
        first = first.values[0]
    text = first.value if isinstance(first, ast.Constant) else ""
    return isinstance(text, str) and text.lstrip().lower().startswith(STATEMENTS)
