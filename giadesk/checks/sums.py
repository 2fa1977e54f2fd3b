"""What a list in prose is: a whole and its parts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from giadesk.checks.claims import Claim, is_other
from giadesk.checks.reading import Mention

TRIGGER = re.compile(
    r"其中|其 中|来自(?=自然人|公民|企业|个人)"
    r"|包括(?!在)|包含(?!在)|分别(?:为|是|有)?(?!计|统计|核算)|(?<![细拆])分为|涵盖|(?:类别|内容|类型)[是为有]|在[^，。；]{0,14}[中里][，,]|[，,](?:即|也就是)(?=[^，。；：、《\d由]{2,14}$)"
    r"|^(?!其中)[^，。；、\d]{0,8}[中里](?:[，,：:]|有?$|有(?=[^，。；、\d]{2,12}$))|(?:^|[，,])按[^，,。；\d]{1,8}(?:分|划分|统计|方式|渠道|途径|类别|来源|结果)[，,：:]"
    r"|(?:^|[，,])从[^，,。；\d]{1,10}[看分][，,：:]|^分[^，,。；\d]{1,6}看[，,：:]|(?<=^[，,])含(?=[^，。；、\d]{2,14}$)|[:：]"
)


ITEMS = frozenset("条件篇份则")
"""What is published is counted in any of them: 公开信息42条，其中政策3件，动态40件."""


def after_trigger(lead: str) -> str:
    """The words before a part, behind what began the list."""
    found = list(TRIGGER.finditer(lead))
    return lead[found[-1].end() :].lstrip("，,：:、") if found else lead


class SumList(NamedTuple):
    """A whole and what the text calls its parts.

    wholes: what can be the whole, the likeliest first. claim: whether the parts claim to be all
    (其他 at the end, in brackets, 分别, total behind), may be, or are only examples (等, one part).
    channels: the parts are ways of publishing, in several of which one item may be counted.
    loose: parts that may belong to a part rather than to the whole (nested 其中). later: named as
    parts in the same breath, but behind a statement of another kind; they are no summands. others:
    parts in other units (征集调查16期 among 条), which some offices count in.
    backward: the total stands behind its parts. behind: what follows as a statement of its own, for
    the reader who takes it for a part all the same. open_end: a comma leads on to other statements, so
    that the list may not have ended where it seems to. said: what else of the unit was said just before,
    for the reader who takes one of these for the whole.
    """

    wholes: tuple[Mention, ...]
    parts: tuple[Mention, ...]
    claim: Claim
    channels: bool
    loose: tuple[Mention, ...] = ()
    later: tuple[Mention, ...] = ()
    others: tuple[Mention, ...] = ()
    backward: bool = False
    behind: tuple[Mention, ...] = ()
    open_end: bool = False
    said: frozenset[Decimal] = frozenset()

    @property
    def whole(self) -> Mention:
        return self.wholes[0]

    @property
    def names_others(self) -> bool:
        """Whether the last part is 其他…, so that nothing is left over."""
        last = self.parts[-1]
        return is_other(after_trigger(last.lead)) or is_other(last.tail)

    @property
    def sum(self) -> Decimal:
        return sum((p.token.value for p in self.parts), Decimal(0))


_GROWTH = re.compile(
    r"同比|环比|比上年|较上年|比去年|较去年|同期|增长|增加|增幅|减少|下降|提高|上升|降低|新增(?!主动|公开|发布|政府信息|信息)|超过|不足"
    r"|比20\d\d年|较20\d\d年|[比较][二两][零〇○一二三四五六七八九]{3}年|相比|上年同期|翻|^[多少]$|多[了出]|少了|净[增减]|^(?:上一?年度?|去年)(?!\D*结?转)"
)
VERB = re.compile(
    r"^(?:我?[镇乡街道县区市局委办](?:政府)?|全[镇县区市局街道年]+|全年|本年度?|并|还|同时|另外?|此外|年内"
    r"|累计|共|先后|积极|及时|通过[^，]{0,12})*"
    r"(?P<verb>召开|举办|开展|印发|制定|制发|组织(?!机构|架构|人事)|办理|收到|受理|答复|回复|接待|培训|发放|发布|公开(?![栏窗专平目指])|编制|审核"
    r"|更新|发出|报送|转发|印制|张贴|播放|制作|建成|处理|解决|推送|回应|解读|征集|接受|参加|建立"
    r"|配备|投入|收取|办结|上报|刊登|刊发|录入|梳理|清理|完成|新建|设立|设置|开设|维护|整改|检查|抽查|排查"
    r"|点击|阅读|浏览|访问|吸引|覆盖|惠及|涉及|修订|废止|审查|撰写|采用|被|获)"
)
"""How a statement of its own begins."""


@lru_cache(maxsize=1024)
def _is_no_count(lead: str) -> bool:
    return _GROWTH.search(lead) is not None or _AVERAGE.search(lead) is not None


_AVERAGE = re.compile(r"平均[^，。；]{0,6}$|[人户村月日期场次校]均(?:约|为|是|达到?|[：:])*$")


def usable(mention: Mention) -> bool:
    """Whether a quantity counts things, no change of a count and no average: what can be whole or part."""
    token = mention.token
    return bool(token.unit) and not token.is_share and not _is_no_count(mention.lead)
