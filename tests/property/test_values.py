"""Any JSON that a caller sends is refused with a word, or kept so that it comes back the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.engine import epoch, records, registry
from kith.engine.errors import Invalid
from kith.engine.formatting import formatter
from kith.engine.listing import Listing
from tests.company import People

pytestmark = pytest.mark.database

TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "1",
            "-1.5",
            "1e400",
            "1e-400",
            "0e99999999",
            "NaN",
            "inf",
            "2026-02-29",
            "2024-02-29",
            "0001-01-01",
            "9999-12-31T23:59:59-14:00",
            "2026-01-01T00:00:00+14:00",
            "24:00",
            "12:30:59.5",
            "+44 20 7946 0018",
            "a@b.co",
            "@",
            "http://[",
            "https://x.y",
            "EUR",
            "null",
            "[]",
            "{}",
            "#ffffff",
            "zh-hans",
            "XK",
            "\ud800",
            "\0",
            "a\u202eb",
            "’",
            "👩‍👩‍👧",
            "customer:1",
            ",;,",
            "\u0085",
            "\u2028",
        ]
    ),
)
NUMBERS = st.one_of(st.integers(), st.integers(-(2**70), 2**70), st.floats(), st.booleans(), st.none())
ANY = st.recursive(
    st.one_of(TEXTS, NUMBERS),
    lambda part: st.one_of(
        st.lists(part, max_size=3),
        st.dictionaries(
            st.one_of(st.sampled_from(["amount", "currency", "entity", "id", "en"]), TEXTS), part, max_size=3
        ),
    ),
    max_leaves=5,
)
LOCALES = ("en", "zh-hans", "ru")


def test_every_kind_keeps_or_refuses(people: People, probe: Any) -> None:
    spec = registry.spec("probe")
    names, messages = sorted(spec.fields), list[str]()

    @settings(max_examples=1_500)
    @given(name=st.sampled_from(names), value=ANY)
    def kept(name: str, value: Any) -> None:
        field = spec.fields[name]
        try:
            clean = field.type.clean(value, field)
        except ValidationError as error:
            messages.extend(error.messages)
            return
        stored = json.loads(json.dumps(field.type.dump(clean, field)))
        assert field.type.load(stored, field) == clean
        assert field.type.clean(json.loads(json.dumps(field.type.to_json(clean, field))), field) == clean
        for language in LOCALES:
            with translation.override(language):
                assert isinstance(field.type.text(clean, field, formatter(language, "Asia/Shanghai")), str)

    with epoch.turn():
        kept()
    assert messages
    assert all(messages)


def test_typed_text_is_kept_or_refused(people: People, probe: Any) -> None:
    spec, messages = registry.spec("probe"), list[str]()

    @settings(max_examples=800)
    @given(name=st.sampled_from(sorted(spec.fields)), text=TEXTS, locale=st.sampled_from(LOCALES))
    def kept(name: str, text: str, locale: str) -> None:
        field = spec.fields[name]
        try:
            clean = field.type.parse(text, field, locale)
        except ValidationError as error:
            messages.extend(error.messages)
            return
        assert field.type.load(json.loads(json.dumps(field.type.dump(clean, field))), field) == clean

    with epoch.turn():
        kept()
    assert messages
    assert all(messages)


def test_what_is_kept_is_stored(people: People, probe: Any) -> None:
    spec = registry.spec("probe")
    names = [
        field.key for field in spec.writable if field.key not in ("owner", "unit", "team", "length", "code")
    ]
    sue, places = people.sue, set[str]()

    @settings(max_examples=250)
    @given(values=st.dictionaries(st.sampled_from(names), ANY, max_size=4), text=TEXTS)
    def stored(values: dict[str, Any], text: str) -> None:
        try:
            made = records.create(probe, by=sue, **{"name": "x", **values})
        except Invalid as refused:
            places.update(set(refused.errors) - {*values, "until"})
            return
        again = probe.objects.get(pk=made.pk)
        assert spec.snapshot(again) == spec.snapshot(made)
        page = Listing(spec, sue, fields=tuple(values), sort=("-id",), limit=1).page()
        assert page.rows[0].values == {name: spec.value(again, spec.fields[name]) for name in values}
        Listing(spec, sue, text=text).count()

    with epoch.turn():
        stored()
    assert not places, "errors stand at the fields that were given"
