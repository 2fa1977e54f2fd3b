"""Before publication: personal numbers and marks of secrecy that must not go out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from giadesk.checks.reading import Passage, passages
from giadesk.checks.registry import Case, Finding, check

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_SIGNS = "10X98765432"
_IDENTITY = re.compile(
    r"(?<![\dA-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_MOBILE = re.compile(r"(?<![\d-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d-])")
_CARD = re.compile(r"(?<![\d.])(?:[3-6]\d{3}(?: ?\d{4}){3}(?: ?\d{1,3})?|62\d{14,17})(?!\d)")
_LONG_NUMBER = re.compile(r"\d[\d -]{9,}[\dXx]")
_SECRET = re.compile(
    r"(?:秘密|机密|绝密)\s*(?:★|☆|[一二三四五六七八九十\d]+年)|(?<![\u4e00-\u9fff])(?:秘密|机密|绝密)\s*级?[）)]|[（(【]\s*(?:秘密|机密|绝密)|密级\s*[：:]\s*(?:秘密|机密|绝密)"
    r"|内部(?:资料|文件|材料|刊物)[，,、\s]*(?:请)?(?:注意保存|注意保管|严禁|不得|请勿|妥善保管|外传)|(?:仅供|限)内部(?:使用|参考|传阅)"
    r"|[（(【\[]\s*内部(?:资料|文件|材料|刊物)\s*[）)】\]]|^(?:秘密|机密|绝密|内部资料)[。！]?$"
)


def is_identity_number(text: str) -> bool:
    """Whether 18 signs are a resident identity number with a valid check digit (GB 11643-1999)."""
    if len(text) != 18 or not text[:17].isdigit():
        return False
    total = sum(int(d) * w for d, w in zip(text[:17], _WEIGHTS, strict=True))
    return _CHECK_SIGNS[total % 11] == text[17].upper()


def is_card_number(text: str) -> bool:
    """Whether 16 to 19 digits can be a bank card's: their Luhn check digit is valid."""
    digits = [int(d) for d in text if d.isdigit()]
    if not 16 <= len(digits) <= 19:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        if place % 2:
            digit *= 2
            digit -= 9 * (digit > 9)
        total += digit
    return total % 10 == 0


def _personal(text: str) -> tuple[tuple[str, int, int], ...]:
    """Every personal number of a text: the code of its check, where it begins and ends."""
    if _LONG_NUMBER.search(text) is None:
        return ()
    found = [("S-ID", *m.span()) for m in _IDENTITY.finditer(text) if is_identity_number(m[0])]
    found += [
        ("S-CARD", *m.span())
        for m in _CARD.finditer(text)
        if is_card_number(m[0]) and not is_identity_number(m[0])
    ]
    found += [("S-MOBILE", *m.span()) for m in _MOBILE.finditer(text)]
    return tuple(found)


def _numbers(case: Case, code: str) -> Iterator[tuple[Passage, int, int, str]]:
    for passage in passages(case):
        for kind, start, end in passage.recall(_personal):
            if kind == code:
                yield passage, start, end, passage.text[start:end]


@check("S-ID", "must", "不公开居民身份号码", "text")
def identity_numbers(case: Case) -> Iterable[Finding]:
    """正文中不应有居民身份号码。

    比较什么：18位、校验码正确的号码。
    为什么：居民身份号码属于个人隐私，报告要向社会公布。
    依据：条例第十五条；GB 11643-1999。
    不通过：申请人李某（身份证号11010519491231002X，校验码正确）提出申请。
    通过：申请人李某提出申请。
    """
    for passage, start, end, number in _numbers(case, "S-ID"):
        yield Finding(
            code="S-ID",
            severity="must",
            message=f"正文中有居民身份号码（{number[:6]}…{number[-2:]}）",
            remedy="删去号码",
            where=passage.place(start, end),
            key=f"S-ID/{passage.section}/{number}",
        )


@check("S-CARD", "must", "不公开银行卡号", "text")
def card_numbers(case: Case) -> Iterable[Finding]:
    """正文中不应有银行卡号。

    比较什么：16至19位、校验位正确的卡号，中间有空格的也算。
    为什么：银行卡号属于个人隐私，报告要向社会公布。
    依据：条例第十五条；GB/T 17552（校验位算法）。
    不通过：退还费用至6222020000000000000（校验位正确）。
    通过：费用已退还申请人。
    """
    for passage, start, end, number in _numbers(case, "S-CARD"):
        yield Finding(
            code="S-CARD",
            severity="must",
            message=f"正文中有银行卡号（{number[:4]}…{number[-4:]}）",
            remedy="删去卡号",
            where=passage.place(start, end),
            key=f"S-CARD/{passage.section}/{number}",
        )


@check("S-MOBILE", "verify", "不公开个人手机号码", "text")
def mobile_numbers(case: Case) -> Iterable[Finding]:
    """正文中一般不应有个人手机号码。

    比较什么：11位手机号码。办公室的固定电话不在此列。
    为什么：手机号码多属个人信息；确是对外公布的工作手机，写明情况即可。
    依据：条例第十五条。
    不通过：联系人：王某，13800138000。
    通过：联系电话：0799-6120035。
    """
    for passage, start, end, number in _numbers(case, "S-MOBILE"):
        yield Finding(
            code="S-MOBILE",
            severity="verify",
            message=f"正文中有手机号码（{number[:3]}…{number[-2:]}）",
            remedy="改为办公电话；确是对外公布的号码，写明情况",
            where=passage.place(start, end),
            key=f"S-MOBILE/{passage.section}/{number}",
            figures=number,
        )


@check("S-MARK", "must", "没有密级和内部标记", "text")
def secrecy_marks(case: Case) -> Iterable[Finding]:
    """要公布的报告中不应有密级标志和“内部资料”字样。

    比较什么：“秘密★”“机密★”“绝密★”“密级：”，和“内部资料，注意保存”一类字样。一般地说到国家秘密、保密审查的不指出。
    为什么：报告要向社会公布，带有标记的内容要先经保密审查。
    依据：条例第十四条、第十七条；保守国家秘密法。
    不通过：内部资料，注意保存。
    通过：对拟公开的信息，依照保守国家秘密法进行审查。
    """
    for passage in passages(case):
        if "密" not in passage.text and "内部" not in passage.text:
            continue
        for match in _SECRET.finditer(passage.text):
            yield Finding(
                code="S-MARK",
                severity="must",
                message=f"正文中有“{match[0]}”字样",
                remedy="经保密审查后删去",
                where=passage.place(match.start(), match.end()),
                key=f"S-MARK/{passage.section}/{match[0]}",
            )
