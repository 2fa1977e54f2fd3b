"""收到与办理 in the prose alone: 新收5件，上年结转1件，办结4件，结转下年度2件, where no table says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise

from giadesk.checks.reading import Mention, Passage, Sentence, passages
from giadesk.checks.registry import Case, Finding, check
from giadesk.core.prose import plain

_UNITS = frozenset(["件", "条", "宗", "份", "起", "例", "项"])
_SIDES = {
    "in": re.compile(
        r"(?:上一?年度?|去年)的?(?:结转|转入|转结)[^，。；]{0,14}$|20\d\d年度?的?(?:结转|转入)(?![至到入下次])[^，。；\d]{0,6}$"
    ),
    "out": re.compile(
        r"(?:结转|转入?|转至)(?:至|到|入)?(?:下一?年度?|次年|20\d\d年)[^，。；]{0,14}$"
    ),
    "received": re.compile(r"(?:新收|收到|受理|接收|接到)[^，。；]{0,20}$"),
    "handled": re.compile(r"(?:办结|办理|办件|办理完毕|答复)[^，。；]{0,8}$"),
    "result": re.compile(
        r"(?:(?<!主动)(?<!申请)公开|无法提供|不予处理|其他处理|不存在|不属于本(?:机关|单位|行政机关)[^，。；]{0,6})[^，。；]{0,6}$"
    ),
}
"""What a quantity counts, by the words before it; the first that fits. Results (予以公开3件，无法提供4件)
together are what was handled."""
_FOUR = frozenset(["in", "out", "received", "handled"])
_ELSE = re.compile(r"复议|诉讼|热线|信件|来信|提案|建议|举报|投诉|许可|同比|增长|增加|减少|下降")


@check("P-BALANCE", "verify", "文字中收到与办理的件数相等", "text", "figures")
def balances(case: Case) -> Iterable[Finding]:
    """同一句里写了新收、上年结转、办结、结转下年度的，新收加上年结转应等于办结加结转下年度。

    比较什么：同一句（或相连两句）中的四个件数，四个都写了、单位相同才比较；没有写办结、只写了各种办理结果的，各种结果合计为办结；收到的分几项写的不比较；办结与结转下年度合计少于收到的也指出；表格已填的，由“文字中的数与表格一致”比较，不再重复。“收到”已含上年结转的，也不指出。
    为什么：收到的申请或者已经办理，或者结转下年度，一件不多，一件不少。
    依据：国办公开办函〔2021〕30号所附格式，第三部分的勾稽关系。
    不通过：新收申请5件，上年结转1件，办结3件，结转下年度1件。
    通过：新收申请5件，上年结转1件，办结4件，结转下年度2件。
    """
    if any(i in case.figures for i in ("applications/received/total", "statistics/received/value")):
        return
    for passage in passages(case):
        if "转" not in passage.text or not passage.read.mentions:
            continue
        for sentence in passage.read.sentences:
            finding = _judge(sentence, passage)
            if finding is not None:
                yield finding
            yield from _containing(sentence, passage)
            yield from _lost(sentence, passage)
        yield from _from_one_to_the_next(passage)


def _sides(sentence: Sentence) -> dict[str, list[Mention]] | None:
    """The four quantities by what they count; None where one is missing, or they are of several things."""
    found: dict[str, list[Mention]] = {}
    unit = ""
    detailed = False
    for mention in sentence.mentions:
        token = mention.token
        if token.unit not in _UNITS or _ELSE.search(mention.lead):
            continue
        detailed = detailed or "其中" in mention.before or "分别" in mention.before
        if mention.depth:
            continue  # a detail of what stands before the bracket
        side = next((name for name, words in _SIDES.items() if words.search(mention.lead)), "")
        if side == "result":
            if "handled" in found:
                continue  # 办结4件，予以公开3件、不予公开1件: details of it
            side = side if "received" in found and not detailed else ""
        if side and (not token.is_exact or token.unit != (unit or token.unit)):
            return None
        if side in found and side != "result":
            return None
        if side:
            found.setdefault(side, []).append(mention)
            unit, detailed = token.unit, False
        elif found and not found.keys() >= _FOUR and not detailed:
            return None  # 网络申请5件、信函申请3件: received in several parts
    results = found.pop("result", [])
    if len(results) > 1:
        found.setdefault("handled", results)
    return found if found.keys() == _FOUR else None


_NEW = re.compile(r"新收[^，。；]{0,12}$")
_CLOSED = re.compile(r"(?:办结|办理完毕)(?:了|申请|共|数量?|[：:])*$")
_MORE = re.compile(r"同比|增长|增加|减少|下降|比|较")


def _from_one_to_the_next(passage: Passage) -> Iterator[Finding]:
    """收到186件，其中上年结转9件、新收177件。办结174件，结转下年度12件: told in two sentences."""
    for one, other in pairwise(passage.read.sentences):
        first = _first_of_each(one)
        then = _first_of_each(other)
        if first.keys() & then.keys() or first.keys() & {"handled", "out"}:
            continue
        came = [first[k] for k in ("received", "new", "in") if k in first]
        if not {"handled", "out"} <= then.keys() or "in" not in first or len(came) < 2:
            continue
        mentions = [*came, then["handled"], then["out"]]
        tokens = [m.token for m in mentions]
        if len({t.unit for t in tokens}) > 1 or not all(t.is_exact for t in tokens):
            continue
        carried = first["in"].token.value
        fresh = [first[k].token.value for k in ("received", "new") if k in first]
        went = then["handled"].token.value + then["out"].token.value
        if went in (*fresh, *(f + carried for f in fresh)):
            continue
        total = max(fresh[0], fresh[-1] + carried)
        yield _finding_of(mentions, total, went, passage)


def _containing(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """共收到2076件（含上年结转67件），答复2062件，结转下年度81件: what is contained is not added."""
    for place, inner in enumerate(sentence.mentions):
        if not inner.depth or not place or not re.match("含|包[括含]|其中", inner.lead):
            continue
        whole, later = sentence.mentions[place - 1], sentence.mentions[place + 1 :]
        if not _SIDES["in"].search(inner.lead) or not _SIDES["received"].search(whole.lead):
            continue
        went = [
            next((m for m in later if not m.depth and _SIDES[side].search(m.lead)), None)
            for side in ("handled", "out")
        ]
        handled, out = went
        if handled is None or out is None:
            continue
        mentions = [whole, handled, out]
        if len({m.token.unit for m in mentions}) > 1 or not all(m.token.is_exact for m in mentions):
            continue
        total = handled.token.value + out.token.value
        if total != whole.token.value:
            yield _finding_of(mentions, whole.token.value, total, passage)


def _lost(sentence: Sentence, passage: Passage) -> Iterator[Finding]:
    """受理申请11件，办结8件，结转下年度1件: fewer than came in, however many were carried in."""
    told = [m for m in sentence.mentions if not m.depth and m.token.unit in _UNITS]
    came = next((m for m in told if _SIDES["received"].search(m.lead)), None)
    if came is None or not came.token.value or _ELSE.search(sentence.text):
        return
    others = [m for m in told if m.token.value != came.token.value]
    if len(others) != 2 or others[0].start < came.start:
        return
    handled, out = others
    if not _CLOSED.search(handled.lead) or not _SIDES["out"].search(out.lead):
        return
    went = handled.token.value + out.token.value
    alike = len({m.token.unit for m in (came, handled, out)}) == 1
    if alike and went < came.token.value and all(m.token.is_exact for m in told):
        yield _finding_of([came, handled, out], came.token.value, went, passage)


def _finding_of(
    mentions: list[Mention], total: Decimal, went: Decimal, passage: Passage
) -> Finding:
    *_, handled, out = (plain(m.token.value) for m in mentions)
    return _finding(
        passage,
        (mentions[-2].clause, mentions[-1].end),
        f"收到的（含上年结转）合计{plain(total)}件，办理与结转下年度合计{plain(went)}件",
        "核对这几个件数",
        (total, went),
        f"收到{plain(total)} ≠ 办理{handled}＋结转下年度{out}",
    )


def _finding(
    passage: Passage,
    span: tuple[int, int],
    message: str,
    remedy: str,
    sides: tuple[Decimal, Decimal],
    formula: str,
) -> Finding:
    """sides: what came in and what went out, which should be the same."""
    return Finding(
        code="P-BALANCE",
        severity="verify",
        message=message,
        remedy=remedy,
        where=passage.place(*span),
        expected=plain(sides[0]),
        actual=plain(sides[1]),
        formula=formula,
        key=f"P-BALANCE/{passage.section}/{passage.text[slice(*span)]}",
        figures=formula,
    )


def _first_of_each(sentence: Sentence) -> dict[str, Mention]:
    """The first quantity of a sentence that was received, new, carried in, handled or carried out."""
    found: dict[str, Mention] = {}
    if "转" not in sentence.text or (_ELSE.search(sentence.text) and "申请" not in sentence.text):
        return found
    for mention in sentence.mentions:
        if mention.token.unit not in _UNITS or _MORE.search(mention.lead):
            continue
        side = next(
            (
                name
                for name, words in (
                    ("in", _SIDES["in"]), ("out", _SIDES["out"]), ("new", _NEW),
                    ("received", _SIDES["received"]), ("handled", _CLOSED),
                )
                if words.search(mention.lead)
            ),
            "",
        )  # fmt: skip
        if side and not mention.depth:
            found.setdefault(side, mention)
    return found


def _judge(sentence: Sentence, passage: Passage) -> Finding | None:
    found = _sides(sentence)
    if found is None:
        return None
    value = {name: sum((m.token.value for m in parts), Decimal()) for name, parts in found.items()}
    left, right = value["received"] + value["in"], value["handled"] + value["out"]
    if right in (left, value["received"]):
        return None
    mentions = [m for parts in found.values() for m in parts]
    first, last = min(m.clause for m in mentions), max(m.end for m in mentions)
    formula = (
        f"收到{plain(value['received'])}＋上年结转{plain(value['in'])}"
        f" ≠ 办理{plain(value['handled'])}＋结转下年度{plain(value['out'])}"
    )
    return _finding(
        passage,
        (first, last),
        f"收到与上年结转合计{plain(left)}件，办理与结转下年度合计{plain(right)}件",
        "核对这四个件数",
        (left, right),
        formula,
    )
