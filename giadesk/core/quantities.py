"""Quantities in official Chinese: 58条, ５８件, 五十八次, 2,190份, 1.5万元, 14万余条, 近百人, 百分之九十.

A text is read once from left to right into tokens. What only looks like a quantity has a token of
its own kind: a date, a document number, an article of a law, a title in 《》, a phone number. The
grammar is the table `_NO_QUANTITIES` and, for a quantity, what stands before, in and behind its
number (`_before`, `_NUMBER`, `_BEHIND`). Forms of numbers: GB/T 15835-2011, and what reports write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import msgspec

from giadesk.core.figures import chinese_figure

Kind = Literal[
    "quantity", "date", "title", "quoted", "document", "ordinal", "item", "code", "idiom", "vague"
]
Exactness = Literal["exact", "over", "under", "about"]


class Token(msgspec.Struct, frozen=True, gc=False):
    """A piece of a text: a quantity, or what must not be taken for one.

    value, unit: of a quantity, 14万余条 being 140000 of 条. The unit is as written, 元 for all money,
    % for 百分之, "" where none follows. number_end: where the number ends and the unit begins.
    exactness: exact, or over (余, 多), under (近), about (约). high: the upper end of a range.
    step: the worth of one in the last place written (10000 for 18万, 0.1 for 66.3%).
    """

    kind: Kind
    start: int
    end: int
    text: str
    value: Decimal = Decimal(0)
    unit: str = ""
    number_end: int = 0
    exactness: Exactness = "exact"
    high: Decimal | None = None
    step: Decimal = Decimal(1)
    rounded: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it states one figure to the last unit."""
        return self.exactness == "exact" and self.high is None and not self.rounded

    @property
    def is_share(self) -> bool:
        """Whether it is a share or a difference of shares, not a number of things."""
        return self.unit in ("%", "‰", "个百分点", "倍")

    def fits(self, actual: Decimal) -> bool:
        """Whether the written quantity can stand for the actual figure, in the same unit.

        余 and 多 let it be more, 近 less, by as much as the last place written is worth (190余: 190 to
        200; 3000余: 3000 to 4000) or a tenth; 约 either way; a figure in 万 is rounded or cut off.
        """
        slack = max(self.step, abs(self.value) / 10)
        if self.high is not None:
            return self.value <= actual <= self.high
        match self.exactness:
            case "over":
                return self.value <= actual <= self.value + slack
            case "under":
                return self.value - slack <= actual <= self.value
            case "about":
                return abs(actual - self.value) <= slack
            case _:
                return actual == self.value or (
                    self.rounded and abs(actual - self.value) < self.step
                )


# --- what is no quantity -------------------------------------------------------------------------

_HAN = "零〇○一二两三四五六七八九十百千"
_N = f"[{_HAN}]"
_YEAR = r"(?:(?:19|20)\d\d|[一二][九零〇○O0][零〇○O0一二三四五六七八九]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|二?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九])"
_TO = r"\s*(?:[-—–－~～至到/]|——|--)\s*"

_IDIOMS = (
    "一体", "一定", "一些", "一批", "一系列", "一般", "一致", "一律", "一贯", "一直", "一起", "一旦",
    "一时", "一次性", "一件事", "一条龙", "一把手", "一方面", "一部分", "一级", "一线", "一站", "一网",
    "一窗", "一门", "一张网", "一张图", "一个个", "一步", "一大批", "一年来", "一手", "一道", "一家人",
    "一点", "一支部", "一村一", "一企一", "一事一", "一户一", "一人一", "一单位一", "一对一",
    "万一", "千方百计", "十分", "百姓", "三公", "三农", "三审", "三校", "两微", "两会", "双随机",
    "四大", "五公开", "十四五", "十三五", "十五五", "十二五", "十一五", "二十大", "十九大", "十八大",
    "三安全", "零距离", "零容忍", "零跑", "四个意识", "四个自信", "两个维护", "两个确立", "五位一体",
    "千家万户", "七一", "五一", "三个一", "百分百", "一季度", "二季度", "三季度", "四季度",
    "十几", "百余家常", "千篇一律", "一如既往", "一目了然", "一视同仁", "三级审核", "三审三校",
)  # fmt: skip

