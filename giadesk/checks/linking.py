"""Which figures of the tables a quantity in the prose speaks of.

Sentence by sentence: the name before (or behind) a quantity leads to a row, a word for the applicant
to a column, 其中自然人11件 goes on with the row before. Where the words say more than is understood
(a part, another office, another time), there is no link: silence is better than a wrong mark.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from giadesk.checks.labels import named_in, names_of, too_strange, without_names
from giadesk.checks.links import (
    ALL_WAYS,
    TableWords,
    carried_words,
    is_restricted,
    table_words,
)
from giadesk.checks.reading import Mention, Sentence, Text, each_its_own, has_any
from giadesk.checks.resolving import PENDING, Found, Link, Scene, inherited, linked
from giadesk.checks.scopes import is_of_others, is_of_year, is_told_apart, opens_part
from giadesk.core.form import Form
from giadesk.core.quantities import Token

_GROWTH = re.compile(
    r"同比|环比|比上年|较上年|比去年|较去年|增长|增加|增幅|减少|下降|提高|上升|降低|比(?:19|20)\d\d年|较(?:19|20)\d\d年|相比"
    r"|上年同期"
)
_WITH = ("连同", "加上")
_NOT_NOW = re.compile(
    rf"[由从](?:上一?年度?|去年|原来?)[^，。；]{{0,4}}$|(?:上年度?|去年)[末底](?!.*转)|(?:上一?年度?|去年)(?:同期)?(?:为|是)[^，。；转]{{0,8}}$|^(?:{'|'.join(_WITH)})"
)
"""由上年的5件变为4件; 连同新收共114件 are of both."""
_OF_THIS_YEAR = re.compile(r"其中[，,：:]?\s*(?:本年|今年|当年|20\d\d年)|(?:本年|今年|当年)度?新增")
_ANYBODY = re.compile(r"(?:公民|自然人|个人)、?法人(?:和|或者?|及|以及|与|、)其[他它]组织")
"""Whoever may apply, no column of the table."""
_LEFT = re.compile(r"剩余|其余|尚有|另有|还有|余")
"""Words that make a quantity a part, but for what is carried over to next year."""


_QUOTES = re.compile("[“”]")
_OF_ALL_KINDS = re.compile(
    r"(?:[^，。；、]{2,12}、)*[^，。；、]{2,12}等(?=行政(?:许可|处罚|强制|事业性收费))"
)
"""林木采伐、占用林地等行政许可决定314件: some are named, all are counted."""


def links_in(text: Text, topic: str, form: Form, unit: str, year: int) -> tuple[Link, ...]:
    """Every quantity of the text that speaks of figures of the form's tables."""
    found: list[Link] = []
    scene = Scene()
    tables = [
        words
        for words in table_words(form)
        if not words.about or has_any(text.text, words.about) or has_any(topic, words.about)
    ]
    dates = [
        t
        for t in text.tokens
        if t.kind == "date" and not _OF_CARRIED_YEAR.match(text.text, t.end, t.end + 12)
    ]
    for sentence in text.sentences:
        if not sentence.text.lstrip().startswith(("其中", "按")):
            scene = Scene()
        scene = _sentence(sentence, text, topic, form, tables, unit, year, scene, found, dates)
    return tuple(found)


