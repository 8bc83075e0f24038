"""Matching on published data sets, beside the figures of their descriptions: none below.

Skips where the data are not beside the project."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kith.kernel.matching import comparing, odds, pairs, weighing
from kith.kernel.matching.names import parse

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
Row = dict[str, str]
Compared = tuple[str, Callable[[Sequence[str], Sequence[str]], Any]]


def rows_of(name: str) -> list[Row]:
    """The rows of a file of the data sets."""
    path = DATA / name
    if not path.exists():
        pytest.skip(f"{name} is not on this machine")
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [
        {str(key).strip(): (value or "").strip() for key, value in row.items()}
        for row in csv.DictReader(io.StringIO(text))
    ]


def say(text: str) -> None:
    """Print for who reads the figures (pytest -s)."""
    sys.stdout.write(f"{text}\n")


def truth(labels: Sequence[str]) -> set[int]:
    """The pairs of rows with one label."""
    groups = defaultdict(list)
    for row, label in enumerate(labels):
        groups[label].append(row)
    return {(one << pairs.SHIFT) | other for rows in groups.values() for one, other in combinations(rows, 2)}


def patterns(rows: Sequence[Row], compared: Sequence[Compared], first: Any, second: Any) -> Any:
    """How each pair compares."""
    columns = [(function, [row[name] for row in rows]) for name, function in compared]
    return odds.packed(
        [
            function([texts[one] for one in first], [texts[one] for one in second])
            for function, texts in columns
        ]
    )


def told(name: str, found: set[int], true: set[int], said: str) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean, printed beside what the description says."""
    right = len(found & true)
    precision, recall = right / max(len(found), 1), right / len(true)
    mean = 2 * precision * recall / (precision + recall)
    say(f"\n{name}: precision {precision:.4f} recall {recall:.4f} F1 {mean:.4f} (description: {said})")
    return precision, recall, mean


def chosen(found: Any, chances: Any) -> set[int]:
    """Pairs that are more likely the same than not."""
    return set(found[chances >= 0.5].tolist())


PERSON: tuple[Compared, ...] = (
    *((name, comparing.spelled) for name in ("given_name", "surname", "address_1", "address_2", "suburb")),
    ("street_number", comparing.exact), ("postcode", comparing.spelled), ("state", comparing.exact),
    ("date_of_birth", comparing.spelled), ("soc_sec_id", comparing.spelled),
)  # fmt: skip
MEETING: tuple[tuple[tuple[str, int], ...], ...] = (
    (("soc_sec_id", 20),), (("date_of_birth", 20),), (("address_1", 99),), (("address_2", 99),),
    (("surname", 99), ("given_name", 99)), (("postcode", 9), ("surname", 3)), (("postcode", 9), ("given_name", 99)),
    (("suburb", 99), ("given_name", 3)),
)  # fmt: skip


def meeting(rows: Sequence[Row]) -> Any:
    """Pairs of rows that share one of the keys."""
    found = []
    for parts in MEETING:
        numbers: dict[tuple[str, ...], int] = {}
        keys = [tuple(row[name][:length] for name, length in parts) for row in rows]
        there = np.array([row for row, key in enumerate(keys) if all(key)], np.int64)
        marks = np.array([numbers.setdefault(keys[row], len(numbers)) for row in there], np.int64)
        found.append(pairs.of_groups(marks, there, most=200))
    return np.unique(np.concatenate(found))


@pytest.mark.parametrize(("number", "said"), [(1, 1.000), (2, 0.998), (3, 0.998)])
def test_persons_with_typing_errors_are_found(number: int, said: float) -> None:
    rows = rows_of(f"er_febrl/dataset{number}.csv")
    found = meeting(rows)
    seen = patterns(rows, PERSON, *pairs.parted(found))
    chance = patterns(rows, PERSON, *pairs.by_chance(len(rows), 100_000))
    learned = odds.learn(seen, chance, fields=len(PERSON))
    true = truth([row["rec_id"].split("-")[1] for row in rows])
    _precision, _recall, mean = told(
        f"febrl {number}", chosen(found, learned.chances(seen)), true, f"F1 {said}"
    )
    assert mean >= said