_NO_QUANTITIES: tuple[tuple[Kind, str], ...] = (
    ("code", r"(?:https?://|www\.)[\w./?=&%#:~-]+|[A-Za-z0-9_.-]+@[\w.-]+"),
    ("title", r"《[^《》]{0,120}(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉|<[^<>]{2,60}>"),
    ("quoted", r"“[^“”，。；]{1,20}”|‘[^‘’，。；]{1,20}’|\"[^\"，。；]{1,20}\""),
    (
        "document",
        r"[〔\[［(（【]\s*(?:19|20)\d\d\s*[〕\]］)）】]\s*第?\s*\d+\s*号?|(?:第\s*)?\d+号(?:令|文|公告|楼)?",
    ),
    (
        "date",
        rf"{_YEAR}(?:\s*年)?{_TO}{_YEAR}\s*(?:学?年度?)?"
        rf"|{_YEAR}\s*(?:学年度?|年度?)(?:底|初|末|上半年|下半年)?"
        rf"(?:{_MONTH}{_TO}{_MONTH}\s*月份?|\s*{_MONTH}\s*月(?:份|底|初|末)?(?:\s*{_DAY}\s*[日号])?)?"
        rf"|{_MONTH}\s*月(?:\s*{_DAY}\s*[日号]|份|底|初|末)|{_MONTH}{_TO}{_MONTH}\s*月份?"
        rf"|(?<!\d){_MONTH}\s*月(?![余来])"
        r"|(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}|\d{1,2}[:：]\d\d|\d{1,2}时\d\d分?",
    ),
    (
        "ordinal",
        rf"第\s*(?:{_N}+|\d+|[（(]\s*(?:{_N}+|\d+)\s*[)）])\s*(?:[条款项章节届次期批轮名号年页版]+)?"
        rf"(?:\s*第\s*(?:{_N}+|[（(]{_N}+[)）])\s*[条款项章节])*|其[一二三四五六]",
    ),
    (
        "item",
        rf"[（(]\s*(?:{_N}{{1,3}}|\d{{1,2}})\s*[)）]|(?<![\d.]){_N}{{1,3}}(?:、|是(?!否))"
        r"|(?:(?<=[。；：;:\n])|^)\s*\d{1,2}\s*(?:[、．]|\.(?!\d))|[①-⑳]|[1-9]️⃣",
    ),
    (
        "code",
        r"(?:电话|传真|热线|邮编|邮政编码|编码|号码|专线|QQ|代码)[^\d，。；]{0,6}"
        r"\d[\d\-—－–]{2,}+(?!\s*[人件次个条起余多通份例宗批期项封])(?:[、，,/]\s*\d{5,}[\d\-—－–]*)*"
        r"|(?<!\d)0\d{2,3}\s*[-—－–]{1,2}\s*\d{7,8}|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{5,}[、，](?=\d{5,}(?!\d))"
        r"|[A-Za-z]+\d+\w*|\d+(?:\.\d+)?[A-Za-z][A-Za-z\d]*|\d+\s*\+\s*[\w多]+|(?<!\d)12345(?![\d件条次个])|(?<!\d)110(?=宣传|报警|接警|指挥|警|社会)|\d+/\d+|\d+[×*]\d+",
    ),
    ("idiom", "|".join(sorted(_IDIOMS, key=len, reverse=True))),
    (
        "vague",
        rf"[几数若上成近][十百千万亿]+(?!{_N})(?:余|多)?"
        rf"|(?<![百千])[一二两三四五六七八九十]分之{_N}+|\d+分之\d+|{_N}[、，]?{_N}(?=[个天年次名家])(?<=[一二三四五六七八九][一二三四五六七八九])",
    ),
)  # fmt: skip

# --- quantities ----------------------------------------------------------------------------------

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
_SCALES = {
    "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "": 1,
}  # fmt: skip
_NUMBER = (
    rf"百分之(?P<hundredth>{_ARABIC}|{_N}+(?:点{_N}+)?)|千分之(?P<thousandth>{_ARABIC}|{_N}+)"
    rf"|(?P<number>{_ARABIC}|{_N}+(?:万{_N}*)?)"
)

