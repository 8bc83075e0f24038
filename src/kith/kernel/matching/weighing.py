"""Long free names, such as affiliations: alike as far as they share rare words and rare runs of three letters.

Cosine of log frequencies weighed by rarity (Salton and Buckley 1988), of words and of letters by halves; then each name
takes over what its nearest neighbours have in common (pseudo relevance feedback, Rocchio 1971), so that two writings
that share little meet in a third.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

RUN = 3
NEAR = 0.45
"""Neighbours are names of at least this cosine."""


def vectors(documents: Sequence[Sequence[str]]) -> Any:
    """A row of length one for each document: its terms weighed by rarity. Terms of one document only are left out."""
    shared = Counter(term for document in documents for term in set(document))
    places = {
        term: place for place, term in enumerate(sorted(term for term, count in shared.items() if count > 1))
    }
    found = np.zeros((len(documents), max(len(places), 1)), np.float32)
    for row, document in enumerate(documents):
        for term, count in Counter(document).items():
            if term in places:
                found[row, places[term]] = (1 + np.log(count)) * np.log(len(documents) / shared[term])
    return unit(found)


def unit(found: Any) -> Any:
    """Rows brought to length one."""
    return found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)


def telling(words: Sequence[str]) -> list[str]:
    """Words that say something: no numbers, no single letters."""
    return [word for word in words if len(word) > 1 and not any(sign.isdigit() for sign in word)]


def runs(words: Sequence[str]) -> list[str]:
    """Runs of three letters of a line of words."""
    line = f" {' '.join(words)} "
    return [line[place : place + RUN] for place in range(len(line) - RUN + 1)]


def likenesses(names: Sequence[Sequence[str]]) -> Any:
    """A square table of how alike names (as lists of words) are, from 0 to 1."""
    words = [telling(name) for name in names]
    letters = vectors([runs(one) for one in words])
    whole = vectors(words)
    near = (letters @ letters.T + whole @ whole.T) / 2
    near[near < NEAR] = 0
    np.fill_diagonal(near, 1)
    smoothed = unit((near / near.sum(axis=1, keepdims=True)) @ letters)
    return smoothed @ smoothed.T
