"""Legal forms of companies, as they are written in Chinese, Russian and Latin letters, and what else says nothing."""

from __future__ import annotations

import re

# Longest first: each is taken off the end of a Chinese name.
_CHINESE = (
    "股份有限责任公司", "集团股份有限公司", "集团有限责任公司", "控股集团有限公司", "股份有限公司",
    "有限责任公司", "集团有限公司", "控股有限公司", "集团总公司", "股份公司",
    "有限公司", "集团公司", "总公司", "合伙企业", "普通合伙",
    "有限合伙", "个体工商户", "个人独资企业", "有限责任", "股份",
    "集团", "控股", "公司",
)  # fmt: skip
CHINESE_END = re.compile(f"(?:{'|'.join(_CHINESE)})+$")
CHINESE_BRANCH = re.compile(r"(?:有限|责任|股份|集团)*公司(.{1,12}?(?:分公司|分店|分院|分行|办事处|营业部))$")

_RUSSIAN_LONG = re.compile(
    r"\b(?:обществ\w* с ограниченной ответственностью|(?:(?:не)?публичн\w+ |открыт\w+ |закрыт\w+ )?"
    r"акционерн\w+ обществ\w*"
    r"|индивидуальн\w+ предпринимател\w+|товарищество с ограниченной ответственностью|крестьянское фермерское хозяйство"
    r"|(?:федеральное )?государственное унитарное предприятие|муниципальное унитарное предприятие"
    r"|закрытое общество|открытое общество|частное предприятие)\b"
)
WORDS = frozenset(
    re.findall(
        r"\w+",
        """
ооо оао зао пао нао ао ип тоо чп тд пк гк тк мп гуп муп фгуп ано нко кфх одо чуп сп нпф
inc incorporated ltd limited llc llp lp plc corp corporation co company gmbh mbh ag kg kgaa ohg
ev bv nv vof cv sa sas sarl srl spa snc sl oy oyj ab as asa aps pty pte sdn bhd kk kft zrt doo
sro oao ooo zao pao tov eood ood uab sia pjsc ojsc cjsc jsc holding holdings group the and und
en et de van der
""",
    )
)
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.\s?){2,}")


def without_russian(text: str) -> str:
    """A folded name without the legal forms that are written out in Russian."""
    return _RUSSIAN_LONG.sub(" ", text)


def joined(text: str) -> str:
    """Letters with dots between (b.v., о.о.о., h.j.) as one word."""
    return _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found[0]) + " ", text)


def meaningful(words: list[str]) -> list[str]:
    """The words of a name that are no legal form; all of them when nothing else is left."""
    return [word for word in words if word not in WORDS] or words