UNITS = (
    "个百分点", "个工作日", "平方公里", "平方米", "立方米", "工作日", "个小时", "课时",
    "人次", "件次", "条次", "场次", "批次", "班次", "户次", "家次", "公里", "公顷", "小时", "分钟",
    "季度", "个月", "方面", "部分", "大类", "小类", "大项", "小项", "步骤", "板块", "档次",
    "元", "件", "条", "次", "项", "个", "篇", "期", "份", "起", "例", "宗", "场", "批", "家", "户",
    "名", "人", "位", "类", "部", "本", "册", "处", "台", "套", "张", "幅", "块", "间", "座", "辆",
    "亩", "吨", "天", "日", "年", "月", "周", "字", "页", "种", "级", "倍", "通", "封", "则", "轮",
    "遍", "节", "堂", "款", "分", "步", "只", "支", "米", "秒", "岁", "届", "层", "卷", "单", "桩",
    "所", "棵", "株", "笔", "组", "队", "点", "档", "道", "门", "面", "片", "枚", "村", "镇", "县",
    "区", "乡", "市", "局", "课", "版", "集", "栏", "大", "时", "楼", "室", "路", "幢", "栋", "弄", "号",
)  # fmt: skip
_BEHIND = re.compile(
    r"\s*(?P<more>余|多(?=[十百千万亿件条次项个篇期份起例宗场批家户名人位类部本册处台套张幅元页字种间]))?"
    r"\s*(?P<scale>百万|千万|[万亿]|[百千](?!分))?(?P<more_still>余|多(?=[^样种元少方]))?"
    r"\s*(?P<unit>[%％‰]|" + "|".join(sorted(UNITS, key=len, reverse=True)) + r")?"
    r"(?P<after>左右|以上|以下|以内|上下|多(?=[件条个次]))?"
)
_WORDS_BEFORE: dict[str, Exactness] = {
    "近": "under", "将近": "under", "接近": "under", "不足": "under", "不到": "under",
    "不超过": "under", "最多": "under", "至多": "under", "约": "about", "大约": "about",
    "大概": "about", "超": "over", "超过": "over", "逾": "over", "超出": "over", "不少于": "over",
    "不低于": "over", "至少": "over", "突破": "over", "高于": "over", "低于": "under",
}  # fmt: skip
_BEFORE = re.compile("(" + "|".join(sorted(_WORDS_BEFORE, key=len, reverse=True)) + r")\s*$")
_WORDS_AFTER: dict[str, Exactness] = {
    "左右": "about", "以上": "over", "以下": "under", "以内": "under", "上下": "about", "多": "over",
}  # fmt: skip
_ENDS_BEFORE = frozenset(word[-1] for word in _WORDS_BEFORE) | frozenset(" \u3000\xa0\t")
_RANGE = re.compile(r"\s*(?:[-—–－~～至到]|——)\s*")
_RANGE_SIGN = re.compile("[-—–－~～至到]")
_PLACES = frozenset("路弄幢栋楼室号层")
"""Behind a number these make an address."""
_TOWNS = tuple("县区镇乡村山河湖港湾")
"""Behind a Chinese numeral and a unit these make a place: 三台县, 五里镇."""
_PART_OF_A_WORD = frozenset("年月日天点分成大面道步级层门片只所号时档单区市乡镇村县局周课款")
"""Units that behind a Chinese numeral mostly are part of a word: 一面, 十分, 四级, 三年."""

_KINDS = {f"k{index}": kind for index, (kind, _) in enumerate(_NO_QUANTITIES)}
_FIRST = rf"(?=[\s\d①-⑳A-Za-z{_HAN}万几数若上成近第其电传热邮编号专代《〈<“‘\"〔\[［（(【])"
"""What a token can begin with: lets the search pass over all other characters."""
_PLAIN = r"(?P<plain>\d{1,4})(?P<plain_unit>[件条项篇份期次名](?![次余多以左上]))"
"""Most quantities: digits and a unit, nothing else. None of `_NO_QUANTITIES` can begin so."""
_TOKEN = re.compile(
    f"{_FIRST}(?:{_PLAIN}|"
    + "|".join(
        f"(?P<k{index}>{pattern})".replace(r"\1", "(?P=sep)").replace("([-./])", "(?P<sep>[-./])")
        for index, (_, pattern) in enumerate(_NO_QUANTITIES)
    )
    + f"|{_NUMBER})"
)
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {
    ord("％"): "%", ord("．"): ".", ord("Ｏ"): "〇", ord("○"): "〇", ord("◯"): "〇", ord("两"): "二",
}  # fmt: skip


def half_width(text: str) -> str:
    """The text with full-width digits as half-width ones, character for character."""
    return text.translate(_WIDTHS) if _WIDE.search(text) else text


_WIDTHS = {k: v for k, v in _FULL_WIDTH.items() if k != ord("两")}
_WIDE = re.compile(f"[{''.join(map(chr, _WIDTHS))}]")


def tokens(text: str) -> tuple[Token, ...]:
    """Every token of the text from left to right; text that is neither number nor date has none."""
    found = list(_scan(half_width(text), text))
    return tuple(_merged(found, text) if _RANGE_SIGN.search(text) else found)


