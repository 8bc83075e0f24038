"""What texts in common languages consist of: the evidence by which legacy encodings are told apart.

Letters beyond ASCII stand in order of frequency, the most frequent first; upper case is derived. Encodings are those
in which files in the language are met. The lists for Chinese hold the most frequent characters, the most frequent
family names and the words of business files.
"""

from dataclasses import dataclass

CYRILLIC = ("windows-1251", "koi8-r", "cp866", "mac-cyrillic", "iso8859-5")
WESTERN = ("windows-1252", "mac-roman", "cp850")
CENTRAL = ("windows-1250", "iso8859-2", "cp852", "mac-latin2", "iso8859-16")
BALTIC = ("windows-1257", "iso8859-13", "iso8859-4", "iso8859-10")

HANZI = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样"
    "理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任"
    "常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听"
    "白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运笔客户联系邮箱址限责集团贸易省姓手商称号码备注状态创类型价服售销网技股份有限"
    "李王张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤"
)
HANZI_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從"
    "想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提"
    "立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結客戶聯繫郵箱址限責集團貿易省姓商稱號碼備註狀態類價服售銷網技股份張陳楊黃趙吳孫馬劉鄭謝許鄧蕭葉蘇呂盧鍾譚陸範賈韋鄒"
)
HANGUL = (
    "이다는에을의가고하지한로기사를도인은아나자대어시리서수전그해일정보있라부과상만제여주것구장성니선들국원조"
    "동유연거마진없으신소생우관경용적안요회공계문화방개내면간분와음된미스비오행할말명호업김박최강임"
)
KANA = "".join(chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FD)))


@dataclass(frozen=True, slots=True)
class Language:
    """Letters of a language beyond ASCII, the most frequent first, and the encodings its files come in."""

    name: str
    letters: str
    encodings: tuple[str, ...]


LANGUAGES = (
    Language("ru", "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", CYRILLIC),
    Language("uk", "оанитвеірслкдмупзяьбгючхцйїшєжщфґ", ("windows-1251", "koi8-u")),
    Language("bg", "аиоетнрсвлдкпмзябгуъчщцжхюшйфь", ("windows-1251", "mac-cyrillic")),
    Language("de", "üäößé", WESTERN),
    Language("fr", "éèàêçùâôîûëïœÿæ", WESTERN),
    Language("es", "óíáéñúü", WESTERN),
    Language("pt", "ãçéáóêíõâàúôü", WESTERN),
    Language("it", "èàòùéìóî", WESTERN),
    Language("nl", "ëéïèóüöáê", WESTERN),
    Language("sv", "äåöé", WESTERN),
    Language("da", "øåæéö", WESTERN),
    Language("fi", "äöåé", WESTERN),
    Language("is", "ðáíéþöúóæý", WESTERN),
    Language("ga", "áíéóú", WESTERN),
    Language("et", "äõüöšž", ("windows-1252", *BALTIC)),
    Language("pl", "łóąężśćńź", CENTRAL),
    Language("cs", "íáéěřžýčšůúďťňó", CENTRAL),
    Language("sk", "áíéčýžšťľúňôďóäĺŕ", CENTRAL),
    Language("hu", "éáóöőíüúű", CENTRAL),
    Language("hr", "čšžćđ", CENTRAL),
    Language("ro", "ăîşţâșț", CENTRAL),
    Language("tr", "ıüşğöçİâ", ("windows-1254", "iso8859-9", "iso8859-3")),
    Language("lv", "āīēšņļķģūčžō", BALTIC),
    Language("lt", "ėųšįžūčąę", BALTIC),
    Language("eo", "ĝĉŭŝĥĵ", ("iso8859-3",)),
    Language("mt", "ħżġċàùòèì", ("iso8859-3",)),
    Language("el", "αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώϊϋΐΰ", ("windows-1253", "iso8859-7")),
    Language("he", "יוהלאברמתנשדפעקחסטגצזכםןךףץ", ("windows-1255", "iso8859-8")),
    Language("ar", "الينمورتبةعدسفهكقحجشطصخضذئءثغىظزأإآؤ", ("windows-1256", "iso8859-6")),
    Language("th", "านรกอเงมยลวดทสตะปบคหแจพชขใไโผถศณภธษซฟญฉฐฎฏฒฆฌฬฮฤ่้ัีิืุู็์ำๆฯ", ("cp874", "iso8859-11")),
    Language("vi", "đăâêôơưáàạếềộợứửủảẩậ\u0300\u0301\u0303\u0309\u0323", ("windows-1258",)),
)

PUNCTUATION = frozenset("\xa0«»„“”‘’–—…№€£°§©®·•²³½×±、。，；：（）《》【】？！“”￥％　「」・ー〜～－／")
"""Characters that say nothing about the language."""

OFFERED = (
    "utf-8", "utf-16", "gb18030", "big5", "windows-1251", "koi8-r", "cp866", "windows-1252", "windows-1250",
    "shift_jis", "euc-kr", "mac-cyrillic",
    "windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257",
)  # fmt: skip
"""Encodings to offer to a person who corrects the guess."""
