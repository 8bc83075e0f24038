"""Search: what people type finds what they mean, alike in memory and in SQLite's full-text index."""

import sqlite3
import sys
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.kernel.search import (
    FTS5_OPTIONS,
    MOST_TOKENS,
    Query,
    index_tokens,
    parse_query,
    to_fts5,
    to_fts5_text,
    to_tsquery,
    to_tsvector,
)
from kith.kernel.words import LONGEST_TOKEN, sound, stem

ALPHABETS = (
    "华为科技有限公司重庆天合新希望兴金北京上海张伟李娜々〇",
    "аеёийновкстьяЮЖЩґі",
    "abcdeimnorstyßéÅ'’",
    "0123456789+-(). /",
    "~_#@.\"'*:&|!()\\^{}% \u0301\u200d\u3000\x00",
)
word = st.one_of([st.text(st.sampled_from(alphabet), min_size=1, max_size=8) for alphabet in ALPHABETS[:4]])
texts = st.lists(
    st.one_of(word, st.text(max_size=6), st.sampled_from(["ivan.petrov@example.com", "О'Нил"])), max_size=6
).map(" ".join)
noise = st.text(st.sampled_from("".join(ALPHABETS)), max_size=12)


def finds(query: str, *record: str, phones: tuple[str, ...] = (), codes: tuple[str, ...] = ()) -> bool:
    return parse_query(query).matches(index_tokens(record, phones=phones, codes=codes))


