"""The wholes around a quantity: what the quantities before it are, and what of these they divide.

A quantity is a whole where it agrees with the tables. One that is not understood ends all that could
follow from those before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.leftover import as_meant
from giadesk.checks.links import is_restricted
from giadesk.checks.reading import Mention, Passage, Sentence, Text, has_any
from giadesk.checks.registry import Case
from giadesk.checks.resolving import Link, Reading
from giadesk.checks.scopes import is_of_year, is_told_apart, opens_part
from giadesk.checks.told import amount, links
from giadesk.checks.wholes import kind_of, parts_of
from giadesk.core.form import Form
from giadesk.core.totals import Figures

ALIKE = (
    dict.fromkeys("件份宗起例条封篇", "件")
    | dict.fromkeys("人名位", "人")
    | dict.fromkeys("次场", "次")
)
"""Units in which prose counts the same things."""
MARK = re.compile(r"[，,；;：:（）()—。！？!?\n]+")
AMONG = re.compile(r"[^，。；]{0,10}[中里内]$")


class Whole(NamedTuple):
    """What a quantity is: the figures that it agrees with; of: the whole it is a part of."""

    mention: Mention
    readings: tuple[Reading, ...]
    of: Whole | None = None


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
ANSWERED: tuple[Reading, ...] = (("applications/handled/total",), ("statistics/answered/value",))
_SUIT, _REVIEW = re.compile(r"起诉|诉讼"), re.compile(r"复议(?!后|决定|机关|直接)(?<!经复议)")
_WEAK_COMPILED = tuple((u, re.compile(w), re.compile(n), r) for u, w, n, r in _WEAK)


_OF_REQUESTS = ("申请", "予以公开", "不予公开", "部分公开", "无法提供")
_BARE = re.compile(
    r"(?:一?共|共计|合计|总计|总共|收到|受理|办结|办理|作出答复|答复|年内|全年|有|在|上述|以上|这|全部|[，、：\s])*□(?:的去向|[^，。；]{0,6}申请)?[^，。；]{0,2}[中里内]?"
)


@lru_cache(maxsize=16)
def words_of_wholes(form: Form) -> tuple[str, ...]:
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
    ]
    if "statistics" in tables:
        words += ["发布会", "访谈", "人员", "主动公开", "规范性文件", "不同意"]
    return (*words, "公开", "发布") if "classes" in tables else tuple(words)


class Around:
    """What a paragraph, read from left to right, has told of so far."""

    def __init__(self, passage: Passage, case: Case) -> None:
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

    def forget(self) -> None:
        """Nothing told of so far is gone on with."""
        self.whole = self.last = None
        self.outer = []

    def is_apart(self, mention: Mention, sentence: Sentence) -> bool:
        """Whether the sentence makes the quantity one of other years or of some only."""
        return is_told_apart(mention, sentence, False, self.year) or not is_of_year(
            mention.start, sentence.start, mention.lead, self.dates, self.year
        )

    def begin(self, mention: Mention) -> None:
        """A sentence begins with the quantity: it goes on with the whole, not with a part of it."""
        while self.whole is not None and self.whole.of is not None:
            self.whole = self.whole.of
        self.last = self.whole
        if self.whole is None or not mention.lead.endswith("的"):
            return
        if self.is_of_cases(self.whole):
            self.forget()  # 被纠正的1件，…: told of before, perhaps of another kind

    def turned(self, words: str) -> bool:
        """Whether the words turn from reviews to lawsuits: 复议1件，结果维持；申请人又起诉，1件尚未审结."""
        for one in (self.whole, self.last):
            if one is not None and self.is_of_cases(one):
                is_review = "review" in one.readings[0][0]
                return bool((_SUIT if is_review else _REVIEW).search(words))
        return False

    def is_of_cases(self, whole: Whole) -> bool:
        """Whether it is reviews or lawsuits."""
        return kind_of(whole.readings[0], self.form) == "cases"

    def around(self) -> Iterator[Whole]:
        """The wholes that a quantity can be a part of, the nearest first."""
        last = self.last
        if last is not None and kind_of(last.readings[0], self.form) in _DIVIDED_AT_ONCE:
            yield last  # 复议后起诉2件，维持1件; 无法提供5件，不掌握4件
        whole = self.whole
        while whole is not None:
            yield whole
            whole = whole.of

    def parts(self, whole: Whole, said: str, *, all_of: bool) -> tuple[Reading, ...]:
        """What the words for a part can mean in figures, of a whole."""
        found = (p for r in whole.readings for p in parts_of(r, said, self.form, all_of))
        return tuple(dict.fromkeys(found))

    def fits(self, mention: Mention, reading: Reading) -> bool:
        """Whether the quantity is exactly what the figures come to."""
        value = amount(reading, self.figures)
        return value is not None and mention.token.value == value and mention.token.is_exact

    def weak(self, mention: Mention, said: str) -> Whole | None:
        """The whole that a quantity is by the words around it and its agreeing with the tables."""
        if not mention.token.is_exact or not mention.token.value:
            return None
        label = f"{mention.lead}□{mention.tail[:12]}"
        if is_restricted(mention.lead, self.unit):
            return None
        for whole_of in ANSWERED:
            fits = tuple(
                r for r in parts_of(whole_of, said, self.form, False) if self.fits(mention, r)
            )
            if fits:
                return Whole(mention, fits)
        bare = _BARE.fullmatch(label)
        if bare and self.whole is not None:
            for whole in (self.last, *self.around()):
                if whole is not None and whole.mention.token.value == mention.token.value:
                    return whole._replace(mention=mention)
        if bare and has_any(f"{self.text.text}{self.topic}", _OF_REQUESTS):
            label = f"申请{label}"
        for unit, words, never, readings in _WEAK_COMPILED:
            if ALIKE.get(mention.token.unit) == unit and words.search(label):
                if never.search(label):
                    continue
                fits = tuple(r for r in readings if self.fits(mention, r))
                if fits:
                    return Whole(mention, fits)
        return None

    def remember(self, mention: Mention, here: Whole | None, apart: bool) -> None:
        """Take the quantity as told of: as a whole, as a part, or as what is not understood."""
        self.joined = "、" in mention.before[-12:] and not MARK.search(mention.before)
        self.last = here
        if here is None or apart:
            self.whole = self.last = None
            return
        kinds = {kind_of(r, self.form) for r in here.readings}
        if kinds & _WHOLES and here.of is None and opens_part(mention, self.text.text, False):
            self.whole = None  # 上年结转的3件，1件予以公开: of these only
            return
        if here.of is None and self.is_part(here, kinds):
            self.last = here = here._replace(of=self.whole)
        if here.of is None:
            if not kinds & _WHOLES and not AMONG.fullmatch(mention.tail):
                self.whole = None
                return
            if "requests" in kinds or "carried" in kinds:
                here = self.last = self.with_carried(here)
            self.whole = here
        elif AMONG.fullmatch(mention.tail):
            self.whole = here

    def is_part(self, here: Whole, kinds: set[str]) -> bool:
        if self.whole is None:
            return False
        table = here.readings[0][0].partition("/")[0]
        around = [r for w in self.around() for r in w.readings]
        if any(set(r) < set(w) for r in here.readings for w in around):
            return True
        return not kinds & _WHOLES and any(w[0].partition("/")[0] == table for w in around)

    def with_carried(self, here: Whole) -> Whole:
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

    def brackets(self, depth: int) -> None:
        """Go into brackets, or out of them to what was told of before."""
        while depth > self.depth:
            self.outer.append((self.depth, self.whole, self.last))
            self.whole = self.last
            self.depth += 1
        while depth < self.depth:
            self.depth -= 1
            if self.outer:
                _, self.whole, self.last = self.outer.pop()