def quantities(text: str) -> tuple[Token, ...]:
    """The quantities among the text's tokens."""
    return tuple(t for t in tokens(text) if t.kind == "quantity")


def _scan(line: str, text: str) -> Iterator[Token]:
    at = 0
    while (match := _TOKEN.search(line, at)) is not None:
        if match.lastgroup == "plain_unit":
            start, end = match.span()
            written, unit = match.group("plain", "plain_unit")
            value, step = _number(written)
            token = Token(
                "quantity", start, end, text[start:end], value, unit, end - 1,
                _before(line, start), None, step,
            )  # fmt: skip
        elif match.lastgroup in ("number", "hundredth", "thousandth"):
            token = _quantity(match, line, text)
        else:
            kind = _KINDS[match.lastgroup or ""]
            token = Token(kind, match.start(), match.end(), text[match.start() : match.end()])
        yield token
        at = max(token.end, match.end())


def _quantity(match: re.Match[str], line: str, text: str) -> Token:
    start = match.start()
    if match["number"] is None:
        written, unit = (
            (match["hundredth"], "%") if match["hundredth"] else (match["thousandth"], "‰")
        )
        value, step = _number(written)
        return Token(
            "quantity", start, match.end(), text[start : match.end()], value, unit, match.end(),
            _before(line, start), None, step,
        )  # fmt: skip
    number, number_end = match["number"], match.end()
    behind = _BEHIND.match(line, number_end)
    assert behind is not None  # every part of it is optional
    more, scaled, more_still, named, after = behind.groups()
    unit = named or ""
    if unit in _PLACES:
        return Token("vague", start, behind.end(), text[start : behind.end()])
    if not number[0].isdigit() and (
        not unit or unit in _PART_OF_A_WORD or line[behind.end() : behind.end() + 1] in _TOWNS
    ):
        return Token("vague", start, number_end, text[start:number_end])
    value, step = _number(number)
    scale = _SCALES[scaled] if scaled else 1
    if scale > 1:
        value, step = value * scale, step * scale
    if more or more_still:
        exactness: Exactness = "over"
    elif after:
        exactness = _WORDS_AFTER[after]
    else:
        exactness = _before(line, start)
    end = behind.end() if unit or scaled or more else number_end
    return Token(
        "quantity", start, end, text[start:end], value, unit,
        behind.start("unit") if unit else end, exactness, None, step, scale >= 10**4,
    )  # fmt: skip


def _before(line: str, start: int) -> Exactness:
    if not start or line[start - 1] not in _ENDS_BEFORE:
        return "exact"
    word = _BEFORE.search(line, max(0, start - 4), start)
    return _WORDS_BEFORE[word[1]] if word else "exact"


@lru_cache(maxsize=1024)
def _number(written: str) -> tuple[Decimal, Decimal]:
    """The number's value, and what one in the last place written is worth."""
    if written[0].isdigit():
        digits = written.replace(",", "")
        value = Decimal(digits)
        whole, _, decimals = digits.partition(".")
        if decimals:
            return value, Decimal(1).scaleb(-len(decimals))
        zeros = len(whole) - len(whole.rstrip("0")) if value else 0
        return value, Decimal(10) ** zeros
    whole, _, decimals = written.partition("点")
    value = chinese_figure(whole.translate(_FULL_WIDTH)) or Decimal(0)
    if decimals:
        places = "".join(str(int(chinese_figure(d) or 0)) for d in decimals.translate(_FULL_WIDTH))
        return value + Decimal(f"0.{places}"), Decimal(1).scaleb(-len(places))
    zeros = len(str(value)) - len(str(value).rstrip("0")) if value else 0
    return value, Decimal(10) ** zeros


def _merged(found: list[Token], text: str) -> Iterator[Token]:
    """The tokens with ranges made one: 10至20件, 30%-40%."""
    at = 0
    while at < len(found):
        token = found[at]
        after = found[at + 1] if at + 1 < len(found) else None
        if (
            after is not None
            and token.kind == after.kind == "quantity"
            and token.unit in ("", after.unit)
            and after.unit
            and token.end < after.start
            and _RANGE.fullmatch(text, token.end, after.start)
            and token.value < after.value
        ):
            yield msgspec.structs.replace(
                token,
                end=after.end,
                text=text[token.start : after.end],
                unit=after.unit,
                number_end=after.number_end,
                high=after.value,
            )
            at += 2
        else:
            yield token
            at += 1
