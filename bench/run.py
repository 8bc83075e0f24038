"""Measures a served Kith over HTTP and prints the table of docs/performance.md.

    python -m bench.run http://127.0.0.1:8000 --pid SERVER_PID [--database-pid POSTMASTER_PID] [--seconds 5]

The server must run on a database seeded by bench.seed, with two workers and KITH_RATE_PERSON=0 (one person asks more
here in a minute than Kith lets a person ask), and this process on the same data folder or
database address. CPU is the user and system time of the process trees of server and database, read from /proc before
and after; the client is another process and does not count. The floor is hand-written SQL in this process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench import floor
from bench.seed import PASSWORD

TICK = os.sysconf("SC_CLK_TCK")
VIEWERS = ("sales0", "nora", "max")


def tree(pid: int) -> set[int]:
    """A process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(entry.name))
    found, todo = {pid}, [pid]
    while todo:
        for child in children.get(todo.pop(), ()):
            found.add(child)
            todo.append(child)
    return found


def cpu(pids: list[int]) -> float:
    """CPU seconds of process trees, ended children included."""
    total = 0
    for pid in {member for root in pids for member in tree(root)}:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(fields[11]) + int(fields[12])
        if pid in pids:
            total += int(fields[13]) + int(fields[14])
    return total / TICK


