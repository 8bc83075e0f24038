"""Which encoding a text file has: by its mark, by strict decoding, then by the language that explains it best.

The whole file is read once: UTF-8 is certain only then, and a file whose first megabytes are plain ASCII may hold its
Chinese or Russian names further down. Lines with bytes beyond ASCII are collected from all over the file as evidence
for the legacy encodings. Every candidate must decode the evidence strictly; the winner is the pair of encoding and
language in which the characters are the usual letters of that one language and upper case stands where it should.
"""

import codecs
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kith.features.tabular import languages
from kith.features.tabular.errors import TableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_EVIDENCE = 1 << 15
_HIGH_LINE = re.compile(rb"[^\r\n]{0,2000}[\x80-\xff][^\r\n]{0,2000}")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_MISFIT = -3.0
"""Weight of a character that no text in the language has."""
_DOUBTFUL = -1.0
_PRIOR = {"gb18030": 0.6, "windows-1251": 0.6, "koi8-r": 0.3, "windows-1252": 0.1}
"""What to expect of a few letters that could be anything: the more evidence, the less this counts."""
_PLAIN_WITH_ZEROS = re.compile(rb"[\x00\t\r\n -~]*")
_LETTER = r"[^\W\d_A-Za-z]"
_PAIR = re.compile(f"{_LETTER}(?=({_LETTER}))")
_CROWD = re.compile(f"{_LETTER}{{3}}")
"""Three accented letters in a row: hardly any Latin word has them."""
_MIXED = re.compile(f"[A-Za-z](?={_LETTER})|{_LETTER}(?=[A-Za-z])")
"""Letters of two scripts in one word."""
_LATIN = frozenset(map(chr, range(0xC0, 0x250)))


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding by its codec name, and whether it is proven (mark, strict UTF-8, ASCII) or the best explanation."""

    encoding: str
    certain: bool


def marked(encoding: str) -> str:
    """Return the encoding, UTF-8 as the one that writes a mark and reads files with and without one."""
    return "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding


def detect(path: Path) -> Guess:
    """Return the encoding of a text file. Raises TableError(unknown_encoding) when nothing explains it."""
    with path.open("rb") as file:
        head = file.read(_CHUNK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return Guess(encoding, certain=True)
    wide = _utf16_without_mark(head)
    if wide:
        return Guess(wide, certain=False)
    if head[:4] == b"\x1b$)C":
        return Guess("iso2022_kr", certain=True)
    return _detect_narrow(path)


def _utf16_without_mark(head: bytes) -> str | None:
    """Return the byte order if the zero bytes of Latin letters, digits and line ends all stand on one side."""
    pairs = len(head) // 2
    zeros = {"utf-16-be": head[: pairs * 2 : 2].count(0), "utf-16-le": head[1 : pairs * 2 : 2].count(0)}
    encoding = max(zeros, key=lambda name: zeros[name])
    if _PLAIN_WITH_ZEROS.fullmatch(head) and zeros[encoding] * 5 < pairs * 4:
        return None  # plain text that was damaged
    if zeros[encoding] * 33 < pairs or zeros[encoding] < 10 * min(zeros.values()) or not zeros[encoding]:
        return None
    try:
        text = head[: pairs * 2].decode(encoding, "strict" if len(head) < _CHUNK else "ignore")
    except UnicodeDecodeError:
        text = head[: pairs * 2].decode(encoding, "ignore")
    low = sum(character < "\x80" for character in text)
    return encoding if text and low * 33 >= len(text) and "\0" not in text else None


def _detect_narrow(path: Path) -> Guess:
    """Tell UTF-8 from the encodings of one or two bytes per character."""
    decoder, broken, evidence = codecs.getincrementaldecoder("utf-8")("strict"), False, bytearray()
    quota = max(1_000, _EVIDENCE * _CHUNK // max(path.stat().st_size, 1))
    for chunk in _chunks(path):
        if not broken:
            try:
                decoder.decode(chunk, final=False)
            except UnicodeDecodeError:
                broken = True
        if not chunk.isascii() and len(evidence) < 2 * _EVIDENCE:
            evidence += _high_lines(chunk, quota)
    if not broken:
        broken = _is_cut(decoder)
    if not broken:
        return Guess("utf-8", certain=True)
    if _is_mostly_utf8(bytes(evidence)):
        return Guess("utf-8", certain=False)  # reading will name the row of the broken character
    return Guess(best_legacy(bytes(evidence)), certain=False)


def _is_cut(decoder: codecs.IncrementalDecoder) -> bool:
    return bool(decoder.getstate()[0])


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _high_lines(chunk: bytes, quota: int) -> bytes:
    """Return whole lines with bytes beyond ASCII; the chunk's ends may cut characters, so the outer lines go."""
    first, last = chunk.find(b"\n"), chunk.rfind(b"\n")
    inner = chunk[first + 1 : last] if len(chunk) == _CHUNK and 0 <= first < last else chunk
    found, size = [], 0
    for match in _HIGH_LINE.finditer(inner):
        found.append(match[0])
        size += len(match[0]) + 1
        if size >= quota:
            break
    return b"\n".join(found) + b"\n"


