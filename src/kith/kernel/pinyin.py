"""Readings of Chinese characters, straight from pypinyin's tables: no segmentation, a few microseconds a
name.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN = re.compile(f"[{HAN}]+")
_LONGEST_PHRASE = 4
_TONES = {"\u0304": "1", "\u0301": "2", "\u030c": "3", "\u0300": "4"}

# Family names that are read otherwise than the same character in a word. Only where the first reading of the
# character would file a person at a wrong place.
_FAMILY_NAMES = {
    "曾": "zeng1", "单": "shan4", "解": "xie4", "查": "zha1", "仇": "qiu2", "任": "ren2", "区": "ou1",
    "朴": "piao2", "盖": "ge3", "缪": "miao4", "覃": "qin2", "翟": "zhai2", "员": "yun4", "种": "chong2",
    "秘": "bi4", "繁": "po2", "折": "she2", "召": "shao4", "祭": "zhai4", "洗": "xian3", "盛": "sheng4",
    "乐": "yue4", "阚": "kan4", "隗": "wei3", "尹": "yin3", "宓": "mi4", "佴": "nai4", "谌": "chen2",
    "郗": "xi1", "臧": "zang1", "长": "zhang3", "重": "chong2",
}  # fmt: skip
_PERSON_LENGTHS = range(2, 4)


@cache
def _tables() -> tuple[Mapping[int, str], Mapping[str, Sequence[Sequence[str]]]]:
    # Imported on the first Chinese character: the tables take a sixth of a second and some 20 MB.
    constants = import_module("pypinyin.constants")
    return constants.PINYIN_DICT, constants.PHRASES_DICT


def _numbered(marked: str) -> str:
    """`huá` as `hua2`, `lǜ` as `lv4`, a neutral `de` as `de5`."""
    tone = "5"
    letters: list[str] = []
    for character in unicodedata.normalize("NFD", marked.replace("ü", "v")):
        if character in _TONES:
            tone = _TONES[character]
        elif character == "\u0308":
            letters[-1] = "v"
        elif character.isascii():
            letters.append(character)
    return "".join(letters) + tone


@lru_cache(maxsize=32768)
def reading(character: str) -> str:
    """The most usual reading of one character with its tone as a digit; empty where none is known."""
    characters, _ = _tables()
    marked = characters.get(ord(character), "")
    return _numbered(marked.partition(",")[0]) if marked else ""


@lru_cache(maxsize=32768)
def _phrase(phrase: str) -> tuple[str, ...]:
    _, phrases = _tables()
    marked = phrases.get(phrase)
    if marked is None or len(marked) != len(phrase):
        return ()
    return tuple(_numbered(choices[0]) for choices in marked)


def syllables(run: str) -> tuple[str, ...]:
    """One reading per character of a run of Chinese characters, by phrase where the tables know one (重庆 is
    chong2 qing4). A character without a known reading stands for itself."""
    found: list[str] = []
    position = 0
    while position < len(run):
        for length in range(min(_LONGEST_PHRASE, len(run) - position), 1, -1):
            if readings := _phrase(run[position : position + length]):
                break
        else:
            readings = (reading(run[position]) or run[position],)
        found.extend(readings)
        position += len(readings)
    return tuple(found)


def name_syllables(run: str) -> tuple[str, ...]:
    """As `syllables`, with the first character of a two or three character name read as a family name."""
    found = syllables(run)
    if len(run) in _PERSON_LENGTHS and not _phrase(run) and run[0] in _FAMILY_NAMES:
        return (_FAMILY_NAMES[run[0]], *found[1:])
    return found


def _spelled(run: re.Match[str]) -> str:
    characters = run[0]
    whole = len(characters) == len(run.string)
    readings = name_syllables(characters) if whole else syllables(characters)
    return "".join(
        spoken if spoken == character else spoken + character
        for spoken, character in zip(readings, characters, strict=True)
    )


def spell_out(text: str) -> str:
    """The text with each Chinese character preceded by its reading: `华为 cloud` is `hua2华wei2为 cloud`."""
    return _HAN_RUN.sub(_spelled, text)
