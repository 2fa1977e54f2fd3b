"""Counties that are no more, told of as if they were: 通过下城区人民政府网站 in a report of 2025."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from giadesk.checks.counties import former_places
from giadesk.checks.reading import Passage, stretch_end, stretch_start

_ACTING = (
    r"(?:(?:人民)?政府|[市县区]?委(?=[、和办的]|书记)|党委|纪委|监委|政务公开|政府信息公开|门户网|"
    r"[\u4e00-\u9fff]{2,8}?(?:局|办公室|中心|领导小组))"
)
_OF_THAT_TIME = re.compile(
    r"原|撤|更名|改[名称为设]|旧|历史|档案|当时|时期|期间|移交|遗留|前身|曾|以前|之前|并入|划归|[发制作批]的|区划|至今|19\d\d"
)
"""In a sentence with one of these the name may be right: it tells of what was."""
_YEAR = re.compile(r"20\d\d(?=年)")


@lru_cache(maxsize=32)
def _gone(codes: tuple[str, ...], unit: str, year: int) -> re.Pattern[str] | None:
    """Where an office of a place acts that the office's own place took over before the year."""
    names = [
        name
        for name, (code, last) in former_places().items()
        if last < year and name not in unit and any(own.startswith(code) for own in codes)
    ]
    return re.compile(rf"(?P<name>{'|'.join(names)})(?={_ACTING})") if names else None


def places_gone(
    passage: Passage, codes: tuple[str, ...], unit: str, year: int
) -> Iterator[tuple[int, int]]:
    """Where the name of such a place stands: its span."""
    pattern = _gone(codes, unit, year)
    for match in pattern.finditer(passage.text) if pattern is not None else ():
        text = passage.text
        sentence = text[stretch_start(text, match.start()) : stretch_end(text, match.end())]
        old = _OF_THAT_TIME.search(sentence) or any(
            int(found) < year for found in _YEAR.findall(sentence)
        )
        if not old and not passage.is_sheltered(match.start()):
            yield match.span("name")
