"""Names for addresses and programs."""

from __future__ import annotations

import pytest

from kith.kernel.names import key_of, slug_of


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("20 ft", "n20_ft"),
        ("Class 2", "class_2"),
        ("船长", "chuanzhang"),
        ("Судно 3", "sudno_3"),
        ("!", "choice"),
    ],
)
def test_a_key_is_made_of_all_that_a_label_says(label: str, key: str) -> None:
    assert key_of(label, otherwise="choice") == key


def test_addresses_have_no_number_at_their_ends() -> None:
    assert slug_of("20 ft 3") == "ft"
    assert key_of("Size", otherwise="x", taken={"size"}) == "size_2"
