"""One sound for names in three scripts: traditional Chinese simplified, Cyrillic and Chinese in Latin letters."""

from __future__ import annotations

import re
from functools import lru_cache

from kith.kernel import pinyin

# Signs of company names in which traditional and simplified writing differ; a name needs few of the thousands.
_TRADITIONAL = (
    "萬與業東絲兩嚴喪豐臨為麗舉義烏樂喬習鄉書買亂爭於虧雲亞產畝親億僅從侖倉儀們價眾優會傘偉傳傷倫偽體餘傭儉債傾僑"
    "側償儲兒黨蘭關興養獸內岡冊寫軍農馮衝決況凍淨涼減湊鳳憑凱擊鑿劃劉則剛創刪別劑劍劇勸辦務動勵勁勞勢勛勝區醫華協"
    "單賣盧衛卻廠廳歷厲壓廈縣參雙發變敘葉號嘆嚇後啟吳員響問園圍國圖圓聖場壞塊堅壇壩墳墜壘墾墊報塵壯聲殼壺處備複夠"
    "頭誇奪奮獎媽婦嬌娛孫學寧寶實寵審憲宮寬賓對尋導將爾塵層嶼崗島嶺嶄幣帥師帳帶幫廣慶廬庫應廟龐廢開異張彈強歸當錄"
    "彥徹徑復憶憂懷態憐總戀惡惠愛慣慘慮慶憤懸戰戲戶撲執擴掃揚擔擇擋擠揮損換據捷擁攝攜數敵斂齊齋斬斷無舊時曠晉曉暉"
    "術機殺雜權條來楊極構槍櫃標棧樹樣橋檔檢歐歡歲歷殘殼毀氣漢湯溝沒滬瀋澤潔濟濰濤潤漲淺測渾漿滲漁濱濕溫灣滅燈靈災"
    "爐煉煙煩燒熱愛爺牆獨獅獲獻瑪環現瑤璽電畫暢畢療癒監蓋盤礦碼磚確禮禪種積稱穩窮競筆築簡籃糧緊綠線縱紅纖約級紀紐"
    "純紗納網紡細織終紹經綁絨結給絡絕統絹綉繼績緒續綺維綿綱綜綠緬緣編緩縮纜羅聯聽職聰肅腦膠興艦艙藝節蘆蘇蘋莊莖莢"
    "蓮薩藍薦藥蟲蝦蠟襯見規視覽覺觀計訂訊討讓訓記講許論設訪證評識詞試詩誠話詢該詳語誤說請諾讀課調談謝譜譯護貝財責"
    "賢敗貨質購貴費貿資賽賴贊贏趙趕躍車軌軟輕載較輛輝輪輸轉達遷過運還這進遠連適選遞遺鄧鄭醬釀釋裡鑒鋼錢鐵鈦鈣銀銅"
    "銷鋁鋒鋭錦鎮鏡鐘長門閃閉問間閩聞閣閱隊陽陰陣階際陸隴陳險隨隱雜難雞霧靜頂項順須頓頌預領頻題顏額顧風飛飯飲飾館"
    "馬馳駐駕駿騰驗驢魚魯鮮鯨鳥鴨鴻鵬鷹麥黃齒龍龜台灣衆恆峯羣氹"
)
_SIMPLIFIED = (
    "万与业东丝两严丧丰临为丽举义乌乐乔习乡书买乱争于亏云亚产亩亲亿仅从仑仓仪们价众优会伞伟传伤伦伪体余佣俭债倾侨"
    "侧偿储儿党兰关兴养兽内冈册写军农冯冲决况冻净凉减凑凤凭凯击凿划刘则刚创删别剂剑剧劝办务动励劲劳势勋胜区医华协"
    "单卖卢卫却厂厅历厉压厦县参双发变叙叶号叹吓后启吴员响问园围国图圆圣场坏块坚坛坝坟坠垒垦垫报尘壮声壳壶处备复够"
    "头夸夺奋奖妈妇娇娱孙学宁宝实宠审宪宫宽宾对寻导将尔尘层屿岗岛岭崭币帅师帐带帮广庆庐库应庙庞废开异张弹强归当录"
    "彦彻径复忆忧怀态怜总恋恶惠爱惯惨虑庆愤悬战戏户扑执扩扫扬担择挡挤挥损换据捷拥摄携数敌敛齐斋斩断无旧时旷晋晓晖"
    "术机杀杂权条来杨极构枪柜标栈树样桥档检欧欢岁历残壳毁气汉汤沟没沪沈泽洁济潍涛润涨浅测浑浆渗渔滨湿温湾灭灯灵灾"
    "炉炼烟烦烧热爱爷墙独狮获献玛环现瑶玺电画畅毕疗愈监盖盘矿码砖确礼禅种积称稳穷竞笔筑简篮粮紧绿线纵红纤约级纪纽"
    "纯纱纳网纺细织终绍经绑绒结给络绝统绢绣继绩绪续绮维绵纲综绿缅缘编缓缩缆罗联听职聪肃脑胶兴舰舱艺节芦苏苹庄茎荚"
    "莲萨蓝荐药虫虾蜡衬见规视览觉观计订讯讨让训记讲许论设访证评识词试诗诚话询该详语误说请诺读课调谈谢谱译护贝财责"
    "贤败货质购贵费贸资赛赖赞赢赵赶跃车轨软轻载较辆辉轮输转达迁过运还这进远连适选递遗邓郑酱酿释里鉴钢钱铁钛钙银铜"
    "销铝锋锐锦镇镜钟长门闪闭问间闽闻阁阅队阳阴阵阶际陆陇陈险随隐杂难鸡雾静顶项顺须顿颂预领频题颜额顾风飞饭饮饰馆"
    "马驰驻驾骏腾验驴鱼鲁鲜鲸鸟鸭鸿鹏鹰麦黄齿龙龟台湾众恒峰群凼"
)
_SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
_CYRILLIC = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "i", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
        "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u",
    }
)  # fmt: skip
_HAN = re.compile(f"[{pinyin.HAN}]+")
HAN = re.compile(f"[{pinyin.HAN}]")
_FOREIGN = re.compile("[^\x00-\x7f]")
# Ways to write the same sound with other Latin letters, first to last.
_SOUNDS = tuple(
    (re.compile(one), other)
    for one, other in (
        ("shch", "sch"), ("kh", "h"), ("ph", "f"), ("ck|q", "k"), ("tz|cz", "ts"), ("w", "v"), ("x", "ks"),
        ("[yj]", "i"), ("([aou])e", r"\1"), (r"(\D)\1+", r"\1"),
    )
)  # fmt: skip
_SOFT = re.compile("[aeiou]")


def simplified(text: str) -> str:
    """Chinese signs the simplified way."""
    return text if text.isascii() else text.translate(_SIMPLER)


@lru_cache(maxsize=32768)
def _syllable(sign: str) -> str:
    return pinyin.reading(sign)[:-1] or sign


def latin(text: str) -> str:
    """A folded text in Latin letters: Cyrillic by sound, Chinese by syllables without tones, written together."""
    if text.isascii():
        return text
    text = text.translate(_CYRILLIC)
    if not _FOREIGN.search(text):
        return text
    return _HAN.sub(lambda run: "".join([_syllable(sign) for sign in run[0]]), text)


def sound(word: str) -> str:
    """A Latin word as it sounds, however one likes to spell it."""
    for pattern, plain in _SOUNDS:
        word = pattern.sub(plain, word)
    return word


def skeleton(word: str) -> str:
    """The consonants of a sound behind its first letter, which mistyped vowels leave alone."""
    return word[:1] + _SOFT.sub("", word[1:])