class FullText:
    """A contentless FTS5 table made with the options that the product uses."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.execute(f"CREATE VIRTUAL TABLE search_words USING fts5(tokens, {FTS5_OPTIONS})")

    def fill(self, records: list[list[str]]) -> None:
        self.database.execute("INSERT INTO search_words(search_words) VALUES('delete-all')")
        self.database.executemany(
            "INSERT INTO search_words(rowid, tokens) VALUES(?, ?)",
            [(row, to_fts5_text(tokens)) for row, tokens in enumerate(records)],
        )

    def rows(self, query: Query) -> set[int]:
        found = self.database.execute(
            "SELECT rowid FROM search_words WHERE search_words MATCH ?", (to_fts5(query),)
        )
        return {row for (row,) in found}


@pytest.fixture(scope="module")
def fulltext() -> Iterator[FullText]:
    made = FullText()
    yield made
    made.database.close()


# ---- what people type


@pytest.mark.parametrize(
    "query",
    ["华为", "为技", "华", "术", "华为技术", "深圳 华为", "huawei", "hwjs", "HuaWeiJishu", "ｈｗ", "深"],
)
def test_chinese_is_found_by_any_part_and_by_pinyin(query: str) -> None:
    assert finds(query, "华为技术", "深圳")


def test_a_chinese_word_that_is_not_there_is_not_found() -> None:
    assert not finds("华技", "华为技术")
    assert not finds("华为科技", "华为技术")


def test_a_person_is_found_by_initials_syllables_and_either_reading() -> None:
    assert finds("zhang wei", "张伟")
    assert finds("wei zhang", "张伟")
    assert finds("zw", "张伟")
    assert finds("zengguofan", "曾国藩")
    assert finds("cq", "重庆")
    assert finds("lv", "吕布")
    assert finds("lubu", "吕布")


@pytest.mark.parametrize(
    "query", ["компания", "КОМПАНИИ", "компанией", "комп", "kompaniya", "kompania", "роснефть компани"]
)
def test_russian_is_found_in_any_inflection_case_and_alphabet(query: str) -> None:
    assert finds(query, "Компания Роснефть")


@pytest.mark.parametrize(
    "query", ["Иванов", "Иванова", "ивановой юлии", "ivanov", "Ivanova", "yulia", "Julia", "iuliia"]
)
def test_a_person_is_found_in_any_case_and_in_latin_letters(query: str) -> None:
    assert finds(query, "Иванова Юлия")


def test_family_names_are_found_in_both_genders() -> None:
    assert finds("Иванова пётр", "Пётр Иванов")
    assert finds("Иванов юлия", "Иванова Юлия")


def test_a_latin_name_is_found_by_typing_it_in_cyrillic() -> None:
    assert finds("петров", "Ivan Petrov")
    assert finds("юлия", "Yuliya")
    assert finds("юлия", "Iuliia")


def test_names_in_two_alphabets_have_one_sound() -> None:
    for cyrillic, latin in [
        ("алексей", "alexey"),
        ("шмидт", "schmidt"),
        ("кока", "coca"),
        ("хабаровск", "khabarovsk"),
        ("щербаков", "shcherbakov"),
        ("евгений", "yevgeny"),
        ("юрий", "yuri"),
    ]:
        assert sound(cyrillic) == sound(latin)


def test_all_forms_of_a_family_name_share_a_stem() -> None:
    assert (
        len({stem(form) for form in ("иванов", "иванова", "ивановой", "иванову", "ивановым", "ивановы")}) == 1
    )


def test_english_is_found_by_inflection_prefix_and_without_accents() -> None:
    assert finds("running shoes", "Run, shoe!")
    assert finds("mull", "Müller GmbH")
    assert finds("Müller", "MULLER")
    assert finds("oneil", "O’Neil")
    assert finds("O'Neil", "ONEIL")
    assert finds("neil", "O'Neil")
    assert finds("єднання", "об\u02bcєднання")


def test_every_word_must_match_and_only_the_last_may_be_unfinished() -> None:
    assert finds("acme ber", "Acme Berlin")
    assert not finds("ber acme", "Acme Berlin")
    assert not finds("acme paris", "Acme Berlin")


@pytest.mark.parametrize(
    "query",
    [
        "+7 (912) 345-67-89", "8 912 345 67 89", "89123456789", "79123456789", "9123456789", "912-345-67-89",
        "345-67-89", "6789", "６７８９", "+7 912", "007 912 345 67 89", "тел. 8 (912) 345-67-89",
    ],
)  # fmt: skip
def test_a_russian_phone_is_found_in_any_notation_and_by_its_end(query: str) -> None:
    record = {"phones": ("+79123456789",)}
    assert finds(query, "тел", **record)
    assert not finds("8 912 345 67 88", "тел", **record)


@pytest.mark.parametrize(
    "query",
    [
        "138 1234 5678",
        "+86 138-1234-5678",
        "5678",
        "１３８１２３４５６７８",
        "电话13812345678",
        "0086 138 1234 5678",
    ],
)
def test_a_chinese_phone_is_found_in_any_notation_and_by_its_end(query: str) -> None:
    assert finds(query, "电话", phones=("+8613812345678",))


def test_a_region_reads_national_numbers() -> None:
    query = parse_query("020 7946 0958", region="GB")
    assert query.matches(index_tokens([], phones=["+442079460958"]))


def test_a_phone_inside_a_note_is_found_in_another_notation() -> None:
    assert finds("+7 912 345 67 89", "call back 8 (912) 345-67-89 after lunch")


def test_numbers_are_still_words() -> None:
    assert finds("2025 1000", "1000 pieces in 2025")
    assert finds("3号楼", "3号楼")
    assert finds("31.12.2025", "paid 31.12.2025")


@pytest.mark.parametrize(
    "query", ["Q-2026-00017", "q202600017", "2026-17", "00017", "17", "0017", "q 2026", "Q-2026-17"]
)
def test_a_code_is_found_whole_in_part_and_by_its_end(query: str) -> None:
    assert finds(query, codes=("Q-2026-00017",))


def test_a_tax_number_is_found_with_gaps_and_by_its_end() -> None:
    assert finds("7707 083 893", codes=("7707083893",))
    assert finds("3893", codes=("7707083893",))
    assert finds("91110000802100433B", codes=("91110000802100433B",))
    assert finds("91110000", codes=("91110000802100433B",))


@pytest.mark.parametrize(
    "query",
    [
        "ivan.petrov@example.com",
        "ivan.petrov@exa",
        "petrov",
        "example.com",
        "@example.com",
        "IVAN.PETROV@EXAMPLE.COM",
    ],
)
def test_a_mail_address_is_found_whole_and_in_part(query: str) -> None:
    assert finds(query, "Boss <Ivan.Petrov@example.com>")


def test_a_mail_address_is_not_another_one_of_the_same_words() -> None:
    assert not finds("petrov.ivan@example.com", "ivan.petrov@example.com")


def test_an_empty_query_has_no_terms_and_matches_everything() -> None:
    for text in ("", "  ", "***", '"', "\x00", "~_#", "\u02bc", "%@"):
        query = parse_query(text)
        assert query == Query(terms=())
        assert not query
        assert query.matches([])
        assert to_fts5(query) == to_tsquery(query) == ""


# ---- promises about every text


@given(
    st.lists(st.one_of(texts, noise), max_size=4), st.lists(noise, max_size=2), st.lists(noise, max_size=2)
)
def test_tokens_are_few_short_unique_and_safe(record: list[str], phones: list[str], codes: list[str]) -> None:
    tokens = index_tokens(record, phones=phones, codes=codes)
    assert len(tokens) == len(set(tokens)) <= MOST_TOKENS
    for token in tokens:
        assert 0 < len(token) <= LONGEST_TOKEN
        assert not set(token) & set(" \"'\\*:&|!()<>^{}\x00\t\n")
        token.encode()


@given(st.text(st.characters(codec=None), max_size=80))
def test_no_query_breaks_the_expressions(text: str) -> None:
    query = parse_query(text)
    to_fts5(query).encode()
    to_tsquery(query).encode()


@given(texts)
def test_every_text_is_found_by_itself(text: str) -> None:
    assert finds(text, text)


@given(texts, texts)
def test_every_word_of_a_record_finds_it(first: str, second: str) -> None:
    tokens = index_tokens([first, second])
    for typed in (*first.split(), *second.split()):
        assert parse_query(typed).matches(tokens), typed


@given(st.text(st.sampled_from(ALPHABETS[0]), min_size=2, max_size=30), st.data())
def test_every_chinese_word_of_one_or_two_characters_is_found(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    assert finds(name[start : start + 2], name)
    assert finds(name[start], name)


@given(st.lists(texts, min_size=1, max_size=5), st.one_of(texts, word, noise))
def test_sqlite_finds_exactly_what_memory_finds(fulltext: FullText, records: list[str], typed: str) -> None:
    tokens = [index_tokens([record]) for record in records]
    fulltext.fill(tokens)
    # Beside the random query, parts of the records, which are found more often.
    for text in (typed, *(record[: len(record) // 2 + 1] for record in records)):
        if query := parse_query(text):
            expected = {row for row, found in enumerate(tokens) if query.matches(found)}
            assert fulltext.rows(query) == expected, to_fts5(query)


def test_hostile_queries_are_plain_words_to_sqlite(fulltext: FullText) -> None:
    fulltext.fill([index_tokens(["NEAR AND OR NOT tokens column"])])
    for text in (
        '" OR "',
        "a* OR b",
        "NEAR(a b)",
        "tokens:column",
        "^near",
        "x' --",
        "a\x00b",
        "{tokens}: a",
        "NOT",
        "-and",
    ):
        if query := parse_query(text):
            fulltext.rows(query)
    assert fulltext.rows(parse_query("near and or not")) == {0}


def test_literals_for_postgresql_quote_what_they_carry() -> None:
    assert to_tsquery(parse_query("华为 petro")) == "('华为') & ('petro':* | '~petro' | '_petro':*)"
    assert to_tsvector(["华为", "~иван", "a'b", "c\\d"]) == "'华为' '~иван' 'a''b' 'c\\\\d'"


# ---- bounds


def test_a_long_text_costs_no_more_than_its_beginning() -> None:
    tokens = index_tokens([" ".join(f"word{number}" for number in range(100_000))])
    assert len(tokens) == MOST_TOKENS


@pytest.mark.parametrize(
    "text",
    [
        "a." * 20_000,
        "1-" * 20_000 + "x",
        "1 " * 20_000,
        "a@" * 20_000,
        "'a" * 20_000,
        "(" * 20_000,
        "华" * 20_000,
        "+(" * 20_000,
    ],
)
def test_a_hostile_text_takes_no_time(text: str) -> None:
    start = time.process_time()
    index_tokens([text])
    parse_query(text)
    assert time.process_time() - start < 1


def test_a_query_has_a_bounded_number_of_terms() -> None:
    assert len(parse_query("华为科技有限公司重庆天合新希望兴金" * 50).terms) <= 24


def test_a_record_is_tokenized_in_a_fraction_of_a_millisecond() -> None:
    records = [
        (f"ООО Ромашка {n}", "深圳市华为技术有限公司", f"Acme {n} Trading Ltd", f"ivan.petrov{n}@example.com")
        for n in range(1000)
    ]
    index_tokens(records[0])
    start = time.process_time()
    for record in records:
        index_tokens(record, phones=["+79123456789"], codes=["Q-2026-00017"])
    each = (time.process_time() - start) / len(records)
    sys.stdout.write(f"index_tokens: {each * 1e6:.0f} µs a record\n")
    assert each < 1e-3
