"""Encodings are recognised, Chinese and Russian always."""

import codecs
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kith.features.tabular.encodings import detect
from kith.features.tabular.errors import TableError

DATA = Path(__file__).parents[6] / "shared/data/text_encodings"
MUST = {"zh", "ru", "en"}
CODECS = {
    "ibm852": "cp852",
    "mac-centraleurope": "mac-latin2",
    "utf-16": "utf-16",
    "iso-2022-kr": "iso2022_kr",
    "iso-8859-11": "iso8859-11",
    "ascii": "utf-8",
}
NAMES_ZH = "客户名称,联系人,手机\n上海华为贸易有限公司,张三,13812345678\n北京小米科技,李四,13900000000\n"
NAMES_RU = "Наименование;Контакт;Телефон\nООО «Ромашка»;Иванов Пётр;+7 912 000-00-00\nАО «Щука»;Эль Юлия;\n"


def right(path: Path) -> bool:
    """Say whether the file decodes to the text that its true encoding gives."""
    name = path.name.removesuffix(".txt").replace("utf-16.le", "utf-16-le").replace("utf-16.be", "utf-16-be")
    raw = path.read_bytes()
    if name.startswith("utf-16"):
        name = (
            "utf-16"
            if raw[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
            else name.replace("utf-16le", "utf-16-le")
        )
    try:
        return raw.decode(detect(path).encoding) == raw.decode(CODECS.get(name, name))
    except (TableError, UnicodeDecodeError):
        return False


@pytest.mark.skipif(not DATA.is_dir(), reason="sample texts are not here")
def test_sample_texts_in_chinese_and_russian_are_always_read_right_and_most_others_too(
    record_property: Callable[[str, object], None],
) -> None:
    files = sorted(DATA.glob("*/*"))
    wrong = [file for file in files if not right(file)]
    score = f"{len(files) - len(wrong)} of {len(files)}"
    record_property("right", score)
    sys.stdout.write(f"{score} right, wrong: {[f'{file.parent.name}/{file.name}' for file in wrong]}\n")
    assert not [file for file in wrong if file.parent.name in MUST]
    assert len(wrong) <= 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "gbk"]
)
@pytest.mark.parametrize("repeat", [1, 500])
def test_a_chinese_list_is_read_in_every_encoding(tmp_path: Path, encoding: str, repeat: int) -> None:
    (tmp_path / "list").write_bytes((NAMES_ZH * repeat).encode(encoding))
    guess = detect(tmp_path / "list").encoding
    assert (tmp_path / "list").read_bytes().decode(guess) == NAMES_ZH * repeat


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1251", "mac-cyrillic"]
)
@pytest.mark.parametrize("repeat", [1, 500])
def test_a_russian_list_is_read_in_every_encoding(tmp_path: Path, encoding: str, repeat: int) -> None:
    (tmp_path / "list").write_bytes((NAMES_RU * repeat).encode(encoding))
    guess = detect(tmp_path / "list").encoding
    assert (tmp_path / "list").read_bytes().decode(guess) == NAMES_RU * repeat


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "iso8859-5"])
def test_a_russian_list_is_read_in_encodings_without_its_quotes(tmp_path: Path, encoding: str) -> None:
    text = NAMES_RU.replace("«", '"').replace("»", '"')
    (tmp_path / "list").write_bytes(text.encode(encoding))
    assert text == (tmp_path / "list").read_bytes().decode(detect(tmp_path / "list").encoding)


@pytest.mark.parametrize(
    "text",
    [
        "name\n张三\n",
        "name\n王\n",
        "公司\n",
        "城市\n",
        "姓名,公司\n刘洋,深圳市腾讯计算机系统有限公司\n",
    ],
)
def test_few_chinese_characters_are_enough(tmp_path: Path, text: str) -> None:
    (tmp_path / "list").write_bytes(text.encode("gb18030"))
    assert detect(tmp_path / "list").encoding == "gb18030"


@pytest.mark.parametrize(
    "text", ["name\nИван\n", "город\nУфа\n", "ООО\n", "Имя;Город\nПётр;Москва\n", "ИНН;КПП\n"]
)
def test_few_russian_letters_are_enough(tmp_path: Path, text: str) -> None:
    (tmp_path / "list").write_bytes(text.encode("windows-1251"))
    assert detect(tmp_path / "list").encoding == "windows-1251"


def test_russian_far_down_in_a_file_of_plain_letters_is_noticed(tmp_path: Path) -> None:
    raw = b"id,name\n" + b"1,plain name\n" * 300_000 + "2,Иванов Иван Иванович\n".encode("windows-1251")
    (tmp_path / "list").write_bytes(raw)
    assert detect(tmp_path / "list").encoding == "windows-1251"


def test_utf8_with_one_broken_character_stays_utf8(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(NAMES_ZH.encode()[:-1] + "张".encode()[:2])
    assert detect(tmp_path / "list").encoding == "utf-8"
