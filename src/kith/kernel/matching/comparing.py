"""How alike two columns of texts are, pair by pair, as small levels: 0 nothing to compare, 1 different, then closer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

Levels = Any
"""A numpy array of uint8, one level per pair."""


def graded(first: Sequence[str], second: Sequence[str], scores: Any, cuts: Sequence[float]) -> Levels:
    """Levels of scores from 0 to 1: 1 below the first cut, one more above each; 0 where a text is missing."""
    found = 1 + np.searchsorted(np.asarray(cuts), np.asarray(scores), side="right")
    present = np.fromiter((bool(a) and bool(b) for a, b in zip(first, second, strict=True)), bool, len(first))
    return np.where(present, found, 0).astype(np.uint8)


def exact(first: Sequence[str], second: Sequence[str]) -> Levels:
    """1 different, 2 equal."""
    same = np.fromiter((a == b for a, b in zip(first, second, strict=True)), np.float32, len(first))
    return graded(first, second, same, (0.5,))


def _with(scorer: Callable[..., Any], scale: float) -> Callable[..., Any]:
    def score(first: Sequence[str], second: Sequence[str]) -> Any:
        return process.cpdist(first, second, scorer=scorer, dtype=np.float32) / scale

    return score


jaro_winkler = _with(JaroWinkler.similarity, 1)
"""From 0 to 1; for single names and words, whose beginnings count."""
token_sort = _with(fuzz.token_sort_ratio, 100)
"""From 0 to 1; for names of words in any order."""
token_set = _with(fuzz.token_set_ratio, 100)
"""From 0 to 1; for names of which one says more than the other."""


def spelled(first: Sequence[str], second: Sequence[str]) -> Levels:
    """1 different, 2 alike, 3 nearly equal, 4 equal: words and persons' names."""
    return graded(first, second, jaro_winkler(first, second), (0.80, 0.92, 0.99999))


def worded(first: Sequence[str], second: Sequence[str]) -> Levels:
    """1 different, 2 alike, 3 nearly equal, 4 equal: names of several words."""
    scores = np.maximum(token_sort(first, second), 0.9 * token_set(first, second))
    return graded(first, second, scores, (0.70, 0.86, 0.99999))


def likeness(one: str, other: str) -> float:
    """How alike two comparable names are, from 0 to 1: the same words in any order, or nearly the same letters."""
    if not one or not other:
        return 0.0
    words = fuzz.token_sort_ratio(one, other) / 100
    return max(words, JaroWinkler.similarity(one, other) - 0.02, 0.9 * fuzz.token_set_ratio(one, other) / 100)


def companies(first: Sequence[str], second: Sequence[str]) -> Any:
    """Scores from 0 to 1 by which pairs of comparable company names are ranked."""
    return (token_set(first, second) + 0.1 * jaro_winkler(first, second)) / 1.1
