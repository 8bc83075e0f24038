"""Names of made-up companies and people in three scripts, deterministic by number."""

from __future__ import annotations

from random import Random

ENGLISH = (
    "Northern", "Harbour", "Silver", "Granite", "Beacon", "Summit", "River", "Cedar", "Falcon", "Union", "Pioneer",
    "Atlas", "Coastal", "Meadow", "Crown", "Orchid", "Sterling", "Vantage", "Willow", "Anchor",
)  # fmt: skip
TRADES = (
    "Logistics",
    "Foods",
    "Marine",
    "Textiles",
    "Energy",
    "Motors",
    "Pharma",
    "Tools",
    "Paper",
    "Glass",
    "Steel",
    "Software",
)
FORMS = ("Ltd", "Inc", "Group", "Partners", "GmbH")
CITIES_ZH = ("北京", "上海", "广州", "深圳", "重庆", "成都", "杭州", "武汉", "西安", "青岛", "大连", "厦门")
WORDS_ZH = (
    "华兴",
    "天合",
    "新希望",
    "东方",
    "长江",
    "中远",
    "金桥",
    "瑞丰",
    "宏达",
    "同创",
    "海博",
    "明珠",
    "永新",
    "安泰",
    "晨光",
)
TRADES_ZH = ("科技", "贸易", "物流", "医药", "机械", "电子", "食品", "能源", "港务", "建材")
WORDS_RU = (
    "Север",
    "Восток",
    "Волга",
    "Урал",
    "Балтика",
    "Ромашка",
    "Алмаз",
    "Горизонт",
    "Заря",
    "Прогресс",
    "Маяк",
    "Родник",
    "Сокол",
)
TRADES_RU = ("Строй", "Торг", "Транс", "Фарм", "Металл", "Энерго", "Снаб", "Авто", "Пром", "Лес")
FORMS_RU = ("ООО", "АО", "ПАО", "ТД")
FIRST = ("Anna", "James", "Maria", "Peter", "Olivia", "Daniel", "Sophie", "Thomas", "Laura", "Henry")
LAST = ("Miller", "Carter", "Hughes", "Bennett", "Foster", "Griffin", "Marsh", "Parker", "Walsh", "Young")
FAMILY_ZH = "王李张刘陈杨黄赵周吴徐孙马朱胡"
GIVEN_ZH = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "强",
    "磊",
    "军",
    "洋",
    "勇",
    "艳",
    "晓东",
    "建国",
    "雪梅",
    "志强",
)
FIRST_RU = ("Иван", "Мария", "Сергей", "Ольга", "Дмитрий", "Елена", "Алексей", "Наталья", "Павел", "Татьяна")
LAST_RU = (
    "Иванов",
    "Петров",
    "Смирнов",
    "Кузнецов",
    "Соколов",
    "Попов",
    "Лебедев",
    "Козлов",
    "Новиков",
    "Морозов",
)
CITIES = {
    "en": ("London", "Leeds", "Bristol", "Hull", "Dover", "York"),
    "zh": CITIES_ZH,
    "ru": ("Москва", "Казань", "Тула", "Пермь", "Самара", "Омск"),
}


def company(number: int, random: Random) -> tuple[str, str, str]:
    """Name, city and language of the company with this number."""
    language = ("en", "zh", "ru")[number % 3]
    city, pick = random.choice(CITIES[language]), random.choice
    if language == "zh":
        name = f"{city}{pick(WORDS_ZH)}{pick(WORDS_ZH)}{pick(TRADES_ZH)}有限公司"
    elif language == "ru":
        name = f"{pick(FORMS_RU)} «{pick(WORDS_RU)}{pick(TRADES_RU)} {number % 9973}»"
    else:
        name = f"{pick(ENGLISH)} {pick(ENGLISH)} {pick(TRADES)} {number % 9973} {pick(FORMS)}"
    return name, city, language


def person(number: int, random: Random) -> str:
    """Name of the person with this number."""
    language = number % 3
    if language == 1:
        return f"{random.choice(FAMILY_ZH)}{random.choice(GIVEN_ZH)}"
    if language == 2:
        return f"{random.choice(LAST_RU)} {random.choice(FIRST_RU)}"
    return f"{random.choice(FIRST)} {random.choice(LAST)}"
