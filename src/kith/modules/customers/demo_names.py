"""What places, companies and people of the demo company's world are called, in three languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Region:
    """The names of one language: places with dialling code and postcode, patterns of company and person names."""

    country: str
    currency: str
    places: Sequence[tuple[str, str, str]]
    mobile: str
    streets: Sequence[str]
    first: Sequence[str]
    second: Sequence[str]
    company: str
    branch: str
    given: Sequence[str]
    family: Sequence[str]
    person: str
    positions: Sequence[str]
    industries: Sequence[str]
    tags: Sequence[str]
    slugs: Sequence[str]


def _list(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


GERMAN = Region(
    country="DE",
    currency="EUR",
    places=(
        ("Berlin", "+4930", "10115"),
        ("München", "+4989", "80331"),
        ("Hamburg", "+4940", "20095"),
        ("Köln", "+49221", "50667"),
    ),
    mobile="+49151",
    streets=_list("Hafenstraße, Bergweg, Mühlenallee, Lindenplatz, Am Markt"),
    first=_list("North, Harbour, Silver, Green, Alpine, Bright, Stone, River, Amber, Lake, Old Mill, Falcon"),
    second=_list(
        "Logistics, Foods, Works, Systems, Timber, Optics, Pharma, Motors, Textiles, Energy, Print, Dental"
    ),
    company="{0} {1} GmbH",
    branch="{0} {1} {2} GmbH",
    given=_list(
        "Anna, Ben, Clara, David, Eva, Felix, Greta, Henry, Ida, Jakob, Laura, Max, Nina, Oskar, Paula"
    ),
    family=_list(
        "Schmidt, Weber, Fischer, Wagner, Becker, Hoffmann, Koch, Richter, Klein, Wolf, Neumann, Braun"
    ),
    person="{0} {1}",
    positions=_list("Managing director, Head of purchasing, Buyer, IT manager, Engineer, Accountant"),
    industries=_list("Manufacturing, Retail, Healthcare, Logistics, Construction, Energy"),
    tags=_list("key account, newsletter, trade fair, partner"),
    slugs=_list("north, harbour, silver, green, alpine, bright, stone, river, amber, lake, oldmill, falcon"),
)
CHINESE = Region(
    country="CN",
    currency="CNY",
    places=(
        ("上海", "+8621", "200000"),
        ("杭州", "+86571", "310000"),
        ("深圳", "+86755", "518000"),
        ("苏州", "+86512", "215000"),
    ),
    mobile="+86138",
    streets=_list("中山路, 人民路, 科技大道, 解放路, 长江路"),
    first=_list("华信, 东方, 瑞丰, 宏达, 天成, 金桥, 新远, 博雅, 恒通, 明德, 中联, 海川"),
    second=_list("科技, 医疗, 物流, 食品, 电子, 机械, 贸易, 能源, 纺织, 建材, 教育, 软件"),
    company="{0}{1}有限公司",
    branch="{2}{0}{1}有限公司",
    given=_list("伟, 芳, 娜, 敏, 静, 磊, 洋, 艳, 勇, 杰, 涛, 霞, 明, 丽华"),
    family=_list("王, 李, 张, 刘, 陈, 杨, 赵, 黄, 周, 吴, 徐, 孙"),
    person="{1}{0}",
    positions=_list("总经理, 采购经理, 采购员, 信息主管, 工程师, 财务"),
    industries=_list("制造业, 零售, 医疗, 物流, 建筑, 能源"),
    tags=_list("重点客户, 展会, 老客户, 渠道"),
    slugs=_list(
        "huaxin, dongfang, ruifeng, hongda, tiancheng, jinqiao, xinyuan, boya, hengtong, mingde, zhonglian, haichuan"
    ),
)
RUSSIAN = Region(
    country="RU",
    currency="RUB",
    places=(
        ("Казань", "+7843", "420000"),
        ("Москва", "+7495", "101000"),
        ("Самара", "+7846", "443000"),
        ("Пермь", "+7342", "614000"),
    ),
    mobile="+7917",
    streets=_list("ул. Баумана, пр. Победы, ул. Лесная, ул. Заводская, наб. Речная"),
    first=_list("Волга, Север, Альфа, Прогресс, Урал, Маяк, Восток, Сокол, Кедр, Спектр, Орион, Гранит"),
    second=_list("Строй, Мед, Транс, Продукт, Электро, Маш, Торг, Энерго, Текстиль, Лес, Софт, Хим"),
    company="ООО «{0}{1}»",
    branch="ООО «{0}{1} {2}»",
    given=_list(
        "Иван, Ольга, Сергей, Елена, Дмитрий, Татьяна, Алексей, Наталья, Михаил, Юлия, Артём, Светлана"
    ),
    family=_list("Иваненко, Петренко, Седых, Черных, Мороз, Гончар, Белых, Коваль, Долгих, Шевчук, Мельник"),
    person="{1} {0}",
    positions=_list(
        "Генеральный директор, Начальник отдела закупок, Закупщик, ИТ-директор, Инженер, Бухгалтер"
    ),
    industries=_list("Производство, Розница, Медицина, Логистика, Строительство, Энергетика"),
    tags=_list("ключевой клиент, выставка, партнёр, рассылка"),
    slugs=_list("volga, sever, alfa, progress, ural, mayak, vostok, sokol, kedr, spektr, orion, granit"),
)
REGIONS = {"en": GERMAN, "zh-hans": CHINESE, "ru": RUSSIAN}
# Where these places are: degrees north and east.
PLACES = {
    "Berlin": (52.52, 13.405), "München": (48.137, 11.575), "Hamburg": (53.551, 9.994), "Köln": (50.938, 6.96),
    "上海": (31.23, 121.474), "杭州": (30.274, 120.155), "深圳": (22.543, 114.058), "苏州": (31.299, 120.585),
    "Казань": (55.796, 49.106), "Москва": (55.751, 37.618), "Самара": (53.2, 50.15), "Пермь": (58.01, 56.25),
}  # fmt: skip
