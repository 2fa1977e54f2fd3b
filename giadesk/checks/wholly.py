"""Statements of all: 均为自然人提出, 全部予以公开, 均已办结, against the tables.

Only where it is said of the whole that a table counts (or of no number), and every word is understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from giadesk.checks.denied import DENIED, UNAVAILABLE
from giadesk.checks.links import is_restricted
from giadesk.checks.own import without_own
from giadesk.checks.reading import Mention, Passage, Sentence, Text, has_any, passages
from giadesk.checks.registry import Case, Finding
from giadesk.checks.told import amount
from giadesk.core.prose import plain

_ALL = re.compile(
    r"(?:全部|均|都|皆|一律|悉数)(?:已经?|是|为|系|由|属于?)*+(?=(?P<said>[^，,。；;：:（）()\s]{2,24}))"
)
_KEYS = re.compile(
    r"公[开布]|发布|提供|审结|结案|审理|了结|决定|判决|结果|维持|驳回|胜诉|败诉|纠正|纠错|撤销|办结|办理完|处理完|答复|回复|兼职|人|[公村居市农]民|群众|农户"
    r"|企业|公司|网|线|当面|现场|窗口|信函|邮寄|书信|传真"
)
"""What at least one of the claims looks for, to be tried first."""
_SUBJECTS = ("申请", "复议", "诉讼", "规范性文件", "兼职")
_BY = (
    r"(?:提出|提交|申请|的|政府信息公开|信息公开|公开|以自然人身份|以个人身份|以个人名义"
    r"|向[我本][镇乡局街道县区市]+)*"
)
_FROM = r"(?:来自|来自于|通过|采[用取]|以)?"
_WHO = r"(?:本地|当地|外地|辖区内?|本[镇乡村县区])?的?"
_VERDICT = (
    r"(?:被|依法|得到|以|作出|判决|裁定|复议机关|法院|上级|的?结果|原告|诉讼请求|[原的了予]|(?:具体)?行政行为"
    r"|答复|决定|处理)*"
)


class _Whole(NamedTuple):
    """What is spoken of: its unit, the words before its number, and the figures that count it."""

    units: frozenset[str]
    lead: re.Pattern[str]
    never: re.Pattern[str]
    bare: re.Pattern[str] | None
    """The words that name it where no number is said."""


_REQUESTS = _Whole(
    frozenset("件份宗起例条"),
    re.compile(r"收到|受理|新收|接到|接收|登记|办理|申请"),
    re.compile(
        r"复议|诉讼|许可|投诉|举报|其中|其余|[不部]予?分?公开|处理|信访|建议|提案|累计|结转"
    ),
    re.compile(
        r"(?:(?:全年|年内|本年度?)?(?:所)?(?:新?收到|受理)的?)?(?:政府信息公开|信息公开|依申请公开)?(?:的)?申请(?:人|主体|者)?"
    ),
)
_ANSWERED = _REQUESTS._replace(
    lead=re.compile(rf"{_REQUESTS.lead.pattern}|办结|答复"),
)
_CASES = frozenset("件起宗例")
_NEVER_CASES = re.compile(r"其中|其余|另|未经|复议后|经复议")
_REVIEWS = _Whole(_CASES, re.compile(r"复议"), re.compile(r"诉讼|" + _NEVER_CASES.pattern), None)
_SUITS = _Whole(_CASES, re.compile(r"诉讼"), _NEVER_CASES, None)
_DISPUTES = _Whole(_CASES, re.compile(r"复议.*诉讼|诉讼.*复议"), _NEVER_CASES, None)
_MADE = _Whole(
    frozenset("件份个条"), re.compile(r"(?:制[发定]|出台|印发)[^，。；]{0,12}规范性文件"),
    re.compile(r"其中|其余|修订|废止|有效"), None,
)  # fmt: skip
_STAFF = _Whole(
    frozenset("人名位"), re.compile(r"人员|干部|配备|从事|工作者"),
    re.compile(r"其中|其余|专职|兼职|村|培训|信息员|联络员|监督员"), None,
)  # fmt: skip

Reading = tuple[tuple[str, ...], tuple[str, ...]]
"""The figures that make the whole, and those that must come to as much."""


class _Claim(NamedTuple):
    whole: _Whole
    said: re.Pattern[str]
    readings: tuple[Reading, ...]


def _asked(words: str, *columns: str) -> _Claim:
    """Who applied, by the columns; of what was received, with what was carried in, or was answered."""
    rows: tuple[tuple[str, ...], ...] = (("received",), ("received", "carried_in"), ("handled",))
    return _Claim(
        _REQUESTS,
        re.compile(f"{_FROM}{_WHO}(?:{words})(?:个人|本人)?{_BY}"),
        tuple(
            (
                tuple(f"applications/{r}/total" for r in group),
                tuple(f"applications/{r}/{c}" for r in group for c in columns),
            )
            for group in rows
        ),
    )


def _by(words: str, row: str) -> _Claim:
    """How they applied, in the form of 2014."""
    return _Claim(
        _REQUESTS,
        re.compile(f"{_FROM}(?:{words})(?:方式|形式|渠道|途径|平台)?{_BY}"),
        ((("statistics/received/value",), (f"statistics/{row}/value",)),),
    )


def _answered(words: str, rows: tuple[str, ...], old: tuple[str, ...]) -> _Claim:
    target = tuple(f"applications/{r}/total" for r in rows)
    wholes = (("handled",), ("received",), ("received", "carried_in"))
    return _Claim(
        _ANSWERED,
        re.compile(
            f"(?:依法|依规|作出了?|给予了?|同意)*(?:{words})(?:的?(?:答复|处理|决定|情[况形]|办理|了))*"
        ),
        (
            *((tuple(f"applications/{r}/total" for r in whole), target) for whole in wholes),
            *(
                ((f"statistics/{whole}/value",), tuple(f"statistics/{r}/value" for r in old))
                for whole in ("answered", "received")
                if old
            ),
        ),
    )


def _judged(whole: _Whole, words: str, result: str) -> _Claim:
    kinds = ("review",) if whole is _REVIEWS else ("direct", "after")
    old = "review" if whole is _REVIEWS else "litigation"
    return _Claim(
        whole,
        re.compile(f"{_VERDICT}(?:{words}){_VERDICT}"),
        (
            (
                tuple(f"proceedings/cases/{k}_total" for k in kinds),
                tuple(f"proceedings/cases/{k}_{result}" for k in kinds),
            ),
            ((f"statistics/{old}/value",), (f"statistics/{old}_{result}/value",)),
        ),
    )


_IN_TIME = r"(?:按时|按期|及时|如期|按规定|依法|依规|在(?:规定|法定)(?:的)?(?:时限|期限|时间)内?)*"


def _done() -> _Claim:
    """That all were answered: none of what was received is carried out."""
    received, carried_in = "applications/received/total", "applications/carried_in/total"
    return _Claim(
        _REQUESTS,
        re.compile(
            f"{_IN_TIME}(?:得到|予以|作出|给予|进行)?了?"
            r"(?:办结|办理完毕|办理完结|处理完毕|答复|回复)(?:完毕|申请人)?了?"
        ),
        (
            ((received,), (received, "-applications/carried_out/total")),
            ((received, carried_in), ("applications/handled/total",)),
            (("statistics/received/value",), ("statistics/closed/value",)),
        ),
    )


def _in_time() -> _Claim:
    """That none was put off: the form of 2014 counts what was closed in time apart."""
    return _Claim(
        _REQUESTS,
        re.compile(r"(?:按时|按期|如期)(?:办结|办理完毕)(?:完毕)?了?"),
        ((("statistics/closed/value",), ("statistics/closed_in_time/value",)),),
    )


def _over(whole: _Whole) -> _Claim:
    """That all the cases are over: none is pending."""
    reviews, suits = ("review",), ("direct", "after")
    kinds = {_REVIEWS: reviews, _SUITS: suits}.get(whole, (*reviews, *suits))
    totals = tuple(f"proceedings/cases/{k}_total" for k in kinds)
    pending = tuple(f"-proceedings/cases/{k}_pending" for k in kinds)
    return _Claim(
        whole,
        re.compile(
            f"{_IN_TIME}(?:依法)?(?:审结|结案|办结|了结|审理(?:完毕|终结|结束|完结)|有(?:审理|处理)?结果"
            r"|[作做]出(?:了?)(?:行政)?(?:复议)?(?:决定|裁决|判决|裁定))(?:完毕)?了?"
        ),
        ((totals, (*totals, *pending)),),
    )


_CLAIMS = (
    _asked("自然人|公民(?:个人)?|个人|村民|居民|群众|市民|农户", "natural"),
    _asked("商业企业|企业|公司", "business"),
    _asked(
        "法人(?:和|或者?|及)其[他它]组织",
        "business", "research", "welfare", "legal_service", "other_org",
    ),
    _by("网络|网上|线上|在线|互联网|政府网站", "received_online"),
    _by("当面|现场|窗口", "received_in_person"),
    _by("信函|邮寄|书信", "received_letter"),
    _by("传真", "received_fax"),
    _answered("予以公开|公开", ("granted",), ("granted", "already_public")),
    _answered("不予公开", DENIED, ("denied",)),
    _answered("无法提供", UNAVAILABLE, ()),
    _done(),
    _in_time(),
    _over(_REVIEWS),
    _over(_SUITS),
    _over(_DISPUTES),
    _judged(_REVIEWS, "维持", "upheld"),
    _judged(_REVIEWS, "纠正|纠错|撤销", "corrected"),
    _judged(_SUITS, "驳回|维持|胜诉", "upheld"),
    _judged(_SUITS, "纠正|纠错|败诉", "corrected"),
    _Claim(
        _MADE,
        re.compile(
            r"(?:及时|按时|依法|按规定|在网上|在政府网站|向社会|对外)*(?:主动)?(?:公开|公布|发布)了?"
        ),
        ((("statistics/normative_made/value",), ("statistics/disclosed_normative/value",)),),
    ),
    _Claim(
        _STAFF, re.compile(r"兼职(?:人员|干部|工作人员)?"),
        ((("statistics/staff/value",), ("statistics/staff_part_time/value",)),),
    ),
)  # fmt: skip


class Said(NamedTuple):
    """A statement of all: the claim's place in the list, the number it is of, None for none; its span."""

    claim: int
    many: Decimal | None
    start: int
    end: int