def _is_mostly_utf8(evidence: bytes) -> bool:
    """Say whether the bytes are UTF-8 with a few broken places: other encodings hardly ever form valid sequences."""
    characters = _UTF8_CHARACTER.findall(evidence)
    stray = len(_HIGH_BYTE.findall(_UTF8_CHARACTER.sub(b"", evidence)))
    return bool(characters) and stray <= 3 + len(characters) // 50 and stray <= len(characters)


def best_legacy(evidence: bytes) -> str:
    """Return the encoding that explains the bytes best. Raises TableError(unknown_encoding)."""
    length = len(_HIGH_BYTE.findall(evidence))
    found = scores(evidence)
    encoding = max(found, key=lambda name: found[name] + _PRIOR.get(name, 0.0) * 8 / (length + 8))
    best = found[encoding]
    if best < _DOUBTFUL:
        raise TableError("unknown_encoding")
    return encoding


def scores(evidence: bytes) -> dict[str, float]:
    """Return for each encoding that can decode the evidence how well its best language explains it (1 to -3)."""
    found = {"windows-1252": _MISFIT}
    texts: dict[str, str] = {}
    for encoding, judges in _judges().items():
        text = _decode(evidence, encoding)
        if text is None:
            continue
        texts[encoding] = text
        marked = Counter(character for character in text if character >= "\x80")
        found[encoding] = max(judge(text, marked) for judge in judges)
    if "windows-1252" not in texts:
        del found["windows-1252"]
        found["iso8859-1"] = _MISFIT
    return found


def _decode(evidence: bytes, encoding: str) -> str | None:
    try:
        return evidence.decode(encoding)
    except UnicodeDecodeError:
        pass
    # A cut character at the very end or one broken place must not hide the encoding of all the rest.
    text = evidence.decode(encoding, "replace")
    return text if text.count("�") * 200 <= len(text) and text.count("�") <= 3 else None


Judge = Callable[[str, Counter[str]], float]


@cache
def _judges() -> dict[str, list[Judge]]:
    """Return for each encoding the languages that are written in it."""
    judges: dict[str, list[Judge]] = {}
    for language in languages.LANGUAGES:
        for encoding in language.encodings:
            judges.setdefault(encoding, []).append(_alphabet_judge(language))
    for encoding, common, usual, rare in (
        ("gb18030", languages.HANZI, 0.6, -0.5),
        ("big5", languages.HANZI_TRADITIONAL, 0.3, 0.1),
        ("shift_jis", languages.KANA, 0.4, 0.2),
        ("euc-jp", languages.KANA, 0.4, 0.2),
        ("euc-kr", languages.HANGUL, 0.4, 0.3),
    ):
        judges[encoding] = [_ideograph_judge(encoding, frozenset(common), usual, rare)]
    return judges


def _alphabet_judge(language: languages.Language) -> Judge:
    letters = list(dict.fromkeys(language.letters))
    weights = {letter: 1.0 - 0.5 * rank / len(letters) for rank, letter in enumerate(letters)}
    upper = {letter.upper(): weight * 0.8 for letter, weight in weights.items() if len(letter.upper()) == 1}
    weights = upper | weights | dict.fromkeys(languages.PUNCTUATION, 0.1)
    latin = all(letter in _LATIN for letter in letters[:3])
    strange = _CROWD if latin else _MIXED

    def judge(text: str, marked: Counter[str]) -> float:
        total = sum(weights.get(character, _MISFIT) * count for character, count in marked.items())
        odd: int = sum(match[0].islower() and match[1].isupper() for match in _PAIR.finditer(text))
        return (total - odd - sum(1 for _match in strange.finditer(text))) / max(marked.total(), 1)

    return judge


def _ideograph_judge(encoding: str, common: frozenset[str], usual: float, rare: float) -> Judge:
    def weight(character: str) -> float:
        if character in common:
            return 1.0
        if character in languages.PUNCTUATION:
            return 0.3
        if "\ue000" <= character <= "\uf8ff" or character == "�" or "\uff61" <= character <= "\uff9f":
            return _MISFIT
        return usual if _is_level_one(character, encoding) else rare

    def judge(_text: str, marked: Counter[str]) -> float:
        total = sum((weight(character) * count for character, count in marked.items()), 0.0)
        return total / max(marked.total(), 1)

    return judge


_LEVEL_ONE = {
    "gb18030": (0xB0, 0xD7),
    "big5": (0xA4, 0xC6),
    "shift_jis": (0x88, 0x98),
    "euc-jp": (0xB0, 0xCF),
    "euc-kr": (0xB0, 0xC8),
}
"""Lead bytes of the characters in daily use."""


def _is_level_one(character: str, encoding: str) -> bool:
    code = character.encode(encoding)
    low, high = _LEVEL_ONE[encoding]
    return len(code) == 2 and low <= code[0] <= high and (encoding != "gb18030" or code[1] >= 0xA1)
