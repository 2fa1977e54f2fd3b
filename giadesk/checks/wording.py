"""Wording: marks, doubled words, widths, spaces, common confusions. Hints only, each with its mend."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import msgspec

from giadesk.checks.data import data_of
from giadesk.checks.reading import Passage, has_any, one_of, passages
from giadesk.checks.registry import Case, Finding, Mend, check


class _Slip(NamedTuple):
    """A fault of wording: its span, what should stand there (None where that is not known), why."""

    start: int
    end: int
    right: str | None
    message: str


def _each(case: Case, code: str) -> Iterator[Finding]:
    for passage, slip in case.once(_by_code).get(code, ()):
        yield _finding(code, slip, passage)


def _by_code(case: Case) -> dict[str, list[tuple[Passage, _Slip]]]:
    """The slips of all paragraphs by the check that tells of them, in reading order."""
    found: dict[str, list[tuple[Passage, _Slip]]] = {}
    for passage in passages(case):
        for code, slip in passage.recall(_slips):
            found.setdefault(code, []).append((passage, slip))
    return found


def _slips(text: str) -> tuple[tuple[str, _Slip], ...]:
    return tuple((code, slip) for code, finder in _FINDERS.items() for slip in finder(text))


def _finding(code: str, slip: _Slip, passage: Passage) -> Finding:
    quote = passage.text[slip.start : slip.end]
    mends: tuple[Mend, ...] = ()
    if slip.right is not None:
        label = f"改为“{slip.right}”" if slip.right else "删去"
        mends = passage.mends(slip.start, slip.end, slip.right, label)
    return Finding(
        code=code,
        severity="hint",
        message=slip.message,
        remedy=f"改为“{slip.right}”" if slip.right else "核对这一处",
        where=passage.place(slip.start, slip.end),
        expected=slip.right or "",
        actual=quote,
        key=f"{code}/{passage.section}/{quote}/{slip.start}",
        mends=mends,
    )


# --- confusions ------------------------------------------------------------------------------------


class _Confusion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    wrong: str
    right: str
    why: str
    not_before: str = ""
    only_before: str = ""
    not_after: str = ""


@lru_cache(maxsize=1)
def confusions() -> tuple[_Confusion, ...]:
    """The curated list of resources/wording.yaml."""
    return tuple(data_of("wording.yaml", list[_Confusion]))


@check("W-WORD", "hint", "常见误写", "text")
def words(case: Case) -> Iterable[Finding]:
    """公文中常见的误写。

    比较什么：正文中有没有常见误写表（resources/wording.yaml）里的字词，如“截止目前”“其它”“做为”“台帐”。书名号里的不检查。
    为什么：这些字词容易打错，又不容易看出来。
    依据：现代汉语词典（第7版）；第一批异形词整理表。
    不通过：截止目前，全镇共公开信息120条。
    通过：截至目前，全镇共公开信息120条。
    """
    return _each(case, "W-WORD")


@lru_cache(maxsize=1)
def _any_confusion() -> re.Pattern[str]:
    """What each wrong word has and the right one does not: good texts seldom have it."""
    return one_of(dict.fromkeys(_oddity(one) for one in confusions()))


def _oddity(one: _Confusion) -> str:
    """The wrong word from the first two signs on that the right one does not have side by side."""
    pairs = (at for at in range(len(one.wrong) - 1) if one.wrong[at : at + 2] not in one.right)
    return one.wrong[next(pairs, 0) :]


def _confused(text: str) -> tuple[_Slip, ...]:
    if _any_confusion().search(text) is None:
        return ()
    found = []
    for one in confusions():
        if one.wrong not in text:
            continue
        for match in re.finditer(re.escape(one.wrong), text):
            before, after = text[: match.start()][-1:], text[match.end() :][:1]
            if (before and before in one.not_after) or (after and after in one.not_before):
                continue
            if one.only_before and after not in one.only_before:
                continue
            if _in_title(text, match.start()):
                continue
            message = f"“{one.wrong}”应为“{one.right}”：{one.why}"
            found.append(_Slip(match.start(), match.end(), one.right, message))
    return tuple(found)


def _in_title(text: str, at: int) -> bool:
    return text.rfind("《", 0, at) > text.rfind("》", 0, at) and "》" in text[at:]


# --- doubled ---------------------------------------------------------------------------------------

_TWO_MARKS = re.compile(r"[，。、；：！？]{2}")
"""Most texts have none, and it is seen fast."""
_DOUBLED_MARKS = re.compile(r"([，。、；：！？])\1+|[，、；：][。，、；：]|。[，、；]")
_DOUBLED_WORDS = re.compile(r"([的了是和在与对为及把被将向])(?<!目.)\1(?![士确])")
_DOUBLED_PHRASE = re.compile(r"([\u4e00-\u9fff]{2}[^，。；、：\n]{3,30}?)\1")
_PHRASE = 5
"""How many signs such a phrase has at least."""
_LONG_RUN = re.compile(r"[^，。；、：\n]{10,}")
"""Where one may stand twice."""


@check("W-DOUBLED", "hint", "重复的字词和标点", "text")
def doubled(case: Case) -> Iterable[Finding]:
    """重复打出的标点、字词和句子成分。

    比较什么：连用的标点（如“，，”“、。”），重复的虚词（如“的的”“了了”），接连出现两次的同一串文字。
    为什么：修改时容易留下多余的字。
    依据：GB/T 15834-2011。
    不通过：打造整齐统一的的网站界面。
    通过：打造整齐统一的网站界面。
    """
    return _each(case, "W-DOUBLED")


def _doubled(text: str) -> tuple[_Slip, ...]:
    found = [
        _Slip(
            *match.span(), "。" if match[0].endswith("。") else match[0][0], f"标点“{match[0]}”重复"
        )
        for match in (_DOUBLED_MARKS.finditer(text) if _TWO_MARKS.search(text) else ())
    ]
    found.extend(
        _Slip(*match.span(), match[1], f"“{match[0]}”多了一个“{match[1]}”")
        for match in _DOUBLED_WORDS.finditer(text)
        if _is_doubled_word(text, match)
    )
    found.extend(
        _Slip(*match.span(), match[1], f"“{match[1]}”说了两遍")
        for match in (_DOUBLED_PHRASE.finditer(text) if _may_double(text) else ())
        if len(set(match[1])) > 3
    )
    return tuple(found)


def _may_double(text: str) -> bool:
    """Whether a phrase may stand twice: then so do three signs of it, from every third place on."""
    for run in _LONG_RUN.findall(text):
        for at in range(0, len(run) - 2 * _PHRASE + 3, 3):
            if run.find(run[at : at + 3], at + 3) >= 0:
                return True
    return False


def _is_doubled_word(text: str, match: re.Match[str]) -> bool:
    """为为, 对对 and the like can be two words (一对对, 化为为民服务); 的的, 了了 never are."""
    word = match[1]
    after = text[match.end() : match.end() + 1]
    if word in "的了是":
        return not (word == "了" and after == "解")
    rest = {"为": "民了主人", "和": "谐平睦气", "对": "应外接口策照标", "在": "线职岗建校编",
            "与": "会", "把": "手关", "被": "告", "将": "来军", "向": "导上", "及": "时格"}  # fmt: skip
    return after not in rest.get(word, "") and text[match.start() - 1 : match.start()] not in (
        "一",
        "绝",
        "因",
        "成",
        "以",
    )


# --- pairs -----------------------------------------------------------------------------------------

_PAIR_SIGN = re.compile(r"[《》“”（）【】〔〕‘’〈〉]")
_PAIRS = {"《": "》", "“": "”", "（": "）", "【": "】", "〔": "〕", "‘": "’", "〈": "〉"}
_NUMBER_BEFORE = re.compile(r"(?:^|[。；，：\s])\s*[\d一二三四五六七八九十]{1,2}$")
_CLOSING = {v: k for k, v in _PAIRS.items()}


@check("W-PAIR", "hint", "成对的标点", "text")
def pairs(case: Case) -> Iterable[Finding]:
    """书名号、引号、括号应成对出现。

    比较什么：每一段中的《》“”（）【】〔〕是否前后配对。半角与全角混用的括号视为配对。
    为什么：缺一半的标点会使文件名、引文的范围不清楚。
    依据：GB/T 15834-2011。
    不通过：印发《政务公开工作要点，明确责任分工。
    通过：印发《政务公开工作要点》，明确责任分工。
    """
    return _each(case, "W-PAIR")


def _unpaired(text: str) -> tuple[_Slip, ...]:
    text = text.replace("(", "（").replace(")", "）")
    found = []
    open_marks: list[tuple[str, int]] = []
    for match in _PAIR_SIGN.finditer(text):
        sign, at = match[0], match.start()
        if sign in _PAIRS:
            open_marks.append((sign, at))
        elif open_marks and open_marks[-1][0] == _CLOSING[sign]:
            open_marks.pop()
        elif sign == "）" and _NUMBER_BEFORE.search(text[:at]):
            continue  # 1）, a number
        elif any(mark == _CLOSING[sign] for mark, _ in open_marks):
            while open_marks[-1][0] != _CLOSING[sign]:
                mark, place = open_marks.pop()
                found.append(_Slip(place, place + 1, None, f"“{mark}”没有配对的“{_PAIRS[mark]}”"))
            open_marks.pop()
        else:
            found.append(_Slip(at, at + 1, None, f"“{sign}”前面没有“{_CLOSING[sign]}”"))
    found.extend(
        _Slip(place, place + 1, None, f"“{mark}”没有配对的“{_PAIRS[mark]}”")
        for mark, place in open_marks
    )
    return tuple(sorted(found))


# --- marks -----------------------------------------------------------------------------------------

_HAN = r"[\u4e00-\u9fff]"
_ODD_WIDTH = re.compile(r"[,;:?!()０-９Ａ-Ｚａ-ｚ]")
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_HALF_MARK = re.compile(rf"(?<={_HAN})[,;:?!](?=\s*{_HAN})|(?<=[》”）])[,;:?!]")
_HALF_BRACKET = re.compile(rf"\((?=[^()]*{_HAN})|(?<={_HAN})\)")
_FULL_DIGIT = re.compile(r"[０-９Ａ-Ｚａ-ｚ％．]*[０-９Ａ-Ｚａ-ｚ][０-９Ａ-Ｚａ-ｚ％．]*")
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@check("W-WIDTH", "hint", "全角和半角", "text")
def widths(case: Case) -> Iterable[Finding]:
    """汉字之间的标点用全角，数字和字母用半角。

    比较什么：汉字后面的半角逗号、分号、冒号、问号、叹号，括注汉字的半角括号；全角的数字和字母。
    为什么：全半角混用，排版时宽窄不一，查找和汇总也会漏。
    依据：GB/T 15834-2011；GB/T 15835-2011。
    不通过：完善工作机制,细化职责分工。
    通过：完善工作机制，细化职责分工。
    """
    return _each(case, "W-WIDTH")


def _widths(text: str) -> tuple[_Slip, ...]:
    if _ODD_WIDTH.search(text) is None:
        return ()
    found = []
    for match in _HALF_MARK.finditer(text):
        right = _FULL[match[0]]
        found.append(_Slip(*match.span(), right, f"半角标点“{match[0]}”应为全角“{right}”"))
    for match in _HALF_BRACKET.finditer(text):
        right = "（" if match[0] == "(" else "）"
        found.append(_Slip(*match.span(), right, f"半角括号“{match[0]}”应为全角“{right}”"))
    for match in _FULL_DIGIT.finditer(text):
        right = match[0].translate(_WIDTHS)
        found.append(_Slip(*match.span(), right, f"全角“{match[0]}”应为半角“{right}”"))
    return tuple(sorted(found))


_ANY_SPACE = re.compile(r"[ \u3000\u00a0]")
_SPACE = re.compile(rf"({_HAN})[ \u3000\u00a0]+(?={_HAN})|([，。；：、])[ \u3000\u00a0]+(?={_HAN})")


@check("W-SPACE", "hint", "汉字之间的空格", "text")
def spaces(case: Case) -> Iterable[Finding]:
    """句子中间不应有空格。

    比较什么：汉字与汉字之间、标点与汉字之间的半角和全角空格。
    为什么：多为复制粘贴带来，排版后字距不匀。
    依据：GB/T 9704-2012 的版式要求。
    不通过：主动公开 政府信息120条。
    通过：主动公开政府信息120条。
    """
    return _each(case, "W-SPACE")


def _spaces(text: str) -> tuple[_Slip, ...]:
    if _ANY_SPACE.search(text, 1) is None:
        return ()
    return tuple(
        _Slip(
            match.start(),
            match.end() + 1,
            (match[1] or match[2]) + text[match.end()],
            "句子中间有空格",
        )
        for match in _SPACE.finditer(text)
        if match.start() > 1
    )


_ODD_MARKS = (
    # the signs without which the pattern cannot match, the pattern, what is right, why
    (
        ("到、", "括、", "现、", "持、", "保、", "及、"),
        re.compile(r"(?<!、)(做到|包括|实现|坚持|达到|确保|涉及)、(?=[\u4e00-\u9fff])"),
        r"\1",
        "动词与宾语之间不用顿号",
    ),
    (
        ("、和", "、以及", "、或者", "、及"),
        re.compile(
            r"(?<=[\u4e00-\u9fff》”])、(和(?![谐平睦气])|以及|或者|及(?![时早至格]))(?=[\u4e00-\u9fff])"
        ),
        r"\1",
        "连词前不用顿号",
    ),
    (
        tuple(f"第{number}、" for number in "一二三四五六七八九十"),
        re.compile(r"(第[一二三四五六七八九十])、"),
        r"\1，",
        "“第一”“第二”后面用逗号",
    ),
    (
        ("是、", "是，"),
        re.compile(r"(?<![\u4e00-\u9fff])([一二三四五六七八九]是)[、，](?=[\u4e00-\u9fff])"),
        r"\1",
        "“一是”“二是”后面不用标点",
    ),
    (("……",), re.compile(r"……等等?|等等?……"), "等", "省略号与“等”不同时用"),
)
_MAY_BE_ODD = one_of(sign for signs, *_ in _ODD_MARKS for sign in signs)
_ABOUT = re.compile(r"[约近超逾过少]\d")
_APPROXIMATE = re.compile(
    r"(?:约|大约|近|将近|超过?|逾)\d[\d.,]*(?:万|亿)?[余多][\u4e00-\u9fff]"
    r"|(?:约|大约|近|将近|超过?|逾|至少|不少于)\d[\d.,]*[\u4e00-\u9fff%]{1,3}(?:左右|以上|以下|上下)"
)


@check("W-MARK", "hint", "标点和约数的用法", "text")
def marks(case: Case) -> Iterable[Finding]:
    """标点、约数用法不当。

    比较什么：“做到、”等动词后的顿号，连词前的顿号，“第一、”，省略号与“等”并用；“约……左右”“近……余”等两个约数并用。
    为什么：不合规范，意思也重复。
    依据：GB/T 15834-2011；GB/T 15835-2011。
    不通过：及时更新内容，做到、全面真实。
    通过：及时更新内容，做到全面真实。
    """
    return _each(case, "W-MARK")


def _marks(text: str) -> tuple[_Slip, ...]:
    found = [
        _Slip(match.start(), match.end(), match.expand(right), f"“{match[0]}”：{why}")
        for signs, pattern, right, why in (_ODD_MARKS if _MAY_BE_ODD.search(text) else ())
        if has_any(text, signs)
        for match in pattern.finditer(text)
    ]
    found.extend(
        _Slip(match.start(), match.end(), None, f"“{match[0]}”：两个表示约数的词只用一个")
        for match in (_APPROXIMATE.finditer(text) if _ABOUT.search(text) else ())
    )
    return tuple(sorted(found, key=lambda s: s.start))


_FINDERS: dict[str, Callable[[str], tuple[_Slip, ...]]] = {
    "W-WORD": _confused,
    "W-DOUBLED": _doubled,
    "W-PAIR": _unpaired,
    "W-WIDTH": _widths,
    "W-SPACE": _spaces,
    "W-MARK": _marks,
}