_PREFIX = re.compile(
    r"(?:申请人|申请主体|申请者|申请|现?已经?|上述|以上|这些|其|内容|办理结果|处理结果|答复结果|结果|目前|截至年底|年底前?|经审查|经[^，]{0,6}审理|(?:县|区|市|州)(?:人民)?政府|复议机关|(?:人民)?法院|也|并|且"
    r"|[两二三四五六七八九十\d]+[件份人名起](?:申请)?|[的\s、])*+"
)
_PART_BETWEEN = re.compile(r"其中|其余|另|除|部分|有的|包括|涉及的")


def statements(read: Text, unit: str) -> tuple[Said, ...]:
    """What the text says of all the requests, reviews, documents or staff."""
    matches = [m for m in _ALL.finditer(read.text) if _KEYS.search(m["said"])]
    if not matches:
        return ()
    found: list[Said] = []
    for sentence in read.sentences:
        here = [m for m in matches if sentence.start <= m.start() < sentence.end]
        for match in here:
            found.extend(_in_sentence(sentence, match, unit, read))
    return tuple(found)


def _in_sentence(sentence: Sentence, match: re.Match[str], unit: str, read: Text) -> Iterator[Said]:
    text, start = sentence.text, sentence.start
    at, end = match.start() - start, match.end("said")
    mark = max(text.rfind(m, 0, at) for m in "，,；;：:。（）()")
    before = text[mark + 1 : at]
    many = _spoken_of(sentence, match.start())
    own = many is not None and many.end > start + mark  # 6件均为…, in the clause itself
    each = _EACH_KIND.search(text, 0, at) is not None
    for place, claim in enumerate(_CLAIMS):
        if not claim.said.fullmatch(match["said"]):
            continue
        if each and claim.whole is _DISPUTES:
            yield Said(place, None, start + mark + 1, end)
        elif many is None:
            named = claim.whole.bare and claim.whole.bare.fullmatch(
                _LEAD.sub("", without_own(before, unit))
            )
            if named and mark < 0:
                yield Said(place, None, start + mark + 1, end)
        elif _is_of(claim.whole, _first_told(many, read), text[: many.start - start], unit) and (
            _PREFIX.fullmatch(text[many.end - start if own else mark + 1 : at])
        ):
            yield Said(place, many.token.value, start + mark + 1, end)


