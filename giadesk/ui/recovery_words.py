"""Damage and its mending in the clerk's words: which report, which place, from where, what is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from giadesk.core.form import Form
    from giadesk.store.records import Backup, Damage, Mended, MendedReport

Forms = Mapping[str, "Form"]

REASONS = {
    "start": "启动时",
    "timer": "定时",
    "import": "导入之前",
    "exit": "退出时",
    "hand": "手工备份",
}

_TABLES = {
    "file": "文件结构",
    "library": "报告库总登记",
    "setting": "本单位资料和设置",
    "backup_log": "备份记录",
    "report": "报告登记",
    "history": "修改记录",
    "version": "历史版本",
}
_ABOUT = {
    "unit": "单位名称",
    "year": "年度",
    "form": "表式",
    "status": "状态",
    "sections": "章节目录",
}
_MOST = 4


class Line(msgspec.Struct, frozen=True):
    """A line of the list: the report, what is damaged, what mends it, and what the clerk then has.

    loses: whether something is lost or may be old.
    """

    report: str
    damaged: str
    source: str
    after: str
    loses: bool


def place_words(path: str, form: Form | None) -> str:
    """A path within a report as the clerk knows the place: 收到和处理…：自然人, 总体情况 …"""
    kind, _, rest = path.partition("/")
    section = rest.partition("/")[0]
    match kind:
        case "figures":
            indicator = None if form is None else form.indicators.get(rest)
            return f"数据“{indicator.name if indicator is not None else rest}”"
        case "prose" | "tables":
            titles = {} if form is None else {s.id: s.title for s in form.spec.sections}
            return f"“{titles.get(section, section)}”的{'文字' if kind == 'prose' else '表格'}"
        case "about":
            return _ABOUT.get(rest, "封面信息")
        case "explanations":
            return "核实说明"
        case "signoff":
            return f"签署栏“{rest}”"
    return path


def places_words(paths: Iterable[str], form: Form | None, most: int = _MOST) -> str:
    """The places, the first few of them, and how many there are more."""
    found = list(dict.fromkeys(place_words(path, form) for path in paths))
    if len(found) <= most:
        return "、".join(found)
    return "、".join(found[:most]) + f"等{len(found)}处"


def lines(mended: Mended, forms: Forms, backups: Sequence[Backup]) -> list[Line]:
    """A line for each report that was not whole, and one for what is of no report."""
    times = {b.path.name: b.time for b in backups}
    spots: dict[str, list[Damage]] = {}
    for spot in mended.damage or ():
        spots.setdefault(spot.report_id if spot.unit or spot.year else "", []).append(spot)
    found = [
        _of_report(report, spots.pop(report.report_id, []), forms, times)
        for report in mended.reports
    ]
    for report_id, some in spots.items():
        name = _name(some[0].unit, some[0].year) if report_id else "整个报告库"
        damaged = "、".join(dict.fromkeys(_spot_words(s, None) for s in some))
        found.append(Line(name, damaged, "报告库中完好的记录", "内容完整，没有丢失", False))
    if mended.missing:
        lost = f"{mended.missing}份报告没有留下任何痕迹，找不回来"
        found.append(Line("其他报告", "登记缺失", "没有", lost, True))
    return found


def summary(mended: Mended) -> str:
    """The whole in a sentence or two."""
    whole = sum(r.exact and not r.past_lost for r in mended.reports)
    lost = sum(r.lost for r in mended.reports)
    part = len(mended.reports) - whole - lost
    parts = []
    if whole:
        parts.append(f"{whole}份报告可以恢复到最后一次保存的样子")
    if part:
        parts.append(f"{part}份报告有内容需要您核对")
    if lost:
        parts.append(f"{lost}份报告找不回来")
    if mended.missing:
        parts.append(f"另有{mended.missing}份报告没有留下痕迹")
    return "，".join(parts) + "。" if parts else "所有报告的内容都是完整的。"


def backup_words(backup: Backup) -> str:
    """A line of the list of backups."""
    reason = REASONS.get(backup.reason, "升级之前" if backup.reason.startswith("upgrade") else "")
    note = "（备份时报告库已有损坏）" if not backup.counts else f"　{reason}" if reason else ""
    return (
        f"{time_words(backup.time)}{note}　{max(1, backup.size // 1024)} KB　{backup.path.parent}"
    )


def time_words(time: datetime) -> str:
    """A moment on the clock of this place."""
    local = time.astimezone()
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _of_report(
    report: MendedReport, spots: list[Damage], forms: Forms, times: Mapping[str, datetime]
) -> Line:
    form = forms.get(report.form)
    values = places_words(report.damaged, form)
    others = [_spot_words(s, form) for s in spots if not (s.table == "value" and s.path)]
    damaged = "、".join(dict.fromkeys([values, *others] if values else others)) or "无法读取"
    used = "、".join(
        f"{time_words(times[name])}的备份" if name in times else name for name in report.backups
    )
    source = used or ("没有" if report.lost else "报告库中完好的记录")
    return Line(
        _name(report.unit, report.year), damaged, source, _after(report, form), _loses(report)
    )


def _loses(report: MendedReport) -> bool:
    return report.lost or not report.exact or report.past_lost


def _after(report: MendedReport, form: Form | None) -> str:
    if report.lost:
        return "找不回来：文件和备份中都没有它的内容"
    said = []
    if report.exact:
        said.append("与最后一次保存的内容完全相同")
    else:
        old = [path for path in report.doubtful if path not in report.gone]
        if old:
            said.append(f"可能是较早的内容，请核对：{places_words(old, form)}")
        if report.gone:
            said.append(f"找不回来，请补填：{places_words(report.gone, form)}")
        if not said:
            said.append("无法确认与最后一次保存的相同，请通读核对")
    if report.past_lost:
        said.append("部分修改记录或历史版本丢失")
    return "；".join(said)


def _spot_words(spot: Damage, form: Form | None) -> str:
    if spot.table == "value":
        return place_words(spot.path, form) if spot.path else spot.what
    return _TABLES.get(spot.table, spot.what)


def _name(unit: str, year: int) -> str:
    return f"{unit}{year}年报告" if unit or year else "（名称已损坏的报告）"
