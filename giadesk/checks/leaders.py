"""Who leads: 由镇长任组长 here, 组长由党委书记担任 there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giadesk.checks.reading import Passage, passages, stretch_end, stretch_start
from giadesk.checks.registry import Case

_WHO = (
    r"(?P<who>[^，。；：:（）]{0,16}?(?:书记|镇长|乡长|局长|主任|区长|县长|市长|主席)"
    r"(?:[\u4e00-\u9fff]{1,3}(?=同志|任|担任))?(?:同志)?)"
)
_LEADS = (
    re.compile(rf"{_WHO}(?:亲自|直接)?(?:担任|兼任|任|为)(?:[^，。；副]{{0,10}}小组)?组长"),
    re.compile(rf"(?<!副)组长由{_WHO}(?:亲自|直接)?(?:担任|兼任|任)"),
)
_TITLE = re.compile(r"副?(?:书记|[镇乡局区县市]长|主任|主席)")
_OTHER_GROUP = re.compile(
    r"保密|督查|考核小组|工作专班|调整前|原|此前|上年|去年|拟|村|社区|中心|(?<!公开)领导小组办公室|第二|常务"
)


def leaders_gainsaid(case: Case) -> Iterator[tuple[Passage, int, int, str]]:
    """Where the group for open information is led by another than a place before says."""
    first: tuple[Passage, set[str], str] | None = None
    for passage in passages(case):
        if "组长" not in passage.text or "公开" not in passage.text:
            continue
        for pattern in _LEADS:
            for match in pattern.finditer(passage.text):
                text = passage.text
                start = stretch_start(text, match.start())
                sentence = text[start : stretch_end(text, start)]
                titles = {*_TITLE.findall(match["who"])}
                if "公开" not in sentence or _OTHER_GROUP.search(sentence) or not titles:
                    continue
                if first is None:
                    first = passage, titles, match[0]
                elif first[0] is not passage and titles.isdisjoint(first[1]):
                    yield passage, match.start(), match.end(), first[2]
                    return