def _sentence(
    sentence: Sentence,
    text: Text,
    topic: str,
    form: Form,
    tables: list[TableWords],
    unit: str,
    year: int,
    scene: Scene,
    found: list[Link],
    dates: list[Token],
) -> Scene:
    restricted = -1  # the depth of brackets at which a part was spoken of, -1 for not at all
    opened: bool | None = None  # whether the one before began to tell of a part, or of all again
    whose: list[Found] = []  # how that part was called
    outer = scene  # what was spoken of outside the brackets
    depth = 0
    last: Mention | None = None
    if not sentence.mentions or is_of_others(sentence.text):
        return scene
    names = names_of(sentence.text, topic, tables)
    if not names and scene.words is None:
        return scene
    may_be_carried = "转" in sentence.text or "顺延" in sentence.text
    for mention in each_its_own(sentence):
        if opened is not None:
            restricted, opened = (mention.depth if opened else -1), None
        if "；" in mention.before or ";" in mention.before or mention.depth < restricted:
            restricted = -1
        if last is not None and "其中" in mention.before and _SOME_ASKED.search(last.lead):
            restricted = mention.depth  # 自然人3件，其中1件予以公开: of these
        if last is not None and mention.depth > depth and _SOME_ASKED.search(last.lead):
            restricted = mention.depth  # 自然人8件（新收5件、结转3件）
        if mention.token.unit in _REQUESTS:
            last = mention
        if not depth and mention.depth:
            outer = scene
        elif depth and not mention.depth:
            scene = outer  # （含上年结转2件） is over
        depth = mention.depth
        if not mention.token.unit or mention.token.is_share:
            continue
        if _GROWTH.search(mention.lead) or _NOT_NOW.search(mention.lead):
            restricted = -1 if mention.lead.startswith(_WITH) else restricted  # of all again
            continue
        counted = mention.start
        if may_be_carried:
            carried = carried_words(text.text[sentence.start : counted], year)
            if carried is not None:
                counted = sentence.start + carried[1]
                mention = replace(mention, lead=carried[0], lead_start=counted)
        if mention.lead.endswith("、"):
            continue  # 1件予以公开、2件属于信访: the words are of the one before
        if "”" in mention.lead:
            mention = replace(mention, lead=_QUOTES.sub("", mention.lead))
        if "等行政" in mention.lead:
            mention = replace(mention, lead=_OF_ALL_KINDS.sub("", mention.lead))
        if dates and not is_of_year(counted, sentence.start, mention.lead, dates, year):
            continue
        if "累计" in mention.lead and _OF_THIS_YEAR.search(text.text, mention.end, sentence.end):
            continue  # of all years up to now
        label = f"{mention.lead}□{mention.tail[:16]}"
        bare = mention.lead.endswith(("收到", "受理", "收到了", "受理了"))
        if (
            bare
            and _UNDER_REQUESTS.search(text.text[:16])
            and _BARE_RECEIVED.fullmatch(mention.lead)
        ):
            label = f"{mention.lead}信息公开申请□{mention.tail[:16]}"
        if "部分公开" in label:
            label = _BOTH_DISCLOSED.sub("予以公开", label)
        if "法人" in label or "通过" in label:
            label = ALL_WAYS.sub("", _ANYBODY.sub("", label))
        named = list(named_in(label, mention, sentence, text.text, topic, names))
        subject = without_names(_subject(mention, text.text), named)
        if any(name.node == "carried_out" for _, name, _ in named):
            subject = _LEFT.sub("", subject)
        if scene.words is not None and not scene.words.rows:
            subject = PENDING.sub("", subject)
        if mention.token.unit in _REQUESTS:
            opened = opens_part(mention, text.text, _is_outcome(named))
            whose = named if opened else whose
        if is_restricted(subject, unit):
            restricted, whose = mention.depth, []
            continue
        if restricted >= 0 and not _is_of_cases(named) and not _is_of_who(named, whose):
            continue
        if named:
            if all(span[0] > label.index("□") for _, _, span in named) and opens_part(
                mention, text.text, False
            ):
                continue  # 属于历史档案的5件均不掌握: so it was with these
            if _is_another_matter(mention, named, sentence) or too_strange(label, named, unit):
                continue
            link, scene = linked(
                mention, named, label, form, scene, text.text[sentence.start : counted]
            )
        else:
            link = inherited(mention, form, scene)
            if link is None and not mention.depth and _ANOTHER_WHOLE.search(mention.lead):
                scene = Scene()  # 连同上年结转3件，共需办理47件: what follows is of the 47
        cases = _is_of_cases(named)
        if link is not None and not is_told_apart(mention, sentence, cases, year):
            found.append(link)
    return scene


