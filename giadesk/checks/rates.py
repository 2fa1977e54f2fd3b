"""Rates: 采用率, 办结率 and their like, and how a share that does not follow is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from giadesk.checks.reading import Mention, Passage, Sentence
from giadesk.checks.registry import Finding, Mend
from giadesk.core.prose import plain
from giadesk.core.quantities import Token

WHOLE_SHARE = Decimal(100)


def share_finding(part: Mention, share: Mention, whole: Token, passage: Passage) -> Finding:
    """That a share is not what the part makes of the whole, with what it should be."""
    value, written = part.token.value, share.token
    right = rounded_like(value / whole.value * 100, written)
    quote = passage.text[part.lead_start : share.end]
    text = passage.replaced(written.start, written.end, f"{plain(right)}%")
    return Finding(
        code="P-PERCENT",
        severity="verify",
        message=f"{part.token.text}占{whole.text}的{plain(right)}%，正文写作{written.text}",
        remedy=f"核对件数和百分数，应为{plain(right)}%",
        where=passage.place(share.lead_start, share.end),
        expected=plain(right),
        actual=plain(written.value),
        formula=f"{plain(value)}÷{plain(whole.value)}＝{plain(right)}%",
        key=f"P-PERCENT/{passage.section}/{quote}",
        figures=f"{plain(value)}/{plain(whole.value)}={plain(written.value)}",
        mends=(Mend(f"改为{plain(right)}%", text=text),),
    )


def rounded_like(value: Decimal, written: Token) -> Decimal:
    """The value with as many places behind the point as are written, no fewer than none."""
    exponent = min(written.step, Decimal(1)).normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return value.quantize(Decimal(1).scaleb(exponent), ROUND_HALF_UP)


def is_share(part: Decimal, whole: Decimal, share: Token) -> bool:
    """Whether the part makes that share of the whole, rounded or cut off."""
    if not whole:
        return False
    step = min(share.step, Decimal(1))
    if step < Decimal("0.1"):
        step *= 10 if share.text.rstrip("%％").endswith("0") else 2
        # 47.30% was rounded to 47.3; the last of several shares is often made to come to 100 %
    value = part / whole * 100
    return abs(value - share.value) < step and value * 2 >= share.value


_ALL_DONE = re.compile(r"(?:全部|均|都)(?:已)?[^，。；、]{0,10}(?:答复|办结|办理完毕|回复)")
_DONE_RATE = re.compile(r"(?:办结|答复|回复|办理)率(?:达到?了?|为|是)?$")


def not_all(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """全部在法定期限内答复，按时办结率98%."""
    done = _ALL_DONE.search(sentence.text) if "率" in sentence.text else None
    for mention in sentence.mentions if done is not None else ():
        token = mention.token
        if token.unit != "%" or not token.is_exact or token.value >= WHOLE_SHARE:
            continue
        between = passage.text[sentence.start + done.end() : token.start] if done else ""
        if _DONE_RATE.search(mention.lead) and re.fullmatch(r"[，,][^，。；\d]{2,10}", between):
            quote = passage.text[mention.lead_start : mention.end]
            message = f"前面说全部办结，这里写“{quote}”"
            remedy = "核对百分数，或者改正前面的说法"
            yield _impossible(mention, passage, message, remedy, "100")


_NEVER_MORE = re.compile(
    r"(?:公开|办结|答复|回复|满意|采用|采纳|录用|覆盖|合格|解读|及时|电子化|备案|审查)率(?:均?达到?了?|为|是|[：:\s])*$|占(?:比|全部|总)[^，。；、\d]{0,8}$"
)


def beyond_all(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """公开率达到120%: a share of what there is cannot be more than all of it."""
    for mention in sentence.mentions:
        token = mention.token
        if token.unit == "%" and token.value > WHOLE_SHARE and _NEVER_MORE.search(mention.lead):
            quote = passage.text[mention.lead_start : mention.end]
            yield _impossible(mention, passage, f"“{quote}”超过了100%", "核对百分数", "≤100")


def _impossible(
    mention: Mention, passage: Passage, message: str, remedy: str, expected: str
) -> Finding:
    written = plain(mention.token.value)
    return Finding(
        code="P-PERCENT",
        severity="verify",
        message=message,
        remedy=remedy,
        where=passage.place(mention.lead_start, mention.end),
        expected=expected,
        actual=written,
        key=f"P-PERCENT/{passage.section}/{passage.text[mention.lead_start : mention.end]}",
        figures=written,
    )


_RATE = re.compile(
    r"(?<!按时)(?<!按期)(?<!及时)(?P<done>采用|采纳|录用|办结|答复|回复|解决|化解|满意|解读|收回|回收|整改|合格|完成|落实|公开|上网|录入|归档|达标|通过|清理|移交)率(?:达到?|为|是|约|[：:\s])*$"
)
_TO_BE = re.compile(r"应|需|须|拟|待")
"""应公开62项，已公开58项: what was to be done is the whole of what was."""


_WHOLE_OF = {
    "满意": r"收回|回收|发放|问卷|评价|评议|回访|访问|调查|测评",
    "采用": r"报送|上报|投|推送|报|提供",
    "采纳": r"提出|收集|征集|收到|征得",
    "合格": r"抽检|检查|检测|抽查|检验",
    "整改": r"发现|查出|排查|检查",
    "回收": r"发放|发出|下发", "收回": r"发放|发出|下发",
    **dict.fromkeys(("办结", "答复", "回复", "解决", "化解"), r"收到|受理|接到|接收|转办|承办|交办"),
}  # fmt: skip
"""What a rate is of, where it was told in an earlier sentence."""


def rates_of_earlier(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """发放问卷260份，收回247份。满意231份，满意率95.3%: wrong for whatever was told before."""
    for place, rate in enumerate(sentence.mentions):
        match = _RATE.search(rate.lead) if rate.token.unit == "%" else None
        of = _WHOLE_OF.get(match["done"]) if match else None
        if match is None or of is None or rate.token.value >= WHOLE_SHARE or not place:
            continue
        done = [m for m in sentence.mentions[:place] if match["done"] in m.lead]
        if not done or not (done[-1].token.is_exact and rate.token.is_exact):
            continue
        part = done[-1]
        value, unit = part.token.value, part.token.unit
        told = [m for m in passage.read.mentions if m.start < part.start and m.token.unit == unit]
        wholes = [m for m in told if re.search(of, m.lead) and m.token.is_exact]
        beside = part is sentence.mentions[place - 1] and place > 1 and told
        if beside and told[-1] is sentence.mentions[place - 2]:
            continue  # `rates` has judged it
        if not wholes or not value or wholes[-1].token.value < value:
            continue
        if not any(is_share(value, m.token.value, rate.token) for m in told):
            yield share_finding(part, rate, wholes[-1].token, passage)


_OF_A_NUMBER = re.compile(r"占[^，。；、\d]{0,12}")


def of_a_number(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """网站公开60条，占全部120条的50%: the whole is named with the share."""
    mentions = sentence.mentions
    for part, whole, share in zip(mentions, mentions[1:], mentions[2:], strict=False):
        if share.token.unit != "%" or share.lead not in ("的", ""):
            continue
        tokens = (whole.token, part.token, share.token)
        if not _OF_A_NUMBER.fullmatch(whole.lead) or whole.token.unit != part.token.unit:
            continue
        if not all(t.is_exact for t in tokens) or part.token.value > whole.token.value:
            continue
        if not is_share(part.token.value, whole.token.value, share.token):
            yield share_finding(part, share, whole.token, passage)


def rates(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """报送120条，采用90条，采用率80%. A rate of 100 % is left: what is not due yet is not counted."""
    mentions = sentence.mentions
    for whole, part, rate in zip(mentions, mentions[1:], mentions[2:], strict=False):
        match = _RATE.search(rate.lead)
        if match is None or rate.token.unit != "%" or rate.token.value >= WHOLE_SHARE:
            continue
        tokens = (whole.token, part.token, rate.token)
        if not all(t.is_exact for t in tokens) or part.token.unit != whole.token.unit:
            continue
        done = match["done"]
        if re.search(rf"[不未没非]{done}", part.lead):
            continue  # 不合格31批次，合格率97.6%
        if done not in part.lead or part.token.value > whole.token.value:
            continue
        if done in whole.lead and not _TO_BE.search(whole.lead):
            continue
        if not is_share(part.token.value, whole.token.value, rate.token):
            yield share_finding(part, rate, whole.token, passage)
