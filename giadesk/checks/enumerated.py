"""So many things, and their names beside the number: 设专栏5个：甲、乙、丙、丁; 甲、乙、丙、丁五个责任单位.

Whatever the things are called: names between 、 are as many as the number says, unless a word tells
that they are not all (等), that one of them is several (各村) or that they are told with figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.counted import DIGITS, INSERTED, Miscount, many_said

_MANY = rf"(?P<many>[两{DIGITS}\d][012]?)"
_MOST = 12
_NO_NUMBER = frozenset("约近百千")
_AHEAD = re.compile(
    rf"{_MANY}(?P<measure>大类|[个项种类处块家所套门条份部本点名位])(?P<noun>[\u4e00-\u9fff“”]{{0,10}}?)"
    r"(?P<opens>[：:（(]|[，,](?:即|也就是|(?:分别|依次)(?:[是为在]|位于|设[在于])[：:]?|具体[是为]|它们是|(?=《))|(?:分别|依次)(?:[是为在]|位于|设[在于])|(?=《))"
)
_NO_THINGS = re.compile(
    r"信息|动态|新闻|申请|案件|问题的|月|年$|小时|分|工作日|以上|以内|以下|左右|村民"
)
_FIGURES = re.compile(rf"\d|[一两{DIGITS}](?:余|多)?[个处块家条项种名次期件人份户篇场]")
_SEVERAL = re.compile(r"各|每|若干|全部|所有|其[他它余]|另|之一|例如|比如|[/／…]|除|含|主要|[“”]")
_NUMBERED = re.compile(r"\s*(?:[（(]?[一1][）)是、.．要抓为则]|[①]|首先|第一|其一|一方面)")
_ENDS = re.compile(r"[。；;：:，,\n（(）)]|$")
_RESTS = re.compile(
    r"[，,]\s*(?:分别|依次|其中|共|累计|均|都|全部|已经|现已|由|各|其余|确保|覆盖|统一|实行|实现|此外|另|每|满足|方便|并将|为[^，]{0,6}(?:提供|打|奠)|\d|本年|全年|年内|今年|20\d\d年)"
)
"""How a sentence goes on behind a whole list; another clause may be one more of the things."""
_TITLES = re.compile(r"(?:[、，,和及与]|以及)*《[^《》]{2,40}》(?:（[^（）]*）)?")
_JOINED = re.compile(r"以及|[和及与或暨]")


def _told(items: str) -> tuple[int, int, bool]:
    """How many names there are at least and at most, and whether each is sure to be one."""
    names = [n.strip() for n in INSERTED.sub("□", items).split("、")]
    joins = sum(len(_JOINED.findall(n)) for n in names)
    alike = len({len(n) for n in names}) == 1 and len(names[0]) > 2
    sure = all(len(n) > 3 for n in names) or alike or len({n[-1:] for n in names}) == 1
    return len(names), len(names) + joins, sure and all(names)


def miscounted_lists(text: str) -> Iterator[Miscount]:
    """Where names follow a number, or come before it, and are fewer or more."""
    named = "、" in text
    if named or "》" in text or "分别" in text:
        for match in _AHEAD.finditer(text):
            found = _behind(text, match)
            if found is not None:
                yield found
    if named:
        yield from _before(text)


def _behind(text: str, match: re.Match[str]) -> Miscount | None:
    many = many_said(match)
    if many > _MOST or text[match.start() - 1 : match.start()] in _NO_NUMBER:
        return None
    start, at = match.start(), match.end()
    if many < 2 or _NO_THINGS.search(match["noun"]) or _NUMBERED.match(text, at):
        return None
    if match["measure"] in "条份部本点" and not match["noun"] and not text.startswith("《", at):
        return None
    if match["measure"] in "名位" and "分别" not in match["opens"]:
        return None
    titles = 0
    place = at
    while (title := _TITLES.match(text, place)) is not None:
        titles, place = titles + 1, title.end()
    if titles and match["opens"] not in ("（", "("):
        whole = text[place : place + 1] in ("。", "；", "，", "", "）", ";", ",")
        if whole and titles != many and titles > 1:
            return Miscount(start, match.end("noun"), many, titles)
        return None
    if not match["opens"]:
        return None
    end = _ENDS.search(text, at)
    assert end is not None
    items, stop = text[at : end.start()], end[0]
    bracket = match["opens"] in ("（", "(")
    if stop in ("（", "(") or (stop in ("）", ")")) != bracket or stop in ("：", ":"):
        return None
    listed = "、" in items or ("分别" in match["opens"] and _JOINED.search(items))
    if items.startswith(("如", "例")) or min(map(len, items.split("、"))) < 2:
        return None  # 12个县（市、区）
    if stop in ("，", ",") and not _RESTS.match(text, end.start()):
        return None
    if not listed or "等" in items or _FIGURES.search(items) or _SEVERAL.search(items):
        return None
    least, most, sure = _told(items)
    places = match["measure"] in "个处家所块" and min(map(len, items.split("、"))) > 2
    if most < many or (least == most > many and (sure or places)):
        return Miscount(start, match.end("noun"), many, most if most < many else least)
    return None


_BEHIND = re.compile(
    rf"、(?P<last>[\u4e00-\u9fff（）《》]{{2,14}}?)(?P<fill>共计?|一共|这|这些|合计)?{_MANY}(?P<what>"
    r"个(?:主要|重点|责任|牵头|成员|职能|内设|业务|公开|主动)*(?:部门|单位|股室|科室|站所|办公室|机构|平台|载体|阵地|渠道|方面|环节|领域|层面|板块|模块|关口|步骤|途径)"
    r"|项(?:工作|基本|公开|配套|内部)*(?:制度|机制|措施|任务|职责|流程|规定|内容|重点工作)|[种](?:公开|主要|基本)*(?:渠道|形式|方式|途径|载体|语言|文字|类型)"
    r"|大(?:板块|栏目|领域|平台|载体|类)|[道级](?=审|把关|签)|大?方面|大?类(?:信息|事项|内容)?)(?![、\d两一二三四五])"
)
_CLAUSE = re.compile(r"[^，。；：:,;\n]*$")
_DOES = re.compile(
    r"[设建]立|[设配]置|建[成有]|开展|通过|利用|采[取用]|实行|公开|发布|做好|形成|推进|落实|进行|完成|组织|作为|使用|以|由|对|向|在|将|把|给|为|的|被|从"
)
_GROUPS = re.compile(r"(?:部门|系统|单位|行业|领域|方面|条线|[口片村镇乡区道级])$")

_OFFICES = re.compile(r"部门|单位|[股科]室|站所|办公室|机构")
_OFFICE = re.compile(r"[\u4e00-\u9fff]{2}[局办所站心室科股队院校组会委部台]$")


def _before(text: str) -> Iterator[Miscount]:
    """党政办、财政所、民政办四个责任单位: the first name may have a verb before it."""
    for match in _BEHIND.finditer(text):
        clause = _CLAUSE.search(text, 0, match.start("many"))
        assert clause is not None
        items = clause[0].removesuffix(match["fill"] or "")
        names = INSERTED.sub("□", items).split("、")
        many = many_said(match)
        if not 1 < many <= _MOST or len(names) < 3 or "等" in names[-1] or _FIGURES.search(items):
            continue
        if any(_DOES.search(n) or not 1 < len(n) < 11 for n in names[1:]):
            continue
        if _SEVERAL.search(items) or _GROUPS.search(names[-1]) or not names[0]:
            continue
        if _OFFICES.search(match["what"]) and not all(_OFFICE.search(n) for n in names):
            continue  # 机关、站所、村居9个单位
        least, most, _ = _told(items)
        sure = all(len(n) > 3 for n in names) or (
            many > 2 and len({n[-1:] for n in names}) == 1 and names[-1][-1] in match["what"]
        )
        if most < many or (least == most > many and sure):
            yield Miscount(match.start("many"), match.end("what"), many, min(most, least))


_HAS = re.compile(rf"有(?P<many>[两{DIGITS}])[：:](?=一)")
_IN_ORDER = re.compile(rf"(?:^|(?<=[：:；;。，,\s]))(?P<number>[{DIGITS}])(?=[\u4e00-\u9fff、])")


def miscounted_points(text: str) -> Iterator[Miscount]:
    """对策有三：一争取编制，二委托翻译: the numbers stand without a word of their own."""
    for match in _HAS.finditer(text) if "：一" in text else ():
        many, named = many_said(match), 0
        for one in _IN_ORDER.finditer(text, match.end()):
            if one["number"] == DIGITS[named]:
                named += 1
        if many > 1 and 1 < named != many and "此外" not in text[match.end() :]:
            yield Miscount(match.start("many"), match.end("many"), many, named)
