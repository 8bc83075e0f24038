"""Names in three scripts meet where people would say that they are the same, and stay apart where they would not."""

from __future__ import annotations

import numpy as np
import pytest

from kith.kernel.matching import clusters, pairs
from kith.kernel.matching.comparing import likeness
from kith.kernel.matching.names import keys, parse

SAME = (
    ("北京华为技术有限公司", "华为技术(北京)有限公司", "華為技術有限公司", "华为技术　股份有限公司"),
    ("ООО «Ромашка»", "Ромашка, ООО", "OOO Romashka", 'Общество с ограниченной ответственностью "Ромашка"'),
    ("ПАО Газпром", "Gazprom PJSC", "газпром"),
    ("华为", "Huawei"),
    ("Acme Inc.", "ＡＣＭＥ　Ｉｎｃ", "The Acme Company", "acme"),
    ("H. Arends Beheer B.V.", "Arends Beheer, H."),
    ("Müller & Söhne GmbH & Co. KG", "Mueller und Soehne"),
    ("上海中医医院", "上海中医院(停用)"),
)


@pytest.mark.parametrize("names", SAME)
def test_names_of_one_firm_have_one_key(names: tuple[str, ...]) -> None:
    assert len({parse(name).key for name in names}) == 1
    first = parse(names[0])
    assert not any(first.clashes(parse(name)) for name in names)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("上海第一医院", "上海第二医院"),
        ("华为技术(北京)有限公司", "华为技术(深圳)有限公司"),
        ("华为技术有限公司", "华为技术有限公司深圳分公司"),
        ("Northern Foods", "Northern Tools"),
        ("ООО Восток", "ООО Восход"),
    ],
)
def test_names_that_people_keep_apart_stay_apart(one: str, other: str) -> None:
    assert parse(one).key != parse(other).key or parse(one).clashes(parse(other))


@pytest.mark.parametrize(
    "name", ["", "   ", "()", "ООО", "有限公司", "&", "«»", "第", "𠀀" * 300, "a" * 3000]
)
def test_any_text_has_keys_or_none_and_breaks_nothing(name: str) -> None:
    assert all(keys(parse(name)).values())


def test_likeness_runs_from_nothing_to_the_same() -> None:
    assert likeness("acme", "acme") == 1
    assert likeness("", "acme") == 0
    assert (
        likeness("northern logistics", "northen logistics") > 0.9 > likeness("northern foods", "silver tools")
    )


def test_each_pair_that_shares_a_key_is_compared_once() -> None:
    marks, rows = np.array([1, 1, 1, 2, 2, 3]), np.array([0, 1, 2, 1, 2, 5], dtype=np.int64)
    first, second = pairs.parted(pairs.of_groups(marks, rows))
    assert sorted(zip(first.tolist(), second.tolist(), strict=True)) == [(0, 1), (0, 2), (1, 2)]


def test_a_key_of_many_is_compared_with_the_nearest_only() -> None:
    found = pairs.of_groups(np.zeros(100, np.int64), np.arange(100), most=50, near=3)
    assert len(found) == 97 * 3 + 2 + 1


def test_groups_keep_apart_what_must_not_be_one() -> None:
    first, second, chances = np.array([0, 1, 3]), np.array([1, 2, 4]), np.array([0.9, 0.99, 0.8])
    assert clusters.joined(first, second, chances) == {0: [0, 1, 2], 3: [3, 4]}
    apart = clusters.joined(first, second, chances, apart=lambda one, other: {one, other} == {0, 2})
    assert apart == {1: [1, 2], 3: [3, 4]}
