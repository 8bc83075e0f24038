"""Memory does not grow with the rows."""

import subprocess
import sys
from pathlib import Path

import pytest

from kith.features.tabular.writing import write_csv, write_xlsx

ROWS = 200_000
READ = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from kith.features.tabular import open_table
def peak():  # of this program alone: the figure of the resource module begins with that of the parent
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024
table = open_table(Path(sys.argv[1]), name="f")
before = peak()
rows = sum(1 for _ in table.rows())
print(rows, peak() - before, peak())
"""


measurable = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is measured on Linux")


def measured(path: Path) -> tuple[int, int, int]:
    """Return the rows read by another process, by how many MB it grew while reading, and its peak."""
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(Path(__file__).parents[4])},
    )
    rows, growth, peak = map(int, done.stdout.split())
    return rows, growth, peak


def people(count: int) -> list[list[object]]:
    return [[number, f"客户 {number}", f"Иванов {number % 900}", number * 1.25] for number in range(count)]


@measurable
@pytest.mark.slow
def test_many_rows_of_csv_need_no_more_memory_than_few(tmp_path: Path) -> None:
    write_csv(tmp_path / "f", ["id", "name", "contact", "sum"], people(ROWS))
    rows, growth, peak = measured(tmp_path / "f")
    assert (rows, growth < 4, peak < 60) == (ROWS, True, True)


@measurable
@pytest.mark.slow
def test_many_rows_of_a_workbook_need_no_more_memory_than_few(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "f", ["id", "name", "contact", "sum"], people(ROWS), sheet_title="t")
    rows, growth, peak = measured(tmp_path / "f")
    assert (rows, growth < 8, peak < 150) == (ROWS, True, True)