def _is_of_cases(named: list[Found]) -> bool:
    """Whether 行政复议 or 行政诉讼 is named: what was said of some requests before is not of them."""
    return any(not words.rows for words, _, _ in named)


def _is_of_who(named: list[Found], whose: list[Found]) -> bool:
    """Whether only who applied is named, of a part that is a row: 上年结转的3件，自然人2件."""
    rows = any(name.axis == "row" for _, name, _ in whose)
    return rows and bool(named) and all(name.axis == "column" for _, name, _ in named)


def _is_outcome(named: list[Found]) -> bool:
    """Whether the name of a row tells what became of requests, not that they came."""
    taken_in = ("received", "carried_in")
    return any(name.axis == "row" and name.node not in taken_in for _, name, _ in named)


_SOME_ASKED = re.compile(
    r"(?:自然人|个人|公民|群众|居民|村民|企业|公司|机构|组织|律师|法人|委员会)(?:[的提出交申请为有]|办结|答复|办理|[：:\s])*$"
)
"""Of these what follows 其中 tells, not of all who asked."""
_REQUESTS = frozenset("件份宗起例条")
_ANOTHER_WHOLE = re.compile(r"共|合计|总计|应办|需办|待办")
_OTHER_MATTERS = re.compile(
    r"热线|诉求|工单|来信|信件|信箱|留言|信访|来访|来电|投诉|举报|提案|议案|建议|咨询|纠纷|案卷|许可|处罚|审批|登记"
)
_PAPERS = re.compile(r"(?:提案|议案|代表建议|大建议|公文|发文|拟稿)[^，。；]{0,6}\d")
"""政协提案5件，公开4件: what became of these, not of requests."""
_UNDER_REQUESTS = re.compile(r"依申请公开|申请公开|申请办理|申请受理")
_BARE_RECEIVED = re.compile(
    r"(?:全年|本年度?|年内|(?:19|20)\d\d年度?|[，,])*(?:总|一)?共?(?:收到|受理)了?"
)
"""（二）依申请公开。收到36件: what was received, the heading says."""
_FUTURE = re.compile(r"(?:设想|打算|计划|安排|下一步[^，。；]{0,8}|明年|次年)[是为有]?[：:]")


def _is_another_matter(mention: Mention, named: list[Found], sentence: Sentence) -> bool:
    """Whether 办结1279件 goes on with 热线受理诉求1283件, or 配备1名专职人员 is what is planned."""
    before = sentence.text[: mention.lead_start - sentence.start]
    if _FUTURE.search(before):
        return True
    if mention.lead.startswith("中有") or (
        mention.lead.startswith("中") and _OF_CARRIED.search(before)
    ):
        return True  # 6件中有5件按时办结: so many of them
    clause = re.split(r"[；;]", before)[-1]
    if "申请" not in f"{clause}{mention.lead}" and _PAPERS.search(clause):
        return True
    if not all(name.node in ("handled", "closed") for _, name, _ in named if name.axis == "row"):
        return False
    return (
        "申请" not in mention.lead
        and _OTHER_MATTERS.search(clause) is not None
        and "申请" not in clause
        and any(name.axis == "row" for _, name, _ in named)
    )


_OF_CARRIED = re.compile(r"结转[^，。；]{0,4}\d+件$")
_BOTH_DISCLOSED = re.compile(r"(?<![以动予分不])公开(?=[和及与、或]部分公开)")
_OF_CARRIED_YEAR = re.compile(
    r"度?[^，。；、\d]{0,6}(?:结转|转[至入到]|顺延)(?![至到入]?(?:下|次年|明年))"
)
"""办理69件，含2023年结转的3件，办结68件: the year tells whence the three came, no more."""


def _subject(mention: Mention, text: str) -> str:
    """The words before a quantity back to a comma; 各镇（街道）收到申请 is one subject."""
    start = mention.lead_start
    before = text[max(0, start - 40) : start]
    if not mention.depth and before.endswith(("）", ")")):
        return re.split(r"[，,；;。：:、]", before)[-1] + mention.lead
    return mention.lead
