"""Statements that there was none: 未收到申请, 无行政复议, 依申请公开情况：无, against the tables.

A statement is taken only where every word of what it denies is understood: 未收到重复申请 or 没有被纠正的
行政复议 deny a part, and nothing is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks import wholly
from giadesk.checks.denied import ABSENT, MAY_DENY, Absence
from giadesk.checks.leftover import as_meant
from giadesk.checks.links import is_restricted
from giadesk.checks.own import without_own
from giadesk.checks.reading import Passage, Text, has_any, passages
from giadesk.checks.registry import Case, Finding, Place, check
from giadesk.checks.told import amount, bare, shown
from giadesk.checks.within import all_told
from giadesk.core.prose import plain

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
_AMONG_THOSE = re.compile(r"申请(?:人|者|主体)[中里]?(?:都|均)?$")
_LAST_YEAR = re.compile(r"(?:上一?年度?|去年)$")
_OF_OTHERS = re.compile(r"各(?:村|镇|乡|部门|科室|站所|单位|社区)|(?:村|社区)$")
_NO_NEGATION = re.compile(r"不(?:存在|发生|涉及)")
_LEAD = re.compile(
    r"^(?:20\d\d年(?:度)?|截至[^，]*|全年|年内|本年度?|今年)*[，,]?(?:[我本全][镇乡县区局街道委办院厅单位机关部门]+|行政机关)?(?:政府)?"
)
_ELSEWHEN = re.compile(r"上年|去年|上半年|下半年|季度|\d月$|往年|除")
_SAYS_NONE = re.compile(r"未|没有|无|不存在|零|不发生|为\s*0|是\s*0")


@check("P-ABSENCE", "verify", "“没有”“均为”与表格一致", "text", "figures", "about")
def absences(case: Case) -> Iterable[Finding]:
    """正文说没有的，表格中应为0；正文说“均为”“全部”的，表格中应当都是。

    比较什么：正文中“未收到”“没有”“无”“未发生”“不存在”“为零”等说法，与表格中收到申请、结转下年度、行政复议、行政诉讼、制发和废止行政规范性文件、行政许可、行政处罚、行政强制，以及延期、部分公开、不予公开、无法提供、不予处理、结果纠正、举报投诉、收取的费用、新闻发布会、政策解读、会议、培训、专职人员、专项经费等一行的数；“均为自然人提出”“全部予以公开”“均已办结”“均为兼职”等说法，与表格中申请人、处理结果、人员的数；总数与表格相符的，接着说它全部怎样（“皆因本机关不掌握”“均获法院支持”）、只有1件的怎样结果、没有哪一种，也比较；说“首次收到”申请的，上年结转应为0。只说其中一部分的（“未收到征地方面的申请”“其中3件均为村民提出”）不比较。
    为什么：上年没有、今年有了，文字容易照抄上年。
    依据：条例第五十条。
    不通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为1件。
    通过：正文写“未发生因政府信息公开引起的行政诉讼”，表格行政诉讼为0。
    """
    found = list(_denied_here(case))
    carried = "applications/carried_out/total"
    told = {(f.where.section, f.where.paragraph) for f in found if carried in f.cells}
    for finding in wholly.against(case):
        here = (finding.where.section, finding.where.paragraph)
        if here not in told or carried not in finding.cells:
            found.append(finding)  # else 均已办结，无结转 says the same twice
    found += _first_ones(case)
    found += [f for f in _not_of_all(case) if not any(_overlap(f.where, g.where) for g in found)]
    yield from found


_FIRST = re.compile(
    r"(?:首次|首度|第一次|头一次)(?:收到|接到|受理|接收)了?(?:[^，。；、]{0,2}的)?(?:政府信息公开|信息公开|依申请公开|公开)?的?申请(?!人)"
)


def _first_ones(case: Case) -> Iterator[Finding]:
    """首次收到申请, where some were carried over from the year before."""
    carried = "applications/carried_in/total"
    many = case.figures.get(carried)
    if not many:
        return
    for passage in passages(case):
        if not has_any(passage.text, ("首次", "首度", "第一次", "头一次")):
            continue
        match = _FIRST.search(passage.text)
        if match is None or _ELSEWHEN.search(_before(passage.text, match.start())):
            continue
        yield Finding(
            code="P-ABSENCE",
            severity="verify",
            message=f"正文写“{match[0]}”，表格中上年结转的申请为{plain(many)}",
            remedy="核对正文和表格",
            where=passage.place(match.start(), match.end()),
            cells=(carried,),
            expected="0",
            actual=plain(many),
            key=f"P-ABSENCE/{passage.section}/{match[0]}",
            figures=plain(many),
        )


def _overlap(one: Place, other: Place) -> bool:
    return (
        (one.section, one.paragraph) == (other.section, other.paragraph)
        and one.start < other.start + len(other.quote)
        and other.start < one.start + len(one.quote)
    )


def _not_of_all(case: Case) -> Iterator[Finding]:
    """What is said of all of a whole that agrees with the tables, and is true of some only."""
    for passage, told in all_told(case):
        if not told.all_of:
            continue
        amounts = [(r, a) for r in told.readings if (a := amount(r, case.figures)) is not None]
        quote = passage.text[told.start : told.end].strip()
        of = f"{plain(told.many)}的" if told.many else ""
        yield Finding(
            code="P-ABSENCE",
            severity="verify",
            message=f"正文说{of}“{quote}”，表格中{shown(amounts, case)}",
            remedy="核对正文和表格",
            where=passage.place(told.start, told.end),
            cells=tuple(dict.fromkeys(i for r, _ in amounts for i in bare(r))),
            expected=plain(amounts[0][1]),
            actual=plain(told.many),
            key=f"P-ABSENCE/{passage.section}/{quote}",
            figures=";".join(plain(a) for _, a in amounts) + f"|{plain(told.many)}",
        )


def _denied_here(case: Case) -> Iterator[Finding]:
    there = [a for a in ABSENT if any(case.figures.get(i, 0) != 0 for i in a.ids)]
    if not there:
        return
    for passage, denial in case.once(all_denials):
        yield from _against(denial, there, passage, case)


class Denial(NamedTuple):
    """Words that say there was none: what they deny, and where they stand."""

    names: tuple[str, ...]
    start: int
    end: int


def all_denials(case: Case) -> tuple[tuple[Passage, Denial], ...]:
    """What the report says there was none of, paragraph by paragraph."""
    unit = case.report.unit
    return tuple(
        (passage, denial)
        for passage in passages(case)
        if _SAYS_NONE.search(passage.text)
        for denial in passage.recall(denials, passage.text, unit, key=(unit,))
    )


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
        if match[0].startswith("零结转"):
            stated = stated.replace("结转", "结转下年度", 1)
        if "申请" not in stated and _AMONG_THOSE.search(text, 0, match.start()):
            stated = f"{stated}的申请"  # 申请人中没有企业
        if stated.startswith("此") and not _follows_a_review(text, match.start()):
            continue
        names = _denied(_of_its_kind(stated, text, match), match["verb"] or "", unit)
        names = _kept(names, text, match.start(), unit)
        if names:
            end = match.start("object") + len(match["object"].rstrip())
            found.append(Denial(names, match.start(), end))
    for match in _SAID_NONE.finditer(text) if _MAY_SAY_NONE.search(text) else ():
        stated = _LEAD.sub("", match["object"] or match["matter"])
        start = match.start("object" if match["object"] else "matter")
        names = _of_all(_denied(stated, "", unit), text, start, unit)
        if names and not any(d.start < match.end() and match.start() < d.end for d in found):
            found.append(Denial(names, start, match.end()))
    return tuple(found)


@lru_cache(maxsize=512)
def _denied(stated: str, verb: str, unit: str) -> tuple[str, ...]:
    """What is denied, by name; empty where not every word is understood."""
    stated = re.sub(r"\s", "", without_own(stated, unit))
    if MAY_DENY.search(stated) is None:
        return ()
    some = "申请" in stated and _is_of_some(stated)
    return tuple(
        a.name
        for a in ABSENT
        if a.named.search(stated)
        and (a.strict or not some)
        and not (a.never and a.never.search(stated))
        and a.verbs.match(verb)
        and a.words.fullmatch(f"{verb}{stated}" if a.strict and verb in _CAUSES else stated)
    )


_CAUSES = frozenset(("因", "被", "引发", "引起", "导致", "涉及"))
"""After these what is denied is what came of it."""
_RESULTS = re.compile(r"纠正|纠错|败诉|未审结|未结案|在审")
_KINDS = re.compile(r"复议|诉讼")
_CLAUSES = re.compile(r"[，,：:]")
_SENTENCE = re.compile(r"[。；;！？!?\n]")


def _before(text: str, end: int) -> str:
    """The sentence so far."""
    return _SENTENCE.split(text[max(0, end - 160) : end])[-1]


def _follows_a_review(text: str, start: int) -> bool:
    """Whether 没有因此被提起诉讼 goes on with a review, the one thing told so far."""
    return "复议" in text[:start] and "诉讼" not in text[:start]


def _of_its_kind(stated: str, text: str, match: re.Match[str]) -> str:
    """行政复议1件，没有被纠正: what was not corrected is the review."""
    if _RESULTS.search(stated) is None or _KINDS.search(stated):
        return stated
    before = _before(text, match.start())
    kinds = _KINDS.findall(_CLAUSES.split(before)[-1]) or _KINDS.findall(before)[-1:]
    if match[0].startswith(("均", "都")):
        kinds = _KINDS.findall(before)
    return f"{'、'.join(dict.fromkeys(kinds))}{stated}"


def _kept(names: tuple[str, ...], text: str, start: int, unit: str) -> tuple[str, ...]:
    """Of the matters denied those that the words before the negation do not narrow."""
    if not names:
        return ()
    if _is_of_a_part(text, start, unit):
        names = tuple(n for n in names if n in _STRICT)
    clause = _CLAUSES.split(_before(text, start))[-1]
    if not _UNDERSTOOD.fullmatch(without_own(clause, unit)):
        names = tuple(n for n in names if n not in _STRICT)
    return _of_all(names, text, start, unit)


_STRICT = frozenset(a.name for a in ABSENT if a.strict)
_OUTCOMES = frozenset(a.name for a in ABSENT if a.about)
_UNDERSTOOD = re.compile(
    r"(?:(?:政府)?信息(?:公开)?|政务公开|(?:19|20)\d\d年度?|截至[\d年月日]+底?|全年|年内|年度|本年度?|今年|当年|(?:报告|统计)期限?内?"
    r"|[我本][镇乡县区市局街道委办院厅单位机关部门]+|[镇乡局]里|办里|街道(?:办事处)?|[镇乡县区市]?(?:人民)?政府|行政机关|机关|党政办"
    r"|鉴于|由于|因|同时|对于?|在|依申请公开|工作|提供|收到的?|办理的?|所有|全部|上述|以上"
    r"|答复|办结|处理|申请|结果|过程|中|里|内|方面|情况|目前|至今|已|也|均|都|并|且|仍|但|\d+件|行政|复议|诉讼|案件|[的和及、\s])*+"
)
_NARROWS = re.compile(
    r"(?P<told>.*)的$|.*(?:纠正|纠错|败诉|维持|驳回|审结|其[他它](?:情形|结果))[^\d]{0,6}(?:中|方面|情[况形]|一[栏项类])$"
)
_OF_SOME = re.compile(r"其中|其余|另外?[有\d]")
_SUBJECTS = re.compile(
    r"村(?!民)|社区|站所|科室|部门|下属|二级单位|学校|医院|部分|个别|有的|有些|一些|基层|上级|县里|市里"
)
_SO_MANY = re.compile(r"\d+[件宗份]")


def _of_all(names: tuple[str, ...], text: str, start: int, unit: str) -> tuple[str, ...]:
    """Of the matters denied those that the clauses before do not narrow: 被纠错的，复议、诉讼均为0."""
    before = _before(text, start)
    if not names or not before:
        return names
    for clause in _CLAUSES.split(before)[-3:-1]:
        narrows = _NARROWS.fullmatch(clause)
        if narrows and not (narrows["told"] or "").endswith(("引起", "引发", "导致", "提起")):
            return ()
    if _STRICT.isdisjoint(names):
        return names
    many = _SO_MANY.search(before)
    last = _CLAUSES.split(before)[-2:-1]
    among = any(c.endswith(("中", "里")) and not _UNDERSTOOD.fullmatch(c) for c in last)
    if among or _OF_SOME.search(before) or (many and is_restricted(before[: many.start()], unit)):
        names = tuple(n for n in names if n not in _STRICT)
    if _SUBJECTS.search(without_own(before, unit)):
        names = tuple(n for n in names if n not in _STRICT or n in _OUTCOMES)
    return names


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
    denial: Denial, there: list[Absence], passage: Passage, case: Case
) -> Iterator[Finding]:
    before = passage.text[max(0, denial.start - 12) : denial.start]
    carried = denial.names == ("上年结转的申请",)
    if (_ELSEWHEN.search(before) and not carried) or not _is_of_year(
        denial.start, as_meant(case, passage), case.report.year
    ):
        return
    quote = passage.text[denial.start : denial.end]
    if _NEW_ONES.match(quote) and _EARLIER_ONES.search(passage.text):
        return
    for absence in there:
        if absence.name not in denial.names or not _is_meant(absence, denial, passage):
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


_NEW_ONES = re.compile(r"[^复诉]{0,8}[新再](?=[^。；]{0,24}(?:复议|诉讼))")
_EARLIER_ONES = re.compile(
    r"(?:上一?年度?|去年|前年|(?:19|20)\d\d年|此前|往年)[^，。；]{0,12}(?:未审结|未结|遗留|结转|转入|移交)|(?:遗留|结转|跨年度?)的?[^，。；]{0,10}(?:复议|诉讼)"
)
"""2023年尚未审结的复议，…；没有新发生的复议: the old one is in the table."""


def _is_meant(absence: Absence, denial: Denial, passage: Passage) -> bool:
    """Whether the rest of the paragraph lets the denial be one of the whole row."""
    if absence.about is None and absence.beside is None:
        return True
    rest = f"{passage.text[: denial.start]}\n{passage.text[denial.end :]}"
    if absence.beside is not None and absence.beside.search(rest):
        return False
    return (
        absence.about is None or absence.about.search(f"{passage.text}{passage.topic}") is not None
    )


def _is_of_year(start: int, text: Text, year: int) -> bool:
    dates = [t for t in text.tokens if t.kind == "date" and t.start <= start]
    if not dates:
        return True
    named = re.search(r"(?:19|20)\d\d", dates[-1].text)
    if re.search(r"\d+月(?!\s*(?:31|1日))", dates[-1].text):
        return False
    return named is None or not year or int(named[0]) == year
