"""What people call the same thing in the headers of their files, in English, Chinese and Russian.

Each line is one concept. A field belongs to a concept when its key, a label or an alias is in the line; a header that
is in the same line then means the field.
"""

CONCEPTS = (
    ("name", "title", "名称", "名字", "наименование", "название", "имя"),
    (
        "account", "customer", "client", "company", "organization", "organisation", "firm", "company name",
        "account name", "customer name", "client name", "organization name", "organisation name", "business name",
        "legal name", "客户", "客户名称", "客户名", "客户全称", "公司", "公司名称", "公司名", "公司全称", "单位",
        "单位名称", "企业", "企业名称", "клиент", "компания", "организация", "контрагент", "заказчик", "фирма",
        "предприятие", "наименование клиента", "наименование компании", "наименование организации",
        "полное наименование", "название клиента", "название компании", "название организации",
        "юридическое лицо",
    ),
    (
        "contact", "contact name", "contact person", "full name", "person", "联系人", "联系人姓名", "姓名",
        "контакт", "контактное лицо", "имя контакта", "фио", "фио контакта", "полное имя",
    ),
    ("lead", "lead name", "线索", "线索名称", "лид", "название лида", "имя лида"),
    ("first name", "given name", "firstname", "名", "имя"),
    ("last name", "surname", "family name", "lastname", "姓", "姓氏", "фамилия"),
    ("middle name", "patronymic", "отчество"),
    (
        "mobile", "mobile phone", "cell", "cell phone", "cellphone", "手机", "手机号", "手机号码", "移动电话",
        "мобильный", "мобильный телефон", "сотовый", "сотовый телефон",
    ),
    (
        "phone", "telephone", "tel", "phone number", "电话", "电话号码", "联系电话", "座机", "телефон", "тел",
        "номер телефона",
    ),
    ("fax", "传真", "факс"),
    (
        "email", "e mail", "mail", "email address", "邮箱", "电子邮箱", "电子邮件", "邮件", "почта",
        "электронная почта", "эл почта", "адрес электронной почты", "емейл",
    ),
    ("website", "web", "url", "site", "homepage", "网站", "网址", "官网", "主页", "сайт", "веб сайт"),
    (
        "owner", "sales agent", "agent", "sales rep", "salesperson", "sales person", "responsible", "assigned to",
        "account manager", "account owner", "负责人", "所有人", "业务员", "销售", "销售员", "销售人员", "客户经理",
        "跟进人", "ответственный", "менеджер", "владелец", "продавец", "ответственный менеджер",
    ),
    ("manager", "head", "supervisor", "经理", "主管", "руководитель", "начальник"),
    (
        "unit", "department", "division", "branch", "regional office", "office", "部门", "分公司", "отдел",
        "подразделение", "филиал",
    ),
    ("industry", "sector", "branch of industry", "行业", "所属行业", "отрасль", "сфера деятельности", "сектор"),
    (
        "employees", "number of employees", "staff", "headcount", "员工数", "人数", "员工人数", "сотрудники",
        "число сотрудников", "численность",
    ),
    ("revenue", "annual revenue", "turnover", "营业额", "年营业额", "年收入", "выручка", "оборот", "годовой оборот"),
    (
        "founded", "year established", "year founded", "founded on", "成立年份", "成立时间", "год основания",
        "дата основания",
    ),
    (
        "parent", "subsidiary of", "parent company", "parent account", "上级客户", "母公司", "головная компания",
        "материнская компания",
    ),
    ("address", "street", "street address", "地址", "详细地址", "街道", "адрес", "улица"),
    ("city", "town", "城市", "市", "город"),
    ("region", "state", "province", "省", "省份", "地区", "регион", "область"),
    ("country", "office location", "location", "国家", "страна"),
    ("zip", "postal code", "postcode", "zip code", "邮编", "邮政编码", "индекс", "почтовый индекс"),
    ("position", "job title", "job", "role", "职位", "职务", "должность"),
    (
        "description", "notes", "note", "comment", "comments", "remark", "remarks", "备注", "说明", "描述",
        "примечание", "комментарий", "описание",
    ),
    ("source", "lead source", "origin", "来源", "客户来源", "источник", "источник лида"),
    ("status", "state of work", "状态", "статус", "состояние"),
    (
        "stage", "deal stage", "sales stage", "pipeline stage", "阶段", "销售阶段", "商机阶段", "этап", "стадия",
        "этап сделки", "стадия сделки",
    ),
    ("type", "category", "kind", "类型", "类别", "分类", "тип", "категория", "вид"),
    ("grade", "rating", "level", "等级", "级别", "客户等级", "评级", "уровень", "рейтинг", "класс"),
    (
        "amount", "value", "close value", "deal value", "deal amount", "sum", "total", "金额", "总金额", "商机金额",
        "预计金额", "合同金额", "сумма", "сумма сделки", "бюджет", "стоимость",
    ),
    ("currency", "币种", "货币", "валюта"),
    ("price", "sales price", "unit price", "list price", "单价", "价格", "售价", "цена", "цена продажи"),
    ("quantity", "qty", "count", "数量", "количество", "кол во"),
    ("product", "product name", "item", "产品", "产品名称", "商品", "продукт", "товар", "номенклатура"),
    ("series", "product line", "family", "系列", "产品线", "серия", "линейка"),
    (
        "opportunity", "deal", "opportunity name", "deal name", "商机", "商机名称", "机会", "сделка",
        "название сделки", "возможность",
    ),
    (
        "opportunity id", "id", "external id", "external key", "record id", "number", "no", "code", "编号", "编码",
        "外部编号", "номер", "код", "ид", "внешний код",
    ),
    (
        "close date", "closed on", "expected close", "expected close date", "closes on", "成交日期", "预计成交日期",
        "结束日期", "结单日期", "дата закрытия", "дата сделки", "ожидаемая дата закрытия",
    ),
    (
        "engage date", "opened on", "start date", "started on", "begin date", "开始日期", "立项日期", "дата начала",
        "дата открытия",
    ),
    ("due date", "due", "deadline", "due on", "due at", "截止日期", "到期日", "срок", "крайний срок"),
    (
        "created at", "created", "created on", "creation date", "date created", "创建时间", "创建日期",
        "дата создания", "создан", "создано",
    ),
    ("birthday", "date of birth", "birth date", "born on", "生日", "出生日期", "день рождения", "дата рождения"),
    ("gender", "sex", "性别", "пол"),
    (
        "tax id", "inn", "vat", "vat number", "tax number", "税号", "纳税人识别号", "统一社会信用代码", "信用代码",
        "инн",
    ),
    ("kpp", "кпп"),
    ("ogrn", "огрн"),
    ("tags", "labels", "标签", "теги", "метки"),
    ("subject", "topic", "主题", "тема"),
    ("reason", "lost reason", "输单原因", "原因", "причина", "причина отказа"),
    ("probability", "win rate", "chance", "概率", "赢率", "成功率", "вероятность"),
    ("wechat", "weixin", "微信", "微信号"),
    ("telegram", "телеграм", "тг"),
    ("whatsapp", "ватсап"),
)  # fmt: skip
