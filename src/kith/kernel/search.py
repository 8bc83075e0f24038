"""The one tokenizer: what a record is found by, what a query asks for, and the query in three back ends.

Marks before a token keep kinds apart: `~` a stem, `_` the Latin sound of a word, `#` digits read from the
end. Plain tokens are folded words, pairs of Chinese characters, pinyin, whole mail addresses and whole
numbers.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice

from kith.kernel import words
from kith.kernel.phones import plain, search_digits

# The tokenizer's part of CREATE VIRTUAL TABLE. `ascii`, not `unicode61`: to it every character beyond ASCII
# belongs to a token, so tokens survive whole whatever Unicode version SQLite was built with; folding was done
# before.
FTS5_TOKENIZE = "ascii tokenchars '~_#@.+-%'"
# CREATE VIRTUAL TABLE search_words USING fts5(tokens, <FTS5_OPTIONS>). Tokens need no positions: detail=none.
FTS5_OPTIONS = f"content='', prefix='2 3', detail=none, tokenize=\"{FTS5_TOKENIZE}\""

REVERSED = "#"
MOST_TOKENS = 400
_MOST_TERMS = 24
_LONGEST_TEXT = 20_000
_LONGEST_QUERY = 300
_SHORTEST_SUFFIX = 4
_SHORTEST_PHONE = 5
_LONGEST_PHONE = 17
_SHORTEST_WRITTEN = 9
_LONGEST_WRITTEN = 30
_RUSSIAN_NUMBER = 11

_NON_DIGIT = re.compile(r"\D")
_NOT_CODE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Alt:
    """One token that would do; with `prefix`, any token that begins with it."""

    token: str
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens of which one suffices."""

    alternatives: tuple[Alt, ...]

    def matches(self, tokens: Collection[str]) -> bool:
        """Whether one of the alternatives is among the tokens."""
        return any(
            alt.token in tokens or (alt.prefix and any(token.startswith(alt.token) for token in tokens))
            for alt in self.alternatives
        )


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked for: every term must match. A query without terms asks for nothing in particular
    and matches everything; the database back ends have no expression for it, so ask `bool(query)` first.
    """

    terms: tuple[Term, ...]

    def __bool__(self) -> bool:
        return bool(self.terms)

    def matches(self, tokens: Collection[str]) -> bool:
        """The in-memory back end: whether a record with these index tokens is found."""
        known = tokens if isinstance(tokens, set | frozenset) else frozenset(tokens)
        return all(term.matches(known) for term in self.terms)


def index_tokens(texts: Iterable[str], *, phones: Iterable[str] = (), codes: Iterable[str] = ()) -> list[str]:
    """The unique tokens that a record is found by, at most 400 of at most 60 characters.

    `texts` in order of importance (the tail of a long text is cut off), `phones` in E.164 form, `codes` are
    numbers and keys such as Q-2026-00017 or a tax number, found whole, in part and by their last digits.
    """
    found = chain(
        chain.from_iterable(map(_code_tokens, codes)),
        chain.from_iterable(map(_phone_tokens, phones)),
        chain.from_iterable(map(_text_tokens, texts)),
    )
    unique: dict[str, None] = {}
    for token in found:
        unique[token] = None
        if len(unique) >= MOST_TOKENS:
            break
    return list(unique)


def _phone_tokens(phone: str) -> Iterator[str]:
    digits = _NON_DIGIT.sub("", plain(phone))[: words.LONGEST_TOKEN - 1]
    if digits:
        yield digits
        yield REVERSED + digits[::-1]


def _code_tokens(code: str) -> Iterator[str]:
    folded = words.search_fold(code[:_LONGEST_QUERY])
    if whole := _NOT_CODE.sub("", folded)[: words.LONGEST_TOKEN]:
        yield whole
    for part in words.parts(folded):
        yield part
        if part.isdecimal() and part.startswith("0"):
            yield part.lstrip("0") or "0"
    digits = re.sub("[^0-9]", "", folded)[-words.LONGEST_TOKEN + 1 :]
    if len(digits) >= _SHORTEST_SUFFIX:
        yield REVERSED + digits[::-1]
    yield from _text_tokens(folded)


def _text_tokens(text: str) -> Iterator[str]:
    for piece in words.pieces(words.search_fold(text[:_LONGEST_TEXT])):
        if piece.kind == "cjk":
            yield from words.bigrams(piece.text)
            # The last character alone: the others are found as beginnings of pairs.
            yield piece.text[-1]
            yield from words.spoken(piece.text)
        elif piece.kind == "mail":
            yield _mail(piece.text)
            for part in words.parts(piece.text):
                yield from _word_tokens(part)
        elif piece.kind == "number":
            yield from words.parts(piece.text)
            yield from _written_number(piece.text)
        else:
            whole = words.joined(piece.text)
            yield from _word_tokens(whole)
            if not piece.text.startswith(whole):
                for part in words.parts(piece.text):
                    yield from _word_tokens(part)


def _written_number(text: str) -> Iterator[str]:
    """A phone or account number within a text is found like one in its own field; dates are too short."""
    digits = _NON_DIGIT.sub("", text)
    if _SHORTEST_WRITTEN <= len(digits) <= _LONGEST_WRITTEN:
        for form in (digits, *_without_trunk(digits)):
            yield form
            yield REVERSED + form[::-1]


def _mail(text: str) -> str:
    return text.strip(".-+%")[: words.LONGEST_TOKEN]


def _word_tokens(word: str) -> Iterator[str]:
    yield word
    if stem := words.stem(word):
        yield stem
    if words.is_cyrillic(word) and (sound := words.sound(word)):
        yield sound


def parse_query(text: str, *, region: str = "") -> Query:
    """The query that a person means by `text`; `region` (ISO 3166 alpha-2) helps to read national phone
    numbers.

    Every word must be found, in any inflection; the last one may be unfinished. Digits with separators are a
    number of any notation, a phone number's ending, or just these words. At most 24 terms.
    """
    found = list(words.pieces(words.search_fold(text[:_LONGEST_QUERY])))
    terms = chain.from_iterable(
        _terms(piece, region, last=index == len(found) - 1) for index, piece in enumerate(found)
    )
    return Query(tuple(islice(dict.fromkeys(terms), _MOST_TERMS)))


def _terms(piece: words.Piece, region: str, *, last: bool) -> Iterator[Term]:
    if piece.kind == "number":
        yield from _number_terms(piece.text, region, last=last)
    elif piece.kind == "mail":
        yield Term((Alt(_mail(piece.text), prefix=last),))
    elif piece.kind == "word":
        yield Term(tuple(dict.fromkeys(_alternatives(words.joined(piece.text), prefix=last))))
    elif len(piece.text) == 1:
        yield Term((Alt(piece.text, prefix=True),))
    else:
        yield from (Term((Alt(pair),)) for pair in words.bigrams(piece.text))


def _alternatives(word: str, *, prefix: bool) -> Iterator[Alt]:
    yield Alt(word, prefix)
    if stem := words.stem(word):
        yield Alt(stem)
    if words.is_cyrillic(word):
        yield from (Alt(spelling, prefix) for spelling in words.transliterations(word))
    elif sound := words.sound(word):
        yield Alt(sound, prefix)


def _number_terms(typed: str, region: str, *, last: bool) -> Iterator[Term]:
    """One term per group of digits, each with the whole number as an alternative: all groups as words, or the
    number (A and B, or N, is the same as (A or N) and (B or N))."""
    groups = words.parts(typed)
    whole = tuple(_number_alternatives(typed, region))
    for index, group in enumerate(groups):
        as_word = Alt(group, prefix=last and index == len(groups) - 1)
        yield Term(tuple(dict.fromkeys((as_word, *whole))))


def _number_alternatives(typed: str, region: str) -> Iterator[Alt]:
    digits = _NON_DIGIT.sub("", typed)
    if len(digits) >= _SHORTEST_SUFFIX:
        yield Alt(digits[: words.LONGEST_TOKEN], prefix=True)
        yield _ending(digits)
    if _SHORTEST_PHONE <= len(digits) <= _LONGEST_PHONE:
        for form in (*_without_trunk(digits), *(search_digits(typed, region) if region else ())):
            yield Alt(form, prefix=True)
            yield _ending(form)


def _ending(digits: str) -> Alt:
    return Alt((REVERSED + digits[::-1])[: words.LONGEST_TOKEN], prefix=True)


def _without_trunk(digits: str) -> Iterator[str]:
    """The digits without what is dialled before the number proper: 00 or 0, and the 8 of Russia and
    Kazakhstan.
    """
    if bare := digits.lstrip("0"):
        yield bare
    if digits.startswith("8") and len(digits) == _RUSSIAN_NUMBER:
        yield "7" + digits[1:]


def to_fts5(query: Query) -> str:
    """The query as an FTS5 match expression; empty for a query without terms."""
    return " AND ".join(
        "(" + " OR ".join(_quoted(alt.token, '"') + "*" * alt.prefix for alt in term.alternatives) + ")"
        for term in query.terms
    )


def to_tsquery(query: Query) -> str:
    """The query as text for a cast to tsquery (`%s::tsquery`, no parser runs); empty for a query without
    terms.
    """
    return " & ".join(
        "(" + " | ".join(_lexeme(alt.token) + ":*" * alt.prefix for alt in term.alternatives) + ")"
        for term in query.terms
    )


def to_fts5_text(tokens: Iterable[str]) -> str:
    """The value of the FTS5 column for these tokens."""
    return " ".join(tokens)


def to_tsvector(tokens: Iterable[str]) -> str:
    """The tokens as text for a cast to tsvector (`%s::tsvector`), independent of PostgreSQL's parsers and
    locale.
    """
    return " ".join(map(_lexeme, tokens))


def _lexeme(token: str) -> str:
    return _quoted(token.replace("\\", "\\\\"), "'")


def _quoted(token: str, quote: str) -> str:
    return quote + token.replace(quote, quote * 2) + quote
