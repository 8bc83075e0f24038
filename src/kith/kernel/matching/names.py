"""Names of companies and persons in three scripts, taken apart and made comparable.

Chinese names by the parts that registration gives them (place, core, trade, legal form, branch), others by their words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kith.kernel.matching import legal, places
from kith.kernel.matching.scripts import HAN, latin, simplified, skeleton, sound
from kith.kernel.text import fold, unaccent

_MARKS = re.compile(
    r"[(\[【〔〈]\s*(?:停用|新|旧|作废|勿用|老|重复|old|new|duplicate|inactive|не использовать|дубль)\s*[)\]】〕〉]"
    r"|[*★※]+"
)
_BRACKETED = re.compile(r"[(\[【〔〈]([^)\]】〕〉]*)[)\]】〕〉]")
_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['’`´ʼ]")
_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")
_ORDINAL = re.compile(r"第([0-9零〇一二三四五六七八九十]+)|(?:no\.?|№|nr\.?|#)\s*([0-9]+)")
_NUMBERS = re.compile(r"\d+")
# Different words for the same, from the lists of the trade: the longer is written as the shorter.
_SYNONYMS = (
    ("社区卫生服务中心", "卫生服务中心"),
    ("中医医院", "中医院"),
    ("大药房", "药房"),
    ("大药店", "药店"),
    ("科技发展", "科技"),
    ("商贸", "贸易"),
    ("信息技术", "信息科技"),
)
HEAD = 7
"""So many letters from the beginning, and from the end, are a key of their own."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. `core` are its telling words in their order and script, `sounds` the same in Latin letters as
    they sound; `place`, `branch` and `ordinal` are what tells two of one core apart, "" when nothing is said."""

    core: str
    sounds: tuple[str, ...]
    place: str = ""
    branch: str = ""
    ordinal: str = ""

    @property
    def key(self) -> str:
        """Equal for names that differ in legal form, brackets, widths, spacing, order of words and script."""
        return " ".join(sorted(self.sounds))

    @property
    def line(self) -> str:
        """What is compared letter by letter."""
        return " ".join(self.sounds)

    def beside(self, other: Name) -> tuple[str, str]:
        """What of the two is compared letter by letter: their signs when both are Chinese, for many signs sound alike
        (银玉 and 金月), else their sounds."""
        if HAN.search(self.core) and HAN.search(other.core):
            return self.core, other.core
        return self.line, other.line

    def clashes(self, other: Name) -> bool:
        """Whether both say something of themselves that cannot be of one firm: another number, place or branch."""
        pairs = ((self.ordinal, other.ordinal), (self.place, other.place), (self.branch, other.branch))
        return any(one and two and one != two for one, two in pairs) or bool(self.branch) != bool(
            other.branch
        )


def parse(text: str) -> Name:
    """A name taken apart."""
    plain = _MARKS.sub(" ", fold(text))
    return _chinese(simplified(plain)) if HAN.search(plain) else _worded(plain)


def _worded(plain: str) -> Name:
    """A name of words."""
    plain = legal.joined(_APOSTROPHES.sub("", legal.without_russian(unaccent(plain)).replace("&", " and ")))
    found = _ORDINAL.search(plain)
    words = [word for word in _NOT_WORD.split(latin(plain)) if word]
    words = _telling(plain, words)
    sounds = tuple(sound(word) for word in words)
    return Name(" ".join(words), sounds, ordinal=(found[2] or "") if found else "")


def _telling(plain: str, words: list[str]) -> list[str]:
    """The words without legal forms, which are known in their own script."""
    if plain.isascii():
        return legal.meaningful(words)
    kept = legal.meaningful([word for word in _NOT_WORD.split(plain) if word])
    return legal.meaningful([part for word in kept for part in _NOT_WORD.split(latin(word)) if part])


def _chinese(plain: str) -> Name:
    """A name of signs: places to one side, the legal form away, branch and ordinal kept apart."""
    place = ""
    for inside in _BRACKETED.findall(plain):
        known = places.NAMED.search(inside)
        place = place or (known[0] if known else "")
    text = _NOT_WORD.sub("", _BRACKETED.sub(_inside, plain))
    branch = ""
    if found := legal.CHINESE_BRANCH.search(text):
        branch, text = found[1], text[: found.start()]
    if found := places.LEADING.match(text):
        rest = text[found.end() :]
        if len(legal.CHINESE_END.sub("", rest)) > 1:
            place, text = place or found[1], rest
    text = legal.CHINESE_END.sub("", text) or text
    for long, short in _SYNONYMS:
        text = text.replace(long, short)
    said = _ORDINAL.search(text)
    ordinal = (said[1] or "").translate(_DIGITS) if said else ""
    return Name(text, (sound(latin(text)),), place, branch, ordinal)


def _inside(found: re.Match[str]) -> str:
    """What stands in brackets, unless it is a place or a kind of company."""
    inside = found[1]
    return (
        ""
        if places.NAMED.fullmatch(re.sub("[市省]$", "", inside)) or legal.CHINESE_END.fullmatch(inside)
        else inside
    )


def keys(name: Name) -> dict[str, str]:
    """The keys by which likely equals of a name meet, by kind: the same name, the same consonants, beginning, end."""
    whole = name.key
    if len(whole) < 2:
        return {}
    found = {"name": whole}
    bones = "".join(skeleton(one) for one in sorted(name.sounds))
    if len(bones) > 3:
        found["bones"] = bones
    letters = "".join(name.sounds)
    if len(letters) > HEAD:
        found["head"], found["tail"] = letters[:HEAD], letters[-HEAD:]
    return found
