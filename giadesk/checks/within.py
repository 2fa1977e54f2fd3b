"""What is told of a whole that the tables count: its parts, and what all of it was.

不予公开3件，其中过程性信息2件 and 行政诉讼3件，均已审结 say nothing by themselves; where the whole agrees
with the tables, its parts must. The whole is the nearest quantity that the words can divide. One that is
not understood ends all that follows from it: silence is better than a wrong mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.leftover import as_meant
from giadesk.checks.links import is_restricted
from giadesk.checks.reading import Mention, Passage, Sentence, Text, has_any, passages
from giadesk.checks.registry import Case
from giadesk.checks.resolving import Link, Reading
from giadesk.checks.scopes import (
    is_another_case,
    is_of_others,
    is_of_year,
    is_told_apart,
    opens_part,
)
from giadesk.checks.told import amount, links
from giadesk.checks.wholes import as_said, kind_of, parts_of
from giadesk.core.form import Form
from giadesk.core.totals import Figures

_ALIKE = (
    dict.fromkeys("件份宗起例条封篇", "件")
    | dict.fromkeys("人名位", "人")
    | dict.fromkeys("次场", "次")
)
"""Units in which prose counts the same things."""
_MORE = re.compile(
    r"同比|环比|[比较](?:上一?年度?|去年|(?:19|20)\d\d年)|增长|增加|增幅|减少|下降|上年同期|相比|多$|少$"
)
_ALL = re.compile(
    r"[均都皆俱概]|全部|全都|全数|一律|悉数|统统|清一色|无一例外|[场次]{2}|每[场次]|全(?=[为是系由属])|[只仅](?:有|为|是|由|来自)|限于|无一不|无不"
)
_MARK = re.compile(r"[，,；;：:（）()—。！？!?\n]+")
_AMONG = re.compile(r"[^，。；]{0,10}[中里内]$")
_PLAIN = re.compile(
    r".{0,8}(?<!不予)(?<!部分)(?:公开|提供)的?|.{0,4}重复|.{0,4}信访|.{0,4}其他情形"
    r"|.{3,}(?:无法提供|不予公开|不予处理|不同意公开)的?"
)
"""Words that may count other things than requests where these are not told of, or some for a reason."""
_ON = re.compile(r"以?及|和|与|、")
_EACH = re.compile(r"[各均](?:是|为|有)?$")
_GROUND = re.compile(r"其中|中[，：]?$")
_DENIES = re.compile(r"[均都也并且]*不存在")


class Whole(NamedTuple):
    """What a quantity is: the figures that it agrees with; of: the whole it is a part of."""

    mention: Mention
    readings: tuple[Reading, ...]
    of: Whole | None = None


class Told(NamedTuple):
    """What the prose says of a part, and what its words can mean.

    many: how many are said to be so; all_of: whether that is said of the whole, none where many is 0.
    name: how it is called.
    """

    start: int
    end: int
    mention: Mention
    many: Decimal
    readings: tuple[Reading, ...]
    name: str
    all_of: bool


_WEAK: tuple[tuple[str, str, str, tuple[Reading, ...]], ...] = (
    (
        "件", r"申请|新收|应办|来件",
        r"复议|诉讼|起诉|许可|处罚|投诉|举报|信访|来信|信件|建议|提案|咨询|热线|培训|公示|文件|工单",
        (
            ("applications/received/total",),
            ("applications/received/total", "applications/carried_in/total"),
            ("applications/handled/total",),
            ("statistics/received/value",), ("statistics/closed/value",), ("statistics/answered/value",),
        ),
    ),
    (
        "件", r"复议", r"诉讼|起诉|应诉",
        (("proceedings/cases/review_total",), ("statistics/review/value",)),
    ),
    (
        "件", r"诉讼|起诉", r"复议(?!后)(?<!未经复议)",
        (
            ("proceedings/cases/direct_total", "proceedings/cases/after_total"),
            ("statistics/litigation/value",),
        ),
    ),
    ("件", r"公开|发布", r"申请|累计|规范性|办理", (("classes/total/value",),)),
    ("人", r"人员|干部", r"信息员|联络员|监督员|村|培训", (("statistics/staff/value",),)),
    ("次", r"新闻发布会", r"访谈", (("statistics/press_conferences/value",),)),
    ("次", r"访谈", r"发布会", (("statistics/interviews/value",),)),
)  # fmt: skip
"""Quantities that are a whole where they agree with the tables: their unit, what the words around must
hold and must not, and the figures."""
_WHOLES = frozenset(
    ["requests", "carried", "cases", "classes", "staff", "press", "interviews", "made", "disclosed"]
)
"""Kinds that begin a new list; what became of requests goes on with one."""
_DIVIDED_AT_ONCE = frozenset(["cases", "denied", "unavailable", "declined", "others"])
"""Kinds whose parts may follow without 其中."""
_ANSWERED: tuple[Reading, ...] = (("applications/handled/total",), ("statistics/answered/value",))
_SUIT, _REVIEW = re.compile(r"起诉|诉讼"), re.compile(r"复议(?!后|决定|机关|直接)(?<!经复议)")
_WEAK_COMPILED = tuple((u, re.compile(w), re.compile(n), r) for u, w, n, r in _WEAK)


def all_told(case: Case) -> tuple[tuple[Passage, Told], ...]:
    """What the report tells of parts of what the tables count, paragraph by paragraph."""
    return case.once(_all_told)


def _all_told(case: Case) -> tuple[tuple[Passage, Told], ...]:
    worth = _words_of_wholes(case.form)
    if not case.figures:
        return ()
    found = []
    for passage in passages(case):
        if has_any(passage.text, worth) and any(
            s.mentions and has_any(s.text, worth) for s in passage.read.sentences
        ):
            found += [(passage, told) for told in _Reader(passage, case, worth).told()]
    return tuple(found)


@lru_cache(maxsize=16)
def _words_of_wholes(form: Form) -> tuple[str, ...]:
    """What a sentence that tells of a whole holds, one of these at least."""
    tables = {t.id for t in form.spec.tables}
    words = [
        "申请",
        "复议",
        "诉讼",
        "起诉",
        "新收",
        "不予",
        "无法提供",
        "予以公开",
        "部分公开",
        "办结",
        "答复",
    ]
    if "statistics" in tables:
        words += ["发布会", "访谈", "人员", "主动公开", "规范性文件", "不同意"]
    return (*words, "公开", "发布") if "classes" in tables else tuple(words)


class _Reader:
    """One paragraph, from left to right."""

    def __init__(self, passage: Passage, case: Case, worth: tuple[str, ...]) -> None:
        self.worth = worth
        self.text: Text = as_meant(case, passage)
        self.links: dict[int, Link] = {k.mention.start: k for k in links(case, passage)}
        self.figures: Figures = case.figures
        self.form: Form = case.form
        self.unit, self.year = case.report.unit, case.report.year
        self.topic = passage.topic
        self.dates = [t for t in self.text.tokens if t.kind == "date"]
        self.whole: Whole | None = None
        self.outer: list[tuple[int, Whole | None, Whole | None]] = []
        self.last: Whole | None = None
        self.joined = False  # whether the last one was joined to the one before by 、
        self.depth = 0
        self.unknown = False  # whether the sentence told of something that is not understood
        self.strict = False  # whether 其中 has just been said
        self.used = 0  # how far the words behind a number were taken for its name

    def told(self) -> Iterator[Told]:
        for sentence in self.text.sentences:
            waiting = self.whole is None and self.last is None
            if waiting and not (sentence.mentions and has_any(sentence.text, self.worth)):
                continue
            if is_of_others(sentence.text) or is_another_case(sentence.text):
                self._forget()
                continue
            at, self.unknown = sentence.start, False
            for mention in sentence.mentions:
                if self.last is not None or self.outer:
                    yield from self._clauses(at, mention.start, True)
                yield from self._quantity(mention, sentence)
                at = mention.end
            if self.last is not None:
                yield from self._clauses(at, sentence.end, False)

    def _forget(self) -> None:
        self.whole = self.last = None
        self.outer = []

    # --- quantities ---

    def _quantity(self, mention: Mention, sentence: Sentence) -> Iterator[Told]:
        token = mention.token
        self._brackets(mention.depth)
        alike = _ALIKE.get(token.unit, "件" if not token.unit else "")
        if not alike or token.is_share or _MORE.search(mention.lead):
            return
        if token.value == 1 and _NOT_ONE.search(mention.lead):  # 无一件延至次年
            yield from self._of_none(
                mention.lead_start, mention.end + len(mention.tail), mention.tail
            )
            return
        if token.value == 1 and mention.tail.startswith(("也没有", "都没有", "也无")):
            yield from self._of_none(mention.lead_start, mention.end + 3, mention.lead)
            return
        self.strict = _GROUND.search(mention.before) is not None
        if self.strict:
            self.whole = None if self.last is None else self.last._replace(of=self.whole)
        elif "；" in mention.before and self.whole is not None and self.whole.of is not None:
            self.whole = self.whole.of
        if self._turned(mention.before):
            self._forget()
        if mention is sentence.mentions[0] and mention.lead_start - sentence.start < 2:
            self._begin(mention)
        link = self.links.get(mention.start)
        here: Whole | None = None
        if link is not None:
            fits = tuple(r for r in link.readings if self._fits(mention, r))
            here = Whole(mention, fits) if fits else None
        else:
            said = self._said(mention)
            if _EACH.search(mention.lead):
                yield from self._each(mention, alike)
                return
            found = self._found(mention, said, alike)
            if found is None:
                here = self._weak(mention, said)
                if here is None and not self.unknown:
                    yield from self._by_itself(mention, said, sentence)
                self.unknown = self.unknown or here is None
            elif found.of is None:
                if not self._is_apart(mention, sentence) and self._is_whole_row(
                    mention, found.readings, sentence
                ):
                    yield from self._told(mention, found.readings, said)
                self.last = None
                return
            else:
                here = found
        self._remember(mention, here, here is not None and self._is_apart(mention, sentence))

    def _is_apart(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether the sentence makes the quantity one of other years or of some only."""
        return is_told_apart(mention, sentence, False, self.year) or not is_of_year(
            mention.start, sentence.start, mention.lead, self.dates, self.year
        )

    def _begin(self, mention: Mention) -> None:
        """A sentence begins with the quantity: it goes on with the whole, not with a part of it."""
        while self.whole is not None and self.whole.of is not None:
            self.whole = self.whole.of
        self.last = self.whole
        if self.whole is None or not mention.lead.endswith("的"):
            return
        if self._is_of_cases(self.whole):
            self._forget()  # 被纠正的1件，…: told of before, perhaps of another kind

    def _found(self, mention: Mention, said: str, alike: str) -> Whole | None:
        """The part that the words name of a whole around; `of` is None where the figures differ."""
        for whole in self._around():
            if _ALIKE.get(whole.mention.token.unit) != alike:
                continue
            parts = self._parts(whole, said, all_of=False)
            if not parts and self.strict:
                return None
            if parts:
                self.whole = whole
                fits = tuple(r for r in parts if self._fits(mention, r))
                return Whole(mention, fits, whole) if fits else Whole(mention, parts)
        return None

    def _is_whole_row(
        self, mention: Mention, parts: tuple[Reading, ...], sentence: Sentence
    ) -> bool:
        """Whether the quantity says how many there were in all: 1件维持，1件… tells one after the other.

        So it does where it is more than the tables have, or where what is told comes to the whole.
        """
        value = mention.token.value
        if as_said(mention.lead, self.year) or self.whole is None:
            return True
        if value > 1 and not self._is_of_cases(self.whole):
            return True
        if all(value > (amount(p, self.figures) or 0) for p in parts):
            return True
        since, until = self.whole.mention.end, self.text.text.find("；", mention.end)
        others = [
            m.token.value
            for m in sentence.mentions
            if m.start >= since
            and (until < 0 or m.end <= until)
            and m.depth == mention.depth
            and _ALIKE.get(m.token.unit) == _ALIKE.get(mention.token.unit)
        ]
        return sum(others, Decimal()) == self.whole.mention.token.value

    def _each(self, mention: Mention, alike: str) -> Iterator[Told]:
        """维持、纠正各1件: each of them is so many."""
        names = re.split("[、和及与]", _EACH.sub("", mention.lead))
        found = [self._found(mention, as_said(n, self.year), alike) for n in names]
        for name, one in zip(names, found, strict=True):
            if None not in found and one is not None and one.of is None:
                yield from self._told(mention, one.readings, name)
        self.last = None
        if None in found:
            self.whole = None

    def _by_itself(self, mention: Mention, said: str, sentence: Sentence) -> Iterator[Told]:
        """申请人逾期不补正的2件: what became of requests, where nothing else is told of before it."""
        if (
            not mention.lead
            or _PLAIN.fullmatch(said)
            or mention.token.unit not in ("件", "宗", "份")
        ):
            return
        for whole in _ANSWERED:
            parts = tuple(
                p
                for p in parts_of(whole, said, self.form, False)
                if p[0].endswith(("/total", "/value"))
            )
            if parts and not self._is_apart(mention, sentence):
                yield from self._told(mention, parts, said)

    def _told(self, mention: Mention, parts: tuple[Reading, ...], said: str) -> Iterator[Told]:
        if mention.token.is_exact:
            yield Told(
                mention.clause, mention.end, mention, mention.token.value, parts, said, False
            )

    def _turned(self, words: str) -> bool:
        """Whether the words turn from reviews to lawsuits: 复议1件，结果维持；申请人又起诉，1件尚未审结."""
        for one in (self.whole, self.last):
            if one is not None and self._is_of_cases(one):
                is_review = "review" in one.readings[0][0]
                return bool((_SUIT if is_review else _REVIEW).search(words))
        return False

    def _is_of_cases(self, whole: Whole) -> bool:
        return kind_of(whole.readings[0], self.form) == "cases"

    def _said(self, mention: Mention) -> str:
        """The words for what the quantity counts, before it or behind it."""
        start = max(mention.lead_start, self.used)
        lead = as_said(self.text.text[start : mention.start], self.year)
        tail = mention.tail
        if _ON.match(tail):
            return lead  # “其他处理”1件和“不予公开”2件
        if tail:
            self.used = mention.end + len(tail)
        if _AMONG.fullmatch(tail):
            tail = tail[:-1]
        return f"{lead}{as_said(tail, self.year)}"

    def _around(self) -> Iterator[Whole]:
        """The wholes that a quantity can be a part of, the nearest first."""
        last = self.last
        if last is not None and kind_of(last.readings[0], self.form) in _DIVIDED_AT_ONCE:
            yield last  # 复议后起诉2件，维持1件; 无法提供5件，不掌握4件
        whole = self.whole
        while whole is not None:
            yield whole
            whole = whole.of

    def _parts(self, whole: Whole, said: str, *, all_of: bool) -> tuple[Reading, ...]:
        found = (p for r in whole.readings for p in parts_of(r, said, self.form, all_of))
        return tuple(dict.fromkeys(found))

    def _fits(self, mention: Mention, reading: Reading) -> bool:
        value = amount(reading, self.figures)
        return value is not None and mention.token.value == value and mention.token.is_exact

    def _weak(self, mention: Mention, said: str) -> Whole | None:
        if not mention.token.is_exact or not mention.token.value:
            return None
        label = f"{mention.lead}□{mention.tail[:12]}"
        if is_restricted(mention.lead, self.unit):
            return None
        for whole_of in _ANSWERED:
            fits = tuple(
                r for r in parts_of(whole_of, said, self.form, False) if self._fits(mention, r)
            )
            if fits:
                return Whole(mention, fits)
        bare = _BARE.fullmatch(label)
        if bare and self.whole is not None:
            for whole in (self.last, *self._around()):
                if whole is not None and whole.mention.token.value == mention.token.value:
                    return whole._replace(mention=mention)
        if bare and has_any(f"{self.text.text}{self.topic}", _OF_REQUESTS):
            label = f"申请{label}"
        for unit, words, never, readings in _WEAK_COMPILED:
            if _ALIKE.get(mention.token.unit) == unit and words.search(label):
                if never.search(label):
                    continue
                fits = tuple(r for r in readings if self._fits(mention, r))
                if fits:
                    return Whole(mention, fits)
        return None

    def _remember(self, mention: Mention, here: Whole | None, apart: bool) -> None:
        self.joined = "、" in mention.before[-12:] and not _MARK.search(mention.before)
        self.last = here
        if here is None or apart:
            self.whole = self.last = None
            return
        kinds = {kind_of(r, self.form) for r in here.readings}
        if kinds & _WHOLES and here.of is None and opens_part(mention, self.text.text, False):
            self.whole = None  # 上年结转的3件，1件予以公开: of these only
            return
        if here.of is None and self._is_part(here, kinds):
            self.last = here = here._replace(of=self.whole)
        if here.of is None:
            if not kinds & _WHOLES and not _AMONG.fullmatch(mention.tail):
                self.whole = None
                return
            if "requests" in kinds or "carried" in kinds:
                here = self.last = self._with_carried(here)
            self.whole = here
        elif _AMONG.fullmatch(mention.tail):
            self.whole = here

    def _is_part(self, here: Whole, kinds: set[str]) -> bool:
        if self.whole is None:
            return False
        table = here.readings[0][0].partition("/")[0]
        around = [r for w in self._around() for r in w.readings]
        if any(set(r) < set(w) for r in here.readings for w in around):
            return True
        return not kinds & _WHOLES and any(w[0].partition("/")[0] == table for w in around)

    def _with_carried(self, here: Whole) -> Whole:
        """新收22件，上年结转2件，其中…: of both together, or of either."""
        if self.whole is None:
            return here
        kinds = {kind_of(r, self.form) for r in self.whole.readings}
        if not kinds & {"requests", "carried"}:
            return here
        both = tuple(
            r
            for r in (("applications/received/total", "applications/carried_in/total"),)
            if all(i in self.figures for i in r)
        )
        return here._replace(
            readings=tuple(dict.fromkeys((*here.readings, *self.whole.readings, *both)))
        )

    def _brackets(self, depth: int) -> None:
        while depth > self.depth:
            self.outer.append((self.depth, self.whole, self.last))
            self.whole = self.last
            self.depth += 1
        while depth < self.depth:
            self.depth -= 1
            if self.outer:
                _, self.whole, self.last = self.outer.pop()

    # --- what is said of all ---

    def _clauses(self, start: int, end: int, before_number: bool) -> Iterator[Told]:
        """The clauses without a number; the last one before a number is that number's own."""
        text = self.text.text
        at, open_here = start, 0
        for mark in _MARK.finditer(text, start, end):
            yield from self._of_all(at, mark.start(), open_here > 0)
            for sign in mark[0]:
                if sign in "（(":
                    open_here += 1
                elif sign in "）)" and open_here:
                    open_here -= 1
                elif sign in "）)" and self.depth:
                    self._brackets(self.depth - 1)
            at = mark.end()
        if not before_number:
            yield from self._of_all(at, end, False)

    def _of_none(self, start: int, end: int, words: str) -> Iterator[Told]:
        """没有重复申请 where the whole has some."""
        said = as_said(words, self.year)
        around = dict.fromkeys((self.last, *self._around()))
        for whole in around:
            parts = self._parts(whole, said, all_of=False) if whole is not None else ()
            if parts:
                assert whole is not None
                if all((amount(p, self.figures) or 0) > 0 for p in parts):
                    yield Told(start, end, whole.mention, Decimal(0), parts, said, True)
                return

    def _of_all(self, start: int, end: int, bracketed: bool) -> Iterator[Told]:
        words, last = self.text.text[start:end], self.last
        if last is None or len(words) < 2:
            return
        many = last.mention.token.value
        none = _NONE.match(words)
        if none is not None:
            yield from self._of_none(start, end, none["what"])
            return
        every = bracketed or _ALL.search(words) is not None
        if not every and many != 1:
            return
        if self._turned(words):
            self._forget()
            return
        if _DENIES.match(words) or (not every and words.endswith("的")):
            return
        said = as_said(_ALL.sub("", words), self.year)
        candidates = [last]
        if last.of is not None and every:
            apart = self.text.text[last.mention.end : start].rstrip()[-1:] in ("。", "；")
            candidates = [last.of] if self.joined or apart else [last, last.of]
        wrong: Told | None = None
        for number, whole in enumerate(candidates):
            fitting = tuple(r for r in whole.readings if self._fits(whole.mention, r))
            parts = self._parts(whole._replace(readings=fitting), said, all_of=True)
            if not parts:
                if not number:
                    return
                continue
            value = whole.mention.token.value
            still_open = tuple(p for p in parts if p[-1] == _OPEN)
            parts = still_open or parts
            amounts = [amount(p, self.figures) for p in parts]
            if any(x is None or x >= value for x in amounts):
                return
            wrong = wrong or Told(start, end, whole.mention, value, parts, said, True)
        if wrong is not None:
            yield wrong


_NONE = re.compile(
    r"(?:且|并|也|均|都|其中|(?:上述|这些)?(?:申请人?|答复)[中里])*(?:没有|没|无|未有|不含|不涉及|未涉及)(?:任何|再)?(?!一|予以公开|公开|同意|提供|办|审|答复|得到|收到)(?P<what>.{2,})"
)
_NOT_ONE = re.compile(r"(?:没有|没|无)$")
_OF_REQUESTS = ("申请", "予以公开", "不予公开", "部分公开", "无法提供")
_OPEN = "-applications/carried_out/total"
_BARE = re.compile(
    r"(?:一?共|共计|合计|总计|总共|收到|受理|办结|办理|作出答复|答复|年内|全年|有|在|上述|以上|这|全部|[，、：\s])*□(?:的去向|[^，。；]{0,6}申请)?[^，。；]{0,2}[中里内]?"
)
