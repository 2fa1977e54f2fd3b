"""Accounts of one's own, denied here and told of there: 未开设政务新媒体账号, 本镇微信公众号更新慢."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.reading import Passage, has_any, passages, stretch_end, stretch_start
from giadesk.checks.registry import Case
from giadesk.core.units import short_name

_OFFICE = r"(?:镇|乡|局|街道|办事处|办|委|单位|机关|中心)"
_ONE = (
    r"(?:微信公众(?:号|平台)|微信订阅号|公众号|政务微信|微信|微博|新媒体账号|抖音号|头条号)(?!群)"
)
_NAMED = r"(?:新媒体|微信公众(?:号|平台)|微信|公众号|微博|抖音号?|头条号|短视频号|账号|平台)"
_DENIED = re.compile(
    rf"(?:^|[。；，,：:])(?:目前|至今|暂时?|尚|也|均|都|[我本]{_OFFICE}|[镇乡]政府|街道办事处|镇|乡|局|全年|因此|故)*"
    r"(?P<said>(?:未|没有?|无)(?:单独|独立|另行|自行)?(?:开设|开通|开办|建立|建设|注册|设立|设有?|运营|申请)?(?:过|任何|独立的?|单独的?|自己的?|专门的?)*"
    rf"(?P<what>(?:政务|官方|[、和及与或]|{_NAMED})+))(?=[，。；、）)]|$)"
)
_KINDS = {
    "新媒体": ("微信", "公众号", "微博", "抖音", "头条", "新媒体"),
    "微信": ("微信", "公众号"),
    "公众号": ("微信", "公众号"),
    "微博": ("微博",),
    "抖音": ("抖音",),
}
"""What is told of that the word denied takes in."""
_TOLD = re.compile(
    rf"(?:(?:[我本]{_OFFICE}|(?<![县市区省州乡各体闻务]){_OFFICE}(?:政府|机关|里)?)的?(?:政务|官方)*(?P<what>{_ONE})(?P<called>“[^”]{{2,10}}”)?|(?P<name>“[^”]{{2,10}}”)的?(?:政务|官方)*(?P<kind>{_ONE}))(?:账号|平台)?"
    r"(?:[^，。；开建]{0,6}(?:更新|推送|发布|发送|发文|推文|关注|粉丝|阅读|维护|运营|公开)|上?共?公开|[^，。；\d]{0,6}[1-9]\d*[条篇期])"
)
_NOT_NOW = re.compile(
    r"注销|关停|关闭|停用|停止|整合|并入|迁移|撤销|上年|去年|拟|将|计划|下一?步|明年|次年|争取|筹|准备|开通|开设|申请|建立|村|上级|县里|市里"
)
_KNOWN_BY = ("号", "微博", "微信")


def gainsaid_accounts(case: Case) -> Iterator[tuple[Passage, int, int, str]]:
    """Where an account is told of, from where to where, and how another place denies there is one."""
    every = passages(case)
    denied = next(_denied(every), None)
    if denied is None:
        return
    said, kinds = denied
    short = short_name(case.report.unit)[:2]
    for passage in every:
        for match in _TOLD.finditer(passage.text) if has_any(passage.text, _KNOWN_BY) else ():
            if match["name"] and short not in match["name"]:
                continue
            what = match["what"] or match["kind"]
            around = _sentence(passage.text, match.start(), match.end())
            if what.startswith(kinds) and not _NOT_NOW.search(around):
                yield passage, match.start(), match.end(), said
                return


def _denied(every: tuple[Passage, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The denial, and the kinds of accounts that it takes in."""
    for passage in every:
        text = passage.text
        if not has_any(text, ("新媒体", "微信", "公众号", "微博", "抖音")):
            continue
        for match in _DENIED.finditer(text):
            kinds = tuple(k for word, ks in _KINDS.items() if word in match["what"] for k in ks)
            if kinds and not _NOT_NOW.search(text.replace(match["said"], "")):
                yield match["said"], kinds


def _sentence(text: str, start: int, end: int) -> str:
    """The clauses around, between semicolons and full stops."""
    return text[stretch_start(text, start) : stretch_end(text, end)]
