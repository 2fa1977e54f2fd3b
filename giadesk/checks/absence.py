"""Statements that there was none: 未收到申请, 无行政复议, 依申请公开情况：无, against the tables.

A statement is taken only where every word of what it denies is understood: 未收到重复申请 or 没有被纠正的
行政复议 deny a part, and nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.leftover import as_meant
from giadesk.checks.links import is_restricted
from giadesk.checks.own import without_own
from giadesk.checks.reading import Passage, Text, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.prose import plain

_COMMON = (
    "的|或者|或|和|及|以及|与|、|/|也|过|到|了|任何|各类|各种|各项|该项|此类|这类|有关|相关|方面|等|在|关于|涉及"
    "|本[镇乡县区局街道委办院厅单位机关部门]+|我[镇乡县区局街道委办院厅单位部门]+|全[镇乡县区局街道]+|本年度?|年度|全年"
    "|政府信息公开|信息公开|政务公开|依申请公开|政府信息|政务信息|信息|公开|依申请|主动|工作|事务|政务"
    "|事项|事宜|案件|案|情况|情形|现象|事件|行为|问题|数量|总数|件|发生|产生|出现|受理|办理|处理|新|的要求"
    "|任何一|一起|一件|一例|一宗|一次|一项|1起|1件|1例|1宗"
)

_ASKED = (
    "自然人|法人|其他组织|公民、法人和其他组织|公民、法人或其他组织|公民、法人或者其他组织|公民、法人及其他组织|公民、法人、其他组织|单位和个人|单位或个人"
    "|公民|群众|社会公众|公众|申请人|形式|方式|渠道|对|向|由|来自|提出|提交|要求|请求|申请|信件|函件|信函|来信|来电|来访|电话|邮件|办件|收到|线上线下|线上、线下"
    "|和不予公开|及不予公开|、不予公开|人提出|人提交|人申请|人要求|人向|人前来|前来"
)

_DISPUTED = (
    "行政复议|复议|行政诉讼|诉讼|申诉|应诉|举报|投诉|收费|纠纷|争议|因|被|而|由|对|针对|提请|提起|申请|引起|引发|导致"
    "|造成|答复|不服|不当|上述|公民|法人|其[他它]组织|以|为被申请人|为被告|作为|为|当事人|相对人|公众|群众|人提起|人提出|人申请|人因|人就|人对|就|零"
)

_DECIDED = (
    "行政许可|行政处罚|行政强制|行政事业性收费|行政|许可|处罚|强制|收费|规章|规范性文件|对外管理服务|实施|作出|做出|开展"
    "|决定|项目|职权|职能|权力|管理|制定|制发|印发|出台|收取|措施|费用"
)

_MADE = "行政规范性文件|规范性文件|规章|制定|制发|印发|出台|发布|文件|新增|废止|修订|政策性?"

_CARRIED = "结转|转入|至|继续|20\\d\\d年|下一?年度?|次年|明年|申请|待|尚待|答复|未办结"


class _Absence(NamedTuple):
    """Something that a report can say there was none of, and the figures that must then be 0.

    named: what the denied words must hold; never: what they must not; words: those understood.
    verbs: which negations speak of it; "" for a bare 无, 没有.
    """

    name: str
    named: re.Pattern[str]
    never: re.Pattern[str] | None
    words: re.Pattern[str]
    verbs: re.Pattern[str]
    ids: tuple[str, ...]


def _absence(name: str, named: str, never: str, words: str, verbs: str, *ids: str) -> _Absence:
    every = sorted({*f"{_COMMON}|{words}".split("|")}, key=len, reverse=True)
    return _Absence(
        name,
        re.compile(named),
        re.compile(never) if never else None,
        re.compile(f"(?:{'|'.join(every)}|\\s)*+"),
        re.compile(verbs),
        ids,
    )


_ANY_VERB = r".*"
_ABSENT = (
    _absence(
        "收到的申请",
        r"申请|要求.*公开",
        r"复议|诉讼|举报|投诉|收费|结转",
        _ASKED,
        r"$|收|接|受理|办理|有|发生|出现|产生|存在",
        "applications/received/total",
        "statistics/received/value",
    ),
    _absence(
        "行政复议",
        r"复议",
        "",
        _DISPUTED,
        _ANY_VERB,
        "proceedings/cases/review_total",
        "statistics/review/value",
    ),
    _absence(
        "行政诉讼",
        r"诉讼",
        "",
        _DISPUTED,
        _ANY_VERB,
        "proceedings/cases/direct_total",
        "proceedings/cases/after_total",
        "statistics/litigation/value",
    ),
    _absence(
        "结转下年度的申请",
        r"结转(?:至|到)?(?:下|次年|明年|20)|转入?下",
        r"上年|去年|上一年",
        _CARRIED,
        _ANY_VERB,
        "applications/carried_out/total",
    ),
    _absence(
        "上年结转的申请",
        r"(?:上一?年度?|去年)(?:结转|转入|转结)",
        r"结转(?:至|到)?(?:下|次年|明年)|转入?下",
        _CARRIED + "|上年度?|上一年度?|去年|转结",
        _ANY_VERB,
        "applications/carried_in/total",
    ),
    _absence(
        "制发的行政规范性文件",
        r"规范性文件",
        r"废止|许可|处罚|强制",
        _MADE,
        r"$|制|出台|印发|发布|有",
        "disclosure/normative/made",
        "statistics/normative_made/value",
    ),
    _absence(
        "行政许可", r"许可", "", _DECIDED, _ANY_VERB, "disclosure/licences/decisions"
    ),
    _absence(
        "行政处罚", r"处罚", "", _DECIDED, _ANY_VERB, "disclosure/penalties/decisions"
    ),
    _absence(
        "行政强制", r"强制", "", _DECIDED, _ANY_VERB, "disclosure/coercion/decisions"
    ),
    _absence(
        "行政事业性收费", r"行政事业性收费", "", _DECIDED, _ANY_VERB, "disclosure/fees/amount"
    ),
)  # fmt: skip

_OBJECT = r"(?P<object>[^。；;，,！：:（）()]{0,60})"
_DENIED = re.compile(
    r"(?:(?:尚|暂|从|并|均|也|都)?(?:未曾|未再|未有|未能|未|没有|没|无|不)"
    r"(?P<verb>收到|接到|接收到?|收悉|受理|办理|处理|发生|产生|出现|存在|引发|引起|涉及|制发|制定|出台|印发|提起|导致"
    r"|实施|作出|开展|收取|因|被|有)?|零)" + _OBJECT
)
_SAID_NONE = re.compile(
    r"(?:^|(?<=[。；;，,！\s]))(?P<object>[^。；;，,！：:（）()]{2,50}?)(?:情况|数量|总数|数)?[：:]?\s*(?:均|都|全部)?"
    r"(?:(?:为|是)(?:零|0(?!\d)(?:件|起|宗|条|次|个)?|无)|零发生|零受理|[：:]\s*(?:暂?无|没有))(?=\s*(?:[。；;，,]|$))"
    r"|(?:^|(?<=[。；;！\s]))(?P<matter>[^。；;，,！：:（）()]{2,40}?)(?:工作|情况)?(?:方面)?[，,](?:20\d\d年度?|本年度?|全年|年内)?"
    r"(?:[我本][镇乡县区局街道委办院厅单位机关部门]+)?[均都暂尚]?(?:无|没有|为零|未发生)(?=\s*(?:[。；;]|$))"
)
_MAY_SAY_NONE = re.compile(
    r"[为是](?:零|0|无)|零发生|零受理|[：:]\s*(?:暂?无|没有)|(?:无|没有|未发生)\s*(?:[。；;]|$)"
)
_DONE = re.compile(r"(?:办结|答复|办理完毕)[，,、]$|(?:办结|答复|办理完毕)[，,、](?:年末|年底)?$")
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年)$")
_OF_OTHERS = re.compile(r"各(?:村|镇|乡|部门|科室|站所|单位|社区)|(?:村|社区)$")
_NO_NEGATION = re.compile(r"不(?:存在|发生|涉及)")
_LEAD = re.compile(
    r"^(?:20\d\d年(?:度)?|截至[^，]*|全年|年内|本年度?|今年)*[，,]?(?:[我本全][镇乡县区局街道委办院厅单位机关部门]+|行政机关)?(?:政府)?"
)
_ELSEWHEN = re.compile(r"上年|去年|上半年|下半年|季度|\d月$|往年|除")
_SAYS_NONE = re.compile(r"未|没有|无|不存在|零|不发生|为\s*0|是\s*0")


@check("P-ABSENCE", "verify", "“没有”“未发生”与表格一致", "text", "figures", "about")
def absences(case: Case) -> Iterable[Finding]:
    """正文说没有收到申请、没有行政复议和诉讼的，表格中应为0。

    比较什么：正文中“未收到”“没有”“无”“未发生”“不存在”“为零”等说法，与表格中收到申请、结转下年度、行政复议、行政诉讼、制发行政规范性文件、行政许可、行政处罚、行政强制的数。只否认其中一部分的（“未收到重复申请”）不比较。
    为什么：上年没有、今年有了，文字容易照抄上年。
    依据：条例第五十条。
    不通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为1件。
    通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为0。
    """
    there = [a for a in _ABSENT if any(case.figures.get(i, 0) != 0 for i in a.ids)]
    if not there:
        return
    unit = case.report.unit
    for passage in passages(case):
        if _SAYS_NONE.search(passage.text):
            for denial in passage.recall(denials, passage.text, unit, key=(unit,)):
                yield from _against(denial, there, passage, case)


class Denial(NamedTuple):
    """Words that say there was none: what they deny, and where they stand."""

    names: tuple[str, ...]
    start: int
    end: int


def denials(text: str, unit: str) -> tuple[Denial, ...]:
    """What a text says there was none of."""
    found: list[Denial] = []
    for match in _DENIED.finditer(text):
        if match[0].startswith("不") and not _NO_NEGATION.match(match[0]):
            continue
        stated, last = match["object"], _LAST_YEAR.search(text, 0, match.start())
        if last and "转" in stated:
            stated = f"{last[0]}{stated}"  # 上年无结转申请
        if stated.strip() == "结转" and _DONE.search(
            text, max(0, match.start() - 16), match.start()
        ):
            stated = "结转下年度"  # 均已办结，无结转
        names = _denied(stated, match["verb"] or "", unit)
        if names and not _is_of_a_part(text, match.start(), unit):
            end = match.start("object") + len(match["object"].rstrip())
            found.append(Denial(names, match.start(), end))
    for match in _SAID_NONE.finditer(text) if _MAY_SAY_NONE.search(text) else ():
        stated = _LEAD.sub("", match["object"] or match["matter"])
        names = _denied(stated, "", unit)
        if names and not any(d.start < match.end() and match.start() < d.end for d in found):
            found.append(
                Denial(names, match.start("object" if match["object"] else "matter"), match.end())
            )
    return tuple(found)


def _denied(stated: str, verb: str, unit: str) -> tuple[str, ...]:
    """What is denied, by name; empty where not every word is understood."""
    stated = re.sub(r"\s", "", without_own(stated, unit))
    if _is_of_some(stated) and "申请" in stated:
        return ()
    return tuple(
        a.name
        for a in _ABSENT
        if a.named.search(stated)
        and not (a.never and a.never.search(stated))
        and a.verbs.match(verb)
        and a.words.fullmatch(stated)
    )


def _is_of_a_part(text: str, start: int, unit: str) -> bool:
    """Whether the words before the negation, back to a comma, narrow what is said."""
    clause = re.split(r"[。；;，,！：:）)]", text[max(0, start - 40) : start])[-1]
    return (
        _OF_OTHERS.search(clause) is not None or _is_of_some(clause) or is_restricted(clause, unit)
    )


_PERSONS = re.compile(r"自然人|公民|个人|群众|居民|村民|公众|社会|单位和个人")
_BODIES = re.compile(r"企业|法人|组织|机构|公司|团体")


def _is_of_some(words: str) -> bool:
    """Whether only some of those who may apply are named: 企业和其他组织未提出申请."""
    return _BODIES.search(words) is not None and _PERSONS.search(words) is None


def _against(
    denial: Denial, there: list[_Absence], passage: Passage, case: Case
) -> Iterator[Finding]:
    before = passage.text[max(0, denial.start - 12) : denial.start]
    carried = denial.names == ("上年结转的申请",)
    if (_ELSEWHEN.search(before) and not carried) or not _is_of_year(
        denial.start, as_meant(case, passage), case.report.year
    ):
        return
    quote = passage.text[denial.start : denial.end]
    for absence in there:
        if absence.name not in denial.names:
            continue
        ids = tuple(i for i in absence.ids if case.figures.get(i, 0) != 0)
        total = plain(sum((case.figures[i] for i in ids), Decimal(0)))
        yield Finding(
            code="P-ABSENCE",
            severity="verify",
            message=f"正文写“{quote}”，表格中{absence.name}为{total}",
            remedy="核对正文和表格",
            where=passage.place(denial.start, denial.end),
            cells=ids,
            expected=total,
            actual="0",
            key=f"P-ABSENCE/{passage.section}/{quote}/{absence.name}",
            figures=total,
        )


def _is_of_year(start: int, text: Text, year: int) -> bool:
    dates = [t for t in text.tokens if t.kind == "date" and t.start <= start]
    if not dates:
        return True
    named = re.search(r"(?:19|20)\d\d", dates[-1].text)
    if re.search(r"\d+月(?!\s*(?:31|1日))", dates[-1].text):
        return False
    return named is None or not year or int(named[0]) == year
