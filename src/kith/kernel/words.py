"""From text to the words it is found by: runs, stems, bigrams, other alphabets. Shared by index and query."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import Stemmer  # type: ignore[import-not-found]  # a C extension that ships no stubs

from kith.kernel import pinyin
from kith.kernel.text import fold, unaccent

STEM = "~"
SOUND = "_"
LONGEST_TOKEN = 60
_SHORT_NAME = 12
_PERSON_NAME = 4
_SHORTEST_STEMMED = 3
_FAMILY_NAME_STEM = 4

# Scripts written without spaces: Chinese, kana, Hangul (spaced, but its words carry endings).
CJK = pinyin.HAN + "\u3005\u3041-\u3096\u309d-\u309f\u30a1-\u30ff\uac00-\ud7a3"
# Marks that belong to a word though \w does not count them: accents, vowel signs of Indic, Thai, Hebrew,
# Arabic.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed"
    "\u0900-\u0963\u0966-\u0dff\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ecd\u0f71-\u0f84\u102b-\u103e"
)
_APOSTROPHES = "'’ʼ`"
# One of the apostrophes is a letter to Unicode; alone it would be a word without anything in it.
_LETTER = rf"(?:(?![{CJK}_{_APOSTROPHES}])[\w{_MARKS}])"
_PIECES = re.compile(
    # Repetitions are bounded: a hostile text may not make the search quadratic.
    rf"(?P<mail>(?:(?![{CJK}])[\w.%+-]){{1,64}}@(?:{_LETTER}|-){{1,63}}(?:\.(?:{_LETTER}|-){{1,63}}){{1,8}})"
    # A number as people break it up, with single gaps of separators, and not the beginning of a word or mail.
    rf"|(?P<number>(?:[+(][(+ ]{{0,2}})?[0-9](?:[ ().\-/–—]{{0,3}}[0-9]){{0,40}}(?![.\-]?(?:{_LETTER}|@)))"
    rf"|(?P<cjk>[{CJK}]+)"
    rf"|(?P<word>{_LETTER}+(?:[{_APOSTROPHES}]{_LETTER}+)*)"
)
_APOSTROPHE = re.compile(f"[{_APOSTROPHES}]")
_WORD = re.compile(f"{_LETTER}+")
_HAN_ONLY = re.compile(f"[{pinyin.HAN}]+")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[a-z]+")
_stemmers = threading.local()

_TO_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e",
        "ю": "iu", "я": "ia", "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ә": "a", "ғ": "g", "қ": "k",
        "ң": "n", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ј": "j", "љ": "lj", "њ": "nj", "ђ": "dj", "ћ": "c",
    }
)  # fmt: skip
_TO_LATIN_Y = _TO_LATIN | {ord("й"): "y", ord("ю"): "yu", ord("я"): "ya", ord("є"): "ye", ord("ї"): "yi"}
# Spellings of one sound in passports, on business cards and in English, brought to one.
_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("shch|sch", "sh"), ("tch", "ch"), ("kh", "h"), ("ph", "f"), ("ck", "k"), ("x", "ks"), ("q", "k"),
        ("w", "v"), ("tz|cz", "ts"), ("c(?!h)", "k"), ("[yj]", "i"), ("^ie", "e"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of folded text: `kind` is mail, number, cjk or word; an apostrophe inside a word stays in
    `text`.
    """

    kind: str
    text: str


def search_fold(text: str) -> str:
    """Folded as for comparing, Latin letters without accents."""
    return unaccent(fold(text))


def pieces(folded: str) -> Iterator[Piece]:
    """The stretches of a text that `search_fold` has folded, in order; what stands between them is not
    searched.
    """
    for found in _PIECES.finditer(folded):
        yield Piece(found.lastgroup or "word", found[0])


def joined(word: str) -> str:
    """A word without its apostrophes: o'neil is oneil."""
    return _APOSTROPHE.sub("", word)[:LONGEST_TOKEN]


def parts(text: str) -> list[str]:
    """The plain words within a mail address or a word with apostrophes."""
    return [word[:LONGEST_TOKEN] for word in _WORD.findall(text)]


def is_cyrillic(word: str) -> bool:
    """Whether the word is written with Cyrillic letters (one of them is enough)."""
    return bool(_CYRILLIC.search(word))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The marked Snowball stem (`~компан`), Russian or English by alphabet; empty for what has none."""
    if len(word) < _SHORTEST_STEMMED or not word.isalpha():
        return ""
    language = "russian" if is_cyrillic(word) else "english" if word.isascii() else ""
    return STEM + _stemmed(word, language)[: LONGEST_TOKEN - 1] if language else ""


def _stemmed(word: str, language: str) -> str:
    stemmed: str = _stemmer(language).stemWord(word)
    if len(stemmed) > _FAMILY_NAME_STEM and stemmed.endswith(("ов", "ев")):
        # A woman's family name loses one ending (иванова, иванов) where a man's loses two (иванов, иван): all
        # forms of a name must end at the same stem.
        stemmed = _stemmer(language).stemWord(stemmed)
    return stemmed


def _stemmer(language: str) -> Stemmer.Stemmer:
    # A stemmer keeps buffers: shared between threads it returns other words' stems.
    stemmer = getattr(_stemmers, language, None)
    if stemmer is None:
        stemmer = Stemmer.Stemmer(language)
        setattr(_stemmers, language, stemmer)
    return stemmer


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The marked Latin sound of a Cyrillic or Latin word: Иванов and ivanov both are `_ivanov`, Алексей and
    alexey both `_aleksei`; empty for other words.
    """
    latin = word.translate(_TO_LATIN)
    if len(word) < 2 or not _LATIN.fullmatch(latin):
        return ""
    for pattern, spelling in _SOUNDS:
        latin = pattern.sub(spelling, latin)
    return SOUND + latin[: LONGEST_TOKEN - 1]


def transliterations(word: str) -> list[str]:
    """How a Cyrillic word is commonly written in Latin letters: юлия as iuliia and as yuliya."""
    spellings = dict.fromkeys((word.translate(_TO_LATIN), word.translate(_TO_LATIN_Y)))
    return [spelling[:LONGEST_TOKEN] for spelling in spellings if _LATIN.fullmatch(spelling)]


def bigrams(run: str) -> list[str]:
    """The overlapping pairs of a run: 华为科技 gives 华为 为科 科技; nothing for a single character."""
    return [first + second for first, second in pairwise(run)]


@lru_cache(maxsize=16384)
def spoken(run: str) -> tuple[str, ...]:
    """How a short Chinese name is typed in Latin letters: 华为 gives huawei, hw, and, for names of persons'
    length, each syllable. Nothing for long runs and other scripts.
    """
    if len(run) > _SHORT_NAME or not _HAN_ONLY.fullmatch(run):
        return ()
    tokens: dict[str, None] = {}
    for toned in dict.fromkeys((pinyin.name_syllables(run), pinyin.syllables(run))):
        plain = [syllable.rstrip("12345") for syllable in toned]
        if all(_LATIN.fullmatch(syllable) for syllable in plain):
            tokens |= dict.fromkeys(_typed(plain))
    return tuple(tokens)


def _typed(plain: list[str]) -> Iterator[str]:
    full = "".join(plain)
    yield full[:LONGEST_TOKEN]
    if len(plain) > 1:
        yield "".join(syllable[0] for syllable in plain)
    if 1 < len(plain) <= _PERSON_NAME:
        yield from plain
    if "v" in full:
        # lü is typed lv by most and lu by those who read it off a card.
        yield full.replace("v", "u")[:LONGEST_TOKEN]
