"""How large files and functions are: shown after a test run to be looked at, never a reason to fail."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
SHOWN = 5


def report(source: Path) -> None:
    """Print medians, ninth deciles and what has outgrown the house's measure, the largest first."""
    paths = [
        path for path in source.rglob("*.py") if "migrations" not in path.parts and "tests" not in path.parts
    ]
    files = [(len(path.read_text(encoding="utf-8").splitlines()), str(path)) for path in paths]
    functions = [measured for path in paths for measured in _functions(path)]
    print("\n== sizes in lines")
    _show("files", files, LONGEST_FILE)
    _show("functions", functions, LONGEST_FUNCTION)


def _functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = (
                len(node.body) > 1 and isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            )
            note = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
            yield (node.end_lineno or 0) - node.lineno + 1 - note, f"{path}:{node.lineno} {node.name}"


def _show(what: str, measured: list[tuple[int, str]], limit: int) -> None:
    lengths = sorted(length for length, _name in measured)
    if not lengths:
        return
    ninth = lengths[len(lengths) * 9 // 10]
    print(
        f"{what}: {len(lengths)}, median {statistics.median(lengths):g}, ninth decile {ninth}, most {lengths[-1]}"
    )
    for length, name in sorted(measured, reverse=True)[:SHOWN]:
        if length > limit:
            print(f"  {length} {name}")
