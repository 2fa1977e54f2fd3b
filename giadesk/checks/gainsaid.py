"""What one place tells of and another denies: 登记申请3件 here, 未收到申请 there.

Where the tables have the figure both are held against them; this is for what no table says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from giadesk.checks.absence import Denial, all_denials
from giadesk.checks.accounts import gainsaid_accounts
from giadesk.checks.leaders import leaders_gainsaid
from giadesk.checks.leftover import as_meant
from giadesk.checks.matters import ASKED, MANY, MATTERS, Matter
from giadesk.checks.own import without_own
from giadesk.checks.reading import Passage, passages, stretch_start
from giadesk.checks.registry import Case, Finding
from giadesk.checks.scopes import is_another_case, is_of_longer_time

_FILL = (
    r"(?:政府信息公开|信息公开|政务公开|依申请公开|公开政府信息|公开|政府信息|书面|公民|群众|村民|居民|法人|和|或|其他组织|提出|提交|要求|有关|相关"
    r"|的|了|共|总|有|各类|申请)*+"
)
_REQUEST = re.compile(
    rf"(?<![未有能])(?:收到|受理|接到|新收|接收|登记|办理|处理|答复|办结){_FILL}{MANY}[件宗份个起](?P<behind>[^，。；、：]{{0,12}}申请)?"
)
_ALWAYS_REQUESTS = ("收到", "受理", "接到", "新收")
_OTHER_MATTER = re.compile(
    r"投诉|举报|热线|复议|诉讼|建议|提案|补贴|救助|低保|许可|审批|证照|建房|入党|入伍|上年|去年|累计|以来|假如|如果|如[有遇]|[若凡每]|一旦|可|应"
)
_CHARGE = re.compile(
    r"(?<![未不免有])(?:收取|收缴|缴纳|交纳|缴付|支付)了?(?P<what>[^，。；、：\d]{0,12})(?:费用?)(?:合?共计?|总计|合计|人民币|为|[：:])*[1-9]\d*(?:\.\d+)?\s*万?元"
)
_OF_REQUESTS = re.compile(r"信息处理|检索|复制|复印|邮寄|递送|工本|成本|申请")
_OTHER_CHARGE = re.compile(
    r"行政事业|证书|资格|许可证|社会|水|电|保险|医|养老|垃圾|卫生|停车|学|诉讼|标准|每[页件份]|公司|快递|邮政|邮局|印刷|自行|上年|去年"
)
_CASE = (
    r"(?:行政)?{kind}(?:案件|申请|事项)?(?:共计?|为|有|[：:\s])*{many}[件起宗例](?!以)"
    r"|{many}[件起宗例](?:因|由)?(?:政府信息公开|信息公开)(?:申请|工作)?(?:引起|引发|导致)?的?(?:行政)?{kind}"
    r"|(?<!如)(?<!若)不服(?!的?[，,]?[可有应依])[^。；可]{{0,24}}(?:申请|提起|提出)了?(?:行政)?{kind}"
)
_SUPPOSED = re.compile(r"可以?|有权|应当|如果|如有|若|凡|认为|权利|救济|指引")
_HYPOTHETICAL = re.compile(
    rf"{_OTHER_MATTER.pattern}|结转|遗留|转来|历年|往年|以往|参考|范本|样本|模板|流程|培训"
)
"""Of an application that may be made, or of another matter than open information."""
_OTHER_CASE = re.compile(
    r"土地|林权|权属|山林|处罚|工伤|征收|代理|参与|指导|协助|审理|其[他它]|应诉|上年|去年|累计|以来|依法行政|法治"
)


def _case(kind: str) -> Matter:
    told = re.compile(_CASE.format(kind=kind, many=MANY))
    return Matter(f"行政{kind}", kind, told, f"核对有没有行政{kind}，改正写错的一处")


_MATTERS = (
    Matter(
        "收到的申请", "申请", _REQUEST, "核对有没有收到申请，改正写错的一处",
    ),
    Matter(
        "依申请公开信息收取的费用", "费", _CHARGE, "核对有没有收取费用，改正写错的一处",
    ),
    Matter(
        "收到的申请", "申请", ASKED, "核对有没有收到申请，改正写错的一处",
    ),
    _case("复议"),
    _case("诉讼"),
)  # fmt: skip
_ELSEWHEN = re.compile(
    r"除|此外|另外|此后|此前|之后|之前|其余|上年|去年|往年|上半年|下半年|季度|(?<!1)[1-9]月|1[01]月"
)

_DENIES = re.compile(r"未|没有|无|不")

_Told = tuple[Passage, int, int]


def gainsaid(case: Case) -> Iterator[Finding]:
    """Every matter of which one place says that there was some and another that there was none."""
    denied = list(_denied(case))
    every = passages(case)
    said: set[str] = set()
    for matter in (*_MATTERS, *MATTERS):
        if matter.denied in said or any(case.figures.get(i, 0) for i in matter.ids):
            continue  # the tables say it, and the denial is held against them
        here = [(p, d.start, d.end) for p, d in denied if matter.denied in d.names]
        here = here or [*_denied_otherwise(matter, every, case)]
        if not here:
            continue
        reads = _told_of if matter.around else partial(_told, denied=here)
        there = next(reads(matter, every, case), None)
        if there is not None:
            said.add(matter.denied)
            filled = any(i in case.figures for i in matter.ids)
            yield _finding(matter, *(there, here[0]) if filled else (here[0], there))
    for passage, start, end, told in gainsaid_accounts(case):
        yield _said(passage, start, end, told, "核对有没有自己的账号，改正写错的一处")
    for passage, start, end, told in leaders_gainsaid(case):
        yield _said(passage, start, end, told, "核对由谁任组长，改正写错的一处")


_NAMES = frozenset(m.denied for m in (*_MATTERS, *MATTERS))


def _denied(case: Case) -> Iterator[tuple[Passage, Denial]]:
    """What is denied of the whole year."""
    for passage, one in case.once(all_denials):
        if (
            not _NAMES.isdisjoint(one.names)
            and not passage.text.startswith("未再", one.start)
            and not _ELSEWHEN.search(_sentence(passage.text, one.start))
            and _is_this_years(as_meant(case, passage).text, one.start, case.report.year)
        ):
            yield passage, one


def _told(
    matter: Matter, every: tuple[Passage, ...], case: Case, denied: list[_Told]
) -> Iterator[_Told]:
    for passage in every:
        text = passage.text
        if matter.word not in text:
            continue
        for match in matter.told.finditer(text):
            before = _sentence(text, match.start())
            behind = [
                _DENIED_BARE.fullmatch(text[a:b].strip()) is not None
                for p, a, b in denied
                if p is passage
                and a >= match.end()
                and not _SENTENCE_END.search(text, match.end(), a)
            ]
            if (
                _is_told(matter, match, before, passage, behind)
                and not is_of_longer_time(f"{before}{match[0]}", case.report.year)
                and _is_this_years(as_meant(case, passage).text, match.start(), case.report.year)
            ):
                yield passage, match.start(), match.end()


_OF_OTHERS = re.compile(r"村|社区|站所|股室|科室|部门|单位|企业|[县市区省](?!民)|上级")


def _denied_otherwise(matter: Matter, every: tuple[Passage, ...], case: Case) -> Iterator[_Told]:
    """Where it is denied in words that name it otherwise than the tables do."""
    if matter.denies is None:
        return
    for passage in every:
        text = passage.text
        if matter.word not in text:
            continue
        for match in matter.denies.finditer(text):
            before = without_own(_sentence(text, match.start()), case.report.unit)
            if (
                not _ELSEWHEN.search(before)
                and not _OF_OTHERS.search(re.split("[，：:]", before)[-1])
                and _is_this_years(as_meant(case, passage).text, match.start(), case.report.year)
            ):
                yield passage, match.start(), match.end()


def _told_of(matter: Matter, every: tuple[Passage, ...], case: Case) -> Iterator[_Told]:
    """Where the report tells of it as of its own year and office."""
    assert matter.around is not None
    about, never = matter.around
    for passage in every:
        text = passage.text
        for match in matter.told.finditer(text) if matter.word in text else ():
            before = _sentence(text, match.start())
            sentence = before + _SENTENCE_END.split(text[match.start() :])[0]
            if (
                about.search(sentence)
                and not never.search(without_own(sentence, case.report.unit))
                and not _DENIES.search(re.split("[，：:]", before)[-1])
                and not is_of_longer_time(f"{before}{match[0]}", case.report.year)
                and _is_this_years(as_meant(case, passage).text, match.start(), case.report.year)
            ):
                yield passage, match.start(), match.end()


_DENIED_BARE = re.compile(
    r"(?:未|没有?|无)(?:曾|再)?(?:办理|发生|受理|收到|出现|产生|接到|有)?过?(?:任何)?(?:行政)?(?:复议|诉讼)(?:案件|申请|事项|案)?"
)
_SENTENCE_END = re.compile(r"[。；！\n]")


def _is_told(
    matter: Matter, match: re.Match[str], before: str, passage: Passage, behind: list[bool]
) -> bool:
    """behind: what the sentence goes on to deny, whether the same, or but a part of what it told."""
    said = match[0]
    if _DENIES.search(re.split(r"[，；：]", before)[-1]):
        return False
    if matter.told is ASKED:
        return not _HYPOTHETICAL.search(f"{before}{said}")
    if matter.told is _REQUEST:
        around = f"{before[-20:]}{said}"
        known = "公开" in said or (said.startswith(_ALWAYS_REQUESTS) and "申请" in said)
        return known and "申请" in said and not _OTHER_MATTER.search(around)
    if matter.told is _CHARGE:
        around = f"{before[-40:]}{match['what']}"
        behind_it = _SENTENCE_END.split(passage.text[match.end() :])[0]
        if re.search(r"证书|资格|许可证|无关", behind_it):
            return False
        return _OF_REQUESTS.search(around) is not None and not _OTHER_CHARGE.search(
            f"{before[-16:]}{said}"
        )
    rest = _SENTENCE_END.split(passage.text[match.end() :])[0]
    if _SUPPOSED.search(f"{before[-16:]}{said}"):
        return False
    if _OTHER_CASE.search(f"{before}{said}") or is_another_case(f"{before}{said}{rest}"):
        return False
    known = "信息公开" in f"{before}{said}" or "不服" in said
    if behind and not known:
        return all(behind)
    return known or "信息公开" in passage.topic


def _sentence(text: str, end: int) -> str:
    """The sentence so far."""
    return text[stretch_start(text, end, "。；！\n") : end]


def _is_this_years(text: str, at: int, year: int) -> bool:
    """Whether the last year said before is the report's own, or none was."""
    named = re.findall(r"(?:19|20)\d\d(?=年)", text[:at])
    return not named or int(named[-1]) == year


def _finding(matter: Matter, here: _Told, there: _Told) -> Finding:
    passage, start, end = here
    other, a, b = there
    return _said(passage, start, end, other.text[a:b], matter.remedy)


def _said(passage: Passage, start: int, end: int, otherwise: str, remedy: str) -> Finding:
    quote = passage.text[start:end]
    return Finding(
        code="P-AGAIN",
        severity="verify",
        message=f"这里写“{quote}”，另一处写“{otherwise}”",
        remedy=remedy,
        where=passage.place(start, end),
        key=f"P-AGAIN/{passage.section}/{quote}",
        figures=quote,
    )
