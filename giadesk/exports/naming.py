"""How exported files are called: by a pattern that the county prescribes, clean for Windows.

A pattern is text with places in braces, `{单位}{年度}年政府信息公开工作年度报告`. The office's own is kept
in 本单位资料 under `PATTERN_KEY`; an empty one means `DEFAULT_PATTERN`. A name is given without suffix.
"""

from __future__ import annotations

import re
import unicodedata

from giadesk.core.document import title_of
from giadesk.core.form import Form
from giadesk.core.report import Report
from giadesk.exports.dates import written_day

DEFAULT_PATTERN = "{单位}{年度}年政府信息公开工作年度报告"
PATTERN_KEY = "names"
"""The name under which 本单位资料 keeps the office's pattern."""

PLACES = {
    "单位": "编报单位全称",
    "年度": "报告年度，如 2025",
    "标题": "报告标题",
    "日期": "落款日期，如 20260108",
    "状态": "草稿、待审或定稿",
    "内容": "报告、统计表、数据包或审签单",
}
"""What may stand in braces, each with what it puts there."""

CONTENTS = {
    "docx": "报告",
    "pdf": "报告",
    "html": "报告",
    "xlsx": "统计表",
    "package": "数据包",
    "sheet": "审签单",
    "bundle": "报送材料",
}
"""What {内容} says for each kind of file."""

_LONGEST_BYTES = 200  # a name has 255 bytes on Linux, of which a suffix and a number take some
_LONGEST = 100  # characters; a path on Windows has 260
_PLACE = re.compile(r"\{([^{}]*)\}")
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|$)", re.IGNORECASE
)


def faults_of_pattern(pattern: str) -> list[str]:
    """What is wrong with a pattern, in sentences for the clerk; empty for a good one."""
    faults = []
    for name in _PLACE.findall(pattern):
        if name not in PLACES:
            known = "、".join(f"{{{place}}}" for place in PLACES)
            faults.append(f"没有“{{{name}}}”，可以用 {known}")
    rest = _PLACE.sub("", pattern)
    if "{" in rest or "}" in rest:
        faults.append("花括号没有成对")
    wrong = sorted(set(re.findall(r'[\\/:*?"<>|\x00-\x1f]', rest)))
    if wrong:
        faults.append("文件名里不能有 " + " ".join(wrong))
    if len(rest) > _LONGEST:
        faults.append(f"超过{_LONGEST}字")
    return faults


def file_name(pattern: str, report: Report, form: Form, kind: str = "docx") -> str:
    """The name of a report's file of that kind, without suffix; "" as pattern takes the default.

    What the pattern does not know stays as it is written; `faults_of_pattern` names it beforehand.
    """
    places = {
        "单位": report.unit,
        "年度": str(report.year),
        "标题": title_of(report, form).replace("\n", ""),
        "日期": written_day(report),
        "状态": {"draft": "草稿", "review": "待审", "final": "定稿"}[report.about.status],
        "内容": CONTENTS.get(kind, "报告"),
    }
    name = _PLACE.sub(lambda m: places.get(m[1], m[0]), pattern.strip() or DEFAULT_PATTERN)
    return clean_name(name)


def clean_name(name: str) -> str:
    """The name as every disk takes it, Windows' too: no marks it refuses, no device's name, not too
    long, nothing that hides or turns round what is read."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "ignore").decode())
    name = "".join(" " if c in "\t\n\r" else c for c in name)
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn"))
    name = re.sub(r"\s+", " ", re.sub(r'[\\/:*?"<>|]', "_", name))[:_LONGEST]
    while len(name.encode()) > _LONGEST_BYTES:
        name = name[:-1]
    name = name.strip(" .")
    if _RESERVED.match(name):
        name = f"_{name}"
    return name or "报告"
