"""Somebody leaves: an administrator hands over ten thousand records in the browser, sees how far it is, undoes it."""

import os
import re
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import PASSWORD, Server, come_in, hire, kith, patient, served
from tests.harness import templates

COUNT = 10_000
MOST_SECONDS = 60
MOST_MEMORY = 400 * 1024
"""Kilobytes that a process of the server may take at its fullest."""


def _spent(server: Server) -> tuple[int, float]:
    """The most memory in kilobytes that any process of a server took, and the seconds of processor of all."""
    mark, most, ticks = f"KITH_DATA={server.data}".encode(), 0, 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark not in (process / "environ").read_bytes().split(b"\0"):
                continue
            peak = re.search(r"VmHWM:\s+(\d+)", (process / "status").read_text())
            spent = (process / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        most = max(most, int(peak[1]) if peak else 0)
        ticks += int(spent[11]) + int(spent[12])
    return most, ticks / os.sysconf("SC_CLK_TCK")


def _seed(data: Path) -> None:
    """Copies of one customer of the leaver, by one statement; the first went through the gate."""
    (found,) = data.glob("*.sqlite3")
    with sqlite3.connect(found) as tables:
        columns = [
            row[1] for row in tables.execute("PRAGMA table_info(customers_customer)") if row[1] != "id"
        ]
        copied = ", ".join(f"{name} || ' ' || n" if name == "name" else name for name in columns)
        tables.execute(
            f"WITH RECURSIVE many(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM many WHERE n < {COUNT}) "  # noqa: S608  names of our own tables
            f"INSERT INTO customers_customer ({', '.join(columns)}) SELECT {copied} FROM many, customers_customer"
        )
    tables.close()


@pytest.fixture
def leaving(tmp_path: Path) -> Iterator[Server]:
    """A served company in which one seller has ten thousand customers, and another none."""
    data = tmp_path / "leaving"
    shutil.copytree(templates.migrated(), data)
    hire(data)
    for name in ("lea", "carl"):
        kith(data, "user", "add", name, "--role", "seller", typed=f"{PASSWORD}\n")
    with served(data) as server:
        yield server


def _owned(server: Server) -> dict[str, int]:
    (found,) = server.data.glob("*.sqlite3")
    with sqlite3.connect(found) as tables:
        rows = tables.execute(
            "SELECT u.username, count(*) FROM customers_customer c JOIN engine_user u ON u.id = c.owner_id GROUP BY 1"
        ).fetchall()
    tables.close()
    return dict(rows)


def test_a_leaver_hands_ten_thousand_records_over_and_it_is_undone(leaving: Server, browser: Browser) -> None:
    page = patient(browser.new_context(locale="en-GB").new_page())
    come_in(page.context, leaving.url, "lea", PASSWORD)
    page.goto(f"{leaving.url}/customers/new/")
    page.locator("[name=name]").fill("Acme")
    page.locator("form.form button.btn-primary").click()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    page.context.clear_cookies()
    _seed(leaving.data)
    assert _owned(leaving) == {"lea": COUNT}

    come_in(page.context, leaving.url, leaving.username, leaving.password)
    page.goto(f"{leaving.url}/users/?q=lea")
    page.get_by_role("link", name="lea", exact=True).first.click()
    page.wait_for_url(re.compile(r"/users/\d+/$"))
    page.goto(f"{page.url}hand-over/")
    page.get_by_role("combobox").first.fill("carl")
    page.get_by_role("option", name="carl").click()
    begun = time.monotonic()
    page.get_by_role("button", name="Hand over").click()
    page.wait_for_url(re.compile(r"/moves/\d+/$"))
    expect(page.get_by_role("progressbar").or_(page.get_by_role("button", name="Undo"))).to_be_visible()
    expect(page.get_by_role("row").nth(1)).to_contain_text("10,000", timeout=MOST_SECONDS * 1000)
    expect(page.get_by_role("progressbar")).to_be_hidden(timeout=MOST_SECONDS * 1000)
    took = time.monotonic() - begun
    assert _owned(leaving) == {"carl": COUNT}

    begun = time.monotonic()
    page.get_by_role("button", name="Undo").click()
    page.wait_for_url(re.compile(r"/users/\d+/$"))
    while _owned(leaving) != {"lea": COUNT} and time.monotonic() < begun + MOST_SECONDS:
        page.wait_for_timeout(500)
    back = time.monotonic() - begun
    assert _owned(leaving) == {"lea": COUNT}
    page.goto(f"{leaving.url}/customers/?q=Acme")
    expect(page.locator("[data-row]").first).to_contain_text("lea")
    memory, processor = _spent(leaving)
    sys.stdout.write(
        f"handed over in {took:.1f} s, taken back in {back:.1f} s; "
        f"{memory / 1024:.0f} MB in the fullest process, {processor:.1f} s of processor in all\n"
    )
    assert memory < MOST_MEMORY