class Client:
    """One signed-in browser on one kept connection."""

    def __init__(self, base: str, username: str = "") -> None:
        parts = urlsplit(base)
        self.connection = HTTPConnection(parts.hostname or "", parts.port, timeout=120)
        self.origin = base
        self.cookies: dict[str, str] = {}
        if username:
            self.sign_in(username)

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of one request."""
        sent = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Accept-Encoding": "gzip",
            "Referer": self.origin,
            **headers,
        }
        self.connection.request(method, path, body, sent)
        answer = self.connection.getresponse()
        data = answer.read()
        for header in answer.msg.get_all("Set-Cookie") or ():
            name, _sep, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, data

    def sign_in(self, username: str) -> None:
        """Fill in the sign-in form."""
        self.connection.request("GET", "/sign-in/")
        answer = self.connection.getresponse()
        page = answer.read().decode()
        for header in answer.msg.get_all("Set-Cookie") or ():
            name, _sep, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = urlencode(
            {"csrfmiddlewaretoken": token[1] if token else "", "username": username, "password": PASSWORD}
        )
        status, data = self.ask(
            "POST", "/sign-in/", form.encode(), **{"Content-Type": "application/x-www-form-urlencoded"}
        )
        if status not in (302, 303):
            raise SystemExit(f"sign-in as {username} failed: {status} {data[:300]!r}")

    def api(self, method: str, path: str, body: object = None) -> tuple[int, bytes]:
        """A JSON request with the session."""
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": self.cookies.get("csrftoken", ""),
            "Accept": "application/json",
        }
        return self.ask(
            method, f"/api/v1{path}", None if body is None else json.dumps(body).encode(), **headers
        )


def read(answer: tuple[int, bytes]) -> Any:
    """The JSON of an answer, unpacked."""
    data = answer[1]
    return json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)


Step = Callable[[Client, int], tuple[int, bytes]]
OWN = '[{"field":"owner","op":"is","value":"me"}]'


WORDS = ("Silver", "科技", "Волга", "Harbour Foods", "物流", "Алмаз")


def reading(client: Client) -> dict[str, Step]:
    """The pages and answers that everybody may ask for."""
    deep = deep_page(client)

    def found(path: str, n: int, **more: str) -> str:
        return f"{path}?{urlencode({'q': WORDS[n % len(WORDS)], **more})}"

    return {
        "list, first page": lambda c, n: c.ask("GET", "/customers/"),
        "list, deep page": lambda c, n: c.ask("GET", deep),
        "list, owner and text": lambda c, n: c.ask("GET", found("/customers/", n, where=OWN)),
        "board": lambda c, n: c.ask("GET", "/opportunities/board/"),
        "global search": lambda c, n: c.ask("GET", found("/search/", n)),
        "API list of 50": lambda c, n: c.api("GET", "/customers?limit=50"),
        "report by stage and owner": lambda c, n: c.ask("GET", "/opportunities/report/?group=stage,owner"),
        "today": lambda c, n: c.ask("GET", "/"),
    }


def deep_page(client: Client) -> str:
    """The address of a page some 6,000 customers behind the first, or of the last one."""
    cursor, found = "", "/customers/"
    for _page in range(30):
        query = urlencode({"cursor": cursor} if cursor else {})
        answer = read(client.api("GET", f"/customers?limit=200&fields=name&{query}"))
        if not answer["next"]:
            break
        cursor = answer["next"]
        found = f"/customers/?{urlencode({'cursor': cursor})}"
    return found


def on_records(client: Client) -> dict[str, Step]:
    """What is done with records: empty for who sees none; without writing for who may not."""
    own = ids(client, "/customers?limit=200&fields=name")
    deals = ids(client, "/opportunities?limit=200&fields=name")
    stages = ids(client, "/stages?limit=50&fields=name&sort=position")[:3]
    if not own or not deals:
        return {}

    def create(c: Client, n: int) -> tuple[int, bytes]:
        amount = {"amount": "1200", "currency": "EUR"}
        body = {"name": f"Bench {n}", "customer": own[n % len(own)], "amount": amount}
        return c.api("POST", "/opportunities", body)

    def move(c: Client, n: int) -> tuple[int, bytes]:
        stage = stages[(n // len(deals) + n) % len(stages)]
        return c.api("PATCH", f"/opportunities/{deals[n % len(deals)]}", {"stage": stage})

    writing: dict[str, Step] = {"create opportunity": create, "change stage": move}
    return {
        "record": lambda c, n: c.ask("GET", f"/customers/{own[n % len(own)]}/"),
        "record's contacts": lambda c, n: c.ask(
            "GET", f"/customers/{own[n % len(own)]}/?tab=contacts.customer"
        ),
        **{name: step for name, step in writing.items() if step(client, 0)[0] != 403},
    }


def ids(client: Client, path: str) -> list[int]:
    """The ids of a list of the API."""
    return [row["id"] for row in read(client.api("GET", path))["items"]]


def measure(clients: list[Client], step: Step, seconds: float, pids: list[int]) -> dict[str, float]:
    """Run one step with all clients at once for a while."""
    times: list[float] = []
    bad: list[tuple[int, bytes]] = []
    until = time.perf_counter() + seconds

    def work(client: Client, number: int) -> None:
        count = number * 1_000_003
        while time.perf_counter() < until and len(times) < 3_000:
            count += 1
            started = time.perf_counter()
            status, data = step(client, count)
            times.append(time.perf_counter() - started)
            if status >= 400:
                bad.append((status, data[:200]))
                return

    step(clients[0], 0)
    before, begun = cpu(pids), time.perf_counter()
    threads = [threading.Thread(target=work, args=(client, number)) for number, client in enumerate(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, took = cpu(pids) - before, time.perf_counter() - begun
    if bad:
        raise SystemExit(f"refused: {bad[0]}")
    ordered = sorted(times)
    return {
        "p50": 1000 * statistics.median(ordered),
        "p95": 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))],
        "per_second": len(ordered) / took,
        "cpu": 1000 * spent / len(ordered),
    }


def main() -> None:
    """Measure every step for every viewer and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--database-pid", type=int)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--viewers", default=",".join(VIEWERS))
    options = parser.parse_args()
    database = [options.database_pid] if options.database_pid else []
    print("| viewer | operation | CPU ms | floor | p50 ms | p95 ms | /s | p50, 8 clients | /s, 8 clients |")
    print("|---|---|--:|--:|--:|--:|--:|--:|--:|")
    for viewer in options.viewers.split(","):
        clients = [Client(options.base, viewer) for _number in range(8)]
        floors = floor.Floor(viewer, WORDS).steps()
        for name, step in {**reading(clients[0]), **on_records(clients[0])}.items():
            one = measure(clients[:1], step, options.seconds, [options.pid, *database])
            eight = measure(clients, step, options.seconds, [options.pid, *database])
            least = "–"
            if name in floors:
                least = f"{floor.measure(floors[name], options.seconds / 2, lambda: cpu(database)):.2f}"
            print(
                f"| {viewer} | {name} | {one['cpu']:.1f} | {least} | {one['p50']:.1f} | {one['p95']:.1f}"
                f" | {one['per_second']:.0f} | {eight['p50']:.1f} | {eight['per_second']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