_EACH_KIND = re.compile(
    r"复议[^，。；\d]{0,10}\d+[件起宗][、和及与，,][^，。；\d]{0,16}诉讼[^，。；\d]{0,10}\d+[件起宗][，,]?(?:目前|现|案件|以上|上述|两?[类者])*$"
)
"""行政复议2件、行政诉讼1件，均已审结: of both."""
_LEAD = re.compile(r"^(?:(?:19|20)\d\d年度?|全年|年内|本年度?|今年|[我本][镇乡县区市局街道办委]+)+")


def _spoken_of(sentence: Sentence, at: int) -> Mention | None:
    """The last number of the sentence before `at` that stands in no bracket."""
    found = [m for m in sentence.mentions if m.end <= at and not m.depth and not m.token.is_share]
    found = [m for m in found if m.token.unit in "件份宗起例条人名位个"]
    return found[-1] if found else None


def _first_told(many: Mention, read: Text) -> Mention:
    """Where what a bare number begins a sentence with was told of: 收到申请7件，…。7件均按时办结."""
    if many.before.strip():
        return many
    value, unit = many.token.value, many.token.unit
    alike = [m for m in read.mentions if m.end <= many.start and m.token.unit == unit]
    return next((m for m in reversed(alike) if m.token.value == value and m.token.is_exact), many)


