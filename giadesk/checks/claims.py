"""What a list of parts claims: to be all of the whole, perhaps, or to be examples only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec.structs import replace

from giadesk.checks.reading import Mention

Claim = Literal["complete", "likely", "examples"]

_MANY = 3
_DIVIDED = Decimal("0.8")
_MOST = Decimal("0.95")
_CALLS = re.compile(r"(?:咨询|投诉|举报|求助|建议|来信|来访|来电|求决|反映)[\u4e00-\u9fff]{0,2}")
"""What a hotline is called for; so much of it told is meant to be all."""
_EXAMPLES = re.compile(r"等")
_OTHER = re.compile(
    r"^(?:以?及|和|与)?(?:其他|其它|其余|另外|剩余)|其[他它](?:类|信息|方面|各类|[^，。；、\d]{0,3}信息)|(?:及|和|与)其[他它]"
)
CHANNEL = re.compile(
    r"网站|网页|门户|微信|微博|公众号|客户端|APP|app|抖音|头条|新媒体|公开栏|公示栏|宣传栏|公报|广播"
    r"|电视|报纸|报刊|LED|电子屏|显示屏|显示屏|查阅点|平台|渠道|短信|微信群|QQ群|广播|大喇叭|村村响|专栏"
)
"""Ways of publishing; one item may go several."""
_FINISHED = ("。", "；", "！", "？", ".", ";", "）", ")", "”", "…")
_CLASSES = re.compile(r"类(?:信息)?$")
_OUTCOMES = re.compile(
    r"予以公开|部分公开|不予公开|无法提供|不予处理|其他处理|不存在|非本机关|补正|撤回|结转|主动公开范围|通过其他途径"
)
PAIRS = (
    # words of which each part has one, where two parts leave nothing over
    re.compile(r"自然人|公民|个人|法人|企业|组织|单位|机构|律师"),
    re.compile(
        r"当面|现场|窗口|网络|网上|在线|信函|邮寄|邮件|邮箱|传真|书面|信件|平台|快递|EMS|其他"
    ),
    re.compile(r"专职|兼职"),
    re.compile(r"男|女"),
    re.compile(r"[上下]半年"),
    re.compile(r"线[上下]"),
    re.compile(r"汉[文语]|双语|[蒙藏维壮彝傣佤苗]文?汉?"),
    re.compile(r"人大|政协"),
    re.compile(r"区直|县直|市直|乡镇|街道|部门|各镇|村|社区"),
    re.compile(r"(?:[省市县区镇乡村]|本)级$"),
    _CLASSES,
)
_COMPLETE_SETS = (
    # the same for three and more
    *PAIRS,
    _OUTCOMES,
    re.compile(r"维持|纠正|驳回|撤回|终止|未审结|在审|审理|其他"),
)


_REST_TOLD = re.compile(r"[，,；;]\s*(?:其余|余下|剩下)[^，。；\d]*$")
"""其余为工作动态等: there are more, but how many is not told."""


def is_channel(lead: str) -> bool:
    """Whether the words before a quantity name a way of publishing."""
    return bool(CHANNEL.search(lead) or re.search(r"其[他它](?:方式|形式|途径)", lead))


def is_other(lead: str) -> bool:
    """Whether the words before a quantity name what is left over: 其他信息."""
    return _OTHER.search(lead) is not None


def claim_of(
    parts: list[Mention], leads: list[str], trigger: str, text: str, ended_by: int, share: Decimal
) -> Claim:
    """What the parts of a list claim to be.

    leads: the words before each part, behind what began the list. ended_by: where the list has to
    end, -1 for a bracket that is never closed. share: what the parts make of their whole.
    """
    last = parts[-1]
    says_rest = len(parts) > 2 and _OTHER.search(leads[-1]) is not None
    finished = text.rstrip().endswith(_FINISHED) or (says_rest and not text[last.end :].strip())
    if ended_by < 0 or not (finished or trigger == "(" or "。" in text[last.end :]):
        return "examples"  # a line cut off in the middle: the rest stands elsewhere
    following = text[last.end : min(ended_by, last.end + 12)]
    if (
        _EXAMPLES.match(following.lstrip())
        or last.tail.startswith("等")
        or last.tail.endswith("等")
    ):
        return "examples"
    if share > _MOST and all(_CALLS.fullmatch(lead) for lead in leads) and len(parts) > 1:
        return "complete"
    if len(parts) == 1 or _REST_TOLD.match(following):
        return "examples"
    if len(parts) == 2 and re.match(r"其[他它]类", leads[-1]) and "；" in last.before:
        return "likely"  # 业务类73条，占一半；其他类42条，多10条 are but two of the classes
    if _OTHER.search(leads[-1]) or _OTHER.search(last.tail):
        return "complete"  # names_others
    if len(parts) > _MANY and any(_OTHER.search(lead) for lead in leads):
        return "complete"
    if len(parts) > _MANY and any(not p.token.value for p in parts):
        return "complete"  # who names what there was none of leaves nothing out
    if trigger == "(" and not re.search(r"其中|含|包括", parts[0].before):
        return "complete"
    opens = trigger.lstrip("，,")
    two_of_more = len(parts) == 2 and share < _DIVIDED and "其中" in parts[0].before
    if opens.startswith("分别") and two_of_more:
        pass  # 其中甲类、乙类分别有21条、17条: two that are worth telling
    elif opens.startswith(("分别", "分为", "即", "也就是")):
        return "complete"
    if opens.startswith(("按", "从", "分")) and share > _DIVIDED:
        return "complete"  # by what it is divided is said, and most of it is there
    whole_sets: tuple[re.Pattern[str], ...]
    whole_sets = _COMPLETE_SETS if len(parts) > 2 else PAIRS
    if share * 2 < 1:  # some classes of many, the outcomes that matter to the office
        whole_sets = tuple(s for s in whole_sets if s not in (_CLASSES, _OUTCOMES))
    if _varied(leads) and any(all(w.search(lead) for lead in leads) for w in whole_sets):
        return "complete"
    return "likely"


def _varied(leads: Sequence[str]) -> bool:
    return len(set(leads)) == len(leads)


_EACH = re.compile(r"[^，。；、和及与]{2,}(?P<more>(?:[、和及与][^，。；、和及与]{2,})+)各$")
"""政策法规和其他各9条."""


_PEOPLE = frozenset("人名位")
STAFF = re.compile(r"专职|兼职|组长|组员|成员|主任")
"""Before the two kinds of staff; nobody is of neither."""


def counts_the_same(one: Mention, total: Mention) -> bool:
    """Whether both are in one unit; 专职1名、兼职14名，共16人 counts people, however they are counted."""
    same = one.token.unit == total.token.unit
    people = {one.token.unit, total.token.unit} <= _PEOPLE and total.lead == "共"
    return same or (people and STAFF.search(one.lead) is not None)


_TOGETHER = re.compile(r"[\u4e00-\u9fff]{0,6}共")


def are_joined(run: Sequence[Mention], total: Mention) -> bool:
    """Whether the parts and their total are one phrase: 14个村、2个社区共16个村居."""
    parts = sum((p.token.value for p in run), Decimal(0))
    return (
        len(run) > 1
        and abs(total.token.value - parts) * 3
        <= parts  # 14个村、2个社区共86个小组 are other things
        and _TOGETHER.fullmatch(total.before) is not None
        and all(
            re.fullmatch(r"[\u4e00-\u9fff]{0,8}[、和及][\u4e00-\u9fff]{0,8}", p.before)
            for p in run[1:]
        )
    )


def adds_up_with(earlier: Iterable[Mention], run: Sequence[Mention], total: Mention) -> bool:
    """Whether what stands before the run belongs to it: 许可4件，多1件；处罚3件，强制2件，合计9件."""
    value = sum((r.token.value for r in run), Decimal(0))
    before = [
        m
        for m in earlier
        if m.start < run[0].start and not m.depth and not m.lead.endswith(("多", "少"))
    ]
    for other in reversed(before):
        value += other.token.value if counts_the_same(other, total) else 0
        if value == total.token.value:
            return True
    return False


def for_each(mention: Mention) -> Mention:
    """The mention for all that it is said of: 政策法规和其他各9条 are 18."""
    each = _EACH.search(mention.lead) if mention.lead.endswith("各") else None
    if each is None:
        return mention
    times = 1 + len(re.findall(r"[、和及与]", each["more"]))
    return replace(mention, token=replace(mention.token, value=mention.token.value * times))


_OF_EACH = re.compile(r"各(?![类项方级种镇乡村部单界地站科社区街县市省股室办])|每")


def is_of_each(mention: Mention) -> bool:
    """Whether it is said of each of several, so that all together are more: 四个股室各兼职1人."""
    return _OF_EACH.search(mention.lead) is not None


def opens_an_item(whole: Sequence[Mention], first: Mention, earlier: Sequence[Mention]) -> bool:
    """50条，其中甲类20条；乙类11条，其中丙3条…: behind the semicolon 其中 is about the 11 alone."""
    if (
        not whole
        or earlier[-1] is not whole[0]
        or not ("；" in whole[0].before or ";" in whole[0].before)
    ):
        return False
    listed = any("其中" in m.before for m in earlier[:-1])
    return listed and re.match(r"[，,（(]?\s*其中", first.before) is not None