def test_german_persons_are_found() -> None:
    rows = rows_of("er_rldata500/RLdata500.csv")
    first, second = np.triu_indices(len(rows), 1)
    compared: tuple[Compared, ...] = (
        *((name, comparing.spelled) for name in ("fname_c1", "lname_c1", "fname_c2", "lname_c2")),
        *((name, comparing.exact) for name in ("by", "bm", "bd")),
    )
    seen = patterns(rows, compared, first, second)
    learned = odds.learn(seen, seen, fields=len(compared), share=0.001)
    found = chosen((first.astype(np.int64) << pairs.SHIFT) | second, learned.chances(seen))
    true = truth([row["label_true"] for row in rows])
    precision, recall, mean = told("rldata500", found, true, "P 0.925 R 0.98 F1 0.951")
    assert (precision >= 0.925, recall >= 0.98, mean >= 0.951) == (True, True, True)


def test_restaurants_of_two_lists_are_found() -> None:
    ours, theirs = rows_of("er_restaurants/fodors.csv"), rows_of("er_restaurants/zagats.csv")
    rows = [
        {
            "name": parse(row["name"]).line, "street": parse(row["addr"]).line, "city": parse(row["city"]).line,
            "phone": re.sub(r"\D", "", row["phone"]),
        }
        for row in (*ours, *theirs)
    ]  # fmt: skip
    first = np.repeat(np.arange(len(ours)), len(theirs))
    second = np.tile(np.arange(len(ours), len(rows)), len(ours))
    compared: tuple[Compared, ...] = (
        ("name", comparing.worded), ("phone", comparing.exact),
        ("street", comparing.worded), ("city", comparing.worded),
    )  # fmt: skip
    seen = patterns(rows, compared, first, second)
    learned = odds.learn(seen, seen, fields=len(compared), share=0.001)
    found = chosen((first << pairs.SHIFT) | second, learned.chances(seen))
    at = {row["id"]: place for place, row in enumerate(ours)}
    there = {row["id"]: len(ours) + place for place, row in enumerate(theirs)}
    same = rows_of("er_restaurants/matches_fodors_zagats.csv")
    true = {(at[row["fodors_id"]] << pairs.SHIFT) | there[row["zagats_id"]] for row in same}
    _precision, _recall, mean = told("restaurants", found, true, "F1 at least 0.95")
    assert mean >= 0.95


def test_affiliations_are_found() -> None:
    rows = rows_of("er_affiliations/affiliations.csv")
    near = weighing.likenesses([parse(row["affiliation"]).sounds for row in rows])
    first, second = np.nonzero(np.triu(near >= 0.76, 1))
    found = set(((first.astype(np.int64) << pairs.SHIFT) | second).tolist())
    true = truth([row["label_true"] for row in rows])
    figures = told("affiliations", found, true, "P 0.65 R 0.65 F1 0.65")
    assert min(figures) >= 0.65


def test_company_names_are_ranked() -> None:
    rows = rows_of("er_company_names_kvk/namepairs.csv.gz")
    first, second = ([parse(row[name]).line for row in rows] for name in ("gt_name", "name"))
    scores, true = comparing.companies(first, second), np.array([row["correct"] == "True" for row in rows])
    right, wrong = scores[true][:, None], scores[~true]
    area = float((right > wrong).mean() + (right == wrong).mean() / 2)
    say(f"\nkvk: area under the curve {area:.4f} (description: 0.997)")
    assert area >= 0.997
    best = max((told_at(scores >= cut, true) for cut in np.unique(scores)), key=lambda figures: figures[2])
    say("kvk: at the best cut precision {:.3f} recall {:.3f} F1 {:.3f}".format(*best))


def told_at(found: Any, true: Any) -> tuple[float, float, float]:
    """Precision, recall and F1 of a choice of pairs."""
    right = float((found & true).sum())
    precision, recall = right / max(found.sum(), 1), right / true.sum()
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