_TOGETHER = re.compile(r"(?:一?共|共计|合计|总计|总共)(?:有)?")


def _is_of(whole: _Whole, many: Mention, before: str, unit: str) -> bool:
    if many.token.unit not in whole.units or not many.token.is_exact:
        return False
    words = f"{many.lead}{many.tail[:16]}"
    named = f"{before}{many.tail[:16]}" if _TOGETHER.fullmatch(many.lead) else words
    return (
        whole.lead.search(named) is not None
        and whole.never.search(words) is None
        and _PART_BETWEEN.search(many.before) is None
        and not is_restricted(many.lead, unit)
    )


def against(case: Case) -> Iterable[Finding]:
    """What is said of all in the prose, and is not so in the tables."""
    unit = case.report.unit
    for passage in passages(case):
        text = passage.text
        if not has_any(text, ("均", "都", "全部", "皆", "一律", "悉数")):
            continue
        if not has_any(text, _SUBJECTS):
            continue
        for said in passage.recall(statements, passage.read, unit, key=(unit,)):
            whole = _CLAIMS[said.claim].whole
            if whole.units is _REQUESTS.units and "申请" not in f"{text}{passage.topic}":
                continue
            finding = _judge(said, passage, case)
            if finding is not None:
                yield finding


_THEIR_WORK = re.compile(
    r"公开[^。；]{0,30}(?:现有|共有|共|从事|设有?|配备|安排|有)[^。；，]{0,16}[，,]?均"
)
"""信息公开日常工作现有工作人员2名，均为兼职: whatever their number, none does nothing else."""


def _judge(said: Said, passage: Passage, case: Case) -> Finding | None:
    wrong: list[tuple[Reading, Decimal, Decimal]] = []
    staff = _CLAIMS[said.claim].whole is _STAFF
    so_many = None if staff and _THEIR_WORK.search(passage.text[: said.end]) else said.many
    for reading in _CLAIMS[said.claim].readings:
        whole, right = (amount(ids, case.figures) for ids in reading)
        if not whole or right is None or (so_many is not None and whole != so_many):
            continue
        if right >= whole:
            return None
        wrong.append((reading, whole, right))
    if not wrong:
        return None
    reading, whole, right = wrong[0]
    quote = passage.text[said.start : said.end].strip()
    shown, of = plain(right), plain(whole)
    return Finding(
        code="P-ABSENCE",
        severity="verify",
        message=f"正文写“{quote}”，按表格{of}中只有{shown}",
        remedy="核对正文和表格",
        where=passage.place(said.start, said.end),
        cells=tuple(i.removeprefix("-") for i in reading[1]),
        expected=shown,
        actual=of,
        key=f"P-ABSENCE/{passage.section}/{quote}",
        figures=f"{of}/{shown}",
    )
